"""Measures made of others: a drop-out from the first dose to the third, and a sum that no list gives."""

from __future__ import annotations

import pytest

from dophu.errors import DataError
from dophu.publish.gates import check
from dophu.run.checks import check_project
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of, shown

MOMENT = "2020-08-07T08:00"
OTHERS = """\
  mui_1: {label: số trẻ tiêm mũi một, noun: trẻ, verb: tiêm, meaning: Mũi một.}
  mui_3: {label: số trẻ tiêm mũi ba, noun: trẻ, verb: tiêm, meaning: Mũi ba., part_of: mui_1}
  bo: {label: số trẻ bỏ tiêm, noun: trẻ, verb: bỏ, meaning: Bỏ., better: less, ratio_of: [mui_3, mui_1], takes: rest}
  ca_hai: {label: số mũi tiêm, noun: mũi, verb: tiêm, meaning: Cộng., sum_of: [mui_1, mui_3]}
"""
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"


def row(unit: str, measure: str, count: int, rest: str = "1,,", *, as_of: str = MOMENT) -> str:
    return f"DEMO,{as_of},VN63,{unit},{measure},{count},{rest}\n"


ROWS = row("20", "mui_1", 1000) + row("20", "mui_3", 910) + row("22", "mui_1", 800) + row("22", "mui_3", 784)


@pytest.fixture(name="doses")
def a_campaign_of_doses(project: Draft) -> Draft:
    project.change(CAMPAIGN, "main_measure: installs", f"{OTHERS}main_measure: bo")
    text = (project.root / CAMPAIGN).read_text("utf-8")
    start, end = text.index("targets:"), text.index("activities:")
    aim = (
        "targets:\n  - {key: most, percent: 5, measure: bo, from: 2020-07-01, source: DEMO, label: trẻ tiêm mũi một}\n"
    )
    project.write(CAMPAIGN, text[:start] + aim + text[end:])
    project.write(COUNTS, HEAD + ROWS)
    for name in (PUBLISHED, TOTALS):
        (project.root / name).unlink()
    earlier = row("20", "mui_1", 500, as_of="2020-07-31") + row("20", "mui_3", 475, as_of="2020-07-31")
    project.write("data/demo/2020-07-31/counts.csv", HEAD + earlier)
    return project


def test_a_ratio_is_computed_with_its_formula_and_inputs_and_judged_like_any_share(doses: Draft) -> None:
    facts = facts_of(doses.edition())
    asked = ("counted", "base", "share", "rank", "needed", "missing", "change")
    assert shown(facts, *asked) == ["90", "1.000", "9,00%", "thứ 2", "50", "40", "4,00 điểm phần trăm"]
    counted = facts.get("counted")
    assert counted.formula == ["-", "counted@20~mui_1", "counted@20~mui_3"]  # type: ignore[union-attr]
    assert (counted.status, counted.sources) == ("computed", ("DEMO",))  # type: ignore[union-attr]


def test_every_report_tells_it_and_the_check_finds_nothing(doses: Draft) -> None:
    for report in ("quick_report", "progress", "data_quality"):
        document = tell(open_report(doses.root, campaign="demo", period="2020-08-07", unit="20"), report)
        check(document)
        if report == "quick_report":
            assert "90 trẻ bỏ, bằng 9,00% số trẻ tiêm mũi một (1.000 trẻ)" in prose(document)
    assert [one for one in check_project(doses, "demo", None).findings if not one.known] == []


@pytest.mark.parametrize(
    "rows",
    [
        row("20", "mui_1", 1000),
        row("20", "mui_1", 1000) + row("20", "mui_3", 910, as_of="2020-08-07T17:00"),
        row("20", "mui_1", 1000) + row("20", "mui_3", 910).replace("DEMO", "OTHER"),
        row("20", "mui_1", 1000, "1,hơn,") + row("20", "mui_3", 910),
        row("20", "mui_1", 0) + row("20", "mui_3", 0),
    ],
    ids=["one is missing", "another hour", "another source", "more than", "nobody"],
)
def test_of_figures_that_do_not_belong_together_nothing_is_made(doses: Draft, rows: str) -> None:
    doses.change(CAMPAIGN, "sources:\n", "sources:\n  - {id: OTHER, title: Nguồn khác}\n")
    doses.write(COUNTS, HEAD + rows)
    assert shown(facts_of(doses.edition()), "share", "counted") == ["-", "-"]


