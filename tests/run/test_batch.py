"""A batch as its user meets it: what is planned, what is left alone, what fails, and what an interruption leaves."""

from __future__ import annotations

import json
import os
import shlex
import signal
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.errors import BatchError, DataError, NotebookError, UsageError
from dophu.run.batch import build_all
from dophu.run.job import Event, Job
from dophu.run.lock import held
from dophu.run.plan import Wanted, plan
from dophu.run.progress import Lines
from dophu.run.workers import run_jobs
from tests.project import CAMPAIGN, COUNTS, PARAMS, Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import LONG, add_report, dophu, hashes, running, start, wait_for

FORMERLY = "data/demo/2020-07-31/counts.csv"
BUILD = ("build", "letter", "--format", "html")
ALL = ("build", "bad", "--unit", "20", "--unit", "24")
SLOW = f"import subprocess; subprocess.run(['sleep', '{LONG}'])\nNone"


@pytest.fixture
def built(project: Draft) -> Draft:
    add_report(project, "letter")
    done = dophu(project, *BUILD, "--unit", "20", "--unit", "24")
    assert done.returncode == 0, done.stderr
    return project


def planned(project: Draft, *options: str) -> dict[str, list[str]]:
    done = dophu(project, *BUILD, "--unit", "20", "--unit", "24", *options, "--dry-run", "--json")
    return {"/".join(one["edition"]): one["why"] for one in json.loads(done.stdout)}


def changed(text: str) -> str:
    """Change a file a little: a word of a notebook, a remark in a table, the end of others."""
    said = text.replace("trân trọng", "xin trân trọng").replace(",1,,\n", ",1,,Đếm lại\n")
    return said if said != text else f"{text}\n"


def test_what_is_up_to_date_is_left_alone(built: Draft) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built.root / "outputs").rglob("letter.*")}
    done = dophu(built, *BUILD, "--unit", "20", "--unit", "24")
    assert done.stdout.count("up to date") == 2
    assert before == {path: path.stat().st_mtime_ns for path in before} != {}


@pytest.mark.parametrize("name", [COUNTS, FORMERLY, CAMPAIGN, "notebooks/letter.ipynb", "data/reference/bases.csv"])
def test_a_change_makes_its_readers_stale_and_a_touched_file_none(built: Draft, name: str) -> None:
    (built.root / name).touch()
    assert planned(built) == {"demo/2020-08-07/20/letter": [], "demo/2020-08-07/24/letter": []}
    built.write(name, changed((built.root / name).read_text()))
    assert planned(built) == {f"demo/2020-08-07/{unit}/letter": [f"{name} has changed"] for unit in ("20", "24")}


def test_a_later_period_makes_no_earlier_edition_stale(built: Draft) -> None:
    built.write("data/demo/2020-08-09/counts.csv", (built.root / COUNTS).read_text().replace("-08-07T", "-08-09T"))
    assert set(map(tuple, planned(built).values())) == {()}


@pytest.mark.parametrize(("option", "why"), [("--force", "--force"), ("--format=html,pdf", "letter.pdf is missing")])
def test_more_is_built_when_more_is_asked_for(built: Draft, option: str, why: str) -> None:
    assert set(map(tuple, planned(built, option).values())) == {(why,)}


def test_a_format_that_lies_there_is_made_anew_with_the_others(built: Draft) -> None:
    dophu(built, *BUILD[:2], "--format", "docx")
    built.change(COUNTS, "80000", "80001")
    built.change(COUNTS, "90000", "89999")  # the total stays what it was
    dophu(built, *BUILD)
    made = json.loads((built.root / "outputs/demo/2020-08-07/20/letter.manifest.json").read_text())
    assert {"letter.html", "letter.docx"} <= made["outputs"].keys()
    assert dophu(built, "verify", "outputs/demo/2020-08-07/20").returncode == 0


def test_all_units_and_periods_are_those_with_figures(project: Draft) -> None:
    add_report(project, "letter")
    done = dophu(project, *BUILD, "--all-units", "--all-periods", "--dry-run")
    assert [line.split("/letter")[0] for line in done.stdout.splitlines()[:-1]] == [
        "demo/2020-07-31/20",
        *(f"demo/2020-08-07/{unit}" for unit in ("20", "22", "24")),
    ]
    assert not (project.root / "outputs").exists()


def test_each_edition_of_a_batch_is_set_by_its_own_params_file(project: Draft) -> None:
    add_report(project, "letter")
    project.write("params/2020-07-31.yml", 'campaign: demo\nperiod: 2020-07-31\nunit: "20"\ntarget_by: 2020-12-31\n')
    asked = plan(project, Wanted(periods=("2020-07-31", "2020-08-07"), units=("20", "24")))
    assert [(one.job.edition[1:3], one.job.parameters.target_by is None) for one in asked] == [
        (("2020-07-31", "20"), False),
        (("2020-07-31", "24"), True),
        (("2020-08-07", "20"), True),
        (("2020-08-07", "24"), True),
    ]
    assert asked[2].job.parameters.document is not None


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "was killed by SIGSEGV"),
        ("import ctypes; ctypes.string_at(0)", "was killed by SIGSEGV"),
        ("import os; os._exit(3)", "ended with exit code 3"),
    ],
)
def test_a_dead_child_is_told_with_its_cell_and_signal(project: Draft, code: str, how: str) -> None:
    add_report(project, "letter")
    add_report(project, "bad", code, before=True)
    done = dophu(project, "build", "--format", "html")
    assert done.returncode == BatchError.exit_code
    assert f"bad, cell [3]: its process {how}" in done.stderr
    assert "again: dophu build bad --campaign demo --period 2020-08-07 --unit 20 --format html" in done.stderr
    assert list(hashes(project.root / "outputs", ".html")) == ["demo/2020-08-07/20/letter.html", "index.html"]


