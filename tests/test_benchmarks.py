"""The arithmetic of the benchmarks: medians, ratios and targets; nothing is timed here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks import report
from benchmarks.measure import Cost, middle
from benchmarks.report import draw, ratio
from benchmarks.scenarios import tallied

from dophu.data.periods import period_names
from dophu.data.project import Project

ROOT = Path(__file__).parents[1]
COSTS = {
    "lean": [{"wall": 260.0, "cpu": 180.0, "memory": 1.0}, {"wall": 280.0, "cpu": 200.0, "memory": 3.0}],
    "dophu": [{"wall": 20.0, "cpu": 40.0, "memory": 2.0}, {"wall": 20.0, "cpu": 60.0, "memory": 2.0}],
    "limit": [{"wall": 10.0, "cpu": 40.0, "memory": 2.0}],
}


def test_a_ratio_is_that_of_the_medians() -> None:
    assert ratio(COSTS, "lean", "dophu", "wall") == pytest.approx(13.5)
    assert ratio(COSTS, "lean", "dophu", "cpu") == pytest.approx(3.8)
    assert middle([Cost(1, 2, 3), Cost(3, 2, 1), Cost(2, 9, 9)]) == Cost(2, 2, 3)


def test_tables_say_which_targets_are_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, results = tmp_path / "performance.md", tmp_path / "results"
    results.mkdir()
    (results / "editions.json").write_text(json.dumps({"editions": 63, "cores": 2, "costs": COSTS}))
    page.write_text("before\n<!-- editions -->\n<!-- /editions -->\nafter\n")
    for name, value in {"PAGE": page, "RESULTS": results, "CHART": tmp_path / "chart.svg"}.items():
        monkeypatch.setattr(report, name, value)
    report.main()
    assert (
        "| HTML against lean papermill + nbconvert, at least | 12.00 | 13.50 | **3.80, missed** |" in page.read_text()
    )
    assert page.read_text().endswith("after\n")


def test_the_chart_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        draw(COSTS, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_a_measured_command_is_waited_for_with_what_it_leaves_behind(tmp_path: Path) -> None:
    child = "sum(range(10**7)); open('done', 'w').close()"
    left = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}])"
    asked = f"[sys.executable, '-c', {left!r}], Path({str(tmp_path)!r}), {{}}"
    apart = (
        f"import sys; from pathlib import Path; from benchmarks.measure import measure; print(measure({asked}).cpu > 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", apart], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "True\n"
    assert (tmp_path / "done").exists()


def test_of_the_printed_ranges_of_a_sample_hardly_any_is_left_by_what_came() -> None:
    project = Project(ROOT)
    found = tallied(project, ["20"], period_names(project, "demo"))
    assert sum(tally.editions for tally in found.values()) >= 3
    assert all(tally.outside <= tally.shares / 5 and not tally.wholly_below for tally in found.values())
