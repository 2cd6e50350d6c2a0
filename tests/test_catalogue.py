"""The list of editions: what it says of each, why one is stale, and the commands that write and print it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.edition import read_parameters
from dophu.data.project import OVERRIDE, Project
from dophu.errors import BatchError, NotebookError, UsageError
from dophu.publish.catalogue import render_catalogue
from dophu.publish.document import released
from dophu.publish.listed import Catalogue, Listed
from dophu.run import batch, freshness, seen
from dophu.run.batch import Batch
from dophu.run.catalogue import gather, write_catalogue
from dophu.run.failed import failed_place, forget_failed, keep_failed
from dophu.run.job import Released
from dophu.run.manifest import SUFFIX, as_json, manifest, origin_of, packages, source_digest
from tests.project import CAMPAIGN, COUNTS, PARAMS, PUBLISHED, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report

NOTEBOOK = "notebooks/quick_report.ipynb"
EARLIER = "data/demo/2020-07-31/counts.csv"
MANIFEST = f"outputs/demo/2020-08-07/20/quick_report{SUFFIX}"
PLACE = ("demo", "2020-08-07", "20", "quick_report")


def release(project: Draft, period: str = "2020-08-07", unit: str = "20", **settings: object) -> Path:
    """Lay an edition into the outputs as a build does, without a kernel: its manifest last."""
    parameters = {"campaign": "demo", "period": period, "unit": unit} | settings
    project.write(NOTEBOOK, "{}")
    entered = open_report(project.root, **parameters).trace().content()
    ledger = released(entered, "quick_report")
    outputs = {f"quick_report.{name}": name.encode() for name in ("html", "pdf")}
    outputs["quick_report.facts.json"] = as_json(ledger)
    origin, read = origin_of(project, NOTEBOOK)[1], read_parameters(parameters, "test")
    made = manifest(origin, read, ledger, entered["inputs"], outputs)
    folder = f"outputs/demo/{period}/{unit}"
    for name, content in (outputs | {f"quick_report{SUFFIX}": as_json(made.model_dump())}).items():
        project.write(f"{folder}/{name}", content)
    return project.root / folder


def listed(project: Project) -> list[Listed]:
    return list(gather(Project(project.root), project.root / "outputs").listed)


def reasons(project: Project) -> list[str]:
    return [str(reason) for one in listed(project) for reason in one.stale]


def run(*arguments: str, on: Draft) -> Result:
    return CliRunner(env={OVERRIDE: str(on.root)}).invoke(main, arguments)


# -- what is gathered ----------------------------------------------------------------------------------------


def test_what_was_never_released_bears_the_title_of_its_report(project: Draft) -> None:
    release(project)
    project.write("outputs/.skipped/demo/2020-08-07/22/quick_report.txt", "chưa có số liệu")
    project.write("outputs/.skipped/demo/2020-08-07/22/own.txt", "chưa có số liệu")
    titles = {one.edition[2:]: one.headline.title for one in listed(project)}
    assert titles == {("20", "quick_report"): "Báo cáo", ("22", "quick_report"): "Báo cáo", ("22", "own"): "own"}


def test_record_and_ledger_tell_what_an_edition_reports(project: Draft) -> None:
    release(project)
    (one,) = listed(project)
    assert (one.edition, one.formats, one.stale, one.failure) == (PLACE, ("html", "pdf"), (), "")
    head = one.headline
    assert (head.campaign, head.unit_name, head.title) == ("ứng dụng Thử nghiệm", "tỉnh Lạng Sơn", "Báo cáo")
    assert (head.counted, head.rate, head.rank) == ("80.000", "10,23%", "thứ 2 trên 03")
    assert (head.amount, head.aim, head.place) == (Fraction(8_000_000, 781_655), Fraction(50), 2)
    assert (head.certain, head.simulated) == (True, True)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (COUNTS, b"\xff", f"{COUNTS} has changed"),
        (EARLIER, b"", f"{EARLIER} has changed"),
        (CAMPAIGN, b"key: demo", f"{CAMPAIGN} has changed"),
        (PUBLISHED, None, f"{PUBLISHED} is gone"),
        ("data/demo/2020-07-31/totals.csv", b"", "data/demo/2020-07-31/totals.csv is new"),
        ("data/demo/2020-08-07/activities.yml", b"", "data/demo/2020-08-07/activities.yml is new"),
        (PARAMS, b"", f"{PARAMS} has changed"),
        (NOTEBOOK, b"{ }", f"{NOTEBOOK} has changed"),
        ("requirements.lock", b"", "requirements.lock is new"),
        ("outputs/demo/2020-08-07/20/quick_report.pdf", None, "quick_report.pdf is missing"),
        ("outputs/demo/2020-08-07/20/quick_report.html", b"HTML", "quick_report.html is not the file that was built"),
    ],
)
def test_one_other_file_makes_an_edition_stale(project: Draft, name: str, content: bytes | None, reason: str) -> None:
    release(project)
    assert reasons(project) == []
    if content is None:
        (project.root / name).unlink()
    else:
        project.write(name, content)
    assert reasons(project) == [reason]


def test_one_byte_of_data_makes_exactly_the_editions_stale_that_read_it(project: Draft) -> None:
    release(project, "2020-07-31")
    release(project)
    project.change(COUNTS, "80000", "80001")
    assert [(one.period, bool(one.stale)) for one in listed(project)] == [("2020-07-31", False), ("2020-08-07", True)]


def test_a_touched_file_makes_nothing_stale(project: Draft) -> None:
    release(project)
    for path in project.root.rglob("*"):
        os.utime(path)
    assert reasons(project) == []


def test_an_altered_output_that_is_set_back_in_time_is_seen(project: Draft) -> None:
    page = release(project) / "quick_report.html"
    page.write_bytes(b"HTML")
    os.utime(page, (0, 0))
    assert reasons(project) == ["quick_report.html is not the file that was built"]


@pytest.mark.parametrize("other", ["2020", "2020-07", "2019-2020", "2020-W31"])
def test_a_period_of_another_kind_makes_no_edition_stale(project: Draft, other: str) -> None:
    release(project)
    project.write(f"data/demo/{other}/counts.csv", b"")
    assert reasons(project) == []


def test_another_package_version_makes_an_edition_stale(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    release(project)
    monkeypatch.setattr(freshness, "packages", lambda: packages() | {"dophu": "99"})
    assert reasons(project) == ["dophu has another version"]


def test_a_params_file_that_was_changed_after_the_build_makes_its_edition_stale(project: Draft) -> None:
    release(project, document={"unit": "20", "number": "7", "date": "2020-08-10", "title": "Phó Giám đốc"})
    assert reasons(project) == []
    project.change(PARAMS, "number: 7", "number: 8")
    assert reasons(project) == [f"{PARAMS} differs from the parameters used"]


def test_each_file_of_the_project_is_read_once(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    for unit in ("20", "22", "24"):
        release(project, unit=unit)
    read: list[bytes] = []

    def digested(name: str, content: bytes) -> str:
        read.append(content)
        return source_digest(name, content)

    monkeypatch.setattr(freshness, "source_digest", digested)
    assert reasons(project) == []
    assert read.count((project.root / COUNTS).read_bytes()) == 1
    assert read.count((project.root / NOTEBOOK).read_bytes()) == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda made: b"{", "Invalid JSON"),
        (lambda made: b"[]", "should be an object"),
        (lambda made: b"\xff\x00", "it is no manifest of this version"),
        (lambda made: as_json({k: v for k, v in made.items() if k != "headline"}), "headline: Field required"),
        (lambda made: as_json(made | {"report": "progress"}), "is no file of the report 'progress'"),
        (lambda made: as_json(made | {"parameters": {"unit": "22"}}), "of another place: None/None/22"),
        (lambda made: as_json(made | {"outputs": {"quick_report./../../x.html": "a" * 64}}), "is no file"),
        (lambda made: as_json(made | {"report": "../../notebooks/quick_report"}), "report: String should match"),
        (lambda made: as_json(made | {"lock": "none"}), "lock: String should match"),
        (lambda made: as_json(made | {"trust": "me"}), "trust: Extra inputs"),
        (lambda made: as_json(made | {"headline": made["headline"] | {"share": "1e999999999"}}), "headline.share"),
        (lambda made: as_json(made | {"headline": made["headline"] | {"share": "1/0"}}), "headline.share"),
    ],
)
def test_a_broken_or_foreign_manifest_is_listed_as_such(
    project: Draft, change: Callable[[dict[str, object]], bytes], problem: str
) -> None:
    release(project)
    project.write(MANIFEST, change(json.loads((project.root / MANIFEST).read_text())))
    found = gather(project, project.root / "outputs")
    assert found.listed == ()
    assert [one.file for one in found.unreadable] == [MANIFEST.removeprefix("outputs/")]
    assert problem in found.unreadable[0].problem
    assert b"quick_report.manifest.json" in render_catalogue(found)


def test_a_failed_edition_is_listed_with_its_error_until_a_build_releases_it(project: Draft) -> None:
    out = project.root / "outputs"
    project.write("x.ipynb", "{}")
    keep_failed(out, PLACE, project.root / "x.ipynb", NotebookError("quick_report, cell [3]", "no 'rat'", "mend it"))
    (one,) = listed(project)
    assert (one.edition, one.formats, one.failure) == (PLACE, (), "quick_report, cell [3]: no 'rat'")
    assert (one.headline.unit_name, one.headline.simulated) == ("tỉnh Lạng Sơn", True)
    release(project)
    assert [one.states for one in listed(project)] == [{"failed", "simulated"}]
    forget_failed(out, PLACE)
    assert [one.states for one in listed(project)] == [{"current", "simulated"}]
    assert list(failed_place(out, PLACE).parent.iterdir()) == []


@pytest.mark.parametrize("damage", [(CAMPAIGN, b"\xff"), ("data/reference/units.csv", b"x")])
def test_a_failed_edition_of_a_damaged_project_goes_by_its_codes(project: Draft, damage: tuple[str, bytes]) -> None:
    project.write("outputs/.failed/demo/2020-08-07/20/quick_report.ipynb", "{}")
    project.write(*damage)
    (one,) = listed(project)
    assert one.headline.unit_name == "20"
    assert one.failure


# -- commands --------------------------------------------------------------------------------------------------


def test_list_says_what_is_built_and_what_is_stale_and_why(project: Draft) -> None:
    release(project)
    release(project, unit="22")
    project.change(EARLIER, "40000", "40001")
    done = run("list", on=project)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[3:] == [
        "built: demo 2020-08-07 quick_report: 20 22",
        f"stale: demo/2020-08-07/20/quick_report: {EARLIER} has changed",
        f"stale: demo/2020-08-07/22/quick_report: {EARLIER} has changed",
    ]
    editions = json.loads(run("list", "--json", on=project).stdout)["editions"]
    assert [(one["unit"], one["states"], one["stale"]) for one in editions] == [
        ("20", ["simulated", "stale"], [f"{EARLIER} has changed"]),
        ("22", ["simulated", "stale"], [f"{EARLIER} has changed"]),
    ]


def test_the_command_writes_the_page_and_says_so(project: Draft) -> None:
    release(project)
    done = run("catalogue", on=project)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("outputs/index.html: 1 editions, 0 stale, 0 failed\n")
    content = json.loads(run("catalogue", "--json", on=project).stdout)
    assert content["page"] == str(project.root / "outputs" / "index.html")
    assert [one["formats"] for one in content["editions"]] == [["html", "pdf"]]
    assert sorted(path.name for path in (project.root / "outputs").iterdir()) == ["demo", "index.html"]


def test_the_same_outputs_give_the_same_bytes(project: Draft) -> None:
    out = project.root / "outputs"
    release(project)
    first = write_catalogue(project, out)[0].read_bytes()
    (out / "index.html").unlink()
    assert write_catalogue(Project(project.root), out)[0].read_bytes() == first
    found = gather(project, out)
    assert render_catalogue(Catalogue(found.listed[::-1])) == render_catalogue(found)


def test_without_outputs_there_is_nothing_to_list(project: Draft) -> None:
    done = run("catalogue", on=project)
    assert done.exit_code == UsageError.exit_code
    assert "there is no such folder of outputs" in done.stderr
    assert not (project.root / "outputs").exists()
    (project.root / "outputs").mkdir()
    assert run("catalogue", on=project).exit_code == 0
    assert "Chưa có báo cáo nào" in (project.root / "outputs" / "index.html").read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_told_and_leaves_no_draft(project: Draft) -> None:
    (project.root / "outputs" / "index.html").mkdir(parents=True)
    done = run("catalogue", on=project)
    assert done.exit_code == UsageError.exit_code
    assert "index.html: it cannot be written: " in done.stderr
    assert [path.name for path in (project.root / "outputs").iterdir()] == ["index.html"]


@pytest.mark.parametrize("fails", [False, True])
def test_every_build_renews_the_page(project: Draft, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    def build_all(*_: object, **__: object) -> Batch:
        folder = release(project)
        if fails:
            raise BatchError("dophu build", "1 of 2 editions failed", "mend them")
        return Batch((Released(folder, ("quick_report.html",)),), ())

    monkeypatch.setattr(batch, "build_all", build_all)
    assert run("build", on=project).exit_code == (BatchError.exit_code if fails else 0)
    assert ">Tỉnh Lạng Sơn</th>" in (project.root / "outputs" / "index.html").read_text(encoding="utf-8")


def test_a_page_that_cannot_be_renewed_does_not_hide_what_was_built(
    project: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = release(project)
    built = Batch((Released(folder, ("quick_report.html",)),), ())
    monkeypatch.setattr(batch, "build_all", lambda *_, **__: built)
    (project.root / "outputs" / "index.html").mkdir()
    done = run("build", on=project)
    assert done.exit_code == 0
    assert done.stdout.endswith("quick_report.html\n")
    assert done.stderr.startswith("the list of editions was not renewed: ")
    assert "Traceback" not in done.output


# -- without reading every file again ------------------------------------------------------------------------


@pytest.fixture
def settled(project: Draft, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """A project with an edition that was listed when its files had lain there for a while."""
    monkeypatch.setattr(seen, "SETTLED", -1)
    release(project)
    assert reasons(project) == []
    return project


def unread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which files of an edition are read from now on."""
    names: list[str] = []
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        names.append(path.name)
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    return names


