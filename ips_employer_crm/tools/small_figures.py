"""Which figures of a breakdown are not shown, so that none of them names a person."""

# Fewer people than this are not shown by municipality: the issue's own number, and the
# usual limit of k-anonymity (domain.md 5)
SMALL = 5


def hidden_figures(counts):
    """Say which figures to hide where their sum is shown as well.

    ``counts`` are the people of each municipality of one area. Returns the positions
    that are hidden, and whether a figure of 5 or more is or may be among them: then all
    of them have to look the same, and none may say "under 5".

    Small figures are hidden. Where these, by what is left of the sum, could be only
    what they are (a single one, none but zeros, each as large as a small one can be),
    the smallest of the others is hidden too, and with it whatever equals it. So anyone
    who knows this rule may swap two hidden figures and sees the same screen: the hidden
    ones differ, hence none of them is certain. Two limits, both said on the screen: an
    area of a single municipality is shown by no figure at all, which is for the caller
    to do; an area of nobody has nobody in each municipality, which names no one.

    >>> hidden_figures([7, 3, 2, 9])
    ({1, 2}, False)
    >>> hidden_figures([7, 3, 8])
    ({0, 1}, True)
    >>> hidden_figures([0, 0, 8, 9])
    ({0, 1, 2}, True)
    >>> hidden_figures([3])
    ({0}, False)
    """
    hidden = {index for index, count in enumerate(counts) if count < SMALL}
    if not hidden or len(counts) == 1:
        return hidden, False
    total = sum(counts[index] for index in hidden)
    if len(hidden) > 1 and 0 < total < (SMALL - 1) * len(hidden):
        return hidden, False
    others = [count for count in counts if count >= SMALL]
    if others:
        least = min(others)
        hidden |= {index for index, count in enumerate(counts) if count == least}
    return hidden, bool(others or total)


def has_small_part(part, whole):
    """Whether a share is of fewer than 5, or leaves fewer than 5 to the whole.

    >>> has_small_part(5, 10), has_small_part(4, 10), has_small_part(6, 10)
    (False, True, True)
    """
    return part < SMALL or whole - part < SMALL


def shown_with_sum(counts):
    """Return the counts of a column, None where hidden, and their sum, None likewise.

    A sum under 5 is hidden as well: all of its parts are then.

    >>> shown_with_sum([7, 3, 2, 9])
    ([7, None, None, 9], 21)
    >>> shown_with_sum([0, 3, 1])
    ([None, None, None], None)
    """
    hidden, _mixed = hidden_figures(counts)
    total = sum(counts)
    shown = [None if index in hidden else count for index, count in enumerate(counts)]
    return shown, total if total >= SMALL else None
