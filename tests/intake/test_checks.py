"""A table held to itself: totals, formulas, percentages, ranks, bases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from dophu.data.bases import read_bases
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.errors import UsageError
from dophu.intake.checked import Range
from dophu.intake.checks import ACCEPTABLE, accepted, check_rows
from dophu.intake.findings import CellFinding
from dophu.intake.formulas import added_rows
from dophu.intake.grid import Area, Cell, Kind, Sheet
from dophu.intake.headers import Heading
from dophu.intake.layout import Role, SheetRow, Table
from dophu.intake.phrases import PHRASES
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign
from dophu.world.units import Gazetteer
from tests.project import ROOT

FIRST = 5  # row of the sheet
COUNT, SHARE, RANK, BASE = 2, 3, 4, 5
MEANINGS = {COUNT: "installs", SHARE: "share", RANK: "rank", BASE: "base"}


@dataclass(frozen=True)
class Number:
    value: int | Fraction | None
    step: int = 1
    qualifier: str = ""
    places: int = 0


@dataclass(frozen=True)
class Known:
    campaign: Campaign
    gazetteer: Gazetteer
    bases: Bases
    period: date = date(2020, 8, 7)


@dataclass(frozen=True)
class Line:
    """A row: a province's code, or the role of a sum with the places of the lines it covers."""

    of: str
    count: Number | int | None = None
    share: str = ""
    rank: int | None = None
    base: int | None = None
    formula: str | None = None
    covers: tuple[int, ...] = ()

    def numbers(self) -> dict[int, Number]:
        count = self.count if isinstance(self.count, Number) else Number(self.count)
        share = Number(Fraction(self.share), places=len(self.share.partition(".")[2])) if self.share else Number(None)
        return {COUNT: count, SHARE: share, RANK: Number(self.rank), BASE: Number(self.base)}


@cache
def known(above: str | None = None) -> Known:
    project = Project(ROOT)
    gazetteer = read_units(project)
    installs = {"label": "số máy", "noun": "máy", "verb": "cài", "meaning": "Số máy.", "above_base": above}
    content = {"key": "x", "title": "X", "status": "simulated", "documents": {}, "base": "population_2019"}
    content |= {"measures": {"installs": installs}, "main_measure": "installs"}
    return Known(Campaign.model_validate(content), gazetteer, read_bases(project, gazetteer))


def table(lines: Sequence[Line]) -> tuple[Table, dict[tuple[int, int], Number]]:
    cells: dict[tuple[int, int], Cell] = {}
    values: dict[tuple[int, int], Number] = {}
    rows = []
    for number, line in enumerate(lines, FIRST):
        numbers = {column: read for column, read in line.numbers().items() if read.value is not None}
        for column, read in numbers.items():
            formula = line.formula if column == COUNT else None
            cells[number, column] = Cell(number, column, 1, Kind.NUMBER, str(read.value), formula=formula)
            values[number, column] = read
        if line.formula and COUNT not in numbers:
            cells[number, COUNT] = Cell(number, COUNT, None, formula=line.formula)
        unit = known().gazetteer.get("VN63", line.of) if line.of.isdigit() else None
        role: Role = "data" if unit else "total" if line.of == "total" else "subtotal"
        covers = tuple(FIRST + place for place in line.covers)
        rows.append(SheetRow(number, role, {}, unit, Cell(number, 1, line.of, text=line.of), covers))
    used = {column for _, column in values} | {COUNT}
    headings = tuple(
        Heading(column, meaning, meaning, "", "") for column, meaning in MEANINGS.items() if column in used
    )
    area = Area(FIRST - 1, 1, FIRST + len(lines) - 1, BASE)
    return Table(Sheet("Bảng", cells), area, (), headings, tuple(rows), "VN63", "province", "VN"), values


def findings(*lines: Line, above: str | None = None) -> list[CellFinding]:
    found = check_rows(*table(lines), known(above))
    for one in found:  # every sentence can be written
        assert all((one.problem, one.problem_vi)), one
        assert bool(one.fix) == bool(one.fix_vi) == (one.weight != "note")
    return found


def kinds(*lines: Line) -> list[tuple[str, str]]:
    return [(found.kind, found.place) for found in findings(*lines) if found.kind != "formulas_used"]


def units(*counts: Number | int | None) -> list[Line]:
    return [Line(code, count) for code, count in zip(("20", "22", "24", "25"), counts, strict=False)]


