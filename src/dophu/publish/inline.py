"""A drawing within a page: its text is the page's text, its colours follow the reader's, its ids are its own.

Only what our drawings are made of comes in; a drawing with anything else in it stays a picture, in which no script can
run.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from dophu.charts import look
from dophu.data.brand import Brand
from dophu.publish.branded import shades_of
from dophu.tell.blocks import Figure
from dophu.tell.html import anchor_of, fill

ELEMENT = "svg|g|path|text|tspan|defs|use|clipPath|rect|image|circle|ellipse|line|polygon|polyline"
LINK = r'(?:xlink:)?href="(?:#[^"<>]*|data:image/png;base64,[\w+/=\s]*)"'
NAME = r"(?:xmlns:xlink|xml:space|clip-path|text-anchor|font-[a-z-]+|fill[a-z-]*|stroke[a-z-]*|[a-zB]+)"
TAG = re.compile(rf'</?(?:{ELEMENT})(?:\s+(?:{LINK}|(?!on|xlink|href){NAME}="[^"<>]*"))*\s*/?>')
ID_OR_COLOUR = re.compile(r'(\bid="|href="#|url\(#)|#[0-9a-f]{6}\b')
COLOUR = re.compile(r"#[0-9a-f]{6}\b")
ROOT = re.compile(r"<svg\b([^>]*)>")
# The names by which the style sheet changes a colour in the dark; elsewhere each shows as it is drawn.
NAMES = {
    look.INK: "ink",
    look.ACCENT: "own",
    look.QUIET: "quiet",
    look.KNOWN: "known",
    look.UNKNOWN: "unknown",
    look.GRID: "grid",
    look.LACKING: "lacking",
    look.HATCH: "hatch",
    look.HATCHED: "hatched",
    look.TINT: "tint",
    look.FAINT: "faint",
    look.PALE: "pale",
    look.BACKGROUND: "paper",
    look.EDGE: "edge",
    **{shade: f"class-{place}" for place, shade in enumerate(look.SCALE)},
}


def drawn(figure: Figure, brand: Brand) -> Markup | None:
    """Write a figure's drawings for a page, the narrow one for a narrow page; None where one must stay a picture."""
    names = NAMES | {shade: NAMES[house] for house, shade in shades_of(brand).items()}
    views = {"wide": figure.svg, "narrow": figure.narrow}
    written = {view: _inline(svg, f"{figure.key}-{view}-", names) for view, svg in views.items() if svg}
    if not all(written.values()):
        return None
    alone = Markup(' alone" tabindex="0') if len(written) == 1 else ""
    return Markup("").join(
        fill('<div class="{}{}">{}</div>', view, alone, _named(svg or "", figure.alt)) for view, svg in written.items()
    )


def _inline(svg: str, prefix: str, names: dict[str, str]) -> str | None:
    """Give a drawing ids of its own and colours with names; None where it holds what no drawing of ours does."""
    is_house = set(COLOUR.findall(svg)) <= names.keys()

    def own(found: re.Match[str]) -> str:
        if found[1]:
            return found[0] + prefix
        return f"var(--{names[found[0]]},{found[0]})" if is_house else found[0]

    prefix = anchor_of(prefix)
    written, known = TAG.subn(
        lambda tag: ID_OR_COLOUR.sub(own, tag[0]) if "#" in tag[0] or "id=" in tag[0] else tag[0], svg
    )
    return written if known == svg.count("<") else None


def _named(svg: str, alt: str) -> Markup:
    """Give a drawing its words; to who hears them its parts say nothing more."""
    opening = ROOT.match(svg)
    assert opening is not None
    inner = Markup(svg[opening.end() : svg.rindex("</svg>")])
    return fill('<svg role="img" aria-label="{}"{}><g aria-hidden="true">{}</g></svg>', alt, Markup(opening[1]), inner)
