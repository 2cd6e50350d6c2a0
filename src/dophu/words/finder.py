"""Finds the words of a table in a text, the longest that fits, where there are thousands of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PART = re.compile(r"\w+")
KIND = ""  # in a tree, where a word may end: its kind
Tree = dict[str, Any]  # the next parts of words by the part before; KIND is no part


@dataclass(frozen=True)
class Found:
    """A word of the table in a text: its place, how it is written there, its kind."""

    start: int
    end: int
    text: str
    kind: str


class Finder:
    """Finds words by their parts; between two parts an adverb may stand: "chạm được mốc" for "chạm mốc"."""

    def __init__(self, kinds: Mapping[str, str], adverbs: Iterable[str]) -> None:
        self._words = _tree(kinds)
        self._adverbs = _tree(dict.fromkeys(adverbs, "adverb"))

    def find(self, text: str) -> Iterator[Found]:
        """Walk through the words of a text from left to right; they do not overlap."""
        parts = list(PART.finditer(text))
        place = 0
        while place < len(parts):
            end, kind = _longest(self._words, parts, place, self._adverbs)
            if kind:
                start, stop = parts[place].start(), parts[end - 1].end()
                yield Found(start, stop, text[start:stop], kind)
            place = max(end, place + 1)


def _tree(kinds: Mapping[str, str]) -> Tree:
    tree: Tree = {}
    for word, kind in kinds.items():
        branch = tree
        for part in word.lower().split():
            branch = branch.setdefault(part, {})
        branch[KIND] = kind
    return tree


def _longest(tree: Tree, parts: Sequence[re.Match[str]], place: int, adverbs: Tree | None = None) -> tuple[int, str]:
    """Say where the longest word that begins at a part ends, and its kind; the place itself and "" for none."""
    branch, at, found = tree, place, (place, "")
    while at < len(parts) and (at == place or _only_blanks(parts, at)):
        part = parts[at][0].lower()
        if part in branch:
            branch, at = branch[part], at + 1
            found = (at, branch[KIND]) if KIND in branch else found
            continue
        skipped = _longest(adverbs, parts, at)[0] if adverbs and at > place else at
        if skipped == at:
            break
        at = skipped
    return found


def _only_blanks(parts: Sequence[re.Match[str]], at: int) -> bool:
    text = parts[at].string
    return text[parts[at - 1].end() : parts[at].start()].isspace()
