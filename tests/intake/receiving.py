"""An import in tests: the real units, and a campaign that counts installs, or installs and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from dophu.data.project import Project
from dophu.data.reference import read_aliases, read_gone, read_units
from dophu.intake.grid import Sheet
from dophu.intake.importer import Context, Options, take_in
from dophu.intake.result import Intake
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign, Letterhead, Measure
from dophu.world.units import Gazetteer
from tests.intake.grids import book, sheet

DAY = date(2020, 8, 7)
LETTER = Letterhead(issuing_body="Ban", symbol="BC", place="", type_name="Báo cáo", abstract="", title="Trưởng ban")
INSTALLS = Measure(label="số người/điện thoại cài đặt", noun="người/điện thoại", verb="cài đặt", meaning="")
ACCOUNTS = Measure(label="số tài khoản có số điện thoại", noun="tài khoản", verb="khai số điện thoại", meaning="")


def campaign(*, accounts: bool = False, **settings: Any) -> Campaign:
    measures = {"installs": INSTALLS} | ({"accounts": ACCOUNTS} if accounts else {})
    required = {"key": "thu", "title": "thử", "status": "simulated", "main_measure": "installs"}
    return Campaign(**required, measures=measures, base="population", documents={"province": LETTER}, **settings)


@cache
def reference() -> tuple[Gazetteer, dict[tuple[str, str], tuple[str, ...]]]:
    project = Project(Path(__file__).parents[2])
    gazetteer = read_units(project)
    return gazetteer, read_aliases(project, gazetteer)


def context(of: Campaign | None = None, **given: Any) -> Context:
    gazetteer, aliases = reference()
    gone = partial(read_gone, Project(Path(__file__).parents[2]))
    known = (given.get("period", DAY), Bases({}, ()), given.get("parent"), gone)
    return Context(gazetteer, aliases, of or campaign(), *known, since=given.get("since"))


def receive(*sheets: Sheet, known: Context | None = None, **options: Any) -> Intake:
    return take_in(book(*sheets), "0" * 64, 1, known or context(), Options(**options))


def read(rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), **options: Any) -> Intake:
    return receive(sheet(rows, merged=merged), **options)


def counts(intake: Intake) -> dict[str, int | None]:
    return {count.unit: count.count for count in intake.counts}


def roles(intake: Intake) -> dict[int, str]:
    return {row.row: row.why for row in intake.skipped}


def kinds(intake: Intake) -> set[str]:
    return {finding.kind for finding in intake.findings if finding.weight != "note"} - {"units_missing"}
