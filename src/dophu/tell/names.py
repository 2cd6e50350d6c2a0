"""The names prose may use beside facts: the unit, the campaign's words, and what the office did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from dophu.data.edition import Edition
from dophu.errors import UsageError, did_you_mean
from dophu.measure.ledger import Fact, Ledger, Missing
from dophu.wording import Moment
from dophu.world.campaigns import Activity


class Word(str):
    """Words that came from data or from a rule, which may hold digits; those an author types may not."""

    __slots__ = ()


class Node:
    """A group of facts by name (`press.agencies`); a name the campaign does not know is an error."""

    def __init__(self, path: str, parts: dict[str, Any], fields: tuple[str, ...]) -> None:
        self._path, self._parts, self._fields = path, parts, fields

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._parts:
            return self._parts[name]
        if name in self._fields:
            return Missing(f"{self._path}.{name}", name, "không có trong activities.yml")
        raise UsageError(self._path, f"no '{name}' in {self._path}", did_you_mean(name, self._fields))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts.values())


def words(edition: Edition) -> dict[str, Word]:
    """List the words an edition brings: names of the unit and the bodies, the campaign's own vocabulary."""
    unit, campaign, letterhead = edition.unit, edition.campaign, edition.letterhead
    measure = campaign.measures[campaign.main_measure]
    national = campaign.measures[campaign.national_measure or campaign.main_measure]
    base = edition.history.bases.described[campaign.main_base]
    found = {
        "unit_name": unit.name,
        "unit_full": unit.full_name,
        "unit_whole": unit.whole,
        "peer_kind": unit.peer_kind,
        "issuing_body": letterhead.issuing_body,
        "short_body": letterhead.short_body or letterhead.issuing_body,
        "place": letterhead.place,
        "campaign_title": campaign.title,
        "measure_label": measure.label,
        "measure_meaning": measure.meaning,
        "noun": measure.noun,
        "verb": measure.verb,
        "national_label": national.label,
        "national_noun": national.noun,
        "base_label": base.label,
        "base_short": base.short,
        "base_kind": base.kind_name,
        "base_noun": base.noun,
        "target_label": edition.target.label if edition.target else "",
    }
    return {name: Word(text) for name, text in found.items()}


def activities(edition: Edition, ledger: Ledger) -> dict[str, Any]:
    """Enter what the office did as facts and return it by name; what this period lacks is Missing."""
    mine = edition.history.activities.get(edition.unit.code, {})
    return {
        name: _told(mine[name], name, activity, ledger, edition.history.activities_source)
        if name in mine
        else ledger.lack(name, activity.label, "kỳ này không có số liệu")
        for name, activity in edition.campaign.known_activities.items()
    }


def _told(value: Any, path: str, activity: Activity, ledger: Ledger, source: str) -> Any:
    """Turn a tree of settings into the same tree of facts, keyed by path: `fanpages.1.followers`."""
    if isinstance(value, dict) and "value" not in value:
        parts = {
            key: _told(part, f"{path}.{key}", activity, ledger, source)
            for key, part in value.items()
            if part is not None
        }
        return Node(path, parts, activity.fields)
    if isinstance(value, list):
        return [_told(part, f"{path}.{index}", activity, ledger, source) for index, part in enumerate(value, 1)]
    return value if isinstance(value, bool) else ledger.add(activity_fact(value, path, activity.label, source))


def activity_fact(value: Any, path: str, label: str, source: str) -> Fact:
    """Enter what an office reports; one with a source of its own is given by that source."""
    given = value if isinstance(value, dict) else {"value": value}
    number, unit = _read(str(given["value"]), str(given.get("unit", "")))
    word = str(given.get("qualifier", ""))
    own = str(given.get("source") or "").strip()
    if "source" in given and not own:
        raise UsageError(
            path, f"'{given['value']}' is given without its source", "name the source, or leave the line out"
        )
    places = len(str(given["value"]).partition(".")[2]) if unit == "percent" else 0
    fact = Fact(path, f"{label} ({path})", number, unit, "số đơn vị báo cáo", source, qualifier=word, places=places)
    return replace(fact, source=own, status="given") if own else fact


def _read(text: str, unit: str) -> tuple[Any, Any]:
    if unit == "percent" and re.fullmatch(r"\d+(\.\d+)?", text):
        return Fraction(text), "percent"
    if text.isascii() and text.isdigit():
        return int(text), "count"
    try:
        moment = Moment.parse(text)
    except ValueError:
        return text, "text"
    return (moment, "moment") if moment.clock else (date.fromisoformat(text), "date")
