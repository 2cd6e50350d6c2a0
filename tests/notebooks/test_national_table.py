"""The national table, told for cases that life brings: it says what the data carry and no more."""

from __future__ import annotations

import pytest

from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.tell.blocks import Annex, Document, Figure, Heading, Table
from dophu.tell.html import plain
from tests.parts import count, give_letterheads, line
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture
from tests.standings import PEOPLE, RISING, TENTH
from tests.telling import open_report, tell
from tests.test_everywhere import prose

MERGED = "data/demo/2025-08-01/counts.csv"


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def told(project: Draft, unit: str = "20", period: str = "2020-08-07") -> Document:
    document = tell(open_report(project.root, campaign="demo", period=period, unit=unit), "national_table")
    check(document)
    return document


def demonstrated(unit: str, period: str, notebook: str = "national_table") -> Document:
    document = tell(open_report(campaign="demo", period=period, unit=unit), notebook)
    check(document)
    return document


def headings(document: Document) -> list[str]:
    return [plain(block.runs) for block in document.blocks if isinstance(block, Heading)][1:]


def figures(document: Document) -> list[str]:
    return [block.key for block in document.blocks if isinstance(block, Figure)]


def sorted_tables(document: Document) -> list[int]:
    return [len(block.rows) for block in document.blocks if isinstance(block, Table) and block.sortable]


def test_a_full_period_has_its_regions_its_figures_and_63_rows_in_an_annex() -> None:
    document = demonstrated("20", "2020-10-16")
    assert headings(document) == ["Vị trí của tỉnh Lạng Sơn", "Thay đổi so với kỳ trước", "Kết quả theo vùng"]
    assert (figures(document), sorted_tables(document)) == (["changes", "tiles", "ranked"], [6, 63])
    assert [block.landscape for block in document.blocks if isinstance(block, Annex)] == [False, False]
    assert (document.title, document.banner) == ("Biểu thống kê toàn quốc", "SỐ LIỆU MÔ PHỎNG")


@pytest.mark.parametrize(
    ("unit", "period", "says", "does_not_say"),
    [
        ("20", "2020-10-16", ["cả 63 tỉnh", "14/10/2020", "đồng hạng thứ 12"], ["None", "Không so sánh thứ hạng"]),
        ("20", "2020-10-14", ["05 đơn vị lên hạng"], ["None"]),
        ("20", "2020-10-11", ["thứ hạng không thay đổi", "04 đơn vị lên hạng"], ["Không so sánh thứ hạng", "chưa có”"]),
        ("06", "2020-10-14", ["không có số liệu của tỉnh Bắc Kạn", "13 trong 14 đơn vị", "23,85%"], ["Cả nước có"]),
        ("VN", "2020-10-14", ["Cộng 62 đơn vị có số lượng, được 22.941.894"], ["Vị trí của"]),
        ("178", "2020-10-11", ["Vị trí của tỉnh Lạng Sơn", "thứ 11 trong 63"], ["thành phố Lạng Sơn đạt"]),
        ("20", "2020-08-05", ["cả 63 tỉnh"], ["So với 0", "Thay đổi so với kỳ trước"]),
        ("20", "2020-09-24", ["cả 63 tỉnh"], ["Thay đổi so với kỳ trước"]),
    ],
)
def test_the_demonstration_is_told_as_it_is(unit: str, period: str, says: list[str], does_not_say: list[str]) -> None:
    text = prose(demonstrated(unit, period))
    assert [words for words in says if words not in text] == []
    assert [words for words in does_not_say if words in text] == []


@pytest.mark.parametrize(
    ("counted", "says", "tables"),
    [
        ([], "Kỳ này chưa có nguồn nào công bố số liệu", []),
        (["20"], "mới có số liệu của 01 trong 63 tỉnh, thành phố (tỉnh Lạng Sơn đạt", []),
        (["20", "22"], "không phải thứ hạng trong cả nước", [2]),
        (["22", "24"], "không có số liệu của tỉnh Lạng Sơn", [2]),
        (list(RISING)[1:], "Nguồn Số liệu mô phỏng chưa có số liệu của thành phố Hà Nội", [6, 63]),
    ],
)
def test_a_period_with_little_gives_a_short_honest_report(
    project: Draft, counted: list[str], says: str, tables: list[int]
) -> None:
    count(project, {code: RISING[code] for code in counted})
    document = told(project)
    assert says in prose(document)
    assert sorted_tables(document) == tables