def test_files_that_stay_as_they_are_are_read_once(settled: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    before = listed(settled)
    names = unread(monkeypatch)
    assert listed(settled) == before
    assert [name for name in names if name.startswith("quick_report.")] == [
        f"quick_report{SUFFIX}",
        "quick_report.ipynb",
    ]


def test_files_that_changed_just_now_are_read_again(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    release(project)
    listed(project)
    names = unread(monkeypatch)
    listed(project)
    assert "quick_report.pdf" in names


@pytest.mark.parametrize("name", ["html", "pdf", "facts.json"])
@pytest.mark.parametrize("way", ["in place", "exchanged", "linked"])
def test_an_altered_file_of_the_same_size_and_time_is_seen_all_the_same(settled: Draft, name: str, way: str) -> None:
    path = settled.root / MANIFEST.replace("manifest.json", name)
    former = path.stat()
    other = path if way == "in place" else path.with_name("x")
    other.write_bytes(bytes(reversed(path.read_bytes())))
    os.utime(other, ns=(former.st_atime_ns, former.st_mtime_ns))
    if way == "exchanged":
        other.replace(path)
    elif way == "linked":
        path.unlink()
        path.symlink_to("x")
    assert reasons(settled) == sorted({f"quick_report.{name} is not the file that was built"} | forged(name))


def forged(name: str) -> set[str]:
    return {f"quick_report{SUFFIX} is not the file that was built"} if name == "facts.json" else set()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE file SET sha256 = 'f' || substr(sha256, 2)",
        "UPDATE headline SET told = replace(told, '10,23%', '99,99%')",
        "UPDATE headline SET told = '{}'",
        "DELETE FROM headline",
        "DROP TABLE file",
        "PRAGMA user_version = 9",
    ],
)
def test_a_damaged_index_of_the_outputs_tells_nothing_else(settled: Draft, damage: str) -> None:
    before = listed(settled)
    with closing(sqlite3.connect(settled.root / ".dophu" / seen.NAME)) as index, index:
        index.execute(damage)
    assert [listed(settled), listed(settled)] == [before, before]


def test_an_index_that_is_none_is_made_anew(settled: Draft) -> None:
    before, index = listed(settled), settled.root / ".dophu" / seen.NAME
    index.write_bytes(b"no index at all, but long enough to be taken for one" * 99)
    assert [listed(settled), listed(settled), listed(settled)] == [before] * 3
    assert index.read_bytes().startswith(b"SQLite format 3")


def test_an_index_that_comes_with_the_outputs_is_not_asked(settled: Draft) -> None:
    shutil.move(settled.root / ".dophu", settled.root / "outputs" / ".dophu")
    (settled.root / MANIFEST.replace("manifest.json", "html")).write_bytes(b"HTML")
    assert reasons(settled) == ["quick_report.html is not the file that was built"]


def test_what_lies_there_no_more_is_forgotten(settled: Draft) -> None:
    shutil.rmtree((settled.root / MANIFEST).parent)
    assert listed(settled) == []
    with closing(sqlite3.connect(settled.root / ".dophu" / seen.NAME)) as index:
        counts = [index.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("file", "headline")]
    assert counts == [0, 0]
