"""The algebra that facts are declared in: expressions over concepts, evaluated later for one subject or another.

`target - share` is an expression; nothing is computed where it is written. Whoever evaluates it learns the value, the
inputs, the sources and the formula in words from the same tree, so that a trace cannot differ from the computation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Operator = Literal["+", "-", "*", "/", "ceil", "floor", "hours", "days_left"]
Test = Literal["exact", "above", "overlaps", "differs"]
Fold = (
    Literal["sum", "sum_positive", "count", "max", "min", "median", "rank", "rank_up"]
    | Literal["count_at_least", "count_below", "count_at_most", "count_above"]
)


class Expression:
    """Something to evaluate for a subject."""

    def __add__(self, other: Any) -> Operation:
        return Operation("+", (self, _expression(other)))

    def __sub__(self, other: Any) -> Operation:
        return Operation("-", (self, _expression(other)))

    def __mul__(self, other: Any) -> Operation:
        return Operation("*", (self, _expression(other)))

    def __rmul__(self, other: Any) -> Operation:
        return Operation("*", (_expression(other), self))

    def __truediv__(self, other: Any) -> Operation:
        return Operation("/", (self, _expression(other)))

    def at(self, relation: str) -> Related:
        """Ask the same of a related subject: the period before, the unit above, the edition's own."""
        return Related(self, relation)

    @property
    def before(self) -> Related:
        """Ask the same of the period before, by the one rule of `periods.before`."""
        return self.at("before")


@dataclass(frozen=True)
class Number(Expression):
    """A whole number that belongs to the formula: 100 of a per cent, 24 of a day's hours."""

    value: int


@dataclass(frozen=True)
class Whole(Expression):
    """The whole number that a count is multiplied by over its base: 100 of a share, 100.000 of a rate."""


@dataclass(frozen=True)
class Asked(Expression):
    """A concept of the same subject."""

    concept: str


@dataclass(frozen=True)
class Leaf(Expression):
    """What the data say of the subject, by the name of a function of `leaves`."""

    name: str


@dataclass(frozen=True)
class Operation(Expression):
    """An operator and what it is applied to."""

    operator: Operator
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Related(Expression):
    """An expression of a subject that stands in a relation to the one it is evaluated for."""

    expression: Expression
    relation: str


@dataclass(frozen=True)
class Over(Expression):
    """One concept of many subjects made into one figure; `of` is what each is held against, for ranks and tallies."""

    fold: Fold
    each: Expression
    members: str
    of: Expression | None = None


@dataclass(frozen=True)
class First(Expression):
    """The first alternative that is known; only that one is in the trace."""

    alternatives: tuple[Expression, ...]


@dataclass(frozen=True)
class Provided(Expression):
    """An expression that is known only where a condition surely holds; open or not, it is missing."""

    expression: Expression
    condition: Condition


@dataclass(frozen=True)
class Toward(Expression):
    """What a figure is where more of what is counted is better, and where less is; where neither is, it is missing.

    None   that there is no such figure in that direction
    """

    more: Expression | None
    less: Expression | None


@dataclass(frozen=True)
class Counting(Expression):
    """What is known only of measures that count in some ways: up since a beginning, within each period, or a level."""

    expression: Expression
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """Something to ask before an expression: how two figures compare, or that one is exact."""

    test: Test
    left: Expression
    right: Expression | None = None


def _expression(value: Any) -> Expression:
    return value if isinstance(value, Expression) else Number(value)


def ceil(value: Expression) -> Operation:
    """Round up to a whole number: the fewest people who make up a share."""
    return Operation("ceil", (value,))


def floor(value: Expression) -> Operation:
    """Round down to a whole number: the most cases that stay within a share."""
    return Operation("floor", (value,))


def toward(more: Expression | None, less: Expression | None) -> Toward:
    """Choose by which way is better for what the subject measures."""
    return Toward(more, less)


def of_stock(value: Expression) -> Counting:
    """Take a figure only of what stands from one period to the next; a flow begins anew with each."""
    return Counting(value, ("cumulative", "level"))


def of_flow(value: Expression) -> Counting:
    """Take a figure only of what is counted within each period."""
    return Counting(value, ("per_period",))


def hours(later: Expression, earlier: Expression) -> Operation:
    """Count the hours between two moments."""
    return Operation("hours", (later, earlier))


def days_left(moment: Expression, day: Expression) -> Operation:
    """Count the days from a moment to the end of a day."""
    return Operation("days_left", (moment, day))


def first(*alternatives: Expression) -> First:
    """Take the first that is known."""
    return First(alternatives)


def exactly(value: Expression) -> Provided:
    """Take a figure only where it is exact."""
    return Provided(value, Condition("exact", value))


def provided(value: Expression, test: Test, *sides: Any) -> Provided:
    """Take a figure only where a comparison of two others surely holds."""
    left, right = (_expression(side) for side in sides)
    return Provided(value, Condition(test, left, right))


def over(fold: Fold, each: Expression, members: str, of: Expression | None = None) -> Over:
    """Make one figure of the same concept of many subjects."""
    return Over(fold, each, members, of)
