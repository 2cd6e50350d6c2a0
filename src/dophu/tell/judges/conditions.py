"""What follows from a condition that opens its sentence: "Nếu …, tỉnh sẽ đạt mục tiêu"."""

from __future__ import annotations

import re

from dophu.tell.judges.bounds import NOUGHT, above, not_below, opposite
from dophu.tell.judges.case import AT_LEAST, Case
from dophu.tell.roles import other_unit
from dophu.words.text import any_of, of_kind

NEXT_ABOVE = re.compile(any_of(*of_kind("claims", "next above")))


def if_met(case: Case) -> str | None:
    """Judge what follows from a condition: from what lacks, that a target is reached; from a speed, whether in time.

    None where the condition says neither: what follows is then judged as any claim.
    """
    if case.claim.under == "equal":
        return _if_caught_up(case)
    if case.claim.under not in {"reached", "pace"}:
        return None
    lacks = case.evidence.own("gap") or case.evidence.own("missing")
    if not case.claim.negated and lacks and not above(lacks, NOUGHT):
        return f"it holds already: {lacks.key} is {lacks.shown}"
    wanted = case.before(lambda known: known.role in AT_LEAST or known.concept == "pace")
    if wanted and wanted.is_own and not case.claim.negated:
        return "" if above(wanted, NOUGHT) else f"it is not sure: {wanted.key} is {wanted.shown}"
    daily = case.before(lambda known: known.concept == "per_day")
    if daily is None and case.claim.negated and case.claim.under == "pace":
        daily = case.evidence.own_of("per_day")
    if daily:
        pace = case.evidence.own_of("pace")
        return case.against(not_below(daily, pace), daily, pace) if pace else "the pace that is needed is not known"
    denied = case.claim.negated and case.claim.under == "reached"  # "…, tỉnh sẽ khó đạt mục tiêu"
    other = other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary)
    return case.against(opposite(above(lacks, NOUGHT)), lacks) if denied and lacks and not other else None


def _if_caught_up(case: Case) -> str | None:
    """Judge "Nếu có thêm {{ ahead_people }} người, tỷ lệ sẽ ngang với đơn vị xếp ngay trên"."""
    lacks = case.before(lambda known: known.concept == "catch_up")
    named = NEXT_ABOVE.search(case.sentence.text, case.claim.end)
    return "" if lacks and named and above(lacks, NOUGHT) else None
