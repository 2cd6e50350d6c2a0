"""Of when a figure is: up to a moment, or of what is counted within each period, of that period."""

from __future__ import annotations

from dophu.facts.dating import dating
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.leaves import Lacking
from dophu.facts.relations import related
from dophu.facts.standing import Standing
from dophu.facts.subject import Subject
from dophu.tell.said import Said, said
from dophu.tell.sentences.words import known
from dophu.wording import day_month_year
from dophu.world.periods import read_period


def when(facts: Facts, subject: Subject | None = None) -> Said | None:
    """Say of when a figure is: "đến 08h00 ngày 07/8/2020", of a flow "trong tháng 10 năm 2026"."""
    of = subject or facts.own
    told = facts.get(dating(facts, of), of)
    if not isinstance(told, Fact):
        return None
    if told.concept == "as_of":
        return said("time.until", moment=told)
    named, window = read_period(of.period), facts.window(of.period)
    if window == named:
        return said("time.within", period=told)
    days = {"first": day_month_year(window.first), "last": day_month_year(window.last)}
    return said("time.within_days", period=told, **days)


def national_time(facts: Facts) -> Said | None:
    """Say of when the nation's figure is."""
    nation = related(facts, facts.own, "nation")
    return None if isinstance(nation, Lacking) else when(facts, nation)


def time_of(row: Standing) -> Said | None:
    """Say of when the figures of a row are."""
    return when(row.facts, row.subject)


def compared_time(facts: Facts) -> Said | None:
    """Say of when the figures are that the edition's compare with: "17h00 ngày 14/12/2025", "tháng 12 năm 2025"."""
    found = compared_with(facts)
    return said("sentence.plain", words=found) if found else None


def compared_with(facts: Facts) -> Fact | None:
    """Look up what dates the figures of the period before."""
    return known(facts, f"{dating(facts, facts.own)}|before")
