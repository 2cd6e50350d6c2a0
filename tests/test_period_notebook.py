"""A notebook of the period's own, beside its data: it takes the place of the report's for that period alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE
from tests.test_new_report import project  # noqa: F401 - a fixture

OWN = "data/demo/2020-10-16/rieng.ipynb"


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={OVERRIDE: str(root)})


@pytest.fixture
def told(project: Path) -> Path:  # noqa: F811 - the fixture
    """Write a report, and one of the period's own that says more."""
    run(project, "new-report", "rieng")
    notebook = json.loads((project / "notebooks/rieng.ipynb").read_text())
    notebook["cells"][3]["source"] += ["\n", "\n", "Kỳ này có thêm một đoạn."]
    (project / OWN).write_text(json.dumps(notebook, ensure_ascii=False))
    return project


def test_it_takes_the_place_of_the_reports_for_its_period_alone(told: Path) -> None:
    built = run(told, "build", "rieng", "--format", "html", "--period", "2020-10-16", "--period", "2020-10-14")
    assert built.exit_code == 0, built.output
    pages = [(told / f"outputs/demo/{period}/20/rieng.html").read_text() for period in ("2020-10-16", "2020-10-14")]
    assert ["Kỳ này có thêm một đoạn" in page for page in pages] == [True, False]
    assert built.stderr.count(f"Kỳ này dùng sổ riêng: {OWN}") == 1


def test_an_edition_is_stale_when_its_own_notebook_comes_changes_or_goes(told: Path) -> None:
    own = (told / OWN).read_text()
    (told / OWN).unlink()
    run(told, "build", "rieng", "--format", "html")
    for content in (own, own.replace("một đoạn", "hai đoạn")):
        (told / OWN).write_text(content)
        assert f"{OWN} has changed" in run(told, "build", "rieng", "--format", "html", "--dry-run").output
        run(told, "build", "rieng", "--format", "html")
    (told / OWN).unlink()
    assert "notebooks/rieng.ipynb has changed" in run(told, "build", "rieng", "--format", "html", "--dry-run").output


def test_an_edition_is_verified_by_the_notebook_that_told_it(told: Path) -> None:
    run(told, "build", "rieng", "--format", "html")
    verified = run(told, "verify", str(told / "outputs/demo/2020-10-16/20/rieng.manifest.json"))
    assert verified.exit_code == 0, verified.output


def test_one_that_no_report_would_take_is_pointed_out(told: Path) -> None:
    (told / OWN).rename(told / "data/demo/2020-10-16/rien.ipynb")
    found = run(told, "check", "--campaign", "demo", "--period", "2020-10-16")
    assert found.exit_code == 3
    assert "no report has this name" in found.output
    assert "did you mean 'rieng'?" in found.output
