from __future__ import annotations

import types
from datetime import date
from pathlib import Path

import pytest

from dophu.data.edition import injected, open_edition, read_parameters, read_params_file, refuse_misspelt
from dophu.data.project import CHECKOUT, MARKS, OVERRIDE, SESSION, Project
from dophu.errors import DataError, DophuError, UsageError
from dophu.world.periods import read_period
from dophu.world.units import as_code
from tests.project import CAMPAIGN, PARAMS, ROOT, Draft, demo  # noqa: F401 - a fixture

GIVEN = {"campaign": "demo", "period": "2020-08-07", "unit": "20"}
PROVINCE = "UBND tỉnh Quảng Ninh"


def refusal(**changes: object) -> str:
    with pytest.raises(UsageError) as caught:
        read_parameters(GIVEN | changes, "notebook parameters")
    return str(caught.value)


@pytest.mark.parametrize("typed", [1, "1", "01", '"01"', "'01'", " 01 ", '" 1 "'])
def test_a_code_is_the_same_text_however_it_was_typed(typed: object) -> None:
    assert read_parameters(GIVEN | {"unit": typed}, "test").unit == "01"


@pytest.mark.parametrize(("typed", "code"), [("178", "178"), (178, "178"), ("VN", "VN"), ("010", "010"), ("٢", "٢")])
def test_other_codes_stay_as_they_are(typed: object, code: str) -> None:
    assert as_code(typed) == code


@pytest.mark.parametrize("value", [1.0, True, [], None, {}])
def test_a_unit_that_is_no_code_is_refused(value: object) -> None:
    assert "'unit': Input should be a valid string" in refusal(unit=value)


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"perod": "2020-08-07"}, ["unknown key 'perod'", "did you mean 'period'?"]),
        ({"report_date": "2020-08-07"}, ["unknown key 'report_date'"]),
        ({"document": {"recipents": []}}, ["unknown key 'document.recipents'", "did you mean 'recipients'"]),
        ({"document": {"date": "07/8/2020"}}, ["'document.date'", "not '07/8/2020'"]),
        ({"document": "letter.yml"}, ["'document'"]),
        ({"period": "07/8/2020"}, ["'period': '07/8/2020' is no period; write 2020-08-07, 2020-W32, 2020-08"]),
        ({"period": "2020-02-30"}, ["'period': '2020-02-30' is no period; write 2020-08-07"]),
        ({"target_by": "mai"}, ["'target_by': write a date as 2020-08-07, not 'mai'"]),
        ({"perod": 1, "untl": 2}, ["unknown key 'perod'", "unknown key 'untl'"]),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(changes: dict[str, object], parts: list[str]) -> None:
    message = refusal(**changes)
    assert [part for part in ["notebook parameters: ", *parts] if part not in message] == []


@pytest.mark.parametrize("name", ["campaign", "period", "unit"])
def test_a_parameter_left_out_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=f"'{name}' is missing\nfix: add '{name}'"):
        read_parameters({key: value for key, value in GIVEN.items() if key != name}, "test")


@pytest.mark.parametrize("typed", ["2020-08-07", date(2020, 8, 7), ' "2020-08-07" '])
def test_a_period_is_the_same_day_however_it_was_typed(typed: object) -> None:
    assert read_parameters(GIVEN | {"period": typed}, "test").period == read_period("2020-08-07")


@pytest.mark.parametrize("typed", [2026, "2026", "2026-W43", "2026-10", "2025-2026"])
def test_a_period_of_another_kind_is_taken_as_papermill_passes_it(typed: object) -> None:
    parameters = read_parameters(GIVEN | {"period": typed}, "test")
    assert parameters.period.name == str(typed)
    assert parameters.model_dump(mode="json", exclude_unset=True)["period"] == str(typed)


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"campaign": "dem"}, ["no campaign 'dem'", "did you mean 'demo'?"]),
        ({"campaign": "../demo"}, ["write a name or a code"]),
        ({"period": "2020-08-06"}, ["no data for 2020-08-06 in data/demo", "2020-08-07"]),
        ({"unit": "99"}, ["no unit '99' in VN63"]),
        ({"unit": "Lạng Sơn"}, ["no unit 'Lạng Sơn' in VN63", "write its code: '20' (tỉnh Lạng Sơn)"]),
        ({"target": "hafl"}, ["no target 'hafl'", "did you mean 'half'?"]),
        ({"unit": "178"}, ["no letterhead for a district (thành phố Lạng Sơn)", "add documents.district"]),
        ({"document": {"symbol": None}}, ["document: symbol may not be blank"]),
        ({"document": {"date": "2020-08-06"}}, ["dated 2020-08-06, before its figures of 2020-08-07"]),
        ({"document": {"date": "2020-07"}}, ["dated 2020-07, before its figures"]),
    ],
)
def test_a_wrong_name_is_refused_with_the_known_ones(
    project: Draft, changes: dict[str, object], parts: list[str]
) -> None:
    with pytest.raises(UsageError) as caught:
        project.edition(**changes)
    assert [part for part in parts if part not in str(caught.value)] == []


