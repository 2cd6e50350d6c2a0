"""The same editions by dophu and by its rivals, round by round, each checked before its time counts.

Run from the checkout: python -m benchmarks.editions, or make bench. Results go to benchmarks/results/editions.json.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict
from html import unescape
from pathlib import Path

from pypdfium2 import PdfDocument

from benchmarks.measure import Cost, measure
from benchmarks.rivals import REPORT, ROOT, Rival, Task, make_lean, rivals
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.run.workers import cores
from dophu.world.units import Unit

PERIOD = "2020-10-16"
RESULTS = ROOT / "benchmarks" / "results"
COPIED = ("data", "notebooks", "params", "requirements.lock")


def main() -> None:
    """Measure, and add to the results of as many editions."""
    asked = _arguments()
    make_lean()
    units = read_units(Project(ROOT)).at_level("VN63", "province")[: asked.editions]
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        copy_project(project)
        for number in range(1, asked.rounds + 1):
            for name in asked.only or [rival.name for rival in rivals(_task(project, Path(folder), units))]:
                cost = _run(name, project, Path(folder), units)
                costs.setdefault(name, []).append(cost)
                print(
                    f"round {number}, {name:<10} {cost.wall:7.1f} s, {cost.cpu:7.1f} s CPU, {cost.memory:6.0f} MB",
                    flush=True,
                )
    _keep(asked.name, len(units), costs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=63)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", help="names of rivals")
    parser.add_argument("--name", default="editions", help="of the file of results")
    return parser.parse_args()


def copy_project(project: Path) -> None:
    """Copy what building needs, so that the checkout stays clean."""
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else _file)(source, project / name)


def _file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _task(project: Path, folder: Path, units: list[Unit]) -> Task:
    return Task(project, folder / "out", PERIOD, [unit.code for unit in units], cores())


def _run(name: str, project: Path, folder: Path, units: list[Unit]) -> Cost:
    task = _task(project, folder, units)
    shutil.rmtree(task.out, ignore_errors=True)
    task.out.mkdir()
    rival = next(rival for rival in rivals(task) if rival.name == name)
    if rival.before:
        measure(rival.before, project, rival.environment)
    cost = measure(rival.command, project, rival.environment)
    _check(rival, task, units)
    return cost


def _check(rival: Rival, task: Task, units: list[Unit]) -> None:
    """Make sure that every report is there and names its unit and the banner; a quick failure is no victory."""
    for unit in units:
        text = _text(rival, task, unit.code)
        if unit.name not in text or "MÔ PHỎNG" not in text.upper():
            raise SystemExit(f"{rival.label}: no report of {unit.full_name}")


def _text(rival: Rival, task: Task, unit: str) -> str:
    if rival.name.startswith("dophu"):
        return (task.out / "demo" / task.period / unit / f"{REPORT}.html").read_text(encoding="utf-8")
    if rival.name == "typst":
        pages = PdfDocument(task.out / f"{unit}.pdf")
        return " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())
    text = (task.out / f"{unit}.html").read_text(encoding="utf-8")
    return unescape(text.encode().decode("unicode_escape", "ignore")) if rival.name == "marimo" else text


def _keep(name: str, editions: int, costs: dict[str, list[Cost]]) -> None:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    former = known.get("costs", {}) if known.get("editions") == editions else {}
    kept = former | {rival: [*former.get(rival, ()), *map(asdict, found)] for rival, found in costs.items()}
    path.write_text(json.dumps({"editions": editions, "cores": cores(), "costs": kept}, indent=1) + "\n")


if __name__ == "__main__":
    main()