def total(count: Number | int | None, *covers: int, formula: str | None = None, of: str = "total") -> Line:
    return Line(of, count, formula=formula, covers=covers)


# Totals


@pytest.mark.parametrize(
    ("rows", "printed", "kind"),
    [
        ([100, 205, 37], 342, None),
        ([100, 205, 37], 343, "total_differs"),
        ([100, 205, None], 305, None),
        ([100, 205, None], 9000, None),
        ([100, 205, None], 304, "total_too_small"),
        ([12000, 205, Number(12000, 1000, "hơn")], 24206, None),
        ([12000, 205, Number(12000, 1000, "hơn")], 24204, "total_differs"),
        ([12000, 205, Number(12000, 1000, "gần")], 24206, "total_differs"),
        ([12000, 205, Number(12000, 1000, "gần")], 23300, None),
        ([12000, 205, Number(12000, 1000, "khoảng")], 25205, None),
        ([100, 205, 37], Number(0, 1000), None),
        ([100, 205, 370], Number(0, 1000), "total_differs"),
        ([100, 205, 37], None, None),
    ],
)
def test_a_total_is_held_to_all_that_its_rows_may_be(
    rows: list[Number | int | None], printed: Number | int | None, kind: str | None
) -> None:
    assert kinds(*units(*rows), total(printed, 0, 1, 2)) == ([(kind, "B8")] if kind else [])


def test_a_wrong_total_names_both_values_and_the_row_that_is_its_difference() -> None:
    (found,) = findings(*units(63438, 205, 37), total(63475, 0, 1, 2))
    assert found.weight == "error"
    assert (
        "the total is 63.475, its 3 rows add up to 63.680 (-205, exactly the count of Quảng Ninh (6))" in found.problem
    )
    assert "Tổng ghi 63.475, nhưng cộng 3 dòng được 63.680" in found.problem_vi


def test_a_total_below_its_known_rows_names_those_that_are_missing() -> None:
    (found,) = findings(*units(100, 205, None), total(304, 0, 1, 2))
    assert "but 2 rows alone add up to 305 + (-1; without Bắc Giang (7))" in found.problem
    (found,) = findings(*units(100, 205), total(306, 0, 1))
    assert "(+1)" in found.problem


def test_subtotals_and_the_total_are_each_held_to_their_own_rows() -> None:
    lines = [
        total(305, 1, 2, of="vùng"),
        *units(100, 205),
        total(38, 4, of="vùng"),
        Line("24", 37),
        total(342, 1, 2, 4),
    ]
    assert kinds(*lines) == [("total_differs", "B8")]


def test_a_wrong_total_of_a_base_is_a_warning() -> None:
    lines = [Line("20", 10, base=1000), Line("22", 20, base=2000), Line("total", 30, base=3001, covers=(0, 1))]
    assert [(found.kind, found.weight, found.place) for found in findings(*lines)] == [
        ("total_differs", "warning", "E7")
    ]


# Formulas


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ("SUM(B5:B7)", {5: 1, 6: 1, 7: 1}),
        ("sum( $B$5 : B$7 )", {5: 1, 6: 1, 7: 1}),
        ("SUM(B7:B5)", {5: 1, 6: 1, 7: 1}),
        ("SUM(B5:B6,B9)", {5: 1, 6: 1, 9: 1}),
        ("SUM(B5;B6:B7;B7)", {5: 1, 6: 1, 7: 2}),
        ("SUBTOTAL(9,B5:B9)", {5: 1, 6: 1, 7: 1, 9: 1}),
        ("SUBTOTAL(109;B5:B9)", {5: 1, 6: 1, 7: 1, 9: 1}),
        ("=B5+B6+$B$9", {5: 1, 6: 1, 9: 1}),
        ("+B5+SUM(B6:B7)", {5: 1, 6: 1, 7: 1}),
        ("SUM(B1:B1048576)", {5: 1, 6: 1, 7: 1, 8: 1, 9: 1}),
    ],
)
def test_plain_sums_are_read(formula: str, rows: dict[int, int]) -> None:
    assert added_rows(formula, 2, [5, 6, 7, 8, 9], frozenset({8})) == Counter(rows)


