"""Markdown, as far as an official letter uses it, as blocks: headings, paragraphs, lists, tables, bold, italic, links.

Values are never Markdown: the prose holds a placeholder for each, so that a name such as `*b*` or `<script>`
prints as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any
from urllib.parse import quote

import mistune

from dophu.errors import UsageError
from dophu.tell.blocks import Block, Heading, Item, List, Paragraph, Run, Table

OPEN, CLOSE = "\ue000", "\ue001"  # private-use characters, refused in any input
PLACEHOLDER = re.compile(f"{OPEN}(\\d+){CLOSE}")
ALLOWED = "headings, paragraphs, lists, tables, **bold**, *italic*, [links](https://…)"
MATHS = re.compile(
    r"\$\$[^$]+\$\$|\$[^$\n]*[\\^_{}=][^$\n]*\$"
)  # a formula of LaTeX, which JupyterLab would typeset and no format here
RAW = {  # what others than Jupyter, or Jupyter alone, would make of Markdown
    "a footnote": re.compile(r"\[\^[^\]\s]+\]"),
    "a box to tick": re.compile(r"^[ \t]*[-*+][ \t]+\[[ xX]\][ \t]", re.MULTILINE),
    "words struck out": re.compile(r"~~[^~\n]+~~"),
}
BREAK = "\n"  # a run of its own: the line ends where its author ended it

_parse = mistune.create_markdown(renderer=None, plugins=["table"])


def placeholder(index: int) -> str:
    """Mark the place of the value with that index."""
    return f"{OPEN}{index}{CLOSE}"


def blocks_of(text: str, values: Sequence[Run] = (), where: str = "Markdown cell") -> list[Block]:
    """Read Markdown into blocks; what a letter cannot carry (HTML, code, images, formulas) is refused by name."""
    if formula := MATHS.search(text):
        problem = f"the formula {' '.join(formula[0].split())[:60]} would print as it is typed"
        raise UsageError(where, problem, f"say it in words, or as a picture: {_picture('cong-thuc.png', '')}")
    for kind, form in RAW.items():
        if raw := form.search(text):
            raise UsageError(where, f"{kind} would print as it is typed: {raw[0].strip()[:60]}", f"use {ALLOWED}")
    tokens: Any = _parse(text)
    return [block for token in tokens for block in _block(token, values, where)]


def _block(token: dict[str, Any], values: Sequence[Run], where: str) -> Iterator[Block]:
    kind = token["type"]
    if kind in {"paragraph", "block_text"}:
        yield Paragraph(runs=_runs(token["children"], values, where))
    elif kind == "heading":
        yield Heading(level=token["attrs"]["level"], runs=_runs(token["children"], values, where))
    elif kind == "list":
        yield _list(token, values, where)
    elif kind == "table":
        yield _table(token, values, where)
    elif kind != "blank_line":
        raise _refused(kind, token, where)


def _table(token: dict[str, Any], values: Sequence[Run], where: str) -> Table:
    """Read a table that is typed; it has no caption and no number, unlike those of `report.table` and `report.show`."""
    parts = {part["type"]: part["children"] for part in token["children"]}
    head, body = parts["table_head"], parts.get("table_body", [])
    return Table(
        caption=[],
        head=[_runs(cell["children"], values, where) for cell in head],
        rows=[[_runs(cell["children"], values, where) for cell in row["children"]] for row in body],
        align=[cell["attrs"]["align"] or "left" for cell in head],
    )


def _list(token: dict[str, Any], values: Sequence[Run], where: str) -> List:
    items = [_item(item, values, where) for item in token["children"]]
    attrs = token["attrs"]
    return List(ordered=attrs.get("ordered", False), start=attrs.get("start", 1), items=items)


def _item(token: dict[str, Any], values: Sequence[Run], where: str) -> Item:
    runs: list[Run] = []
    children: list[List] = []
    for child in token["children"]:
        for block in _block(child, values, where):
            if isinstance(block, List):
                children.append(block)
            elif isinstance(block, Paragraph) and not runs:
                runs = block.runs
            else:
                raise _refused("several paragraphs in one list item", child, where)
    return Item(runs=runs, children=children)


def _runs(tokens: list[dict[str, Any]], values: Sequence[Run], where: str, **style: Any) -> list[Run]:
    return [run for token in tokens for run in _inline(token, values, where, style)]


def _inline(token: dict[str, Any], values: Sequence[Run], where: str, style: dict[str, Any]) -> Iterator[Run]:
    kind = token["type"]
    if kind == "text":
        yield from _text(token["raw"], values, style)
    elif kind in {"softbreak", "linebreak"}:
        yield Run(text=BREAK if kind == "linebreak" else " ", **style)
    elif kind == "strong":
        yield from _runs(token["children"], values, where, **{**style, "bold": True})
    elif kind == "emphasis":
        yield from _runs(token["children"], values, where, **{**style, "italic": True})
    elif kind == "link":
        yield from _runs(token["children"], values, where, **{**style, "link": _address(token, where)})
    else:
        raise _refused(kind, token, where)


def _text(text: str, values: Sequence[Run], style: dict[str, Any]) -> Iterator[Run]:
    for index, part in enumerate(PLACEHOLDER.split(text)):
        if index % 2:
            yield values[int(part)].model_copy(update=style)
        elif part:
            yield Run(text=unescape(part), **style)


def _address(token: dict[str, Any], where: str) -> str:
    url = str(token["attrs"]["url"])
    if not url.startswith(("https://", "http://")) or quote(OPEN) in url:
        raise UsageError(where, f"a link must not lead to '{url}'", "write the whole address by hand, https://…")
    return url


def _picture(path: str, alt: str) -> str:
    return f'report.show("{path}", caption="…", alt="{alt or "…"}", source="…")'


def _refused(kind: str, token: dict[str, Any], where: str) -> UsageError:
    if kind == "image":
        alt = "".join(str(child.get("raw", "")) for child in token["children"])
        line = _picture(str(token["attrs"]["url"]), alt)
        return UsageError(where, "a picture has no place among words", f"show it in a cell of its own: {line}")
    text = " ".join(str(token.get("raw", "")).split())[:60]
    shown = f": {text}" if text else ""
    return UsageError(where, f"{kind.replace('_', ' ')} has no place in a letter{shown}", f"use {ALLOWED}")
