"""The chapters of the suite by name.

A chapter's facts enter the ledger when a notebook first asks for the chapter, one of its tables or its figures.
"""

from __future__ import annotations

from dophu.tell.chapter import Chapter
from dophu.tell.letter import LETTER
from dophu.tell.measures import MEASURES
from dophu.tell.parts import PARTS
from dophu.tell.progress import PROGRESS
from dophu.tell.quality import QUALITY
from dophu.tell.standings import ANNEX, STANDINGS

CHAPTERS: dict[str, Chapter] = {
    "letter": LETTER,
    "measures": MEASURES,
    "parts": PARTS,
    "quality": QUALITY,
    "standings": STANDINGS,
    "annex": ANNEX,
    "progress": PROGRESS,
}
