"""A fact: one figure that may be printed, with everything that follows from how it was made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from dophu import wording
from dophu.errors import UnknownError, UsageError
from dophu.facts import interval
from dophu.facts.arithmetic import LOOK, Arithmetic, number
from dophu.facts.interval import Interval, Truth
from dophu.facts.printing import MILLION, Scale, Unit, is_in_millions, shown
from dophu.facts.subject import Subject
from dophu.wording import Moment
from dophu.words import say
from dophu.world.campaigns import Better

NUMBERS = re.compile(r"-?\d[\d.]*(?:,\d+)?")
OPEN = "let the figure choose the words: | against, | change, | beside; or begin the line with '? ': it then falls away"
PLACES_TRIED = 9  # a fraction that ends within them is written as a decimal
Value = Interval | Moment | date | str
Formula = int | str | list[Any]  # as the ledger file has it: a constant, a fact's key, [operator, arguments...]
Status = Literal["published", "given", "tallied", "modelled", "computed"]


@dataclass(frozen=True, eq=False, repr=False)
class Fact(Arithmetic):
    """One figure of one subject.

    key      `share@20`: concept and subject, unique in an edition
    named    what it is called, or what says it: by whose edition it is, and most facts are never called anything
    value    what it may stand for; a moment, a day or words for the facts that are no numbers
    formula  how it follows from other facts, by their keys; None for what the data say
    inputs   the facts that the formula names
    members  those of the lists that it names and only compares or counts
    status   published (a source's), given (typed, with its source), tallied (counted in the data), computed, or
             modelled: by a described `method` that is no formula over facts
    text     as its source wrote it; blank for what is printed by the rule of `printing`
    word     what stands before it for another reason than its width ("đồng hạng")
    better   which way is better for what it measures
    scale    what a value of the unit "value" is in
    sized    whether its measure counts what is itself in thousands or millions: "triệu đồng"
    apart    thresholds that its text must not contain where it surely misses them
    """

    concept: str
    subject: Subject
    key: str
    named: str | Callable[[], str]
    unit: Unit
    value: Value
    formula: Formula | None = None
    inputs: tuple[Fact, ...] = ()
    members: tuple[Fact, ...] = ()
    sources: tuple[str, ...] = ()
    base: str = ""
    status: Status = "computed"
    note: str = ""
    text: str = ""
    word: str = ""
    method: str = ""
    apart: tuple[Fraction, ...] = ()
    better: Better = "more"
    scale: Scale | None = None
    sized: bool = False
    as_of: Moment | None = None
    look_up: Callable[[str, Subject], Fact | Missing] | None = field(default=None, repr=False)

    @cached_property
    def label(self) -> str:
        """What it is called in words."""
        return self.named if isinstance(self.named, str) else self.named()

    @cached_property
    def shown(self) -> str:
        """The text that prints, the same wherever it prints."""
        if self.text:
            return self.text
        text = SHOW[type(self.value)](self.value, self)
        return f"{self.word} {text}" if self.word else text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {LOOK: "fact", "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"{self.label}: {self.shown} ({self.key})"

    def __str__(self) -> str:
        return self.shown

    def __format__(self, wanted: str) -> str:
        if wanted:
            problem = f"'{self.key}' prints as {self.shown}, and not as '{wanted}'"
            raise UsageError("facts", problem, "leave out what stands behind the colon")
        return self.shown

    def __float__(self) -> float:
        return float(self.amount)

    @property
    def interval(self) -> Interval:
        """The value as a number; dates and words have none."""
        if isinstance(self.value, Interval):
            return self.value
        raise TypeError(f"{self.key} is a {self.unit}, not a number")

    @property
    def amount(self) -> Fraction:
        """The one number to draw or to sort by."""
        return self.interval.middle

    @property
    def is_exact(self) -> bool:
        """Say whether it is known without doubt, dates and words included."""
        return not isinstance(self.value, Interval) or self.value.exact

    @cached_property
    def exact(self) -> str:
        """The value without rounding: 8.12, 1268760/156331; of a figure known between two ends the number printed."""
        return exact_of(self.value, self.shown) if isinstance(self.value, Interval) else str(self.value)

    @property
    def printed_in(self) -> Unit | Scale:
        """What its numbers are written in."""
        return self.scale or ("sized" if self.sized and self.unit == "count" else self.unit)

    @property
    def magnitude(self) -> str:
        """The text of a difference without its sign."""
        return shown(self.interval.magnitude(), self.printed_in, [abs(each) for each in self.apart])

    @property
    def sign(self) -> Literal["+", "-", "0", "open"]:
        """Whether a difference is surely above nought, below it, nought, or none of these for sure."""
        if self.interval.exact:
            number = self.interval.low.numerator
            return "0" if not number else "+" if number > 0 else "-"
        up, down = interval.above(self.interval, interval.ZERO), interval.below(self.interval, interval.ZERO)
        return "+" if up else "-" if down else "open"

    # -- related facts, for prose: {{ share.before }}, {{ share.of("27") }}, {{ share.on("smartphones") }} ------

    @property
    def before(self) -> Fact | Missing:
        """The same of the period before."""
        return self._related("before")

    def of(self, code: str) -> Fact | Missing:
        """Take the same of another unit of the same day, by its code."""
        return self._related(f"of:{code}")

    def on(self, base: str) -> Fact | Missing:
        """Take the same over another base, by its key."""
        return self._related(f"on:{base}")

    def _related(self, relation: str) -> Fact | Missing:
        if self.look_up is None:
            raise UsageError(self.key, "stands for itself only", "name a fact of the catalogue")
        return self.look_up(f"{self.concept}|{relation}", self.subject)

    # -- comparison: yes, no, or an error that says what is open ------------------------------------------------

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return self._decided("==", other)

    def __ne__(self, other: object) -> bool:
        return not self._decided("==", other)

    def __lt__(self, other: object) -> bool:
        return self._decided("<", other)

    def __gt__(self, other: object) -> bool:
        return self._decided(">", other)

    def __le__(self, other: object) -> bool:
        return not self._decided(">", other)

    def __ge__(self, other: object) -> bool:
        return not self._decided("<", other)

    __hash__ = None  # type: ignore[assignment] # facts compare as their values do, and are never keys

    def _decided(self, sign: str, other: object) -> bool:
        truth = self._compared(sign, other)
        if truth is None:
            against = other.key if isinstance(other, Fact) else str(other)
            problem = f"'{self.key}' ({self.shown}) {sign} '{against}' is open: it is not known exactly enough"
            raise UnknownError("comparison", problem, OPEN)
        return truth

    def _compared(self, sign: str, other: object) -> Truth:
        mine, theirs = self.value, comparable(self, other)
        if isinstance(mine, Interval) and isinstance(theirs, Interval):
            return COMPARE[sign](mine, theirs)
        return PLAIN[sign](mine, theirs)


COMPARE: dict[str, Callable[[Interval, Interval], Truth]] = {
    "==": interval.equal,
    "<": interval.below,
    ">": interval.above,
}
PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda one, other: bool(one == other),
    "<": lambda one, other: bool(one < other),
    ">": lambda one, other: bool(one > other),
}


def comparable(fact: Fact, other: object) -> Value:
    """Take what a fact is compared with as a value of the same kind; anything else is an error, never "unequal"."""
    if isinstance(other, Missing):
        raise other.unknown()
    value = other.value if isinstance(other, Fact) else other
    if (exact := number(value)) is not None:
        value = Interval.exactly(exact)
    if type(value) is not type(fact.value):
        problem = f"'{fact.key}' is a {fact.unit} and does not compare with '{other}'"
        raise UsageError("comparison", problem, "compare it with a fact or a value of the same kind")
    return value


def exact_of(value: Interval, shown: str) -> str:
    """Write the one number that stands for a figure: its value or, of one between two ends, the number printed."""
    printed = NUMBERS.findall(shown)
    if value.exact or len(printed) != 1:
        return exact_text(value.middle)
    number = Fraction(printed[0].replace(".", "").replace(",", "."))
    return exact_text(number * MILLION if is_in_millions(shown) else number)


def exact_text(value: Fraction) -> str:
    """Write a fraction exactly: as a decimal where it ends within nine places."""
    if value.denominator == 1:
        return str(value.numerator)
    if 10**PLACES_TRIED % value.denominator == 0:
        return f"{Decimal(value.numerator) / value.denominator:f}"
    return str(value)


SHOW: dict[type, Callable[[Any, Fact], str]] = {
    Interval: lambda value, fact: shown(value, fact.printed_in, fact.apart),
    Moment: lambda value, fact: wording.moment(value),
    date: lambda value, fact: wording.day_month_year(value),
    str: lambda value, fact: value,
}


@dataclass(frozen=True, eq=False)
class Missing(Arithmetic):
    """A figure that an edition could have and has not; false in a condition, an error in print and in a comparison.

    why   a key of the word files
    """

    key: str
    named: str | Callable[[], str]
    why: str

    @cached_property
    def label(self) -> str:
        """What it would be called in words."""
        return self.named if isinstance(self.named, str) else self.named()

    @property
    def reason(self) -> str:
        """Why it is not known, in words."""
        return say(f"missing.{self.why}")

    def __bool__(self) -> bool:
        return False

    def unknown(self) -> UnknownError:
        """Say that the figure was taken for known, and what to ask first."""
        name = self.key.partition("@")[0]
        fix = f'ask {{% if {name} %}} first, in a cell of code: if report["{name}"]:'
        return UnknownError("facts", f"'{self.key}' is not known in this edition: {self.reason}", fix)

    def __format__(self, wanted: str) -> str:
        raise self.unknown()

    def __float__(self) -> float:
        raise self.unknown()

    def __eq__(self, other: object) -> bool:
        raise self.unknown()

    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = None  # type: ignore[assignment]

    @property
    def before(self) -> Missing:
        """What is not known now is not asked of before."""
        return self

    def of(self, code: str) -> Missing:
        """Nor of another unit."""
        return self

    def on(self, base: str) -> Missing:
        """Nor over another base."""
        return self