@pytest.mark.parametrize(
    "formula",
    [
        *("SUM(C5:C7)", "SUM(B5:C7)", "SUM(Trang1!B5:B7)", "AVERAGE(B5:B7)", "SUBTOTAL(1,B5:B7)", "B5-B6", "SUM(B5)*2"),
        *("SUM(SUM(B5:B6),B7)", "[1]Sheet1!B5", "SUM(B:B)", "B5B6", "WEBSERVICE(B5)", "SUM()", "SUM(#REF!)", "", " "),
    ],
)
def test_what_is_no_plain_sum_of_the_column_is_left_alone(formula: str) -> None:
    assert added_rows(formula, 2, [5, 6, 7], frozenset()) is None


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("SUM(B5:B7)", []),
        ("SUM(B5:B6)", ["sum_leaves_out"]),
        ("SUM(B5:B7,B6)", ["sum_counts_twice"]),
        ("SUM(B5,B5,B7)", ["sum_leaves_out", "sum_counts_twice"]),
        ("AVERAGE(B5:B7)", []),
    ],
)
def test_a_sum_that_does_not_add_its_rows_once_is_wrong(formula: str, found: list[str]) -> None:
    assert kinds(*units(10, 20, 30), total(60, 0, 1, 2, formula=formula)) == [(kind, "B8") for kind in found]


def test_a_row_that_is_left_out_while_it_is_missing_or_zero_changes_nothing() -> None:
    assert kinds(*units(10, 0, None), total(10, 0, 1, 2, formula="SUM(B5:B5)")) == []


def test_a_total_that_adds_its_subtotals_and_their_rows_counts_twice() -> None:
    lines = [total(305, 1, 2, of="vùng", formula="SUM(B6:B7)"), *units(100, 205)]
    assert kinds(*lines, total(610, 1, 2, formula="SUM(B5:B7)")) == [("sum_counts_twice", "B8")]
    assert kinds(*lines, total(305, 1, 2, formula="B5")) == []
    nested = [total(305, 1, 2, of="vùng", formula="SUBTOTAL(9,B6:B7)"), *units(100, 205)]
    assert kinds(*nested, total(305, 1, 2, formula="SUBTOTAL(9,B5:B7)")) == []


def test_a_subtotal_that_reaches_into_the_next_group_is_wrong() -> None:
    found = findings(*units(10, 20, 30), total(60, 0, 1, of="vùng", formula="SUM(B5:B7)"))
    assert [(one.kind, one.details["rows"]) for one in found] == [("sum_adds_others", "Bắc Giang (7)")]


def test_a_sum_that_starts_at_the_heading_adds_no_text() -> None:
    lined, values = table([*units(10, 20), total(30, 0, 1, formula="SUM(B4:B6)")])
    heading = Cell(4, COUNT, "Số máy", text="Số máy")
    lined.sheet.cells[4, COUNT] = heading
    above = SheetRow(4, "heading", {COUNT: heading})
    assert check_rows(replace(lined, rows=(above, *lined.rows)), values, known()) == []
    lined.sheet.cells[4, COUNT] = Cell(4, COUNT, 2, Kind.NUMBER, "2")
    (found,) = check_rows(replace(lined, rows=(above, *lined.rows)), values, known())
    assert found.kind == "sum_adds_others"


def test_a_right_formula_with_another_saved_result_is_stale() -> None:
    assert kinds(*units(10, 20, 30), total(55, 0, 1, 2, formula="SUM(B5:B7)")) == [("total_stale", "B8")]


def test_a_count_by_formula_is_used_and_told_of_once() -> None:
    lines = [Line("20", 10, formula="C5*2"), Line("22", 20, formula="C6*2")]
    (found,) = findings(*lines)
    assert (found.kind, found.weight, found.details["rows"]) == ("formulas_used", "note", "2")


def test_a_count_by_formula_without_a_result_is_an_error_and_such_a_total_is_not() -> None:
    found = findings(Line("20", 10), Line("22", formula="C6*2"), total(None, 0, 1, formula="SUM(B5:B6)"))
    assert [(one.kind, one.weight, one.place) for one in found] == [
        ("formula_unsaved", "error", "B6"),
        ("total_unsaved", "note", "B7"),
    ]


# Percentages


@pytest.mark.parametrize("share", ["8.12", "8.1", "8", "8.1159", "8.116"])
def test_a_share_within_the_rounding_of_its_decimals_agrees(share: str) -> None:
    assert kinds(Line("20", 63438, share)) == []


