"""What fits at a place of a cell: names and filters within `{{ … }}` of prose, names that calls of the report take.

Đến {{ as|          as_of      08h00 ngày 07/8/2020
{{ share | |        percent    8,12%
- {{ row }}; for row in |      regions    8
report.figure("st|  standing
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dophu.errors import DophuError
from dophu.facts.fact import Fact
from dophu.tell.help.names import Entry

MAGIC = "%%narrative"
OPEN_TAG = re.compile(r"\{([{%])((?:(?!\}\}|%\}).)*)\Z", re.DOTALL)
LIST = re.compile(r"\bfor\s+\w+\s+in\s+([\w.]*)\Z")
FILTER = re.compile(r"([\w.]*)\s*\|\s*(\w*)\Z")
NAME = re.compile(r"(?<![\w.\"'])([A-Za-z_][\w.]*)?\Z")
QUOTED = re.compile(r"\breport\.(\w+)\(\s*[\"'](\w*)\Z")
ITEM = re.compile(r"\breport\[\s*[\"'](\w*)\Z")
IN_PROSE = {"fact", "word", "sentence"}
OF_DIFFERENCES = {"change", "beside"}  # a plain count neither rises nor falls
WIDEST = 12  # letters beside a name; what is longer JupyterLab breaks over the rows below


@dataclass(frozen=True)
class Offer:
    """What may stand in the place of `typed`: a text, and what it prints in this edition."""

    text: str
    shown: str = ""


@dataclass(frozen=True)
class Offers:
    """What fits at a place, and how much of it is typed already."""

    typed: str = ""
    offers: list[Offer] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What a report offers: names of prose, its filters, and the names that each call takes."""

    entries: Sequence[Entry]
    filters: Mapping[str, Callable[..., Any]]
    taken: Mapping[str, Any]


def complete(known: Known, before: str) -> Offers | None:
    """List what fits at the end of a text, which is a cell up to the cursor; None where we have no say."""
    if before.lstrip().startswith(MAGIC):
        return _in_prose(known, before)
    line = before.rpartition("\n")[2]
    if call := QUOTED.search(line):
        return _fitting(call[2], map(Offer, known.taken.get(call[1], ()))) if call[1] in known.taken else None
    if item := ITEM.search(line):
        return _fitting(item[1], _named(known, {"fact"}))
    return None


def _in_prose(known: Known, before: str) -> Offers | None:
    """Fill a tag; outside of one nothing is offered, and nothing of Python either."""
    if rows := LIST.search(before.rpartition("\n")[2]):
        return _fitting(rows[1], _named(known, {"rows"}))
    tag = OPEN_TAG.search(before)
    if tag is None:
        return Offers()
    if chosen := FILTER.search(tag[2]):
        return _fitting(chosen[2], _filters(known, chosen[1]))
    if name := NAME.search(tag[2]):
        kinds = IN_PROSE if tag[1] == "{" else IN_PROSE | {"condition", "rows"}
        return _fitting(name[1] or "", _named(known, kinds))
    return Offers()


def _fitting(typed: str, offers: Iterator[Offer]) -> Offers:
    return Offers(typed, [offer for offer in offers if offer.text.startswith(typed)])


def _named(known: Known, kinds: set[str]) -> Iterator[Offer]:
    """List names that can be said in this edition; what is not known would be a trap under the Enter key."""
    for entry in known.entries:
        if entry.kind in kinds and entry.shown:
            yield Offer(entry.name, short(entry.shown))


def _filters(known: Known, name: str) -> Iterator[Offer]:
    """List the filters that a name passes through, with what then prints; of what is no name, all of them."""
    entry = next((each for each in known.entries if each.name == name), None)
    for key in sorted(known.filters):
        if entry is None or entry.fact is None:
            yield Offer(key)
        elif (told := _passed(key, known.filters[key], entry.fact)) is not None:
            yield Offer(key, short(told))


def _passed(key: str, way: Callable[..., Any], fact: Fact) -> str | None:
    """Say what a filter makes of a fact; None where it takes no such fact, blank where it asks for more."""
    asked = [each for each in inspect.signature(way).parameters.values() if each.default is each.empty]
    if len(asked) > 1:
        return ""
    if key in OF_DIFFERENCES and 0 not in fact.apart:
        return None
    try:
        told = way(fact)
    except (DophuError, TypeError):
        return None
    return str(getattr(told, "text", told))


def short(text: str) -> str:
    """Cut a value to what stands beside a name."""
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1].rstrip()}…"
