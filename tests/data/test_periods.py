from __future__ import annotations

import pytest

from dophu.data.door import door_findings
from dophu.data.periods import campaign_names, period_names, read_campaign, read_history, stray_folders
from dophu.errors import DataError, UsageError
from dophu.world.periods import read_period
from tests.project import CAMPAIGN, COUNTS, PERIOD, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture

COUNT = "VN63,22,installs,150000,1000,hơn,\n"
SHARE = "installs,share,10.23,,,population,,published,,\n"
TOTAL = "VN63,20 24,installs,170000,1,,\n"
TOO_MANY = COUNT.replace("150000", "1320325")
TOO_HIGH = SHARE.replace("10.23", "100.01")
TOO_FEW = TOTAL.replace("170000", "169999")


def refused(project: Draft) -> DataError:
    with pytest.raises(DataError) as caught:
        project.history()
    return caught.value


def test_periods_up_to_a_day_are_read(project: Draft) -> None:
    assert campaign_names(project) == ["demo"]
    assert period_names(project, "demo") == ["2020-07-31", "2020-08-07"]
    history = read_history(project, read_campaign(project, "demo"), until=read_period("2020-08-06"))
    assert list(history.counts["count"]) == [40000]
    assert history.published.empty


def test_what_bears_no_date_is_read_with_the_whole_history_only(project: Draft) -> None:
    project.write("data/demo/undated/counts.csv", (project.root / COUNTS).read_text().replace("2020-08-07T08:00", ""))
    assert "undated" in set(project.history().counts["period"])
    history = read_history(project, read_campaign(project, "demo"), until=read_period("2020-08-07"))
    assert "undated" not in set(history.counts["period"])


def test_a_blank_count_is_missing_and_never_zero(project: Draft) -> None:
    project.change(COUNTS, "150000,1000,hơn", ",,")
    counts = project.history().counts
    assert counts["count"].isna().tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "problem", "fix"),
    [
        (COUNTS, "VN63,20,", "VN63,99,", "row 2 column 'unit'", "no unit '99' in VN63", "did you mean"),
        (COUNTS, "VN63,24,", "VN34,24,", "row 4 column 'vintage'", "on 2020-08-07 the units are VN63", "write VN63"),
        (COUNTS, "VN63,24,", "VN34,30,", "row 4 column 'unit'", "no unit '30' in VN34", "did you mean"),
        (COUNTS, "VN63,22,", "VN63,20,", "row 3 column 'unit'", "stands twice for source DEMO", "keep one row"),
        (COUNTS, "installs,80000", "instals,80000", "row 2 column 'measure'", "not in campaign.yml", "'installs'"),
        (COUNTS, "DEMO", "DEMOS", "row 2 column 'source'", "not in sources.yml", "'DEMO'"),
        (COUNTS, "08-07T08:00", "08-08T08:00", "row 2 column 'as_of'", "not a moment of the period", "its own period"),
        (COUNTS, "2020-08-07T08:00", "", "row 2 column 'as_of'", "not a moment of the period", "its own period"),
        (COUNTS, COUNT, TOO_MANY, "row 3 column 'count'", "more than its base population_2019 of 1320324", "'note'"),
        (PUBLISHED, SHARE, TOO_HIGH, "row 2 column 'value'", "a share above 100 %", "explain it"),
        (PUBLISHED, "10.23", "", "row 2 column 'value'", "not a number", "as 8.12"),
        (PUBLISHED, "published,,\n", "published,2020-02-30,\n", "row 2 column 'since'", "not a date", "2020-08-07"),
        (TOTALS, "20 24", "20 99", "row 2 column 'units'", "no unit '99' in VN63", "did you mean"),
        (TOTALS, TOTAL, TOO_FEW, "row 2 column 'count'", "the units add up to 170000", "correct a row or the total"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place_and_its_cure(  # noqa: PLR0913, PLR0917 - one bad row of the table
    project: Draft, file: str, old: str, new: str, place: str, problem: str, fix: str
) -> None:
    project.change(file, old, new)
    error = refused(project)
    assert f"{file} {place}: " in error.problem
    assert problem in error.problem
    assert fix in error.fix


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DEMO,2020-08-07T08:00,VN63,24,installs,90000,1,,\n", ""),  # cut off
        (",24,installs,90000,1,,", ",24,installs,,,,"),  # left blank
    ],
)
def test_a_total_of_which_units_are_missing_is_refused_until_a_note_explains_it(
    project: Draft, old: str, new: str
) -> None:
    project.change(COUNTS, old, new)
    assert "row 2 column 'count': counts.csv of the period lacks 1 of its 2 units: 24" in refused(project).problem
    project.change(TOTALS, TOTAL, TOTAL.replace(",\n", ",Nguồn chỉ in tổng của tỉnh 24\n"))
    assert [found.known for found in door_findings(project.history())] == [True]


