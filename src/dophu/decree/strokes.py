"""The lines that a Word file draws below text: borders of paragraphs and shapes, and how long they and the text are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

from dophu.decree.paper import MILLIMETRES_PER_POINT, Line, Piece, Stroke
from dophu.decree.styles import OFF, Settings, child, number, value
from dophu.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, advances
from dophu.intake.readers.package import attribute, local
from dophu.returned.letter import GONE

FACES = {(False, False): REGULAR, (True, False): BOLD, (False, True): ITALIC, (True, True): BOLD_ITALIC}
EMUS = 36_000  # of DrawingML, in a millimetre
FLAT = 2.0  # millimetres that a line is high at most
WORDS = re.compile(r"\s*\S+")
LENGTH = re.compile(r"(?P<number>-?[\d.]+)(?P<unit>[a-z]*)")
UNITS = {"pt": 25.4 / 72, "in": 25.4, "mm": 1.0, "cm": 10.0, "pc": 25.4 / 6, "px": 25.4 / 96, "": 25.4 / 96}


def width_of(pieces: Iterable[Piece]) -> float:
    """Measure text on one line, in millimetres."""
    return sum(_advance(piece) for piece in pieces)


def _advance(piece: Piece) -> float:
    known = advances(FACES[piece.bold, piece.italic])
    return sum(known.get(letter, 1.0) for letter in piece.text) * piece.size * MILLIMETRES_PER_POINT


def beyond(line: Line) -> tuple[Piece, ...]:
    """Give what of a line does not go into its column, from the word at which a word processor breaks it."""
    words = [replace(piece, text=word) for piece in line.pieces for word in WORDS.findall(piece.text)]
    ends = list(accumulate(map(_advance, words)))
    return tuple(word for word, end in zip(words, ends, strict=True) if line.room and end > line.room)


def border(properties: Any, layout: Settings, room: float | None) -> Stroke | None:
    """Give the line that a paragraph has as its border, as wide as its column leaves room."""
    borders = child(properties, "pBdr")
    kinds = (value(borders, side) for side in ("bottom", "top"))
    if room is None or all(kind is None or kind in {*OFF, "nil"} for kind in kinds):
        return None
    left, right = layout.get("left", 0.0), layout.get("right", 0.0)
    return Stroke(room - left - right, abs(left - right) / 2)


def shape(paragraph: Any) -> Stroke | None:
    """Give the line that is drawn as a shape at a paragraph; where its middle stands is not told."""
    lengths = [length for one in _own(paragraph) if (length := _length(one)) is not None]
    return Stroke(lengths[0]) if lengths else None


def _own(paragraph: Any) -> Iterator[Any]:
    """Give the shapes of a paragraph, those of its text boxes and of what only older programs read left out."""
    for one in paragraph.iter("{*}anchor", "{*}inline", "{*}line", "{*}shape", "{*}rect"):
        older = any(local(above) in GONE for above in one.iterancestors("{*}*"))
        if next(one.iterancestors("{*}p"), None) is paragraph and not older:
            yield one


def _length(shape: Any) -> float | None:
    """Measure a shape; None where it is no line."""
    if local(shape) in {"anchor", "inline"}:
        extent = child(shape, "extent")
        across, down = (
            (number(attribute(extent, side)) for side in ("cx", "cy")) if extent is not None else (None, None)
        )
        drawn = next(shape.iter("{*}wsp"), None) is not None and next(shape.iter("{*}txbx"), None) is None
        return across / EMUS if drawn and across and (down or 0) / EMUS <= FLAT else None
    if local(shape) == "line":
        start, end = ((attribute(shape, side) or "").partition(",")[0] for side in ("from", "to"))
        return abs(_millimetres(end) - _millimetres(start)) or None
    style = dict(part.split(":", 1) for part in (attribute(shape, "style") or "").split(";") if ":" in part)
    flat = (
        _millimetres(style.get("height", "")) <= FLAT and next(shape.iter("{*}textbox", "{*}imagedata"), None) is None
    )
    return (_millimetres(style.get("width", "")) or None) if flat else None


def _millimetres(text: str) -> float:
    found = LENGTH.fullmatch(text.strip())
    return float(found["number"]) * UNITS.get(found["unit"], 0) if found else 0
