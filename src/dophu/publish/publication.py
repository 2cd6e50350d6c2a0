"""The reports of one edition as one publication: a cover, the key points, one set of headline numbers, contents, parts.

Each part is a report as it was released; figures and tables are numbered through. Whoever reads two parts side by side
reads the same numbers: reports of one edition that disagree are refused before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

from dophu.errors import GateError
from dophu.tell.blocks import (
    Annex,
    Block,
    Document,
    Figure,
    Heading,
    Item,
    List,
    Masthead,
    Paragraph,
    Run,
    Runs,
    Signature,
    Table,
    TraceRow,
)
from dophu.tell.content import line, numbered, runs
from dophu.tell.html import plain
from dophu.wording import capitalised
from dophu.words import say

NAME = "publication"
ORDER = ("quick_report", "progress", "national_table", "parts", "data_quality")  # others follow by name
HEADLINE = ("counted", "share", "target", "gap", "missing", "rank", "per_day", "pace")
Kind = Literal["figure", "table"]
OPENING = 2  # lines under the title of a report that is no letter


def publication(documents: Sequence[Document]) -> Document:
    """Put the reports of one edition together. Raises a GateError where two of them say a number differently."""
    ordered = sorted(documents, key=_place)
    facts = _same_facts(ordered)
    parts = [_part(document, number) for number, document in enumerate(ordered, 1)]
    first = ordered[0]
    edition = first.ledger["edition"] | {"report": NAME, "title": say("publication.title")}
    ledger = {
        "edition": edition,
        **{name: _united(one.ledger.get(name, {}) for one in ordered) for name in ("facts", "lists")},
    }
    return first.model_copy(
        update={
            "title": say("publication.title"),
            "report": NAME,
            "blocks": [*_cover(ordered, facts), *_renumbered(parts)],
            "facts": list(facts.values()),
            "sources": list({source.id: source for one in ordered for source in one.sources}.values()),
            "inputs": _united(one.inputs for one in ordered),
            "ledger": ledger,
        }
    )


def _place(document: Document) -> tuple[int, str]:
    known = document.report in ORDER
    return ORDER.index(document.report) if known else len(ORDER), document.report


def _united(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {key: value for part in parts for key, value in part.items()}


def _same_facts(documents: Iterable[Document]) -> dict[str, TraceRow]:
    """Gather the facts of all reports by key; one of which two reports print different texts is refused."""
    found: dict[str, TraceRow] = {}
    for document in documents:
        for fact in document.facts:
            former = found.setdefault(fact.key, fact)
            if former.shown != fact.shown and fact.status != "given":
                problem = f"'{fact.key}' is {former.shown} in one report and {fact.shown} in another"
                raise GateError(f"{NAME}, {document.report}", problem, "build all reports of the edition again")
    return found


def _cover(documents: Sequence[Document], facts: Mapping[str, TraceRow]) -> Iterator[Block]:
    yield Heading(level=1, runs=runs(say("publication.title")))
    yield from next((_opening(one) for one in documents if not _is_letter(one)), [])
    if points := max((key_points(one) for one in documents), key=_length):
        yield Heading(level=2, runs=runs(say("publication.points")))
        yield points
    if told := [_headline(facts[key], facts) for key in _headlines(documents[0], facts)]:
        yield Heading(level=2, runs=runs(say("publication.headline")))
        head = [runs(say("publication.figure")), runs(say("publication.value"))]
        yield Table(caption=runs(say("publication.caption")), head=head, rows=told, align=["left", "right"])
    yield Heading(level=2, runs=runs(say("publication.contents")))
    named = [say("publication.part", label=_label(number), title=one.title) for number, one in enumerate(documents, 1)]
    yield List(items=[Item(runs=runs(name)) for name in named])


def _headlines(document: Document, facts: Mapping[str, TraceRow]) -> Iterator[str]:
    return (key for name in HEADLINE if (key := f"{name}@{document.unit}") in facts)


def _headline(fact: TraceRow, facts: Mapping[str, TraceRow]) -> list[Runs]:
    """Write a number with its name; a rank with among how many it is."""
    value = [Run(text=fact.shown, fact=fact.key, data=True)]
    ranked = facts.get(fact.key.replace("rank@", "ranked@")) if fact.key.startswith("rank@") else None
    among = (
        [Run(text=say("publication.among"), data=True), Run(text=ranked.shown, fact=ranked.key, data=True)]
        if ranked
        else []
    )
    return [runs(capitalised(fact.label)), [*value, *among]]


def _is_letter(document: Document) -> bool:
    return any(isinstance(block, Masthead) for block in document.blocks)


def _opening(document: Document) -> list[Block]:
    """Take the lines under a report's title: of what, of when, and by whom."""
    start = next(place for place, block in enumerate(document.blocks) if _is_title(block))
    return [block for block in document.blocks[start + 1 : start + 1 + OPENING] if isinstance(block, Paragraph)]


