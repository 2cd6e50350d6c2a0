"""Figures that a claim compares by their names alone: "Nhịp tăng kể từ kỳ trước thấp hơn nhịp của tuần"."""

from __future__ import annotations

import re
from dataclasses import replace

from dophu.tell.evidence import Known
from dophu.tell.judges.bounds import NOUGHT, above
from dophu.tell.judges.case import Case
from dophu.tell.roles import other_unit
from dophu.words import roles
from dophu.words.claims import FACT
from dophu.words.named import Named, named_figures

OF_NATION = {"median": "median", "national share": "share"}  # by the name, the concept over all units
COMPARABLE = {  # by the name, the concepts that are compared with it
    "median": {"share", "published_share"},
    "national share": {"share", "published_share"},
    "pace": {"per_day", "week_per_day"},
    "per_day": {"pace", "week_per_day"},
    "week_per_day": {"pace", "per_day"},
    "share": {"gap"},  # what lacks of a share
    "gap": {"share"},
    "counted": {"missing", "needed"},
    "missing": {"counted"},
    "rank": {"rank_by_count"},
    "rank_by_count": {"rank"},
}
OWN_BESIDE = {"median": "share", "national share": "share", "pace": "per_day", "week_per_day": "per_day"}
LACKS = {"gap", "missing"}  # named only while something lacks
BREAK = re.compile(rf"[,;:({FACT}]")


def named_pair(case: Case) -> tuple[Known, Known] | None:
    """Take the two figures that a claim compares, of which the words name the second at least."""
    text, claim = case.sentence.text, case.claim
    said = BREAK.split(text[claim.start :], maxsplit=1)[0]
    named = next((each for each in named_figures(said) if not each.bare), None)
    if named is None or roles.OF_REGION.search(said):
        return None
    other, end = _figure(case, named.concept), claim.start + named.end
    one = _compared_with(case, named, len(text) if named.concept in OF_NATION else end)
    return (one, other) if one and other and one.concept in COMPARABLE[named.concept] else None


def named_around(case: Case) -> Known | None:
    """Take the own figure whose name the claim is a part of: "nhịp tăng kể từ kỳ trước"."""
    claim = case.claim
    around = (each for each in named_figures(case.sentence.text) if each.start < claim.start and claim.end <= each.end)
    named = next(around, None)
    return _figure(case, named.concept) if named else None


def _compared_with(case: Case, other: Named, end: int) -> Known | None:
    """Take what is compared with a named figure: the figure before the claim, or named before it, or the own one."""
    text, start = case.sentence.text, case.claim.start
    if other_unit(text[:start], case.evidence.vocabulary):
        return None
    clause = re.split(r"[,;:(]", text[:start])[-1]
    if FACT in clause or not (named := named_figures(clause)):
        beside = case.before(lambda known: known.is_number)
        own = OWN_BESIDE.get(other.concept)
        return beside or (case.own_meant(own, end) if own else None)
    one = named[-1]
    known = _figure(case, one.concept)
    begin = start - len(clause) + one.start
    hidden = text[:begin] + " " * (one.end - one.start) + text[begin + one.end - one.start :]
    rest = replace(case, sentence=replace(case.sentence, text=hidden))
    return known if known and rest.own_fitting(one.concept, end, named=True) else None


def _figure(case: Case, concept: str) -> Known | None:
    if concept in OF_NATION:
        return case.evidence.of_nation(OF_NATION[concept])
    known = case.evidence.own_of(concept)
    return None if known and concept in LACKS and not above(known, NOUGHT) else known
