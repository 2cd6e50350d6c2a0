"""The report on parts of a province of today: 65 or 168 communes, in groups, with the first and the last of them."""

from __future__ import annotations

import csv
import re
from fractions import Fraction

import pytest

from dophu.facts.made import known_figures
from dophu.measure.consistency import fine_counts
from dophu.publish.gates import check
from dophu.tell.blocks import Document, Figure, Table
from dophu.tell.html import plain
from tests.communes import FORMER, HEAD, PERIOD, bases_of, count_communes
from tests.project import CAMPAIGN, Draft, demo, draft_at  # noqa: F401 - a fixture
from tests.telling import open_report, shown, tell
from tests.test_everywhere import prose

GROUPS = "theo mức đạt so với mục tiêu"
CITY, BORDER, BAC_SON = "79", "20", "185"  # 168 communes, 65, and a district of before
QUOTA = 5000
COMMUNE = """\
  commune: {issuing_body: 'UBND {kind} {unit}', parent_body: 'UBND {above}', symbol: BC, place: '{unit}',
    type_name: Báo cáo, abstract: Kết quả, title: Chủ tịch}
"""


def told(project: Draft, unit: str) -> Document:
    document = tell(open_report(project.root, campaign="demo", period=PERIOD, unit=unit), "parts")
    check(document)
    return document


@pytest.fixture(name="city", scope="module")
def fixture_city(tmp_path_factory: pytest.TempPathFactory) -> Document:
    project = draft_at(tmp_path_factory.mktemp("city"))
    count_communes(project, CITY)
    return told(project, CITY)


@pytest.fixture(name="attained", scope="module")
def fixture_attained(tmp_path_factory: pytest.TempPathFactory) -> list[Fraction]:
    """Give what part of its target each commune of the city has, from the counts and the bases themselves."""
    project = draft_at(tmp_path_factory.mktemp("attained"))
    counts, bases = count_communes(project, CITY), bases_of(project)
    return [Fraction(2 * count, bases[code]) for code, count in counts.items()]


def table(document: Document, caption: str) -> list[list[str]]:
    found = next(block for block in document.blocks if isinstance(block, Table) and caption in plain(block.caption))
    return [[plain(cell) for cell in row] for row in found.rows]


def columns(project: Draft, name: str, key: str, value: str) -> list[tuple[str, str]]:
    with (project.root / "data/reference" / name).open(encoding="utf-8") as file:
        return [(row[key], row[value]) for row in csv.DictReader(file)]


def figure(document: Document, key: str) -> Figure:
    return next(block for block in document.blocks if isinstance(block, Figure) and block.key == key)


def test_the_groups_count_every_part_once_by_what_it_has_of_its_target(
    city: Document, attained: list[Fraction]
) -> None:
    limits = [(Fraction(1), Fraction(99)), (Fraction(1, 2), Fraction(1)), (Fraction(1, 10), Fraction(1, 2))]
    steps = [sum(low <= each < high for each in attained) for low, high in [*limits, (Fraction(0), Fraction(1, 10))]]
    rows = table(city, GROUPS)
    assert [int(row[1]) for row in rows] == [*steps, 3]
    assert sum(steps) + 3 == 168


def test_the_groups_hold_all_that_is_missing_between_them(city: Document) -> None:
    rows = table(city, GROUPS)
    held = [float(row[3].rstrip("%").replace(",", ".")) for row in rows if row[3]]
    assert sum(held) == pytest.approx(100, abs=0.02)
    missing = sum(int(row[2].replace(".", "")) for row in rows if row[2])
    assert f"là {missing:,} người".replace(",", ".") in prose(city)


def test_prose_says_how_far_those_are_that_have_not_reached_the_target(city: Document) -> None:
    many = [row[1] for row in table(city, GROUPS)]
    assert (
        f"Trong các đơn vị chưa đạt mục tiêu, {many[1]} đơn vị đạt từ một nửa mục tiêu trở lên; {many[2]} đơn vị đạt "
        f"dưới một nửa, từ một phần mười trở lên; {many[3]} đơn vị đạt dưới một phần mười" in prose(city)
    )


def test_the_first_and_the_last_are_named_with_their_numbers(city: Document, attained: list[Fraction]) -> None:
    rows, every = table(city, "đứng đầu và đứng cuối"), table(city, "Kết quả theo")
    known = [row for row in every if row[3]]
    assert [row[0] for row in rows] == [row[0] for row in [*known[:3], *known[-5:]]]
    last = min(attained)
    assert rows[-1][4] == f"{float(50 * last):.2f}%".replace(".", ",")


def test_the_bars_of_many_parts_are_those_that_a_page_holds(city: Document) -> None:
    drawn = figure(city, "missing_people")
    assert drawn.table is None  # the table of the parts has them all
    assert plain(drawn.caption).endswith("; chỉ vẽ 65 đơn vị có số lớn nhất")


def test_below_a_funnel_of_many_stand_those_outside_it(city: Document) -> None:
    drawn = figure(city, "funnel")
    assert drawn.table is not None
    assert 0 < len(drawn.table.rows) < 30
    assert not [row for row in drawn.table.rows if plain(row[3]) == "trong giới hạn"]


def test_those_above_a_funnel_are_counted_where_they_are_too_many_to_name(city: Document) -> None:
    drawn = figure(city, "funnel")
    assert drawn.table is not None
    above = sum(plain(row[3]).startswith("trên") for row in drawn.table.rows)
    assert f"giới hạn 95%: phía trên là {above} đơn vị; phía dưới là xã Nhuận Đức và phường Bà Rịa." in prose(city)


