"""What the bounds of figures say: yes, no, or open. Truth has three values, and none comes from what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from dophu.tell.evidence import Known

Truth = bool | None  # None: the bounds leave it open

NOUGHT = Fraction(0)


def above(fact: Known, limit: Fraction) -> Truth:
    """Whether a figure surely lies above a limit."""
    if fact.low is not None and fact.low > limit:
        return True
    return False if fact.high is not None and fact.high <= limit else None


def below(fact: Known, limit: Fraction) -> Truth:
    """Whether a figure surely lies below a limit."""
    if fact.high is not None and fact.high < limit:
        return True
    return False if fact.low is not None and fact.low >= limit else None


def opposite(truth: Truth) -> Truth:
    """Turn a truth round; what is open stays open."""
    return None if truth is None else not truth


def exactly(fact: Known, value: Fraction | int) -> Truth:
    """Whether a figure is just that value."""
    if fact.low is None or fact.high is None:
        return None
    return fact.low == value if fact.low == fact.high else None


def every(truths: Iterable[Truth]) -> Truth:
    """Whether all of them hold."""
    found = list(truths)
    return False if False in found else None if None in found else True


def not_below(one: Known, other: Known) -> Truth:
    """Whether a figure is not below another: surely, or end by end where both are rounded alike."""
    if one.low is not None and other.high is not None and one.low >= other.high:
        return True
    if one.high is not None and other.low is not None and one.high < other.low:
        return False
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return None
    return one.low >= other.low and one.high >= other.high


def order(kind: str, one: Known, other: Known) -> Truth:
    """Whether a figure is higher, lower or equal to another, as a claim says; of ranks the smaller number is higher."""
    if one.unit == "rank":
        one, other = other, one
    more = one.low is not None and other.high is not None and one.low > other.high
    less = one.high is not None and other.low is not None and one.high < other.low
    same = one.low is not None and one.low == one.high == other.low == other.high
    return {"higher": more, "lower": less}.get(kind, same) if more or less or same else None
