"""Administrative units, keyed by (vintage, code): a bare code may mean another place after 01/7/2025.

A unit's kind, name and level hold from a day to a day; a gazetteer shows them as they are on one day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Protocol

from dophu.errors import UsageError, did_you_mean
from dophu.words import say
from dophu.world.levels import ALWAYS, Levels, Span

LONGEST_CODE = 5  # digits
WITH_DIGIT = re.compile(r"\d")
NAMED_BY_NUMBER = re.compile(r"^[^,\n]*,[^,\n]*,[^,\n]*,(?P<name>[^,\n]*\d[^,\n]*),(?P<kind>[^,\n]*),", re.MULTILINE)
NO_LEVELS = Levels()
Ring = tuple[tuple[float, float], ...]  # longitude and latitude of each point of a boundary, in degrees
LAST = date.max  # a day on which every unit stands as it was left


@dataclass(frozen=True)
class Unit:
    """A unit of one vintage; kind and name as prose writes them ("tỉnh", the bare name).

    depth      how many levels lie above it: 0 for the nation, 1 for a province
    peer_kind  what the units it is ranked among are called together
    part_kind  what the units directly below it are called together
    span       the days on which it is of this kind, name and level
    """

    vintage: str
    code: str
    level: str
    name: str
    kind: str
    parent: str
    region: str
    depth: int = field(default=2, compare=False)
    peer_kind: str = field(default="", compare=False)
    part_kind: str = field(default="", compare=False)
    span: Span = field(default=ALWAYS, compare=False)

    def __hash__(self) -> int:  # units are keys wherever names are looked up; all their texts need not be hashed
        return hash((self.vintage, self.code))

    @property
    def is_nation(self) -> bool:
        """Say whether it is the whole of which all units are parts."""
        return self.depth == 0

    @property
    def is_province(self) -> bool:
        """Say whether it lies directly below the nation."""
        return self.depth == 1

    @property
    def full_name(self) -> str:
        """Name with its kind, "tỉnh …"; the nation is "cả nước"."""
        return say("nation.name") if self.is_nation else f"{self.kind} {self.name}"

    @property
    def place(self) -> str:
        """Name it as letters date from it: with its kind where that is a part of the name, "Thành phố Hồ Chí Minh"."""
        return self.full_name if self.kind[:1].isupper() else self.name

    @property
    def short_name(self) -> str:
        """Name it where there is little room; one that bears a person's name keeps its kind: "TP. Hồ Chí Minh"."""
        return say("unit.short_city", name=self.name) if self.place != self.name else self.name

    @property
    def whole(self) -> str:
        """The unit as a sentence's subject once it has been named: "toàn tỉnh"."""
        return say("nation.name") if self.is_nation else say("unit.whole", kind=self.kind.lower())


@dataclass(frozen=True)
class Passage:
    """What one unit of an earlier vintage passed on to a unit of the next.

    old     blank code for an area that was no unit
    whole   whether all of it went into the new unit, so that its figures do too
    """

    old: tuple[str, str]
    new: tuple[str, str]
    whole: bool