def _is_title(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def key_points(document: Document) -> List | None:
    """Find the list that a report opens with."""
    for block, following in pairwise(document.blocks):
        if (
            isinstance(block, Paragraph)
            and plain(block.runs) == say("publication.opener")
            and isinstance(following, List)
        ):
            return following
    return None


def _length(points: List | None) -> int:
    return len(points.items) if points else 0


def _part(document: Document, number: int) -> list[Any]:
    """Write a report as a part: its title opens it, its annexes are named after it, nobody signs it by itself."""
    label = _label(number)
    opened = Annex(label=label, title=document.title.upper(), attached="")
    return [opened, *(_within(block, label) for block in document.blocks if not _is_head_or_foot(block))]


def _label(number: int) -> str:
    return say("publication.label", number=number)


def _is_head_or_foot(block: Block) -> bool:
    return isinstance(block, Masthead | Signature) or _is_title(block)


def _within(block: Block, label: str) -> Block:
    return block.model_copy(update={"label": f"{label}, {block.label}"}) if isinstance(block, Annex) else block


def _renumbered(parts: Iterable[Sequence[Block]]) -> Iterator[Block]:
    """Give figures and tables numbers through the whole, the data of a figure and the words that name it with it."""
    figures = tables = 0
    for part in parts:
        own = {name: (kind, number) for name, kind, number in _numbers(part, figures, tables)}
        yield from (_with_numbers(block, own) for block in part)
        figures += sum(isinstance(block, Figure) for block in part)
        tables += sum(isinstance(block, Table) for block in part)


def _numbers(part: Sequence[Block], figures: int, tables: int) -> Iterator[tuple[str, Kind, int]]:
    """Say of each figure and table how it is named in its part, and its number in the whole."""
    for block in part:
        if isinstance(block, Figure):
            figures += 1
            yield block.caption[0].text, "figure", figures
        elif isinstance(block, Table):
            tables += 1
            yield block.caption[0].text, "table", tables


def _with_numbers(block: Block, numbers: Mapping[str, tuple[Kind, int]]) -> Block:
    if isinstance(block, Figure):
        kind, number = numbers[block.caption[0].text]
        data = block.table and block.table.model_copy(update={"caption": line("figure.data", number=number)})
        return block.model_copy(update={"caption": numbered(kind, number, block.caption[1:]), "table": data})
    if isinstance(block, Table):
        kind, number = numbers[block.caption[0].text]
        return block.model_copy(update={"caption": numbered(kind, number, block.caption[1:])})
    if isinstance(block, Paragraph):
        return block.model_copy(update={"runs": [_renamed(run, numbers) for run in block.runs]})
    return block


def _renamed(run: Run, numbers: Mapping[str, tuple[Kind, int]]) -> Run:
    """Write the new numbers of figures and tables that a paragraph names."""
    new = {old.rstrip(". "): say(f"{kind}.label", number=number) for old, (kind, number) in numbers.items()}
    if run.fact or not new:
        return run
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, new))})(?!\w)")
    return run.model_copy(update={"text": named.sub(lambda found: new[found[0]], run.text)})
