"""The notebook as its users run it: plain papermill, plain nbconvert, no wrapper of ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters.base import get_export_names, get_exporter

from dophu.data.edition import OURS
from dophu.tell.display import LEDGER_MIME
from dophu.tell.report import carried

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "quick_report.ipynb"
REPORTS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def run(*command: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment as a shell without our settings would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOPHU")}
    line = [sys.executable, "-m", *map(str, command)]
    return subprocess.run(line, cwd=cwd, env=environment, capture_output=True, text=True, timeout=180, check=False)


def papermill(target: Path, *options: object) -> subprocess.CompletedProcess[str]:
    return run("papermill", NOTEBOOK, target, "--no-progress-bar", *options)


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("executed") / "out.ipynb"
    done = papermill(target, "-f", ROOT / "params" / "2020-08-07.yml")
    assert done.returncode == 0, done.stderr
    return target


@pytest.mark.parametrize(
    ("name", "start"), [("dophu_html", b"<!doctype html>"), ("dophu_pdf", b"%PDF-"), ("dophu_docx", b"PK")]
)
def test_nbconvert_writes_each_format(executed: Path, name: str, start: bytes) -> None:
    done = run("jupyter", "nbconvert", "--to", name, executed)
    assert done.returncode == 0, done.stderr
    assert executed.with_suffix("." + name.removeprefix("dophu_")).read_bytes().startswith(start)


def test_the_three_formats_are_in_the_export_menu() -> None:
    names = {"dophu_html", "dophu_pdf", "dophu_docx"} & set(get_export_names())
    assert {get_exporter(name).export_from_notebook for name in names} == {
        "Báo cáo HTML",
        "Báo cáo PDF",
        "Báo cáo DOCX",
    }


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["-p", "reprot_date", "2020-08-07"], "unknown key 'reprot_date'"),
        (["-p", "peroid", "2021-06-19"], "did you mean 'period'"),
        (["-p", "unit", "99"], "no unit '99'"),
        (["-p", "period", "2021-06-18"], "did you mean '2021-06-19'"),
        (["-p", "target", "half"], "no target 'half'"),
    ],
)
def test_a_wrong_parameter_stops_the_notebook(tmp_path: Path, options: list[str], says: str) -> None:
    done = papermill(tmp_path / "out.ipynb", *options)
    assert done.returncode != 0
    assert says in done.stderr


@pytest.mark.parametrize("code", ["1", "01", '"01"'])
def test_a_code_survives_the_shell(tmp_path: Path, code: str) -> None:
    done = papermill(tmp_path / "out.ipynb", "-p", "period", "2021-06-19", "-p", "unit", code)
    assert done.returncode == 0, done.stderr
    assert "thành phố Hà Nội" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize("report", REPORTS)
def test_papermill_lists_the_parameters_of_a_report_with_types_and_help(report: str) -> None:
    done = run("papermill", "--help-notebook", ROOT / "notebooks" / f"{report}.ipynb")
    listed = re.findall(r"^  (\w+): (\w+) \(default .*?\)\s+(\S.*)$", done.stdout, re.MULTILINE)
    assert {name for name, _, _ in listed} >= OURS - {"replaces"}
    assert {kind for _, kind, _ in listed} <= {"str", "dict"}


@pytest.mark.parametrize("options", [[], ["--inject-paths"]])
def test_the_notebook_runs_from_any_folder(tmp_path: Path, options: list[str]) -> None:
    line = [NOTEBOOK, tmp_path / "out.ipynb", "--no-progress-bar", *options, "-f", ROOT / "params" / "2020-08-07.yml"]
    done = run("papermill", *line, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "63.438" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_a_copy_of_the_notebook_runs_in_a_folder_of_a_schedulers(tmp_path: Path) -> None:
    (tmp_path / "job.ipynb").write_bytes(NOTEBOOK.read_bytes())
    done = run("papermill", "job.ipynb", "out.ipynb", "--no-progress-bar", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_notebook_that_never_ran_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "fresh.ipynb"
    copy.write_bytes(NOTEBOOK.read_bytes())
    done = run("jupyter", "nbconvert", "--to", "dophu_html", copy)
    assert done.returncode != 0
    assert "was not run to its end" in done.stderr
    assert not copy.with_suffix(".html").exists()


def test_a_notebook_whose_figures_were_changed_and_sealed_again_is_refused(executed: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(executed, 4)
    entered = notebook.cells[-1].outputs[0].data
    ledger = json.loads(entered[LEDGER_MIME])
    ledger["facts"]["counted@20"] |= {"low": "73438", "high": "73438", "shown": "73.438"}
    entered |= carried(ledger)
    nbformat.write(notebook, tmp_path / "forged.ipynb")
    done = run("jupyter", "nbconvert", "--to", "dophu_html", tmp_path / "forged.ipynb")
    assert done.returncode != 0
    assert "counted@20, high: the notebook says 73438, the data give 63438" in done.stderr
    assert not (tmp_path / "forged.html").exists()


def test_a_notebook_that_stopped_half_way_is_refused(executed: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(executed, 4)
    for cell in notebook.cells[10:]:
        cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, tmp_path / "half.ipynb")
    done = run("jupyter", "nbconvert", "--to", "dophu_pdf", tmp_path / "half.ipynb")
    assert done.returncode != 0
    assert "was not run to its end" in done.stderr


def test_a_failed_notebook_is_refused(tmp_path: Path) -> None:
    papermill(tmp_path / "out.ipynb", "-p", "unit", "99")
    done = run("jupyter", "nbconvert", "--to", "dophu_docx", tmp_path / "out.ipynb")
    assert done.returncode != 0
    assert "it failed: UsageError" in done.stderr