class Lower(Protocol):
    """The units below the provinces, read one province at a time."""

    def units(self, vintage: str, level: str, province: str) -> tuple[Unit, ...]:
        """Read the units of a level inside a province; none where there is no such list."""
        ...

    def holding(self, vintage: str, code: str) -> Iterator[tuple[str, str]]:
        """Name the lists, by level and province, in which a code or a name stands."""
        ...

    def lists(self, vintage: str, level: str) -> Iterator[str]:
        """Name the provinces of which there is a list of a level."""
        ...

    def texts(self, vintage: str, level: str) -> list[tuple[str, str]]:
        """Show the lists of a level as they stand, by province; looking makes no input of them."""
        ...

    def stats(self) -> dict[str, str]:
        """Say of each file, without reading it, where it lies and when it changed."""
        ...

    def passages(self, province: str) -> tuple[Passage, ...]:
        """Read what earlier units passed on to those of a province."""
        ...


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
    def depth(self) -> int:
        """How far below the nation it was: 1 for a province."""
        return 3 if self.district else 2 if self.province else 1


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
    """All known units as they are on a day, their regions, their tiles, and what each became part of later.

    units    those that are read at once: the nation, its provinces, and what else stands in units.csv
    lower    reads those below the provinces when they are asked for
    """

    units: tuple[Unit, ...]
    regions: tuple[Region, ...] = ()
    tiles: tuple[Tile, ...] = ()
    passages: tuple[Passage, ...] = ()
    islands: tuple[Island, ...] = ()
    boundaries: Mapping[tuple[str, str], tuple[Ring, ...]] = field(default_factory=dict, repr=False)
    levels: Levels = NO_LEVELS
    day: date = LAST
    lower: Lower | None = None

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Unit]:
        return {(unit.vintage, unit.code): unit for unit in self.units}

    @cached_property
    def _by_parent(self) -> dict[tuple[str, str], list[Unit]]:
        return _grouped(filter(self._stands, self.units), lambda unit: (unit.vintage, unit.parent))

    @cached_property
    def _by_level(self) -> dict[tuple[str, str], list[Unit]]:
        return _grouped(filter(self._stands, self.units), lambda unit: (unit.vintage, unit.level))

    @cached_property
    def _read(self) -> set[tuple[str, str, str]]:
        return set()

    @cached_property
    def _unknown_codes(self) -> set[tuple[str, str]]:
        return set()

    @cached_property
    def successors(self) -> dict[tuple[str, str], tuple[str, str]]:
        """What went whole into what, of the passages that were read so far."""
        return {one.old: one.new for one in self.passages if one.whole}

    @cached_property
    def _came_from(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for old, new in self.successors.items():
            found.setdefault(new, []).append(old)
        return found

    @cached_property
    def _torn(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """Units into which parts of others went, and those others."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for one in (one for one in self.passages if not one.whole):
            found.setdefault(one.new, []).append(one.old)
        return found

    @cached_property
    def _passages_read(self) -> set[str]:
        return set()

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._by_key or self._is_below(*key)

    def get(self, vintage: str, code: str, where: object = "unit") -> Unit:
        """Find a unit, or say which code or name may have been meant."""
        if (vintage, code) in self:
            return self._by_key[vintage, code]
        raise UsageError(where, self._unknown(vintage, code), self._hint(vintage, code))

    def near(self, vintage: str, code: str) -> str:
        """Say which code of a vintage may have been meant: of those that were read so far one that is like it."""
        known = [code for of, code in self._by_key if of == vintage]
        at_once = [unit.code for unit in self.units if unit.vintage == vintage]
        return did_you_mean(code, known if get_close_matches(code, known, n=1, cutoff=0.5) else at_once)

    def stats(self) -> dict[str, str]:
        """Say of the files that are read when they are asked for where they lie and when they changed."""
        return self.lower.stats() if self.lower else {}

    def vintage_on(self, day: date) -> str:
        """Name the set of units in force on a day."""
        return self.levels.vintage_on(day)

    def nation(self, vintage: str) -> Unit:
        """Find the whole of which all units of a vintage are parts."""
        return next(unit for unit in self.units if unit.vintage == vintage and unit.is_nation)

    def peers(self, unit: Unit) -> list[Unit]:
        """List the units a unit is ranked among: same vintage, level and parent, itself included."""
        siblings = self.children(self.get(unit.vintage, unit.parent)) if unit.parent else [unit]
        return [other for other in siblings if other.level == unit.level]

    def provinces(self, vintage: str) -> list[Unit]:
        """List the units directly below the nation, in the order of the file."""
        return [unit for unit in self.units if unit.vintage == vintage and unit.is_province and self._stands(unit)]

    def at_level(self, vintage: str, level: str) -> list[Unit]:
        """List all units of one level of one vintage, in the order of their codes; reads what has not been read."""
        for province in self.lower.lists(vintage, level) if self.lower else ():
            self._read_list(vintage, level, province)
        return list(self._by_level.get((vintage, level), ()))

    def below(self, unit: Unit, level: str) -> list[Unit]:
        """List the units of a level that lie inside a unit."""
        found = self.children(unit)
        while found and found[0].level != level:
            found = [part for one in found for part in self.children(one)]
        return found

    def names_with_digits(self) -> Iterator[str]:
        """Name the units whose names hold digits, as "Quận 1"; a bare number is none of their names."""
        named = {(unit.name, unit.kind) for unit in self.units if WITH_DIGIT.search(unit.name)}
        for vintage in self.levels.vintages if self.lower else ():
            for level in self.levels.names(vintage):
                for _, text in self.lower.texts(vintage, level) if self.lower else ():
                    named |= {(found["name"], found["kind"]) for found in NAMED_BY_NUMBER.finditer(text)}
        shown = {each for name, kind in named for each in (name, f"{kind} {name}")}
        yield from sorted(each for each in shown if not each.isdigit())  # else any typed 12 would pass for a name

    def regions_of(self, vintage: str) -> list[Region]:
        """List the regions of one vintage in the order offices list them."""
        return sorted((r for r in self.regions if r.vintage == vintage), key=lambda region: region.order)

    def province_of(self, unit: Unit) -> Unit:
        """Find the province that a unit lies in: itself for one, and for the nation."""
        while unit.depth > 1:
            unit = self.get(unit.vintage, unit.parent)
        return unit

    def parts(self, unit: Unit) -> list[Unit]:
        """List the units of an earlier vintage that were merged, each whole, into this one.

        None for a unit into which a part of another went as well: no earlier figure can be added up to its own.
        """
        if unit.is_nation:
            return [one for one in self.units if one.is_nation and self._is_earlier(one, unit)]
        self._read_passages_to(unit)
        key = (unit.vintage, unit.code)
        return [] if key in self._torn else [self.get(*old) for old in self._came_from.get(key, ())]

    def came_from(self, unit: Unit) -> list[Unit]:
        """List the units of an earlier vintage that went whole into this one, whatever else went into it."""
        self._read_passages_to(unit)
        return [self.get(*old) for old in self._came_from.get((unit.vintage, unit.code), ())]

    def torn(self, unit: Unit) -> list[Unit]:
        """List the units of an earlier vintage of which only a part went into this one."""
        self._read_passages_to(unit)
        return [self.get(*old) for old in self._torn.get((unit.vintage, unit.code), ()) if old[1]]

    def merged_from(self, keys: Iterable[tuple[str, str]]) -> list[Unit]:
        """List the units of later vintages that some units became parts of, each whole."""
        found: dict[Unit, None] = {}
        for vintage, code in keys:
            unit = self.get(vintage, code)
            if unit.is_nation:
                later = (one for one in self.units if one.is_nation and self._is_earlier(unit, one))
                found |= dict.fromkeys(later)
                continue
            if not self.levels.span_of(vintage).holds(self.day):  # what is in force has passed nothing on yet
                self._read_passages_of(unit)
            new = self.successors.get((vintage, code))
            if new and self.parts(merged := self.get(*new)):
                found[merged] = None
        return sorted(found, key=lambda unit: (unit.vintage, unit.depth, unit.code))

    def children(self, unit: Unit) -> list[Unit]:
        """List the units directly below a unit, in the order of their codes."""
        if self.lower and not unit.is_nation:
            self._read_list(unit.vintage, self.levels.below(unit.vintage, unit.level), self.province_of(unit).code)
        return list(self._by_parent.get((unit.vintage, unit.code), ()))

    def codes_on(self, unit: Unit, day: date) -> frozenset[str]:
        """List the codes under which a unit's area was known on an earlier day; none where its parts were torn."""
        vintage = self.vintage_on(day)
        if vintage == unit.vintage or self.levels.earlier(unit.vintage, vintage):
            return frozenset({unit.code} if vintage == unit.vintage else ())
        units = [unit]
        while units and units[0].vintage != vintage:
            units = [part for one in units for part in self.parts(one)]
        return frozenset(one.code for one in units)

    def wholes_of(self, unit: Unit) -> list[Unit]:
        """List a unit and the units that it lies in, up to the nation."""
        above = [unit]
        while above[-1].parent:
            above.append(self.get(unit.vintage, above[-1].parent))
        return above

    def in_view(self, unit: Unit, *, crossing: bool = True) -> frozenset[Unit]:
        """Gather the units that an edition of this one looks at, and those that were merged into one of them.

        Itself, what it is a part of, its peers and its parts; all provinces, for lists of the nation and its regions.

        crossing   whether figures of earlier vintages are looked at as well
        """
        seen = {*self.wholes_of(unit), *self.peers(unit), *self.children(unit), *self.provinces(unit.vintage)}
        seen.add(self.nation(unit.vintage))
        return frozenset(seen | {part for one in seen for part in self.parts(one)} if crossing else seen)

    def with_number(self, vintage: str, number: int) -> list[Unit]:
        """List the units whose codes are a number, however many noughts stand before it, the uppermost first."""
        codes = dict.fromkeys(str(number).zfill(width) for width in range(1, LONGEST_CODE + 1))
        found = [self.get(vintage, code) for code in codes if (vintage, code) in self]
        return sorted(found, key=lambda unit: unit.depth)

    def _stands(self, unit: Unit) -> bool:
        return unit.span is ALWAYS or unit.span.holds(
            self.levels.span_of(unit.vintage).nearest(self.day) if self.levels.rows else LAST
        )

    def _is_earlier(self, one: Unit, other: Unit) -> bool:
        return self.levels.earlier(one.vintage, other.vintage)

    def _is_below(self, vintage: str, code: str) -> bool:
        """Look a code up among the units below the provinces; their list is read when it holds it."""
        key = (vintage, code)
        if self.lower is None or key in self._unknown_codes:
            return False
        for level, province in self.lower.holding(vintage, code):
            self._read_list(vintage, level, province)
            if key in self._by_key:
                return True
        self._unknown_codes.add(key)
        return False

    def _read_list(self, vintage: str, level: str, province: str) -> None:
        listed = (vintage, level, province)
        if self.lower is None or not level or listed in self._read:
            return
        units = self.lower.units(*listed)
        self._read.add(listed)  # a list that could not be read is asked for again
        for unit in units:
            self._by_key[vintage, unit.code] = unit
            if self._stands(unit):
                self._by_parent.setdefault((vintage, unit.parent), []).append(unit)
                self._by_level.setdefault((vintage, unit.level), []).append(unit)

    def _read_passages_to(self, unit: Unit) -> None:
        if self.lower and unit.depth > 1:
            self._read_passages(self.province_of(unit))

    def _read_passages_of(self, unit: Unit) -> None:
        if self.lower and unit.depth > 1:
            province = self.province_of(unit)
            new = self.successors.get((province.vintage, province.code))
            self._read_passages(self.get(*new) if new else province)

    def _read_passages(self, province: Unit) -> None:
        if self.lower is None or province.code in self._passages_read:
            return
        passages = self.lower.passages(province.code)
        self._passages_read.add(province.code)
        for passage in passages:
            if passage.whole and passage.old[1]:
                self.successors[passage.old] = passage.new
                self._came_from.setdefault(passage.new, []).append(passage.old)
            else:
                self._torn.setdefault(passage.new, []).append(passage.old)

    def _unknown(self, vintage: str, code: str) -> str:
        others = sorted(one for one in self.levels.vintages if one != vintage and (one, code) in self)
        elsewhere = f" (it is one of {', '.join(others)})" if others else ""
        return f"no unit '{code}' in {vintage}{elsewhere}"

    def _hint(self, vintage: str, code: str) -> str:
        for level, province in self.lower.holding(vintage, code) if self.lower else ():
            self._read_list(vintage, level, province)
        named = [unit for unit in self._by_key.values() if (unit.vintage, unit.name) == (vintage, code)]
        if named:
            return "write its code: " + " or ".join(f"'{unit.code}' ({unit.full_name})" for unit in named)
        return f"{self.near(vintage, code)}; codes are in data/reference/units.csv and units/"


def _grouped(units: Iterable[Unit], key: Callable[[Unit], tuple[str, str]]) -> dict[tuple[str, str], list[Unit]]:
    found: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        found.setdefault(key(unit), []).append(unit)
    return found


def as_code(value: object) -> str:
    """Read a unit's code however it was typed: 1, "1", "01" and '"01"' are all "01"; other text stays.

    A code is text, but papermill turns `-p unit 01` into the number 1, and a shell may leave the quotes on.
    """
    text = str(value).strip().strip("\"'").strip()
    is_number = text.isascii() and text.isdigit() and not isinstance(value, bool)
    return text.zfill(2) if is_number else text
