"""Why a sum or a ratio of several measures is not told: they are of other hours, of other lists, or one is missing."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.facts.standing import Standing
from dophu.measure.unmade import Unmade, unmade
from dophu.tell.publishers import publisher
from dophu.tell.said import NOTHING, Said, said
from dophu.wording import joined


def unmade_sentence(facts: Facts) -> Said | None:
    """Say of each sum and ratio that was not made why it was not; nothing where all were made."""
    told = NOTHING
    for each in unmade(facts):
        told = said("sentence.both_sentences", one=told, other=_why(facts, each)) if told else _why(facts, each)
    return told or None


def _why(facts: Facts, found: Unmade) -> Said:
    key = f"sentence.unmade_{found.reason}"
    measure = _label(facts, found.measure)
    if found.reason == "missing":
        return said(key, measure=measure, lacking=joined(_label(facts, name) for name in found.lacking))
    if found.reason == "open":
        return said(key, measure=measure)
    return said(key, measure=measure, parts=_listed(facts, found))


def _listed(facts: Facts, found: Unmade) -> Said:
    told = NOTHING
    for row in found.rows:
        each = _of_hour(row) if found.reason == "hours" else _of_list(facts, row)
        told = said("sentence.unmade_and", one=told, other=each) if told else each
    return told


def _of_hour(row: Standing) -> Said:
    as_of = row.looked_up("as_of")
    assert as_of is not None
    return said("sentence.unmade_hour", measure=_label(row.facts, row.subject.measure), as_of=as_of)


def _of_list(facts: Facts, row: Standing) -> Said:
    source = publisher(facts.history.sources, row.reported.source) if row.reported else ""
    return said("sentence.unmade_list", measure=_label(facts, row.subject.measure), source=source)


def _label(facts: Facts, measure: str) -> str:
    return facts.history.campaign.measures[measure].label
