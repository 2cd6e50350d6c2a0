"""Whether a comparison is borne out, by a difference or by two figures: "cao hơn", "ngang bằng", "đúng tiến độ"."""

from __future__ import annotations

import re
from dataclasses import replace

from dophu.tell.evidence import Known
from dophu.tell.judges.bounds import NOUGHT, Truth, above, below, exactly, not_below, opposite, order
from dophu.tell.judges.case import Case
from dophu.tell.judges.changes import CHANGES
from dophu.tell.judges.named import named_pair
from dophu.tell.roles import UNKNOWN_UNIT, code_of_last, first_unit, other_unit
from dophu.words import roles
from dophu.words.claims import FACT
from dophu.words.text import any_of, of_kind

OWN_BESIDE = {  # with which figure of its own an edition compares, by the concept of the other
    "share": "share",
    "median": "share",
    "counted": "counted",
    "needed": "counted",
    "pace": "per_day",
    "rank": "rank",
}
COMPARED = re.compile(rf"{any_of(*of_kind('roles', 'against'))}[^,;]*,")  # "So với cả nước, …" opens a sentence
THIS_KINDS = {"exceeded": "higher", "higher": "higher", "lower": "lower", "below": "lower", "equal": "equal"}
COPULA = re.compile(rf"\s{any_of(*of_kind('roles', 'is'))}\s")
RANK, FORMER = (any_of(*of_kind("claims", kind)) for kind in ("rank", "former"))
OF = any_of(*of_kind("roles", "of"))
OF_FORMER_RANK = re.compile(rf"\s*{RANK}\s+(?:{OF}\s+)?{FORMER}")  # "xếp {{ rank }}, thấp hơn vị trí của kỳ trước"
NEXT_UNIT = re.compile(any_of(*of_kind("claims", "next above"), *of_kind("claims", "behind")))


def compared(case: Case) -> str:
    """Judge "cao hơn", "thấp hơn", "ngang bằng" by a difference, or by the two figures around the word."""
    if doubled := case.doubled_sign():
        return doubled
    if _is_turned_by_copula(case) and (said := _by_name(case)) is not None:
        return said
    if moved := _moved_since(case):
        return case.against(_differs(case.claim.kind, moved, turned=False), moved)
    said = _by_difference(case)
    return _by_figures(case) if said is None else said


def _moved_since(case: Case) -> Known | None:
    """Take the places that the own unit has moved, where its rank is compared with that of the period before."""
    of_former = OF_FORMER_RANK.match(case.sentence.text, case.claim.end)
    other = other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary)
    return case.evidence.own_of("moved") if of_former and not other else None


def _by_difference(case: Case) -> str | None:
    kind = case.claim.kind
    if _two_differences(case):
        return None
    if difference := case.role("difference"):
        return case.against(_differs(kind, difference, turned=_is_said_by_other_side(case, difference)), difference)
    if pair := case.one_against_other() or case.other_before_one():
        return case.against(order(kind, *pair), *pair)
    if apart := _told_apart(case) or _named_apart(case):
        return case.against(_differs(kind, apart, turned=apart.role == "gap"), apart)
    return None


def _two_differences(case: Case) -> bool:
    """Whether a difference is compared with another: "Khoảng cách lên trên ({{ ahead }}) hẹp hơn … ({{ behind }})"."""
    one = case.before(lambda known: known.role == "difference")
    other = case.after(lambda known: known.role == "difference")
    return one is not None and other is not None and one.concept == other[1].concept == "beside"


def _by_figures(case: Case) -> str:
    one, following = case.before(lambda known: known.is_number), case.after(lambda known: known.is_number)
    other = following[1] if following else None
    if other and (one is None or one.unit != other.unit):
        one = _own_beside(case, other)
    pair = _alike(one, other) or named_pair(case)
    if pair:
        return case.against(order(case.claim.kind, *pair), *pair)
    said = _by_name(case)
    return "neither a difference nor two figures that compare stand around it" if said is None else said


def _by_name(case: Case) -> str | None:
    named = _own_against_named(case)
    return case.against(_differs(case.claim.kind, named[0], turned=named[1]), named[0]) if named else None


def this_compared(case: Case) -> str | None:
    """Judge "…; tỉnh cao hơn mức này" by the last figure of the sentence before; None where nothing says "this"."""
    kind = THIS_KINDS.get(case.claim.kind)
    figures = [known for known in case.former if known.is_number]
    if kind is None or not figures or not roles.THIS.match(case.sentence.text, case.claim.end):
        return None
    other = figures[-1]
    one = case.before(lambda known: known.unit == other.unit) or _own_beside(case, other)
    if one is None or one.unit != other.unit:
        return f"{other.key} stands before it, and nothing that is compared with it"
    return case.against(order(kind, one, other), one, other)