@pytest.mark.parametrize("issued", ["2020-08-07", "2020-08", "2021-01-01", None])
def test_a_letter_may_be_dated_on_or_after_its_figures(project: Draft, issued: str | None) -> None:
    assert project.edition(document={"date": issued}).letterhead.date == issued


def test_the_periods_params_file_gives_the_letterhead_and_the_campaign_the_rest(project: Draft) -> None:
    letterhead = project.edition().letterhead
    assert (letterhead.number, letterhead.date, letterhead.title) == ("7", "2020-08-10", "Phó Giám đốc")
    assert (letterhead.parent_body, letterhead.place) == ("UBND tỉnh Lạng Sơn", "Lạng Sơn")


@pytest.mark.parametrize("changes", [{"unit": "22"}, {"unit": "22", "document": {"unit": "20", "place": "Lạng Sơn"}}])
def test_another_units_letterhead_is_never_used(project: Draft, changes: dict[str, object]) -> None:
    letterhead = project.edition(**changes).letterhead
    assert (letterhead.parent_body, letterhead.place, letterhead.number) == (PROVINCE, "Quảng Ninh", None)


@pytest.mark.parametrize(
    ("changes", "key", "by"),
    [
        ({}, "half", None),
        ({"target": " 'half' "}, "half", None),
        ({"target_by": "2020-08-31"}, "half", date(2020, 8, 31)),
    ],
)
def test_a_target_is_the_campaigns_and_may_be_given_a_day(
    project: Draft, changes: dict[str, object], key: str, by: date | None
) -> None:
    target = project.edition(**changes).target
    assert target is not None
    assert (target.key, target.by) == (key, by)


def test_figures_after_the_period_are_not_known_to_its_edition(project: Draft) -> None:
    assert set(project.edition(period="2020-07-31").history.counts["period"]) == {"2020-07-31"}


@pytest.mark.parametrize(
    ("old", "new", "kind", "part"),
    [
        ('unit: "20"\ndocument', "unit: 0200\ndocument", UsageError, "no unit '0200'"),
        ('unit: "20"\ndocument', "unit: 010\ndocument", UsageError, "no unit '010'"),
        ("period:", "unit: 20\nperiod:", DataError, "the key 'unit' stands here twice"),
        ("period:", "perod:", UsageError, "did you mean 'period'"),
        ("  title:", "  tilte:", UsageError, "unknown key 'document.tilte'"),
    ],
)
def test_a_wrong_params_file_is_refused(project: Draft, old: str, new: str, kind: type[DophuError], part: str) -> None:
    project.change(PARAMS, old, new)
    with pytest.raises(kind, match=part):
        open_edition(project, read_params_file(project, "2020-08-07"))


SETUP = "from dophu import open_report\nreport = open_report(globals())"
DECLARED = 'campaign = "demo"\nperiod: str = "2020-08-07"\nunit = "20"'


def test_injected_names_leave_out_what_the_shell_and_the_author_keep() -> None:
    shell = {"_": 1, "_i": "x", "_oh": {}, "In": ["", DECLARED, SETUP], "Out": {}, "exit": object()}
    author = {"open_report": len, "np": types, "tong": 5, "units": ["20"], "document": None}
    assert injected(GIVEN | shell | author) == GIVEN | {"document": None}


