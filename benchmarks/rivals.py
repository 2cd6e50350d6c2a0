"""The ways to turn one notebook and some units into HTML reports: ours, and what an office would use instead."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = "quick_report"
ALL = "html,pdf,docx,xlsx"
LEAN = ROOT / "outputs" / ".lean"
LEFT_OUT = ("dophu", "jupyterlab")
MARIMO = "marimo==0.25.2"


@dataclass(frozen=True)
class Task:
    """The editions to build: a project's folder, where to, for which period and units, on how many cores."""

    project: Path
    out: Path
    period: str
    units: Sequence[str]
    jobs: int


@dataclass(frozen=True)
class Rival:
    """One way: what it is called, how it is done, and by whose Python; what has to be ready before it is timed."""

    name: str
    label: str
    command: list[str]
    environment: dict[str, str]
    before: list[str] | None = None


def rivals(task: Task) -> list[Rival]:
    """List every way that this machine can go; R and the lean environment are left out where they are missing."""
    here, lean = Path(sys.prefix), LEAN
    found = [
        _by_hand("papermill", "papermill + nbconvert, our environment", task, here, "html"),
        _by_hand("styled", "papermill + nbconvert with our HTML", task, here, "dophu_html"),
        _rival("dophu", "dophu build, HTML", [*build_command(task), "--format", "html"], task, here),
        _rival("dophu_all", "dophu build, all formats", [*build_command(task), "--format", ALL], task, here),
        _rival("limit", "limit: warm processes, no notebook", _script("limit.py", task), task, here),
        replace(
            _rival("typst", "Typst alone, from ready JSON, PDF", _script("typst_alone.py", task, "print"), task, here),
            before=_script("typst_alone.py", task, "prepare"),
        ),
    ]
    if lean.exists():
        found.append(_by_hand("lean", "papermill + nbconvert, lean environment", task, lean, "html"))
        scripted = _script("scripted.py", task)
        found.append(_rival("scripted", "papermill + nbconvert by one script, lean environment", scripted, task, lean))
        found.append(_rival("marimo", "marimo export, lean environment", _marimo(task), task, lean))
    if shutil.which("Rscript"):
        each = _each(task, f"Rscript {_r()} {task.project} {task.out} {task.period} 1 {{}}")
        warm = ["Rscript", str(_r()), str(task.project), str(task.out), task.period, str(task.jobs), *task.units]
        found.append(_rival("r_fresh", "R Markdown, a process each", each, task, here))
        found.append(_rival("r_warm", "R Markdown, warm (mclapply)", warm, task, here))
    return found


def ours(task: Task, python: Path = Path(sys.prefix)) -> dict[str, str]:
    """Give the environment in which a command finds the project, and the programs of one Python."""
    environment = os.environ | {"DOPHU_PROJECT": str(task.project), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    return environment | {"PATH": f"{python / 'bin'}:{os.environ['PATH']}"}


def _rival(name: str, label: str, command: list[str], task: Task, python: Path) -> Rival:
    return Rival(name, label, command, ours(task, python))


def _by_hand(name: str, label: str, task: Task, python: Path, form: str) -> Rival:
    notebook, executed = task.project / "notebooks" / f"{REPORT}.ipynb", f"{task.out}/{{}}.ipynb"
    run = f"papermill --no-progress-bar --log-level ERROR {notebook} {executed}"
    run += f" -r campaign demo -r period {task.period} -r unit {{}}"
    publish = f"jupyter nbconvert --log-level ERROR --to {form} {executed}"
    return _rival(name, label, _each(task, f"{run} && {publish}"), task, python)


def _each(task: Task, command: str) -> list[str]:
    listed = " ".join(map(shlex.quote, task.units))
    return ["sh", "-c", f"printf '%s\\n' {listed} | xargs -P{task.jobs} -I{{}} sh -c {shlex.quote(command)}"]


def build_command(task: Task) -> list[str]:
    """Write the command that builds a task's editions, still without the formats."""
    asked = ["dophu", "build", REPORT, "--campaign", "demo", "--period", task.period, "--out", str(task.out)]
    return [*asked, "--jobs", str(task.jobs), *(word for unit in task.units for word in ("--unit", unit))]


def _script(name: str, task: Task, *first: str) -> list[str]:
    rest = [str(task.project), str(task.out), task.period, str(task.jobs), *task.units]
    return ["python", str(ROOT / "benchmarks" / name), *first, *rest]


def _marimo(task: Task) -> list[str]:
    values = f"--project {task.project} --period {task.period} --unit {{}}"
    export = f"marimo export html {ROOT / 'benchmarks' / 'marimo_report.py'} --no-include-code -o {task.out}/{{}}.html"
    return _each(task, f"{export} -- {values}")


def _r() -> Path:
    return ROOT / "benchmarks" / "r" / "knit.R"


def make_lean() -> None:
    """Make the lean environment: the same packages, without JupyterLab and what it brings, and with marimo."""
    if (LEAN / "bin" / "jupyter-nbconvert").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", LEAN], check=True)
    needed = (line.split(";")[0] for line in metadata.requires("dophu") or [] if "extra ==" not in line)
    names = [name for line in needed if (name := _name(line)) not in LEFT_OUT]
    pinned = [MARIMO, *(f"{name}=={metadata.version(name)}" for name in names)]
    subprocess.run([LEAN / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *pinned], check=True)


def _name(requirement: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_." else " " for sign in requirement).split()[0]
