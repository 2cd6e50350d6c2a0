"""Words that claim: "đã đạt mục tiêu", "dẫn đầu", "tăng", "gấp đôi"; where a sentence uses one, and of which kind.

No grammar: the words and their kinds stand in `claims.csv`, the longest that fits is taken, and three things around
it are looked at. A negation just before it turns it round ("chưa đạt mục tiêu"). What is only wanted or asked for is
no claim ("để đạt mục tiêu", "phấn đấu dẫn đầu", "đề nghị giảm"), unless "đã" stands between. What is still to come
("sẽ", "tiếp tục", "có thể") is a forecast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dophu.words.text import any_of, of_kind, table

CONTEXT = {"negation", "intent", "request", "forward", "hedge"}  # kinds of words around a claim
CONTEXT |= {"between", "stating", "target", "denied of all", "states when denied", "holds over stating"}
ASKABLE = {"reached", "exceeded", "rose", "fell", "unchanged", "climbed", "higher", "pace"}  # "đề nghị giảm"
NEAR = 6  # words in which a second negation turns a first one round
REACH = 6  # words between a wish and what is wished for
CLAUSE = re.compile(r"[,:()“”\"]|\s[-\u2013\u2014]\s")
FACT = "\ue002"  # stands where a fact prints


@dataclass(frozen=True)
class Claim:
    """A claim in a sentence.

    kind      what is claimed: reached, exceeded, below, highest, lowest, rose, fell, …
    negated   "chưa đạt mục tiêu"; of_none: "chưa đơn vị nào đạt mục tiêu"
    """

    start: int
    end: int
    text: str
    kind: str
    negated: bool = False
    of_none: bool = False


def claims(sentence: str) -> list[Claim]:
    """List the claims of a sentence in which a fact is one mark.

    >>> [(claim.text, claim.kind, claim.negated) for claim in claims("Tỉnh chưa đạt mục tiêu, phấn đấu dẫn đầu")]
    [('đạt mục tiêu', 'reached', True)]
    """
    found = []
    for match in _finder().finditer(sentence):
        kind = kinds()[" ".join(match[0].lower().split())]
        before = sentence[: match.start()]
        if kind == "done":  # "hoàn thành" says that a target is reached where the sentence speaks of one
            kind = "reached" if _around("target").search(sentence) else "plain"
        if kind != "plain" and not _is_wished(before, kind):
            found.append(_claim(match, kind, before))
    return found


def hedges(text: str) -> list[Claim]:
    """List the words such as "hơn" and "gần" that stand directly before a fact and change what it says."""
    return [Claim(found.start(1), found.end(1), found[1], "hedge") for found in _hedge().finditer(text)]


@cache
def kinds() -> dict[str, str]:
    """Look up the kind of each word of claim."""
    return {row["word"].lower(): row["kind"] for row in table("claims") if row["kind"] not in CONTEXT}


@cache
def _finder() -> re.Pattern[str]:
    return re.compile(any_of(*kinds()))


@cache
def _hedge() -> re.Pattern[str]:
    return re.compile(rf"({any_of(*of_kind('claims', 'hedge'))})\s*{FACT}")


@cache
def _around(kind: str) -> re.Pattern[str]:
    """Match the words of a kind with single blanks in them, as clauses are looked at."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(of_kind('claims', kind))})(?!\w)", re.IGNORECASE)


@cache
def _of_none() -> re.Pattern[str]:
    """Match at the end of a text what denies a claim of all: "chưa có một đơn vị nào"."""
    denied = "|".join(of_kind("claims", "denied of all"))
    words = r"(?:\s+có)?(?:\s+một)?\s+(?:[^\W\d_]+\s+){1,3}?nào(?:\s+[^\W\d_]+){0,4}"
    return re.compile(rf"(?<!\w)(?:{denied}){words}\s*$", re.IGNORECASE)


@cache
def _before(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(*of_kind("claims", kind)))


@cache
def _reaches() -> dict[str, int]:
    return {row["word"]: int(row["reach"]) for row in table("claims") if row["reach"]}


def _claim(match: re.Match[str], kind: str, before: str) -> Claim:
    denials = [found[0] for found in _before("negation").finditer(" ".join(before.split()[-NEAR:]))]
    of_none = bool(_of_none().search(before))
    negated = of_none or bool(_denied().search(before))
    if len(denials) > 1 and negated:
        kind = "denied twice"
    elif not of_none and _ends_with(_before("forward"), before):
        kind = "forecast"
    return Claim(match.start(), match.end(), match[0], kind, negated, of_none)


@cache
def _denied() -> re.Pattern[str]:
    """Match a negation at the end of a text, with what may stand between it and a claim: "chưa phải là đơn vị …"."""
    return re.compile(rf"{any_of(*of_kind('claims', 'negation'))}(?:\s+{any_of(*of_kind('claims', 'between'))})*\s*$")


def _ends_with(words: re.Pattern[str], before: str) -> bool:
    """Whether one of the words is the last, or the last but one, before the claim."""
    return bool(re.search(rf"{words.pattern}(?:\s+[^\W\d_]+)?\s*$", before))


def _is_wished(before: str, kind: str) -> bool:
    """Whether the claim is only wanted or asked for in its clause."""
    clause = CLAUSE.split(before)[-1]
    for wish in _before("intent").finditer(clause):
        turns = wish[0].lower() in of_kind("claims", "states when denied")  # "không phải là …"
        denied = turns and _denied().search(clause[: wish.start()])
        if not denied and _reaches_over(wish, clause, _reaches().get(wish[0].lower(), REACH)):
            return True
    asked = list(_before("request").finditer(clause)) if kind in ASKABLE else []
    return any(_reaches_over(wish, clause, 2 * REACH) for wish in asked)


def _reaches_over(wish: re.Match[str], clause: str, reach: int) -> bool:
    between = clause[wish.end() :]
    holds = wish[0].lower() in of_kind("claims", "holds over stating")
    return len(between.split()) <= reach and (holds or not _around("stating").search(between))
