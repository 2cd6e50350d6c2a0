"""Every command under every way in which a file that the project reads may be broken."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from tests.damage import DAMAGES
from tests.project import COUNTS, Draft, draft_at
from tests.run.batches import add_report, dophu

SECONDS = 20  # for a command that reads and writes next to nothing
EVERY = int(os.environ.get("DOPHU_EVERY_BREAKAGE", "0"))
THIRD = 3
EDITION = "outputs/demo/2020-08-07/20"
KINDS = {
    "campaign": "data/demo/campaign.yml",
    "counts": COUNTS,
    "former counts": "data/demo/2020-07-31/counts.csv",
    "published": "data/demo/2020-08-07/published.csv",
    "totals": "data/demo/2020-08-07/totals.csv",
    "revisions": "data/demo/2020-07-31/revisions.csv",
    "sources": "data/demo/2020-08-07/sources.yml",
    "activities": "data/demo/2020-08-07/activities.yml",
    "remarks": "data/demo/2020-08-07/remarks/20.md",
    "own bases": "data/demo/bases.csv",
    "own bases described": "data/demo/bases.yml",
    "params": "params/2020-08-07.yml",
    "notebook": "notebooks/quick_report.ipynb",
    "lock": "requirements.lock",
    "index": ".dophu/demo.sqlite",
    "manifest": f"{EDITION}/quick_report.manifest.json",
    "ledger": f"{EDITION}/quick_report.facts.json",
    "page": f"{EDITION}/quick_report.html",
    "failed": "outputs/.failed/demo/2020-08-07/20/quick_report.error.txt",
    **{
        name: f"data/reference/{name}.csv"
        for name in ("units", "regions", "aliases", "bases", "crosswalk", "tiles", "islands")
    },
    **{f"{name}.yml": f"data/reference/{name}.yml" for name in ("bases", "sources")},
}
WRITTEN = {
    "data/demo/2020-07-31/revisions.csv": "source,revised,vintage,unit,measure,former,step,qualifier,reason\n"
    "DEMO,2020-08-01,VN63,20,installs,39000,1,,Đếm lại\n",
    "data/demo/2020-08-07/sources.yml": "status: simulated\nsources:\n  - {id: LIST, title: Danh sách}\n",
    "data/demo/2020-08-07/activities.yml": 'source: DEMO\nunits:\n  "20": {}\n',
    "data/demo/2020-08-07/remarks/20.md": "Một số xã còn chậm.\n",
    "data/demo/bases.yml": "# Riêng của đợt này.\n"
    "adults: {label: người lớn, short: người lớn, kind: eligible, as_of: 2020-01-01, source: DEMO}\n",
    "data/demo/bases.csv": "base,vintage,code,value,low,high,qualifier,status,source,note\n"
    "adults,VN63,20,500000,,,,published,DEMO,\n",
    "requirements.lock": "click==8.1.0\n",
}
RECEIVED = "tinh.csv"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("build", "--dry-run"),
    ("list",),
    ("catalogue",),
    ("new", "2020-08-14", "--campaign", "demo"),
    ("import", RECEIVED, "--campaign", "demo", "--period", "2020-08-07", "--source", "TINH", "--dry-run"),
    ("import", RECEIVED, "--campaign", "demo", "--period", "2020-08-07", "--source", "TINH"),
)


@pytest.fixture(name="built", scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """A project with a file of every kind, and an edition built from them."""
    project = draft_at(tmp_path_factory.mktemp("built"))
    for name, text in WRITTEN.items():
        project.write(name, text)
    add_report(project, "quick_report")
    done = dophu(project, "build", "quick_report", "--format", "html")
    assert done.returncode == 0, done.stderr
    return project


RECEIVED_TEXT = "Mã;Đơn vị;Số người cài đặt\n20;Lạng Sơn;81234\n22;Quảng Ninh;151234\n"


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Raise out of a command that waits for what will never come."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


def wrong(done: Result) -> str:
    """Say what is wrong with how a command ended; nothing when it did its work, or told where, what and what to try."""
    if done.exception and not isinstance(done.exception, SystemExit):
        return f"raised {done.exception!r}"
    if "Traceback" in done.output:
        return "printed a traceback"
    if done.exit_code == 0:
        return ""
    if done.exit_code not in {2, 3, 4, 5, 6, 7}:
        return f"ended with {done.exit_code}: {done.stderr[-400:]}"
    said = done.stderr.splitlines()
    named = any(line.startswith("fix: ") and len(line) > len("fix: ") for line in said)
    return "" if named and ": " in said[0] else f"says no place and no cure: {done.stderr[-400:]}"


def trials(kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Pair ways of breaking a file with commands: all of them, or a third, which takes turns from kind to kind.

    Over the whole sample each kind of file, and each way of breaking it, meets each command.
    """
    turn = list(KINDS).index(kind)
    for number, name in enumerate(DAMAGES):
        if EVERY:
            yield from ((name, command) for command in COMMANDS)
        elif number % THIRD == turn % THIRD:
            yield name, COMMANDS[(number // THIRD + turn // THIRD) % len(COMMANDS)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_broken_file_of_a_project_ends_a_command_without_place_and_cure(
    kind: str, built: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for number, (damage, command) in enumerate(trials(kind)):
        project = Draft(shutil.copytree(built.root, tmp_path / str(number), symlinks=True))
        project.write(RECEIVED, RECEIVED_TEXT)
        path = project.root / KINDS[kind]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        DAMAGES[damage](path)
        monkeypatch.chdir(project.root)
        with within(SECONDS):
            problem = wrong(CliRunner().invoke(main, command))
        if problem:
            found.append(f"{kind}, {damage}: dophu {' '.join(command)} {problem}")
        shutil.rmtree(project.root)
    assert not found, "\n".join(found)


@pytest.mark.skipif(bool(EVERY), reason="every trial is made")
def test_the_sample_passes_over_no_kind_no_breakage_and_no_command() -> None:
    made = [(kind, damage, command) for kind in KINDS for damage, command in trials(kind)]
    assert {(kind, command) for kind, _, command in made} == {(kind, command) for kind in KINDS for command in COMMANDS}
    assert {(damage, command) for _, damage, command in made} == {(one, other) for one in DAMAGES for other in COMMANDS}


@pytest.mark.parametrize(
    "case",
    [
        ("notebook", "a deep text", "check"),
        ("ledger", "a sparse file", "list"),
        ("remarks", "a pipe", "import"),
        ("counts", "a link to a device", "import"),
        ("activities", "a dangling link", "import"),
    ],
)
def test_what_the_whole_run_has_found_once_stays_mended(
    case: tuple[str, str, str], built: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, damage, command = case
    project = Draft(shutil.copytree(built.root, tmp_path / "project", symlinks=True))
    project.write(RECEIVED, RECEIVED_TEXT)
    DAMAGES[f"{damage} in its place"](project.root / KINDS[kind])
    monkeypatch.chdir(project.root)
    with within(SECONDS):
        done = CliRunner().invoke(main, next(one for one in COMMANDS if one[0] == command))
    assert not wrong(done)