@pytest.mark.parametrize("share", ["8.11", "8.13", "8.2", "9", "8.1160"])
def test_a_share_beyond_the_rounding_of_its_decimals_does_not(share: str) -> None:
    assert kinds(Line("20", 63438, share)) == [("share_differs", "C5")]


def test_a_share_on_another_base_of_the_reference_is_explained_by_it() -> None:
    (found,) = findings(Line("30", 688900, "40.40"))
    assert (found.kind, found.weight) == ("share_explained", "warning")
    for said in ("36,41%", "1.892.254", "population_2009", "1.705.059"):
        assert said in found.problem
    assert "36,41%" in found.problem_vi


def test_a_share_that_no_base_explains_tells_the_base_it_implies() -> None:
    (found,) = findings(Line("20", 63438, "10.00"))
    assert "implies a base of 634.380" in found.problem


def test_the_base_column_of_the_file_comes_before_the_campaigns() -> None:
    assert kinds(Line("20", 63438, "10.00", base=634380)) == []
    (found,) = findings(Line("20", 63438, "8.12", base=634380))
    assert (found.kind, found.details["base"]) == ("share_explained", "column E of the file")


def test_a_column_on_another_base_is_told_of_once() -> None:
    lines = [Line(code, 100000, share) for code, share in SMARTPHONE_SHARES.items()]
    found = findings(*lines)
    assert [(one.kind, one.weight) for one in found if one.kind != "repeated"] == [("share_base", "note")]


def shares_on(base: str) -> dict[str, str]:
    values = [value for value in known().bases.values if value.base == base and value.vintage == "VN63"]
    return {value.unit: f"{float(Fraction(10**7, value.value)):.2f}" for value in values if value.unit.isdigit()}


def fullest_other_base() -> str:
    others = [base for base in known().bases.described if base != "population_2019"]
    return max(others, key=lambda base: len(shares_on(base)))


SMARTPHONE_SHARES = shares_on(fullest_other_base())


def test_the_share_of_a_total_is_computed_on_the_sum_of_the_bases() -> None:
    lines = [Line("20", 63438, "8.12"), Line("22", 264000, "20.00")]
    assert kinds(*lines, Line("total", 327438, "15.58", covers=(0, 1))) == []
    assert kinds(*lines, Line("total", 327438, "14.06", covers=(0, 1))) == [("share_differs", "C7")]


def test_a_column_follows_another_base_only_when_most_of_several_rows_do() -> None:
    other = list(SMARTPHONE_SHARES.items())
    two = [Line(code, 100000, share) for code, share in other[:2]]
    assert {kind for kind, _ in kinds(*two)} == {"share_explained", "repeated"}
    wrong = [Line(code, 100000, "99.99") for code in ("02", "04", "06")]
    mixed = [*(Line(code, 100000, share) for code, share in other[:3]), *wrong]
    assert "share_base" not in {kind for kind, _ in kinds(*mixed)}
    assert "share_base" in {kind for kind, _ in kinds(*mixed[:-1])}


@pytest.mark.parametrize(
    "line",
    [
        Line("20", None, "8.12"),
        Line("20", 63438),
        Line("20", 63438, "8.12", base=0),
        Line("vùng", 63438, "8.12"),
        Line("20", Number(63000, 1000, "hơn"), "8.12"),
    ],
)
def test_a_share_without_count_or_base_is_left_alone(line: Line) -> None:
    assert kinds(line) == []


@pytest.mark.parametrize(("measure", "places"), [("", []), ("installs", []), ("active", ["C5", "C6"])])
def test_a_share_belongs_to_the_measure_of_its_heading(measure: str, places: list[str]) -> None:
    lined, values = table([Line("20", 63438, "8.12", base=634380), Line("22", 132033, "10.00", base=1000000)])
    campaign = known().campaign
    both = {"active": campaign.measures["installs"], **campaign.measures}
    two = replace(known(), campaign=campaign.model_copy(update={"measures": both}))
    meaning = {SHARE: "share", BASE: "active"}  # the last column is another measure's
    headings = [replace(one, measure=measure, meaning=meaning.get(one.column, "installs")) for one in lined.headings]
    told = check_rows(replace(lined, headings=tuple(headings)), values, two)
    assert [one.place for one in told if one.kind.startswith("share")] == places


# Ranks


def ranked(*ranks: int, counts: Sequence[int] = (300, 200, 200, 100)) -> list[tuple[str, str]]:
    lines = [Line(code, count, rank=rank) for code, count, rank in zip(PROVINCES, counts, ranks, strict=True)]
    return [found for found in kinds(*lines) if found[0] != "repeated"]


