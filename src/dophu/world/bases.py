"""Bases: what a count is divided by, each with its year, its source and how exactly it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dophu.words import say
from dophu.world.periods import is_period, last_day

OF_PEOPLE = ("population", "eligible")
KINDS = ("population", "smartphones", "subscriptions", "eligible")  # that the word files name


class ControlTotal(BaseModel):
    """A published total that the parts of a base must add up to."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    unit: str
    of: Literal["provinces", "districts"]
    total: int


class Base(BaseModel):
    """A denominator: `label` for prose, `short` for figures, `kind` for what publications call it.

    kind_label   the kind in words, for one that KINDS does not hold
    noun         what its values count, after a number; people where the kind says so, else nothing unless it is written
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    label: str
    short: str
    kind: str
    kind_label: str | None = None
    noun: str = Field(default_factory=lambda read: say("base.noun") if read.get("kind") in OF_PEOPLE else "")
    as_of: date
    source: str
    control_totals: tuple[ControlTotal, ...] = ()

    @model_validator(mode="after")
    def _kind_has_a_name(self) -> Base:
        if self.kind_label is None and self.kind not in KINDS:
            raise ValueError(f"kind '{self.kind}' needs a kind_label; without one: {', '.join(KINDS)}")
        return self

    @property
    def kind_name(self) -> str:
        """What publications call a base of this kind, without its year."""
        return say(f"base.{self.kind}") if self.kind_label is None else self.kind_label


NO_BASE = Base(label="", short="", kind="", kind_label="", as_of=date.min, source="")


class Described(dict[str, Base]):
    """Descriptions of bases by their keys; the blank key of a mean or an index leads to the description of none."""

    def __missing__(self, key: str) -> Base:
        if key:
            raise KeyError(key)
        return NO_BASE


@dataclass(frozen=True)
class BaseValue:
    """A base for one unit: value in its own unit (people, devices); low and high when it is not exact.

    start, end   the days that it holds from and to; None for no end, and for one that holds at all times
    """

    base: str
    vintage: str
    unit: str
    value: int
    low: int | None
    high: int | None
    qualifier: str
    status: str
    source: str
    note: str
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day, both ends included."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Bases:
    """Every base, described and valued.

    values   those that hold where a period brings none of its own
    own      values that a period's senders brought along, by its folder; they hold for that period alone
    at       the period that is looked at; its own values come first
    """

    described: dict[str, Base]
    values: tuple[BaseValue, ...]
    own: Mapping[str, tuple[BaseValue, ...]] = field(default_factory=dict)
    at: str = ""

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, str], list[BaseValue]]:
        found: dict[tuple[str, str, str], list[BaseValue]] = {}
        for value in self.values:
            found.setdefault((value.base, value.vintage, value.unit), []).append(value)
        return found

    @cached_property
    def _by_period(self) -> dict[str, dict[tuple[str, str, str], BaseValue]]:
        return {period: _keyed(values) for period, values in self.own.items()}

    def of(self, base: str, vintage: str, unit: str, period: str = "") -> BaseValue | None:
        """Find a base for a unit, in a period or in the one that is looked at; None when it is not known there.

        Of values that hold from day to day that of the period's last day, or where no period is looked at the latest.
        """
        at = period or self.at
        if brought := self.brought(base, vintage, unit, at):
            return brought
        values = self.every(base, vintage, unit)
        if not is_period(at):
            return max(values, key=lambda value: value.start or date.min, default=None)
        return next((value for value in values if value.holds_on(last_day(at))), None)

    def in_force(self, base: str, vintage: str, unit: str, period: str) -> BaseValue | None:
        """Find the base that a period's counts are divided by: what it brings along, else one that is not younger."""
        if brought := self.brought(base, vintage, unit, period):
            return brought
        found = self.of(base, vintage, unit, period)
        if found is None or found.start is not None or not is_period(period):
            return found
        return found if self.described[base].as_of <= last_day(period) else None

    def every(self, base: str, vintage: str, unit: str) -> list[BaseValue]:
        """List the values of a base for a unit, whenever they hold; not those that periods bring along."""
        return self._by_key.get((base, vintage, unit), [])

    def brought(self, base: str, vintage: str, unit: str, period: str) -> BaseValue | None:
        """Find a base that a period's senders brought along for a unit."""
        return self._by_period.get(period, {}).get((base, vintage, unit))

    def with_own(self, period: str, values: tuple[BaseValue, ...]) -> Bases:
        """Add what a period brings along, and look at that period."""
        kept = _keyed((*self.own.get(period, ()), *values))
        return replace(self, own={**self.own, period: tuple(kept.values())}, at=period)

    def known_for(self, vintage: str, unit: str) -> list[BaseValue]:
        """List every base known for a unit, in the order of the reference file."""
        keys = dict.fromkeys(value.base for value in (*self.values, *self.own.get(self.at, ())))
        return [value for base in keys if (value := self.of(base, vintage, unit))]


def _keyed(values: Iterable[BaseValue]) -> dict[tuple[str, str, str], BaseValue]:
    return {(value.base, value.vintage, value.unit): value for value in values}
