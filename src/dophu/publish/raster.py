"""Pictures for word processors, which draw an SVG each in its own way: the same one, as dots."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2

from dophu.publish.pdf import TEMPLATES, typeset

DOTS_PER_INCH = 220  # what an office prints and sends without a heavy file
POINTS_PER_INCH = 72
SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURED, NOT_FILTERED = 2, b"\0"
QUICK = 3  # zlib's level: higher ones cost twice the time and save a tenth of the bytes


class Picture(NamedTuple):
    """An SVG, and its size on paper in millimetres."""

    svg: str
    width: float
    height: float


def pngs_of(pictures: Sequence[Picture]) -> list[bytes]:
    """Draw each SVG at its size on paper, in Tinos; the same SVG gives the same bytes.

    The way leads over the pages of one PDF: Typst's own PNG may cut rows of dots off a text, depending on its
    place. Raises GateError when an SVG cannot be read.
    """
    if not pictures:
        return []
    inputs = {"pictures": json.dumps([picture._asdict() for picture in pictures])}
    pages = pypdfium2.PdfDocument(typeset(TEMPLATES / "pictures.typ", inputs, format="pdf"))
    return [_png(page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, rev_byteorder=True)) for page in pages]


def _png(drawn: pypdfium2.PdfBitmap) -> bytes:
    """Write red, green and blue of every dot as a PNG.

    Rows are not filtered: flat colours and straight lines pack smaller without, and trying the filters on each
    row, as Pillow does, takes longer than all else.
    """
    dots, length = memoryview(drawn.buffer), 3 * drawn.width
    rows = (dots[start : start + length] for start in range(0, drawn.height * drawn.stride, drawn.stride))
    packed = zlib.compress(b"".join(part for row in rows for part in (NOT_FILTERED, row)), QUICK)
    header = struct.pack(">IIBBBBB", drawn.width, drawn.height, 8, COLOURED, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
