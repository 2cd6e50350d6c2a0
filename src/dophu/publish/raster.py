"""Pictures for word processors, which draw an SVG each in its own way: the same one, as dots."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from typing import NamedTuple

import pypdfium2
from PIL import Image

from dophu.publish.pdf import TEMPLATES, typeset

DOTS_PER_INCH = 220  # what an office prints and sends without a heavy file
POINTS_PER_INCH = 72
DRAWN, PALETTE = 4096, 256  # colours of a drawing at most, and of its palette: a third of the bytes, in less time
QUICK = 3  # zlib's level: higher ones take half as long again and save nothing


class Picture(NamedTuple):
    """An SVG, and its size on paper in millimetres."""

    svg: str
    width: float
    height: float


@lru_cache(16)  # a letter's Word file and its workbook hold the same drawings
def png_of(picture: Picture) -> bytes:
    """Draw an SVG at its size on paper, in Tinos; the same SVG gives the same bytes.

    The way leads over the page of a PDF: Typst's own PNG may cut rows of dots off a text, depending on its
    place. Raises GateError when an SVG cannot be read.
    """
    printed = typeset(TEMPLATES / "picture.typ", {"picture": json.dumps(picture._asdict())}, format="pdf")
    page = pypdfium2.PdfDocument(printed)[0]
    return _png(page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, rev_byteorder=True))


def _png(drawn: pypdfium2.PdfBitmap) -> bytes:
    png, image = io.BytesIO(), drawn.to_pil()
    if image.getcolors(DRAWN):  # a photograph has more, and would lose by this
        image = image.quantize(PALETTE, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    image.save(png, format="png", compress_level=QUICK)
    return png.getvalue()
