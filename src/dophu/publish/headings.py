"""The headings of a document: left out where nothing stands below, as annexes are, and numbered as they print.

A letter numbers its headings, another report where its opening says so; one that stands alone needs no number.
Authors type the words alone; a number that one has typed gives way to the document's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dophu.tell.blocks import Annex, Block, Heading, Masthead, Run, Runs, Signature

TITLE = 1  # the level of a document's own title, which has no number
Place = tuple[tuple[int, int], ...]  # of a heading, from the whole down to itself: a level, and a count
TYPED = re.compile(r"\s*\d+(?:\.\d+)*[.)]\s+")


def with_headings(blocks: Sequence[Block]) -> list[Block]:
    """Leave out what has nothing below, and number the other headings, "1.", "2.1.", where the document does."""
    is_numbered = any(isinstance(block, Masthead) or getattr(block, "numbered", False) for block in blocks)
    filled = list(_filled(blocks))
    return list(_numbered(filled)) if is_numbered else filled


def _filled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Leave out headings below which nothing stands before the next of their level or above."""
    waiting: list[Annex | Heading] = []
    for block in blocks:
        if isinstance(block, Annex):
            waiting = [block]
        elif isinstance(block, Heading) and block.level > TITLE:
            waiting = [each for each in waiting if isinstance(each, Annex) or each.level < block.level] + [block]
        elif isinstance(block, Signature):
            waiting = []
            yield block
        else:
            yield from waiting
            waiting = []
            yield block


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """Write the numbers; a heading without another of its kind beside it has none (Decree 30/2020/ND-CP, II.6)."""
    places = list(_places(blocks))
    beside = Counter(place[:-1] for place in places if place)
    for block, place in zip(blocks, places, strict=True):
        if not place or not isinstance(block, Heading):
            yield block
            continue
        counts = [str(count) for depth, (_, count) in enumerate(place[1:], 1) if beside[place[:depth]] > 1]
        number = [Run(text=".".join(counts) + ". ", data=True)] if beside[place[:-1]] > 1 else []
        yield block.model_copy(update={"runs": [*number, *_untyped(block.runs)]})


def _places(blocks: Sequence[Block]) -> Iterator[Place]:
    """Place each heading: the letter or its annex, then of each level that is open how many of it there were."""
    part, open_ones = 0, list[tuple[int, int]]()
    for block in blocks:
        if isinstance(block, Annex):
            part, open_ones = part + 1, []
        if isinstance(block, Heading) and block.level > TITLE:
            open_ones = _next(open_ones, block.level)
            yield (0, part), *open_ones
        else:
            yield ()


def _next(open_ones: list[tuple[int, int]], level: int) -> list[tuple[int, int]]:
    kept = [each for each in open_ones if each[0] <= level]
    if kept and kept[-1][0] == level:
        return [*kept[:-1], (level, kept[-1][1] + 1)]
    start = open_ones[0][1] + 1 if open_ones and not kept else 1  # a higher level than all before goes on counting
    return [*kept, (level, start)]


def _untyped(runs: Runs) -> Runs:
    first = runs[0] if runs else None
    if first is None or first.data or first.fact:
        return runs
    text = TYPED.sub("", first.text, count=1) if TYPED.match(first.text) else first.text
    return [first.model_copy(update={"text": text}), *runs[1:]] if text else runs[1:]
