"""Where each printed letter of a prose cell stands in its source. All that depends on how prose is written is here.

Every literal letter of a cell is exchanged for a private one that says its place; the cell is then told as ever, with
all its branches and loops, and what it prints is read back: a private letter stands where the author's own stood.
Letters that Markdown, marks or tags act on are left as they are, and found by their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import jinja2

from dophu.errors import UsageError
from dophu.returned.letter import clean
from dophu.tell.blocks import Document, Heading, List, Paragraph, Runs
from dophu.tell.narrative import TAG
from dophu.tell.prose import literals, mark_at
from dophu.words import say

MAGIC = "%%narrative"
FIRST, LAST = 0xF0000, 0xFFFFD  # private letters: the place in the source is added to the first
# What Markdown, the closing mark or a list's opening may look at.
ACTIVE = re.compile(r":(?=\s*\**\s*(?:\n|\Z))|\d+[.)]|\]\([^)]*\)|[^\w\s,:()“”?]|[\d\s_]")
SAFE = re.compile(r"[^\W\d_]|[ ,.;:()“”?!%/&'\"…–-]")  # letters that neither act nor number
PRINTED = {"variable_begin", "variable_end"}
OPENS, CLOSES, BRANCHES = {"if", "for"}, {"endif", "endfor"}, {"elif", "else"}


@dataclass(frozen=True)
class Printed:
    """A line that a prose cell printed, and the place of each of its letters in the source; None where it has none."""

    cell: str
    text: str
    places: tuple[int | None, ...]


def is_prose(source: str) -> bool:
    """Say whether a cell's source is prose."""
    return source.startswith(MAGIC)


def as_cell(text: str) -> str:
    """Write prose of a file as the source of a cell that tells it."""
    return f"{MAGIC}\n{text}"


def without_magic(source: str) -> str:
    """Take the prose out of a cell's source."""
    return source.partition("\n")[2]


def tagged(source: str) -> str:
    """Exchange the literal letters of a prose cell for private ones."""
    letters = list(source)
    for start, text in _literals(source):
        kept = {place for found in ACTIVE.finditer(text) for place in range(*found.span())}
        for place, letter in enumerate(text):
            if place not in kept and start + place <= LAST - FIRST:
                letters[start + place] = chr(FIRST + start + place) if letter else letter
    return "".join(letters)


def _literals(source: str) -> Iterator[tuple[int, str]]:
    """Find what is printed as it is written: text outside of marks and tags, and strings that are printed whole."""
    if TAG in source:
        yield from _outside_of_tags(source)
        return
    start = len(source) - len(without_magic(source))
    try:
        yield from ((start + place, text) for place, text in literals(source[start:]))
    except UsageError:  # what cannot be read is not told, and the telling says why
        return


def _outside_of_tags(source: str) -> Iterator[tuple[int, str]]:
    tokens = list(_tokens(source))
    for number, (start, kind, text) in enumerate(tokens):
        if kind == "data":
            yield start, text
        elif kind == "string" and _is_shown(tokens, number):
            yield start + 1, text[1:-1]


def _is_shown(tokens: Sequence[tuple[int, str, str]], number: int) -> bool:
    """Say whether a string is printed whole: not compared, indexed, filtered or handed on."""
    before = next(token for token in reversed(tokens[:number]) if token[1] != "whitespace")
    after = next(token for token in tokens[number + 1 :] if token[1] != "whitespace")
    begins = before[1] == "variable_begin" or before[2] == "else"
    ends = after[1] == "variable_end" or after[2] == "if"
    return begins and ends and _opening(tokens, number) == "variable_begin"


def _opening(tokens: Sequence[tuple[int, str, str]], number: int) -> str:
    return next(token[1] for token in reversed(tokens[:number]) if token[1].endswith("_begin"))


@cache
def _lexer() -> jinja2.Environment:
    return jinja2.Environment()


