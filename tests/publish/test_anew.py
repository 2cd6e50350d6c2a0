"""An executed notebook's figures held against what the data give now."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from dophu.data.project import Project
from dophu.errors import GateError
from dophu.publish.anew import hold_to_data
from dophu.tell.blocks import BLOCKS, MIME, Paragraph, Run, written
from dophu.tell.report import Report, Trace, carried
from tests.project import COUNTS, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import ROOT, open_report, shown, tell

REPORTS = ("quick_report", "national_table", "progress", "parts", "data_quality")
Ledger = dict[str, Any]


def executed(report: Report, notebook: str = "quick_report") -> NotebookNode:
    """Run a notebook's cells, and write what they show into it as a file has it."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", 4).cells[2:]
    for cell in cells:
        display = shown(cell.source, report)
        data = carried(display.content()) if isinstance(display, Trace) else {MIME: written(display.blocks)}
        cell.outputs = [new_output("display_data", data)]
    return new_notebook(cells=cells)


def with_ledger(ledger: Ledger) -> NotebookNode:
    """Write a notebook of which only the ledger is left."""
    trace = new_code_cell("report.trace()", outputs=[new_output("display_data", carried(ledger))])
    return new_notebook(cells=[trace])


def entered(root: Any = ROOT, notebook: str = "quick_report", **edition: str) -> Ledger:
    """Run a notebook, and take its ledger as a file has it."""
    report = open_report(root, **edition)
    tell(report, notebook)
    return dict(json.loads(json.dumps(report.trace().content(), sort_keys=True)))


def refused(project: Project, notebook: NotebookNode) -> str:
    with pytest.raises(GateError) as caught:
        hold_to_data(project, notebook, "quick_report")
    return str(caught.value)


@pytest.mark.parametrize("notebook", REPORTS)
@pytest.mark.parametrize(
    "edition",
    [
        {"campaign": "bluezone", "period": "2020-08-07", "unit": "20"},
        {"campaign": "bluezone", "period": "2021-06-19", "unit": "30"},
        {"campaign": "demo", "period": "2020-08-11", "unit": "VN"},
        {"campaign": "demo", "period": "2020-10-16", "unit": "178"},
    ],
)
def test_what_every_report_tells_is_what_the_data_give(notebook: str, edition: dict[str, str]) -> None:
    hold_to_data(Project.find(ROOT), executed(open_report(ROOT, **edition), notebook), notebook)
    hold_to_data(Project.find(ROOT), with_ledger(entered(notebook=notebook, **edition)), notebook)


def _count(ledger: Ledger) -> None:
    ledger["facts"]["counted@20"] |= {"low": "90000", "high": "90000", "shown": "90.000"}


def _source(ledger: Ledger) -> None:
    ledger["facts"]["counted@20"]["sources"] = ["CENSUS2019"]


def _formula(ledger: Ledger) -> None:
    ledger["facts"]["share@20"]["of"] = ["/", ["*", 100, "counted@20"], "counted@20"]


def _unheard_of(ledger: Ledger) -> None:
    ledger["facts"]["won@20"] = ledger["facts"]["counted@20"] | {"concept": "won"}


def _unknown(ledger: Ledger) -> None:
    ledger["facts"]["published_rank@20"] = ledger["facts"]["counted@20"] | {"concept": "published_rank"}


def _list(ledger: Ledger) -> None:
    name = next(name for name, keys in ledger["lists"].items() if keys)
    ledger["lists"][name] = ledger["lists"][name][1:]


def _banner(ledger: Ledger) -> None:
    ledger["edition"]["banner"] = None


def _unit(ledger: Ledger) -> None:
    ledger["edition"]["unit_name"] = "tỉnh Bắc Giang"


def _name(ledger: Ledger) -> None:
    ledger["vocabulary"]["names"] = ["57 cán bộ", "vượt mục tiêu"]


def _title(ledger: Ledger) -> None:
    ledger["sources"][0]["title"] = "Tổng cục Thống kê"


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (_banner, "edition, banner: it is not what the data give"),
        (_unit, "edition, unit_name: it is not what the data give"),
        (_name, "vocabulary, names: it is not what the data give"),
        (_title, "it is not what the data say"),
        (_count, "counted@20, high: the notebook says 90000, the data give 80000"),
        (_source, "counted@20, sources: the notebook says ['CENSUS2019'], the data give ['DEMO']"),
        (_formula, "share@20, of: "),
        (_unheard_of, "won@20: the notebook says 80.000, the data nothing"),
        (_unknown, "published_rank@20: the notebook says 80.000, the data nothing"),
        (_list, "its members are others"),
    ],
)
def test_a_figure_that_the_data_do_not_give_is_refused(
    project: Draft, forge: Callable[[Ledger], None], told: str
) -> None:
    ledger = entered(project.root, campaign="demo", period="2020-08-07", unit="20")
    forge(ledger)
    assert told in refused(Project(project.root), with_ledger(ledger))


def _marked_as_data(blocks: list[Any]) -> None:
    run = next(run for block in blocks for run in block.get("runs", []) if run["fact"] == "share@20")
    run |= {"text": "99,9%", "fact": None, "data": True}


def _added(blocks: list[Any]) -> None:
    blocks.append(Paragraph(runs=[Run(text="Đã vượt mục tiêu 99%.", data=True)]).model_dump(mode="json"))


def _drawn(blocks: list[Any]) -> None:
    figure = next(block for block in blocks if block["kind"] == "figure")
    assert "10,23%" in figure["svg"]
    figure["svg"] = figure["svg"].replace("10,23%", "90,23%")


@pytest.mark.parametrize(
    ("forge", "cell"), [(_marked_as_data, "**Kết quả:**"), (_added, "**Kết quả:**"), (_drawn, 'figure("course")')]
)
def test_what_a_cell_shows_otherwise_than_the_data_give_is_refused(
    project: Draft, forge: Callable[[list[Any]], None], cell: str
) -> None:
    head = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"  # a figure is drawn from three values on
    project.write("data/demo/2020-07-24/counts.csv", f"{head}DEMO,2020-07-24,VN63,20,installs,20000,1,,\n")
    notebook = executed(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"))
    hold_to_data(Project(project.root), notebook, "quick_report")
    data = next(one for one in notebook.cells if cell in one.source).outputs[0].data
    blocks = json.loads(data[MIME])
    forge(blocks)
    data[MIME] = written(BLOCKS.validate_python(blocks))
    assert "it shows something else than the data give" in refused(Project(project.root), notebook)


def test_data_that_changed_since_the_run_are_named(project: Draft) -> None:
    ledger = entered(project.root, campaign="demo", period="2020-08-07", unit="20")
    project.change(COUNTS, "20,installs,80000", "20,installs,80001")
    project.change(TOTALS, "170000", "170001")
    said = refused(Project(project.root), with_ledger(ledger))
    assert f"({COUNTS}, {TOTALS} changed since it ran)" in said
    assert "run the whole notebook again" in said


def test_what_an_author_answers_for_is_not_asked_of_the_data(project: Draft) -> None:
    report = open_report(project.root, campaign="demo", period="2020-08-07", unit="20")
    report.narrative("Có {{ 12 | given('Sổ trực ban') }} cuộc gọi.")
    hold_to_data(Project(project.root), with_ledger(report.trace().content()), "quick_report")
