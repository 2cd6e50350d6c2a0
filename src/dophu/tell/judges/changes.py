"""Whether a claim of a change is borne out: "tăng", "giảm", "không đổi", "lên hạng"."""

from __future__ import annotations

import re

from dophu.tell.evidence import Known
from dophu.tell.judges.bounds import NOUGHT, Truth, above, below, exactly, opposite, order
from dophu.tell.judges.case import Case
from dophu.tell.judges.named import named_around
from dophu.tell.roles import first_unit, other_unit
from dophu.words.named import named_figures
from dophu.words.numerals import read
from dophu.words.roles import AMONG_THEM, MEMBER
from dophu.words.text import any_of, of_kind

CHANGES = {"change", "moved"}
OF_RANK = re.compile(rf"{any_of(*of_kind('claims', 'rank'))}(?!.*{any_of(*of_kind('neutral', 'result'))})")
PARTS = re.compile(rf"[,;:]|{any_of(*of_kind('claims', 'joins parts'))}")


def change(case: Case) -> str:
    """Judge "tăng", "giảm", "không đổi" by the change beside them, or by every change of the list they open."""
    if ends := case.from_to():
        up = order("higher", ends[1], ends[0])  # of ranks: the smaller number
        return case.against(up if case.claim.kind == "rose" else opposite(up), *ends)
    if moved := _moved(case):
        return case.against(moves(case.claim.kind, moved), moved)
    if not case.claim.negated and (named := named_around(case)):
        return case.against(moves(case.claim.kind, named), named)
    return _by_changes(case)


def _by_changes(case: Case) -> str:
    figure, own = case.next_number(), case.role(*CHANGES)
    if own is None and (movers := case.counted_of("climbed", "dropped")):
        return _by_movers(case, movers)
    if figure and figure.role not in CHANGES:
        return f"it stands before {figure.key}, which is no change"
    if doubled := case.doubled_sign():
        return doubled
    told = [own] if own else [known for known in case.opened if known.role in CHANGES]
    if not told and (meant := case.own_meant("gained") or case.own_meant("change") or case.own_meant("moved")):
        told = [meant]
    if not told:
        return "no change stands in its sentence"
    return next(filter(None, (case.against(moves(case.claim.kind, known), known) for known in told)), "")


def _moved(case: Case) -> Known | None:
    """Take the places that the own unit has moved, where a claim is said of its rank: "song thứ hạng lại giảm"."""
    subject = PARTS.split(case.ahead())[-1]
    figure = case.next_number()
    is_of_rank = OF_RANK.search(subject) is not None and not other_unit(subject, case.evidence.vocabulary)
    return case.evidence.own_of("moved") if is_of_rank and (figure is None or figure.role == "rank") else None


def _by_movers(case: Case, movers: Known) -> str:
    """Judge by a count of units that moved: "{{ climbers }} đơn vị lên hạng"."""
    way = {"rose": "climbed", "fell": "dropped"}.get(case.claim.kind, case.claim.kind)
    if _is_member(case, movers) and movers.role == way:
        moved = case.evidence.own_of("moved")
        return case.against(moves(way, moved), moved) if moved else "no change of rank is known"
    return case.against(movers.role == way, movers)


def _is_member(case: Case, movers: Known) -> bool:
    """Whether the own unit is said to be one of those that moved, before or behind their number."""
    vocabulary = case.evidence.vocabulary
    fact = next(fact for fact, known in case.beside if known is movers)
    if MEMBER.search(fact.before):
        return not other_unit(fact.before, vocabulary)
    named = AMONG_THEM.search(fact.after)
    return named is not None and first_unit(fact.after[named.end() :], vocabulary)[0] == vocabulary.own


def speed(case: Case) -> str:
    """Judge "chậm lại", "tăng tốc" by the daily rise since the period before against that of the week."""
    now, week = case.concept("per_day"), case.concept("week_per_day")
    named = {figure.concept for figure in named_figures(case.sentence.text)}
    if now is None and (week or "week_per_day" in named):
        now = case.own_fitting("per_day", len(case.sentence.text))
    week = week or case.evidence.own_of("week_per_day")
    if now is None or week is None:
        return "no daily rise, and none that it is compared with, stands in its sentence"
    return case.against(order("higher" if case.claim.kind == "sped up" else "lower", now, week), now, week)


def moves(kind: str, change: Known) -> Truth:
    """Whether a change goes the way that a claim says."""
    if kind == "unchanged":
        return exactly(change, 0)
    return above(change, NOUGHT) if kind in {"rose", "climbed"} else below(change, NOUGHT)


def move(case: Case) -> str:
    """Judge "lên hạng" and "tụt hạng" by the places moved, or by a count of those that moved."""
    if movers := case.counted_of("climbed", "dropped"):
        return _by_movers(case, movers)
    ranks = [known for _, known in case.beside if known.role == "rank"]
    if len(ranks) == len(("from", "to")) and (up := order("higher", ranks[1], ranks[0])) is not None:
        return case.against(up if case.claim.kind == "climbed" else not up, *ranks)
    moved = case.role("moved") or (None if case.claim.of_none else case.own_meant("moved"))
    if moved is None:
        return "no change of rank stands in its sentence"
    places = next((number.value for number in read(case.claim.text).numbers), None)  # "lùi một bậc"
    way = 1 if case.claim.kind == "climbed" else -1
    truth = moves(case.claim.kind, moved) if places is None else exactly(moved, way * places)
    return case.against(truth, moved)
