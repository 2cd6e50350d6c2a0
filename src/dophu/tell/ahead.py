"""The facts that editions of a period have alike, evaluated once by the process of which each is told in a fork.

They are evaluated for an edition of nobody, and what depends on whose edition it is, is left to each: its own facts,
what is held against its target, and all facts of an edition that is led by its unit to other periods than its sisters.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from dophu.data.edition import Edition
from dophu.data.history import History
from dophu.data.project import ClosedError
from dophu.facts.evaluate import NOBODY, Facts, NobodysError
from dophu.facts.fact import Fact
from dophu.facts.subject import Group, Subject
from dophu.measure.standings import REGIONS, national_list
from dophu.tell.help.looking import ListedFacts
from dophu.tell.lint import rehearse
from dophu.world.periods import Period

OF_UNITS = ("base", "counted", "share", "rank", "quota", "quota_share", "moved", "change")
OF_COURSES = ("as_of", "units", "known", "counted", "share")


def evaluate_ahead(history: History, period: Period) -> None:
    """Evaluate what the provinces' editions of a period have alike, and keep it beside its rows.

    Their prose is read for the same words, too.
    """
    gazetteer, campaign = history.gazetteer, history.campaign
    units = gazetteer.children(gazetteer.nation(gazetteer.vintage_on(campaign.window(period).last)))
    target = campaign.target_for(units[0], gazetteer, campaign.window(period).last)
    facts = ListedFacts(history, replace(units[0], code=NOBODY, name=""), period, target)
    _evaluate_list(facts)
    _evaluate_regions(facts)
    measure = campaign.measures[campaign.main_measure]
    rehearse(measure.verb, measure.noun)
    history.ahead.append(facts)


def _evaluate_list(facts: Facts) -> None:
    source, _ = national_list(facts)
    like = Subject(facts.nation, facts.own.period, facts.own.measure, source)
    for unit in facts.history.gazetteer.children(facts.nation):
        _look(facts, OF_UNITS, facts.listed(unit, like))


def _evaluate_regions(facts: Facts) -> None:
    """Evaluate the course of every region, by each list of a period."""
    gazetteer, measure = facts.history.gazetteer, facts.own.measure
    provinces, regions = gazetteer.provinces(facts.unit.vintage), gazetteer.regions_of(facts.unit.vintage)
    groups = [
        Group(each.code, each.name, tuple(one for one in provinces if one.region == each.code), REGIONS)
        for each in regions
    ]
    for period in facts.history.periods:
        for source in facts.lists_of(measure, period):
            for group in groups:
                _look(facts, OF_COURSES, Subject(group, period, measure, source))


def _look(facts: Facts, concepts: tuple[str, ...], subject: Subject) -> None:
    """Evaluate facts, and write what prints of them."""
    for concept in concepts:
        with suppress(NobodysError, ClosedError):
            found = facts.get(concept, subject)
            if isinstance(found, Fact):
                str(found)


def facts_of(edition: Edition) -> ListedFacts:
    """Give an edition its facts: those that were evaluated ahead of it where they fit, else none yet.

    Those ahead are its own from then on: a process that tells another edition finds them no more.
    """
    ahead = edition.history.ahead
    found: ListedFacts | None = ahead.pop() if ahead and ahead[-1].history is edition.history else None
    if found and found.own.period == edition.period.name and found.told_to(edition.unit, edition.target):
        return found
    return ListedFacts(edition.history, edition.unit, edition.period, edition.target)
