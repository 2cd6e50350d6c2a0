"""A project and outputs behind a URL that fsspec knows: the same editions, each put whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from distributed import LocalCluster
from fsspec.implementations.memory import MemoryFile, MemoryFileSystem
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from dophu.cli import main
from dophu.data.locations import located
from dophu.data.project import Project
from dophu.errors import BatchError, UsageError
from tests.project import COUNTS, Draft, draft_at
from tests.run.batches import add_report, dophu

BUILD = ("build", "letter", "--format", "html,docx", "--unit", "20", "--unit", "24")
SECRETS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
ONCE = {"AWS_MAX_ATTEMPTS": "1"}
FILES = [f"letter.{ending}" for ending in ("docx", "facts.json", "html", "ipynb", "manifest.json")]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two letters in its outputs, as a folder holds them."""
    project = draft_at(tmp_path_factory.mktemp("original"))
    add_report(project, "letter")
    done = dophu(project, *BUILD)
    assert done.returncode == 0, done.stderr
    return project.root


@pytest.fixture
def built(original: Path, tmp_path: Path) -> Draft:
    return Draft(shutil.copytree(original, tmp_path.resolve() / "project"))


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    yield MemoryFileSystem()
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address, port = server.get_host_and_port()
    yield f"http://{address}:{port}"
    server.stop()


@pytest.fixture
def s3(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3FileSystem]:
    """An S3 server on loopback with an empty bucket, as the environment names it."""
    for name, value in (SECRETS | {"AWS_ENDPOINT_URL": server}).items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()
    store = S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    store.mkdir("office")
    yield store
    store.rm("office", recursive=True)


def put(project: Draft, url: str) -> None:
    for name in ("data", "params", "notebooks"):
        place: Any = located(f"{url}/{name}/")
        place.fs.put(f"{project.root / name}/", place.path, recursive=True)


def run(*options: str) -> Result:
    return CliRunner().invoke(main, options)


def under(url: str) -> dict[str, bytes]:
    place = located(url)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def in_folder(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def without_page(files: dict[str, bytes]) -> dict[str, bytes]:
    aside = ("index.html", ".dophu/build.lock", ".dophu/release.lock")  # a URL has no locks
    return {name: content for name, content in files.items() if name not in aside}


def test_outputs_at_a_file_url_are_those_of_a_folder(built: Draft) -> None:
    away = built.root / "away"
    done = dophu(built, *BUILD, "--out", away.as_uri())
    assert done.returncode == 0, done.stderr
    assert without_page(in_folder(away)) == without_page(in_folder(built.root / "outputs")) != {}
    assert dophu(built, *BUILD, "--out", away.as_uri()).stdout.count("up to date") == 2


def test_a_worker_may_see_the_project_through_a_link(built: Draft, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(built.root)
    project = Project.at(str(tmp_path / "link"))
    assert project.read("params", "2020-08-07.yml") == built.read("params", "2020-08-07.yml")


def test_a_project_in_memory_is_built_where_it_lies(
    built: Draft, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(built, "memory://office")
    monkeypatch.setenv("DOPHU_PROJECT", "memory://office")
    done = run(*BUILD)
    assert done.exit_code == 0, done.output
    assert without_page(under("memory://office/outputs")) == without_page(in_folder(built.root / "outputs")) != {}
    assert memory.exists("/office/outputs/index.html")


def test_a_cluster_builds_a_project_in_memory(
    built: Draft, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(built, "memory://office")
    monkeypatch.setenv("DOPHU_PROJECT", "memory://office")
    one_thread = {"n_workers": 1, "threads_per_worker": 1}  # two would share the position in a file of this store
    with LocalCluster(**one_thread, processes=False, dashboard_address=None) as cluster:
        done = run(*BUILD, "--scheduler", cluster.scheduler_address)
    assert done.exit_code == 0, done.output
    assert without_page(under("memory://office/outputs")) == without_page(in_folder(built.root / "outputs")) != {}


def test_s3_holds_project_and_outputs_on_a_cluster(
    built: Draft, s3: S3FileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(built, "s3://office/project")
    monkeypatch.setenv("DOPHU_PROJECT", "s3://office/project")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        done = run(*BUILD, "--scheduler", cluster.scheduler_address)
    assert done.exit_code == 0, done.output
    made = {name.removeprefix("office/project/outputs/"): s3.cat(name) for name in s3.find("office/project/outputs")}
    assert without_page(made) == without_page(in_folder(built.root / "outputs")) != {}


def test_outputs_in_s3_are_kept_listed_and_verified(
    built: Draft, s3: S3FileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.root)
    for expected in ("letter.docx", "up to date"):
        done = run(*BUILD, "--out", "s3://office/out")
        assert (done.exit_code, done.output.count(expected)) == (0, 2), done.output
    assert "built: demo 2020-08-07 letter: 20 24" in run("list", "--out", "s3://office/out").output
    assert run("verify", "s3://office/out/demo/2020-08-07/20").output.endswith(": the same\n")
    built.change(COUNTS, "80000", "80001")
    assert "counts.csv has changed" in run(*BUILD, "--out", "s3://office/out", "--dry-run").output


def test_what_fails_is_kept_in_the_store_beside_the_former_edition(
    built: Draft, s3: S3FileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.root)
    run(*BUILD, "--out", "s3://office/out")
    add_report(built, "letter", "1 / 0", before=True)
    assert run(*BUILD, "--out", "s3://office/out").exit_code == BatchError.exit_code
    assert "ZeroDivisionError" in s3.cat("office/out/.failed/demo/2020-08-07/20/letter.error.txt").decode()
    assert [Path(name).name for name in s3.find("office/out/demo/2020-08-07/20")] == FILES


@pytest.mark.parametrize("name", FILES)
def test_an_edition_that_a_store_refuses_part_of_is_no_edition(
    built: Draft, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def commit(file: MemoryFile) -> None:
        if file.path.endswith(name):
            raise OSError("the store is full")
        file.fs.store[file.path] = file

    monkeypatch.setattr(MemoryFile, "commit", commit)
    monkeypatch.chdir(built.root)
    done = run("build", "letter", "--format", "html,docx", "--out", "memory://out")
    assert (done.exit_code, "the store is full" in done.output) == (UsageError.exit_code, True), done.output
    assert not memory.glob("/out/demo/*/*/*.manifest.json")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nowhere://office", "no such place can be reached from here"),
        ("s3://no-such-bucket/project", "no project here"),
        ("memory://empty", "no project here: it does not hold data, params, notebooks"),
    ],
)
def test_a_wrong_url_of_a_project_is_told(
    s3: S3FileSystem, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setenv("DOPHU_PROJECT", url)
    done = run("build")
    assert (done.exit_code, words in done.output) == (UsageError.exit_code, True), done.output


def test_outputs_that_cannot_be_reached_are_told(built: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.root)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    for name, value in (SECRETS | ONCE).items():
        monkeypatch.setenv(name, value)
    done = run(*BUILD, "--out", "s3://office/out")
    assert (done.exit_code, "cannot be reached" in done.output) == (UsageError.exit_code, True), done.output
