"""What follows from a condition that opens its sentence: "Nếu …, tỉnh sẽ đạt mục tiêu"."""

from __future__ import annotations

import re

from dophu.tell.evidence import Known
from dophu.tell.judges.bounds import NOUGHT, above, not_below, opposite
from dophu.tell.judges.case import AT_LEAST, Case
from dophu.tell.roles import first_unit, other_unit
from dophu.words.text import any_of, of_kind

KEEPS = re.compile(any_of(*of_kind("claims", "keeps pace")))  # "Nếu giữ mức tăng bình quân như hiện nay"
NEXT_ABOVE = re.compile(any_of(*of_kind("claims", "next above")))


def if_met(case: Case) -> str | None:
    """Judge what follows from a condition: from what lacks, that a target is reached; from a speed, whether in time.

    None where the condition says neither: what follows is then judged as any claim.
    """
    if case.claim.under == "equal":
        return _if_caught_up(case)
    if case.claim.under in {"reached", "pace"}:
        return _if_added(case)
    return None


def _if_added(case: Case) -> str | None:
    """Judge "Chỉ cần thêm {{ missing }} người là tỉnh đạt mục tiêu", or what is reached at the speed that is named."""
    lacks = case.evidence.own("gap") or case.evidence.own("missing")
    if not case.claim.negated and lacks and not above(lacks, NOUGHT):
        return f"it holds already: {lacks.key} is {lacks.shown}"
    if case.before(lambda known: known.role == "distance"):
        return "what its condition names lacks to another unit, and not to the target"
    wanted = case.before(lambda known: known.role in AT_LEAST or known.concept == "pace")
    if wanted and wanted.is_own and not case.claim.negated:
        return "" if above(wanted, NOUGHT) else f"it is not sure: {wanted.key} is {wanted.shown}"
    daily = case.before(lambda known: known.concept == "per_day")
    keeps = KEEPS.search(case.sentence.text[: case.claim.start])
    if daily is None and (keeps or (case.claim.negated and case.claim.under == "pace")):
        daily = case.evidence.own_of("per_day")
    return _if_kept(case, daily) if daily else _if_denied(case, lacks)


def _if_kept(case: Case, daily: Known) -> str:
    """Judge "Nếu giữ mức tăng như hiện nay, tỉnh sẽ đạt mục tiêu đúng hạn" by the pace that is needed."""
    pace = case.evidence.own_of("pace")
    return case.against(not_below(daily, pace), daily, pace) if pace else "the pace that is needed is not known"


def _if_denied(case: Case, lacks: Known | None) -> str | None:
    denied = case.claim.negated and case.claim.under == "reached"  # "…, tỉnh sẽ khó đạt mục tiêu"
    other = other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary)
    return case.against(opposite(above(lacks, NOUGHT)), lacks) if denied and lacks and not other else None


def _if_caught_up(case: Case) -> str | None:
    """Judge "Nếu có thêm {{ ahead_people }} người, tỷ lệ sẽ ngang với đơn vị xếp ngay trên"."""
    lacks = case.before(lambda known: known.concept == "catch_up")
    above_own = NEXT_ABOVE.search(case.sentence.text, case.claim.end)
    other = first_unit(case.behind(), case.evidence.vocabulary)[0]
    named = above_own or (lacks and lacks.key.endswith(f":{other}"))
    return "" if lacks and named and above(lacks, NOUGHT) else None
