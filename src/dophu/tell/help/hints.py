"""What a cell shows by itself will not print: which line prints it, said under the cell as soon as it has run.

Publishing refuses such a cell in the same words.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from numbers import Integral, Real
from typing import Any, Literal

from dophu.facts.arithmetic import LOOK, Computed
from dophu.facts.fact import Fact, Missing
from dophu.tell.blocks import MIME
from dophu.tell.own import entering
from dophu.tell.showing import is_frame
from dophu.words import say
from dophu.words.numerals import read

Bare = Literal["table", "picture", "image", "file", "text"]  # an image, a file: a picture that was not drawn
MARKUP, READ = "<IPython.", "<IPython.core.display.Image"  # how markup names itself, and such a picture
PILLOW = "<PIL."
SERIES = re.compile(r"(?:^|, )dtype: [\w\[\], ]+\Z", re.MULTILINE)  # how a column of pandas ends, which has no HTML
KEPT_OUT = {"remove-output", "remove-cell", "remove_cell"}  # tags of cells whose outputs are not printed
OURS = (MIME, LOOK)


def bare(value: Any) -> Bare | None:
    """Say what a cell's last value shows by itself that a report does not carry; None for what is ours, or nothing."""
    if value is None or _is_ours(value):
        return None
    if type(value).__module__ == "IPython.core.display":
        return "file" if type(value).__name__ == "Image" else "text"
    if is_frame(value):
        return "table"
    if _is_drawn(value):
        return "picture"
    return "image" if hasattr(type(value), "_repr_png_") else "text"


def shown(data: Mapping[str, Any]) -> Bare | None:
    """Say the same of what a cell has displayed, by its kinds."""
    if any(kind in data for kind in OURS) or any(kind.startswith("application/vnd.dophu") for kind in data):
        return None
    made = str(data.get("text/plain", ""))
    if made.startswith(MARKUP):
        return "file" if made.startswith(READ) else "text"
    if any(kind.startswith("image/") for kind in data):
        return "image" if made.startswith(PILLOW) else "picture"
    return "table" if "text/html" in data or SERIES.search(made) else "text"


def _is_ours(value: Any) -> bool:
    show = getattr(type(value), "_repr_mimebundle_", None)
    if show is None:
        return False
    with suppress(Exception):  # of anybody's objects
        data = show(value)
        return any(kind.startswith("application/vnd.dophu") for kind in data)
    return False


def _is_drawn(value: Any) -> bool:
    """Know a matplotlib figure, axes, or what a drawing call returns, without importing matplotlib for it."""
    artist = getattr(sys.modules.get("matplotlib.artist"), "Artist", None)
    first = value[0] if isinstance(value, list | tuple) and value else value
    return artist is not None and isinstance(first, artist)


def line_to_write(source: str, kind: Bare) -> str:
    """Write the line that shows what a cell has shown by itself; blank for text, which is said in prose."""
    if kind == "text":
        return ""
    if kind == "file":
        return 'report.show("anh.png", caption="…", alt="…", source="…")'
    words = 'caption="…", alt="…", source="…"' if kind in {"picture", "image"} else 'caption="…", source="…"'
    return f"report.show({_last_value(source, kind)}, {words})"


def _last_value(source: str, kind: Bare) -> str:
    """Write the value that a cell ends with; a picture is the figure that pyplot draws on, unless it is named."""
    with suppress(SyntaxError):
        last = ast.parse(source).body[-1:]
        if last and isinstance(last[0], ast.Expr):
            value = last[0].value
            if isinstance(value, ast.Call) and ast.unparse(value.func) == "display" and value.args:
                value = value.args[0]
            if kind in {"table", "image"} or isinstance(value, ast.Name):
                return ast.unparse(value)
    return "plt.gcf()" if kind == "picture" else "…"


def line_for(name: str, value: Any) -> str:
    """Write the line that lets prose name a variable of the notebook, or shows it; blank where there is none."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, Fact | Computed | Missing):
        return entering(name, name, value)
    if isinstance(value, Real):
        unit = "count" if isinstance(value, Integral) else "…"
        return f'report.fact("{name}", {name}, unit="{unit}", source="…", formula="…")'
    if isinstance(value, str):
        return f'{{{{ "{value}" | given("…") }}}}' if len(read(value).numbers) == 1 else ""
    kind = bare(value) if is_frame(value) or _is_drawn(value) or hasattr(type(value), "_repr_png_") else None
    return line_to_write(name, kind) if kind else ""


class Hint:
    """The line to write, under a cell; it never prints."""

    def __init__(self, kind: Bare, source: str) -> None:
        self.told = say(f"help.bare.{'picture' if kind == 'image' else kind}")
        self.line = line_to_write(source, kind)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        line = f" <code>{escape(self.line)}</code>" if self.line else ""
        return {
            LOOK: "hint",
            "text/plain": f"⚠ {self.told} {self.line}".rstrip(),
            "text/html": f'<p style="color:#b00020">⚠ {escape(self.told)}{line}</p>',
        }
