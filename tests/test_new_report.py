"""`dophu new-report`: a notebook of one's own that builds as it stands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE

ROOT = Path(__file__).resolve().parents[1]
FORMATS = ("html", "pdf", "docx", "xlsx")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data/reference", tmp_path / "data/reference")
    shutil.copytree(ROOT / "data/demo", tmp_path / "data/demo")
    (tmp_path / "params").mkdir()
    (tmp_path / "params/2020-10-16.yml").write_text('campaign: demo\nperiod: 2020-10-16\nunit: "20"\n')
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={OVERRIDE: str(project)})


def test_it_has_five_cells_and_builds_in_every_format(project: Path) -> None:
    made = run(project, "new-report", "bao_cao_tuan", "--title", "Báo cáo tuần")
    assert made.exit_code == 0, made.output
    assert len(json.loads((project / "notebooks/bao_cao_tuan.ipynb").read_text())["cells"]) == 5
    built = run(project, "build", "bao_cao_tuan", "--format", ",".join(FORMATS))
    assert built.exit_code == 0, built.output
    folder = project / "outputs/demo/2020-10-16/20"
    assert all((folder / f"bao_cao_tuan.{name}").is_file() for name in FORMATS)
    assert "Báo cáo tuần" in (folder / "bao_cao_tuan.html").read_text()


def test_building_ends_with_the_file_to_open(project: Path) -> None:
    run(project, "new-report", "rieng")
    one = run(project, "build", "rieng", "--format", "html")
    assert one.stderr.splitlines()[-1].endswith("outputs/demo/2020-10-16/20/rieng.html")
    several = run(project, "build", "rieng", "--format", "html", "--unit", "20", "--unit", "22")
    assert several.stderr.splitlines()[-1].endswith("outputs/index.html")


def test_a_period_newer_than_the_params_file_is_pointed_out(project: Path) -> None:
    run(project, "new-report", "rieng")
    (project / "params/2020-10-16.yml").unlink()
    (project / "params/2020-10-14.yml").write_text('campaign: demo\nperiod: 2020-10-14\nunit: "20"\n')
    plain = run(project, "build", "rieng", "--format", "html")
    assert plain.stderr.splitlines()[-1].endswith("--period 2020-10-16")
    asked = run(project, "build", "rieng", "--format", "html", "--period", "2020-10-14")
    assert "--period" not in asked.stderr


def test_it_begins_with_the_campaign_asked_for(project: Path) -> None:
    assert run(project, "new-report", "rieng", "--campaign", "demo").exit_code == 0
    source = json.loads((project / "notebooks/rieng.ipynb").read_text())["cells"][0]["source"]
    assert [line.partition("  #")[0] for line in source[:3]] == [
        'campaign: str = "demo"',
        'period: str = "2020-10-16"',
        'unit: str = "20"',
    ]


def test_its_parameters_are_those_of_the_reports_that_are_there(project: Path) -> None:
    assert run(project, "new-report", "rieng").exit_code == 0
    own, shipped = (
        json.loads(path.read_text())["cells"][0]["source"]
        for path in (project / "notebooks/rieng.ipynb", ROOT / "notebooks/quick_report.ipynb")
    )
    assert [line.partition(":")[0] for line in own] == [line.partition(":")[0] for line in shipped]


def test_it_is_written_as_jupyter_writes_it(project: Path) -> None:
    assert run(project, "new-report", "rieng").exit_code == 0
    text = (project / "notebooks/rieng.ipynb").read_text()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@pytest.mark.parametrize("name", ["Báo cáo", "tuan-1", "../tuan", "", "1tuan", "a" * 61])
def test_a_name_that_is_none_is_refused_with_one_that_is(project: Path, name: str) -> None:
    refused = run(project, "new-report", name)
    assert refused.exit_code == 2
    assert "bao_cao_tuan" in refused.output
    assert not list((project / "notebooks").iterdir())


def test_a_report_that_is_there_is_left_as_it_is(project: Path) -> None:
    assert run(project, "new-report", "rieng").exit_code == 0
    before = (project / "notebooks/rieng.ipynb").read_bytes()
    assert run(project, "new-report", "rieng", "--title", "Khác").exit_code == 2
    assert (project / "notebooks/rieng.ipynb").read_bytes() == before
