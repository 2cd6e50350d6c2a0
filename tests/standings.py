"""A country whose provinces a test counts as it likes, in the small project."""

from __future__ import annotations

from dophu.measure.facts import write_ledger
from dophu.measure.ledger import Ledger
from dophu.measure.standings import Standings, standings
from dophu.measure.view import view
from tests.project import Draft
from tests.publish.national import provinces
from tests.telling import open_report

PEOPLE = {code: people for code, _, people in provinces()}
TENTH = {code: people // 10 for code, people in PEOPLE.items()}
RISING = {code: people * (10 + place) // 100 for place, (code, people) in enumerate(PEOPLE.items())}  # 96 leads


def measured(project: Draft, unit: str = "20", period: str = "2020-08-07") -> tuple[Ledger, Standings]:
    """Measure the national table of an edition."""
    edition = project.edition(unit=unit, period=period)
    seen = view(edition.history, edition.unit, edition.period, edition.target)
    ledger = write_ledger(seen)
    return ledger, standings(ledger, seen)


def demonstrated(unit: str, period: str) -> tuple[Ledger, Standings]:
    """Measure the national table of an edition of the demonstration campaign."""
    report = open_report(campaign="demo", period=period, unit=unit)
    return report.ledger, standings(report.ledger, report.view)
