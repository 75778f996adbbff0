"""Which groups of people a report may count, so that none of its figures names anyone.

>>> shown = ShownGroups()
>>> served = {f"person {number}": number for number in range(20)}
>>> shown.admit(served)
True

Four of them are not shown, and neither are the sixteen others, who tell of the four:

>>> four = {key: person for key, person in served.items() if person < 4}
>>> others = {key: person for key, person in served.items() if person >= 4}
>>> shown.admit(four), shown.admit(others)
(False, False)

Ten jobs of two people are the jobs of two people:

>>> shown.admit({f"job {number}": number % 2 for number in range(10)})
False
"""

from .small_figures import SMALL


class ShownGroups:
    """Keeps the groups that a report has counted, and decides on the next ones.

    A group is {row: person}; rows are people, stays or jobs, told apart by their keys.
    It may be counted if its rows belong to ``SMALL`` people or more, and if it lies in
    no group that was counted before, nor any of those in it, with less than that but
    something between the two: the difference would be a figure of its own. Nobody at
    all is a small group as well, for "everyone" and "nobody" speak of each person.

    Compares two groups at a time. Sums of several groups that make up another one are
    the caller's to avoid: by passing all parts of a whole together.
    """

    def __init__(self):
        self._groups = []

    def admit(self, *groups):
        """Say whether all of ``groups`` may be counted; keep them if so.

        Otherwise none of them may be: with the others and their sum it would be known.
        """
        kept = [*self._groups]
        for group in groups:
            if is_small(group) or any(tells(group, other) for other in kept):
                return False
            kept.append(group)
        self._groups = kept
        return True


def is_small(group):
    """Whether these are rows of fewer people than are shown."""
    return len(set(group.values())) < SMALL


def tells(group, other):
    """Whether the difference of two groups, one inside the other, is a small one."""
    inner, outer = sorted((group, other), key=len)
    if len(inner) == len(outer) or not inner.keys() <= outer.keys():
        return False
    return is_small({key: outer[key] for key in outer.keys() - inner.keys()})
