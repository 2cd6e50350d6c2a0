"""What keeps a headline figure from being read like the last one is said in the body of every report."""

from __future__ import annotations

import pytest

from dophu.facts.fact import Fact
from dophu.publish.gates import check
from tests.parts import give_letterheads
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of

REPORTS = ["quick_report", "national_table", "progress", "parts"]
BREAK = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: chỉ tính máy còn dùng, source: DEMO}\nactivities:"
REVISIONS = "source,revised,vintage,unit,measure,former,step,qualifier,reason\n"
NOTES = "**Ghi chú:**"


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def body(project: Draft, report: str) -> str:
    """Tell a report, and cut its notes off."""
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"), report)
    check(document)
    return prose(document).partition("Ghi chú: ")[0]


def fall(project: Draft, note: str = "") -> None:
    project.change(COUNTS, "20,installs,80000,1,,", f"20,installs,30000,1,,{note}")
    project.change(TOTALS, "170000", "120000")
    (project.root / PUBLISHED).unlink()


@pytest.mark.parametrize("report", REPORTS)
def test_a_break_of_method_since_the_last_figure(project: Draft, report: str) -> None:
    assert "Cách tính có thay đổi" not in body(project, report)
    project.change(CAMPAIGN, "activities:", BREAK)
    said = "Cách tính có thay đổi. Từ ngày 01/8/2020: chỉ tính máy còn dùng Vì vậy không so sánh với các kỳ trước đó."
    assert said in body(project, report)


@pytest.mark.parametrize("report", REPORTS)
def test_a_fall_and_what_the_data_note_about_it(project: Draft, report: str) -> None:
    fall(project, "Loại bản cài đặt trùng")
    text = body(project, report)
    assert "số người cài đặt giảm 10.000" in text or "giảm 10.000 người" in text
    assert "Số liệu kèm ghi chú: “Loại bản cài đặt trùng”" in text


@pytest.mark.parametrize("report", REPORTS)
def test_a_fall_without_a_note(project: Draft, report: str) -> None:
    fall(project)
    assert "Chưa có giải thích cho mức giảm này; đề nghị rà soát." in body(project, report)


@pytest.mark.parametrize("report", REPORTS)
def test_a_figure_that_was_revised(project: Draft, report: str) -> None:
    row = "DEMO,2020-08-09T08:00,VN63,20,installs,79000,1,,Bổ sung một xã\n"
    project.write("data/demo/2020-08-07/revisions.csv", REVISIONS + row)
    assert "số cũ 79.000, nay là 80.000 (lý do: Bổ sung một xã)" in body(project, report)


@pytest.mark.parametrize("report", REPORTS)
def test_a_figure_it_is_held_against_that_was_revised(project: Draft, report: str) -> None:
    row = "DEMO,2020-08-03,VN63,20,installs,39000,1,,Bổ sung một xã\n"
    project.write("data/demo/2020-07-31/revisions.csv", REVISIONS + row)
    said = "Số liệu kỳ so sánh của tỉnh Lạng Sơn đã được nguồn điều chỉnh: số cũ 39.000, nay là 40.000"
    assert said in body(project, report)


@pytest.mark.parametrize("report", REPORTS)
def test_a_share_of_another_kind_than_the_last(project: Draft, report: str) -> None:
    head = PUBLISHED_HEAD + "DEMO,2020-07-31,VN63,20,installs,share,5.12,,,population,,published,,\n"
    project.write("data/demo/2020-07-31/published.csv", head)
    (project.root / "data/demo/2020-07-31/counts.csv").unlink()
    assert "không cùng cách tính (một bên do nguồn công bố" in body(project, report)


@pytest.mark.parametrize(("period", "unit", "compared"), [("2021-06-19", "30", True), ("2020-08-20", "48", False)])
def test_nothing_is_called_incomparable_where_an_earlier_period_was_compared(
    period: str, unit: str, compared: bool
) -> None:
    text = prose(tell(open_report(campaign="bluezone", period=period, unit=unit), "quick_report"))
    assert ("tỷ lệ tăng khoảng" in text) == compared
    assert ("không cùng cách tính" in text) != compared


PUBLISHED_HEAD = "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note\n"


def test_a_whole_that_is_known_by_its_parts_alone_says_so_in_every_report_that_tells_it() -> None:
    from tests.edges import edges  # noqa: PLC0415 - a project of its own, written at first use

    for report, says in (
        ("quick_report", "325.000 người cài đặt (cộng từ 11 đơn vị trực thuộc)"),
        ("progress", "325.000 người cài đặt (cộng từ 11 đơn vị trực thuộc)"),
        ("parts", "41,58% (cộng từ 11 đơn vị trực thuộc)"),
    ):
        document = tell(open_report(edges(), campaign="edges", period="2024-01-17", unit="20"), report)
        assert says in prose(document), report


# -- one period before ---------------------------------------------------------------------------------------

HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
ALONE = HEAD + "DEMO,2020-08-03,VN63,20,installs,60000,1,,\n"


def compared(project: Draft) -> dict[str, str]:
    """Say with which period each unit's figure is compared."""
    facts = facts_of(project.edition())
    peers = {code: facts.history.gazetteer.get("VN63", code) for code in ("20", "24")}
    found = {code: facts.get("gained", unit) for code, unit in peers.items()}
    return {code: fact.inputs[1].subject.period for code, fact in found.items() if isinstance(fact, Fact)}


def test_a_table_compares_with_the_period_that_the_letter_compares_with(project: Draft) -> None:
    project.write(
        "data/demo/2020-07-31/counts.csv",
        HEAD + "".join(f"DEMO,2020-07-31,VN63,{unit},installs,40000,1,,\n" for unit in ("20", "24")),
    )
    assert compared(project) == {"20": "2020-07-31", "24": "2020-07-31"}
    project.write("data/demo/2020-08-03/counts.csv", ALONE)
    assert compared(project) == {"20": "2020-08-03"}


def test_a_whole_list_is_compared_with_a_whole_list(project: Draft) -> None:
    facts = facts_of(project.edition())
    provinces = [unit.code for unit in facts.history.gazetteer.at_level("VN63", "province")]
    for day, number in (("2020-07-31", 40000), ("2020-08-07T08:00", 80000)):
        rows = "".join(f"DEMO,{day},VN63,{code},installs,{number},1,,\n" for code in provinces)
        project.write(f"data/demo/{day[:10]}/counts.csv", HEAD + rows)
    (project.root / TOTALS).unlink()
    (project.root / PUBLISHED).unlink()
    project.write("data/demo/2020-08-03/counts.csv", ALONE)
    assert compared(project) == {"20": "2020-07-31", "24": "2020-07-31"}