@pytest.mark.parametrize("unit", ["20", "20 24"])
def test_a_total_of_units_none_of_which_was_published_stands_alone(project: Draft, unit: str) -> None:
    project.change(TOTALS, TOTAL, TOTAL.replace("20 24", unit))
    for code, count in (("20", "80000"), ("24", "90000")):
        project.change(COUNTS, f"DEMO,2020-08-07T08:00,VN63,{code},installs,{count},1,,\n", "")
    assert door_findings(project.history()) == []


@pytest.mark.parametrize(
    ("file", "row", "old", "new"),
    [(COUNTS, 3, COUNT, TOO_MANY), (PUBLISHED, 2, SHARE, TOO_HIGH), (TOTALS, 2, TOTAL, TOO_FEW)],
)
def test_what_a_note_explains_is_known_and_reported(project: Draft, file: str, row: int, old: str, new: str) -> None:
    project.change(file, old, new.replace(",\n", ",Nguồn in như vậy\n"))
    found = door_findings(project.history())
    assert [(f.file, f.row, f.note, f.source) for f in found] == [(file, row, "Nguồn in như vậy", "DEMO")]
    assert found[0].known


def test_a_code_is_never_excused_by_a_note(project: Draft) -> None:
    project.change(COUNTS, COUNT, COUNT.replace(",22,", ",99,").replace(",\n", ",Nguồn in như vậy\n"))
    assert "no unit '99'" in refused(project).problem


@pytest.mark.parametrize(("total", "step"), [("170001", "1000"), ("170499", "1000"), ("170000", "")])
def test_a_total_may_differ_by_what_rounding_explains(project: Draft, total: str, step: str) -> None:
    project.change(TOTALS, "170000,1,", f"{total},{step},")
    assert door_findings(project.history()) == []


def test_findings_of_all_files_come_in_one_error(project: Draft) -> None:
    project.change(COUNTS, "VN63,22,", "VN63,20,")
    project.change(PUBLISHED, "10.23", "110.23")
    error = refused(project)
    assert error.problem.startswith("3 finding(s)")
    assert COUNTS in error.problem
    assert PUBLISHED in error.problem


def test_a_table_saved_by_a_spreadsheet_is_read_the_same(project: Draft) -> None:
    before = project.history().counts
    text = (project.root / COUNTS).read_text(encoding="utf-8")
    project.write(COUNTS, ("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert project.history().counts.equals(before)


@pytest.mark.parametrize("name", [COUNTS, CAMPAIGN, f"{PERIOD}/sources.yml"])
def test_a_file_that_is_not_utf8_is_refused_by_name(project: Draft, name: str) -> None:
    project.write(name, "nguồn: hơn".encode("utf-16"))
    error = refused(project)
    assert (error.where, error.fix) == (name, "save the file as UTF-8")


def test_an_activity_the_campaign_does_not_know_is_refused(project: Draft) -> None:
    project.write(f"{PERIOD}/activities.yml", 'source: DEMO\nunits:\n  "20":\n    pres: {items: 7}\n')
    with pytest.raises(DataError, match="no such activity, got '20'\nfix: did you mean 'press'"):
        read_history(project, read_campaign(project, "demo"), until=read_period("2020-08-07"))


@pytest.mark.parametrize("text", ["units:\n", 'units: {"20": }\n'])
def test_a_unit_that_reports_no_activity_may_be_left_blank(project: Draft, text: str) -> None:
    project.write(f"{PERIOD}/activities.yml", text)
    history = read_history(project, read_campaign(project, "demo"), until=read_period("2020-08-07"))
    assert not any(history.activities.values())


def test_an_unknown_campaign_is_refused_with_the_known_ones(project: Draft) -> None:
    with pytest.raises(UsageError, match="no campaign 'dmo'\nfix: did you mean 'demo'"):
        read_campaign(project, "dmo")


def test_the_same_files_give_the_same_hashes_and_a_changed_one_another(project: Draft) -> None:
    project.history()
    first = dict(project.inputs)
    project.change(COUNTS, "80000", "80001")
    project.change(TOTALS, "170000", "170001")
    project.history()
    assert {name for name in first if first[name] != project.inputs[name]} == {COUNTS, TOTALS}


def test_activities_of_a_unit_that_does_not_exist_are_refused(project: Draft) -> None:
    project.write("data/demo/2020-08-07/activities.yml", 'source: A\nunits:\n  "2O": {}\n')
    with pytest.raises(DataError, match=r"activities\.yml row 2 column 'units': no such unit in VN63, got '2O'"):
        project.edition()


@pytest.mark.parametrize("name", ["2020-8-7", "2020-13-45", "20200807"])
def test_a_folder_that_is_no_reporting_date_is_found(project: Draft, name: str) -> None:
    project.write(f"data/demo/{name}/counts.csv", "")
    assert [finding.file for finding in stray_folders(project, "demo")] == [f"data/demo/{name}"]
