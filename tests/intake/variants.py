"""Variants of the files that once failed at the door, as other senders would write the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dophu.wording import Moment
from tests.intake.corpus import book, lines, open_book, page
from tests.intake.packages import packed
from tests.intake.test_docx import LETTERHEAD, MC, SIGNED, W, cell, para, row, table

Rows = Sequence[Sequence[Any]]
COUNT = "Số cài đặt"
TWO: dict[str, int | None] = {"01": 350, "20": 210}


@dataclass(frozen=True)
class Variant:
    """A file, and what is right of it.

    case    the trait that it varies, by its number and name
    right   its counts by unit, or the kinds of its errors
    """

    case: str
    how: str
    name: str
    content: bytes
    right: Mapping[str, int | None] | frozenset[str]
    options: Mapping[str, Any] = field(default_factory=dict)


VARIANTS: list[Variant] = []
rows: Rows


def vary(
    case: str,
    how: str,
    given: Rows | bytes,
    right: Mapping[str, int | None] | str,
    name: str = "a.xlsx",
    **options: Any,
) -> None:
    """Add a variant; the name of an error stands for being refused with it alone."""
    content = given if isinstance(given, bytes) else book(given)
    expected = frozenset({right}) if isinstance(right, str) else right
    VARIANTS.append(Variant(case, how, name, content, expected, options))


def quoted(rows: Rows) -> Rows:
    return [[f'"{value}"' for value in line] for line in rows]


# 01: three digits beside three digits

NEIGHBOURS = "01 three-digit neighbours"
BESIDE: Rows = [["Địa phương", COUNT, "Số xã"], ["Hà Nội", 350, 579], ["Lạng Sơn", 210, 200]]
LONGER: Rows = [BESIDE[0], [*BESIDE[1], 123], BESIDE[2]]
vary(NEIGHBOURS, "quoted, parted by commas", lines(quoted(BESIDE)), TWO, "a.csv")
vary(NEIGHBOURS, "quoted, parted by tabs", lines(quoted(BESIDE), "\t"), TWO, "a.tsv")
vary(NEIGHBOURS, "quoted, each line ends in a mark", lines([[*x, ""] for x in quoted(BESIDE)], ";"), TWO, "a.csv")
vary(NEIGHBOURS, "no quotes, semicolons, a row too long", lines(LONGER, ";"), TWO, "a.csv")
vary(NEIGHBOURS, "quoted, commas, a row too long", lines(quoted(LONGER)), TWO, "a.csv")
vary(NEIGHBOURS, "no quotes, commas, a row too long", lines(LONGER), "number_parted", "a.csv")

# 02: machine headings

MACHINE = "02 English headings"
THREE: dict[str, int | None] = {"01": 780561, "02": 47315, "04": 43702}
UNITS = [("01", "Hà Nội", 780561), ("02", "Hà Giang", 47315), ("04", "Cao Bằng", 43702)]
ONCE: dict[str, Any] = {"columns": {"installs": "totalOnce"}}
vary(
    MACHINE,
    "an index that a program named",
    lines([["Unnamed: 0", "totalOnce", "provinceCode", "provinceName"], *([0, c, k, n] for k, n, c in UNITS)]),
    THREE,
    "a.csv",
    **ONCE,
)
vary(
    MACHINE,
    "codes as decimals",
    lines([["code", "totalOnce"], *([float(k), c] for k, _, c in UNITS)]),
    THREE,
    "a.csv",
    **ONCE,
)
vary(
    MACHINE,
    "capitals, two doses",
    [["PROVINCE", "FIRST_DOSE", "SECOND_DOSE"], *([n, c, 1] for _, n, c in UNITS)],
    THREE,
    columns={"installs": "FIRST_DOSE"},
)
vary(
    MACHINE,
    "the nation among them, degrees beside",
    [["name", "lat", "totalOnce"], ["Viet Nam", 16.1, 871578], *([n, 21.02, c] for _, n, c in UNITS)],
    THREE,
    **ONCE,
)

# 05: months side by side; the period is 07/8/2020

MONTHS = "05 months side by side"
BELOW: Rows = [["Hà Nội", 1, 2, 3], ["Lạng Sơn", 4, 5, 6]]
LAST: dict[str, int | None] = {"01": 3, "20": 6}
MIDDLE: dict[str, int | None] = {"01": 2, "20": 5}
OF_MONTHS = [
    ("Jun-20", "Jul-20", "Aug-20"),
    ("Jun'20", "Jul'20", "Aug'20"),
    ("T6/2020", "T7/2020", "T8/2020"),
    ("T6-20", "T7-20", "T8-20"),
    ("06/20", "07/20", "08/20"),
    ("Th6", "Th7", "Th8"),
    ("thg 6", "thg 7", "thg 8"),
    ("TH 6/2020", "TH 7/2020", "TH 8/2020"),
    ("Tháng VI", "Tháng VII", "Tháng VIII"),
    ("June", "July", "August"),
    ("Jun", "Jul", "Aug"),
    ("202006", "202007", "202008"),
    ("2020M06", "2020M07", "2020M08"),
    ("6T2020", "7T2020", "8T2020"),
    ("Lũy kế 6 tháng", "Lũy kế 7 tháng", "Lũy kế 8 tháng"),
    ("Kỳ 6/2020", "Kỳ 7/2020", "Kỳ 8/2020"),
]
OF_DAYS = [
    ("06 Aug 2020", "07 Aug 2020", "08 Aug 2020"),
    ("Aug 6, 2020", "Aug 7, 2020", "Aug 8, 2020"),
    ("6-Aug", "7-Aug", "8-Aug"),
    ("06/8/20", "07/8/20", "08/8/20"),
    ("2020/08/06", "2020/08/07", "2020/08/08"),
    ("20200806", "20200807", "20200808"),
    ("Tuần 27/7-02/8", "Tuần 03/8-09/8", "Tuần 10/8-16/8"),
    ("Từ 27/7 đến 02/8", "Từ 03/8 đến 09/8", "Từ 10/8 đến 16/8"),
    ("W31", "W32", "W33"),
]
OTHERS = [
    "Jul-20",
    "Jul 20",
    "T7/20",
    "7/20",
    "July",
    "thg 7",
    "7T2020",
    "06 Aug 2020",
    "Aug 6, 2020",
    "6-Aug",
    "Q3/19",
]
OTHERS += ["Tháng VII", "Lũy kế 7 tháng", "W30", "FY2019", "năm 19", "T8/19", "tháng 8/19", "31.7.20"]
for headings in OF_MONTHS:
    vary(MONTHS, ", ".join(headings), [["Tỉnh", *headings], *BELOW], LAST)
for headings in OF_DAYS:
    vary(MONTHS, ", ".join(headings), [["Tỉnh", *headings], *BELOW], MIDDLE)
for heading in OTHERS:
    rows = [["Tỉnh", heading], ["Hà Nội", 1], ["Lạng Sơn", 4]]
    vary(MONTHS, f"{heading}, asked for", rows, "column_other_time", columns={"installs": "B"})
for heading in ("từ 6 tháng tuổi", "trẻ 9 tháng", "dưới 12 tháng", "công nhân may", "tại 7/20 xã"):
    rows = [["Tỉnh", f"{COUNT} {heading}"], ["Hà Nội", 1], ["Lạng Sơn", 4]]
    vary(MONTHS, f"no time: {heading}", rows, {"01": 1, "20": 4}, columns={"installs": "B"})
DAYS_OR_YEARS: Rows = [["Tỉnh", "Aug 19", "Aug 20", "Aug 21"], *BELOW]
vary(MONTHS, "days of a month or months of years", DAYS_OR_YEARS, "column_two_times")
vary(MONTHS, "the same, decided", DAYS_OR_YEARS, MIDDLE, columns={"installs": "C"})


def formatted(code: str) -> Any:
    def change(sheet: Any) -> None:
        for place in ("B1", "C1", "D1"):
            sheet[place].number_format = code

    return change


FIRSTS: Rows = [["Tỉnh", date(2020, 6, 1), date(2020, 7, 1), date(2020, 8, 1)], *BELOW]
for code in ("mmm-yy", "mm/yyyy", "[$-42A]mmm-yy", "\\T m/yyyy"):
    vary(MONTHS, f"dates shown as {code}", book(FIRSTS, formatted(code)), LAST)
vary(MONTHS, "dates with their days", book(FIRSTS, formatted("dd/mm/yyyy")), "columns_other_times")

# 10: several columns of names

NAMES = "10 columns of names"
NAMED = [("Hà Nội", "HANOI", 5), ("Đăk Lăk", "Dak Lak", 6), ("Hòa Bình", "Hoa Binh", 7)]
NAMED_COUNTS: dict[str, int | None] = {"01": 5, "66": 6, "17": 7}
vary(NAMES, "the count before them", [[COUNT, "fK", "Maps"], *([n, a, b] for a, b, n in NAMED)], NAMED_COUNTS)
vary(NAMES, "both headed as names", [["Tỉnh", "Tên tỉnh", COUNT], *([a, b, n] for a, b, n in NAMED)], NAMED_COUNTS)
vary(
    NAMES,
    "English first, gaps",
    [["Province", "Tỉnh", COUNT], ["Ha Noi city", "", 5], ["Lang Son", "Lạng Sơn", 6]],
    {"01": 5, "20": 6},
)
vary(
    NAMES,
    "a capital of the same name",
    [["Tỉnh", "Tỉnh lỵ", COUNT], ["Lạng Sơn", "Lạng Sơn", 5], ["Cà Mau", "Cà Mau", 7]],
    {"20": 5, "96": 7},
)

# 11: thousands

THOUSANDS = "11 thousands"
IN_THOUSANDS: Rows = [["Địa phương", COUNT], ["Hà Nội", 512.3], ["Lạng Sơn", 63.4]]
OUT: dict[str, int | None] = {"01": 512300, "20": 63400}
SAID = ["Đơn vị: 1.000 người", "ĐVT: ng.người", "ĐV: nghìn người", "Nghìn người - Thous. persons", "(ngàn lượt người)"]
SAID += ["Đơn vị tính: x 1.000 người", "Đơn vị tính: 10³ người", "Unit: Thous. pers."]
for said in SAID:
    vary(THOUSANDS, f"above: {said}", [["Kết quả"], [said], *IN_THOUSANDS], OUT)
    vary(THOUSANDS, f"below: {said}", [*IN_THOUSANDS, [], [said]], OUT)
for said in (f"{COUNT}\nĐVT: nghìn", f"{COUNT} [nghìn]", f"{COUNT} (x1000)", f"{COUNT}, Thous."):
    vary(THOUSANDS, f"in the heading: {said!r}", [["Địa phương", said], *IN_THOUSANDS[1:]], OUT)
UNITS_BELOW: Rows = [
    ["Địa phương", COUNT, "Tỷ lệ"],
    ["", "nghìn", "%"],
    ["A", 1, 2],
    ["Hà Nội", 512.3, 4.1],
    ["Lạng Sơn", 63.4, 8],
]
vary(THOUSANDS, "a line of units, columns numbered", UNITS_BELOW, OUT)

# 12: decimals behind a format

HIDDEN = "12 shown whole"


def shown_whole(sheet: Any) -> None:
    sheet["B3"].number_format = "#,##0"


for value in (63438.4, 63438.5, 1234567.25):
    rows = [["Tỉnh", COUNT], ["Hà Nội", 350], ["Lạng Sơn", value]]
    vary(HIDDEN, str(value), book(rows, shown_whole), "number_hidden")
    vary(HIDDEN, f"{value}, left blank", book(rows, shown_whole), {"01": 350, "20": None}, blank={"B3": "chờ"})
NOISE: Rows = [["Tỉnh", COUNT], ["Hà Nội", 0.1 + 0.2 + 349.7], ["Lạng Sơn", 210.0]]
vary(HIDDEN, "what floats add is no decimal", book(NOISE, shown_whole), TWO)

# 13: marks of footnotes

MARKED = "13 footnotes on numbers"
FIGURES: dict[str, int | None] = {"01": 63438, "20": 34561}
for mark in ("*", " *)", "**", "(1)", " [1]", "¹", "ᵃ", "†", "#", " a/", " (p)", "(ước)", " (2),(3)"):
    rows = [["Tỉnh", COUNT], ["Hà Nội", f"63.438{mark}"], ["Lạng Sơn", "34.561"]]
    vary(MARKED, f"behind: {mark}", rows, FIGURES)
for note in ("* ước", "(*) ước", "1. ước", "(1): ước", "[1] ước", "1/ ước", "- (1): ước", "Ghi chú: (1) ước"):
    mark = "*" if "*" in note else "(1)"
    rows = [["Tỉnh", COUNT], ["Hà Nội", f"63.438{mark}"], ["Lạng Sơn", "34.561"], [note]]
    vary(MARKED, f"no blank row before: {note}", rows, FIGURES)
for note in ("a) Không gồm huyện Lộc Bình", "1) Không gồm huyện Lộc Bình", "Số liệu chưa gồm lực lượng vũ trang"):
    vary(
        MARKED, f"a note of no mark: {note}", [["Tỉnh", COUNT], ["Hà Nội", 63438], ["Lạng Sơn", 34561], [note]], FIGURES
    )
for note in ("(không gồm Ba Vì)", "* không gồm Ba Vì", "Trong đó:"):
    vary(MARKED, f"between rows: {note}", [["Tỉnh", COUNT], ["Hà Nội", 63438], [note], ["Lạng Sơn", 34561]], FIGURES)
vary(MARKED, "a name with a slip is no note", [["Tỉnh", COUNT], ["Hà Nội", 63438], ["Lạng Sơm"]], "name_unknown")
vary(
    MARKED,
    "a mark that may be a digit",
    [["Tỉnh", COUNT], ["Hà Nội", "63.4381)"], ["Lạng Sơn", 5]],
    "number_unreadable",
)

# 14: tables of the statistics office

OFFICE = "14 PX-Web"
OF_2020: dict[str, int | None] = {"01": 500, "31": 300, "79": 210, "74": 200}
BODY: Rows = [
    ["CẢ NƯỚC", 1110, 1210],
    ["Đồng bằng sông Hồng", 700, 800],
    ["  Hà Nội", 400, 500],
    ["  Hà Tây", "..", ".."],
    ["  Hải Phòng", 300, 300],
    ["Đông Nam Bộ", 410, 410],
    ["  TP.Hồ Chí Minh", 210, 210],
    ["  Bình Dương", 200, 200],
]
ASIDE: dict[str, Any] = {"skip": {"Hà Tây": "đã nhập vào Hà Nội"}}
vary(
    OFFICE,
    "Vietnamese",
    [["Số học sinh chia theo Năm"], [], ["Tỉnh, thành phố", "Tổng số 2019", "Tổng số 2020"], *BODY],
    OF_2020,
    **ASIDE,
)
vary(OFFICE, "preliminary", [["Học sinh"], ["Địa phương", "2019", "Sơ bộ 2020"], *BODY], OF_2020, **ASIDE)
vary(OFFICE, "no heading over the names", [["Học sinh"], ["", 2019, 2020], *BODY], OF_2020, **ASIDE)
vary(OFFICE, "parted by tabs", lines([["Địa phương", 2019, 2020], *BODY], "\t", "utf-8-sig"), OF_2020, "a.csv", **ASIDE)
LONG: Rows = [
    ["Địa phương", "Năm", "Số học sinh"],
    *([n, y, c] for n, *figures in BODY for y, c in zip((2019, 2020), figures, strict=True)),
]
vary(OFFICE, "a row a year", LONG, OF_2020, columns={"installs": "C"}, **ASIDE)
SEXES: Rows = [
    ["Địa phương", "2019", "", "2020", ""],
    ["", "Nam", "Nữ", "Nam", "Nữ"],
    ["Hà Nội", 1, 2, 3, 4],
    ["Hải Phòng", 5, 6, 7, 8],
]
vary(OFFICE, "sexes below the years", SEXES, {"01": 4, "31": 8}, columns={"installs": "Nữ"})

# 15: shares on two bases

SHARES = "15 two bases, three shares"
HEAD = ["Tỉnh", COUNT, "Tổng số dân", "Dân số trên 18 tuổi", "Tỷ lệ phân bổ", "Tỷ lệ cài đặt"]
SHARED: Rows = [
    ["Lạng Sơn", 545772, 782800, 558242, "98,0", "97,8"],
    ["Cao Bằng", 327418, 530900, 368973, "71,4", "88,7"],
    ["Bắc Kạn", 197389, 314400, 222390, "74,5", "88,8"],
]
SHARED_COUNTS: dict[str, int | None] = {"20": 545772, "04": 327418, "06": 197389}
vary(SHARES, "as it came", [HEAD, *SHARED], SHARED_COUNTS)
vary(
    SHARES,
    "columns in another order",
    [[line[n] for n in (0, 5, 3, 1, 4, 2)] for line in (HEAD, *SHARED)],
    SHARED_COUNTS,
)
vary(
    SHARES,
    "the base in thousands",
    [
        ["Tỉnh", COUNT, "Dân số (nghìn người)", "Tỷ lệ (%)"],
        ["Lạng Sơn", 545772, 782.8, "69,7"],
        ["Cao Bằng", 327418, 530.9, "61,7"],
    ],
    {"20": 545772, "04": 327418},
)

# 16: tables in letters

LETTER = "16 a table in a letter"


def letter(*parts: str) -> bytes:
    return packed({"word/document.xml": f"<w:document {W} {MC}><w:body>{''.join(parts)}</w:body></w:document>"})


TOP = row("STT", "Địa phương", COUNT)
HANOI, LANG_SON = row("1", "Hà Nội", "350"), row("2", "Lạng Sơn", "210")
PLAN = table(row("TT", "Nội dung", "Thời gian"), row("1", "Tập huấn", "8/2020"))
CITED = para("Thực hiện Công văn số 12/BYT ngày 05/6/2019, Sở báo cáo kết quả đến 07/8/2020:")
vary(LETTER, "a plan beside it", letter(LETTERHEAD, CITED, table(TOP, HANOI, LANG_SON), PLAN, SIGNED), TWO, "a.docx")
vary(LETTER, "its headings again on the next page", letter(table(TOP, HANOI, TOP, LANG_SON)), TWO, "a.docx")
vary(
    LETTER,
    "inside a table that lays out the page",
    letter(table(row(cell(table(TOP, HANOI, LANG_SON))))),
    TWO,
    "a.docx",
)
IN_TWO = row("1", cell(para("Thành phố") + para("Hà Nội")), "350")
vary(LETTER, "a name in two paragraphs", letter(table(TOP, IN_TWO, LANG_SON)), TWO, "a.docx")
vary(
    LETTER,
    "of another month",
    letter(para("Kết quả tháng 7/2020"), table(TOP, HANOI, LANG_SON)),
    "month_other",
    "a.docx",
)
HALVES = letter(table(TOP, HANOI), para(""), table(TOP, LANG_SON))
vary(LETTER, "in two tables", HALVES, "tables_several", "a.docx")

# 17: titles of another time

TITLES = "17 a title of another time"
SHORT_TABLE: Rows = [["Tỉnh", COUNT], ["Hà Nội", 350], ["Lạng Sơn", 210]]
for title in (
    "KẾT QUẢ NĂM 2019",
    "Kết quả T7/20",
    "Quý II/2020",
    "7 tháng đầu năm 2020",
    "Results, July 2020",
    "Tuần 30/2020",
):
    vary(TITLES, title, [[title], [], *SHORT_TABLE], "month_other")
    vary(TITLES, f"{title}, decided", [[title], [], *SHORT_TABLE], TWO, as_of=Moment(date(2020, 8, 7)))
for title in ("BÁO CÁO NGÀY 06/8/20", "Từ 01/7 đến 31/7/2020"):
    vary(TITLES, title, [[title], *SHORT_TABLE], "moment_other")
for title in (
    "Kết quả tháng 8/2020",
    "Quyết định số 12/QĐ-UBND ngày 05/6/2019",
    "giai đoạn 2016-2020",
    "8 tháng đầu năm 2020",
):
    vary(TITLES, f"right: {title}", [[title], *SHORT_TABLE], TWO)

# 18: a heading that is the measure's name; the measure is "số người/điện thoại cài đặt"

LABEL = "18 the label is the heading"
FULL = "Số người/điện thoại cài đặt"
for other, label in (
    (f"{FULL} nữ", FULL),
    (f"{FULL} mới lần đầu của nữ", f"{FULL.upper()}"),
    (f"{FULL} (nữ)", f"1. {FULL} (máy)"),
    (f"Trong đó: {FULL.lower()} nữ", f"Tổng {FULL.lower()}"),
):
    vary(
        LABEL,
        f"{label} beside {other}",
        [["Tỉnh", other, label], ["Hà Nội", 1, 350], ["Lạng Sơn", 2, 210]],
        TWO,
    )
PARTS: Rows = [["Tỉnh", FULL, "", ""], ["", "Nam", "Nữ", "Tổng số"], ["Hà Nội", 1, 2, 350], ["Lạng Sơn", 3, 4, 210]]
vary(LABEL, "the total below it", PARTS, TWO)
vary(
    LABEL,
    "as a web page",
    page([["Tỉnh", f"{FULL} nữ", FULL], ["Hà Nội", 1, 350], ["Lạng Sơn", 2, 210]]),
    TWO,
    "a.html",
)
vary(LABEL, "two that hold it", [["Tỉnh", f"{FULL} nữ", f"{FULL} nam"], ["Hà Nội", 1, 2]], "column_several")

# Tables below one another

STACKED = "tables below one another, no blank row between"
NORTH: Rows = [["Biểu 1. Miền Bắc"], ["Tỉnh", COUNT], ["Hà Nội", 350], ["Lạng Sơn", 210]]
BEFORE: Rows = [["Biểu 2. Kỳ trước"], ["Tỉnh", COUNT], ["Hà Nội", 3], ["Lạng Sơn", 4]]
SOUTH: Rows = [["Biểu 2. Tỉnh phía Nam"], ["Tỉnh", COUNT], ["Cà Mau", 3], ["Cần Thơ", 4]]
vary(STACKED, "asked about", [*NORTH, *BEFORE], "tables_below")
vary(STACKED, "the first", [*NORTH, ["Tổng", 560], *BEFORE], TWO, table="1")
vary(STACKED, "the second, by its title", [*NORTH, ["Ghi chú: sơ bộ"], *BEFORE], {"01": 3, "20": 4}, table="Kỳ trước")
vary(STACKED, "other units, asked about", [*NORTH, *SOUTH], "tables_below")
vary(STACKED, "other units, the second", [*NORTH, *SOUTH], {"96": 3, "92": 4}, table="2")
GOES_ON: Rows = [*NORTH, ["Biểu 1. Miền Bắc (tiếp theo)"], ["Tỉnh", COUNT], ["Cao Bằng", 7]]
vary(STACKED, "one table on two pages", GOES_ON, TWO | {"04": 7})
vary(
    STACKED,
    "in LibreOffice",
    open_book([[*line, ""][:2] for line in [*NORTH, *BEFORE]]),
    {"01": 3, "20": 4},
    "a.ods",
    table="2",
)
