"""Arithmetic over facts: what a notebook computes of them keeps its formula, its inputs and its bounds.

`100 * counted / base` is no number yet but an expression; `report.fact` makes a fact of it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any, Literal, NoReturn

from dophu.errors import UsageError
from dophu.words import say

Operator = Literal["+", "-", "*", "/"]
LOOK = "application/vnd.dophu.look"  # what a notebook shows under it is looked at, and does not print
OF_NUMBERS: dict[Operator, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


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

    def __neg__(self) -> Any:
        return computed("-", 0, self)

    def _beyond(self, *_: object) -> NoReturn:
        fix = (
            'compute with float(…), and enter what comes out: report.fact("ten", …, unit="…", source="…", formula="…")'
        )
        raise UsageError("facts", "facts are only added, subtracted, multiplied and divided", fix)

    __abs__ = __round__ = __int__ = __pow__ = __rpow__ = __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = _beyond


@dataclass(frozen=True, eq=False)
class Computed(Arithmetic):
    """An expression over facts: an operator, and facts, numbers or other expressions.

    It compares with nothing: only a fact knows its bounds, and an expression that is "not equal" would take a branch.
    """

    operator: Operator
    one: Any
    other: Any

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Show what comes out, for looking: it prints once `report.fact` has made a fact of it."""
        try:
            value = str(float(self))
        except (UsageError, TypeError, ArithmeticError):  # of what is not known, no number, or divided by nought
            value = "?"
        return {LOOK: "expression", "text/plain": say("look.expression", value=value)}

    def __float__(self) -> float:
        return OF_NUMBERS[self.operator](float(self.one), float(self.other))

    def _compared(self, _: object) -> NoReturn:
        fix = 'make a fact of it first: report.fact("ten", …, label="…"); then compare {{ ten }}'
        raise UsageError("facts", "what is computed of facts is not yet a fact, and does not compare", fix)

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _compared
    __hash__ = None  # type: ignore[assignment] # facts are never keys either

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
    """Take a fact, an expression or a number; None for anything else."""
    return side if isinstance(side, Arithmetic) else number(side)


def number(side: object) -> Fraction | int | None:
    """Take a number of Python or numpy exactly, a float as it is written; None for what is none, nan and inf too."""
    if isinstance(side, bool) or not isinstance(side, Real | Decimal):
        return None
    if isinstance(side, Integral):
        return int(side)
    try:
        return Fraction(str(side))
    except ValueError:
        return None
