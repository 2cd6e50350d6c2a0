"""The report in a few lines for a chat: a text, and the same lines as a picture beside one of its figures.

The lines are the key points that the report opens with; of one without, its result and what its figures find.
"""

from __future__ import annotations

import io
import json
import re

import pypdfium2

from dophu.publish.layout import code_line, issuer, refuse_unprintable, unit_name
from dophu.publish.pdf import TEMPLATES, typeset
from dophu.publish.publication import key_points
from dophu.publish.unparted import unparted
from dophu.tell.blocks import Document, Figure, Paragraph, Runs
from dophu.tell.html import plain
from dophu.wording import Moment, capitalised
from dophu.wording import moment as moment_in_words
from dophu.words import say

MOST_LINES = 4
STOP = ";. "
NUMBER = re.compile(r"\d[\d.,/]*\d|\d")
TALLEST = 1.2  # of a figure's width, that is read at the size of a card


def render_text(document: Document) -> bytes:
    """Write what a chat takes: what it is, whose and of when, and the key points."""
    parts = [document.banner, heading(document), *_lines(document), code_line(document)]
    return ("\n".join(filter(None, parts)) + "\n").encode()


def render_card(document: Document) -> bytes:
    """Draw the same as a PNG of 1080 by 1350 dots; the same document gives the same bytes."""
    refuse_unprintable(document)
    document = unparted(document)
    result, *found = _lines(document) or [""]
    figure = min(filter(_is_small, _figures(document)), key=lambda one: one.height / one.width, default=None)
    finding = _finding(figure) if figure else ""
    card = {
        "banner": document.banner,
        "issuer": issuer(document),
        "heading": heading(document),
        "number": _headline(document),
        "result": result,
        "lines": [line for line in found if line != finding],
        "finding": finding,
        "figure": figure.narrow if figure else "",
        "code": code_line(document),
        "colour": document.brand.colour,
    }
    page = pypdfium2.PdfDocument(typeset(TEMPLATES / "card.typ", {"card": json.dumps(card)}, format="pdf"))[0]
    png = io.BytesIO()
    page.render(scale=1).to_pil().save(png, format="png", optimize=True)
    return png.getvalue()


def heading(document: Document) -> str:
    """Say what the report is, of which unit, and up to when its figures are known."""
    unit = capitalised(unit_name(document))
    return say("card.heading", title=document.title, unit=unit, moment=moment_in_words(Moment.parse(document.as_of)))


def _lines(document: Document) -> list[str]:
    """Take the key points, or the paragraph of the result and then what the figures find, each once."""
    points = key_points(document)
    told = [_sentence(plain(item.runs)) for item in points.items] if points else _without_points(document)
    return told[:MOST_LINES]


def _without_points(document: Document) -> list[str]:
    """Take the result and what the figures find beyond it: each line tells a number that none before it has told."""
    told: list[str] = []
    for line in (plain(_result(document)), *map(_finding, _figures(document))):
        if not set(NUMBER.findall(line)) <= set(NUMBER.findall(" ".join(told))):
            told.append(line)
    return told


def _sentence(point: str) -> str:
    return f"{point.rstrip(STOP)}."


def _result(document: Document) -> Runs:
    """Find the first paragraph that prints a number in bold: the result."""
    told = (block.runs for block in document.blocks if isinstance(block, Paragraph))
    return next((runs for runs in told if any(run.bold and run.fact for run in runs)), [])


def _headline(document: Document) -> str:
    """Take the share of the report's own unit, where the result prints it in bold."""
    own = re.compile(rf"share@{re.escape(document.unit)}(?![^/:])")
    return next((run.text for run in _result(document) if run.bold and run.fact and own.match(run.fact)), "")


def _finding(figure: Figure) -> str:
    """Take the sentence in bold behind a figure's number."""
    bold = [run for run in figure.caption if run.bold]
    return plain(bold[1:]).strip()


def _figures(document: Document) -> list[Figure]:
    return [block for block in document.blocks if isinstance(block, Figure)]


def _is_small(figure: Figure) -> bool:
    return bool(figure.narrow and _finding(figure)) and figure.height <= TALLEST * figure.width
