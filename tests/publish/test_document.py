from __future__ import annotations

import json
from typing import Any

import pytest
from nbformat import NotebookNode, v4

from dophu.errors import NotebookError
from dophu.publish.document import ledger_of, read_document
from dophu.tell.blocks import (
    MIME,
    Annex,
    Block,
    Document,
    Figure,
    Heading,
    Item,
    List,
    Paragraph,
    Run,
    Signature,
    Table,
    written,
)
from dophu.tell.display import LEDGER_MIME, SEAL_MIME, seal
from dophu.tell.report import carried

LEDGER: dict[str, Any] = {
    "version": 2,
    "edition": {
        "title": "Báo cáo",
        "subject": "Kết quả",
        "campaign": "demo",
        "period": "2020-08-07",
        "unit": "20",
        "as_of": "2020-08-07T08:00",
        "banner": None,
    },
    "lists": {},
    "facts": {},
    "trace": [],
    "sources": [],
    "vocabulary": {},
    "inputs": {},
}
SIGNED = Signature(lines=["GIÁM ĐỐC"], name=None, recipients=["Lưu: VT"])
ANNEX = Annex(label="Phụ lục", title="BIỂU", attached="(Kèm theo Báo cáo)")
TABLE = Table(caption=[], head=[[Run(text="a")]], rows=[[[Run(text="b")]]], align=["left"])


def prose(*texts: str) -> Paragraph:
    return Paragraph(runs=[Run(text=text) for text in texts])


def points(*items: Item | str) -> List:
    return List(items=[item if isinstance(item, Item) else Item(runs=[Run(text=item)]) for item in items])


def showing(data: dict[str, Any], **metadata: Any) -> NotebookNode:
    output = v4.new_output("display_data", data=data)
    return v4.new_code_cell("report.show()", outputs=[output], execution_count=1, metadata=metadata)


def cell(*blocks: Block, **metadata: Any) -> NotebookNode:
    return showing({MIME: written(blocks), "text/plain": "x"}, **metadata)


def printing(name: str, **metadata: Any) -> NotebookNode:
    output = v4.new_output("stream", name=name, text="63438\n")
    return v4.new_code_cell("print(63438)", outputs=[output], execution_count=1, metadata=metadata)


def trace(*cells: NotebookNode, **damage: Any) -> NotebookNode:
    """Close a notebook of these cells with its ledger."""
    shown = [
        output["data"][MIME] for cell in cells for output in cell.get("outputs", []) if MIME in output.get("data", {})
    ]
    content = LEDGER | damage | {"seals": [seal(blocks) for blocks in shown]}
    return showing(carried(content) | {"text/plain": "0 facts"})


def read(*cells: NotebookNode) -> Document:
    return read_document(v4.new_notebook(cells=[*cells, trace(*cells)]), "quick_report")


def refused(*cells: NotebookNode) -> NotebookError:
    with pytest.raises(NotebookError) as caught:
        read(*cells)
    return caught.value


def lines(document: Document) -> list[str]:
    return ["".join(run.text for run in block.runs) for block in document.blocks if isinstance(block, Paragraph)]


def test_blocks_come_in_the_order_of_the_cells_with_what_the_ledger_says() -> None:
    document = read(cell(prose("Một.")), v4.new_markdown_cell("## 1. Hai\n\n**Ba**."), cell(prose("Bốn."), SIGNED))
    assert [block.kind for block in document.blocks] == ["paragraph", "heading", "paragraph", "paragraph", "signature"]
    assert (document.title, document.unit, document.report) == ("Báo cáo", "20", "quick_report")


@pytest.mark.parametrize("ran", [{"execution_count": None}, {"metadata": {"papermill": {"status": "running"}}}])
def test_a_cell_that_did_not_run_to_its_end_is_refused(ran: dict[str, Any]) -> None:
    late = v4.new_code_cell("%%narrative\n\nĐạt {{ rate }}", **({"execution_count": 1} | ran))
    error = refused(cell(prose("Một.")), late)
    assert (error.where, error.problem) == ('cell 2 "Đạt {{ rate }}"', "it was not run to its end")


@pytest.mark.parametrize("status", ["pending", "running", "failed"])
def test_a_cell_papermill_did_not_complete_is_refused(status: str) -> None:
    assert "not run to its end" in str(refused(cell(prose("Một."), papermill={"status": status})))


def test_a_cell_papermill_completed_is_read() -> None:
    assert lines(read(cell(prose("Một."), papermill={"status": "completed"}))) == ["Một./."]


@pytest.mark.parametrize("tags", [[], ["setup"], ["remove-output"]])
def test_a_cell_that_failed_is_refused_whatever_its_tag(tags: list[str]) -> None:
    failed = v4.new_output("error", ename="ValueError", evalue="thiếu số liệu", traceback=[])
    broken = v4.new_code_cell("1 / 0", outputs=[failed], execution_count=1, metadata={"tags": tags})
    error = refused(broken)
    assert (error.where, error.problem) == ('cell 1 "1 / 0"', "it failed: ValueError: thiếu số liệu")


