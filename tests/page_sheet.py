"""One picture of the first pages of every report that is released: python -m tests.page_sheet OUT.png, and look at it.

Of the editions that differ most: the nation, a province with much to tell, one with little, a city above its target.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from dophu.publish.pdf import render_pdf
from tests.telling import open_report, tell

REPORTS = ("quick_report", "national_table", "progress", "parts", "data_quality")
EDITIONS = (
    ("demo", "2020-10-16", "VN"),
    ("demo", "2020-10-16", "20"),
    ("demo", "2020-10-16", "48"),
    ("bluezone", "2020-08-07", "20"),
    ("bluezone", "2021-06-19", "27"),
    ("bluezone", "2021-07-27", "79"),
)
SCALE, GAP = 0.6, 12


def first_pages(campaign: str, period: str, unit: str) -> Iterator[Image.Image]:
    """Draw the first page of each report of an edition."""
    for report in REPORTS:
        opened = open_report(campaign=campaign, period=period, unit=unit)
        document = tell(opened, report)
        if opened.empty:
            continue
        yield pypdfium2.PdfDocument(render_pdf(document))[0].render(scale=SCALE).to_pil()


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Lay pages out, an edition a row."""
    wide, high = (max(side) + GAP for side in zip(*(page.size for row in rows for page in row), strict=True))
    whole = Image.new("RGB", (wide * len(REPORTS) + GAP, high * len(rows) + GAP), "#888888")
    for down, row in enumerate(rows):
        for across, page in enumerate(row):
            whole.paste(page, (GAP + across * wide, GAP + down * high))
    return whole


if __name__ == "__main__":
    sheet([list(first_pages(*edition)) for edition in EDITIONS]).save(Path(sys.argv[1]))