def _own_against_named(case: Case) -> tuple[Known, bool] | None:
    """Take the difference of the own unit to the one unit named beside the claim, and whether it is of the other side.

    "Cần Thơ xếp dưới Phú Thọ", "Xếp ngay sau {{ unit_full }} là {{ below_names }}": what "là" names is spoken of.
    """
    vocabulary = case.evidence.vocabulary
    one = code_of_last(COMPARED.sub("", case.ahead()), vocabulary) or vocabulary.own
    behind = re.split(r"[,;:]", case.behind())[0]
    other = first_unit(behind, vocabulary)[0]
    if copula := COPULA.search(behind):
        one = first_unit(behind[copula.end() :], vocabulary)[0]
        other = first_unit(behind[: copula.start()], vocabulary)[0] or vocabulary.own
    joined = code_of_last(behind, vocabulary) not in {"", one, other}  # "hơn Cao Bằng và Bắc Kạn"
    if joined or vocabulary.own not in {one, other} or one == other:
        return None
    apart = case.evidence.apart_from(other if one == vocabulary.own else one)
    return (apart, (apart.subject == vocabulary.own) is not (one == vocabulary.own)) if apart else None


def _is_turned_by_copula(case: Case) -> bool:
    """Whether a claim of the next unit names this behind it: "xếp ngay sau thành phố là Quảng Ninh"."""
    behind = re.split(r"[,;:]", case.behind())[0]
    return bool(NEXT_UNIT.search(case.claim.text) and COPULA.search(behind))


def _alike(one: Known | None, other: Known | None) -> tuple[Known, Known] | None:
    """Take two figures that compare."""
    return (one, other) if one and other and one.unit == other.unit and one.key != other.key else None


def _named_apart(case: Case) -> Known | None:
    """Take what the own share differs by from the region or nation named: "So với cả nước, tỷ lệ của tỉnh thấp hơn"."""
    text, claim = case.sentence.text, case.claim
    compared = COMPARED.match(text)
    opened = compared.end() if compared else 0
    if FACT in text or opened > claim.start or (compared is None and not roles.OF_REGION.search(text, claim.end)):
        return None
    apart = case.evidence.named_beside(compared[0] if compared else text[claim.end :])
    sentence = replace(case.sentence, text=text[opened:])
    own = replace(case, sentence=sentence, claim=replace(claim, start=claim.start - opened, end=len(sentence.text)))
    return apart if apart and own.own_meant("share") else None


def _differs(kind: str, difference: Known, *, turned: bool) -> Truth:
    more, less = above(difference, NOUGHT), below(difference, NOUGHT)
    if turned:
        more, less = less, more
    return {"higher": more, "lower": less}.get(kind, exactly(difference, 0))


def _told_apart(case: Case) -> Known | None:
    """Take the gap or change that the claim stands before: "so với mục tiêu …, thấp hơn {{ gap }}"."""
    apart = case.next_number()
    if apart is None or apart.less:
        return None
    of_target = apart.role == "gap" and case.role("target") is not None
    of_change = apart.role in CHANGES and case.claim.text.lower().endswith(roles.EARLIER)
    return apart if of_target or of_change else None


def _own_beside(case: Case, other: Known) -> Known | None:
    """Take the edition's own figure where the sentence names only the other: "Tỷ lệ của tỉnh thấp hơn mức chung …"."""
    if other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary):
        return None
    return case.evidence.own_of(OWN_BESIDE.get(other.concept, ""))


def _is_said_by_other_side(case: Case, difference: Known) -> bool:
    """Whether a difference is taken from the other side than its sentence speaks of."""
    before, vocabulary = COMPARED.sub("", case.ahead()), case.evidence.vocabulary
    if difference.concept != "beside" or not difference.subject:
        return False
    clause = re.split("[,;]", before)[-1]
    if roles.OWN_PLACE.search(clause) and not (roles.NEIGHBOUR.search(clause) or NEXT_UNIT.search(clause)):
        before = clause
    if roles.NEIGHBOUR.search(before) or NEXT_UNIT.search(before):
        return difference.subject == vocabulary.own and FACT not in before
    speaks = code_of_last(before, vocabulary) or vocabulary.own
    return speaks not in {difference.subject, UNKNOWN_UNIT}


def pace(case: Case) -> str:
    """Judge "đúng tiến độ" by the daily rise and the pace that is needed, or by their difference."""
    behind = case.concept("pace_apart", "week_pace_apart")
    daily, needed = case.concept("per_day"), case.concept("pace")
    if behind is None and daily is None and needed is None:
        daily = case.own_meant("per_day")
    needed = needed or case.evidence.own_of("pace")
    if behind is None and daily and needed:
        return case.against(not_below(daily, needed), daily, needed)
    if behind is None:
        return "no comparison with the pace that is needed stands in its sentence"
    return case.against(opposite(below(behind, NOUGHT)), behind)
