"""An executed notebook, read into a document: what ran to its end, what it showed, and its ledger."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode
from pydantic import ValidationError

from dophu.errors import NotebookError, UnshowableError, UsageError
from dophu.facts.arithmetic import LOOK
from dophu.publish.cited import with_citations
from dophu.publish.headings import with_headings
from dophu.tell.blocks import (
    MIME,
    Annex,
    Block,
    Document,
    Figure,
    Item,
    List,
    Paragraph,
    Run,
    Signature,
    Table,
    read,
)
from dophu.tell.display import LEDGER_MIME, SEAL_MIME, seal
from dophu.tell.help.hints import line_to_write, shown
from dophu.tell.markdown import blocks_of
from dophu.tell.trace import rows
from dophu.words import say

UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")  # of Roman numerals
END = "./."  # closes the body and each annex of an official document
HIDDEN = {"setup", "parameters", "injected-parameters", "remove-cell", "remove-output", "remove_cell"}
OF_PROSE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)  # what a cell of prose would tell
OF_EDITION = ("title", "subject", "campaign", "period", "unit", "as_of", "banner")


def read_document(notebook: NotebookNode, report: str) -> Document:
    """Read a finished notebook; one that stopped half-way is a NotebookError.

    What it shows that no letter can carry is left to the gates, which tell of all of it at once.
    """
    for number, cell in code_cells(notebook):
        _must_have_run(cell, number)
    blocks, refused = list[Block](), list[tuple[str, str]]()
    for number, cell in enumerate(notebook.cells, 1):
        try:
            blocks += _from_cell(cell, number)
        except UnshowableError as error:
            refused.append((f"{error.where}: {error.problem}", f"{place_of(cell, number)}: {error.fix}"))
    ledger = ledger_of(notebook)
    document = document_of(blocks, ledger, report)
    _must_be_as_told(notebook, ledger)
    return document.model_copy(update={"refused": tuple(refused)})


def document_of(blocks: list[Block], ledger: dict[str, Any], report: str) -> Document:
    """Put blocks and ledger together; the body and each annex are closed with "./.", several annexes numbered.

    Each figure and table is named by its number in the prose.
    """
    whole = _ended(with_citations(_labelled(with_headings(blocks))))
    try:
        return Document(
            **{key: ledger["edition"][key] for key in OF_EDITION},
            report=report,
            blocks=whole,
            facts=rows(ledger),
            sources=ledger["sources"],
            vocabulary=ledger["vocabulary"],
            inputs=ledger["inputs"],
            ledger=released(ledger, report),
        )
    except (LookupError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
        raise NotebookError("ledger", f"it is damaged: {error}", "run the notebook again") from None


def released(ledger: Mapping[str, Any], report: str) -> dict[str, Any]:
    """Take what is released beside a report, `<report>.facts.json`: what docs/ledger.md describes, and nothing else."""
    edition = {"edition": {"report": report} | ledger["edition"]}
    return edition | {name: ledger[name] for name in ("version", "sources", "lists", "facts", "trace")}


def ledger_of(notebook: NotebookNode) -> dict[str, Any]:
    """Read the ledger that the notebook's last call left."""
    try:
        return dict(json.loads(_entered(notebook)[LEDGER_MIME]))
    except (TypeError, ValueError) as error:
        raise NotebookError("ledger", f"it is damaged: {error}", "run the notebook again") from None


def empty_because(notebook: NotebookNode) -> str:
    """Say why a report has nothing of its own to show, as it said itself when it ran; "" where it has."""
    return str(ledger_of(notebook).get("empty", ""))


def code_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Walk through the cells that run, with their numbers."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and cell.source.strip():
            yield number, cell


def place_of(cell: NotebookNode, number: int) -> str:
    """Name a cell as an error does: by its number and its first words."""
    first = next((line for line in cell.source.splitlines() if line.strip() and line != "%%narrative"), "")
    return f'cell {number} "{first.strip()[:50]}"'


def _must_have_run(cell: NotebookNode, number: int) -> None:
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors:
        problem = f"it failed: {errors[0].ename}: {errors[0].evalue}"
        raise NotebookError(place_of(cell, number), problem, "mend the cell and run the notebook again")
    finished = cell.metadata.get("papermill", {}).get("status", "completed") == "completed"
    if cell.execution_count is None or not finished:
        raise NotebookError(place_of(cell, number), "it was not run to its end", "run the whole notebook")


def _must_be_as_told(notebook: NotebookNode, ledger: dict[str, Any]) -> None:
    """Refuse what was changed after the report told it: a text, a link, an alternative text, a drawing, a ledger."""
    seals = ledger.get("seals", [])
    for number, cell in code_cells(notebook):
        shown = [output["data"][MIME] for output in cell.outputs if MIME in output.get("data", {})]
        if any(seal(blocks) not in seals for blocks in shown):
            problem = "its output is not what the report told when it ran"
            raise NotebookError(place_of(cell, number), problem, "run the whole notebook again")
    entered = _entered(notebook)
    if entered.get(SEAL_MIME) != seal(entered[LEDGER_MIME]):
        raise NotebookError("ledger", "it is not what the report entered when it ran", "run the whole notebook again")


def _blocks(cell: NotebookNode, number: int) -> list[Block]:
    if HIDDEN & set(cell.metadata.get("tags", [])):
        return []
    if cell.cell_type == "markdown":
        try:
            return _of_markdown(cell.source, place_of(cell, number))
        except UsageError as error:
            raise UnshowableError(error.where, error.problem, error.fix) from None
    if cell.cell_type != "code":
        return []
    return [block for output in cell.outputs for block in _shown(output, cell, number)]


