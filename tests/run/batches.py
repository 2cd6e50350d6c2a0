"""Projects with notebooks that misbehave, and batches over them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

from tests.project import Draft

ROOT = Path(__file__).parents[2]
LETTER = ROOT / "notebooks" / "quick_report.ipynb"

LONG = str(10_000_000 + os.getpid())  # seconds that notebooks sleep: by them their processes are told from other runs'
MARKED = "import os; mark = '/dev/shm/' + os.getcwd().replace('/', '_')"  # where a caged notebook may write


def marks(project: Draft) -> list[Path]:
    """Find the files that notebooks have written whose names begin with `mark`."""
    return sorted(Path("/dev/shm").glob(f"{str(project.root).replace('/', '_')}*"))


def add_report(project: Draft, name: str, code: str = "", *, before: bool = False) -> None:
    """Put the letter's notebook into a project, with one more cell, behind its last or before its first call."""
    notebook = nbformat.read(LETTER, 4)
    first = next(i for i, cell in enumerate(notebook.cells) if "open_report" in cell.source)
    if code:
        notebook.cells.insert(first if before else len(notebook.cells), nbformat.v4.new_code_cell(code, id="added"))
    path = project.root / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)


def dophu(project: Draft, *options: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell would, in the project."""
    process = start(project, *options)
    out, err = process.communicate(timeout=240)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def start(project: Draft, *options: object) -> subprocess.Popen[str]:
    """Start such a run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOPHU")}
    line = [str(Path(sys.executable).with_name("dophu")), *map(str, options)]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, cwd=project.root, env=environment, stdout=pipe, stderr=pipe, text=True)


def hashes(folder: Path, ending: str) -> dict[str, str]:
    """Hash every file of one kind below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob(f"*{ending}"))
        if path.is_file() and ".failed" not in path.parts
    }


def clear(project: Draft) -> None:
    """Remove all outputs."""
    shutil.rmtree(project.root / "outputs", ignore_errors=True)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until a condition holds; False when it does not in time."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


def running(mark: str) -> list[int]:
    """Find the processes whose command line holds a mark."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and mark.encode() in _line(entry):
            found.append(int(entry.name))
    return found


def _line(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""
