"""The numbers and dashes that a word processor writes before paragraphs by itself: they stand nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dophu.decree.numbering import roman
from dophu.decree.styles import child, number, value
from dophu.intake.readers.package import attribute, local

PLACE = re.compile(r"%([1-9])")  # of the count of a level in a label
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Level:
    """How a level of a list counts: in which signs, within which words, from which number."""

    signs: str
    text: str
    start: int

    def written(self, count: int) -> str:
        """Write a count in its signs."""
        match self.signs:
            case "upperRoman":
                return roman(count)
            case "lowerRoman":
                return roman(count).lower()
            case "lowerLetter":
                return ALPHABET[(count - 1) % len(ALPHABET)]
            case "upperLetter":
                return ALPHABET[(count - 1) % len(ALPHABET)].upper()
        return "" if self.signs == "none" else str(count)


@dataclass
class Kind:
    """A kind of list, and how far each of its levels has counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass
class Lists:
    """The lists of a file while its paragraphs are read in order.

    kinds    of each list, by its number
    restarts where a level of a list begins anew, until it has
    """

    kinds: dict[str, Kind]
    restarts: dict[tuple[str, int], int]

    def label(self, listed: tuple[str, str] | None) -> str:
        """Write what stands before the next paragraph of a list at a level; "" for a paragraph of none."""
        name, depth = listed or ("", "0")
        kind, place = self.kinds.get(name), int(number(depth) or 0)
        level = kind.levels.get(place) if kind else None
        if kind is None or level is None:
            return ""
        if level.signs == "bullet":
            return level.text
        start = self.restarts.pop((name, place), None)
        count = kind.counts.get(place, level.start - 1) + 1 if start is None else start
        kind.counts = {above: one for above, one in kind.counts.items() if above < place} | {place: count}
        return PLACE.sub(lambda found: _count(kind, int(found[1]) - 1), level.text)


def _count(kind: Kind, place: int) -> str:
    level = kind.levels.get(place)
    return level.written(kind.counts.get(place, level.start)) if level else ""


def lists_of(numbering: Any) -> Lists:
    """Read how the lists of a file count."""
    parts = [one for one in (numbering if numbering is not None else ()) if isinstance(one.tag, str)]
    kinds = {attribute(one, "abstractNumId"): Kind(_levels(one)) for one in parts if local(one) == "abstractNum"}
    lists = Lists({}, {})
    for one in (part for part in parts if local(part) == "num"):
        name, kind = attribute(one, "numId") or "", kinds.get(value(one, "abstractNumId"))
        if kind:
            lists.kinds[name] = kind
            lists.restarts |= {(name, place): start for place, start in _restarts(one).items()}
    return lists


def _levels(kind: Any) -> dict[int, Level]:
    found = (one for one in kind if isinstance(one.tag, str) and local(one) == "lvl")
    return {_whole(attribute(one, "ilvl")): _level(one) for one in found}


def _level(one: Any) -> Level:
    return Level(value(one, "numFmt") or "decimal", value(one, "lvlText") or "", _whole(value(one, "start"), 1))


def _restarts(one: Any) -> dict[int, int]:
    overrides = (part for part in one if isinstance(part.tag, str) and local(part) == "lvlOverride")
    found = {_whole(attribute(part, "ilvl")): child(part, "startOverride") for part in overrides}
    return {place: _whole(attribute(start, "val"), 1) for place, start in found.items() if start is not None}


def _whole(text: str | None, default: int = 0) -> int:
    found = number(text)
    return default if found is None else int(found)
