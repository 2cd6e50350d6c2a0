"""Facts evaluated ahead for all editions of a period: each edition tells what it would have told alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dophu.data.edition import Edition, open_edition, read_parameters
from dophu.data.project import Project
from dophu.facts.evaluate import NOBODY, Facts, NobodysError
from dophu.facts.fact import Fact
from dophu.measure.course import courses
from dophu.measure.standings import standings
from dophu.tell.ahead import evaluate_ahead, facts_of
from dophu.world.periods import read_period
from tests.telling import ROOT

LAST = read_period("2020-10-16")


def opened(unit: str) -> Edition:
    parameters = read_parameters({"campaign": "demo", "period": LAST.name, "unit": unit}, "here")
    return open_edition(Project(ROOT), parameters)


@pytest.fixture
def edition() -> Iterator[Edition]:
    found = opened("27")  # a province of whose districts there are no figures
    evaluate_ahead(found.history, LAST)
    yield found
    found.history.ahead.clear()


def told(facts: Facts) -> dict[str, tuple[str, str, object]]:
    """Ask what the national table and the courses ask, and tell what every fact says."""
    for row in standings(facts).rows:
        for concept in ("rank", "counted", "share", "moved", "change", "gap", "missing"):
            facts.fact(concept, row.subject)
    for course in courses(facts):
        for row in (step.row for step in course.steps if step.row):
            facts.fact("share", row.subject)
    return {fact.key: (fact.label, fact.shown, fact.formula) for fact in facts.ledger(whole=True)}


def test_an_edition_tells_of_facts_made_ahead_what_it_tells_alone(edition: Edition) -> None:
    ahead = facts_of(edition)
    assert len(ahead.by_key()) > 1000  # made before anything was asked
    alone = facts_of(edition)
    assert not alone.by_key()
    assert list(told(ahead).items()) == list(told(alone).items())


def test_the_own_unit_is_named_as_in_an_edition_of_its_own(edition: Edition) -> None:
    alone = facts_of(opened("27")).fact("share")
    ahead = facts_of(edition).fact("share")
    assert alone
    assert ahead
    assert ahead.label == alone.label


def test_what_depends_on_whose_edition_it_is_is_not_made_ahead(edition: Edition) -> None:
    facts = edition.history.ahead[0]
    peer = facts.history.gazetteer.get(edition.unit.vintage, "01")
    with pytest.raises(NobodysError):
        facts.get("gap", peer)
    assert not [key for key in facts.by_key() if f"@{NOBODY}/" in key or key.endswith("@")]


@pytest.mark.parametrize("unit", ["VN", "20"])
def test_an_edition_that_looks_at_other_rows_or_units_evaluates_by_itself(edition: Edition, unit: str) -> None:
    other = replace(opened(unit), history=edition.history if unit == "VN" else opened(unit).history)
    assert not facts_of(other).by_key()


def test_another_target_is_evaluated_anew(edition: Edition) -> None:
    assert edition.target
    other = replace(edition, target=edition.target.model_copy(update={"percent": 99}))
    assert not facts_of(other).by_key()


def test_an_edition_that_looks_back_to_another_period_than_its_list_evaluates_by_itself(edition: Edition) -> None:
    facts = edition.history.ahead[0]
    assert isinstance(facts.get("change", facts.history.gazetteer.get(edition.unit.vintage, "01")), Fact)
    key = next(key for key in facts.periods._before if key[1] and key[2] == LAST.name)
    facts.periods._before[key] = "2020-08-05"
    assert not facts_of(edition).by_key()
