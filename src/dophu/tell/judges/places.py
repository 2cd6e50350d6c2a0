"""Whether a claim of a place among others is borne out: "cao nhất", "dẫn đầu", "nửa trên", "giữ vững vị trí"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dophu.tell.evidence import Known
from dophu.tell.judges.bounds import NOUGHT, Truth, above, below, every, exactly, not_below, opposite
from dophu.tell.judges.case import AT_LEAST, Case
from dophu.tell.roles import first_unit, other_unit
from dophu.words import roles
from dophu.words.claims import FACT, Claim
from dophu.words.numerals import read
from dophu.words.roles import OF_ALL

NO_PLACES = {"ranked", "peers", "target", "counted", "gap", "missing", "needed", "base", "moment", "deadline"}


def extreme(case: Case) -> str:
    """Judge "cao nhất", "dẫn đầu", "cuối bảng" by a rank, or among the facts of the same kind of all units."""
    if _is_at_least(case) or case.role("top") or case.concept("spread"):
        return ""
    if ranked := _rank_meant(case):
        return _first_or_last(case, ranked)
    following = case.after(lambda known: bool(known.family))
    one = following[1] if following else case.before(lambda known: bool(known.family))
    if (one is None or _is_no_place(case.claim, one)) and (rank := case.own_meant("rank")):
        return _first_or_last(case, rank)
    if one is None:
        return "no rank, and no fact that is compared over units, stands in its sentence"
    truth = _outdoes(case.claim, one, case.evidence.kin(one))
    return case.against(_placed(case, one) if truth is None else truth, one)


def half(case: Case) -> str:
    """Judge "nửa trên" and "nửa dưới" of a ranking by the rank."""
    rank, ranked = case.role("rank") or case.own_fitting("rank"), case.role("ranked") or case.evidence.own("ranked")
    if rank is None or ranked is None or ranked.low is None or ranked.low != ranked.high:
        return "no rank stands in its sentence"
    upper = opposite(above(rank, ranked.low / 2))
    return case.against(upper if case.claim.kind == "upper half" else opposite(upper), rank, ranked)


def among(case: Case) -> str:
    """Judge "trong nhóm mười địa phương dẫn đầu" by the rank, out of how many from the other end."""
    rank, ranked = _rank_meant(case) or case.own_fitting("rank", named=True), case.evidence.own("ranked")
    places = next((number.value for number in read(case.claim.text).numbers), None)
    if rank is None or ranked is None or ranked.low is None or places is None:
        return "no rank stands in its sentence"
    if case.claim.kind == "among first":
        return case.against(opposite(above(rank, places)), rank)
    return case.against(above(rank, ranked.low - places), rank, ranked)


def end_of_all(case: Case) -> str:
    """Judge "Không có tỉnh nào có tỷ lệ cao hơn {{ unit_full }}" by the rank of the unit named directly behind."""
    named, between = first_unit(case.behind(), case.evidence.vocabulary)
    rank, share = case.evidence.own_of("rank"), case.next_number()
    of_share = share is not None and share.concept == "share" and share.is_own
    if (between.strip() and not of_share) or named != case.evidence.vocabulary.own or rank is None:
        return "no unit of the ranking is named directly behind it"
    ranked, peers = case.evidence.own("ranked"), case.evidence.own("peers")
    if ranked is None or peers is None or ranked.low is None or ranked.low != peers.low:
        return "the rank is not known among all"
    return case.against(exactly(rank, 1 if case.claim.kind == "first of all" else ranked.low), rank, ranked)


def _rank_meant(case: Case) -> Known | None:
    """Take the rank beside a claim, by what is said to be ranked: "đứng đầu về tỷ lệ", "về số lượng"."""
    said = re.split(r"[,;:(]", case.sentence.text[case.claim.start :])[0]
    concept = _order_said(said) or _order_said(case.sentence.text[: case.claim.start])
    beside = case.near(lambda known: known.role == "rank" and concept in {"", known.concept})
    return beside or (case.own_fitting(concept, named=True) if concept else None)


def _order_said(text: str) -> str:
    """Say by which rank words order the units, "theo số lượng"; an empty text where they do not."""
    return next((concept for concept, words in roles.RANKED_BY if words.search(text)), "")


def _is_no_place(claim: Claim, one: Known) -> bool:
    """Whether a figure beside a claim has no place itself: a change beside "vẫn đứng đầu", unlike "tăng nhiều nhất"."""
    return one.role in NO_PLACES or (one.role == "change" and claim.text.lower() not in roles.BY_AMOUNT)


def _is_at_least(case: Case) -> bool:
    """Whether "ít nhất" stands before a fact that says how much is wanted."""
    stands_before = case.sentence.text[case.claim.end :].lstrip().startswith(FACT)
    following = case.after(lambda known: True)
    wanted = following is not None and following[1].role in AT_LEAST
    return case.claim.text.lower() == roles.AT_LEAST and stands_before and wanted


def _outdoes(claim: Claim, one: Known, kin: Sequence[Known]) -> Truth:
    """Whether a fact lies at the end of its kind; a falling one is the most when it is the lowest."""
    others = [fact for fact in kin if fact.key != one.key]
    if not others:
        return None
    at_top = (claim.kind == "highest") is not _is_of_places(claim, one)
    highest, lowest = every(not_below(one, other) for other in others), every(not_below(o, one) for o in others)
    falls_most = claim.text.lower() == roles.MOST and not highest and below(one, NOUGHT)
    return highest if at_top and not falls_most else lowest


def _is_of_places(claim: Claim, one: Known) -> bool:
    """Whether a claim is of the best, where less is better: "dẫn đầu" has the lowest share, "cao nhất" the highest."""
    return one.less and claim.text.lower() not in roles.BY_AMOUNT


def _is_first(claim: Claim, one: Known) -> bool:
    """Whether a claim is of the first place."""
    return (claim.kind == "highest") is not (one.less and claim.text.lower() in roles.BY_AMOUNT)


def _placed(case: Case, one: Known) -> Truth:
    """Judge by the rank that the list gave, where what is shown is rounded too far to tell."""
    rank = case.evidence.get(one.key.replace("share", "rank", 1)) if one.key.startswith("share") else None
    if rank is None or rank.low is None:
        return None
    places = [other.low for other in case.evidence.kin(rank) if other.low is not None]
    return rank.low == (1 if _is_first(case.claim, rank) else max(places))


def _first_or_last(case: Case, rank: Known) -> str:
    ranked, peers = case.role("ranked") or case.evidence.own("ranked"), case.evidence.own("peers")
    if OF_ALL.search(case.sentence.text) and ranked and peers and ranked.low != peers.low:
        return case.against(None, ranked, peers)
    if _is_first(case.claim, rank):
        return case.against(exactly(rank, 1), rank)
    if ranked is None or ranked.low is None:
        return case.against(None, rank)
    return case.against(exactly(rank, ranked.low), rank, ranked)


def held(case: Case) -> str:
    """Judge "giữ vững vị trí" by the places moved."""
    moved = case.role("moved") or case.evidence.own("moved")
    if moved is None or other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary):
        return "no change of rank stands in its sentence"
    return case.against(exactly(moved, 0), moved)