def test_a_page_s_worth_of_parts_is_drawn_whole(project: Draft) -> None:
    count_communes(project, BORDER, silent=0)
    document = told(project, BORDER)
    assert "chỉ vẽ" not in plain(figure(document, "missing_people").caption)
    drawn = figure(document, "funnel")
    assert drawn.table is not None
    assert len(drawn.table.rows) == 65


def test_parts_are_grouped_by_the_districts_they_came_out_of_when_asked(project: Draft) -> None:
    counts = count_communes(project, BORDER)
    report = open_report(project.root, campaign="demo", period=PERIOD, unit=BORDER)
    report.chapter("parts")
    (block,) = shown('report.table("former")', report).blocks
    rows = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in block.rows}
    districts = dict(columns(project, "units/VN63/commune/20.csv", "code", "parent"))
    passed = columns(project, "crosswalk/20.csv", "from_code", "to_code")
    above = {code: {districts[old] for old, new in passed if new == code} for code in counts}
    whole = [count for code, count in counts.items() if above[code] == {BAC_SON}]
    assert rows["Huyện Bắc Sơn"][:2] == [f"{len(whole):02}", f"{sum(whole):,}".replace(",", ".")]
    assert list(rows)[-1] == "Thuộc nhiều đơn vị cũ"


def test_parts_of_torn_units_are_said_not_to_be_carried(project: Draft) -> None:
    count_communes(project, BORDER, silent=0)
    (project.root / f"data/demo/{FORMER}/counts.csv").unlink()
    old = "DEMO,2025-06-20,VN63,05977,installs,100,1,,\n"
    project.write("data/demo/2025-06-20/counts.csv", HEAD + old)
    text = prose(told(project, BORDER))
    assert "không quy đổi được cho 03 đơn vị (xã Đình Lập, xã Kiên Mộc và xã Châu Sơn)" in text


@pytest.mark.parametrize("report", ["quick_report", "progress"])
@pytest.mark.parametrize(("code", "says"), [("06613", True), ("05977", False)])
def test_a_torn_commune_s_own_reports_say_so_too(project: Draft, report: str, code: str, says: bool) -> None:
    count_communes(project, BORDER, silent=0)
    (project.root / f"data/demo/{FORMER}/counts.csv").unlink()
    project.write("data/demo/2025-06-20/counts.csv", HEAD + "DEMO,2025-06-20,VN63,05977,installs,100,1,,\n")
    project.change(CAMPAIGN, "documents:\n", f"documents:\n{COMMUNE}")
    document = tell(open_report(project.root, campaign="demo", period=PERIOD, unit=code), report)
    check(document)
    assert ("không quy đổi được cho xã Đình Lập, vì có đơn vị cũ chỉ nhập vào một phần" in prose(document)) is says


def test_the_last_stand_with_their_quota_and_both_shares(project: Draft) -> None:
    counts, settings = count_communes(project, BORDER), (project.root / CAMPAIGN).read_text("utf-8")
    start, end = settings.index("targets:"), settings.index("activities:")
    quota = "cài đặt., quota: {label: chỉ tiêu giao, source: DEMO}}"
    project.write(CAMPAIGN, (settings[:start] + settings[end:]).replace("cài đặt.}", quota))
    rows = (f"installs,VN34,{code},{QUOTA},2025-01-01,2025-12-31,DEMO,\n" for code in counts)
    project.write("data/demo/targets.csv", "measure,vintage,code,count,from,to,source,note\n" + "".join(rows))
    document, last = told(project, BORDER), counts["06313"]
    text = f"{100 * last / QUOTA:.2f}%".replace(".", ",")
    assert table(document, "đứng đầu và đứng cuối")[-1][:4] == ["Xã Tri Lễ", str(last), "5.000", text]
    done = sum(count >= QUOTA for count in counts.values())
    assert table(document, GROUPS)[0][:2] == ["Đã đạt mục tiêu", f"{done:02}"]


@pytest.mark.parametrize(("count", "found"), [(2457, False), (0, False), (812345, True)])
def test_small_counts_that_many_communes_share_by_chance_are_no_finding(
    project: Draft, count: int, found: bool
) -> None:
    counts = count_communes(project, CITY)
    (project.root / f"data/demo/{FORMER}/counts.csv").unlink()
    (project.root / "data/demo/bases.csv").write_text(
        re.sub(r",\d+,,,,published", ",9000000,,,,published", (project.root / "data/demo/bases.csv").read_text("utf-8"))
    )
    same = dict.fromkeys(list(counts)[:2], count)
    rows = (f"DEMO,{PERIOD},VN34,{code},installs,{n},1,,\n" for code, n in (counts | same).items())
    project.write(f"data/demo/{PERIOD}/counts.csv", HEAD + "".join(rows))
    known = known_figures(project.history(), "installs")
    assert any(one.count == count for one in fine_counts(known)) is found


def test_a_calendar_of_many_parts_is_of_a_page_s_worth_of_those_that_lack_something(project: Draft) -> None:
    count_communes(project, CITY, silent=0)
    quality = tell(open_report(project.root, campaign="demo", period=PERIOD, unit=CITY), "data_quality")
    check(quality)
    drawn = figure(quality, "arrivals")
    assert drawn.alt.startswith("Lịch nhận số liệu: 65 đơn vị")
    assert plain(drawn.caption).endswith("; chỉ vẽ một số đơn vị có kỳ chưa đủ số liệu")
