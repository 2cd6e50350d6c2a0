from __future__ import annotations

from datetime import date

import pytest

from dophu.data.edition import Edition
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.measure.quality import Quality, quality
from tests.project import CAMPAIGN, COUNTS, PERIOD, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report

RANK = "DEMO,2020-08-07T08:00,VN63,{},installs,rank,{},,,population,{},published,,\n"
BASES = "data/reference/bases.yml"
REVISIONS = "source,revised,vintage,unit,measure,former,step,qualifier,reason\n"


def measured(edition: Edition) -> Quality:
    return quality(Facts(edition.history, edition.unit, edition.period, edition.target))


def of_draft(project: Draft, **parameters: object) -> Quality:
    return measured(project.edition(**parameters))


def number(fact: Fact | None) -> int | None:
    return int(fact.amount) if fact else None


def add(project: Draft, file: str, rows: str) -> None:
    project.write(file, (project.root / file).read_text(encoding="utf-8") + rows)


def no_totals(project: Draft) -> None:
    (project.root / TOTALS).unlink()


def found(told: Quality) -> list[tuple[str, str, bool]]:
    return [(doubt.check, doubt.unit.code if doubt.unit else "", bool(doubt.note)) for doubt in told.doubts]


def shown(facts: dict[str, Fact]) -> dict[str, str]:
    return {name: fact.shown for name, fact in facts.items()}


def test_each_check_says_how_many_figures_it_looked_at(project: Draft) -> None:
    told = of_draft(project)
    assert {check.key: number(check.looked) for check in told.checks} == {
        **{"foreign": 6, "misdated": 6, "duplicates": 6, "revised_nothing": 0, "shares_out_of_range": 2},
        **{"kinds": 5, "estimates": 0, "counts_above_base": 3, "totals": 1, "controls": 2},
        **{"shares": 2, "falls": 1, "repeats": 3, "parts": 0, "ranks": 0, "memory": 1},
    }


def test_a_check_tells_explained_findings_from_others(project: Draft) -> None:
    told = of_draft(project)
    shares = next(check for check in told.checks if check.key == "shares")
    assert (number(shares.open), number(shares.known)) == (0, 1)
    project.change(PUBLISHED, "In theo mẫu số khác", "")
    told = of_draft(project)
    shares = next(check for check in told.checks if check.key == "shares")
    assert (number(shares.open), number(shares.known)) == (1, 0)
    assert number(told.tallies["doubts_open"]) == 1


def test_rows_are_counted_per_source_and_per_file(project: Draft) -> None:
    told = of_draft(project)
    assert number(told.tallies["rows_received"]) == sum(int(delivery.rows.amount) for delivery in told.deliveries) == 6
    assert [(file.path, number(file.rows)) for file in told.files] == [
        (COUNTS, 3),
        (PUBLISHED, 2),
        (TOTALS, 1),
    ]


def test_a_share_on_the_wrong_base_is_shown_with_the_base_that_gives_it() -> None:
    told = measured(open_report(campaign="bluezone", period="2021-06-19", unit="30").edition)
    doubt = told.doubts[0]
    assert (doubt.check, doubt.unit and doubt.unit.code) == ("shares", "30")
    assert shown(doubt.facts) == {
        "published": "40,40%",
        "recomputed": "36,41%",
        "difference": "khoảng 3,99 điểm phần trăm",
        "fits": "dân số theo Tổng điều tra ngày 01/4/2009",
    }


def test_no_base_of_a_later_day_explains_a_share_or_is_listed(project: Draft) -> None:
    project.change(COUNTS, "VN63,24,installs,90000", "VN63,30,installs,90000")
    project.change(PUBLISHED, "VN63,24,installs,share,5.55", "VN63,30,installs,share,5.28")
    no_totals(project)
    assert "fits" in of_draft(project, unit="30").doubts[0].facts
    project.change(BASES, "as_of: 2009-04-01", "as_of: 2020-08-08")
    told = of_draft(project, unit="30")
    assert "fits" not in told.doubts[0].facts
    assert [row.key for row in told.bases] == ["population_2019"]


