"""What a line's end must not part: a number and its unit, "ngày" and its date.

Blanks between them become non-breaking ones when a format is written; the document itself keeps plain blanks. Words
joined by a stroke ("người/điện thoại") are held together by the templates, since no character that does so would
survive a search for them. In a table on paper a phrase too wide for its column gets its plain blanks back.
"""

from __future__ import annotations

import re
from functools import cache

from dophu.tell.blocks import Annex, Block, Document, Figure, Heading, Item, List, Masthead, Paragraph, Run, Runs, Table
from dophu.tell.html import plain
from dophu.wording import NO_BREAK_SPACE
from dophu.words import say

NUMBER_AND_UNIT = r"(?<![\w/.,-])-?\d(?:[\d.,]*\d)?%? (?=[^\W\d_])"
UNITS = re.compile(NUMBER_AND_UNIT)


def unparted(document: Document) -> Document:
    """Write non-breaking blanks into prose, headings, captions and cells."""
    return document.model_copy(update={"blocks": [_block(block) for block in document.blocks]})


def _block(block: Block) -> Block:
    match block:
        case Paragraph() | Heading():
            made: dict[str, object] = {"runs": bound(block.runs)}
        case Masthead():
            made = {"abstract": bound(block.abstract)}
        case Annex():
            made = {"title": _whole(block.title), "attached": _whole(block.attached)}
        case Figure():
            made = {"caption": bound(block.caption), "table": block.table and _table(block.table)}
        case List():
            return _list(block)
        case Table():
            return _table(block)
        case _:
            return block
    return block.model_copy(update=made)


def _whole(text: str) -> str:
    return plain(bound([Run(text=text)]))


def _table(table: Table) -> Table:
    parts = {name: [list(map(bound, row)) for row in getattr(table, name)] for name in ("rows", "foot")}
    return table.model_copy(update={"caption": bound(table.caption), "head": list(map(bound, table.head)), **parts})


def parted(runs: Runs) -> Runs:
    """Give the plain blanks back."""
    return [run.model_copy(update={"text": run.text.replace(NO_BREAK_SPACE, " ")}) for run in runs]


def _list(points: List) -> List:
    items = [Item(runs=bound(item.runs), children=list(map(_list, item.children))) for item in points.items]
    return points.model_copy(update={"items": items})


def bound(runs: Runs, pattern: re.Pattern[str] | None = None) -> Runs:
    """Bind what belongs together, also where one run ends and the next begins; no text gets longer or shorter."""
    text = (pattern or _pattern()).sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), plain(runs))
    kept: list[Run] = []
    start = 0
    for run in runs:
        end = start + len(run.text)
        kept.append(run if run.text == text[start:end] else run.model_copy(update={"text": text[start:end]}))
        start = end
    return kept


def bindings(text: str) -> list[int]:
    """Find the plain blanks at which no line of prose may end."""
    return [found.end() - 1 for found in _pattern().finditer(text)]


@cache
def scales() -> re.Pattern[str]:
    """Match the blank between a number and the word of its thousands or millions."""
    return re.compile(rf"(?<=\d) (?=(?:{'|'.join(say('looks.scales').split(', '))})\b)")


@cache
def _pattern() -> re.Pattern[str]:
    before = "|".join(map(re.escape, say("line.before_a_number").split()))
    return re.compile(rf"\b(?:{before}) (?=\d)|{NUMBER_AND_UNIT}", re.IGNORECASE)
