"""What a reader sees of a figure's labels: how small they get on a phone, and ranks that are left out unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import inf
from statistics import median

from dophu.words import around

PIXELS = {"pt": 4 / 3, "mm": 96 / 25.4, "px": 1.0, "": 1.0}
ROOT = re.compile(r"<svg\b[^>]*>")
WIDE = re.compile(r'\bwidth="([\d.]+)(pt|mm|px|)"')
VIEW = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ')
SIZE = re.compile(r"font-size[=:]\s*[\"']?([\d.]+)")
LABEL = re.compile(r'<text\b[^>]*\bx="([\d.-]+)" y="([\d.-]+)"[^>]*>([^<]*)')
RANK = re.compile(r"(\d+)\. \S")
NEAR = 1.5  # of the usual distance between rows: farther apart than that, something is between them


def smallest_label(svg: str) -> float:
    """Measure the smallest text of a drawing, in pixels as a phone shows it: as drawn, for none is shrunk there."""
    root = ROOT.search(svg)
    sizes = [float(size) for size in SIZE.findall(svg)]
    wide, view = (found.search(root[0]) if root else None for found in (WIDE, VIEW))
    if not sizes or wide is None or view is None:
        return inf
    return min(sizes) * float(wide[1]) * PIXELS[wide[2]] / float(view[1])


def unmarked_gaps(svg: str) -> Iterator[tuple[int, int]]:
    """Find ranks that stand in neighbouring rows although others lie between them, and no line says so.

    Rows of ranks stand in one column; where ranks stand in several, their height is a rank's place on an axis.
    """
    labels = sorted((float(y), x, text) for x, y, text in LABEL.findall(svg))
    ranked = [(y, int(found[1])) for y, _, text in labels if (found := RANK.match(text))]
    if len({x for _, x, text in labels if RANK.match(text)}) > 1:
        return
    gap = around("standing.skipped", "many")[0].strip()
    marks = [y for y, _, text in labels if text.startswith(gap)]
    apart = median([b - a for (a, _), (b, _) in pairwise(ranked)] or [0])
    same = 1
    for (above, rank), (below, following) in pairwise(ranked):
        is_near = below - above < NEAR * apart and not any(above < mark < below for mark in marks)
        if is_near and following > rank + same:
            yield rank, following
        same = same + 1 if rank == following else 1
