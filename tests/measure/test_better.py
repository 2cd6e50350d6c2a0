"""Which way is better: for a rate of what should not be, the lowest leads and a target is a ceiling."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dophu.errors import DataError, DophuError
from dophu.facts.interval import Interval
from dophu.proof.recompute import recompute
from dophu.publish.gates import check
from dophu.tell.blocks import Figure, Table
from dophu.tell.filters import FILTERS
from dophu.tell.html import plain
from tests.parts import BASES, count, give_letterheads
from tests.parts import measured as measured_parts
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.standings import PEOPLE, RISING, measured
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import fact, facts_of, shown

MEANING = "meaning: Số người đã cài đặt."


def turn(project: Draft, better: str = "less", target: str = "percent: 50") -> None:
    """Let less be better, and every province count another share: 96 has the highest, 01 the lowest."""
    project.change(CAMPAIGN, MEANING, f"{MEANING}, better: {better}, counts: level")
    project.change(CAMPAIGN, "percent: 50", target)
    count(project, RISING)
    give_letterheads(project)


def test_the_lowest_share_is_first_and_the_highest_last(project: Draft) -> None:
    turn(project)
    _, found = measured(project)
    assert [row.unit.code for row in (found.rows[0], found.rows[-1])] == ["01", "96"]
    assert shown(found, "rank 01", "rank 96") == ["thứ 1", "thứ 63"]


def test_a_target_is_a_ceiling_and_what_stays_within_it_is_rounded_down(project: Draft) -> None:
    turn(project, target="percent: 30.1")
    _, found = measured(project)
    most = PEOPLE["01"] * 301 // 1000
    assert fact(found, "needed 01").amount == most
    assert fact(found, "missing 01").amount == RISING["01"] - most < 0
    assert fact(found, "gap 96").amount == Fraction(100 * RISING["96"], PEOPLE["96"]) - Fraction("30.1") > 0


def test_units_within_the_ceiling_are_counted_as_having_reached_it(project: Draft) -> None:
    turn(project, target="percent: 30")
    _, found = measured(project)
    within = sum(100 * RISING[code] <= 30 * PEOPLE[code] for code in PEOPLE)
    told = [fact(found, f"{concept} total").amount for concept in ("reached", "above_target", "judged")]
    assert told == [within, 63 - within, 63]


def test_no_pace_is_asked_for_what_should_not_be(project: Draft) -> None:
    turn(project, target="percent: 5, by: 2020-12-31")
    facts, _ = measured(project)
    assert facts.get("missing").sign == "+"  # type: ignore[union-attr]
    assert not facts.get("pace")


def test_drawing_level_takes_away(project: Draft) -> None:
    turn(project)
    _, found = measured(project)
    last, before = found.rows[-1], found.rows[-2]
    level = PEOPLE["96"] * Fraction(RISING[before.unit.code], PEOPLE[before.unit.code])
    assert last.against(before, "catch_up").amount == RISING["96"] - int(level) > 0  # type: ignore[union-attr]


def test_every_fact_is_recomputed_from_its_ledger(project: Draft) -> None:
    turn(project, target="percent: 30")
    report = open_report(project.root, campaign="demo", period="2020-08-07", unit="20")
    tell(report, "national_table")
    assert recompute(report.ledger.as_data()) == []


def national(project: Draft) -> list[object]:
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="01"), "national_table")
    check(document)
    return list(document.blocks)


def test_tables_and_figures_name_what_lies_above_the_ceiling_and_who_is_highest(project: Draft) -> None:
    turn(project, target="percent: 30")
    blocks = national(project)
    table = next(block for block in blocks if isinstance(block, Table) and block.sortable)
    heads = [head if isinstance(head, str) else plain(head) for head in table.head]
    assert {"Vượt mục tiêu (điểm phần trăm)", "Vượt mức (người)"} <= {*heads}
    assert not any("thiếu" in head for head in heads)
    figure = next(block for block in blocks if isinstance(block, Figure) and block.key == "tiles")
    assert figure.alt.index("Cao nhất: Cà Mau") < figure.alt.index("thấp nhất: Hà Nội")


def test_parts_are_told_the_same_way(project: Draft) -> None:
    turn(project, target="percent: 12")
    count(project, {code: base * (10 + place) // 100 for place, (code, base) in enumerate(BASES.items())})
    _, found = measured_parts(project)
    assert found.rows[0].unit.code == "178"
    assert [row.unit.code for row in found.best] == ["189"]  # the highest share, which is the worst


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (29, "thấp hơn mục tiêu"),
        (30, "bằng đúng mức mục tiêu"),
        (31, "cao hơn mục tiêu"),
        (61, "cao hơn hai lần mục tiêu"),
    ],
)
def test_a_share_is_judged_against_a_ceiling_in_words(project: Draft, share: int, word: str) -> None:
    turn(project, target="percent: 30")
    count(project, {"20": 781655 * share // 100 if share != 30 else 234496, "24": 100})
    facts = facts_of(project.edition())
    told, aim = facts.get("share"), facts.get("target")
    held = told if share != 30 else type(told)(**{**vars(told), "value": Interval.exactly(30)})
    assert word in FILTERS["against"](held, aim)


TOLD = {  # of unit 96, which has the highest share
    "quick_report": "cao hơn hai lần mục tiêu 30% dân số, vượt 42,00 điểm phần trăm",
    "national_table": "vượt",
    "progress": "So với mục tiêu 30% dân số, tỉnh Cà Mau vượt",
}


@pytest.mark.parametrize("report", ["quick_report", "national_table", "progress", "parts", "data_quality"])
@pytest.mark.parametrize("unit", ["01", "96"])
def test_every_report_tells_a_ceiling_as_one_and_passes_its_gates(project: Draft, report: str, unit: str) -> None:
    turn(project, target="percent: 30")
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit=unit), report)
    check(document)
    text = prose(document)
    assert "còn thiếu" not in text.lower()
    assert unit == "01" or TOLD.get(report, "") in text


CLAIMS = [
    ("{{ unit_full }} xếp {{ rank | rank }}, dẫn đầu cả nước.", "01", True),
    ("{{ unit_full }} xếp {{ rank | rank }}, đứng cuối cả nước.", "01", False),
    ("{{ unit_full }} đạt {{ share | percent }}, thấp nhất cả nước.", "01", True),
    ("{{ unit_full }} đạt {{ share | percent }}, cao nhất cả nước.", "01", False),
    ("{{ unit_full }} đạt {{ share | percent }}, vượt mục tiêu {{ target | percent }}.", "96", True),
    ("{{ unit_full }} đạt {{ share | percent }}, vượt mục tiêu {{ target | percent }}.", "01", False),
    ("{{ unit_full }} đạt {{ share | percent }}, thấp hơn mục tiêu {{ target | percent }}.", "01", True),
    ("{{ unit_full }} có {{ share | percent }}, đã đạt mục tiêu {{ target | percent }}.", "96", False),
]


@pytest.mark.parametrize(("sentence", "unit", "passes"), CLAIMS)
def test_what_prose_claims_is_judged_the_same_way(project: Draft, sentence: str, unit: str, passes: bool) -> None:
    turn(project, target="percent: 30")
    report = open_report(project.root, campaign="demo", period="2020-08-07", unit=unit)
    report.measured("standings")
    for row in report.measured("standings").rows:  # what a national table prints
        report.facts.ask("share", row.subject), report.facts.ask("rank", row.subject)
    flags = report.narrative(sentence, "cell").flags
    assert (not flags) is passes, flags


def test_where_neither_way_is_better_nobody_is_first_and_nothing_is_missing(project: Draft) -> None:
    project.change(CAMPAIGN, MEANING, f"{MEANING}, better: neither")
    text = (project.root / CAMPAIGN).read_text("utf-8")
    project.write(CAMPAIGN, text.replace(text[text.index("targets:") : text.index("activities:")], ""))
    count(project, RISING)
    facts, found = measured(project)
    assert not any(facts.get(concept) for concept in ("rank", "gap", "missing", "moved", "reached"))
    assert [found.rows[0].unit.code, found.ranked, found.above] == ["96", [], []]


def test_a_target_for_what_is_neither_is_refused_with_what_to_write(project: Draft) -> None:
    project.change(CAMPAIGN, MEANING, f"{MEANING}, better: neither")
    with pytest.raises(DataError, match="write better: more or better: less there"):
        project.history()


def test_a_word_that_is_no_way_is_refused(project: Draft) -> None:
    project.change(CAMPAIGN, MEANING, f"{MEANING}, better: higher")
    with pytest.raises(DophuError, match=r"measures\.installs\.better"):
        project.history()
