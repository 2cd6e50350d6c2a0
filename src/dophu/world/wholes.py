"""The base of a whole beside the sum of its parts' bases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from dophu.world.bases import Bases, BaseValue
from dophu.world.units import Gazetteer, Unit

AGREE = 0.01  # part of a base by which the sum of its parts may differ: they are rounded, or of another source


class Apart(NamedTuple):
    """A whole whose base cannot be what so many of its parts add up to."""

    whole: BaseValue
    parts: tuple[BaseValue, ...]

    @property
    def added(self) -> int:
        """What the parts add up to."""
        return sum(part.value for part in self.parts)


def apart(bases: Bases, gazetteer: Gazetteer, keys: Collection[str]) -> Iterator[Apart]:
    """Find such wholes among the bases that hold where a period brings none of its own."""
    common = replace(bases, own={}, at="")
    mine = [value for value in bases.values if value.base in keys]
    with_parts = {(one.base, one.vintage, gazetteer.get(one.vintage, one.unit).parent) for one in mine}
    for whole in dict.fromkeys(one for one in mine if (one.base, one.vintage, one.unit) in with_parts):
        parts = gazetteer.children(gazetteer.get(whole.vintage, whole.unit))
        day = whole.start.isoformat() if whole.start else ""
        known = [common.of(whole.base, part.vintage, part.code, day) for part in parts]
        yield from _apart(whole, [value for value in known if value], parts)


def apart_in(bases: Bases, gazetteer: Gazetteer, period: str) -> Iterator[Apart]:
    """Find such wholes where a period brings bases along: the whole's, or its parts'; never parts of two sources."""
    brought = bases.own.get(period, ())
    places = {(value.base, value.vintage, value.unit) for value in brought}
    places |= {(value.base, value.vintage, gazetteer.get(value.vintage, value.unit).parent) for value in brought}
    for base, vintage, unit in sorted(place for place in places if place[2]):
        whole, parts = bases.of(base, vintage, unit, period), gazetteer.children(gazetteer.get(vintage, unit))
        own = [value for part in parts if (value := bases.brought(base, vintage, part.code, period))]
        known = own or [value for part in parts if (value := bases.of(base, vintage, part.code, period))]
        if whole:
            yield from _apart(whole, known, parts)


def _apart(whole: BaseValue, known: Sequence[BaseValue], parts: Sequence[Unit]) -> Iterator[Apart]:
    found = Apart(whole, tuple(known))
    apart_by, allowed = found.added - whole.value, AGREE * whole.value
    all_known = (
        bool(parts) and parts[0].is_province and len(known) == len(parts)
    )  # the reference may list some districts only
    if apart_by > allowed or (all_known and apart_by < -allowed):
        yield found
