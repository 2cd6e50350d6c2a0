"""Columns of shares explained by the pair of count and base that they are computed from; findings of a kind merged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dophu.intake.findings import CellFinding
from tests.intake.grids import sheet
from tests.intake.receiving import campaign, context, read, receive, reference

TWO_BASES = [("20", 545772, 782800, 558242), ("04", 327418, 530900, 368973), ("06", 197389, 314400, 222390)]
TWO_BASES += [("24", 1100000, 1803950, 1250000), ("22", 900000, 1320324, 950000)]


def of_two_bases(*shares: Callable[[int, int, int], float], wrong: int = 0) -> list[CellFinding]:
    heads = [
        "Tỉnh",
        "Số cài đặt",
        "Tổng số dân",
        "Dân số trên 18 tuổi",
        *("Tỷ lệ" + " I" * n for n in range(len(shares))),
    ]
    rows: list[list[Any]] = [heads]
    for at, (code, *figures) in enumerate(TWO_BASES):
        printed = [f"{share(*figures) + (5 if at < wrong else 0):.1f}".replace(".", ",") for share in shares]
        rows.append([reference()[0].get("VN63", code).name, *figures, *printed])
    return [one for one in read(rows).findings if one.kind.startswith("share")]


def test_the_pair_that_explains_a_column_of_shares_is_found_and_said_once() -> None:
    found = of_two_bases(lambda n, _, adults: 100 * n / adults, lambda n, people, _: 100 * n / people)
    assert [(one.kind, one.place, one.details["base"]) for one in found] == [
        ("share_base", "E2", "column D of the file")
    ]


def test_a_column_that_nothing_explains_is_said_once() -> None:
    found = of_two_bases(lambda n, people, adults: 37.5 + n % 7)
    assert [(one.kind, one.weight, one.place) for one in found] == [("share_unexplained", "warning", "E2")]


def test_single_wrong_shares_are_found_on_the_pair_of_their_column() -> None:
    found = of_two_bases(lambda n, _, adults: 100 * n / adults, wrong=2)
    assert [(one.kind, one.place) for one in found] == [
        ("share_base", "E2"),
        ("share_differs", "E2"),
        ("share_differs", "E3"),
    ]


def test_a_share_of_one_count_in_another_is_explained_by_its_own_column() -> None:
    both = context(campaign(accounts=True))
    rows: list[list[Any]] = [["Tỉnh", "Số cài đặt", "Số tài khoản", "Dân số", "Tỷ lệ cài đặt", "Tỷ lệ tài khoản"]]
    for code, first, people, _ in TWO_BASES:
        shares = [f"{100 * count / people:.2f}".replace(".", ",") for count in (first // 2, first)]
        rows.append([reference()[0].get("VN63", code).name, first, first // 2, people, *shares])
    found = [one for one in receive(sheet(rows), known=both).findings if one.kind.startswith("share")]
    bases = [(one.place, one.details["base"]) for one in found if one.kind == "share_base"]
    assert bases == [("E2", "column C over column D of the file"), ("F2", "column B over column D of the file")]


def test_a_kind_of_finding_that_hits_most_of_a_column_is_one_finding_with_its_cells() -> None:
    provinces = reference()[0].at_level("VN63", "province")
    rows: list[list[Any]] = [["Tỉnh", "Số cài đặt"], *([one.name, "120\n350"] for one in provinces)]
    (error,) = read(rows).errors
    assert (error.place, len(error.cells)) == ("B2", 62)
    assert "62 cells more: B3:B64" in error.problem
    assert "62 ô khác: B3:B64" in error.problem_vi
    few: list[list[Any]] = [
        ["Tỉnh", "Số cài đặt"],
        *([one.name, "120\n350" if at < 7 else 5] for at, one in enumerate(provinces)),
    ]
    assert len(read(few).errors) == 7