@pytest.mark.parametrize("count", [0, 2])
def test_a_notebook_holds_exactly_one_ledger(count: int) -> None:
    notebook = v4.new_notebook(cells=[cell(prose("Một.")), *[trace() for _ in range(count)]])
    for reading in (lambda: read_document(notebook, "x"), lambda: ledger_of(notebook)):
        with pytest.raises(NotebookError, match=f"{count} ledgers instead of one") as caught:
            reading()
        assert "report.trace()" in caught.value.fix


@pytest.mark.parametrize(
    ("shown", "kinds"),
    [
        (printing("stdout"), "stdout"),
        (showing({"text/html": "<table><tr><td>63438</td></tr></table>", "text/plain": "x"}), "text/html, text/plain"),
        (showing({"image/png": "iVBORw0KGgo="}), "image/png"),
        (showing({"application/javascript": "alert(1)"}), "application/javascript"),
    ],
)
def test_what_a_letter_cannot_carry_is_refused(shown: NotebookNode, kinds: str) -> None:
    ((problem, fix),) = read(shown, cell(prose("Một."))).refused
    assert f"it shows {kinds}, which a report cannot carry" in problem
    assert "remove-output" in fix


@pytest.mark.parametrize("tag", ["setup", "parameters", "injected-parameters", "remove-output", "remove-cell"])
def test_what_a_tag_keeps_out_is_not_read(tag: str) -> None:
    hidden = [printing("stdout", tags=[tag]), showing({"text/html": "<b>1</b>"}, tags=[tag]), cell(TABLE, tags=[tag])]
    assert lines(read(*hidden, cell(prose("Một.")))) == ["Một./."]
    assert [block.kind for block in read(*hidden).blocks] == []


def test_warnings_empty_cells_and_raw_cells_are_left_out() -> None:
    never_run = v4.new_code_cell("  \n")
    assert lines(read(printing("stderr"), never_run, v4.new_raw_cell("63438"), cell(prose("Một.")))) == ["Một./."]


@pytest.mark.parametrize(
    "blocks",
    [
        [{"kind": "paragraph"}],
        [{"kind": "script", "runs": []}],
        [{"kind": "paragraph", "runs": [], "html": "<b>"}],
        [{"kind": "heading", "level": 7, "runs": []}],
        "text",
    ],
)
def test_damaged_blocks_are_refused_by_cell(blocks: Any) -> None:
    error = refused(showing({MIME: json.dumps(blocks)}))
    assert error.where == 'cell 1 "report.show()"'
    assert "its blocks are damaged" in error.problem


@pytest.mark.parametrize(
    "damage",
    [
        {"edition": {}},
        {"trace": None},
        {"trace": [{"key": "share@20"}]},
        {"sources": "x"},
        {"vocabulary": [1]},
    ],
)
def test_a_damaged_ledger_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(NotebookError, match="ledger: it is damaged"):
        read_document(v4.new_notebook(cells=[trace(**damage)]), "x")


def changed(cell_at: int, mime: str, former: str, now: str) -> NotebookNode:
    """Change one thing in the outputs of a finished notebook."""
    figure = Figure(key="k", svg="<svg/>", alt="Tỷ lệ 8,12%", caption=[], width=1, height=1)
    told = [cell(prose("Đạt "), figure), cell(Paragraph(runs=[Run(text="8,12%", fact="rate")]))]
    notebook = v4.new_notebook(cells=[*told, trace(*told)])
    read_document(notebook, "x")
    data = notebook.cells[cell_at].outputs[0].data
    assert former in data[mime]
    data[mime] = data[mime].replace(former, now)
    return notebook


@pytest.mark.parametrize(
    ("cell_at", "mime", "former", "now"),
    [
        (1, MIME, '"8,12%"', '"9,12%"'),
        (1, MIME, '"fact":"rate"', '"fact":null'),
        (1, MIME, '"data":false', '"data":true'),
        (0, MIME, "Tỷ lệ 8,12%", "Tỷ lệ 9,12%"),
        (0, MIME, "<svg/>", "<svg><text>9</text></svg>"),
        (0, MIME, '"Đạt "', '"Đã đạt mục tiêu "'),
        (2, LEDGER_MIME, '"as_of": "2020-08-07T', '"as_of": "2020-08-08T'),
        (2, LEDGER_MIME, '"seals": [', '"seals": ["", '),
        (2, SEAL_MIME, "", "0"),
    ],
)
def test_outputs_that_were_changed_after_the_run_are_refused(cell_at: int, mime: str, former: str, now: str) -> None:
    with pytest.raises(NotebookError, match="is not what the report"):
        read_document(changed(cell_at, mime, former, now), "x")


