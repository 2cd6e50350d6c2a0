"""Words that may stand beside a figure: `beside.csv` says of each which figures it fits.

A figure stands in a stretch of its sentence: from the last comma, figure or claim to the next. Whatever is said in that
stretch is said of it, so its words are those of the table: what a figure is ("tỷ lệ", "thêm"), when ("kỳ trước"), for
what time ("mỗi ngày"), of whom ("cả nước"), of what deed. A word that fits other figures makes it another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from dophu.words.claims import DATA, FACT
from dophu.words.finder import PART, Finder, Found
from dophu.words.text import any_of, of_kind, table

OF_FIGURES = ("thing", "group", "place")  # kinds of `numbers.csv` that no figure fits, but for words of the table
ANY, NONE = "*", "-"
INHERITED = ("time", "per", "place", "order")  # what the opening of a sentence says of all that follows


@dataclass(frozen=True)
class Word:
    """A word beside a figure.

    kind   quantity, time, per, place, deed, plain; "" for a word that is not in the table
    fits   the traits of which a figure needs one; empty where no figure has them
    """

    text: str
    kind: str
    fits: frozenset[str]

    def fit(self, traits: frozenset[str]) -> bool:
        """Whether it may stand beside a figure of these traits."""
        return ANY in self.fits or bool(self.fits & traits)


@dataclass(frozen=True)
class Stretch:
    """The words before and behind a figure that are said of it, and the parts that open its sentence, if they are.

    part   the words of its part of the sentence up to it, with those that end before the head: "còn xếp theo tỷ lệ thì"
    """

    head: str
    tail: str
    opening: tuple[str, ...]
    part: str = ""


def stretch(text: str, place: int, claimed: Iterable[tuple[int, int]]) -> Stretch:
    """Take what is said of the figure at a place: up to the next figure, comma or claim."""
    spans = sorted(claimed)
    start = max((end for _, end in spans if end <= place), default=0)
    stop = min((begin for begin, _ in spans if begin > place), default=len(text))
    tail = _tail(text[place + 1 : stop], claimed=stop < len(text))
    part, joined = _part(text[:place])
    if start <= part:
        whole = text[part:place]
        head = _from_cut(whole, "between") if joined else _behind_cut(whole)
        return Stretch(_behind_colon(head), tail, () if joined else _opening(text[:part], spans), whole)
    compared = text[:place].rstrip().endswith("(")
    return Stretch("" if compared else _behind_colon(_behind_cut(text[start:place])), tail, ())


def around(text: str, start: int, end: int) -> Stretch:
    """Take what is said of a claim that stands for a figure, without what denies it."""
    before = _denial().sub("", text[:start])
    return stretch(f"{before}{FACT}{text[end:]}", len(before), ())


def opens(text: str, start: int) -> bool:
    """Whether a claim opens its sentence, so that nothing says what it is said of: "Không tăng"."""
    return not re.search(rf"\w|{FACT}|{DATA}", re.sub(any_of(*of_kind("claims", "negation")), "", text[:start]))


def counts_units_of(head: str) -> bool:
    """Whether a number of units only says of how many something else is: "Trung vị của {{ ranked }} tỉnh"."""
    return _of_how_many().search(head) is not None


@cache
def _of_how_many() -> re.Pattern[str]:
    return re.compile(rf"{any_of(*of_kind('roles', 'of'))}\s*\**\s*$")


def _part(before: str) -> tuple[int, bool]:
    """Say where the part of a sentence begins that ends at a figure; whether it follows another without a comma."""
    last = before.rfind(FACT) + 1
    outside = before.rstrip().removesuffix("(")  # "Tỷ lệ của tỉnh ({{ share }})"
    breaks = [found.end() for found in _break().finditer(outside, last)]
    return (breaks[-1], False) if breaks else (last, last > 0)


def _opening(before: str, claimed: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """List the parts that a comma ends before the first figure and claim nothing: "Kỳ trước, …"."""
    first = min([before.find(FACT) % (len(before) + 1), *(start for start, _ in claimed)], default=0)
    return tuple(re.split(r"[;()]", before[:first])[-1].split(",")[:-1])


def _behind_colon(head: str) -> str:
    return head.rstrip(" (:").rpartition(":")[2]


def _tail(after: str, *, claimed: bool) -> str:
    ended = _end().search(after)
    tail = after[: ended.start()] if ended else after
    figure = tail.find(FACT)
    if figure >= 0:
        return _until_cut(tail[:figure], "between")
    return _denial().sub("", _until_cut(tail, "after")) if claimed and not ended else _until_cut(tail, "after")


@cache
def _break() -> re.Pattern[str]:
    """Match what parts a stretch from the one before; the comma of "tỉnh, thành phố" does not."""
    places = kinds_of_places()
    comma = "".join(rf"(?<!{place})" for place in places) + rf",|,(?!\s+(?:{'|'.join(places)})(?!\w))"
    return re.compile(rf"{comma}|[;()“”\"]|\s[-\u2013\u2014]\s")


@cache
def _end() -> re.Pattern[str]:
    return re.compile(rf"{_break().pattern}|:|\.(?=\s|$)")


@cache
def _denial() -> re.Pattern[str]:
    """Match what turns a claim round at the end of the words before it."""
    return re.compile(
        rf"(?:{any_of(*of_kind('claims', 'negation'), *of_kind('claims', 'between'), *_cut_words('claim'))}\s*)+$"
    )


def _from_cut(text: str, kind: str) -> str:
    return text[len(_until_cut(text, kind)) :]


def _until_cut(text: str, kind: str) -> str:
    first = next(_cut(text, kind), None)
    return text[: first.start] if first else text


def _behind_cut(text: str) -> str:
    ends = [found.end for found in _cut(text, "before")]
    return text[ends[-1] :] if ends else text


def _cut(text: str, kind: str) -> Iterator[Found]:
    """Find the words at which a stretch ends, but those within a longer word."""
    words = list(_words("", "").find(text))
    for cut in _cuts(kind).find(text):
        longer = (w for w in words if w.start <= cut.start and cut.end <= w.end and len(w.text) > len(cut.text))
        if not any(longer):
            yield cut


@lru_cache(3)
def _cuts(where: str) -> Finder:
    return Finder(dict.fromkeys(_cut_words(where), "cut"), ())


def _cut_words(where: str) -> list[str]:
    return [row["word"] for row in table("beside") if row["kind"] == "cut" and row["fits"] == where]


def words_of(text: str, verb: str, noun: str) -> Iterator[tuple[int, int, Word]]:
    """Walk through the words of a stretch: those of the table, and each other one by itself."""
    at = 0
    found = list(_words(verb, noun).find(text))
    for word in found:
        yield from _others(text, at, word.start)
        kind, _, fits = word.kind.partition("|")
        yield word.start, word.end, Word(word.text, kind, frozenset(fits.split("/")) - {NONE})
        at = word.end
    yield from _others(text, at, len(text))


def _others(text: str, start: int, end: int) -> Iterator[tuple[int, int, Word]]:
    for part in PART.finditer(text, start, end):
        yield part.start(), part.end(), Word(part[0], "", frozenset())


@cache
def kinds_of_places() -> tuple[str, ...]:
    """List the kinds of units that a word of the table may name: "tỉnh", "huyện"."""
    return tuple(row["word"] for row in table("beside") if row["kind"] == "place" and row["word"] == row["fits"])


@lru_cache(16)
def _words(verb: str, noun: str) -> Finder:
    kinds = {word: f"other|{NONE}" for kind in OF_FIGURES for word in of_kind("numbers", kind)}
    ordered = sorted(table("beside"), key=lambda row: "{" not in row["word"])  # the verb "có" leaves "đã có" what it is
    for row in ordered:
        if row["kind"] != "cut":
            for word in _filled(row["word"], verb, noun):
                kinds[" ".join(PART.findall(word.lower()))] = f"{row['kind']}|{row['fits']}"
    return Finder(kinds, ())


def _filled(word: str, verb: str, noun: str) -> list[str]:
    words = [word.replace("{verb}", verb)] if verb or "{verb}" not in word else []
    nouns = {noun, *noun.split("/")} - {""}
    return [each.replace("{noun}", one) for each in words for one in (nouns if "{noun}" in each else {""})]
