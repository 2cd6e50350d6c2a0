"""The ledger: every number an edition may print, once, with where it comes from.

Prose, tables, figures and alternative texts take numbers from here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from dophu import wording
from dophu.errors import UsageError, did_you_mean
from dophu.wording import Moment

PLACES_TRIED = 9  # a fraction that ends within them is written as a decimal
Unit = Literal["count", "percent", "points", "times", "rank", "moment", "date", "hours", "text"]
Value = int | Fraction | Moment | date | str


@dataclass(frozen=True, eq=False)
class Fact:
    """One number that may be printed.

    value      exact; `places` decimals of it are carried into print
    qualifier  the word that makes it true ("hơn", "gần", "khoảng", "dưới"), printed before it
    formula    in words; inputs are keys of other facts
    status     published (somebody else's), computed (ours, from inputs), given (typed with a source)
    """

    key: str
    label: str
    value: Value
    unit: Unit
    formula: str
    source: str
    inputs: tuple[str, ...] = ()
    base: str = ""
    status: Literal["published", "computed", "given"] = "published"
    qualifier: str = ""
    places: int = 2
    note: str = ""

    @cached_property
    def shown(self) -> str:
        """The text that prints, the same wherever it prints."""
        number = SHOW[self.unit](self.value, self.places)
        return f"{self.qualifier} {number}" if self.qualifier else number

    @cached_property
    def exact(self) -> str:
        """The value without rounding, for the trace table and the ledger file: 8.12, or 1268760/156331."""
        if isinstance(self.value, Fraction) and 10**PLACES_TRIED % self.value.denominator == 0:
            return f"{Decimal(self.value.numerator) / self.value.denominator:f}"
        return str(self.value)

    @property
    def amount(self) -> Fraction:
        """The value as a number; dates and words have none."""
        if isinstance(self.value, int | Fraction):
            return Fraction(self.value)
        raise TypeError(f"{self.key} is a {self.unit}, not a number")

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return bool(self.value == _value(other))

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < _value(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > _value(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.value <= _value(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.value >= _value(other))

    __hash__ = None  # type: ignore[assignment] # facts compare as their values do, and are never keys


def _value(other: Any) -> Any:
    return other.value if isinstance(other, Fact) else other


SHOW: dict[str, Any] = {
    "count": lambda value, places: wording.count(value),
    "percent": wording.percent,
    "points": wording.points,
    "times": wording.times,
    "rank": lambda value, places: f"thứ {value}",
    "moment": lambda value, places: wording.moment(value),
    "date": lambda value, places: wording.day_month_year(value),
    "hours": lambda value, places: wording.duration(value),
    "text": lambda value, places: value,
}


@dataclass(frozen=True)
class Missing:
    """A number an edition could have had but has not; false in a condition, refused in print."""

    key: str
    label: str
    reason: str

    def __bool__(self) -> bool:
        return False

    def __lt__(self, other: object) -> bool:
        return False

    __gt__ = __le__ = __ge__ = __lt__


class Ledger:
    """The facts of one edition by key, in the order they were found; a key is never given twice."""

    def __init__(self) -> None:
        self._facts: dict[str, Fact | Missing] = {}

    def add(self, fact: Fact) -> Fact:
        """Enter a fact; a second one under the same key must say the same."""
        former = self._facts.get(fact.key)
        if isinstance(former, Fact) and (former.value, former.shown) != (fact.value, fact.shown):
            raise UsageError(fact.key, f"stands for {former.shown} and {fact.shown}", "give one of them another key")
        self._facts[fact.key] = fact
        return fact

    def lack(self, key: str, label: str, reason: str) -> Missing:
        """Enter that a number is not known, and why."""
        missing = Missing(key, label, reason)
        self._facts[key] = missing
        return missing

    def __getitem__(self, key: str) -> Fact | Missing:
        if key in self._facts:
            return self._facts[key]
        raise UsageError("ledger", f"no fact '{key}'", did_you_mean(key, self._facts))

    def fact(self, key: str) -> Fact:
        """Take a fact that must be there."""
        found = self[key]
        if isinstance(found, Missing):
            raise UsageError(key, f"not known in this edition: {found.reason}", "ask for it with {% if %} first")
        return found

    def __contains__(self, key: str) -> bool:
        return key in self._facts

    def __iter__(self) -> Iterator[Fact]:
        return (fact for fact in self._facts.values() if isinstance(fact, Fact))

    def names(self) -> dict[str, Fact | Missing]:
        """List everything by key, known and missing."""
        return dict(self._facts)
