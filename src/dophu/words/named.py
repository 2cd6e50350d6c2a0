"""Figures that a sentence names in words alone: "nhịp của tuần", "phần đã làm được"; `named.csv` says which each is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dophu.words.finder import Finder
from dophu.words.text import of_kind, spelled, table

BLANKS = {"pacing", "week", "now", "needed", "mean", "nation"}  # fill the blanks of other words
BETWEEN = "between"  # what may stand within a word: "nhịp tăng của tỉnh hiện nay"


@dataclass(frozen=True)
class Named:
    """A figure named in words.

    concept   what the catalogue calls it; "national share" for that of all units
    bare      whether it is named by its kind alone, "nhịp tăng", which another word may make another's
    """

    start: int
    end: int
    concept: str
    bare: bool


def named_figures(text: str) -> list[Named]:
    """List the figures that a text names.

    >>> [figure.concept for figure in named_figures("Nhịp tăng kể từ kỳ trước thấp hơn nhịp của tuần")]
    ['per_day', 'week_per_day']
    """
    bare = of_kind("named", "pacing")
    return [
        Named(word.start, word.end, word.kind, " ".join(word.text.lower().split()) in bare)
        for word in _finder().find(text)
    ]


@cache
def _finder() -> Finder:
    concepts = dict.fromkeys(row["kind"] for row in table("named") if row["kind"] not in BLANKS | {BETWEEN})
    return Finder(
        {word: concept for concept in concepts for word in spelled("named", concept)}, of_kind("named", BETWEEN)
    )