@pytest.mark.parametrize(
    ("cells", "names", "taken"),
    [
        ([DECLARED, "# Parameters\nperod = 1"], ["perod"], ["perod"]),
        ([DECLARED, "# Parameters\nnguong = 1"], ["nguong"], ["nguong"]),  # papermill -p of what no cell declares
        ([DECLARED + "\nnguong = 1", "# Parameters\nnguong = 2"], ["nguong"], []),
        ([DECLARED + "\nperoid = 1"], ["peroid"], ["peroid"]),
        ([DECLARED, "nguong = 30"], ["nguong"], []),
        (["for unti in []: pass", DECLARED], ["unti"], []),
        (["%%narrative\nperoid = 1", DECLARED], ["peroid"], []),
        ([DECLARED, SETUP, "peroid = 1", "x()", DECLARED], ["peroid"], []),  # Run All, twice
        ([DECLARED + "\nunits = ['20', '22']"], ["units"], []),
        ([DECLARED, "periods = ['2020-08-07']"], ["periods"], []),
        (["import os\nperoid = 1\n" + DECLARED], ["peroid"], ["peroid"]),
        ([DECLARED + "\nperoid = 1\nnguong = 2 * 15"], ["peroid"], ["peroid"]),
        ([DECLARED, "tong = len(x)\nperoid = 1"], ["peroid"], []),
    ],
)
def test_of_an_authors_names_only_misspelt_parameters_are_taken(
    cells: list[str], names: list[str], taken: list[str]
) -> None:
    found = injected(GIVEN | dict.fromkeys(names, 1) | {"In": ["", *cells, SETUP]})
    assert found == GIVEN | dict.fromkeys(taken, 1)


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("nguogn", "'nguong'"), ("perod", "'period'"), ("unti", "'unit'"), ("zzz", "known: campaign, document, nguong")],
)
def test_a_misspelt_parameter_leads_to_the_reports_or_the_authors_own(given: str, nearest: str) -> None:
    cells = ["", f"{DECLARED}\nnguong: float = 30", f"# Parameters\n{given} = 40\n", SETUP]
    with pytest.raises(UsageError, match=f"unknown key '{given}'") as caught:
        refuse_misspelt(GIVEN | {"nguong": 30, given: 40, "In": cells})
    assert nearest in caught.value.fix
    refuse_misspelt(GIVEN | {"nguong": 30, "In": [*cells[:2], "# Parameters\nnguong = 40\n", SETUP]})


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ([DECLARED], "20"),
        ([DECLARED, '# Parameters\nunit = "22"'], "22"),
        ([DECLARED, SETUP, "for unit in report.frame('units').index: print(unit)"], "20"),
        ([DECLARED, SETUP, 'unit = "22"'], "22"),
        ([DECLARED, SETUP, DECLARED.replace('20"', '22"'), "[unit := '99']"], "22"),
        (["unit = str(27)", DECLARED.replace('unit = "20"', "unit = str(27)")], "now"),
    ],
)
def test_a_parameter_is_what_the_last_cell_of_parameters_has_set(cells: list[str], unit: str) -> None:
    assert injected(GIVEN | {"unit": "now", "In": ["", *cells, SETUP]})["unit"] == unit


def test_who_calls_outside_of_a_notebook_means_every_name() -> None:
    assert injected(GIVEN | {"tong": 5}) == GIVEN | {"tong": 5}


def test_the_shipped_params_files_open() -> None:
    project = Project.find(ROOT)
    edition = open_edition(project, read_params_file(project, "2020-08-07"))
    assert edition.unit.full_name == "tỉnh Lạng Sơn"


def test_a_project_is_found_from_the_folders_inside_it(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OVERRIDE, raising=False)
    assert Project.find(project.root / "data" / "demo").root == project.root
    monkeypatch.chdir(project.root / "params")
    assert Project.find().root == project.root


def test_a_project_named_by_the_environment_goes_before_the_working_folder_only(
    project: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv(OVERRIDE, str(project.root))
    assert Project.find().root == project.root
    assert Project.find(ROOT).root == ROOT


def test_no_project_names_what_it_should_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OVERRIDE, raising=False)
    with pytest.raises(UsageError, match=", ".join(MARKS)):
        Project.find(tmp_path)


def test_the_project_of_a_notebook_is_found_wherever_it_runs(
    project: Draft, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(OVERRIDE, raising=False)
    monkeypatch.delenv(SESSION, raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    notebook = str(project.root / "notebooks" / "letter.ipynb")
    assert Project.of_notebook().root == CHECKOUT
    assert Project.of_notebook(notebook).root == project.root
    monkeypatch.setenv(SESSION, notebook)
    assert Project.of_notebook().root == project.root
    monkeypatch.setenv(OVERRIDE, str(ROOT))
    assert Project.of_notebook().root == ROOT


@pytest.mark.parametrize("name", ["../x", "data/../../x"])
def test_a_path_out_of_the_project_is_refused(project: Draft, name: str) -> None:
    with pytest.raises(UsageError, match="leads out of the project"):
        project.path(name)


@pytest.mark.parametrize("name", ["data/out", "data/out/x"])
def test_a_link_out_of_the_project_is_refused_in_a_folder_known_to_lie_inside(project: Draft, name: str) -> None:
    assert project.exists("data", "demo")
    (project.root / "data" / "out").symlink_to(project.root.parent)
    with pytest.raises(UsageError, match="leads out of the project"):
        project.path(*name.split("/"))


def test_a_missing_file_is_refused_by_name(project: Draft) -> None:
    (project.root / CAMPAIGN).unlink()
    with pytest.raises(DataError, match=f"{CAMPAIGN}: there is no such file"):
        project.read(CAMPAIGN)
