"""The letter as PDF: a static Typst template prints the document as data, so nothing in it is markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, time, timedelta, timezone
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import typst

from dophu.errors import GateError
from dophu.fonts import FOLDER
from dophu.publish import layout
from dophu.publish.closing import is_short_at_end, kept_at_end, notes_at_end, rows_at_end
from dophu.publish.finish import finished
from dophu.publish.footnotes import footnoted
from dophu.publish.grid import grid
from dophu.publish.layout import PAGE_SETUP, Section
from dophu.publish.unparted import unparted
from dophu.tell.blocks import Annex, Block, Document, Figure, List, Masthead, Paragraph, Signature, Table
from dophu.wording import Moment
from dophu.words import say

TEMPLATES = Path(__file__).parent / "templates"
LOOSER, MOST_LOOSENED = 0.2, 3  # millimetres above and below a row's text, and how many times
VIET_NAM = timezone(timedelta(hours=7))


def render_pdf(document: Document) -> bytes:
    """Print a document after Decree 30/2020, as PDF/A-2a and PDF/UA-1 in one file.

    The same document gives the same bytes. Raises GateError for text without a glyph, and for whatever the
    typesetter refuses or warns of.
    """
    layout.refuse_unprintable(document)
    return finished(_filled(as_data(document), moment(document)))


def _filled(data: dict[str, Any], timestamp: datetime) -> bytes:
    """Typeset a document until no page is left white before a figure, and no notes alone behind a table."""
    printed = _typeset_letter(data, timestamp)
    while _let_float(data) or _loosen(data):
        printed = _typeset_letter(data, timestamp)
    return printed


def _let_float(data: dict[str, Any]) -> bool:
    """Let what follows a figure that has no room fill the page before it."""
    found = _jumping(data)
    if found is None:
        return False
    section, place = found
    section["blocks"][place]["afloat"] = True
    if all(map(_is_figure, section["blocks"][place : -section["kept"]])):
        section["kept"] = section["notes"]  # the figure keeps them company instead
    return True


def _loosen(data: dict[str, Any]) -> bool:
    """Set the rows of a table a little wider apart, so that its last ones go along with notes that have no room."""
    begun, ended = _pages("begun"), _pages("ended")
    for section in data["sections"]:
        blocks = section["blocks"]
        begins = [next(begun) for _ in blocks]
        ends = [next(ended) if _ends_rows(block) else 0 for block in blocks]
        notes = len(blocks) - section["kept"]
        table = blocks[notes - 1] if section["is_short"] and notes else {}
        if table.get("ending") and begins[notes] > ends[notes - 1] and table["loosened"] < MOST_LOOSENED:
            table["above"] += LOOSER
            table["loosened"] += 1
            return True
    return False


def _ends_rows(block: dict[str, Any]) -> bool:
    """Say whether a block prints a table that has rows, a figure's own as well."""
    table = block if block["kind"] == "table" else block.get("table") or {}
    return bool(table.get("rows") or table.get("foot"))


def _pages(label: str) -> Iterator[int]:
    """Give the pages on which blocks begin, or tables end."""
    return iter(json.loads(_compiler().query(f"<{label}>", field="value")))


def _jumping(data: dict[str, Any]) -> tuple[dict[str, Any], int] | None:
    """Find the first figure that has gone to a new page, though text follows that could stand before it."""
    pages = _pages("begun")
    for section in data["sections"]:
        blocks, begun = section["blocks"], [next(pages) for _ in section["blocks"]]
        standing = [place for place, block in enumerate(blocks) if not block.get("afloat")]
        texts = [
            place for place in standing if not _is_figure(blocks[place]) and place < len(blocks) - section["notes"]
        ]
        last = min(len(blocks) - section["kept"], max(texts, default=0))
        for before, place in pairwise(standing):
            if place < last and _is_figure(blocks[place]) and begun[place] > begun[before]:
                return section, place
    return None


def _is_figure(block: dict[str, Any]) -> bool:
    return bool(block["kind"] == "figure")


