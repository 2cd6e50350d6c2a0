"""Pictures for word processors, which draw an SVG each in its own way: the same one, as dots."""

from __future__ import annotations

from dophu.publish.pdf import TEMPLATES, typeset

DOTS_PER_INCH = 220  # what an office prints and sends without a heavy file


def png_from_svg(svg: str, width_mm: float, height_mm: float) -> bytes:
    """Draw an SVG at its size on paper, in Tinos; the same SVG gives the same bytes.

    Raises GateError when the SVG cannot be read.
    """
    picture = {"svg": svg, "width": str(width_mm), "height": str(height_mm)}
    return typeset(TEMPLATES / "picture.typ", picture, format="png", ppi=DOTS_PER_INCH)