def test_a_failure_says_how_to_build_it_again_where_it_was_to_lie(project: Draft) -> None:
    add_report(project, "bad", "1 / 0", before=True)
    (project.root / PARAMS).rename(project.root / "params" / "den 07-8.yml")
    done = dophu(project, *ALL, "--params", "params/den 07-8.yml", "--out", "nơi khác", "--format", "html")
    lines = [line.partition("again: dophu ")[2] for line in done.stderr.splitlines() if "again: dophu" in line]
    assert (done.returncode, len(lines)) == (BatchError.exit_code, 2)
    assert "1 / 0" in (project.root / "nơi khác/.failed/demo/2020-08-07/20/bad.ipynb").read_text()
    alone = dophu(project, *shlex.split(lines[0]))
    assert (alone.returncode, "ZeroDivisionError" in alone.stderr) == (NotebookError.exit_code, True)


def test_a_memory_error_is_the_notebooks_own(project: Draft) -> None:
    add_report(project, "letter", "bytearray(1 << 60)", before=True)
    done = dophu(project, *BUILD)
    assert done.returncode == NotebookError.exit_code
    assert "letter, cell [3]: MemoryError" in done.stderr
    assert (project.root / "outputs/.failed/demo/2020-08-07/20/letter.ipynb").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_batch_leaves_whole_editions_and_no_process(project: Draft, number: int) -> None:
    add_report(project, "a_letter")
    add_report(project, "b_slow", SLOW)
    process = start(project, "build", "--format", "html", "--jobs", "1")
    first = project.root / "outputs/demo/2020-08-07/20/a_letter.manifest.json"
    assert wait_for(lambda: first.exists() and bool(running(LONG)))
    process.send_signal(number)
    process.wait(timeout=20)
    assert process.returncode == (130 if number != signal.SIGKILL else -signal.SIGKILL)
    assert wait_for(lambda: not running(LONG))
    add_report(project, "b_slow")
    assert dophu(project, "build", "--format", "html").stdout.count("up to date") == 1
    assert not list((project.root / "outputs").glob(".dophu/staging-*"))


def test_a_second_build_over_the_same_outputs_is_refused(project: Draft) -> None:
    add_report(project, "letter")
    with held(project.root / "outputs"):
        done = dophu(project, *BUILD)
    assert done.returncode == UsageError.exit_code
    assert "another build is writing here" in done.stderr


def test_outputs_that_cannot_be_written_are_told(project: Draft) -> None:
    add_report(project, "letter")
    project.write("outputs", "a file, no folder")
    done = dophu(project, *BUILD)
    assert (done.returncode, "Traceback" in done.stderr) == (UsageError.exit_code, False)
    assert "'outputs' is a file" in done.stderr


def test_a_full_disk_is_told_and_leaves_the_former_edition(built: Draft) -> None:
    small = built.root / "small"
    small.mkdir()
    if os.geteuid() or os.system(f"mount -t tmpfs -o size=200k none {small} 2>/dev/null"):
        pytest.skip("only root may mount a small disk")
    try:
        done = dophu(built, *BUILD, "--out", "small", "--format", "html,pdf,docx")
        assert (done.returncode, "Traceback" in done.stderr) == (UsageError.exit_code, False)
        assert "No space left" in done.stderr
        assert not [path for path in small.rglob("letter.*") if ".failed" not in path.parts]
    finally:
        os.system(f"umount {small}")


def test_params_that_change_make_their_edition_stale(built: Draft) -> None:
    built.change(PARAMS, "number: 7", "number: 8")
    assert any("parameters" in why for why in planned(built)["demo/2020-08-07/20/letter"])


def test_events_are_told_to_machines(project: Draft) -> None:
    add_report(project, "letter")
    done = dophu(project, *BUILD, "--json")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert [event["event"] for event in events] == ["planned", "released"]
    (made,) = json.loads(done.stdout)
    assert Path(made["folder"]).name == "20"


@pytest.mark.parametrize("name", [CAMPAIGN, COUNTS, FORMERLY, "notebooks/a_letter.ipynb", "requirements.lock"])
def test_a_batch_is_built_from_the_same_inputs_though_they_change_meanwhile(project: Draft, name: str) -> None:
    project.write("requirements.lock", "click==8.1.0\n")
    add_report(project, "a_letter")
    add_report(project, "b_letter", "import time; time.sleep(3)\nNone", before=True)
    process = start(project, "build", "--format", "html", "--jobs", "1")
    first = project.root / "outputs/demo/2020-08-07/20/a_letter.manifest.json"
    assert wait_for(first.exists)
    project.write(name, changed((project.root / name).read_text()))
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert f"a_letter: built again, since it changed meanwhile: {name} has changed" in said
    assert dophu(project, "build", "--format", "html", "--dry-run").stdout.count("up to date") == 2


