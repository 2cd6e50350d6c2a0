"""A line of a report as its reader takes it in: sentences, in which facts stand beside typed words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dophu.tell.blocks import Block, Figure, Heading, List, Paragraph, Run, Runs, Table
from dophu.words.claims import DATA, FACT
from dophu.words.text import normal, sentences


@dataclass(frozen=True)
class Piece:
    """A stretch of text: typed by an author, or from the data, or the shown text of a fact (then with its key)."""

    text: str
    typed: bool = False
    fact: str | None = None

    @property
    def mark(self) -> str:
        """The text as far as its author typed it."""
        if self.typed:
            return normal(self.text)
        if self.fact:
            return FACT
        return f"{DATA}." if self.text.rstrip().endswith(".") else DATA  # a sentence that the data say ends there


@dataclass(frozen=True)
class Beside:
    """A fact in a sentence: its key, what prints, where its mark stands, and the words before and after it."""

    key: str
    text: str
    place: int
    before: str
    after: str


@dataclass(frozen=True)
class Sentence:
    """A sentence: typed words with a mark for each fact and datum, its place in the line, its facts.

    listed   the facts of the list that it opens with a colon
    data     what the data say in it, with the place of the mark
    former   facts of the sentence before it in its line: "… là {{ median }}; tỉnh cao hơn mức này"
    """

    text: str
    start: int
    facts: tuple[Beside, ...]
    listed: tuple[Beside, ...] = ()
    data: tuple[tuple[int, str], ...] = ()
    former: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of prose, and the lines of the list that it opens with a colon."""

    runs: Runs
    opens: tuple[Runs, ...] = ()


def pieces(runs: Iterable[Run]) -> list[Piece]:
    """Say of each run of a document where it comes from."""
    return [Piece(run.text, typed=not (run.data or run.fact), fact=run.fact) for run in runs]


def sentences_of(line: Sequence[Piece], opens: Sequence[Sequence[Piece]] = ()) -> Iterator[Sentence]:
    """Part a line into sentences; the last one, when it ends with a colon, has the facts of the list it opens."""
    marks = [piece.mark for piece in line]
    text, printed = "".join(marks), [piece for piece in line if not piece.typed]
    spans = list(sentences(text))
    former: tuple[Beside, ...] = ()
    for start, end in spans:
        part = text[start:end]
        first = sum(text[:start].count(mark) for mark in (FACT, DATA))
        within = printed[first : first + sum(part.count(mark) for mark in (FACT, DATA))]
        opening = (start, end) == spans[-1] and part.rstrip().endswith(":")
        listed = [fact for item in opens if opening for fact in _facts("".join(p.mark for p in item), _printed(item))]
        facts = tuple(_facts(part, within))
        yield Sentence(part, start, facts, tuple(listed), tuple(_data(part, within)), former)
        former = facts


def _printed(line: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in line if not piece.typed]


def _data(text: str, printed: Sequence[Piece]) -> Iterator[tuple[int, str]]:
    places = [place for place, letter in enumerate(text) if letter in (FACT, DATA)]
    return ((place, normal(piece.text)) for place, piece in zip(places, printed, strict=True) if not piece.fact)


def _facts(text: str, printed: Sequence[Piece]) -> Iterator[Beside]:
    """Find the facts of a sentence; the words around each hold what the data say, and marks for other facts."""
    places = [place for place, letter in enumerate(text) if letter in (FACT, DATA)]
    words = [piece.mark if piece.fact else normal(piece.text) for piece in printed]
    between = [text[a + 1 : b] for a, b in zip([-1, *places], [*places, len(text)], strict=True)]
    for number, (place, piece) in enumerate(zip(places, printed, strict=True)):
        if piece.fact:
            before = "".join(_woven(between[: number + 1], words[:number]))
            after = "".join(_woven(between[number + 1 :], words[number + 1 :]))
            yield Beside(piece.fact, piece.text, place, before, after)


def _woven(between: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    for number, part in enumerate(between):
        yield part
        yield from words[number : number + 1]


def lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Walk through every line of prose of a document, in reading order."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        if isinstance(block, Heading | Paragraph):
            items = following.items if isinstance(following, List) else []
            yield Line(block.runs, tuple(item.runs for item in items))
        elif isinstance(block, List):
            yield from _list_lines(block)
        elif isinstance(block, Table):
            yield from map(Line, _table_lines(block))
        elif isinstance(block, Figure):
            yield Line(block.caption)
            yield from map(Line, _table_lines(block.table) if block.table else ())


def _list_lines(points: List) -> Iterator[Line]:
    for item in points.items:
        below = [child for children in item.children for child in children.items]
        yield Line(item.runs, tuple(child.runs for child in below))
        for children in item.children:
            yield from _list_lines(children)


def _table_lines(table: Table) -> Iterator[Runs]:
    yield table.caption
    yield from table.head
    for row in (*table.rows, *table.foot):
        yield from row
