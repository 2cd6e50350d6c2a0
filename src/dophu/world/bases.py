"""Bases: what a count is divided by, each with its year, its source and how exactly it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

KIND_NAMES = {
    "population": "dân số",
    "smartphones": "số điện thoại thông minh",
    "subscriptions": "số thuê bao",
    "eligible": "số người trong diện",
}


class ControlTotal(BaseModel):
    """A published total that the parts of a base must add up to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    unit: str
    of: Literal["provinces", "districts"]
    total: int


class Base(BaseModel):
    """A denominator: `label` for prose, `short` for figures, `kind` for what publications call it.

    kind_label   the kind in words, for a kind that KIND_NAMES does not hold
    noun         what its values count, after a number
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    short: str
    kind: str
    kind_label: str | None = None
    noun: str = "người"
    as_of: date
    source: str
    control_totals: tuple[ControlTotal, ...] = ()

    @model_validator(mode="after")
    def _kind_has_a_name(self) -> Base:
        if self.kind_label is None and self.kind not in KIND_NAMES:
            raise ValueError(f"kind '{self.kind}' needs a kind_label; without one: {', '.join(KIND_NAMES)}")
        return self

    @property
    def kind_name(self) -> str:
        """What publications call a base of this kind, without its year."""
        return self.kind_label or KIND_NAMES[self.kind]


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
    """Every base, described and valued."""

    described: dict[str, Base]
    values: tuple[BaseValue, ...]

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, str], BaseValue]:
        return {(value.base, value.vintage, value.unit): value for value in self.values}

    def of(self, base: str, vintage: str, unit: str) -> BaseValue | None:
        """Find a base for a unit; None when it is not known there."""
        return self._by_key.get((base, vintage, unit))

    def known_for(self, vintage: str, unit: str) -> list[BaseValue]:
        """List every base known for a unit, in the order of the reference file."""
        return [value for value in self.values if (value.vintage, value.unit) == (vintage, unit)]
