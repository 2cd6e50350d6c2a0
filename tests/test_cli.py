from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE
from dophu.errors import DataError, UsageError
from dophu.run import checks
from tests.project import COUNTS, PARAMS, PUBLISHED, ROOT, Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import hashes

# Where published figures contradict each other or their base: period, table, unit, source.
KNOWN = [
    ("2020-08-11", "published", "Hải Dương", "MOPHONG04"),
    ("2020-08-14", "counts", "Điện Biên", "MOPHONG05"),
    ("2020-08-14", "counts", "Đồng Tháp", "MOPHONG05"),
    ("2020-08-15", "published", "Long An", "P05"),
    ("2020-08-20", "counts", "Hồ Chí Minh", "S06"),
    ("2020-08-20", "published", "Đà Nẵng", "S06"),
    ("2020-08-20", "published", "Hải Dương", "S06"),
    ("2020-08-22", "published", "Thái Bình", "P06"),
    ("2020-09-14", "counts", "Lạng Sơn", "MOPHONG15"),
    ("2021-03-02", "published", "Hải Dương", "S08"),
    ("2021-05-11", "published", "Hải Dương", "S09"),
    ("2021-05-27", "published", "Bắc Giang", "S11"),
    ("2021-05-27", "published", "Bắc Ninh", "S11"),
    ("2021-06-19", "published", "Hải Dương", "S14"),
]


def run(*arguments: str, on: Draft | None = None) -> Result:
    return CliRunner(env={OVERRIDE: str(on.root if on else ROOT)}).invoke(main, arguments)


def described(finding: dict[str, str]) -> tuple[str, str, str, str]:
    _, _, period, table = finding["file"].removesuffix(".csv").split("/")
    return period, table, finding["problem"].partition(":")[0], finding["source"]