@pytest.mark.parametrize(
    ("places", "looked", "other"),
    [
        ({"20": 1, "24": 2}, 2, []),
        ({"20": 2, "24": 1}, 2, [("20", "thứ 2", "thứ 1"), ("24", "thứ 1", "thứ 2")]),
        ({"20": 1, "24": 3}, 0, []),  # somebody between them is not named
        ({"20": 1, "22": 2}, 0, []),  # the share of 22 is not known
        ({"20": 1}, 0, []),
    ],
)
def test_published_places_are_counted_again_where_the_list_is_complete(
    project: Draft, places: dict[str, int], looked: int, other: list[tuple[str, str, str]]
) -> None:
    project.change(COUNTS, "DEMO,2020-08-07T08:00,VN63,22,installs,150000,1000,hơn,\n", "")
    add(project, PUBLISHED, "".join(RANK.format(unit, place, 63) for unit, place in places.items()))
    told = of_draft(project)
    assert number(told.tallies["looked_at_ranks"]) == looked
    ranks = [doubt for doubt in told.doubts if doubt.check == "ranks"]
    assert [(d.unit and d.unit.code, *shown(d.facts).values()) for d in ranks] == other


def test_a_ranking_by_counts_is_counted_again_by_counts(project: Draft) -> None:
    project.change(COUNTS, "DEMO,2020-08-07T08:00,VN63,22,installs,150000,1000,hơn,\n", "")
    rows = "".join(RANK.format(unit, place, 63) for unit, place in {"20": 1, "24": 2}.items())
    add(project, PUBLISHED, rows.replace(",population,", ",counts,"))
    ranks = [doubt for doubt in of_draft(project).doubts if doubt.check == "ranks"]
    told = [(doubt.unit and doubt.unit.code, *shown(doubt.facts).values()) for doubt in ranks]
    assert told == [("20", "thứ 1", "thứ 2"), ("24", "thứ 2", "thứ 1")]


@pytest.mark.parametrize(
    ("file", "old", "new", "check", "facts"),
    [
        (
            PUBLISHED,
            "10.23,,,population,,published,,",
            "100.01,,,population,,published,,Ghi",
            "shares_out_of_range",
            ["100,01%"],
        ),
        (COUNTS, "80000,1,,", "800000,1,,Ghi", "counts_above_base", ["800.000", "781.655"]),
        (TOTALS, "170000,1,,", "170010,1,,Ghi", "totals", ["170.010", "170.000"]),
        (COUNTS, "90000,1,,", "80000,1,,", "repeats", ["80.000"]),
        ("data/demo/2020-07-31/counts.csv", "40000", "80001", "falls", ["80.000", "80.001"]),
    ],
)
def test_a_finding_carries_its_figures(  # noqa: PLR0913, PLR0917 - one row of the table
    project: Draft, file: str, old: str, new: str, check: str, facts: list[str]
) -> None:
    if check != "totals":
        no_totals(project)
    project.change(file, old, new)
    told = of_draft(project)
    assert [list(shown(d.facts).values()) for d in told.doubts if d.check == check] == [facts]


def test_the_units_own_findings_come_first(project: Draft) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "40000", "80001")
    assert found(of_draft(project, unit="20")) == [("falls", "20", False), ("shares", "24", True)]
    assert found(of_draft(project, unit="24")) == [("shares", "24", True), ("falls", "20", False)]


def test_revisions_of_one_count_follow_each_other(project: Draft) -> None:
    rows = "DEMO,2020-08-01,VN63,20,installs,50000,1,,Trùng\nDEMO,2020-08-03,VN63,20,installs,45000,1000,,\n"
    project.write("data/demo/2020-07-31/revisions.csv", REVISIONS + rows)
    told = of_draft(project)
    known = told.known_revisions
    facts = [(known.former(r), known.new(r), known.difference(r)) for r in told.revisions]
    assert [[fact.shown if fact else "" for fact in row] for row in facts] == [
        ["khoảng 45.000", "40.000", "khoảng -5.000"],
        ["50.000", "khoảng 45.000", "khoảng -5.000"],
    ]
    assert [r.reason for r in told.revisions] == ["", "Trùng"]


def test_a_revision_after_the_day_is_not_known(project: Draft) -> None:
    row = "DEMO,2020-08-08,VN63,20,installs,50000,1,,\n"
    project.write("data/demo/2020-07-31/revisions.csv", REVISIONS + row)
    assert of_draft(project).revisions == []


@pytest.mark.parametrize(("unit", "listed"), [("20", 63), ("VN", 63), ("181", 11), ("508", 0)])
def test_a_list_is_as_long_as_the_reference_knows_it(unit: str, listed: int) -> None:
    told = measured(open_report(campaign="bluezone", period="2020-08-20", unit=unit).edition)
    assert number(told.tallies["units_listed"]) == listed