def _typeset_letter(data: dict[str, Any], timestamp: datetime) -> bytes:
    return typeset(
        TEMPLATES / "letter.typ",
        {"letter": json.dumps(data)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=timestamp,
    )


def moment(document: Document) -> datetime:
    """Date a file by what its counts know, never by the clock; a day without its hour begins at midnight."""
    as_of = Moment.parse(document.as_of)
    return datetime.combine(as_of.day, as_of.clock or time.min, VIET_NAM)


def typeset(template: Path, inputs: dict[str, str], **options: Any) -> bytes:
    """Run a Typst template over inputs; fonts are ours alone, and nothing outside the templates is read.

    Raises GateError for every error and every warning, such as a picture that cannot be read.
    """
    try:
        printed, warnings = _compiler().compile_with_warnings(template, sys_inputs=inputs, **options)
    except typst.TypstError as error:
        raise _refusal(template, error) from error
    if warnings:
        raise _refusal(template, warnings[0])
    return cast(bytes, printed[0] if isinstance(printed, list) else printed)


def _refusal(template: Path, trouble: typst.TypstError | typst.TypstWarning) -> GateError:
    hints = "; ".join(trouble.hints) or "look at the text or picture it names"
    return GateError(template.name, f"the typesetter says: {trouble.message}", hints)


def warm_up() -> None:
    """Look into the fonts once, for processes that are forked later; only typesetting itself starts threads."""
    _compiler()


@cache
def _compiler() -> typst.Compiler:
    only_ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
    return typst.Compiler(root=TEMPLATES, font_paths=only_ours)


def as_data(document: Document) -> dict[str, Any]:
    """Give a document as the template prints it."""
    document = unparted(document)
    return {
        "page_setup": asdict(PAGE_SETUP),
        "tint": document.brand.tint,
        "logo": _logo(document),
        "title": layout.full_title(document),
        "subject": document.subject,
        "author": layout.issuer(document),
        "banner": document.banner,
        "keywords": layout.keywords(document),
        "code": layout.code_line(document),
        "sections": [_section(section) for section in layout.sections(document)],
    }


def _logo(document: Document) -> dict[str, object] | None:
    words = layout.logo_above(document)
    return {"png": list(document.brand.logo), "alt": words} if words else None


def _section(section: Section) -> dict[str, Any]:
    blocks = [_block(block, section) for block in section.blocks]
    sides: dict[str, Any] = {"landscape": section.landscape, "width": section.width, "room": section.room}
    kept = {"kept": kept_at_end(section), "notes": notes_at_end(section), "is_short": is_short_at_end(section)}
    return sides | {"blocks": blocks} | kept


def _block(block: Block, section: Section) -> dict[str, Any]:
    """Give a block what its printer needs beyond its own fields; all of it is measured in `layout`."""
    more: dict[str, Any] = {}
    match block:
        case Masthead():
            nation = {"country": say("letter.country"), "motto": say("letter.motto")}
            more = nation | {"to": say("letter.to"), "to_inset": layout.TO_INSET} | asdict(layout.head(block))
        case Annex():
            more = dict(zip(("title_width", "attached"), layout.annex_head(block), strict=True))
        case Paragraph():
            more = {"size": layout.text_size(block, section)}
        case List():
            more = _points(block)
        case Table():
            block, more = _set_table(block, section)
        case Figure():
            width, height = layout.fitted(block, section)
            table = block.table and _block(block.table, section)
            more = {"width": width, "height": height, "table": table, "afloat": False}
        case Signature():
            more = {"label": say("letter.recipients"), "recipients": layout.points(block.recipients)}
    return block.model_dump() | more


def _set_table(table: Table, section: Section) -> tuple[Table, dict[str, Any]]:
    ending = rows_at_end(table, section)
    table, notes = footnoted(table)
    measures = grid(table, section.width)
    told: dict[str, Any] = {"notes": [[run.model_dump() for run in note] for note in notes]}
    told |= {name: getattr(measures, name) for name in ("size", "widths", "above", "whole", "opening")}
    told |= {"ending": ending if measures.ends else 0, "loosened": 0}
    return measures.table, told


def _points(points: List, depth: int = 1) -> dict[str, Any]:
    items = [
        {
            "label": layout.label(points, place, depth),
            "runs": [run.model_dump() for run in item.runs],
            "children": [_points(child, depth + 1) for child in item.children],
        }
        for place, item in enumerate(points.items)
    ]
    return {"ordered": points.ordered, "items": items}
