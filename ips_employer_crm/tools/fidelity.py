"""Arithmetic of the quality criteria: plain Python, exact numbers, no database.

Figures are fractions, so that a share that meets a limit exactly is not lost to binary
noise, and are never rounded before they are compared:

>>> share(47, 50) >= 94
True
>>> points(Fraction(746, 10), [25, 50, 75, 90])
3
>>> points(Fraction(201, 10), [40, 30, 25, 20], falling=True)
4

A mean between two anchors takes the lower one, and so does the middle between them:

>>> points(Fraction(3), [2, 4, 5, 6])
2
>>> middle([4, 3]), middle([4, 4, 3]), middle([4, 3, 3])
(3, 4, 3)
"""

from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

LOWEST, HIGHEST = 1, 5


class Result(NamedTuple):
    """What the data say about one criterion.

    ``figure`` is unrounded and None without data, ``note`` a code that says why or
    what limits it. ``score`` overrides the limits, ``cap`` holds them back, ``below``
    is the score where the denominator is under the minimum. ``rows`` are the records
    counted, ``left`` those that are listed beside them. ``coaches`` is of how many
    coaches' work the figure is made, where it is made of that; ``parts`` says of what
    is looked for whether it was seen: yes, no, or None where nobody can know.
    """

    figure: Fraction | None = None
    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    note: str = ""
    score: int | None = None
    cap: int = HIGHEST
    below: int | None = None
    rows: Any = None
    left: Any = None
    coaches: int | None = None
    parts: dict | None = None


def exact(number: float) -> Fraction:
    """Return the number as it is written: 0.8 is four fifths."""
    return Fraction(str(number))


def share(part, whole) -> Fraction:
    """Return the percentage that ``part`` is of ``whole``, which is not 0."""
    return Fraction(part) * 100 / Fraction(whole)


def points(figure: Fraction, limits: list, *, falling: bool = False) -> int:
    """Return the score (1-5) of a figure.

    :param limits: what 2, 3, 4 and 5 ask for, in this order
    :param falling: less is better
    """
    score = LOWEST
    for number, limit in enumerate(limits, start=LOWEST + 1):
        if figure <= limit if falling else figure >= limit:
            score = number
    return score


def middle(scores: list[int]) -> int:
    """Return the mean of the scores, rounded to the nearest whole, .5 down."""
    return ceil(Fraction(sum(scores), len(scores)) - Fraction(1, 2))