def test_a_rounded_count_makes_a_ratio_between_two_ends(doses: Draft) -> None:
    doses.change(COUNTS, row("20", "mui_1", 1000), row("20", "mui_1", 1000, "100,,"))
    share = facts_of(doses.edition()).get("share")
    assert not share.is_exact  # type: ignore[union-attr]
    assert share.interval.low <= 9 <= share.interval.high  # type: ignore[union-attr]


def test_a_sum_that_no_list_gives_is_made_of_its_parts_and_one_that_it_gives_is_not(doses: Draft) -> None:
    doses.change(CAMPAIGN, "main_measure: bo", "main_measure: ca_hai")
    assert shown(facts_of(doses.edition()), "counted") == ["1.910"]
    doses.write(COUNTS, HEAD + ROWS + row("20", "ca_hai", 1911))
    assert shown(facts_of(doses.edition()), "counted") == ["1.911"]
    doses.write(COUNTS, HEAD + row("20", "mui_1", 1000))
    assert shown(facts_of(doses.edition()), "counted") == ["-"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            row("20", "mui_1", 1000) + row("20", "mui_3", 910, as_of="2020-08-07T17:00"),
            "số trẻ tiêm mũi một đến 08h00 ngày 07/8/2020; số trẻ tiêm mũi ba đến 17h00 ngày 07/8/2020",
        ),
        (row("20", "mui_1", 1000) + row("20", "mui_3", 910).replace("DEMO", "OTHER"), "không cùng nguồn"),
        (row("20", "mui_1", 1000), "vì chưa có số trẻ tiêm mũi ba."),
        (row("20", "mui_1", 1000, "1,hơn,") + row("20", "mui_3", 910), "chỉ biết mức trên hoặc mức dưới"),
    ],
)
def test_the_letter_says_why_a_sum_was_not_made(doses: Draft, rows: str, said: str) -> None:
    doses.change(CAMPAIGN, "sources:\n", "sources:\n  - {id: OTHER, title: Nguồn khác}\n")
    doses.change(CAMPAIGN, "main_measure: bo", "main_measure: mui_1")
    doses.write(COUNTS, HEAD + rows)
    document = tell(open_report(doses.root, campaign="demo", period="2020-08-07", unit="20"))
    check(document)
    text = prose(document)
    assert "Chưa tính số mũi tiêm, vì " in text
    assert said in text


def test_a_part_that_was_counted_later_may_be_more_than_its_whole(doses: Draft) -> None:
    doses.change(COUNTS, row("20", "mui_3", 910), row("20", "mui_3", 1001, as_of="2020-08-07T17:00"))
    assert [one for one in check_project(doses, "demo", None).findings if not one.known] == []


def test_a_part_above_its_whole_is_found_by_check(doses: Draft) -> None:
    doses.change(COUNTS, row("20", "mui_3", 910), row("20", "mui_3", 1001))
    found = [one.problem for one in check_project(doses, "demo", None).findings if not one.known]
    assert any("1.001" in problem and "1.000" in problem for problem in found), found


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[mui_3, mui_1]", "[mui_3, mui_9]", "measure 'mui_9' is not described"),
        ("[mui_3, mui_1]", "[mui_3, bo]", "is no ratio of two measures that are counted"),
        ("[mui_3, mui_1]", "[mui_1, mui_1]", "is no ratio of two measures that are counted"),
        ("[mui_3, mui_1]", "[mui_3]", "ratio_of"),
        ("takes: rest", "takes: rest, base: population_2019", "is a ratio, and has base"),
        ("ratio_of: [mui_3, mui_1], ", "", "is no ratio; write ratio_of"),
    ],
)
def test_what_is_no_ratio_is_refused_with_its_line(doses: Draft, old: str, new: str, problem: str) -> None:
    doses.change(CAMPAIGN, old, new)
    with pytest.raises(DataError, match=rf"line 8: .*{problem}"):
        doses.edition()


def test_a_ratio_typed_into_the_data_is_refused_with_its_row(doses: Draft) -> None:
    doses.write(COUNTS, HEAD + ROWS + row("20", "bo", 90))
    with pytest.raises(DataError, match=r"row 6 column 'measure': this measure is a ratio of mui_3 and mui_1"):
        doses.edition()
