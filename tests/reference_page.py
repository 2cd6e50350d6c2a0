"""docs/danh-muc.md: every fact, sentence, list, judgement, table, figure, frame and filter, with what it says.

Run `python -m tests.reference_page` after a change (`make reference`); a test holds the page to the code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dophu.facts.formula import formula_in_words
from dophu.tell.blocks import Paragraph
from dophu.tell.chapters import CHAPTERS
from dophu.tell.filters import FILTERS
from dophu.tell.frames import FRAMES
from dophu.tell.help.names import Entry, entries
from dophu.tell.html import plain
from dophu.tell.report import Report
from tests.telling import ROOT, open_report

PAGE = ROOT / "docs" / "danh-muc.md"
EDITIONS = (("demo", "2020-10-16", "20"), ("bluezone", "2020-08-07", "20"), ("demo", "2020-10-16", "178"))
HEAD = """# Danh mục: gọi được gì trong sổ

Trang này do `make reference` viết ra, đừng sửa tay. Ví dụ là của tỉnh Lạng Sơn, kỳ 16/10/2020 của chiến dịch `demo`;
chỗ nào kỳ ấy không có thì lấy kỳ 07/8/2020 của `bluezone`. Số liệu của `demo` là **số liệu mô phỏng**.
Trong JupyterLab, `report.facts("chữ cần tìm")` tìm trong chính báo cáo đang mở.
Cách dùng: [bao-cao-rieng.md](bao-cao-rieng.md).
"""
LONGEST = 220
EXAMPLES = {
    "count": "counted | count",
    "percent": "share | percent",
    "points": "gap | points",
    "rank": "rank | rank",
    "moment": "as_of | moment",
    "date": "as_of | date",
    "day": "as_of | day",
    "hours": "elapsed | hours",
    "times": "pace_times | times",
    "change": "change | change",
    "beside": "ahead | beside",
    "against": "share | against(target)",
    "words": "counted | words",
    "capitalised": "unit_full | capitalised",
}


def page() -> str:
    """Write the whole page."""
    reports = [opened(*edition) for edition in EDITIONS]
    parts = [
        HEAD,
        *of_kind(
            reports,
            "fact",
            "Số liệu",
            'viết `{{ tên }}` trong lời văn, `report["tên"]` trong ô mã',
            ("nghĩa", "in ra", "cách tính"),
        ),
        *of_kind(reports, "sentence", "Câu do số liệu chọn", "viết `? {{ tên }}` trên một dòng", ("nói gì",)),
        *of_kind(reports, "word", "Chữ của báo cáo và chiến dịch", "viết `{{ tên }}`", ("in ra",)),
        *of_kind(
            reports, "rows", "Danh sách", "viết `- {{ row.name }}: {{ row.share }}; for row in tên`", ("số dòng",)
        ),
        *of_kind(reports, "condition", "Nhận định", "viết `?tên Câu chỉ in khi nhận định đúng.`", ("kỳ này",)),
        *shown_things(reports, "table", "Bảng", 'viết `report.table("tên")` trong ô mã'),
        *shown_things(reports, "figure", "Hình", 'viết `report.figure("tên")` trong ô mã'),
        *frames(reports[0]),
        *filters(reports[0]),
    ]
    return "\n".join(parts) + "\n"


def opened(campaign: str, period: str, unit: str) -> Report:
    """Open an edition with all its chapters."""
    report = open_report(ROOT, campaign=campaign, period=period, unit=unit)
    for chapter in CHAPTERS:
        report.measured(chapter)
    return report


def of_kind(reports: Iterable[Report], kind: str, title: str, how: str, heads: tuple[str, ...]) -> Iterator[str]:
    """Tell every name of a kind by the first edition that knows it."""
    found: dict[str, tuple[Report, Entry]] = {}
    for report in reports:
        for entry in entries(report.names()):
            if entry.kind == kind and entry.shown and "." not in entry.name:
                found.setdefault(entry.name, (report, entry))
    rows = ([f"`{name}`", *cells(report, entry, kind)] for name, (report, entry) in sorted(found.items()))
    yield from listed(title, how, ("tên", *heads), rows)


def cells(report: Report, entry: Entry, kind: str) -> list[str]:
    """Write what a name means and says."""
    if kind != "fact" or entry.fact is None:
        return [entry.shown]
    return [entry.label, entry.shown, formula_in_words(entry.fact, report.facts)]


def shown_things(reports: Iterable[Report], kind: str, title: str, how: str) -> Iterator[str]:
    """Tell every table or figure by its caption in the first edition that has it."""
    calls: Mapping[str, Callable[[Report], Callable[[str], Any]]] = {
        "table": lambda report: report.table,
        "figure": lambda report: report.figure,
    }
    names = sorted({name for chapter in CHAPTERS.values() for name in getattr(chapter, f"{kind}s")})
    captions: dict[str, str] = {}
    for report in reports:
        for name in names:
            blocks = calls[kind](report)(name).blocks
            said = next((plain(block.caption) for block in blocks if getattr(block, "caption", None)), "")
            captions[name] = captions.get(name) or said.partition(". ")[2]
    yield from listed(
        title, how, ("tên", "ví dụ"), ([f"`{name}`", captions[name] or "(ví dụ không có)"] for name in names)
    )


def frames(report: Report) -> Iterator[str]:
    """Tell every frame by its columns."""
    rows = (
        [f"`{name}`", str(len(frame)), ", ".join(f"`{column}`" for column in frame.columns)]
        for name in FRAMES
        if (frame := report.frame(name)) is not None
    )
    yield from listed("Khung dữ liệu", 'viết `report.frame("tên")` trong ô mã', ("tên", "số dòng", "cột"), rows)


def filters(report: Report) -> Iterator[str]:
    """List the filters, each with an example of what it prints."""
    told = {name: EXAMPLES.get(name, "") for name in sorted(FILTERS)}
    rows = ([f"`{name}`", f"`{{{{ {code} }}}}`", said(report, code)] for name, code in told.items() if code)
    yield from listed("Cách in khác", "viết `{{ tên | cách }}`", ("cách", "ví dụ", "in ra"), rows)


def said(report: Report, code: str) -> str:
    """Print a piece of prose."""
    return " ".join(
        plain(block.runs) for block in report.narrative(f"{{{{ {code} }}}}").blocks if isinstance(block, Paragraph)
    )


def listed(title: str, how: str, heads: tuple[str, ...], rows: Iterable[list[str]]) -> Iterator[str]:
    """Write a section with its table."""
    yield f"\n## {title}\n\n{how[:1].upper()}{how[1:]}.\n"
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cut(cell) for cell in row)} |"


def cut(text: str) -> str:
    """Write a cell on one line."""
    line = " ".join(text.split()).replace("|", "\\|")
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
