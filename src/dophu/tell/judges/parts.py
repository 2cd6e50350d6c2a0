"""Whether a part said in words is borne out: "quá nửa", "chưa đến một phần tư", "gấp đôi", "duy nhất"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from dophu.tell.evidence import Known
from dophu.tell.judges.bounds import Truth, above, below, exactly
from dophu.tell.judges.case import Case, is_share
from dophu.tell.judges.named import named_pair
from dophu.tell.roles import other_unit
from dophu.words import roles
from dophu.words.claims import FACT, Claim
from dophu.words.numerals import read
from dophu.words.text import any_of, of_kind

HALF, MOST, ALL = Fraction(50), Fraction(90), Fraction(100)
NEAR_ENOUGH = Fraction(1, 50)  # "gấp đôi" of 1,96 to 2,04 times
FRACTIONS = ("above fraction", "below fraction", "near fraction")
ABOUT = re.compile(any_of(*of_kind("claims", "about")))
APPROACHES = re.compile(any_of(*of_kind("claims", "approaches")))
MORE = re.compile(any_of(*of_kind("claims", "above unit")))
NEARLY = Fraction(1, 10)  # "gần một phần tư": by a tenth of it at most
DENIES = re.compile(any_of(*of_kind("claims", "negation")))
OF_REST = re.compile(rf"[^,{FACT}]*?\s{DENIES.pattern}")
OF_POPULATION = re.compile(rf"\s*{any_of(*of_kind('claims', 'population'))}")


def part(case: Case) -> str:
    """Judge "quá nửa", "đa số", "hầu hết" by a share, or by two counts: "{{ a }} trong {{ b }}"."""
    share = case.near(is_share)
    counts = [(a, b) for (_, a), (_, b) in pairwise(case.beside) if a.unit == b.unit == "count" and b.low and b.high]
    if _of_target(case):
        return _by_target(case, share, lambda part: _holds_part(case.claim.kind, part))
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
    """Judge "chưa đến một phần tư dân số" by a share, beside it or the edition's own; of the way, by its target."""
    part = next((number.value for number in read(case.claim.text).numbers if number.value), None)
    if part is not None and (_of_target(case) or roles.OF_WAY.match(case.sentence.text, case.claim.end)):
        return _by_target(case, case.near(is_share), lambda share: _is_fraction(case.claim, share, part))
    share = case.near(is_share) or _own_part(case)
    if part is None or share is None:
        return "no share stands in its sentence"
    return case.against(_is_fraction(case.claim, share, part), share)


def _is_fraction(claim: Claim, share: Known, part: Fraction) -> Truth:
    limit = ALL * part
    if claim.kind == "near fraction":
        return _is_about(claim.text, share, limit)
    return above(share, limit) if claim.kind == "above fraction" else below(share, limit)


def _is_about(said: str, figure: Known, limit: Fraction) -> Truth:
    """Whether a figure is near a limit, and below it where "gần" says so."""
    if figure.low is None or figure.high is None:
        return None
    near = max(abs(figure.low - limit), abs(figure.high - limit)) <= limit * NEARLY
    return near and (not APPROACHES.search(said) or figure.high < limit)


def _of_target(case: Case) -> bool:
    return roles.OF_TARGET.match(case.sentence.text, case.claim.end) is not None


def _by_target(case: Case, share: Known | None, holds: Callable[[Known], Truth]) -> str:
    """Judge "chưa bằng một nửa mục tiêu" by the share of its target."""
    goal = case.role("target") or case.evidence.own("target")
    if share is None and (found := case.after(lambda known: known.role == "target")):
        share = case.own_fitting("share", found[0].place + 1)
    share = share or case.own_fitting("share", len(case.sentence.text)) or _own_way(case)
    if share is None or goal is None or not goal.low or goal.low != goal.high:
        return "no share stands beside its target"
    return case.against(holds(_share_of(share, goal)), share, goal)


def _own_way(case: Case) -> Known | None:
    """Take the own share where the own way to the target is spoken of: "Tỉnh đã đi quá ba phần tư chặng đường"."""
    own_way = roles.OF_WAY.match(case.sentence.text, case.claim.end)
    other = other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary)
    return case.evidence.own_of("share") if own_way and not other else None


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
    """Judge "gấp đôi" by a number of times, or by two figures of which one is so many times the other."""
    meant = next((number.value for number in read(case.claim.text).numbers if number.value), None)
    beside = case.near(lambda known: known.unit == "times")
    if meant is not None and beside:
        return case.against(_is_times(case.claim.text, beside, meant), beside)
    pair = _multiplied(case)
    if meant is None or pair is None:
        return "no number of times that says so stands in its sentence"
    return case.against(_is_times(case.claim.text, _ratio(*pair), meant), *pair)


def _multiplied(case: Case) -> tuple[Known, Known] | None:
    """Take the two figures that a claim sets in proportion: "cao gấp hơn hai lần trung vị", "… lần mức này"."""
    if roles.THIS.match(case.sentence.text, case.claim.end) and case.former:
        other = case.former[-1]
        own = case.evidence.own_of("share") if other.concept == "median" else None
        return (own, other) if own else None
    return named_pair(case) or case.other_before_one() or _median_beside(case)


def _median_beside(case: Case) -> tuple[Known, Known] | None:
    """Take the own share and the median that stands beside the claim: "So với trung vị {{ median }}, … gấp ba lần"."""
    median = case.role("median")
    share = case.before(lambda known: known.concept == "share")
    share = share or case.own_fitting("share", len(case.sentence.text), named=True)
    return (share, median) if share and median and share.is_own else None


def _ratio(one: Known, other: Known) -> Known:
    low = one.low / other.high if one.low is not None and other.high else None
    high = one.high / other.low if one.high is not None and other.low else None
    return Known("", "times", "times", "", low, high)


def _is_times(said: str, ratio: Known, meant: Fraction) -> Truth:
    if ratio.low is None or ratio.high is None:
        return None
    if ABOUT.search(said):
        return _is_about(said, ratio, meant)
    if MORE.search(said):
        return meant < ratio.low and ratio.high < meant + 1
    return max(abs(ratio.low - meant), abs(ratio.high - meant)) <= meant * NEAR_ENOUGH


def only(case: Case) -> str:
    """Judge "duy nhất" by a count of one."""
    counted = case.role("reached")
    if counted and roles.ONLY in case.claim.text.lower():
        return case.against(exactly(counted, 1), counted)
    return "no count of one stands in its sentence"