def test_a_share_of_the_whole_is_no_key_point_where_a_unit_is_missing(project: Draft) -> None:
    count(project, {code: RISING[code] for code in list(RISING)[1:]})
    assert "Tỷ lệ chung cả nước là" not in prose(told(project))
    count(project, RISING)
    assert "Tỷ lệ chung cả nước là" in prose(told(project))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("percent: 50, measure", "count: 1000000, measure"),
        ("percent: 50, measure", "percent: 33.3, measure"),
        ("from: 2020-07-31", "from: 2020-12-31"),
        ("base: population_2019, from", 'base: population_2019, scope: ["20"], from'),
    ],
)
def test_any_target_or_none_is_told(project: Draft, old: str, new: str) -> None:
    count(project, TENTH, former=True)
    rest = {code: number for code, number in RISING.items() if code != "01"}
    count(project, rest, line("01", 3 * PEOPLE["01"], "1,,Mẫu số đã cũ"))
    project.change(CAMPAIGN, old, new)
    text = prose(told(project))
    assert ("đạt mục tiêu 33,3%" in text) == ("33.3" in new)
    assert "thành phố Hà Nội (300,00%)" in text


def test_a_national_figure_that_is_not_the_sum_is_told_with_its_note_or_flagged(project: Draft) -> None:
    count(project, RISING, line("VN", sum(RISING.values()) + 37))
    assert "cao hơn 37 so với tổng các đơn vị; chưa có giải thích, đề nghị rà soát" in prose(told(project))
    count(project, RISING, line("VN", sum(RISING.values()) + 37, "1,,37 người ở nước ngoài"))
    assert "Số liệu kèm ghi chú: “37 người ở nước ngoài”" in prose(told(project))


def test_rounded_counts_are_told_with_the_digits_they_carry(project: Draft) -> None:
    rounded = "".join(line(code, number // 1000 * 1000 + 1000, "1000,gần,") for code, number in RISING.items())
    count(project, {}, rounded)
    text = prose(told(project))
    assert "Cả nước có dưới 40,14 triệu người cài đặt" in text
    assert "còn thiếu trên 8," in text


def test_the_34_provinces_have_their_table_and_no_tiles(project: Draft) -> None:
    rows = "".join(f"DEMO,2025-08-01,VN34,{code},installs,100000,1,,\n" for code in ("01", "04", "08", "11", "12"))
    project.write(MERGED, "source,as_of,vintage,unit,measure,count,step,qualifier,note\n" + rows)
    document = told(project, "04", "2025-08-01")
    assert "05 trong tổng số 34 tỉnh, thành phố" in prose(document)
    assert (figures(document), sorted_tables(document)) == (["ranked"], [5])


def test_the_letter_carries_the_table_as_its_second_annex_where_the_period_has_it(project: Draft) -> None:
    document = demonstrated("20", "2020-10-16", "quick_report")
    annexes = [block for block in document.blocks if isinstance(block, Annex)]
    assert [(annex.label, annex.landscape) for annex in annexes] == [("Phụ lục I", False), ("Phụ lục II", False)]
    assert sorted_tables(document) == [63]
    short = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"))
    assert [annex.label for annex in short.blocks if isinstance(annex, Annex)] == ["Phụ lục"]


@pytest.mark.document
def test_every_format_has_the_numbers_of_the_ledger() -> None:
    outputs = publish(demonstrated("06", "2020-10-14"), ("html", "pdf", "docx", "xlsx"))
    assert set(outputs) == {"html", "pdf", "docx", "xlsx"}


def test_places_that_lie_below_the_printed_precision_are_not_dramatised(project: Draft) -> None:
    alike = {code: people * 38 // 100 for code, people in PEOPLE.items()}
    count(project, {code: number - place % 2 for place, (code, number) in enumerate(alike.items())}, former=True)
    count(project, {code: number - (place + 1) % 2 for place, (code, number) in enumerate(alike.items())})
    text = prose(told(project))
    assert "Tỷ lệ của các đơn vị gần như bằng nhau: đơn vị đầu và đơn vị cuối cách nhau" in text
    assert "Tỷ lệ của các vùng gần như bằng nhau" in text
    assert [words for words in ("Cao nhất là", "lên hạng", "một phần tư", "bậc") if words in text] == []


def test_nobody_is_named_first_whose_share_prints_like_that_of_others(project: Draft) -> None:
    alike = {code: number - 1 - place % 3 for place, (code, number) in enumerate(TENTH.items())}
    count(project, alike | {"20": PEOPLE["20"] * 6 // 10, "22": PEOPLE["22"] // 20})
    text = prose(told(project))
    assert "Cao nhất là tỉnh Lạng Sơn (60,00%); thấp nhất là tỉnh Quảng Ninh (5,00%)." in text


def test_a_base_that_is_younger_than_the_period_is_said_to_be_none(project: Draft) -> None:
    project.change("data/reference/bases.yml", "as_of: 2019-04-01", "as_of: 2020-12-31")
    count(project, TENTH)
    text = prose(told(project))
    assert "Kỳ này chưa có mẫu số áp dụng được" in text
    assert "mới có số lượng của 0" not in text
