"""A national table as the suite prints it: 63 provinces with every kind of cell, totals, and a letter before it."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from typing import Any

from dophu import wording
from dophu.facts.fact import Fact
from dophu.facts.interval import Interval
from dophu.facts.subject import Group, Subject
from dophu.tell.blocks import Annex, Block, Document, Heading, Paragraph, Run, Runs, Table, TraceRow
from dophu.tell.content import runs
from dophu.wording import Moment, percent
from tests.project import ROOT
from tests.publish.sample import sample_letter

BANNER = "SỐ LIỆU MÔ PHỎNG"
WHOLE = Subject(Group("list", "cả nước", ()), "2020-08-07", "installs")
HEAD = [
    "Tỉnh, thành phố",
    "Dân số 2019",
    "Số người cài đặt",
    "Tỷ lệ",
    "Thứ hạng",
    "Thay đổi thứ hạng",
    "Thay đổi tỷ lệ (điểm phần trăm)",
    "Còn thiếu so với mục tiêu (điểm phần trăm)",
    "Còn thiếu (người)",
    "Số liệu tính đến",
]
MISSING, ROUNDED, MARKED = 5, 8, 19  # places of rows among the provinces as the reference lists them
ATTACHED = "(Kèm theo Báo cáo số       /BC-STTTT ngày      tháng 8 năm 2020 của Sở Thông tin và Truyền thông)"


@cache
def provinces() -> list[tuple[str, str, int]]:
    """Code, name and population of the 63 provinces."""
    with (ROOT / "data/reference/units.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file) if row["vintage"] == "VN63"}
    with (ROOT / "data/reference/bases.csv").open(encoding="utf-8", newline="") as file:
        people = {row["code"]: int(row["value"]) for row in csv.DictReader(file) if row["base"] == "population_2019"}
    return [(code, names[code], people[code]) for code in sorted(names) if code.isdigit() and len(code) == 2]


def fact(key: str, label: str, value: Any, unit: Any, **more: Any) -> Fact:
    """A fact of this table."""
    value = Interval.exactly(value) if isinstance(value, int | Fraction) else value
    return Fact(key, WHOLE, key, label, unit, value, sources=("bao_cao",), status="published", **more)


@cache
def facts_of(place: int) -> list[Fact]:
    """The facts of one row, in the order of the columns."""
    code, name, people = provinces()[place]
    base = fact(f"base_{code}", f"dân số {name}", people, "count")
    if place == MISSING:
        return [base]
    count = people * (7 + place * 37 % 61) // 100
    share = Fraction(100 * count, people)
    about = f"khoảng {percent(share, 1)}" if place == ROUNDED else ""
    return [
        base,
        fact(
            f"count_{code}",
            f"số cài đặt {name}",
            count,
            "count",
            text=f"khoảng {wording.count(count)}" if about else "",
        ),
        fact(f"rate_{code}", f"tỷ lệ {name}", share, "percent", base="population_2019", text=about),
        fact(f"rank_{code}", f"thứ hạng {name}", 1 + place * 17 % 63, "rank"),
        fact(f"moved_{code}", f"thay đổi thứ hạng {name}", place % 7 - 3, "count"),
        fact(f"change_{code}", f"thay đổi tỷ lệ {name}", Fraction(place * 13 % 90 - 20, 7), "points"),
        fact(f"gap_{code}", f"khoảng cách {name}", 80 - share, "points"),
        fact(f"lack_{code}", f"còn thiếu {name}", people * 4 // 5 - count, "count"),
        fact(f"as_of_{code}", f"thời điểm {name}", Moment.parse("2020-08-07T08:00"), "moment"),
    ]


def cells(place: int) -> list[Runs]:
    """One row as it prints: points without their unit, which the head names."""
    facts = facts_of(place)
    found = [runs(one) for one in facts]
    if len(facts) == 1:
        return [runs(provinces()[place][1]), *found, runs("chưa có số liệu"), *([[]] * 7)]
    rank, moved, change, gap = facts[3], facts[4], facts[5], facts[6]
    short = {3: rank.shown.removeprefix("thứ "), 5: change.shown.split()[0], 6: gap.shown.split()[0]}
    for column, text in short.items():
        found[column] = [Run(text=text, fact=facts[column].key, data=True)]
    word = "tăng " if moved.amount > 0 else "giảm " if moved.amount < 0 else ""
    found[4] = [Run(text=f"{word}{moved.shown.lstrip('-')}", fact=moved.key, data=True)]
    return [runs(provinces()[place][1]), *found]


def national_table(sortable: bool = True) -> Table:
    """The 63 rows, one of them marked, and two rows of totals."""
    total = fact("total", "tổng số cài đặt", 24_000_000, "count")
    whole = fact("whole", "dân số cả nước", 96_208_984, "count")
    rest = [runs()] * (len(HEAD) - 3)
    return Table(
        caption=[Run(text="Bảng 1. ", bold=True, data=True), *runs("Kết quả của các tỉnh, thành phố")],
        head=[runs(name) for name in HEAD],
        rows=[cells(place) for place in range(len(provinces()))],
        align=["left", *["right"] * (len(HEAD) - 1)],
        foot=[
            [runs("Trung du và miền núi phía Bắc"), runs(whole), runs(total), *rest],
            [runs("Cả nước"), runs(whole), runs(total), *rest],
        ],
        marked=MARKED,
        sortable=sortable,
    )


def national_facts() -> list[TraceRow]:
    """The ledger of the table."""
    rows = [one for place in range(len(provinces())) for one in facts_of(place)]
    totals = [
        fact("total", "tổng số cài đặt", 24_000_000, "count"),
        fact("whole", "dân số cả nước", 96_208_984, "count"),
    ]
    return [_row(one) for one in [*rows, *totals]]


def _row(one: Fact) -> TraceRow:
    return TraceRow(
        **{"key": one.key, "label": one.label, "unit": one.unit, "shown": one.shown, "exact": one.exact},
        **{"formula": "số được báo cáo", "source": "bao_cao", "status": "published"},
        inputs=[],
        base=one.base,
    )


def annexed_letter() -> Document:
    """The letter with the table as its second annex of three, the only one that lies on its side."""
    letter = sample_letter()
    annex = Annex(label="Phụ lục I", title="BIỂU THỐNG KÊ TOÀN QUỐC", attached=ATTACHED, landscape=True)
    last = Annex(label="Phụ lục II", title="NGUỒN SỐ LIỆU", attached=ATTACHED)
    blocks: list[Block] = [*letter.blocks, annex, national_table(), last, Paragraph(runs=runs("Không có./."))]
    return letter.model_copy(update={"blocks": blocks, "facts": [*letter.facts, *national_facts()], "banner": BANNER})


def national_report() -> Document:
    """The table as a report of its own, which opens with its title instead of a masthead."""
    blocks: list[Block] = [
        Heading(level=1, runs=runs("Biểu thống kê toàn quốc: kết quả cài đặt ứng dụng Bluezone")),
        Paragraph(runs=runs("Tỉnh Lạng Sơn, số liệu đến 08h00 ngày 07/8/2020.")),
        Heading(level=2, runs=runs("1. Kết quả của các tỉnh, thành phố")),
        Paragraph(runs=runs("Bảng dưới đây xếp theo mã tỉnh.")),
        national_table(),
    ]
    return annexed_letter().model_copy(update={"blocks": blocks, "report": "national_table"})
