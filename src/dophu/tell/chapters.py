"""The chapters of the suite by name.

A chapter's facts enter the ledger when a notebook first asks for the chapter, one of its tables or its figures.
"""

from __future__ import annotations

from dophu.tell import figures
from dophu.tell.chapter import Chapter
from dophu.tell.measures import MEASURES

LETTER = Chapter(
    measure=lambda ledger, seen: seen,
    figures={"standing": figures.standing, "distance": figures.distance, "course": figures.course},
)
CHAPTERS: dict[str, Chapter] = {"letter": LETTER, "measures": MEASURES}