def test_a_notebook_saved_while_it_is_built_is_never_called_up_to_date(project: Draft) -> None:
    add_report(project, "letter", "import time; time.sleep(3)\nNone")
    process = start(project, *BUILD)
    assert wait_for(lambda: bool(list((project.root / "outputs").glob(".dophu/staging-*/letter.ipynb"))))
    project.change("notebooks/letter.ipynb", "time.sleep(3)", "time.sleep(0)")
    _, said = process.communicate(timeout=120)
    assert "letter: built again, since it changed meanwhile: notebooks/letter.ipynb has changed" in said
    assert "time.sleep(0)" in (project.root / "outputs/demo/2020-08-07/20/letter.ipynb").read_text()
    assert planned(project)["demo/2020-08-07/20/letter"] == []


def test_inputs_that_never_rest_are_refused_by_name(project: Draft) -> None:
    def runs(_: Project, jobs: Sequence[Job]) -> Generator[Event]:
        for outcome in run_jobs(project, jobs, 1):
            row = f"DEMO,2020-08-07T08:00,VN63,{next(more):02},installs,7,1,,\n"
            project.write(COUNTS, (project.root / COUNTS).read_text() + row)
            yield outcome

    more = iter((1, 2, 4, 6, 8, 10))
    add_report(project, "letter")
    wanted = Wanted(reports=("letter",), formats="html")
    with pytest.raises(DataError, match=f"its inputs change while it is built: {COUNTS} has changed"):
        build_all(project, wanted, Lines(), run=runs)


def test_a_unit_of_many_reports_loses_none_when_one_is_released(built: Draft) -> None:
    folder = built.root / "outputs/demo/2020-08-07/20"
    add_report(built, "letter.two")
    (folder / "ghi chú.txt").write_text("của cơ quan")
    (folder / "gửi" / "đi").mkdir(parents=True)
    (folder / "gửi" / "đi" / "thư.txt").write_text("đã gửi")
    before = hashes(folder, "")
    assert dophu(built, "build", "letter.two", "--format", "html").returncode == 0
    after = hashes(folder, "")
    assert {name: after[name] for name in before} == before
    assert {name for name in after if name not in before} == {
        f"letter.two.{k}" for k in ("html", "ipynb", "facts.json", "manifest.json")
    }


def test_what_lies_in_out_and_was_not_made_here_is_left_alone(project: Draft) -> None:
    add_report(project, "letter")
    for name in (".staging-mysite/a.txt", "staging-b/a.txt", ".index.html-1/a.txt", ".cua-toi.former/a.txt"):
        project.write(f"www/{name}", "của tôi")
    before = hashes(project.root / "www", "")
    assert dophu(project, *BUILD, "--out", "www").returncode == 0
    after = hashes(project.root / "www", "")
    assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize(
    "out", ["data", "data/demo", "params", "notebooks/x", "src", "issued", "outputs/../data", ".git"]
)
def test_outputs_never_lie_among_the_projects_own_files(project: Draft, out: str) -> None:
    add_report(project, "letter")
    before = hashes(project.root, "")
    for command in (BUILD, ("catalogue",)):
        done = dophu(project, *command, "--out", out)
        assert (done.returncode, "fix: " in done.stderr) == (UsageError.exit_code, True)
        assert "' lies in " in done.stderr
    assert hashes(project.root, "") == before


@pytest.mark.parametrize("out", ["x" * 300, "zzz://x", "nirgendwo"])
def test_outputs_that_can_be_no_folder_are_told(project: Draft, out: str) -> None:
    add_report(project, "letter")
    (project.root / "nirgendwo").symlink_to("gone/away")
    done = dophu(project, *BUILD, "--out", out)
    assert (done.returncode, "Traceback" in done.stderr) == (UsageError.exit_code, False)
    assert "\nfix: " in done.stderr


def test_a_long_history_is_indexed_before_notebooks_that_may_only_read_it(project: Draft) -> None:
    add_report(project, "letter")
    long = "source,as_of,vintage,units,measure,count,step,qualifier,note\n"
    for day in range(1, 29):  # 2.8 MB of notes, in rows that are short enough
        row = f"DEMO,2020-06-{day:02},VN63,20,installs,40000,1,,{'chữ ' * 16_000}\n"
        project.write(f"data/demo/2020-06-{day:02}/totals.csv", long + row)
    done = dophu(project, *BUILD)
    assert done.returncode == 0, done.stderr
    index = project.root / ".dophu/demo.sqlite"
    assert index.is_file()
    project.write("data/demo/2020-08-06/counts.csv", (project.root / COUNTS).read_text().replace("-08-07T", "-08-06T"))
    before = index.read_bytes()
    assert dophu(project, *BUILD).returncode == 0
    assert index.read_bytes() != before
