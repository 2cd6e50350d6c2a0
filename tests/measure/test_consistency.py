from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.histories import archive_of, day_of, write_period

from dophu.data.periods import read_campaign, read_history
from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.measure.consistency import findings
from tests.examples import office_of
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, ROOT, Draft, demo  # noqa: F401 - a fixture

BREAK = "breaks:\n  - {from: 2020-08-01, measures: [installs], note: cách tính mới, source: DEMO}\nactivities:"

ACTIVE = "DEMO,2020-08-07T08:00,VN63,20,active,7817,1,,\n"
ACTIVE_SHARE = "DEMO,2020-08-07T08:00,VN63,20,active,share,2.00,,,population,,published,,\n"


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


def test_a_list_does_not_fall_from_what_the_press_rounded_beside_the_one_before(project: Draft) -> None:
    earlier = "data/demo/2020-07-31/counts.csv"
    press = "PRESS,2020-07-31T17:00,VN63,20,installs,90000,10000,,\n"
    project.write(earlier, (project.root / earlier).read_text(encoding="utf-8") + press)
    project.change(CAMPAIGN, "sources:", "sources:\n  - {id: PRESS, title: Báo}")
    assert [found[0] for found in demo_findings(project)] == [PUBLISHED]


@pytest.mark.parametrize(
    ("press", "found"),
    [
        ("08:00,VN63,20,installs,100000,10000,hơn,", [("DEMO says 80.000 of the same moment", False)]),
        ("08:00,VN63,20,installs,80000,10000,gần,", []),
        ("08:00,VN63,20,installs,80000,1000,,", []),
        ("09:00,VN63,20,installs,100000,10000,hơn,", []),
        ("08:00,VN63,20,installs,100000,10000,hơn,Tính cả máy phụ", [("DEMO says 80.000 of the same moment", True)]),
    ],
)
def test_what_two_sources_count_at_one_moment_agrees(project: Draft, press: str, found: list[tuple[str, bool]]) -> None:
    project.change(CAMPAIGN, "sources:", "sources:\n  - {id: PRESS, title: Báo}")
    project.write(COUNTS, f"{(project.root / COUNTS).read_text('utf-8')}PRESS,2020-08-07T{press}\n")
    told = [one for one in findings(project.history()) if one.file == COUNTS]
    assert [(one.problem.partition(": ")[2], one.known) for one in told] == found
    assert all({cell.source for cell in one.cells} == {"DEMO", "PRESS"} for one in told)


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


def districts(project: Draft, total: int, *, without: int = 0) -> None:
    """Count every district of province 20 but the last ones, in the list that counts the province."""
    gazetteer = project.history().gazetteer
    codes = [unit.code for unit in gazetteer.children(gazetteer.get("VN63", "20"))]
    counts = {code: 7001 + place for place, code in enumerate(codes)}
    counts[codes[0]] += total - sum(counts.values())
    rows = [f"DEMO,2020-08-07T08:00,VN63,{code},installs,{count},1,,\n" for code, count in counts.items()]
    text = (project.root / COUNTS).read_text(encoding="utf-8")
    project.write(COUNTS, text + "".join(rows[: len(rows) - without]))


def sums_found(project: Draft) -> list[Finding]:
    return [finding for finding in findings(project.history()) if "parts" in finding.problem]


def test_a_unit_whose_parts_do_not_add_up_to_it_is_found(project: Draft) -> None:
    districts(project, 79963)
    (found,) = sums_found(project)
    assert (found.file, found.row, found.value, found.known) == (COUNTS, 2, "80.000", False)
    assert found.problem == "Lạng Sơn: its 11 parts add up to 79.963"
    project.change(COUNTS, "20,installs,80000,1,,", "20,installs,80000,1,,Gồm 37 bản chưa rõ huyện")
    assert sums_found(project)[0].known


def test_some_parts_that_already_exceed_the_whole_are_found(project: Draft) -> None:
    districts(project, 90000, without=1)
    (found,) = sums_found(project)
    assert found.problem.startswith("Lạng Sơn: its 10 parts add up to 8")
    row = "DEMO,2020-08-07T08:00,VN63,VN,installs,4000,1,,\n"
    project.write(COUNTS, (project.root / COUNTS).read_text(encoding="utf-8") + row)
    assert "Việt Nam: its 3 parts add up to" in sums_found(project)[-1].problem


