"""An author's own picture in a report: drawn by matplotlib, or a file of any kind that Pillow reads."""

from __future__ import annotations

import base64
import io
import re
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dophu.charts.drawing import Drawing
from dophu.charts.look import INCH, WIDTH
from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.facts import making
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.fonts import FAMILY, unprintable
from dophu.tell.blocks import Runs
from dophu.tell.content import FigureContent, from_source
from dophu.tell.markdown import MATHS
from dophu.words.alternatives import describes
from dophu.words.numerals import numbers
from dophu.words.text import has_words, normal

if TYPE_CHECKING:
    from PIL.Image import Image

NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
TAG = re.compile(r"<[^>]*>")
OTHER_FONT = re.compile(rf"<t(?:ext|span)\b(?=[^>]*\bfont)(?![^>]*\b{FAMILY}\b)")
DPI = 96.0  # of a picture that does not say
FINEST = round(WIDTH / INCH * 300)  # pixels across the text that paper still shows
PNG = b"\x89PNG\r\n\x1a\n"
HOW = "give a matplotlib figure, a frame as pd.DataFrame(…), or a picture by its path or its bytes"


def figure_of(facts: Facts, shown: Any, caption: Runs, alt: str, source: str) -> FigureContent:
    """Write a matplotlib figure, or a picture, as a figure of the report; its numbers are given by `source`."""
    drawn = _drawable(shown)
    lacking = [name for name, text in (("alt", alt), ("source", source)) if not has_words(text)]
    if lacking:
        problem = f"a picture needs {' and '.join(lacking)}: what it shows in words, and where its numbers come from"
        raise UsageError("report.show", problem, 'write report.show(…, caption="…", alt="…", source="…")')
    if not describes(alt):
        fix = "say in a sentence what it shows: who sees no picture hears this alone"
        raise UsageError("report.show", f"alt='{alt}' does not tell what the picture shows", fix)
    in_words = [number for number in numbers(alt) if not NUMBERS.search(number)]
    for number in dict.fromkeys([*NUMBERS.findall(normal(alt)), *in_words]):
        making.given(facts, number, "text", source.strip())
    return FigureContent(key="own", plot=_drawing(drawn), alt=alt, caption=[*caption, *from_source(source)])


def _drawable(shown: Any) -> Any:
    """Take the matplotlib figure, or the picture's bytes or Pillow image, of what is to be shown.

    A figure may be given by its axes, by what a call has drawn in it, or as pyplot itself.
    """
    from PIL.Image import Image  # noqa: PLC0415 - few reports show a picture

    one = shown.gcf() if hasattr(shown, "gcf") else _first(shown)
    figure = getattr(one, "figure", one)
    content = getattr(shown, "data", shown)  # of IPython's Image
    if hasattr(figure, "savefig"):
        return figure
    if isinstance(shown, Image) or isinstance(content, bytes):
        return shown if isinstance(shown, Image) else content
    fix = "print it in prose: {{ name }}" if isinstance(shown, Fact) else HOW
    raise UsageError("report.show", f"{type(shown).__name__} is nothing that a report can show", fix)


def _first(shown: Any) -> Any:
    """Take the first of what a call has drawn: axes in an array, as `frame.hist` gives them, or a list of lines."""
    several = list(shown.flat) if hasattr(shown, "flat") else shown
    return _first(several[0]) if isinstance(several, list | tuple) and several else shown


def _drawing(drawn: Any) -> Drawing:
    return _plotted(drawn) if hasattr(drawn, "savefig") else _picture(_image(drawn))


def _plotted(figure: Any) -> Drawing:
    from dophu.charts.svg import drawing_of  # noqa: PLC0415 - who reads an edition draws nothing
    from dophu.charts.ticks import as_an_office_writes  # noqa: PLC0415

    as_an_office_writes(figure)
    drawn = drawing_of(figure)
    _refuse_unreadable(drawn.svg)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)  # or the kernel shows it once more at the cell's end
    return drawn


def _refuse_unreadable(svg: str) -> None:
    """Raise a UsageError for text of a figure that would not print as its author means it."""
    text = unescape(TAG.sub("\n", svg))
    if names := unprintable(text):
        problem = f"text in the figure cannot be printed: {names}"
        raise UsageError("report.show", problem, "write it with ordinary letters")
    if MATHS.search(text) or OTHER_FONT.search(svg):
        fix = "leave the font as it is, and write a formula in plain letters: x² for $x^2$"
        raise UsageError("report.show", "the figure has a formula or text in another font, which would not print", fix)


def _image(drawn: Any) -> Image:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - few reports show a picture

    if isinstance(drawn, Image.Image):
        return drawn
    try:
        return Image.open(io.BytesIO(drawn))
    except UnidentifiedImageError:
        raise UsageError("report.show", "the file is no picture in PNG, JPEG or the like", HOW) from None


def read_picture(path: str | Path, project: Project | None) -> bytes:
    """Read a picture beside the notebook or in the project, whichever folder the notebook runs in."""
    folders = [Path()] if project is None else [Path(), project.root, project.root / "notebooks"]
    found = next((each.resolve() for folder in folders if (each := folder / path).is_file()), None)
    if found is None:
        fix = "put it into the project's folder or beside the notebook, and write its path from there"
        raise UsageError("report.show", f"there is no picture '{path}'", fix)
    if project is not None and found.is_relative_to(project.root):
        return project.read_bytes(*found.relative_to(project.root).parts)  # an edition grows stale with it
    return found.read_bytes()


def _picture(image: Image) -> Drawing:
    """Put a picture into a drawing, no wider than the text and no finer than paper shows."""
    from PIL import ImageOps  # noqa: PLC0415 - few reports show a picture

    upright = ImageOps.exif_transpose(image)
    scale = min(1.0, WIDTH / (upright.width / DPI * INCH))
    wide, high = (size / DPI * INCH * scale for size in upright.size)
    content, pixels = _png(image, upright)
    data = base64.b64encode(content).decode()
    svg = (
        f'<svg width="{wide:.2f}mm" height="{high:.2f}mm" viewBox="0 0 {pixels[0]} {pixels[1]}"'
        ' xmlns="http://www.w3.org/2000/svg" version="1.1">'
        f'<image width="{pixels[0]}" height="{pixels[1]}" href="data:image/png;base64,{data}"/></svg>'
    )
    return Drawing(svg, wide, high)


def _png(image: Image, upright: Image) -> tuple[bytes, tuple[int, int]]:
    """Write a picture as PNG, without what its camera has noted."""
    modes = {"1", "L", "LA", "P", "RGB", "RGBA"}
    clean = upright if upright.mode in modes else upright.convert("RGB")
    if clean.width > FINEST:
        clean = clean.convert("RGBA" if "A" in clean.mode or "transparency" in clean.info else "RGB")
        clean = clean.resize((FINEST, round(clean.height * FINEST / clean.width)))
    written = io.BytesIO()
    clean.save(written, format="PNG", pnginfo=None)
    return written.getvalue(), clean.size