def _tokens(source: str) -> Iterator[tuple[int, str, str]]:
    """Cut a cell into the tokens of its template: place, kind, text; the line of the magic is none of them."""
    at = source.find("\n") + 1 or len(source)
    for _, kind, text in _lexer().lex(source[at:]):
        found = source.find(text, at)
        yield found, kind, text
        at = found + len(text)


def printed(document: Document, sources: Mapping[str, str]) -> list[Printed]:
    """Read the lines that prose cells printed, out of a document told from tagged sources.

    sources   the cells' own sources by their ids
    """
    return [
        _line(block.cell, runs, sources[block.cell])
        for block in document.blocks
        if block.cell in sources and isinstance(block, Heading | Paragraph | List)
        for runs in (_of_list(block) if isinstance(block, List) else [block.runs])
    ]


def _of_list(points: List) -> Iterator[Runs]:
    """List what points say; what stands before each is put there by the word processor and is none of their text."""
    for item in points.items:
        yield item.runs
        for child in item.children:
            yield from _of_list(child)


def _line(cell: str, runs: Runs, source: str) -> Printed:
    text: list[str] = []
    places: list[int | None] = []
    for run in runs:
        own = not run.data and run.fact is None
        for letter in run.text:
            place = ord(letter) - FIRST if own and FIRST <= ord(letter) <= LAST else None
            text.append(letter if place is None else source[place])
            places.append(place)
        if not own:
            places[-len(run.text) :] = [-1] * len(run.text)  # data stops what neighbours tell
    filled = _filled("".join(text), places, source)
    return Printed(cell, clean("".join(text)), tuple(None if place == -1 else place for place in filled))


def _filled(text: str, places: list[int | None], source: str) -> list[int | None]:
    """Find the places of letters that were left as they are: beside a known one, when the source has them there."""
    known = list(places)
    for order, step in ((range(1, len(text)), 1), (range(len(text) - 2, -1, -1), -1)):
        for at in order:
            beside = known[at - step]
            if known[at] is not None or beside is None or beside < 0:
                continue
            place = beside + step
            if 0 <= place < len(source) and _same(text[at], source[place]):
                known[at] = place
    return known


def _same(shown: str, written: str) -> bool:
    return shown == written or (shown == " " and written == "\n")


def piece(source: str, places: Sequence[int | None], told: str) -> tuple[int, int] | None:
    """Say which stretch of the source prints a text, when it is one piece of the author's words; else None."""
    known = [place for place in places if place is not None]
    if not known or len(known) != len(places) or any(b <= a for a, b in pairwise(known)):
        return None
    start, end = known[0], known[-1] + 1
    return (start, end) if " ".join(source[start:end].split()) == " ".join(told.split()) else None


def is_safe(text: str) -> bool:
    """Say whether words may be put into a source: they hold nothing that Markdown or the template would act on."""
    return all(map(SAFE.fullmatch, text))


def condition(source: str, place: int) -> str:
    """Name the mark or branch that a place of the source stands under, "" for one that is always told."""
    if TAG not in source:
        start = len(source) - len(without_magic(source))
        return mark_at(source[start:], place - start)
    branches: list[str] = []
    for start, kind, _ in _tokens(source):
        if start > place:
            break
        if kind == "block_begin":
            tag = source[start : source.find("%}", start) + 2]
            word = re.sub(r"[{%\s-]*(\w*).*", r"\1", tag, flags=re.DOTALL)
            if word in CLOSES | BRANCHES and branches:
                branches.pop()
            if word in OPENS | BRANCHES:
                branches.append(tag)
    return branches[-1] if branches else ""


def with_comment(source: str, author: str, text: str, about: str) -> str:
    """Put a comment behind a cell's prose, where its author reads it and no reader does."""
    of = say("taking.about", text=_plain(about)) if about.strip() else ""
    return f"{source.rstrip()}\n\n{{# {_plain(author) or say('returned.nobody')}{of}: {_plain(text)} #}}"


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[{}#%]", " ", text).split())
