"""The chapters of the suite by name.

A chapter's facts enter the ledger when a notebook first asks for the chapter, one of its tables or its figures.
"""

from __future__ import annotations

from dophu.tell import figures
from dophu.tell.chapter import Chapter
from dophu.tell.measures import MEASURES
from dophu.tell.parts import PARTS
from dophu.tell.progress import PROGRESS
from dophu.tell.quality import QUALITY
from dophu.tell.standings import ANNEX, STANDINGS

LETTER = Chapter(
    measure=lambda facts: facts,
    figures={"standing": figures.standing, "distance": figures.distance, "course": figures.course},
)
CHAPTERS: dict[str, Chapter] = {
    "letter": LETTER,
    "measures": MEASURES,
    "parts": PARTS,
    "quality": QUALITY,
    "standings": STANDINGS,
    "annex": ANNEX,
    "progress": PROGRESS,
}
