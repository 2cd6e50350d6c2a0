"""Tables in web pages and mails (HTML) and in Markdown; each becomes a sheet, all its cells text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from dophu.intake.grid import Area, Cell, Kind, Sheet, Workbook
from dophu.intake.readers.delimited import decoded
from dophu.intake.readers.formats import RAISED
from dophu.intake.readers.package import COLUMNS_AT_MOST, ROWS_AT_MOST, TEXT_AT_MOST, damaged, too_big
from dophu.words import say

SILENT = ("script", "style", "template", "noscript", "head", "title")
RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\f\v]+")  # as a browser joins them; no-break spaces stay as many as they are
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(content: bytes, name: str) -> Workbook:
    """Read the tables of a page; spans become merged areas. Raises DataError for one that is too large."""
    text, encoding = _page(content, name)
    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, f"it is no page with a table ({error})") from None
    tables = [table for table in root.iter("table") if next(table.iter("td", "th"), None) is not None]
    sheets = tuple(
        _table(table, say("received.table", number=number), name) for number, table in enumerate(tables, start=1)
    )
    return Workbook(name, "html", sheets, (f"read as {encoding}",))


def _page(content: bytes, name: str) -> tuple[str, str]:
    declared = CHARSET.search(content[:4096])
    if declared:
        try:
            return content.decode(declared[1].decode()), declared[1].decode().lower()
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(content, name)


def _table(table: Any, title: str, name: str) -> Sheet:
    caption = table.find("caption")
    cells: dict[tuple[int, int], Cell] = {}
    merged, hidden, taken = [], set(), dict[tuple[int, int], bool]()
    for number, row in enumerate(_rows(table), start=1):
        if number > ROWS_AT_MOST:
            raise too_big(name, f"a table has more than {ROWS_AT_MOST:,} rows")
        if _is_hidden(row):
            hidden.add(number)
        column = 1
        for element in row.iterchildren("td", "th"):
            while taken.pop((number, column), False):
                column += 1
            down, across = _span(element, "rowspan", ROWS_AT_MOST), _span(element, "colspan", COLUMNS_AT_MOST)
            text = _text(element, name)
            if text:
                struck = "struck" if next(element.iter("s", "strike", "del"), None) is not None else ""
                cells[number, column] = Cell(number, column, text, Kind.TEXT, text, _fonts(element), None, struck)
            if down > 1 or across > 1:
                merged.append(Area(number, column, number + down - 1, column + across - 1))
                taken |= {(number + d, column + a): True for d in range(1, min(down, 500)) for a in range(across)}
            column += across
            if column > COLUMNS_AT_MOST + 1:
                raise too_big(name, f"a table has more than {COLUMNS_AT_MOST} columns")
    sheet_name = " ".join(caption.text_content().split())[:60] if caption is not None else ""
    return Sheet(sheet_name or title, cells, tuple(merged), hidden_rows=frozenset(hidden))


def _rows(table: Any) -> Iterator[Any]:
    """Give a table's own rows, those of tables inside it left to these."""
    return (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)


def _is_hidden(element: Any) -> bool:
    return bool(HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None


def _is_raised(element: Any) -> bool:
    return element.tag == "sup" or bool(SUPER.search(element.get("style") or ""))


def _span(element: Any, name: str, most: int) -> int:
    text = (element.get(name) or "1").strip()
    return min(max(int(text), 1), most) if text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004 - a browser's bound


def _fonts(element: Any) -> tuple[str, ...]:
    """Name the fonts that a mail sets its cells in, which may be of an old encoding."""
    faces = [child.get("face") for child in element.iter("font")]
    styles = [re.search(r"font-family\s*:\s*([^;]+)", child.get("style") or "") for child in element.iter()]
    named = [*faces, *(found[1] for found in styles if found)]
    return tuple(dict.fromkeys(part.strip(" '\"") for face in named if face for part in face.split(",")))


def _text(element: Any, name: str) -> str:
    text = "".join(_pieces(element, inside=True))
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    joined = "\n".join(filter(None, lines))
    if len(joined) > TEXT_AT_MOST:
        raise too_big(name, f"a cell holds {len(joined):,} characters")
    return joined


def _pieces(element: Any, *, inside: bool = False) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in (*SILENT, "table") and (inside or not _is_hidden(element)):
        inner = ((element.text or "").replace("\n", " "), *(piece for child in element for piece in _pieces(child)))
        yield from (piece.translate(RAISED) for piece in inner) if _is_raised(element) else inner
        if element.tag in ("br", "p", "div", "li"):
            yield "\n"
    if not inside:
        yield (element.tail or "").replace("\n", " ")


def read_markdown(content: bytes, name: str) -> Workbook:
    """Read the pipe tables of a Markdown text; rows count as in the file."""
    text, encoding = decoded(content, name)
    lines = text.splitlines()
    if len(lines) > ROWS_AT_MOST:
        raise too_big(name, f"it has more than {ROWS_AT_MOST:,} lines")
    rules = [number for number, line in enumerate(lines) if "|" in line and RULE.match(line)]
    starts = [rule - 1 for rule in rules if rule and "|" in lines[rule - 1]]
    spans = [range(start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=False)]
    sheets = tuple(
        _pipes(lines, span, say("received.table", number=number)) for number, span in enumerate(spans, start=1)
    )
    return Workbook(name, "markdown", sheets, (f"read as {encoding}",))


def _pipes(lines: list[str], span: range, title: str) -> Sheet:
    """Read a table down to the last line with a bar: people leave lines blank between its rows."""
    cells = {}
    for number in span:
        if "|" not in lines[number] or number == span.start + 1:
            continue  # the rule below the headings
        for column, part in enumerate(_parts(lines[number]), start=1):
            if part:
                cells[number + 1, column] = Cell(number + 1, column, part, Kind.TEXT, part)
    return Sheet(title, cells)


def _parts(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    parts = re.split(r"(?<!\\)\|", inner)[:COLUMNS_AT_MOST]
    return [re.sub(r"^(\*\*|__)(.*)\1$", r"\2", part.replace("\\|", "|").strip()) for part in parts]
