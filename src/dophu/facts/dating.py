"""Which fact says of when a figure is: its moment, or of what is counted within each period, that period."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.facts.subject import Subject
from dophu.world.periods import read_period


def dating(facts: Facts, subject: Subject) -> str:
    """Name the concept that dates a figure: its moment, or of a flow its period, where that is no single day."""
    is_of_period = is_flow(facts, subject.measure) and read_period(subject.period).kind != "day"
    return "period" if is_of_period else "as_of"


def is_flow(facts: Facts, measure: str) -> bool:
    """Say whether a measure is counted within each period, or made of two that are."""
    measures = facts.history.campaign.measures
    made_of = measures[measure].ratio_of or (measure,)
    return all(measures[each].counts == "per_period" for each in made_of)
