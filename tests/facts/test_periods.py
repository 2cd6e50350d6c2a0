from __future__ import annotations

from dataclasses import replace

from dophu.facts.fact import Fact
from dophu.facts.subject import Group
from tests.recomputation import opened


def test_all_regions_look_back_to_the_same_period_whoever_is_asked_first() -> None:
    case = opened("edges", "2024-01-10", "20")
    asked = (subject for _, subject, _ in case.asked if isinstance(subject.unit, Group) and not subject.against)
    regions = list(dict.fromkeys(asked))
    for first in regions:
        facts = case.fresh()
        facts.before(first)
        expected = [replace(region, period="2024-01-03", source="") for region in regions]
        assert [facts.before(region) for region in regions] == expected


def test_the_text_of_a_base_contains_what_the_base_may_be() -> None:
    base = opened("edges", "2024-01-10", "30").fresh().get("base|on:smartphones_2021_06_19")
    assert isinstance(base, Fact)
    assert base.shown == "1.398.300 đến 1.398.700"
