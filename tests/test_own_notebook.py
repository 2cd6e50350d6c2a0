"""A notebook with its author's own parameters, variables, numbers, table and picture: built, exported, refused."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode, v4

from dophu.data.edition import read_parameters, read_recorded
from dophu.data.project import OVERRIDE, Project
from dophu.errors import GateError, NotebookError, UsageError
from dophu.proof.file import verify_ledger
from dophu.publish.readback import text_of_docx, text_of_html, text_of_pdf
from dophu.run.job import Job, Released
from dophu.run.plan import Planned, Wanted, plan
from dophu.words.messages import told
from tests.building import build
from tests.project import COUNTS, Draft, demo, draft_at  # noqa: F401 - a fixture

PARAMETERS = 'campaign = "demo"\nperiod = "2020-08-07"\nunit = "20"\nnguong = 30'
SETUP = "from dophu import open_report\n\nreport = open_report(globals())"
OWN = [
    "import matplotlib.pyplot as plt\n\ntong = 5\nunits = [tong, nguong]",
    'frame = report.frame("units")\nframe',
    'report.fact("gap_doi", 2 * report["counted"], label="hai lần số người cài đặt")',
    'report.fact("tham_khao", frame.share.mean(), unit="percent", source="Sở Thử nghiệm", formula="trung bình")',
    "%%narrative\nSố quy đổi là {{ gap_doi }} người; mức tham khảo là {{ tham_khao }}.",
    'report.show(frame[["name", "counted"]], "Số người theo đơn vị")',
    "fig, ax = plt.subplots(figsize=(6, 2))\nax.plot([1, 2, 3])\n"
    'report.show(fig, "Hình vẽ thử", alt="Đường đi lên đều qua ba điểm", source="Sở Thử nghiệm")',
    'report.figure("standing")',
]
TOLD = "Số quy đổi là 160.000 người; mức tham khảo là "
FORMATS = ("html", "pdf", "docx", "xlsx")


def notebook(*cells: str) -> NotebookNode:
    tagged = [v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), v4.new_code_cell(SETUP)]
    told = [*tagged, *map(v4.new_code_cell, (*cells, "report.trace()"))]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return v4.new_notebook(cells=told, metadata={"kernelspec": kernel})


def built(project: Draft, *cells: str) -> Released:
    return built_of(project, notebook(*cells))


def built_of(project: Draft, written: NotebookNode) -> Released:
    project.path("notebooks", "own.ipynb").parent.mkdir(exist_ok=True)
    nbformat.write(written, project.path("notebooks", "own.ipynb"))
    return build_own(project)


def build_own(project: Draft) -> Released:
    names = {"campaign": "demo", "period": "2020-08-07", "unit": "20"}
    return build(Project(project.root), Job("own", read_parameters(names, "test"), project.root / "out", FORMATS))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Released:
    project = draft_at(tmp_path_factory.mktemp("own"))
    counts = project.path(COUNTS).read_text(encoding="utf-8")
    project.write(COUNTS, f"{counts}DEMO,2020-08-07T08:00,VN63,04,installs,90000,1,,\n")  # three units make a figure
    return built(project, *OWN)


def test_own_numbers_tables_and_pictures_come_out_in_every_format(own: Released) -> None:
    content = {name: (own.folder / f"own.{name}").read_bytes() for name in FORMATS}
    texts = (text_of_html(content["html"]), text_of_pdf(content["pdf"]), text_of_docx(content["docx"]))
    for text in map(str, texts):
        plain = " ".join(text.split())
        assert TOLD in plain
        assert "Bảng 1. Số người theo đơn vị" in plain
        assert "Hình 1. Hình vẽ thử. Nguồn: Sở Thử nghiệm" in plain
        assert "Hình 2. " in plain


def test_an_own_number_is_traced_and_who_answers_for_it_recorded(own: Released) -> None:
    ledger = json.loads((own.folder / "own.facts.json").read_bytes())
    assert ledger["facts"]["own:gap_doi"]["of"] == ["*", 2, "counted@20"]
    assert verify_ledger(own.folder / "own.facts.json")[1] == []
    given = json.loads((own.folder / "own.manifest.json").read_bytes())["given"]
    reasons = [(one["source"], one["reason"]) for one in given]  # "ba điểm" of the picture is the second
    assert reasons == [("Sở Thử nghiệm", "trung bình"), ("Sở Thử nghiệm", "tham số của báo cáo")]


def test_the_executed_notebook_exports_alone(own: Released, tmp_path: Path) -> None:
    executed = own.folder / "own.ipynb"
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "dophu_html", "--output-dir", str(tmp_path)]
    root = own.folder.parents[3]
    done = subprocess.run(
        [*command, str(executed)], env=os.environ | {OVERRIDE: str(root)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    exported, released = ((folder / "own.html").read_text("utf-8") for folder in (tmp_path, own.folder))
    assert exported == re.sub(r'<nav class="beside".*?</nav>\n', "", released, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("kernel", "says"),
    [({}, "sổ không ghi chạy bằng nhân nào"), ({"name": "khong-co", "display_name": "?"}, "chưa có nhân 'khong-co'")],
)
def test_a_report_whose_kernel_is_missing_is_refused_with_the_way_to_choose_one(
    project: Draft, kernel: dict[str, str], says: str
) -> None:
    written = notebook()
    written.metadata["kernelspec"] = kernel
    with pytest.raises(NotebookError) as caught:
        built_of(project, written)
    assert says in told(caught.value)[0]
    assert "chọn nhân Python 3 (ipykernel) ở góc trên bên phải" in told(caught.value)[1]


@pytest.mark.parametrize(
    "content",
    [
        "chữ",
        "[]",
        "{}",
        '{"cells": [], "metadata": {"kernelspec": "python3"}, "nbformat": 4, "nbformat_minor": 5}',
        '{"cells": [{}], "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}',
    ],
)
def test_a_file_that_is_no_notebook_is_said_to_be_none(project: Draft, content: str) -> None:
    project.write("notebooks/own.ipynb", content)
    with pytest.raises(NotebookError) as caught:
        build_own(project)
    assert "tệp không phải là sổ Jupyter" in told(caught.value)[0]
    assert "lấy lại bản gần nhất trong git" in told(caught.value)[1]


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ('report.frame("units").head(3)', 'report.show(report.frame(\'units\').head(3), caption="…", source="…")'),
        (
            "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
            'report.show(plt.gcf(), caption="…", alt="…", source="…")',
        ),
        ("print(63438)", "say it in a cell of prose"),
    ],
)
def test_what_shows_itself_is_refused_with_the_line_to_write(project: Draft, cell: str, line: str) -> None:
    with pytest.raises(GateError) as caught:
        built(project, cell)
    assert line in caught.value.fix


def params(project: Draft, line: str) -> list[Planned]:
    place = project.path("notebooks", "own.ipynb")
    place.parent.mkdir(exist_ok=True)
    nbformat.write(notebook(), place)
    nbformat.write(v4.new_notebook(), place.with_name("other.ipynb"))
    project.write("params/2020-08-07.yml", f"campaign: demo\nperiod: 2020-08-07\nunit: 20\n{line}\n")
    return plan(Project(project.root), Wanted(("other", "own"), params_file=project.path("params", "2020-08-07.yml")))


@pytest.mark.parametrize(
    ("written", "value"),
    [("40", 40), ('"40"', "40"), ("[1, a]", [1, "a"]), ("2020-08-07", "2020-08-07"), ("01", 1), ("", None)],
)
def test_a_params_file_sets_what_a_notebook_declares_as_papermill_reads_it(
    project: Draft, written: str, value: object
) -> None:
    other, own = (planned.job.parameters for planned in params(project, f"nguong: {written}"))
    assert (dict(other.own), dict(own.own)) == ({}, {"nguong": value})
    assert read_recorded(own.as_set(), "a manifest") == own


@pytest.mark.parametrize(
    ("line", "fix"), [("nguogn: 1", "'nguong'"), ("perod: 1", "'period'"), ("zz: 1", "nguong, period")]
)
def test_what_no_notebook_declares_is_refused_with_the_nearest_name(project: Draft, line: str, fix: str) -> None:
    with pytest.raises(UsageError, match=f"line 4: unknown key '{line[:-3]}'") as caught:
        params(project, line)
    assert fix in caught.value.fix
