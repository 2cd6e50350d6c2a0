"""The figures of a document in an office's colour: house shades give way to those of `brand.yml`, in marks and letters.

A notebook holds its figures in the house's colours, so that it shows the same wherever it is opened.
"""

from __future__ import annotations

import re

from dophu.charts.look import ACCENT, PALE, SCALE, TINT
from dophu.data.brand import HOUSE, LEAST_CONTRAST, Brand, contrast, mixed, shaded
from dophu.tell.blocks import Block, Document, Figure

TAG = re.compile(r"<[^>]*>")
LIGHT_CLASSES = (0.08, 0.25, 0.45)  # of the colour, on which text is dark
PALER, DARKER = 0.72, 0.7


def branded(document: Document, brand: Brand) -> Document:
    """Give a document its office's look."""
    if brand.colour == HOUSE.colour:
        return document.model_copy(update={"brand": brand})
    shades = shades_of(brand)
    blocks = [_recoloured(block, shades) for block in document.blocks]
    return document.model_copy(update={"brand": brand, "blocks": blocks})


def shades_of(brand: Brand) -> dict[str, str]:
    """Find the office's shade for each of the house's; white letters on the two darkest classes can be read."""
    colour = brand.colour
    paler = mixed(colour, 0.8)
    dark = (paler, colour) if contrast(paler) >= LEAST_CONTRAST else (colour, shaded(colour, DARKER))
    classes = [*(mixed(colour, part) for part in LIGHT_CLASSES), *dark]
    return {ACCENT: colour, PALE: mixed(colour, PALER), TINT: brand.tint} | dict(zip(SCALE, classes, strict=True))


def _recoloured(block: Block, shades: dict[str, str]) -> Block:
    if not isinstance(block, Figure):
        return block
    house = re.compile("|".join(map(re.escape, shades)))
    views = {"svg": block.svg, "narrow": block.narrow}
    recoloured = {
        view: TAG.sub(lambda tag: house.sub(lambda found: shades[found[0]], tag[0]), svg) for view, svg in views.items()
    }
    return block.model_copy(update=recoloured)