def test_the_shipped_data_hold_exactly_the_known_inconsistencies() -> None:
    done = run("check", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    found = json.loads(done.stdout)["findings"]
    assert sorted(described(finding) for finding in found) == sorted(KNOWN)
    assert all(finding["known"] and finding["note"] and finding["row"] > 1 for finding in found)


def test_each_known_inconsistency_is_told_with_its_source_and_note() -> None:
    done = run("check", "--campaign", "bluezone", "--period", "2021-06-19")
    assert done.exit_code == 0
    place, source, note, summary = done.stdout.splitlines()
    assert place.startswith("data/bluezone/2021-06-19/published.csv row 11 column 'value': Hải Dương:")
    assert "36,41%" in place
    assert "40,40%" in place
    assert (source, summary) == ("  source: S14", "1 known inconsistencies, 0 new")
    assert note.startswith("  note: Tính trên dân số 2009")


def test_a_new_inconsistency_is_told_and_refused(project: Draft) -> None:
    assert run("check", on=project).exit_code == 0
    project.change(PUBLISHED, "In theo mẫu số khác", "")
    done = run("check", on=project)
    assert done.exit_code == DataError.exit_code == 3
    assert f"{PUBLISHED} row 3 column 'value': Bắc Giang: published share is not the recomputed 4,99%" in done.stdout
    assert "fix: correct the figure, or explain it" in done.stdout
    assert "0 known inconsistencies, 1 new" in done.stdout
    assert "1 finding(s) without an explanation" in done.stderr


def test_a_new_inconsistency_is_json_too(project: Draft) -> None:
    project.change(PUBLISHED, "In theo mẫu số khác", "")
    done = run("check", "--json", on=project)
    assert done.exit_code == 3
    assert [finding["known"] for finding in json.loads(done.stdout)["findings"]] == [False]


def test_what_the_door_refuses_is_told_with_every_place_and_no_traceback(project: Draft) -> None:
    project.change(COUNTS, "VN63,22,", "VN63,99,")
    project.change(COUNTS, "installs,80000", "instals,80000")
    done = run("check", on=project)
    assert (done.exit_code, done.stdout) == (3, "")
    assert f"{COUNTS}: 2 finding(s)\n  {COUNTS} row 2 column 'measure'" in done.stderr
    assert f"\n  {COUNTS} row 3 column 'unit': no unit '99' in VN63" in done.stderr
    assert "\nfix: " in done.stderr
    assert "Traceback" not in done.output


def test_a_params_file_that_does_not_open_is_refused(project: Draft) -> None:
    project.change(PARAMS, "  title:", "  tilte:")
    done = run("check", on=project)
    assert done.exit_code == 2
    assert done.stderr == f"{PARAMS}: line 8: unknown key 'document.tilte'\nfix: did you mean 'title'?\n"


@pytest.mark.parametrize(
    ("arguments", "problem", "fix"),
    [
        (["check", "--campaign", "dmo"], "campaign: no campaign 'dmo'", "did you mean 'demo'?"),
        (["check", "--period", "2020-08-17"], "--period: no data for '2020-08-17'", "did you mean '2020-08-07'"),
        (["build", "quick_reprot"], "report: no report 'quick_reprot'", "did you mean 'quick_report'?"),
        (["build", "districts"], "report: no report 'districts'", "did you mean 'parts'?"),
        (["build", "--format", "pfd"], "--format: no format 'pfd'", "did you mean 'pdf'?"),
        (
            ["build", "--period", "07/8/2020"],
            "'07/8/2020' is no period; write 2020-08-07, 2020-W32",
            "correct 'period'",
        ),
        (["verify", "x.manifest.json"], "x.manifest.json: there is no such file", "name a released"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest_one(
    project: Draft, arguments: list[str], problem: str, fix: str
) -> None:
    project.write("notebooks/quick_report.ipynb", "{}")
    project.write("notebooks/parts.ipynb", "{}")
    done = run(*arguments, on=project)
    assert (done.exit_code, done.stdout) == (UsageError.exit_code, "")
    first, last = done.stderr.splitlines()
    assert problem in first
    assert last.startswith("fix: ")
    assert fix in last


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check", "--perod", "x"], ["verify"], ["build", "--params", "none.yml"]]
)
def test_wrong_usage_exits_with_two(project: Draft, arguments: list[str]) -> None:
    done = run(*arguments, on=project)
    assert done.exit_code == 2
    assert "Usage: " in done.stderr


def test_debug_prints_the_traceback_and_keeps_the_exit_code(project: Draft) -> None:
    told = run("check", "--campaign", "dmo", on=project)
    raised = run("--debug", "check", "--campaign", "dmo", on=project)
    assert told.exit_code == raised.exit_code == UsageError.exit_code
    assert "Traceback" not in told.stderr
    assert "Traceback" in raised.stderr


def test_an_interruption_is_told_and_exits_with_130(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "check_project", interrupted)
    done = run("check", on=project)
    assert done.exit_code == 130
    assert "running the same command again resumes" in done.stderr


def test_check_writes_nothing(project: Draft) -> None:
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    assert run("check", on=project).exit_code == 0
    assert {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()} == before


def test_list_names_what_there_is(project: Draft) -> None:
    project.write("notebooks/quick_report.ipynb", "{}")
    (project.root / "data" / "demo" / "undated").mkdir()
    done = run("list", on=project)
    assert done.exit_code == 0
    assert done.stdout == "demo: 2020-07-31 2020-08-07\nparams: 2020-08-07\nreports: quick_report\n"
    assert json.loads(run("list", "--json", on=project).stdout) == {
        "campaigns": {"demo": ["2020-07-31", "2020-08-07"]},
        "params": ["2020-08-07"],
        "reports": ["quick_report"],
        "editions": [],
        "unreadable": [],
    }


def test_outside_a_project_the_message_says_what_is_missing(project: Draft) -> None:
    (project.root / "notebooks").rmdir()
    done = run("list", on=project)
    assert done.exit_code == 2
    assert "none of these folders holds data, params, notebooks" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["build", "--format", ""], "--format: no format is named"),
        (["build", "--format", ",", "--dry-run"], "--format: no format is named"),
        (["build", "--period", "9999-12-31", "--dry-run"], "period: no data for 9999-12-31"),
        (["build", "--unit", "99", "--dry-run"], "unit: no unit '99' in VN63"),
        (["build", "--out", ".", "--dry-run"], "is the project itself"),
        (["build", "--out", "", "--dry-run"], "is the project itself"),
        (["build", "--out", "..", "--dry-run"], "holds the project itself"),
        (["catalogue", "--out", "/"], "holds the project itself"),
        (["build", "--params", "evil.yml", "--dry-run"], "'campaign': write a name or a code"),
        (["build", "--nope"], " build: No such option"),
    ],
)
def test_what_there_is_not_is_refused_before_anything_is_planned(
    project: Draft, arguments: list[str], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("notebooks/quick_report.ipynb", "{}")
    project.write("evil.yml", 'campaign: "../../x"\nperiod: 2020-08-07\nunit: "20"\n')
    monkeypatch.chdir(project.root)
    done = run(*arguments, on=project)
    assert (done.exit_code, done.stdout) == (2, "")
    assert problem in done.stderr
    assert "\nfix: " in done.stderr


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("data", "' lies in data/"),
        ("outputs/../data/demo/2020-08-07", "' lies in data/"),
        ("params/x", "' lies in params/"),
        ("issued/2020", "' lies in issued/"),
        ("through", "' lies in data/"),
        ("gone", "is a link that leads nowhere"),
        ("x" * 300, "a name of more than 255 bytes"),
        ("memory://x", "is a URL"),
        ("zzz://x", "no such place can be reached"),
    ],
)
@pytest.mark.parametrize("command", [("collect", "inbox"), ("import", "inbox/a.xlsx")])
def test_what_goes_back_to_a_sender_never_lies_among_the_projects_own_files(
    project: Draft, command: tuple[str, str], place: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("inbox/a.xlsx", "no workbook")
    (project.root / "through").symlink_to("data")
    (project.root / "gone").symlink_to("nowhere")
    monkeypatch.chdir(project.root)
    before = hashes(project.root, "")
    done = run(*command, "--campaign", "demo", "--period", "2020-08-07", "--out", place, on=project)
    assert (done.exit_code, problem in done.stderr, "\nfix: " in done.stderr) == (2, True, True)
    assert hashes(project.root, "") == before


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [
        (KeyError("nix"), "unexpected KeyError: 'nix'", 1),
        (MemoryError(), "the memory does not suffice", 1),
        (RecursionError("x"), "the memory does not suffice", 1),
        (PermissionError(13, "Permission denied", "data/x"), "data/x: the system refuses: Permission denied", 2),
    ],
)
def test_what_nobody_foresaw_is_told_without_a_traceback(
    project: Draft, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str, code: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(checks, "check_project", fail)
    done = run("check", on=project)
    assert done.exit_code == code
    assert said in done.stderr
    assert "\nfix: " in done.stderr
    assert "Traceback" not in done.output
    assert "Traceback" in run("--debug", "check", on=project).stderr


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["--campaign", "demo", "--unit", "20"], "demo/2020-08-07/20/quick_report"),
        (["--campaign", "demo", "--all-units"], "demo/2020-08-07/20/quick_report"),
        (["--campaign", "demo", "--period", "2020-07-31", "--unit", "20"], "demo/2020-07-31/20/quick_report"),
        (["--campaign", "demo"], "say both: --campaign C --unit U"),
        (["--unit", "20"], "say both: --campaign C --unit U"),
    ],
)
def test_a_project_without_params_files_builds_what_the_command_line_names(
    project: Draft, asked: list[str], says: str
) -> None:
    (project.root / "params" / "2020-08-07.yml").unlink()
    project.write("notebooks/quick_report.ipynb", "{}")
    done = run("build", "quick_report", "--dry-run", *asked, on=project)
    assert says in done.stdout + done.stderr
