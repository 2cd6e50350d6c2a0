from __future__ import annotations

import csv

import pytest

from dophu.data.periods import read_campaign, read_history
from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.measure.consistency import findings
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, ROOT, Draft, demo  # noqa: F401 - a fixture

BREAK = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: cách tính mới, source: DEMO}\nactivities:"


def demo_findings(project: Draft) -> list[tuple[str, int, str, bool]]:
    return [(f.file, f.row, f.value, f.known) for f in findings(project.history())]


@pytest.fixture(scope="module")
def real() -> list[Finding]:
    project = Project.find(ROOT)
    return findings(read_history(project, read_campaign(project, "bluezone")))


def test_every_real_finding_is_explained_and_names_its_source(real: list[Finding]) -> None:
    assert len(real) == 10
    assert all(finding.known and finding.source for finding in real)


def test_a_finding_points_to_the_cell_that_holds_its_value(real: list[Finding]) -> None:
    for finding in real:
        with (ROOT / finding.file).open(encoding="utf-8", newline="") as file:
            cell = list(csv.DictReader(file))[finding.row - 2][finding.column]
        shown = finding.value.rstrip("%")
        assert cell == (shown.replace(",", ".") if finding.column == "value" else shown.replace(".", ""))


def test_hai_duong_is_flagged_and_its_base_of_2009_named(real: list[Finding]) -> None:
    found = next(f for f in real if "/2021-06-19/" in f.file)
    assert found.value == "40,40%"
    assert "Hải Dương: published share is not the recomputed 36,41% on population_2019" in found.problem
    assert "it fits population_2009" in found.problem


def test_a_share_that_its_count_gives_is_no_finding(project: Draft) -> None:
    project.change(PUBLISHED, "5.55", "4.99")
    assert demo_findings(project) == []


def test_a_share_that_no_base_gives_is_known_when_a_note_explains_it(project: Draft) -> None:
    assert demo_findings(project) == [(PUBLISHED, 3, "5,55%", True)]
    project.change(PUBLISHED, "In theo mẫu số khác", "")
    assert demo_findings(project) == [(PUBLISHED, 3, "5,55%", False)]


def test_a_count_that_falls_is_found(project: Draft) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "40000", "80001")
    assert (COUNTS, 2, "80.000", False) in demo_findings(project)


def test_a_count_that_may_have_stayed_is_not_said_to_fall(project: Draft) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "20,installs,40000,1,", "20,installs,80000,1000,hơn")
    assert [found[0] for found in demo_findings(project)] == [PUBLISHED]


def test_a_count_may_fall_across_a_method_break(project: Draft) -> None:
    project.change("data/demo/2020-07-31/counts.csv", "40000", "80001")
    project.change(CAMPAIGN, "activities:", BREAK)
    assert [found[0] for found in demo_findings(project)] == [PUBLISHED]


def test_a_count_two_units_share_is_doubted_but_never_refused(project: Draft) -> None:
    project.change(COUNTS, "22,installs,150000,1000,hơn", "22,installs,80000,1000,")
    assert (COUNTS, 3, "80.000", True) in demo_findings(project)


def test_a_coarsely_rounded_count_may_repeat(project: Draft) -> None:
    project.change(COUNTS, "22,installs,150000,1000,hơn", "22,installs,80000,10000,")
    assert [found[0] for found in demo_findings(project)] == [PUBLISHED]
