"""A country whose provinces a test counts as it likes, in the small project."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.measure.standings import Standings, standings
from tests.project import Draft
from tests.publish.national import provinces
from tests.told import facts_of

PEOPLE = {code: people for code, _, people in provinces()}
TENTH = {code: people // 10 for code, people in PEOPLE.items()}
RISING = {code: people * (10 + place) // 100 for place, (code, people) in enumerate(PEOPLE.items())}  # 96 leads


def measured(project: Draft, unit: str = "20", period: str = "2020-08-07") -> tuple[Facts, Standings]:
    """Measure the national table of an edition."""
    facts = facts_of(project.edition(unit=unit, period=period))
    return facts, standings(facts)


def demonstrated(unit: str, period: str) -> tuple[Facts, Standings]:
    """Measure the national table of an edition of the demonstration campaign."""
    facts = facts_of(campaign="demo", period=period, unit=unit)
    return facts, standings(facts)
