"""Letters set by Typst alone, from documents that are ready as JSON: the floor under every PDF.

Run as: python benchmarks/typst_alone.py prepare PROJECT OUT PERIOD JOBS UNIT...    # not timed
        python benchmarks/typst_alone.py print   PROJECT OUT PERIOD JOBS UNIT...
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import typst

from benchmarks.limit import told
from dophu.fonts import FOLDER
from dophu.publish.pdf import TEMPLATES, as_data

Asked = tuple[Path, Path, str, str]


def main() -> None:
    """Write the data or the letter of each unit."""
    what, root, out, period, jobs, *units = sys.argv[1:]
    works: dict[str, Callable[[Asked], None]] = {"prepare": prepare, "print": set_letter}
    with multiprocessing.get_context("fork").Pool(int(jobs)) as pool:
        pool.map(works[what], [(Path(root), Path(out), period, unit) for unit in units], chunksize=1)


def prepare(asked: Asked) -> None:
    """Write the document of an edition as its template takes it."""
    root, out, period, unit = asked
    (out / f"{unit}.json").write_text(json.dumps(as_data(told(root, period, unit))), encoding="utf-8")


def set_letter(asked: Asked) -> None:
    """Set a letter from its data."""
    _, out, _, unit = asked
    inputs = {"letter": (out / f"{unit}.json").read_text(encoding="utf-8")}
    printed = compiler().compile(
        TEMPLATES / "letter.typ", format="pdf", pdf_standards=["a-2a", "ua-1"], sys_inputs=inputs
    )
    assert isinstance(printed, bytes)
    (out / f"{unit}.pdf").write_bytes(printed)


@cache
def compiler() -> typst.Compiler:
    """Read the fonts once a process."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
    return typst.Compiler(root=TEMPLATES, font_paths=fonts)


if __name__ == "__main__":
    main()
