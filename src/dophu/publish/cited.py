"""Figures and tables named by their number in the words before them, so that a reader is led to each.

A report's own words may name one already. Of the others, one in the body is named at the end of the paragraph that it
follows, and one of an annex where the body cites its annexes or, where it does not, at the end of its first paragraph;
a letter's first one opens it with a colon, so there it is the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dophu.tell.blocks import Annex, Block, Figure, List, Paragraph, Run, Runs, Signature, Table
from dophu.tell.html import plain
from dophu.wording import joined
from dophu.words import say

OF_CAPTION = re.compile(r"\S+ \d+(?=\. $)")  # "Hình 1" of "Hình 1. "
Places = dict[int, list[str]]  # of paragraphs, to what each is to name


def with_citations(blocks: Sequence[Block]) -> list[Block]:
    """Let the prose name every numbered figure and table that it does not name yet."""
    body = next((place for place, block in enumerate(blocks) if isinstance(block, Annex)), len(blocks))
    prose = " ".join(plain(block.runs) for block in blocks[:body] if isinstance(block, Paragraph))
    uncited = {place: name for place, name in _names(blocks) if not re.search(rf"\b{re.escape(name)}\b", prose)}
    beside: Places = {}
    for place, name in uncited.items():
        if place < body and (before := _before(blocks, place)) is not None:
            beside.setdefault(before, []).append(name)
    cited = {place: _naming(blocks[place], say("citation", names=joined(names))) for place, names in beside.items()}
    whole = [cited.get(place, block) for place, block in enumerate(blocks)]
    annexed = [name for place, name in uncited.items() if place > body]
    return _with_annexed(whole, body, joined(annexed)) if annexed else whole


def _names(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Find what has a number, by its place: "Hình 1"."""
    for place, block in enumerate(blocks):
        caption = block.caption if isinstance(block, Figure | Table) else []
        if caption and caption[0].data and (number := OF_CAPTION.match(caption[0].text)):
            yield place, number[0]


def _before(blocks: Sequence[Block], place: int) -> int | None:
    """Find the paragraph that a figure or a table follows; None where no sentence stands before it."""
    return next((near for near in range(place - 1, -1, -1) if _goes_on(blocks, near)), None)


def _goes_on(blocks: Sequence[Block], place: int) -> bool:
    """Say whether another sentence may end a paragraph: it opens no list, and is no line under a title.

    Its letters do not matter: where Word's changes are taken back, they stand for their places in the notebook.
    """
    block, following = blocks[place], blocks[place + 1]
    is_line = isinstance(block, Paragraph) and all(run.italic for run in block.runs)
    return isinstance(block, Paragraph) and not is_line and not isinstance(following, List)


def _with_annexed(blocks: list[Block], body: int, names: str) -> list[Block]:
    """Name what stands in annexes where the body cites these, or at the end of its first paragraph."""
    one, every = say("annex.cited"), say("annex.all_cited")
    for place, block in enumerate(blocks[:body]):
        if isinstance(block, Paragraph) and any(one in run.text or every in run.text for run in block.runs):
            named = [part for run in block.runs for part in _with_names(run, names, one, every)]
            return [*blocks[:place], block.model_copy(update={"runs": named}), *blocks[place + 1 :]]
    annexes = sum(isinstance(block, Annex) for block in blocks)
    words = say("citation.annexed", names=names, annex=every if annexes > 1 else one)
    signed = next((place for place in range(body) if isinstance(blocks[place], Signature)), None)
    places = range(body) if signed is None else range(signed - 1, -1, -1)
    first = next((place for place in places if _goes_on(blocks, place)), None)
    return blocks if first is None else [*blocks[:first], _naming(blocks[first], words), *blocks[first + 1 :]]


def _with_names(run: Run, names: str, *words: str) -> Iterator[Run]:
    """Put names before the words that cite an annex."""
    found = next((each for each in words if each in run.text), None)
    if found is None:
        yield run
        return
    before, after = run.text.split(found, 1)
    if before:
        yield run.model_copy(update={"text": before})
    yield Run(text=say("citation.at", names=names), data=True)
    yield run.model_copy(update={"text": found + after})


def _naming(block: Block, words: str) -> Block:
    assert isinstance(block, Paragraph)
    runs: Runs = [*block.runs, Run(text=f" {words}", data=True)]
    return block.model_copy(update={"runs": runs})
