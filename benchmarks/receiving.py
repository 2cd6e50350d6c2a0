"""What files of senders cost: a table of 10,600 communes, 168 files of one commune each, the page about 63 rows.

Run from the checkout: python -m benchmarks.receiving
"""

from __future__ import annotations

import gc
import json
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import openpyxl

from benchmarks.editions import RESULTS
from benchmarks.histories import archive_of, name_of
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.run.collecting import collect
from dophu.run.collecting import wanted_from as collected_from
from dophu.run.importing import import_file, wanted_from

NOW, DAY = "2020-08-07T12:00", "2020-08-07"
NOTHING: dict[str, Any] = {"columns": [], "accept": [], "as_of": ""}
SENDERS, PROVINCES = 168, 63


def main() -> None:
    """Measure one after another, each in a project of its own."""
    measured = {}
    gc.disable()  # as `dophu import` does
    for name, work in {"senders": _senders, "page": _page, "communes": _communes}.items():
        with tempfile.TemporaryDirectory() as folder:
            measured[name] = work(Path(folder))
            print(name, measured[name], flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "receiving.json").write_text(json.dumps(measured, indent=1) + "\n")


def _communes(root: Path) -> dict[str, float]:
    communes = archive_of(root)
    sent = _book(root / "xa.xlsx", [[name_of(code), 1000 + int(code) * 7919 % 8009] for code in communes])
    found = _imported(root, sent, dry_run=True)
    return {"rows": len(communes), "cpu": found.cpu, "counts": len(found.made.intake.counts)}


def _senders(root: Path) -> dict[str, float]:
    communes = archive_of(root, SENDERS, 1)
    inbox = root / "inbox"
    inbox.mkdir()
    for code in communes:
        _book(inbox / f"{code}.xlsx", [[name_of(code), 1000 + int(code) * 7919 % 4001]])
    given = NOTHING | {"take": [], "unit": "9000", "write": True, "campaign": "long", "period": DAY}
    before = _memory()
    found = _timed(lambda: collect(Project(root), inbox, collected_from(now=NOW, **given)))
    taken = len(found.made.of("taken"))
    return {"files": SENDERS, "taken": taken, "wall": found.wall, "cpu": found.cpu, "mb_more": _memory() - before}


def _page(root: Path) -> dict[str, float]:
    archive_of(root, 1, 1)
    names = [unit.name for unit in read_units(Project(root)).at_level("VN63", "province")]
    rows = [[name, 9000 + n, "37,5", 99, PROVINCES + 1 - n] for n, name in enumerate(names, 1)]
    clean = _imported(root, _book(root / "sach.xlsx", [row[:2] for row in rows]))
    many = _imported(root, _book(root / "sai.xlsx", rows, "TL I", "TL II", "Xếp hạng"), day="2020-08-08")
    every = _imported(root, _book(root / "x.xlsx", [[name, "63.43.8x"] for name in names]), day="2020-08-09")
    pages = {"clean": clean, "many": many, "every": every}
    written = {name: [file for file in one.made.files if file.suffix == ".html"] for name, one in pages.items()}
    return {"rows": len(rows)} | {f"kb_{name}": files[0].stat().st_size / 1000 for name, files in written.items()}


class _Timed(NamedTuple):
    """What was made, and the seconds it took."""

    made: Any
    wall: float
    cpu: float


def _timed(work: Callable[[], Any]) -> _Timed:
    wall, cpu = perf_counter(), process_time()
    made = work()
    return _Timed(made, round(perf_counter() - wall, 2), round(process_time() - cpu, 2))


def _imported(root: Path, sent: Path, *, day: str = DAY, dry_run: bool = False) -> _Timed:
    given = NOTHING | {"campaign": "long", "period": day, "received": "", "dry_run": dry_run}
    return _timed(lambda: import_file(Project(root), sent, wanted_from(now=NOW, **given)))


def _book(path: Path, rows: list[list[Any]], *more: str) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (["Đơn vị", "Số người cài đặt", *more], *rows):
        sheet.append(row)
    book.save(path)
    return path


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
