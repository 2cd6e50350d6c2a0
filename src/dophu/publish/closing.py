"""What stands together at the end of a letter or an annex, lest its last page hold a line or two.

The last blocks of at least so many lines go to the last page with one another. Only a table or a text too tall to
be kept whole parts there. Before a signature, what goes with it is the template's to say.
"""

from __future__ import annotations

from math import ceil

from dophu.publish.grid import grid
from dophu.publish.layout import FEWEST_LINES, PAGE_SETUP, Section, width
from dophu.tell.blocks import Block, Figure, Heading, List, Paragraph, Table
from dophu.tell.html import plain

MOST_LINES = 20  # of a block that is kept whole: half a page


def kept_at_end(section: Section) -> int:
    """Count the blocks at a section's end that stay on one page."""
    count = lines = 0
    for block in reversed(section.blocks):
        own = _fewest_lines(block, section)
        if lines >= FEWEST_LINES or not 0 < own <= MOST_LINES:
            break
        count, lines = count + 1, lines + own
    return count


def _fewest_lines(block: Block, section: Section) -> int:
    """Say how many lines a block has at least; none for what is not kept whole, or is no text and no table."""
    match block:
        case Paragraph() | Heading():
            return ceil((width(plain(block.runs), PAGE_SETUP.body) + PAGE_SETUP.indent) / section.width)
        case List():
            return _lines_of(block, section)
        case Table():
            return len(block.rows) + len(block.foot) + 2 if grid(block, section.width).whole else 0
        case Figure(table=None):
            return FEWEST_LINES  # a page with a picture is not an empty one
    return 0


def _lines_of(points: List, section: Section) -> int:
    own = (
        ceil((width(plain(item.runs), PAGE_SETUP.body) + PAGE_SETUP.indent) / section.width) for item in points.items
    )
    return sum(own) + sum(_lines_of(child, section) for item in points.items for child in item.children)
