"""Every call by which a command changes files, found by tracing it, made to fail or to kill in turn.

    python -m tests.faults.matrix [COMMAND...] [--every N]

Afterwards the project must hold what stood before or what the command makes, whole; the command must have told the
truth of it; and running it again must come to what an undisturbed run comes to, with nothing left behind.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.driver import MARK
from tests.project import COUNTS, Draft, draft_at
from tests.run.batches import add_report, dophu

HERE = Path(__file__).parent
RECORD = 0
MODES = {
    "fails (EIO)": (1, errno.EIO),
    "fails (EACCES)": (1, errno.EACCES),
    "killed before": (2, 0),
    "killed after": (3, 0),
    "full disk from there on": (4, errno.ENOSPC),
}
LETTER = "demo/2020-08-07/20/letter"
SIGNED = ("--number", "7", "--date", "2020-08-10")
RECEIVED = "Mã;Đơn vị;Số người cài đặt\n20;Lạng Sơn;81234\n22;Quảng Ninh;151234\n"
IMPORT = ("import", "tinh.csv", "--campaign", "demo", "--period", "2020-08-07", "--source", "TINH")
COMMANDS: dict[str, tuple[str, ...]] = {
    "build": ("build", "letter", "--format", "html"),
    "import": IMPORT,
    "issue": ("issue", LETTER, *SIGNED),
    "replace": ("replace", "7", "--reason", "Sai số liệu"),
    "new": ("new", "2020-08-14"),
}
PARAMS = "params/2020-08-14.yml"  # written once its period stands
PLACES = {
    "build": ("outputs/demo",),
    "import": ("data/demo",),
    "issue": ("issued",),
    "replace": ("issued",),
    "new": ("data/demo", "params"),
}


@dataclass
class Tally:
    """What a matrix came to: trials by what was done at a call, calls by kind, and every fault in words."""

    trials: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Driver:
    """The warm process, started with the shim before its C library."""

    def __init__(self, shim: Path) -> None:
        environment = os.environ | {"LD_PRELOAD": str(shim), "PYTHONPATH": str(HERE.parents[1])}
        line = [sys.executable, "-m", "tests.faults.driver"]
        self._process = subprocess.Popen(
            line, env=environment, cwd=HERE.parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, **order: Any) -> Any:
        """Run a command with a fault at its `at`-th call; 0 records them."""
        if not self._process.stdin or not self._process.stdout:
            raise ValueError("the driver has no pipes")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(next(line for line in self._process.stdout if line.startswith(MARK)).removeprefix(MARK))

    def end(self) -> None:
        """Let it go."""
        self._process.communicate()


@contextmanager
def driver(folder: Path) -> Iterator[Driver]:
    """Compile the shim and start the driver."""
    shim = folder / "shim.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, HERE / "shim.c", "-ldl"], check=True)
    warm = Driver(shim)
    try:
        yield warm
    finally:
        warm.end()


def prepared(folder: Path, name: str) -> Path:
    """Make the project that a command finds: a former edition stands, and its figures have changed since."""
    project = draft_at(folder)
    add_report(project, "letter")
    project.write("tinh.csv", RECEIVED)
    _do(project, *COMMANDS["build"])
    if name == "build":
        project.change(COUNTS, "80000", "70000")
        project.change(COUNTS.replace("counts", "totals"), "170000", "160000")
        project.change(COUNTS.replace("counts", "published"), "10.23", "8.96")
    if name == "replace":
        _do(project, *COMMANDS["issue"])
    return project.root


def _do(project: Draft, *command: str) -> None:
    done = dophu(project, *command)
    if done.returncode:
        raise RuntimeError(done.stderr)


def state(project: Path, name: str) -> dict[str, str]:
    """Hash what a command is to change, file by file; when a row was written is left out."""
    found = {}
    for place in (project / part for part in PLACES[name]):
        for path in sorted(place.rglob("*")) if place.exists() else ():
            if path.is_file() and not path.name.endswith(".lock"):
                found[str(path.relative_to(project))] = _hash(path)
    return found


def _hash(path: Path) -> str:
    if path.name == "register.csv":  # its rows bear moments, and hashes over them
        return str(len(path.read_bytes().splitlines()))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def matrix(name: str, every: int = 1, modes: tuple[str, ...] = tuple(MODES)) -> Tally:
    """Run a command with a fault at every call, in every mode, or make each `every`-th of these trials."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch, driver(Path(scratch)) as warm:
        trial = _Trial(warm, Path(scratch).resolve(), name)
        tally.calls.update(line.split()[0] for line in trial.points)
        trials = [(at, mode) for at in range(1, len(trial.points) + 1) for mode in modes]
        for at, mode in trials[every // 2 :: every]:
            tally.trials[mode] += 1
            tally.faults += [f"{name}, {trial.points[at - 1]}, {mode}: {fault}" for fault in trial.faults(at, mode)]
    return tally


class _Trial:
    """One command tried many times over, each time in a fresh copy of the same project."""

    def __init__(self, warm: Driver, scratch: Path, name: str) -> None:
        self._warm, self._name, self._command = warm, name, COMMANDS[name]
        self._log, self._project = scratch / "calls", scratch / "project"
        (scratch / "made").mkdir()
        self._made = prepared(scratch / "made", name)
        self._former = state(self._made, name)
        self._copy()
        done = self._run()
        if done["code"]:
            raise RuntimeError(done["said"])
        self.points = self._log.read_text().splitlines()
        self._new, self._names = state(self._project, name), self._all_names()

    def _copy(self) -> None:
        shutil.rmtree(self._project, ignore_errors=True)
        subprocess.run(["cp", "-a", str(self._made), str(self._project)], check=True)

    def _run(self, at: int = RECORD, mode: int = 0, number: int = 0) -> Any:
        order = {"project": str(self._project), "command": self._command, "log": str(self._log)}
        return self._warm.run(**order, at=at, mode=mode, error=number)

    def _all_names(self) -> set[str]:
        """Name all files of the project, but for what is only of the moment or derived."""
        paths = (path.relative_to(self._project) for path in self._project.rglob("*") if path.is_file())
        return {str(path) for path in paths if not path.name.endswith((".lock", ".sqlite", ".held"))}

    def faults(self, at: int, mode: str) -> list[str]:
        """Say what is wrong after a fault at a call, and after running the command again."""
        self._copy()
        done = self._run(at, *MODES[mode])
        now, found = self._of_view(state(self._project, self._name)), []
        if done["code"] == 0 and now != self._new:
            found.append("it says that it is done, and it is not")
        if "Traceback" in done["said"]:
            found.append(f"a traceback: {done['said'][-600:]}")
        if done["code"] > 0 and "fix: " not in done["said"]:
            found.append(f"no word of what to do: {done['said'][-300:]!r}")
        begun = {name: digest for name, digest in self._new.items() if name != PARAMS}
        if self._name in {"build", "import", "new"} and now not in (self._former, self._new, begun):
            found.append(f"neither the former nor the new stands: {sorted(set(now) ^ set(self._new))}")
        again = self._run(at=1 << 30, mode=1)
        if again["code"]:
            found.append(f"it does not go on when run again: {again['said'][-300:]!r}")
        elif state(self._project, self._name) != self._new:
            found.append("run again, it comes to something else")
        elif self._all_names() != self._names:
            found.append(f"left or missing: {sorted(self._all_names() ^ self._names)}")
        return found

    def _of_view(self, now: dict[str, str]) -> dict[str, str]:
        """Leave out hidden folders, which no reader and no command looks into."""
        return {
            name: hash_ for name, hash_ in now.items() if not any(part.startswith(".") for part in Path(name).parts)
        }


def main() -> None:
    """Run whole matrices, and tell what they came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", nargs="*", default=list(COMMANDS))
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    faults = 0
    for name in given.commands:
        begun = time.monotonic()
        tally = matrix(name, given.every)
        faults += len(tally.faults)
        print(
            f"{name}: {sum(tally.calls.values())} calls ({', '.join(f'{n} {c}' for c, n in tally.calls.most_common())})"
        )
        print(f"  {sum(tally.trials.values())} trials ({', '.join(f'{n} {mode}' for mode, n in tally.trials.items())})")
        print(f"  {len(tally.faults)} faults, {time.monotonic() - begun:.0f} s", flush=True)
        for fault in tally.faults:
            print(f"    {fault}")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
