"""Bases: what a count is divided by, each with its year, its source and how exactly it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dophu.words import say

KINDS = ("population", "smartphones", "subscriptions", "eligible")  # that the word files name


class ControlTotal(BaseModel):
    """A published total that the parts of a base must add up to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    unit: str
    of: Literal["provinces", "districts"]
    total: int


class Base(BaseModel):
    """A denominator: `label` for prose, `short` for figures, `kind` for what publications call it.

    kind_label   the kind in words, for one that KINDS does not hold
    noun         what its values count, after a number
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    short: str
    kind: str
    kind_label: str | None = None
    noun: str = Field(default_factory=lambda: say("base.noun"))
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
        return self.kind_label or say(f"base.{self.kind}")


@dataclass(frozen=True)
class BaseValue:
    """A base for one unit: value in its own unit (people, devices); low and high when it is not exact."""

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
    def _by_key(self) -> dict[tuple[str, str, str], BaseValue]:
        return _keyed(self.values)

    @cached_property
    def _by_period(self) -> dict[str, dict[tuple[str, str, str], BaseValue]]:
        return {period: _keyed(values) for period, values in self.own.items()}

    def of(self, base: str, vintage: str, unit: str, period: str = "") -> BaseValue | None:
        """Find a base for a unit, in a period or in the one that is looked at; None when it is not known there."""
        return self.brought(base, vintage, unit, period or self.at) or self._by_key.get((base, vintage, unit))

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
