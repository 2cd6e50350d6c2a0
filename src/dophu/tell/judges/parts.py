"""Whether a part said in words is borne out: "quá nửa", "chưa đến một phần tư", "gấp đôi", "duy nhất"."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from dophu.tell.evidence import Known
from dophu.tell.judges.bounds import Truth, above, below, exactly
from dophu.tell.judges.case import Case, is_share
from dophu.tell.roles import other_unit
from dophu.words import roles
from dophu.words.claims import FACT
from dophu.words.numerals import read
from dophu.words.text import any_of, of_kind

HALF, MOST, ALL = Fraction(50), Fraction(90), Fraction(100)
NEAR_ENOUGH = Fraction(1, 50)  # "gấp đôi" of 1,96 to 2,04 times
FRACTIONS = ("above fraction", "below fraction")
DENIES = re.compile(any_of(*of_kind("claims", "negation")))
OF_REST = re.compile(rf"[^,{FACT}]*?\s{DENIES.pattern}")
OF_POPULATION = re.compile(rf"\s*{any_of(*of_kind('claims', 'population'))}")


def part(case: Case) -> str:
    """Judge "quá nửa", "đa số", "hầu hết" by a share, or by two counts: "{{ a }} trong {{ b }}"."""
    share = case.near(is_share)
    counts = [(a, b) for (_, a), (_, b) in pairwise(case.beside) if a.unit == b.unit == "count" and b.low and b.high]
    if roles.OF_TARGET.match(case.sentence.text, case.claim.end):
        return _part_of_target(case, share)
    if roles.OF_NEEDED.match(case.sentence.text, case.claim.end):
        return _part_of_needed(case)
    if of_nation := roles.OF_NATION.match(case.sentence.text, case.claim.end):
        return _part_of_nation(case, share, of_nation.end())
    if share := share or (None if counts else _own_part(case)):
        part = _rest(share) if _is_of_rest(case) else share
        return case.against(_holds_part(case.claim.kind, part), share)
    if not counts:
        return "no share stands in its sentence"
    some, whole = counts[0]
    low = None if some.low is None or whole.high is None else ALL * some.low / whole.high
    high = None if some.high is None or not whole.low else ALL * some.high / whole.low
    return case.against(_holds_part(case.claim.kind, Known("", "share", "percent", "", low, high)), some, whole)


def _own_part(case: Case) -> Known | None:
    """Take the own share, if the words around a part fit it, or the count whose share of the population it is."""
    if not OF_POPULATION.match(case.sentence.text, case.claim.end):
        return case.own_meant("share")
    if not case.is_plain and case.claim.kind not in FRACTIONS:
        return None
    end = _end_of_population(case)
    fits = case.own_fitting("share", end, named=True) or case.own_fitting("counted", end, named=True)
    return case.evidence.own_of("share") if fits else None


def _is_of_rest(case: Case) -> bool:
    """Whether a part is that of those who have not: "Phần lớn dân số chưa cài đặt"."""
    population = OF_POPULATION.match(case.sentence.text, case.claim.end)
    behind = case.sentence.text[population.end() :].partition(",")[0] if population else ""
    return bool(DENIES.search(behind.partition(FACT)[0]))


def _rest(share: Known) -> Known:
    low, high = (None if end is None else ALL - end for end in (share.high, share.low))
    return replace(share, low=low, high=high)


def _end_of_population(case: Case) -> int:
    found = OF_POPULATION.match(case.sentence.text, case.claim.end)
    denied = OF_REST.match(case.sentence.text, found.end()) if found else None
    return denied.end() if denied else found.end() if found else case.claim.end


def fraction(case: Case) -> str:
    """Judge "chưa đến một phần tư dân số" by a share, beside it or the edition's own."""
    part = next((number.value for number in read(case.claim.text).numbers if number.value), None)
    share = case.near(is_share) or _own_part(case)
    if part is None or share is None:
        return "no share stands in its sentence"
    truth = above(share, ALL * part) if case.claim.kind == "above fraction" else below(share, ALL * part)
    return case.against(truth, share)


def _part_of_target(case: Case, share: Known | None) -> str:
    """Judge "chưa bằng một nửa mục tiêu" by the share of its target."""
    goal = case.role("target") or case.evidence.own("target")
    if share is None and (found := case.after(lambda known: known.role == "target")):
        share = case.own_fitting("share", found[0].place + 1)
    share = share or case.own_fitting("share", len(case.sentence.text))
    if share is None or goal is None or not goal.low or goal.low != goal.high:
        return "no share stands beside its target"
    return case.against(_holds_part(case.claim.kind, _share_of(share, goal)), share, goal)


def _part_of_needed(case: Case) -> str:
    """Judge "chưa bằng nửa số cần đạt" by the count and the one that is needed."""
    count = case.role("counted") or case.evidence.own_of("counted")
    needed = case.role("needed") or case.evidence.own_of("needed")
    if other := other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary):
        return f"it is said of {other}, whose count does not stand in its sentence"
    if count is None or needed is None or not count.is_own or not needed.low or needed.low != needed.high:
        return "no count stands beside what is needed"
    return case.against(_holds_part(case.claim.kind, _share_of(count, needed)), count, needed)


def _part_of_nation(case: Case, share: Known | None, end: int) -> str:
    """Judge "chưa bằng một nửa mức cả nước" by the shares of both."""
    share, whole = share or case.own_fitting("share", end), case.evidence.of_nation("share")
    if share is None or whole is None or not whole.low or whole.low != whole.high:
        return "no share stands beside that of the nation"
    return case.against(_holds_part(case.claim.kind, _share_of(share, whole)), share, whole)


def _share_of(one: Known, whole: Known) -> Known:
    low, high = (None if end is None or not whole.low else ALL * end / whole.low for end in (one.low, one.high))
    return Known("", "share", "percent", "", low, high)


def _holds_part(kind: str, part: Known) -> Truth:
    if kind == "whole":
        return exactly(part, ALL)
    if kind == "minority":
        return below(part, HALF)
    return above(part, MOST if kind == "nearly all" else HALF)


def times(case: Case) -> str:
    """Judge "gấp đôi" by a number of times."""
    meant = next((number.value for number in read(case.claim.text).numbers), None)
    times = case.near(lambda known: known.unit == "times")
    if meant is None or times is None or times.low is None or times.high is None:
        return "no number of times that says so stands in its sentence"
    return case.against(max(abs(times.low - meant), abs(times.high - meant)) <= meant * NEAR_ENOUGH, times)


def only(case: Case) -> str:
    """Judge "duy nhất" by a count of one."""
    counted = case.role("reached")
    if counted and roles.ONLY in case.claim.text.lower():
        return case.against(exactly(counted, 1), counted)
    return "no count of one stands in its sentence"