def _of_markdown(source: str, where: str) -> list[Block]:
    if mark := OF_PROSE.search(source):
        problem = f"'{mark[0][:40]}' is read in cells of prose alone, and would print here as it is typed"
        raise UsageError(where, problem, "make it a cell of code that begins with the line %%narrative")
    return blocks_of(source, where=where)


def _from_cell(cell: NotebookNode, number: int) -> list[Block]:
    """Read a cell's blocks; each says which cell it is of, by its id or, in an old notebook, its number."""
    name = str(cell.get("id") or number)
    return [block.model_copy(update={"cell": name}) for block in _blocks(cell, number)]


def _shown(output: NotebookNode, cell: NotebookNode, number: int) -> list[Block]:
    data, where = output.get("data", {}), place_of(cell, number)
    if MIME in data:
        try:
            return read(data[MIME])
        except ValidationError as error:
            raise NotebookError(where, f"its blocks are damaged: {error}", "run the notebook again") from None
    if LEDGER_MIME in data or LOOK in data or output.get("name") == "stderr":
        return []
    kinds = ", ".join(data) or output.get("name", output.output_type)
    raise UnshowableError(where, f"it shows {kinds}, which a report cannot carry", _way_to_show(cell, data))


def _way_to_show(cell: NotebookNode, data: Mapping[str, Any]) -> str:
    """Name the line that shows what a cell has shown by itself.

    A call of pyplot returns what it has drawn; the picture itself is shown after that.
    """
    kind = shown(data) or "text"
    is_drawn = any(shown(output.get("data", {})) == "picture" for output in cell.outputs)
    line = line_to_write(cell.source, "picture" if is_drawn and kind == "text" else kind)
    way = f"write {line}" if line else "say it in a cell of prose"
    return f"{way}; or tag the cell 'remove-output' to keep it out"


def _entered(notebook: NotebookNode) -> NotebookNode:
    """Find the output that carries the ledger; there is one."""
    found = [
        output.data
        for _, cell in code_cells(notebook)
        for output in cell.outputs
        if LEDGER_MIME in output.get("data", {})
    ]
    if len(found) != 1:
        raise NotebookError(
            "notebook",
            f"it holds {len(found)} ledgers instead of one",
            "let its last cell call report.trace(), and run it to the end",
        )
    return found[0]


def _labelled(blocks: list[Block]) -> list[Block]:
    """Give several annexes their numbers, "Phụ lục I", "Phụ lục II"; one alone needs none."""
    places = [place for place, block in enumerate(blocks) if isinstance(block, Annex)]
    numbers = {place: number for number, place in enumerate(places, 1)} if len(places) > 1 else {}
    labelled = [_numbered(block, numbers.get(place)) for place, block in enumerate(blocks)]
    return [_citing_all(block) for block in labelled] if numbers else labelled


def _citing_all(block: Block) -> Block:
    """Let a sentence that cites the annex cite all of them (Decree 30/2020/ND-CP, appendix I, III.1.a)."""
    if not isinstance(block, Paragraph):
        return block
    one, every = say("annex.cited"), say("annex.all_cited")
    return block.model_copy(
        update={"runs": [run.model_copy(update={"text": run.text.replace(one, every)}) for run in block.runs]}
    )


def _numbered(block: Block, number: int | None) -> Block:
    if number is None or not isinstance(block, Annex):
        return block
    return block.model_copy(update={"label": f"{block.label} {_roman(number)}"})


def _roman(number: int) -> str:
    return "X" * (number // 10) + UNITS[number % 10]


def _ended(blocks: list[Block]) -> list[Block]:
    """Close the body (before the signature) and each annex with "./." as the Decree asks."""
    ended: list[Block] = []
    annexed = False
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        stops = following is None or isinstance(following, Annex)
        closes = isinstance(following, Signature) or (stops and not isinstance(block, Signature))
        annexed = annexed or isinstance(block, Annex)
        ended += _with_closing(block, annexed=annexed) if closes else [block]
    return ended


def _with_closing(block: Block, *, annexed: bool) -> list[Block]:
    """Close a part at the end of its last line; one that ends with a table says so in a line of its own."""
    if isinstance(block, Paragraph | List):
        return [_closed(block)]
    if isinstance(block, Figure):
        return [block.model_copy(update={"caption": _with_end(block.caption)})]
    words = say("annex.ends" if annexed else "document.ends") + END
    return (
        [block, Paragraph(runs=[Run(text=words, data=True)], cell=block.cell)] if isinstance(block, Table) else [block]
    )


def _closed(block: Paragraph | List) -> Paragraph | List:
    if isinstance(block, Paragraph):
        return block.model_copy(update={"runs": _with_end(block.runs)})
    return _closed_list(block)


def _closed_list(points: List) -> List:
    """Close the point that is read last, however deep it is nested."""
    *others, last = points.items
    if last.children:
        *before, deepest = last.children
        item = Item(runs=last.runs, children=[*before, _closed_list(deepest)])
    else:
        item = Item(runs=_with_end(last.runs))
    return points.model_copy(update={"items": [*others, item]})


def _with_end(runs: list[Run]) -> list[Run]:
    if not runs or runs[-1].text.rstrip().endswith(END):
        return runs
    last = runs[-1]
    text = last.text.rstrip().removesuffix(".").removesuffix(";")
    if last.fact is None:
        return [*runs[:-1], last.model_copy(update={"text": text + END})]
    return [*runs, Run(text=END)]