@pytest.mark.parametrize(("total", "without"), [(80000, 0), (79000, 1)])
def test_parts_that_add_up_or_lack_one_are_no_finding(project: Draft, total: int, without: int) -> None:
    districts(project, total, without=without)
    assert sums_found(project) == []


def test_parts_that_the_reference_holds_only_in_part_are_not_added_up(project: Draft) -> None:
    row = "DEMO,2020-08-07T08:00,VN63,{},installs,{},1,,\n"
    text = (project.root / COUNTS).read_text(encoding="utf-8")
    project.write(COUNTS, text + row.format("96", 121909) + row.format("971", 4013))
    assert sums_found(project) == []


def test_rounded_parts_may_miss_the_whole_by_their_rounding(project: Draft) -> None:
    districts(project, 79963)
    text = (project.root / COUNTS).read_text(encoding="utf-8")
    project.write(COUNTS, text.replace(",7002,1,", ",7002,100,"))
    assert sums_found(project) == []


def test_parts_of_another_hour_are_not_held_against_the_whole(project: Draft) -> None:
    districts(project, 79963)
    project.change(COUNTS, "DEMO,2020-08-07T08:00,VN63,20,", "DEMO,2020-08-07T17:00,VN63,20,")
    assert sums_found(project) == []


def test_shares_of_every_measure_are_held_to_their_counts(project: Draft) -> None:
    measure = "  active: {label: số tài khoản, noun: tài khoản, verb: mở, meaning: M}\nmain_measure:"
    project.change(CAMPAIGN, "main_measure:", measure)
    project.write(COUNTS, (project.root / COUNTS).read_text(encoding="utf-8") + ACTIVE)
    project.write(PUBLISHED, (project.root / PUBLISHED).read_text(encoding="utf-8") + ACTIVE_SHARE)
    assert (PUBLISHED, 4, "2,00%", False) in demo_findings(project)


def calls_of_a_check(root: Path, communes: int) -> int:
    """Count the calls that finding takes where every commune falls in every period."""
    codes = archive_of(root, communes, districts=communes // 10)
    for number in range(3):
        write_period(root, day_of(number), dict.fromkeys(codes, 5000 - 1000 * number))
    project, calls = Project(root), Counter[str]()
    history = read_history(project, read_campaign(project, "long"))
    sys.setprofile(lambda _frame, event, _arg: calls.update([event]))
    try:
        found = findings(history)
    finally:
        sys.setprofile(None)
    assert sum("below the count of" in one.problem for one in found) == 2 * communes
    return calls.total()


def test_the_work_grows_with_the_figures_and_no_faster(tmp_path: Path) -> None:
    few, many = (calls_of_a_check(tmp_path / str(number), number) for number in (100, 400))
    assert many < 5 * few
    assert many < 400 * 3 * 400  # a search through all rows for each finding takes thousands of calls


BY_AREA = "better: more\n    breakdowns: {area: {label: Khu vực, members: [do_thi, nong_thon]}}"


def _survey(root: Path, old: str, new: str) -> list[str]:
    """Change a row of the survey's example, and list what `dophu check` says of middles."""
    office = office_of(root.resolve(), {"khao-sat": "2024"})
    settings, rows = (office / "data" / "khao-sat" / name for name in ("campaign.yml", "2024/published.csv"))
    settings.write_text(settings.read_text("utf-8").replace("better: more", BY_AREA, 1), "utf-8")
    text = rows.read_text("utf-8")
    assert old in text
    rows.write_text(text.replace(old, new), "utf-8")
    return [one.problem for one in findings(read_history(Project(office), read_campaign(Project(office), "khao-sat")))]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("share,75.7,", "share,75.7,", []),
        ("share,75.7,,,ho,,published,,,75.1,76.3", "share,99.7,,,ho,,published,,,99.1,99.9", ["63 parts", "2 parts"]),
        (
            "share,77.2,,,ho,,published,,,74.5,79.9",
            "share,70.1,,,ho,,published,,,67.5,72.8",
            ["2 parts, which go from 72,9% to 86,9%"],
        ),
        ("share,77.2,,,ho,,published,,,74.5,79.9", "share,71.1,,,ho,,published,,,68.5,73.8", []),
    ],
)
def test_what_is_averaged_lies_between_all_of_its_parts(tmp_path: Path, old: str, new: str, says: list[str]) -> None:
    found = _survey(tmp_path, old, new)
    assert len(found) == len(says)
    assert all(f"it lies beyond its {told}" in one for told, one in zip(says, found, strict=True))
