"""Pictures for word processors, which draw an SVG each in its own way: the same one, as dots."""

from __future__ import annotations

import io

import pypdfium2

from dophu.publish.pdf import TEMPLATES, typeset

DOTS_PER_INCH = 220  # what an office prints and sends without a heavy file
POINTS_PER_INCH = 72


def png_from_svg(svg: str, width_mm: float, height_mm: float) -> bytes:
    """Draw an SVG at its size on paper, in Tinos; the same SVG gives the same bytes.

    The way leads over a PDF page: Typst's own PNG may cut rows of dots off a text, depending on its place.
    Raises GateError when the SVG cannot be read.
    """
    picture = {"svg": svg, "width": str(width_mm), "height": str(height_mm)}
    page = pypdfium2.PdfDocument(typeset(TEMPLATES / "picture.typ", picture, format="pdf"))[0]
    png = io.BytesIO()
    page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil().save(png, format="png", optimize=False)
    return png.getvalue()
