"""The report by districts, told for cases that life brings: it says what the data carry and no more."""

from __future__ import annotations

import pytest

from dophu.publish.gates import check
from dophu.tell.blocks import Document, Figure, Heading, Paragraph, Table
from dophu.tell.html import plain
from tests.parts import BASES, HEAD, TENTH, count, give_letterheads, line
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose

TOTAL = sum(TENTH.values())
ALL = line("20", TOTAL)


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def told(project: Draft, unit: str = "20") -> Document:
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit=unit), "parts")
    check(document)
    return document


def headings(document: Document) -> list[str]:
    return [plain(block.runs) for block in document.blocks if isinstance(block, Heading)]


def test_a_full_period_has_its_table_and_both_figures(project: Draft) -> None:
    count(project, {code: base * 3 // 10 for code, base in BASES.items()} | {"178": 41314})
    document = told(project)
    assert headings(document) == ["Kết quả theo đơn vị trực thuộc", "Số còn thiếu", "Chênh lệch giữa các đơn vị"]
    assert [block.key for block in document.blocks if isinstance(block, Figure)] == ["missing_people", "funnel"]
    assert document.title == "Kết quả theo đơn vị trực thuộc"


@pytest.mark.parametrize(
    ("whole", "says"),
    [
        (ALL, ["khớp với số chung của tỉnh Lạng Sơn (78.160)", "cộng lại đúng bằng mẫu số chung (781.655)"]),
        (line("20", TOTAL + 37), ["thấp hơn 37 so với", "chưa có giải thích, đề nghị rà soát"]),
        (line("20", TOTAL + 37, "1,,37 người chưa rõ huyện"), ["Số liệu kèm ghi chú: “37 người chưa rõ huyện”"]),
        (line("20", TOTAL + 9, as_of="2020-08-07T17:00"), ["17h00 ngày 07/8/2020) không cùng thời điểm"]),
        (line("20", 90000, "1000,,"), ["không khớp với số chung của tỉnh Lạng Sơn (khoảng 90.000)"]),
    ],
)
def test_the_sum_and_the_whole_are_told_side_by_side(project: Draft, whole: str, says: list[str]) -> None:
    count(project, TENTH, whole)
    text = prose(told(project))
    assert [words for words in says if words not in text] == []


def test_a_whole_without_the_missing_district_is_called_so(project: Draft) -> None:
    count(project, {code: TENTH[code] for code in TENTH if code != "178"}, line("20", TOTAL - TENTH["178"]))
    text = prose(told(project))
    assert "của 10 trong tổng số 11 đơn vị cấp huyện" in text
    assert "Chưa có số liệu của thành phố Lạng Sơn." in text
    assert "số chung chưa gồm các đơn vị chưa có số liệu" in text
    assert "quanh tỷ lệ gộp của các đơn vị đã biết" in text


def test_a_districts_edition_opens_with_its_own_result(project: Draft) -> None:
    count(project, TENTH | {"178": 51642}, line("20", TOTAL - TENTH["178"] + 51642))
    document = told(project, "178")
    assert "Thành phố Lạng Sơn đạt 50,00%, xếp thứ 1 trong 11 đơn vị" in prose(document)
    assert "cao hơn 34,72 điểm phần trăm so với mức chung" in prose(document)
    assert [block.marked for block in document.blocks if isinstance(block, Table) and block.sortable] == [0]


def test_a_fall_is_told_with_its_note_or_as_unexplained(project: Draft) -> None:
    count(project, TENTH, former=True)
    fallen = line("178", 10000, "1,,Đã loại bản trùng") + line("183", 7000)
    count(project, {code: TENTH[code] + 5 for code in TENTH if code not in {"178", "183"}}, fallen)
    text = prose(told(project))
    assert "giảm 328 người, giảm 0,32 điểm phần trăm (ghi chú: Đã loại bản trùng)" in text
    assert "giảm 987 người, giảm 1,24 điểm phần trăm; chưa có giải thích, đề nghị rà soát" in text


@pytest.mark.parametrize(
    ("reached", "says"),
    [(0, "Chưa đơn vị nào đạt mục tiêu 50%"), (1, "Đã có 01 trong 11 đơn vị đạt"), (11, "Cả 11 đơn vị đã đạt")],
)
def test_who_reached_the_target_is_counted(project: Draft, reached: int, says: str) -> None:
    high = dict(list(BASES.items())[:reached])
    count(project, TENTH | high)
    assert says in prose(told(project))


def test_a_target_for_other_units_is_not_held_against_these(project: Draft) -> None:
    project.change(CAMPAIGN, "from: 2020-07-31", "scope: ['22'], from: 2020-07-31")
    count(project, TENTH, ALL)
    text = prose(told(project))
    assert "mục tiêu" not in text
    assert "Cao nhất" in text


def test_one_known_district_is_compared_with_nobody(project: Draft) -> None:
    count(project, {"568": 109528}, line("56", 194128))
    text = prose(told(project, "568"))
    assert "của 01 đơn vị cấp huyện thuộc tỉnh Khánh Hòa" in text
    assert [words for words in ("Cao nhất", "xếp thứ", "cả 01", "Cộng 01", "Chưa đơn vị") if words in text] == []


@pytest.mark.parametrize(("unit", "kind"), [("22", "đơn vị cấp huyện nào thuộc tỉnh"), ("VN", "tỉnh, thành phố nào")])
def test_without_figures_the_report_is_short_and_says_why(project: Draft, unit: str, kind: str) -> None:
    count(project, {})
    document = told(project, unit)
    assert f"Kỳ này chưa có số liệu của {kind}" in prose(document)
    assert len(headings(document)) == 1
    assert len([block for block in document.blocks if isinstance(block, Paragraph)]) <= 6


def test_from_july_2025_the_parts_of_a_province_are_communes(project: Draft) -> None:
    later = "data/demo/2025-07-11/counts.csv"
    project.write(later, f"{HEAD}DEMO,2025-07-11,VN34,20,installs,400000,1,,\n")
    report = open_report(project.root, campaign="demo", period="2025-07-11", unit="20")
    text = prose(tell(report, "parts"))
    assert "Kỳ này chưa có số liệu của đơn vị cấp xã nào thuộc tỉnh Lạng Sơn" in text
    assert "tỉnh Lạng Sơn có 400.000 người cài đặt" in text


def test_the_nation_is_told_by_provinces_of_either_vintage(project: Draft) -> None:
    later = "data/demo/2025-07-11/counts.csv"
    project.write(later, f"{HEAD}DEMO,2025-07-11,VN34,20,installs,400000,1,,\nDEMO,2025-07-11,VN34,22,installs,9,1,,\n")
    report = open_report(project.root, campaign="demo", period="2025-07-11", unit="VN")
    document = tell(report, "parts")
    check(document)
    assert document.title == "Kết quả theo đơn vị trực thuộc"
    assert "của 02 trong tổng số 34 tỉnh, thành phố" in prose(document)


def test_who_misses_an_open_number_has_neither_reached_the_target_nor_a_share_of_the_missing() -> None:
    document = tell(open_report(campaign="bluezone", period="2021-07-27", unit="VN"), "parts")
    figure = next(block for block in document.blocks if isinstance(block, Figure) and block.key == "missing_people")
    assert figure.table is not None
    cells = {plain(row[0]): tuple(map(plain, row[1:])) for row in figure.table.rows}
    assert cells["TP. Hồ Chí Minh"] == ("dưới 1,3 triệu", "chưa xác định được")
    assert cells["Hà Nội"] == ("trên 900.000", "chưa xác định được")
    assert "đã đạt" not in {share for _, share in cells.values()}
    assert "thiếu nhiều nhất" not in figure.alt + prose(document)
    assert "Từ trên xuống: TP. Hồ Chí Minh dưới 1,3 triệu" in figure.alt


def test_parts_whose_own_units_all_lack_figures_are_counted_in_the_sum_alone() -> None:
    document = tell(open_report(campaign="demo", period="2020-10-16", unit="VN"), "parts")
    (below,) = (each for each in document.blocks if isinstance(each, Table) and "cấp huyện theo" in plain(each.caption))
    assert [plain(row[0]) for row in (*below.rows, *below.foot)] == ["Tỉnh Lạng Sơn", "Tổng số"]
    assert [plain(cell) for cell in below.foot[0]][1] == "696"
    assert "theo những tỉnh, thành phố đã có số liệu" in plain(below.caption)


def test_a_note_that_many_rows_carry_is_told_once_and_a_column_of_nothing_not_at_all() -> None:
    document = tell(open_report(campaign="bluezone", period="2020-08-20", unit="VN"), "parts")
    assert prose(document).count("Nguồn nói chung năm địa phương") == 1
    assert "Tỉnh Bạc Liêu, tỉnh Điện Biên, tỉnh Hà Giang, tỉnh Sơn La và tỉnh Trà Vinh: Nguồn nói" in prose(document)
    (groups,) = (each for each in document.blocks if isinstance(each, Table) and "theo mức đạt" in plain(each.caption))
    assert [plain(head) for head in groups.head] == ["Nhóm", "Số đơn vị"]
