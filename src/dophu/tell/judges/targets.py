"""Whether a claim of a target is borne out: "đạt", "vượt", "thấp hơn mục tiêu", "chưa đơn vị nào đạt"."""

from __future__ import annotations

import re

from dophu.tell.evidence import Known
from dophu.tell.judges.bounds import NOUGHT, Truth, above, below, opposite
from dophu.tell.judges.case import Case, is_share
from dophu.tell.judges.comparisons import pace
from dophu.tell.roles import other_unit
from dophu.words import roles
from dophu.words.roles import OUT_OF
from dophu.words.text import any_of, of_kind

SUM = re.compile(any_of(*of_kind("claims", "sum")))


def target(case: Case) -> str:
    """Judge "đạt", "vượt", "thấp hơn mục tiêu" by a count of units, a gap, or a share and its target."""
    if case.claim.of_none:
        return _none_reached(case)
    figure = case.next_number()
    if _counts_units(case) or _is_sum(case) or _states_value(case, figure):
        return ""
    if figure and figure.less and figure.role in {"gap", "missing"} and case.claim.kind == "exceeded":
        return case.against(above(figure, NOUGHT), figure)  # "vượt 2,30 điểm phần trăm": above a ceiling
    short_of = case.claim.kind == "below" and figure and figure.role in {"gap", "missing"}  # "còn cách mục tiêu 2 điểm"
    if figure and figure.role == "pace" and case.claim.kind == "reached":  # "đáp ứng mức {{ pace }} cần thiết"
        return pace(case)
    if figure and figure.role != "target" and not short_of:
        return f"it stands before {figure.key}, which is no target"
    return _by_share(case, figure if short_of else case.role("gap"))


def _by_share(case: Case, gap: Known | None) -> str:
    """Judge by a share and its target, or by what lacks between them."""
    share, goal = case.before(is_share), case.role("target")
    if share is None and _is_of_neighbour(case):
        return "it is said of the unit next to it, whose gap does not stand in its sentence"
    if share is None and not other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary):
        share = case.near(lambda known: is_share(known) and known.is_own)
    if gap is None and share and goal:
        return case.against(_reaches(case.claim.kind, share, goal), share, goal)
    return _by_gap(case, gap, goal)


def _is_of_neighbour(case: Case) -> bool:
    """Whether the unit next in rank is what a claim is said of: "Đơn vị đứng ngay sau cũng đã vượt mục tiêu"."""
    return roles.NEIGHBOUR.search(re.split("[,;:]", case.sentence.text[: case.claim.start])[-1]) is not None


def _states_value(case: Case, figure: Known | None) -> bool:
    """Whether "đã đạt" only says how much there is: "Tỷ lệ đã đạt {{ share }}"."""
    says_it = case.claim.text.lower() in of_kind("claims", "states value")
    return says_it and not case.claim.negated and figure is not None and figure.role in {"share", "counted"}


def _none_reached(case: Case) -> str:
    judged = case.role("judged")
    key = judged.key.replace("judged", "reached") if judged else "reached"
    counted = case.evidence.get(key) or case.evidence.first("reached")
    if counted is None:
        return "no count of the units that have reached it is known"
    return "" if counted.high == 0 else f"it is contradicted: {counted.key} is {counted.shown}"


def _counts_units(case: Case) -> bool:
    """Whether the sentence counts the units that have reached the target, or sums what the others lack."""
    if case.claim.negated:
        return case.concept("missing_total", "shortfall") is not None
    return case.claim.kind == "reached" and (_last_counts_reached(case) or _next_counts_reached(case))


def _is_sum(case: Case) -> bool:
    """Whether a share and its gap are added up: "{{ share }} cộng với {{ gap }} bằng mục tiêu {{ target }}"."""
    ahead = [pair for pair in case.beside if pair[0].place < case.claim.start]
    if case.claim.kind != "reached" or case.claim.negated or len(ahead) != len(("share", "gap")):
        return False
    (one, share), (other, gap) = ahead
    added = SUM.search(case.sentence.text, one.place, other.place)
    return bool(added) and share.concept == "share" and gap.role == "gap" and share.is_own and gap.is_own


def _next_counts_reached(case: Case) -> bool:
    """Whether the claim says what is counted: "Số đơn vị đạt mục tiêu 50%: 01"."""
    counted = case.after(lambda known: known.unit == "count")
    named = roles.NUMBER_OF_UNITS.search(case.sentence.text[: case.claim.start])
    return named is not None and counted is not None and counted[1].role == "reached"


def _last_counts_reached(case: Case) -> bool:
    """Whether "{{ reached }} trong {{ judged }} đơn vị" comes before the claim, or the count of those that reached."""
    ahead = [pair for pair in case.beside if pair[0].place < case.claim.start and pair[1].unit == "count"]
    roles = [known.role for _, known in ahead]
    if roles[-1:] == ["reached"]:
        return True
    among = len(ahead) > 1 and OUT_OF.search(case.sentence.text[ahead[-2][0].place : ahead[-1][0].place])
    return bool(among) and roles[-2:] == ["reached", "judged"]


def _reaches(kind: str, share: Known, goal: Known) -> Truth:
    limit = NOUGHT if goal.low is None else goal.low
    if share.less and kind == "reached":
        return opposite(above(share, limit))
    if kind == "exceeded":
        return above(share, limit)
    return below(share, limit) if kind == "below" else opposite(below(share, limit))


def _by_gap(case: Case, gap: Known | None, goal: Known | None) -> str:
    """Judge by what lacks: above nought until the target is reached; without a gap beside it, by the edition's own."""
    if gap is None and (other := other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary)):
        return f"it is said of {other}, whose gap does not stand in its sentence"
    own = (case.evidence.own("gap") or case.evidence.own("missing")) if goal or case.own_meant("share") else None
    lacks = gap or own
    if lacks is None:
        return "neither a gap nor a target with its share stands in its sentence"
    reached, beyond, short = opposite(above(lacks, NOUGHT)), below(lacks, NOUGHT), above(lacks, NOUGHT)
    over, under = (short, beyond) if lacks.less else (beyond, short)  # a ceiling is missed from above
    return case.against({"reached": reached, "exceeded": over, "below": under}[case.claim.kind], lacks)
