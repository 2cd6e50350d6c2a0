"""The texts of settings files, read before a report prints them: where no fact can stand, no number and no claim can.

The gates read what a document prints; `dophu check` reads by this everything that one may print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from dophu.data.activities import DATE
from dophu.data.tables import Finding
from dophu.tell.blocks import Block, TypedText
from dophu.tell.evidence import Evidence
from dophu.tell.lint import lint, of_settings
from dophu.tell.sentence import lines, pieces
from dophu.tell.vocabulary import NAMES_OF_ACTIVITIES, SYMBOLS, of_base, of_measure
from dophu.world.bases import Base
from dophu.world.campaigns import PLACEHOLDERS, Campaign, Letter

FIX = "say it in the prose, as a fact; a name that holds a number stands under names in campaign.yml"
OF_ACTIVITIES = f"{FIX}; a text of activities.yml may name its source: {{value: …, source: …}}"
Kind = Literal["sentence", "title"]
NAMED = re.compile("|".join(map(re.escape, PLACEHOLDERS)))
SENTENCES = ("type_name", "abstract")
TITLES = (
    "parent_body",
    "issuing_body",
    "short_body",
    "place",
    "addressees",
    "recipients",
    "authority",
    "title",
    "name",
)


def findings(texts: Iterable[TypedText], names: Iterable[str]) -> Iterator[Finding]:
    """Tell each number and claim in them; `where` of a text is its file and, behind a colon, its field."""
    known = list(names)
    for text in texts:
        file, _, field = text.where.partition(": ")
        fix = OF_ACTIVITIES if file.endswith("activities.yml") else FIX
        for said in of_settings(text, known):
            yield Finding(file, 0, field, text.text, f"{said} is typed here, where no fact can bear it out", fix)


def of_campaign(campaign: Campaign) -> Iterator[TypedText]:
    """List what reports may print of a campaign: its title, measures, targets, activities and letterheads."""
    where = f"data/{campaign.key}/campaign.yml"
    yield TypedText(where=f"{where}: title", text=campaign.title, kind="title")
    for key, measure in campaign.measures.items():
        yield from of_measure(measure, f"{where}: measures.{key}")
    for target in campaign.targets:
        yield TypedText(where=f"{where}: targets.{target.key}.label", text=target.label, kind="title")
    for key, activity in campaign.activities.items():
        yield TypedText(where=f"{where}: activities.{key}.label", text=activity.label, kind="sentence")
    for level, letterhead in campaign.documents.items():
        yield from of_letter(letterhead, f"{where}: documents.{level}")


def of_bases(described: Mapping[str, Base], where: str) -> Iterator[TypedText]:
    """List what reports may print of the bases that a file describes."""
    for key, base in described.items():
        yield from of_base(base, f"{where}: {key}")


def of_letter(letter: Letter, where: str) -> Iterator[TypedText]:
    """List what a letter prints of its settings, those that are set."""
    for field in (*SENTENCES, *TITLES):
        value = getattr(letter, field)
        kind: Kind = "sentence" if field in SENTENCES else "title"
        for text in value if isinstance(value, tuple) else [value or ""]:
            yield TypedText(where=f"{where}.{field}", text=NAMED.sub("", text), kind=kind)


def of_activities(units: Mapping[str, Any], where: str) -> Iterator[TypedText]:
    """List the texts of activities.yml for which no source of their own is named."""
    for unit, activities in units.items():
        for name, value in (activities or {}).items():
            yield from _told(value, f"{where}: {unit}.{name}", name)


def of_prose(blocks: Sequence[Block], evidence: Evidence, file: str) -> Iterator[Finding]:
    """Tell what the gates will refuse of prose that was told out of a file."""
    for line in lines(blocks):
        for found in lint(pieces(line.runs), evidence, [pieces(runs) for runs in line.opens]):
            yield Finding(file, 0, "", "".join(run.text for run in line.runs), found.problem, found.fix)


def _told(value: Any, where: str, field: str) -> Iterator[TypedText]:
    if isinstance(value, dict) and "value" in value:
        value = None if value.get("source") or value.get("unit") else value["value"]
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _told(part, f"{where}.{name}", name)
    elif isinstance(value, list):
        for place, part in enumerate(value, 1):
            yield from _told(part, f"{where}.{place}", field)
    elif isinstance(value, str) and not (value.isdigit() or DATE.fullmatch(value)) and field not in SYMBOLS:
        yield TypedText(where=where, text=value, kind="name" if field in NAMES_OF_ACTIVITIES else "sentence")
