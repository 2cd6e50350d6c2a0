"""What stands together at the end of a letter or an annex, lest its last page hold a line or two, or notes alone.

The last blocks of at least so many lines go to the last page with one another, and notes with what they are about.
Only a table or a text too tall to be kept whole parts there. Before a signature, what goes with it is the template's
to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from math import ceil

from dophu.publish.grid import TOGETHER, is_whole
from dophu.publish.layout import FEWEST_LINES, PAGE_SETUP, Section, fitted, is_note, text_size, width
from dophu.tell.blocks import Block, Figure, Heading, List, Paragraph, Table
from dophu.tell.html import plain

MOST_LINES = 20  # of a block that is kept whole: half a page


def kept_at_end(section: Section) -> int:
    """Count the blocks at a section's end that stay on one page."""
    count = lines = 0
    only_notes = True
    for block in reversed(section.blocks):
        own = _fewest_lines(block, section)
        is_enough = lines >= FEWEST_LINES and not only_notes and not _is_opened(section.blocks, count)
        if is_enough or not 0 < own <= MOST_LINES:
            break
        count, lines = count + 1, lines + own
        only_notes = only_notes and is_note(block)
    return count


def is_short_at_end(section: Section) -> bool:
    """Say whether the blocks kept at a section's end are too few lines for a page of their own."""
    kept = kept_at_end(section)
    return kept > 0 and sum(_fewest_lines(block, section) for block in section.blocks[-kept:]) < FEWEST_LINES


def notes_at_end(section: Section) -> int:
    """Count the paragraphs at a section's end that only explain."""
    return sum(1 for _ in takewhile(is_note, reversed(section.blocks)))


def rows_at_end(table: Table, section: Section) -> int:
    """Count the rows that end a parted table on one page: with its head, and what stands below, lines enough."""
    place = next(place for place, block in enumerate(section.blocks) if block is table)
    lines = 1 + sum(_fewest_lines(block, section) for block in section.blocks[place + 1 :])
    return max(TOGETHER, FEWEST_LINES - lines)


def _is_opened(blocks: Sequence[Block], count: int) -> bool:
    """Say whether the last `count` blocks begin with a list, which a paragraph above opens with a colon."""
    before = blocks[-count - 1]
    opens = isinstance(before, Paragraph) and plain(before.runs).rstrip().endswith(":")
    return opens and isinstance(blocks[-count], List)


def _fewest_lines(block: Block, section: Section) -> int:
    """Say how many lines a block has at least; none for what is not kept whole, or is no text and no table."""
    match block:
        case Paragraph() | Heading():
            taken = width(plain(block.runs), text_size(block, section)) + PAGE_SETUP.indent
            return ceil(taken / section.width)
        case List():
            return _lines_of(block, section)
        case Table():
            return len(block.rows) + len(block.foot) + 2 if is_whole(block, section.width) else 0
        case Figure(table=None):
            is_low = fitted(block, section)[1] < PAGE_SETUP.text_height(section.landscape) / 2
            return FEWEST_LINES if is_low else 0  # a page with a picture is not an empty one
    return 0


def _lines_of(points: List, section: Section) -> int:
    own = (
        ceil((width(plain(item.runs), PAGE_SETUP.body) + PAGE_SETUP.indent) / section.width) for item in points.items
    )
    return sum(own) + sum(_lines_of(child, section) for item in points.items for child in item.children)
