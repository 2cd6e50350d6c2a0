"""Arithmetic over facts: what a notebook computes of them keeps its formula, its inputs and its bounds.

`100 * counted / base` is no number yet but an expression; `report.fact` makes a fact of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

Operator = Literal["+", "-", "*", "/"]


class Arithmetic:
    """What facts and expressions over them can do with each other and with plain numbers."""

    def __add__(self, other: object) -> Any:
        return computed("+", self, other)

    def __radd__(self, other: object) -> Any:
        return self if other == 0 else computed("+", other, self)  # `sum(facts)` begins with 0

    def __sub__(self, other: object) -> Any:
        return computed("-", self, other)

    def __rsub__(self, other: object) -> Any:
        return computed("-", other, self)

    def __mul__(self, other: object) -> Any:
        return computed("*", self, other)

    def __rmul__(self, other: object) -> Any:
        return computed("*", other, self)

    def __truediv__(self, other: object) -> Any:
        return computed("/", self, other)

    def __rtruediv__(self, other: object) -> Any:
        return computed("/", other, self)


@dataclass(frozen=True)
class Computed(Arithmetic):
    """An expression over facts: an operator, and facts, numbers or other expressions."""

    operator: Operator
    one: Any
    other: Any

    def addends(self) -> list[Any] | None:
        """List what is added up where nothing else is done."""
        if self.operator != "+":
            return None
        one = self.one.addends() if isinstance(self.one, Computed) else [self.one]
        return None if one is None else [*one, self.other]


def computed(operator: Operator, one: object, other: object) -> Any:
    """Put two sides together; what is no number and no fact is left to Python, which raises a TypeError."""
    left, right = _operand(one), _operand(other)
    return NotImplemented if left is None or right is None else Computed(operator, left, right)


def _operand(side: object) -> Any:
    """Take a fact, an expression or a number, a float as it is written; None for anything else."""
    if isinstance(side, Arithmetic | int | Fraction) and not isinstance(side, bool):
        return side
    try:
        return Fraction(str(side)) if isinstance(side, float) else None
    except ValueError:  # nan, inf
        return None