def test_missing_units_are_grouped_by_when_they_were_last_known(project: Draft) -> None:
    project.change(COUNTS, "DEMO,2020-08-07T08:00,VN63,20,installs,80000,1,,\n", "")
    project.change(PUBLISHED, "DEMO,2020-08-07T08:00,VN63,20,installs,share,10.23,,,population,,published,,\n", "")
    no_totals(project)
    told = of_draft(project)
    assert [(g.since, len(g.units), number(g.count)) for g in told.absent] == [
        (date(2020, 7, 31), 1, 1),
        (None, 60, 60),
    ]
    assert number(told.tallies["units_absent"]) == 61


def test_a_count_that_was_left_blank_is_missing_and_says_why(project: Draft) -> None:
    project.change(COUNTS, "VN63,20,installs,80000,1,,\n", "VN63,20,installs,,1,,hai số 120 và 350 trong một ô\n")
    project.change(PUBLISHED, "DEMO,2020-08-07T08:00,VN63,20,installs,share,10.23,,,population,,published,,\n", "")
    no_totals(project)
    told = of_draft(project)
    reasons = {unit.name: why for group in told.absent for unit, why in group.reasons.items()}
    assert reasons == {"Lạng Sơn": "hai số 120 và 350 trong một ô"}


def test_a_source_is_asked_for_what_it_left_out(project: Draft) -> None:
    project.change(COUNTS, "DEMO,2020-08-07T08:00,VN63,24,", "DEMO,2020-08-07,VN63,24,")
    add(project, PUBLISHED, "DEMO,2020-08-07T08:00,VN63,25,installs,share,3.1,,,population,,published,,\n")
    (demand,) = of_draft(project).demands
    assert [number(fact) for fact in (demand.rounded, demand.hourless, demand.uncounted)] == [1, 1, 1]


def test_every_measure_is_held_to_its_own_base(project: Draft) -> None:
    project.change(
        CAMPAIGN,
        "main_measure:",
        "  active: {label: số tài khoản, noun: tài khoản, verb: mở, meaning: M}\nmain_measure:",
    )
    add(project, COUNTS, "DEMO,2020-08-07T08:00,VN63,20,active,7817,1,,\n")
    add(project, PUBLISHED, "DEMO,2020-08-07T08:00,VN63,20,active,share,2.00,,,population,,published,,\n")
    doubt = of_draft(project).doubts[0]
    assert (doubt.check, doubt.measure) == ("shares", "số tài khoản")
    assert shown(doubt.facts) == {
        "published": "2,00%",
        "recomputed": "1,00%",
        "difference": "khoảng 1,00 điểm phần trăm",
    }


def test_breaks_after_the_day_are_not_told(project: Draft) -> None:
    line = "breaks:\n  - {{from: {}, measures: [installs], note: cách tính mới, source: DEMO}}\nactivities:"
    project.change(CAMPAIGN, "activities:", line.format("2020-08-08"))
    assert of_draft(project).breaks == []
    project.change(CAMPAIGN, "2020-08-08", "2020-08-07")
    assert len(of_draft(project).breaks) == 1


def test_a_file_as_received_is_told_with_its_hash_and_sender(project: Draft) -> None:
    sent = f"[{{file: Bao cao.xlsx, sha256: {'ab' * 32}, size: 12345, at: 2020-08-07T09:00, from: Sở Thử nghiệm}}]"
    text = f"status: simulated\nsources:\n  - {{id: DEMO, title: Số liệu mô phỏng, files: {sent}}}\n"
    project.write(f"{PERIOD}/sources.yml", text)
    told = of_draft(project)
    assert [(each.file.sender, each.file.sha256) for each in told.originals] == [("Sở Thử nghiệm", "ab" * 32)]


def test_a_check_beside_the_past_has_looked_at_nothing_where_there_is_none(project: Draft) -> None:
    told = of_draft(project, period="2020-07-31")
    assert [number(told.tallies[f"looked_at_{check}"]) for check in ("falls", "memory")] == [0, 0]


def test_what_may_fall_is_not_said_to_have_passed_the_check_of_falls(project: Draft) -> None:
    project.change(CAMPAIGN, "meaning: Số", "counts: per_period, meaning: Số")
    told = of_draft(project)
    assert number(told.tallies["looked_at_falls"]) == 0
    assert number(told.tallies["looked_at_memory"]) == 1
