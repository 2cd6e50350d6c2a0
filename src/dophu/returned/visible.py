"""A PDF printed anew from a letter's DOCX: laid out otherwise than the issued one, so that only its words can be held.

Its words count only as far as they can be seen. Each letter must show, in its place, the ink of the text and no other;
whatever else is drawn must be a rule, a box or a picture as large as a figure, none of which can pass for a digit, and
nothing is stuck on the page but links and signatures. Not seen: a font whose signs look like others.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

SCALE = 2.0  # dots a point
DARK = 128  # of 255, below which a dot is ink
FOREIGN = 0.3  # of a letter's ink that may be otherwise, where a rule touches it
SMALLEST = 60.0  # points that a figure is wide and high; a painted line of text is not
STRAIGHT = 0.1  # points
SAME = 0.5  # of the places of text, from which on two files are laid out alike


def is_laid_out_alike(issued: bytes, came: bytes) -> bool:
    """Say whether the text of two PDFs stands in the same places, as when one was only saved again."""
    ours, theirs = (set(_places(one)) for one in (issued, came))
    return len(ours & theirs) >= SAME * max(len(ours), len(theirs), 1)


def _places(pdf: bytes) -> Iterator[tuple[int, ...]]:
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        text = page.get_textpage()
        yield from ((number, *map(round, text.get_rect(place)[:2])) for place in range(text.count_rects()))


def doubtful_pages(pdf: bytes) -> list[int]:
    """List the pages, counted from 1, on which a letter is covered or not drawn, or a drawing may pass for letters."""
    whole, bare = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(pdf)
    whole.init_forms()
    stuck, found = _pages_with_notes(pdf), []
    for number, (page, text) in enumerate(zip(whole, bare, strict=True), 1):
        others = [one for one in text.get_objects(max_depth=1) if one.type != pdfium.FPDF_PAGEOBJ_TEXT]
        is_plain = all(_is_plain(one) for one in others)
        for one in others:
            text.remove_obj(one)
        text.gen_content()
        if number in stuck or not is_plain or _hides_letters(page, text):
            found.append(number)
    return found


def _pages_with_notes(pdf: bytes) -> set[int]:
    """Find the pages on which more is stuck than links and signature fields: a note can cover or say anything."""
    with pikepdf.open(BytesIO(pdf)) as pdf_file:
        return {
            number
            for number, page in enumerate(pdf_file.pages, 1)
            for one in page.get("/Annots", [])
            if one.get("/Subtype") != "/Link" and one.get("/FT") != "/Sig"
        }


def _is_plain(drawn: Any) -> bool:
    """Say whether something drawn is a rule, a box, or a picture as large as a figure."""
    if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE:
        left, bottom, right, top = drawn.get_bounds()
        return bool(min(right - left, top - bottom) >= SMALLEST)
    return drawn.type == pdfium.FPDF_PAGEOBJ_PATH and _is_straight(drawn.raw)


def _is_straight(path: Any) -> bool:
    """Say whether every stroke of a path goes across or upright."""
    before, x, y = (0.0, 0.0), c_float(), c_float()
    for place in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        here = (x.value, y.value)
        is_slanted = min(abs(a - b) for a, b in zip(before, here, strict=True)) > STRAIGHT
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO or (kind == pdfium.FPDF_SEGMENT_LINETO and is_slanted):
            return False
        before = here
    return True


def _hides_letters(page: Any, text: Any) -> bool:
    """Say whether a letter shows other ink on the page than in its text alone, or none."""
    shown, alone = _ink(page), _ink(text, draw_annots=False)
    other = shown != alone
    return any(
        not alone[area].any() or other[area].sum() > FOREIGN * alone[area].sum() for area in _letters(page, len(shown))
    )


def _ink(page: Any, *, draw_annots: bool = True) -> Any:
    return page.render(scale=SCALE, grayscale=True, draw_annots=draw_annots).to_numpy().squeeze() < DARK


def _letters(page: Any, high: int) -> Iterator[tuple[slice, slice]]:
    """Walk through the places of a page's letters, as rows and columns of dots."""
    text = page.get_textpage()
    for place in range(text.count_chars()):
        if text.get_text_range(place, 1).isspace():
            continue
        left, bottom, right, top = (side * SCALE for side in text.get_charbox(place))
        rows = slice(max(0, int(high - top)), int(np.ceil(high - bottom)))
        yield rows, slice(max(0, int(left)), int(np.ceil(right)))