def test_the_ledger_of_another_run_is_refused() -> None:
    one, other = cell(prose("Một.")), cell(prose("Hai."))
    with pytest.raises(NotebookError, match="its output is not what the report told when it ran"):
        read_document(v4.new_notebook(cells=[one, trace(other)]), "x")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>63.438</b>", "inline html has no place in a letter"),
        ("```\nx\n```", "block code has no place in a letter"),
        ("![ảnh](x.png)", "a picture has no place among words"),
        ("Có {{ counted }} người.", "'{{ counted }}' is read in cells of prose alone"),
        ("{% if gap %}Thiếu.{% endif %}", "'{% if gap %}' is read in cells of prose alone"),
    ],
)
def test_markdown_that_a_letter_cannot_carry_is_refused_by_cell(source: str, problem: str) -> None:
    document = read(v4.new_markdown_cell(source), printing("stdout"))
    assert [said.startswith(f"cell {number} ") for number, (said, _) in enumerate(document.refused, 1)] == [True, True]
    assert problem in document.refused[0][0]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (["Trân trọng báo cáo"], "Trân trọng báo cáo./."),
        (["Trân trọng báo cáo."], "Trân trọng báo cáo./."),
        (["Trân trọng báo cáo. "], "Trân trọng báo cáo./."),
        (["Trân trọng báo cáo;"], "Trân trọng báo cáo./."),
        (["Trân trọng báo cáo./."], "Trân trọng báo cáo./."),
        (["Trân trọng ", "báo cáo", "."], "Trân trọng báo cáo./."),
    ],
)
def test_the_body_ends_with_the_closing_mark_exactly_once(written: list[str], printed: str) -> None:
    assert lines(read(cell(prose("Một."), prose(*written), SIGNED))) == ["Một.", printed]


def test_each_annex_ends_with_the_closing_mark_too() -> None:
    document = read(cell(prose("Một."), SIGNED, ANNEX, prose("Hai."), prose("Ba."), ANNEX, TABLE, prose("Bốn.")))
    assert lines(document) == ["Một./.", "Hai.", "Ba./.", "Bốn./."]


def test_a_body_without_signature_ends_before_its_annex() -> None:
    assert lines(read(cell(prose("Một."), ANNEX, prose("Hai.")))) == ["Một./.", "Hai./."]


def test_headings_and_signatures_get_no_closing_mark_and_tables_one_below() -> None:
    blocks: list[Block] = [Heading(level=1, runs=[Run(text="Một")]), SIGNED, ANNEX, TABLE]
    assert said(*read(cell(*blocks)).blocks) == said(*blocks, Paragraph(runs=[Run(text="Hết phụ lục./.", data=True)]))


def test_a_fact_that_ends_the_body_stays_as_the_ledger_has_it() -> None:
    (block, _) = read(cell(Paragraph(runs=[Run(text="8,12%", fact="rate")]), SIGNED)).blocks
    assert isinstance(block, Paragraph)
    assert block.runs == [Run(text="8,12%", fact="rate"), Run(text="./.")]


def test_a_list_is_closed_at_the_point_that_is_read_last() -> None:
    nested = Item(runs=[Run(text="Hai:")], children=[points("Ba;", "Bốn.")])
    (flat, _) = read(cell(points("Một;", "Hai."), SIGNED)).blocks
    (deep, _) = read(cell(points("Một;", nested), SIGNED)).blocks
    assert said(flat) == said(points("Một;", "Hai./."))
    assert said(deep) == said(points("Một;", Item(runs=[Run(text="Hai:")], children=[points("Ba;", "Bốn./.")])))


def said(*blocks: Block) -> list[dict[str, Any]]:
    """Give blocks as they are written down, without the cells they come from."""
    return [block.model_dump() for block in blocks]


def test_every_block_knows_the_cell_it_comes_from_and_is_written_down_without_it() -> None:
    first, second = cell(prose("Một."), TABLE), cell(SIGNED)
    blocks = read(first, second).blocks
    assert [block.cell for block in blocks] == [first.id, first.id, first.id, second.id]
    assert "cell" not in blocks[0].model_dump()


def test_several_annexes_are_numbered_in_order_and_one_is_not() -> None:
    def labels(*blocks: Block) -> list[str]:
        return [block.label for block in read(cell(prose("Một."), SIGNED, *blocks)).blocks if isinstance(block, Annex)]

    assert labels(ANNEX, prose("Hai.")) == ["Phụ lục"]
    assert labels(ANNEX, TABLE, ANNEX, TABLE) == ["Phụ lục I", "Phụ lục II"]
    assert labels(*(block for _ in range(14) for block in (ANNEX, TABLE)))[3::5] == [
        "Phụ lục IV",
        "Phụ lục IX",
        "Phụ lục XIV",
    ]
