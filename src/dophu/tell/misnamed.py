"""Figures under another's name, and names of figures that are not: "Khoảng cách tới mục tiêu là {{ ahead }}"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dophu.facts.subject import KEY
from dophu.tell.evidence import Evidence, Known
from dophu.tell.roles import UNKNOWN_UNIT, other_base, units_named
from dophu.tell.sentence import Beside, Sentence
from dophu.words.claims import asks, denies
from dophu.words.named import Named, named_figures
from dophu.words.roles import AGAINST, APART_BETWEEN, IS_NEXT, OF_SO_MANY, OTHER_BASE, OWN_PLACE, RANKED_BY, RATE_WORD

SAME = {  # by the name, the concepts that it may stand before
    "gap": {"gap", "missing", "target_gap", "shortfall"},
    "missing": {"missing", "gap", "shortfall"},
    "pace": {"pace", "target", "needed", "target_by", "days_left"},  # "yêu cầu là {{ target }}"
    "week_per_day": {"week_per_day"},
    "share": {"share", "published_share"},
    "counted": {"counted", "published_count"},
    "rank": {"rank", "published_rank"},
    "rank_by_count": {"rank_by_count"},
}
LACKING = {"gap", "missing"}
WAY = "name the fact that is meant"


def misnamed(sentence: Sentence, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Name each figure of a sentence that its words call another, and each that they name and is not."""
    named = [figure for figure in named_figures(sentence.text) if not figure.bare]
    for fact in sentence.facts:
        known = evidence.get(fact.key)
        if known is None or not known.is_number:
            continue
        if figure := _name_before(fact, named, sentence.text):
            fits = SAME.get(figure.concept)
            if fits and known.concept not in fits and known.role != "given":
                said = sentence.text[figure.start : figure.end]
                yield f"{known.key} ({known.shown}) stands as '{said}', which it is not", WAY
        if order := _ranked_otherwise(fact, known, sentence):
            yield f"{known.key} ({known.shown}) stands beside '{order}', and is another rank", WAY
        if other := _between_others(fact, known, evidence):
            yield f"{known.key} ({known.shown}) stands beside {other}, of which it is not", WAY
    yield from _lacks_nothing(named, sentence, evidence)
    yield from _of_another_base(sentence, evidence)


def _name_before(fact: Beside, named: list[Named], text: str) -> Named | None:
    """Take the name that stands directly before a figure."""
    if AGAINST.match(fact.after):  # "cao hơn mức trung vị ({{ share }} so với {{ median }})"
        return None
    before = [figure for figure in named if figure.end <= fact.place]
    between = text[before[-1].end : fact.place] if before else ""
    return before[-1] if before and IS_NEXT.fullmatch(between) else None


def _ranked_otherwise(fact: Beside, known: Known, sentence: Sentence) -> str:
    """Take the words behind a rank by which it would be another: "xếp {{ rank_by_count }}/{{ ranked }} về tỷ lệ"."""
    if known.role != "rank" or known.concept not in dict(RANKED_BY):
        return ""
    behind = sentence.text[fact.place + 1 :]
    said = OF_SO_MANY.sub("", behind, count=1).lstrip()
    return next((found[0] for order, words in RANKED_BY if order != known.concept and (found := words.match(said))), "")


def _between_others(fact: Beside, known: Known, evidence: Evidence) -> str:
    """Name a unit between which and another a difference is told, and is none of theirs."""
    clause = re.split(r"[,;]", fact.before)[-1]
    between = APART_BETWEEN.search(clause)
    if between and known.concept == "spread" and not _is_at_an_end(evidence):
        own = OWN_PLACE.search(clause, between.end())
        return own[0] if own else ""
    declared = KEY.fullmatch(known.key) if known.concept == "beside" else None
    if declared is None or not between:
        return ""
    vocabulary = evidence.vocabulary
    of_both = {declared["unit"], declared["against"]}
    others = [name for name, code in units_named(clause, vocabulary) if code not in of_both | {UNKNOWN_UNIT}]
    return others[0] if others else ""


def _is_at_an_end(evidence: Evidence) -> bool:
    """Whether the own unit is first or last of the ranking, so that its distance to the other end is the spread."""
    rank, ranked = evidence.own_of("rank"), evidence.own("ranked")
    return rank is not None and ranked is not None and rank.low in {1, ranked.low}


def _lacks_nothing(named: list[Named], sentence: Sentence, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Name what a sentence asks to make up for, where nothing lacks: "Đề nghị các quận bù số còn thiếu"."""
    own = evidence.own("gap") or evidence.own("missing")
    nothing = own is not None and not own.less and own.high is not None and own.high <= 0
    if own is None or not nothing or not asks(sentence.text):
        return
    for figure in named:
        if figure.concept in LACKING and not denies(sentence.text[: figure.start]):
            said = sentence.text[figure.start : figure.end]
            yield f"'{said}' is named, and nothing lacks: {own.key} is {own.shown}", "leave it out"


def _of_another_base(sentence: Sentence, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Name another base of which a rate is said to be, in a sentence without the rate: "tính trên số thuê bao"."""
    shares = [known for fact in sentence.facts if (known := evidence.get(fact.key)) and known.unit == "percent"]
    named = "" if shares else other_base(sentence.text, evidence.vocabulary)
    before = OTHER_BASE.split(sentence.text, maxsplit=1)[0]
    if named and RATE_WORD.search(before) and not denies(before):
        yield f"'{named}' is no base of this campaign", "name the base: {{ base_label }}"
