r"""Tinos 1.34 (OFL-1.1), metric-compatible with Times New Roman: whole for paper, a subset for the screen.

The `.vn.woff2` files hold Latin, every Vietnamese letter and the punctuation of office text, unhinted; 12 KB
each. They were made in this folder, with `fonttools` 4.68 and `brotli` 1.2, by

    for style in Regular Bold Italic BoldItalic; do
      pyftsubset Tinos-$style.ttf --output-file=Tinos-$style.vn.woff2 --flavor=woff2 --no-hinting \
        --layout-features=ccmp,kern,mark --unicodes=U+20-7E,U+A0-FF,U+102-103,U+110-111,U+128-129,\
    U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303,U+309,U+323,U+1EA0-1EF9,U+2002-200A,U+2010-2014,\
    U+2018-201A,U+201C-201E,U+2022,U+2026,U+202F-2030,U+20AB-20AC,U+2190-2193,U+2212,U+2248,U+2260,\
    U+2264-2265
    done
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Tinos"
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Face:
    """One style of the family, in the terms of a style sheet: weight 400 or 700, upright or italic."""

    name: str
    weight: int
    italic: bool = False

    @property
    def ttf(self) -> Path:
        """The whole font, for writers of paper formats and for drawing."""
        return FOLDER / f"{FAMILY}-{self.name}.ttf"

    @property
    def woff2(self) -> Path:
        """The Vietnamese subset, for pages and for pictures inside pages."""
        return FOLDER / f"{FAMILY}-{self.name}.vn.woff2"


REGULAR = Face("Regular", 400)
BOLD = Face("Bold", 700)
ITALIC = Face("Italic", 400, italic=True)
BOLD_ITALIC = Face("BoldItalic", 700, italic=True)
FACES = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)


@cache
def advances(face: Face) -> dict[str, float]:
    """Tell the width of each letter that a face has, in ems."""
    with TTFont(face.ttf, lazy=True) as font:
        widths, units = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): widths[name][0] / units for code, name in font.getBestCmap().items()}


@cache
def printable() -> frozenset[str]:
    """List what paper can carry: letters with a glyph, of those none that hides or reorders others, and line breaks."""
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn"}
    letters = (letter for letter in advances(REGULAR) if unicodedata.category(letter) not in hidden)
    return frozenset({"\n", "\t", *letters})


def unprintable(text: str) -> str:
    """Name the characters of a text that paper cannot carry; blank where it carries all."""
    bad = sorted(set(text) - printable())
    return ", ".join(f"U+{ord(one):04X} {unicodedata.name(one, 'control')}" for one in bad)


def warm_up() -> None:
    """Read the widths once, for processes that are forked later."""
    for face in FACES:
        advances(face)
