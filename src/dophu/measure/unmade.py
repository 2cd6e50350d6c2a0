"""Sums and ratios that were not made: what they would be made of is of other hours or lists, or is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dophu.facts.evaluate import Facts
from dophu.facts.reported import Reported
from dophu.facts.standing import Standing
from dophu.facts.subject import Subject

Reason = Literal["hours", "lists", "missing", "open"]


@dataclass(frozen=True)
class Unmade:
    """A sum or a ratio of the edition's unit that was not made, and why.

    rows      what is known of the measures that it would be made of
    lacking   those of which nothing is known
    """

    measure: str
    reason: Reason
    rows: list[Standing]
    lacking: list[str]


def unmade(facts: Facts) -> Iterator[Unmade]:
    """List the sums and ratios that the period could have had: nobody counted them, and some parts are known."""
    for name, measure in facts.history.campaign.measures.items():
        of = measure.sum_of or measure.ratio_of
        if of and Standing(facts, _subject(facts, name)).looked_up("counted") is None:
            rows = [Standing(facts, _subject(facts, each)) for each in of]
            told = [row for row in rows if row.reported and row.reported.people is not None]
            if told:
                lacking = [row.subject.measure for row in rows if row not in told]
                yield Unmade(name, _reason(told, lacking), told, lacking)


def _subject(facts: Facts, measure: str) -> Subject:
    return Subject(facts.unit, facts.own.period, measure)


def _reason(rows: list[Standing], lacking: list[str]) -> Reason:
    if lacking:
        return "missing"
    known = [row.reported for row in rows if row.reported]
    if len({one.as_of for one in known}) > 1:
        return "hours"
    return "lists" if _sources(known) > 1 else "open"


def _sources(known: list[Reported]) -> int:
    return len({one.source for one in known})