PROVINCES = ("20", "22", "24", "25")


def test_ranks_by_count_or_by_share_agree() -> None:
    every = [unit.code for unit in known().gazetteer.at_level("VN63", "province")]
    by_count = [Line(code, 1000 - place, rank=place + 1) for place, code in enumerate(every)]
    assert [kind for kind, _ in kinds(*by_count)] == []
    population = {code: known().bases.of("population_2019", "VN63", code) for code in every}
    order = sorted(every, key=lambda code: -Fraction(1000, population[code].value))  # type: ignore[union-attr]
    by_share = [Line(code, 1000, rank=order.index(code) + 1) for code in every]
    assert [kind for kind, _ in kinds(*by_share) if kind != "repeated"] == []


def test_a_tie_shares_its_place() -> None:
    every = [unit.code for unit in known().gazetteer.at_level("VN63", "province")]
    counts = [1000, 900, 900, *range(800, 740, -1)]
    lines = [Line(code, count, rank=place) for place, (code, count) in enumerate(zip(every, counts, strict=True), 1)]
    assert [found for found in kinds(*lines) if found[0] == "rank_differs"] == [("rank_differs", "D7")]
    (found,) = [found for found in findings(*lines) if found.kind == "rank_differs"]
    assert found.details["place"] == "2"


def test_in_a_part_of_the_list_a_place_may_be_lower_but_not_higher() -> None:
    assert ranked(1, 9, 9, 40) == []
    assert ranked(1, 2, 2, 3) == [("rank_differs", "D8")]


# Counts


def test_a_count_above_its_base_is_an_error_unless_the_campaign_explains_it() -> None:
    (found,) = findings(Line("20", 781656))
    assert (found.kind, found.weight) == ("above_base", "error")
    assert findings(Line("20", 781655)) == []
    campaign = known().campaign.model_copy(update={"main_measure": "other"})
    assert check_rows(*table([Line("20", 781656)]), replace(known(), campaign=campaign)) == []
    (told,) = findings(Line("20", 781656), above="Mẫu số lập năm 2019")
    assert (told.weight, told.details["reason"]) == ("note", "Mẫu số lập năm 2019")


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        *(((1000, 5, 1000), "B7"), ((999, 5, 999), None), ((10, 10, 5), "B6"), ((5, 12, 12), "B7"), ((9, 9, 5), None)),
        *(((12, 12, 12), "B6"), ((0, 0, 5), None), ((None, None, 5), None)),
        ((Number(12000, 1000, "hơn"), Number(12000, 1000, "hơn"), 5), None),
    ],
)
def test_the_same_number_twice_is_told_where_chance_is_unlikely(
    counts: tuple[Number | int | None, ...], place: str | None
) -> None:
    assert kinds(*units(*counts)) == ([("repeated", place)] if place else [])


# Accepted


def test_an_accepted_disagreement_is_a_note_with_its_reason() -> None:
    wrong = findings(*units(100, 205), total(306, 0, 1))
    for place in ("B7", "b7", "Bảng!B7"):
        (told,) = accepted(wrong, {place: " Có một máy ngoài danh sách "})
        assert (told.kind, told.weight, told.place) == ("accepted", "note", "B7")
        assert told.problem == f"accepted although {wrong[0].problem}: Có một máy ngoài danh sách"


@pytest.mark.parametrize("accept", [{"B7": " "}, {"B5": "lý do"}, {"B7": "lý do", "B9": "lý do"}])
def test_nothing_else_can_be_accepted(accept: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="--accept"):
        accepted(findings(*units(100, 205), total(306, 0, 1)), accept)


def test_an_unreadable_cell_cannot_be_accepted() -> None:
    with pytest.raises(UsageError, match="nothing to accept in B6"):
        accepted(findings(Line("20", 10), Line("22", formula="C6*2")), {"B6": "lý do"})
    assert set(PHRASES) >= ACCEPTABLE


@pytest.mark.parametrize(
    ("number", "shown"),
    [(Number(63438), "63.438"), (Number(12000, 1000, "hơn"), "12.000 - 13.000"), (Number(None), "0 +")],
)
def test_a_range_is_shown_as_it_may_be(number: Number, shown: str) -> None:
    assert Range.of(number).shown == shown
