"""Each write of a letter's commands is failed, and their process killed at it: the old state stands, or the new.

The points are found by recording the system's calls below `issued/` as one command makes them, never listed by hand.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from dophu.data.brand import Brand
from dophu.data.project import Project
from dophu.errors import DophuError
from dophu.issued.folders import folder_of, strangers
from dophu.issued.letters import letters
from dophu.issued.register import Register
from dophu.issued.store import PARTS
from dophu.publish.exporters import publish
from dophu.run import issuing
from dophu.run.drafts import read_draft
from dophu.run.issuing import Signing, issue, start_replacing, withdraw
from tests.project import Draft, draft_at
from tests.run.batches import add_report
from tests.run.test_issuing import NOW, PLACE, everything, rebuild

CALLS = ("open", "fsync", "replace", "rename", "mkdir", "chmod", "fchmod", "unlink", "rmdir")
KILLED = 9
EVERY = int(os.environ.get("EVERY_FAULT", "4"))  # of the other calls, too, one in so many
ALIKE = 80  # of objects' calls, which are alike, one in so many is tried
Command = Callable[[Draft], object]


def first(office: Draft) -> object:
    return issue(office, drafted(office), Signing.read("125", "2020-10-21"), now=NOW)


def replacing(office: Draft) -> object:
    return start_replacing(office, "125", "sai số liệu", now=NOW)


def second(office: Draft) -> object:
    return issue(office, drafted(office), Signing.read("131", "2020-10-25"), now=NOW)


def withdrawn(office: Draft) -> object:
    return withdraw(office, "125", "gửi nhầm", now=NOW)


# What is done before each command, and what it is.
ROADS: dict[str, tuple[tuple[Command, ...], Command]] = {
    "issue": ((), first),
    "replace": ((first,), replacing),
    "issue the next": ((first, replacing), second),
    "withdraw": ((first,), withdrawn),
}


def drafted(office: Draft) -> Any:
    return read_draft(Project(office.root), office.root / "outputs", PLACE)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    office = draft_at(tmp_path_factory.mktemp("original"))
    add_report(office, "letter")
    rebuild(office)
    return office


@pytest.fixture(autouse=True)
def written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write each letter once in this file: what it gives does not change."""

    @cache
    def kept(said: str, formats: tuple[str, ...], brand: Brand, looks: str) -> dict[str, bytes]:
        return publish(DOCUMENTS[said], formats, brand, json.loads(looks))

    def cached(document: Any, formats: tuple[str, ...], brand: Brand, looks: dict[str, str]) -> dict[str, bytes]:
        said = document.model_dump_json()
        DOCUMENTS[said] = document
        return kept(said, formats, brand, json.dumps(looks))

    monkeypatch.setattr(issuing, "publish", cached)


DOCUMENTS: dict[str, Any] = {}


@contextmanager
def calls(root: Path, at: Callable[[str, str], None]) -> Iterator[None]:
    """Tell of each call that may change something below a folder, before it is made."""
    whole = {(os, name): getattr(os, name) for name in CALLS} | {(io, "open"): io.open}

    def watched(owner: Any, name: str, *given: Any, **more: Any) -> Any:
        path = os.fsdecode(_file(given[0]) if isinstance(given[0], int) else given[0])
        if path.startswith(str(root)) and not path.endswith(".lock") and not _reads(owner, given):
            at(name, path)
        return whole[owner, name](*given, **more)

    try:
        for owner, name in whole:
            setattr(owner, name, partial(watched, owner, name))
        yield
    finally:
        for (owner, name), call in whole.items():
            setattr(owner, name, call)


def _file(handle: int) -> Path:
    return Path(f"/proc/self/fd/{handle}").readlink()


def _reads(owner: Any, given: tuple[Any, ...]) -> bool:
    """Say whether a file is opened to be read; what is opened to be synced counts, by `os.open`."""
    return owner is io and "w" not in (*given[1:2], "r")[0]


def prepared(original: Draft, place: Path, road: str) -> Draft:
    office = Draft(shutil.copytree(original.root, place.resolve()))
    for command in ROADS[road][0]:
        command(office)
    if road == "issue the next":
        rebuild(office, replaces="Báo cáo số 125/BC-STN ngày 21/10/2020")
    return office


def points(office: Draft, road: str) -> list[tuple[str, str]]:
    """Record what a command calls; of an object's calls, all but each 25th are alike."""
    found: list[tuple[str, str]] = []
    with calls(office.root / "issued", lambda name, path: found.append((name, path))):
        ROADS[road][1](office)
    return found


def tried(recorded: list[tuple[str, str]]) -> list[int]:
    alike = [place for place, (_, path) in enumerate(recorded) if "objects" in path or len(Path(path).name) > 60]
    return sorted({*range(len(recorded))} - {*alike} | {*alike[::ALIKE], *alike[-6:]})[::EVERY]


def interrupted(office: Draft, road: str, at: int, *, kill: bool) -> None:
    """Run a command in a process of its own that fails, or is killed, at one call."""
    child = os.fork()
    if child == 0:
        seen = 0

        def strike(name: str, path: str) -> None:
            nonlocal seen
            seen += 1
            if seen == at + 1 and kill:
                os._exit(KILLED)
            if seen == at + 1:
                raise OSError(errno.EIO, os.strerror(errno.EIO), path)

        try:
            with calls(office.root / "issued", strike):
                ROADS[road][1](office)
            os._exit(0)
        except DophuError as error:
            os._exit(error.exit_code if error.fix else 1)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in ({KILLED} if kill else {0, 2, 3}), (road, at, code)


def whole(office: Draft) -> list[tuple[str, str, str]]:
    """Give the register's letters, once all that they name was found to be whole."""
    register = Register(office)
    found = letters(register.rows())
    assert strangers(register, found.values()) == []
    for letter in found.values():
        folder = folder_of(register, letter)
        names = {path.name.removeprefix("letter.") for path in folder.iterdir()} if folder.is_dir() else set()
        assert names in (set(), {*letter.outputs, "issue.json"})
        assert all(register.store.get(digest) for digest in (letter.record, *letter.outputs.values()))
    return [(one.number, one.state, one.replaced_by) for one in found.values()]


@pytest.mark.parametrize("kill", [False, True], ids=["fails", "is killed"])
@pytest.mark.parametrize("road", ROADS)
def test_a_command_interrupted_anywhere_leaves_the_old_or_the_new_and_runs_again(
    original: Draft, tmp_path: Path, road: str, kill: bool
) -> None:
    before = prepared(original, tmp_path / "before", road)
    old = whole(before)
    clean = Draft(shutil.copytree(before.root, tmp_path / "clean"))
    recorded = points(clean, road)
    new, left = whole(clean), everything(clean.root / "issued")
    chosen = tried(recorded)
    for at in chosen:
        office = Draft(shutil.copytree(before.root, tmp_path / "office"))
        interrupted(office, road, at, kill=kill)
        assert whole(office) in (old, new), (road, recorded[at])
        ROADS[road][1](office)
        again = everything(office.root / "issued")
        assert whole(office) == new
        assert again.keys() == {path.replace(str(clean.root), str(office.root)) for path in left}, recorded[at]
        assert list((office.root / "issued" / PARTS).iterdir()) == []
        shutil.rmtree(office.root)
