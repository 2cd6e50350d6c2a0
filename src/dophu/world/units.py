"""Administrative units, keyed by (vintage, code): a bare code may mean another place after 01/7/2025."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dophu.errors import UsageError, did_you_mean
from dophu.words import say

NATION = "VN"
PEERS = {"province", "district"}  # levels whose units are ranked among each other
VINTAGES = ("VN63", "VN34")
MERGER = date(2025, 7, 1)  # Resolution 202/2025/QH15: 63 provinces become 34, districts end


def vintage_on(day: date) -> str:
    """Name the set of units in force on a day: VN63 from 2008, VN34 from 01/7/2025."""
    return "VN34" if day >= MERGER else "VN63"


@dataclass(frozen=True)
class Unit:
    """A unit of one vintage; kind and name as prose writes them ("tỉnh", the bare name)."""

    vintage: str
    code: str
    level: str
    name: str
    kind: str
    parent: str
    region: str

    def __hash__(self) -> int:  # units are keys wherever names are looked up; all seven texts need not be hashed
        return hash((self.vintage, self.code))

    @property
    def full_name(self) -> str:
        """Name with its kind, "tỉnh …"; the nation is "cả nước"."""
        return say("nation.name") if self.level == "nation" else f"{self.kind} {self.name}"

    @property
    def peer_kind(self) -> str:
        """What the units it is ranked among are called together."""
        return say(f"peers.{self.level if self.level in PEERS else 'unit'}")

    @property
    def part_kind(self) -> str:
        """What the units directly below it are called together."""
        level = {"nation": "province", "province": "district"}.get(self.level, "")
        return replace(self, level=level).peer_kind

    @property
    def whole(self) -> str:
        """The unit as a sentence's subject once it has been named: "toàn tỉnh"."""
        return say("nation.name") if self.level == "nation" else say("unit.whole", kind=self.kind.lower())


@dataclass(frozen=True)
class Gone:
    """A unit that is no more and that old tables still list: a former province, a district, a commune.

    province   code of the one it was in, of VN63; blank for a province
    district   the one a commune was in, with its kind
    until      the first day without it
    into       what it went into, in words
    """

    name: str
    kind: str
    province: str
    district: str
    until: date
    into: str

    @property
    def full_name(self) -> str:
        """Name with its kind."""
        return f"{self.kind} {self.name}"

    @property
    def level(self) -> str:
        """What it was a unit of."""
        return "commune" if self.district else "district" if self.province else "province"


@dataclass(frozen=True)
class Region:
    """A group of provinces for which subtotals are given, in the order offices list them."""

    vintage: str
    code: str
    name: str
    order: int


@dataclass(frozen=True)
class Tile:
    """The square of a province in the schematic map: column from the west, row from the north, both from 1."""

    vintage: str
    code: str
    column: int
    row: int


@dataclass(frozen=True)
class Island:
    """An archipelago that the schematic map always shows, and the province it belongs to; places as tiles have."""

    vintage: str
    code: str
    name: str
    column: float
    row: float


@dataclass(frozen=True)
class Gazetteer:
    """All known units, their regions, their tiles, and what each became part of in a later vintage."""

    units: tuple[Unit, ...]
    regions: tuple[Region, ...] = ()
    tiles: tuple[Tile, ...] = ()
    successors: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()
    islands: tuple[Island, ...] = ()

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Unit]:
        return {(unit.vintage, unit.code): unit for unit in self.units}

    @cached_property
    def _merged(self) -> dict[tuple[str, str], list[Unit]]:
        found: dict[tuple[str, str], list[Unit]] = {}
        for old, new in self.successors:
            found.setdefault(new, []).append(self._by_key[old])
        return found

    @cached_property
    def _by_parent(self) -> dict[tuple[str, str], list[Unit]]:
        return _grouped(self.units, lambda unit: (unit.vintage, unit.parent))

    @cached_property
    def _by_level(self) -> dict[tuple[str, str], list[Unit]]:
        return _grouped(self.units, lambda unit: (unit.vintage, unit.level))

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._by_key

    def get(self, vintage: str, code: str, where: object = "unit") -> Unit:
        """Find a unit, or say which code or name may have been meant."""
        if (vintage, code) in self._by_key:
            return self._by_key[vintage, code]
        raise UsageError(where, self._unknown(vintage, code), self._hint(vintage, code))

    def peers(self, unit: Unit) -> list[Unit]:
        """List the units a unit is ranked among: same vintage, level and parent, itself included."""
        siblings = self._by_parent.get((unit.vintage, unit.parent), ())
        return [other for other in siblings if other.level == unit.level]

    def at_level(self, vintage: str, level: str) -> list[Unit]:
        """List the units of one level of one vintage, in the order of their codes."""
        return list(self._by_level.get((vintage, level), ()))

    def regions_of(self, vintage: str) -> list[Region]:
        """List the regions of one vintage in the order offices list them."""
        return sorted((r for r in self.regions if r.vintage == vintage), key=lambda region: region.order)

    def parts(self, unit: Unit) -> list[Unit]:
        """List the units of an earlier vintage that were merged, each whole, into this one; none for none."""
        if unit.level == "nation":
            return [other for other in self.units if other.level == "nation" and _earlier(other, unit)]
        return list(self._merged.get((unit.vintage, unit.code), ()))

    def children(self, unit: Unit) -> list[Unit]:
        """List the units directly below a unit."""
        return list(self._by_parent.get((unit.vintage, unit.code), ()))

    def in_view(self, unit: Unit) -> frozenset[Unit]:
        """Gather the units that an edition of this one looks at, and those that were merged into one of them.

        Itself, what it is a part of, its peers and its parts; all provinces, for lists of the nation and its regions.
        """
        above = [unit]
        while above[-1].parent:
            above.append(self.get(unit.vintage, above[-1].parent))
        provinces = self.at_level(unit.vintage, "province")
        seen = {*above, *self.peers(unit), *self.children(unit), *provinces, self.get(unit.vintage, NATION)}
        return frozenset(seen | {part for one in seen for part in self.parts(one)})

    def _unknown(self, vintage: str, code: str) -> str:
        others = sorted(unit.vintage for unit in self.units if unit.code == code)
        elsewhere = f" (it is one of {', '.join(others)})" if others else ""
        return f"no unit '{code}' in {vintage}{elsewhere}"

    def _hint(self, vintage: str, code: str) -> str:
        named = [unit for unit in self.units if (unit.vintage, unit.name) == (vintage, code)]
        if named:
            return "write its code: " + " or ".join(f"'{unit.code}' ({unit.full_name})" for unit in named)
        return f"{did_you_mean(code, _codes(self.units, vintage))}; codes are in data/reference/units.csv"


def _grouped(units: Iterable[Unit], key: Callable[[Unit], tuple[str, str]]) -> dict[tuple[str, str], list[Unit]]:
    found: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        found.setdefault(key(unit), []).append(unit)
    return found


def _earlier(one: Unit, other: Unit) -> bool:
    return VINTAGES.index(one.vintage) < VINTAGES.index(other.vintage)


def _codes(units: Iterable[Unit], vintage: str) -> list[str]:
    return [unit.code for unit in units if unit.vintage == vintage]


def as_code(value: object) -> str:
    """Read a unit's code however it was typed: 1, "1", "01" and '"01"' are all "01"; other text stays.

    A code is text, but papermill turns `-p unit 01` into the number 1, and a shell may leave the quotes on.
    """
    text = str(value).strip().strip("\"'").strip()
    is_number = text.isascii() and text.isdigit() and not isinstance(value, bool)
    return text.zfill(2) if is_number else text
