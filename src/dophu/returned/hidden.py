"""What of a file cannot be seen although its words stand there: hidden, white, tiny or struck out, and not so issued.

Where a file's words are held without its looks, as of a DOCX, a page or a workbook, this is what could still deceive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import openpyxl

from dophu.intake.readers.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HIDING = ("vanish", "webHidden", "specVanish", "strike", "dstrike")
OFF = ("0", "false", "none")
LIGHT = 0xD0  # of 255, from which on every part of a colour makes it too light to be read on paper
TINY = 8  # half points
SHOWN = 40


def hidden_words(kind: str, issued: bytes, came: bytes) -> list[str]:
    """List what is hidden in a file and was not in the issued one."""
    found = READERS.get(kind)
    if found is None:
        return []
    known = Counter(found(issued)) if issued else Counter[str]()
    return sorted(one[:SHOWN] for one in (Counter(found(came)) - known))


def _of_docx(content: bytes) -> Iterator[str]:
    package = Package(content, "letter")
    for name in package.parts:
        if name.startswith("word/") and name.endswith(".xml"):
            for properties in package.tree(name).iter(f"{W}rPr"):
                whose = properties.getparent()
                text = "".join(whose.itertext()).strip() if whose.tag == f"{W}r" else whose.get(f"{W}styleId", "")
                if text and _is_hidden(properties):
                    yield text


def _is_hidden(properties: Any) -> bool:
    def value(name: str) -> str | None:
        found = properties.find(f"{W}{name}")
        return None if found is None else str(found.get(f"{W}val", ""))

    size, colour = value("sz") or "", value("color") or ""
    is_tiny = size.isdigit() and int(size) < TINY
    return is_tiny or _is_light(colour) or any(value(name) not in (None, *OFF) for name in HIDING)


def _is_light(colour: str) -> bool:
    """Say whether a colour, RRGGBB or with its opacity in front, can hardly be read on white."""
    try:
        parts = bytes.fromhex(colour[-6:])
    except ValueError:
        return False
    return len(parts) == len("RGB") and min(parts) >= LIGHT


def _of_workbook(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets:
        if sheet.sheet_state != "visible":
            yield sheet.title
        sizes = {**{str(key): one for key, one in sheet.row_dimensions.items()}, **sheet.column_dimensions}
        yield from (f"{sheet.title}!{key}" for key, one in sizes.items() if one.hidden)
        yield from (f"{sheet.title}!{one.sqref}" for one in sheet.conditional_formatting)
        for row in sheet.iter_rows():
            yield from (
                f"{sheet.title}!{cell.coordinate}" for cell in row if cell.value is not None and _is_faint(cell)
            )


def _is_faint(cell: Any) -> bool:
    font = cell.font
    colour = font.color.rgb if font.color is not None and font.color.type == "rgb" else ""
    return bool(font.strike) or _is_light(str(colour)) or bool(font.size and font.size * 2 < TINY)


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {"docx": _of_docx, "xlsx": _of_workbook}
