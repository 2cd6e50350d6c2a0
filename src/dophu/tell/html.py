"""Blocks as HTML: what JupyterLab shows and what the published page is made of.

Every function is pure. `links=True` writes for the page, which has a style sheet and a trace table;
`links=False` writes for a notebook, which has neither, so the few styles it needs stand inline.
Text is escaped wherever it is put in (`fill`); pictures are images, in which no script can run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from dophu import wording
from dophu.tell.blocks import (
    Annex,
    Block,
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
)
from dophu.tell.letterhead import before_issuer
from dophu.words import say

PIXELS_PER_MM = 96 / 25.4
PLAIN_IN_DATA = " !$()*+,-./:;=?@_~"  # percent-encoded: fonts in a drawing are base64 already, twice is a third more
WHOLE = re.compile(rf"{wording.SYMBOL.pattern}|[^\W\d_]+/[^\W\d_]+")  # "người/điện thoại" and symbols stay on one line
QUOTED_IN_DATA = re.compile(rf"[^A-Za-z0-9{re.escape(PLAIN_IN_DATA)}]+")  # `quote` alone looks at each letter of a font
SAFE_LINK = re.compile(r"(https?://|mailto:|#)\S*", re.IGNORECASE)
LONG_WORD = re.compile(r"[^\s]{30}")
FEW_COLUMNS = 6  # a table of more is set in smaller type
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
NOTEBOOK_STYLES = {
    "masthead": "display:flex;flex-wrap:wrap;justify-content:space-around;gap:1em 2em;text-align:center",
    "short-rule": "display:inline-block;padding-bottom:.2em;"
    "background:linear-gradient(currentColor,currentColor) bottom/40% 1px no-repeat",
    "full-rule": "display:inline-block;padding-bottom:.2em;border-bottom:1px solid",
    "last": "margin-top:.8em",
    "title": "text-align:center;font-size:1.3em;font-weight:bold;line-height:1.4;margin:1.5em 0",
    "abstract": "display:block;font-size:1rem;padding:.2em 0 .5em;"
    "background:linear-gradient(currentColor,currentColor) bottom/12em 1px no-repeat",
    "addressees": "text-align:center;margin:1em 0",
    "stacked": "display:inline-block;vertical-align:top;text-align:left",
    "signature": "display:flex;flex-flow:row-reverse wrap;justify-content:space-between;gap:1em 2em",
    "signer": "text-align:center;min-width:45%",
    "pen": "height:5em",
    "recipients": "font-size:.9em",
    "dash": "list-style-type:'- ';margin:0 0 .6em;padding-left:1em",
    "many": "font-size:.75em",
    "picture": "background:white;max-width:100%;height:auto",
    "annex": "text-align:center;font-size:1.2em;line-height:1.4;margin-top:2em",
    "annex-title": "display:block;font-weight:bold;text-transform:uppercase",
    "attached": "text-align:center;white-space:pre-wrap",
    "unbroken": "display:inline-block",
    "marked": "font-weight:bold;background:rgb(120 170 220 / 20%)",
    "totals": "font-weight:bold;border-top:2px solid",
    "left": "text-align:left",
    "left long": "text-align:left;overflow-wrap:anywhere",
    "center": "text-align:center",
    "right": "text-align:right;white-space:nowrap",
}


def _nothing(_: Runs) -> Markup:
    return Markup("")


@dataclass(frozen=True)
class Carried:
    """What the cells of a table carry on a page besides what they print.

    orders   of each row, for the script that may sort the table
    paste    of each cell that is a number: the attributes that say so to a spreadsheet of any language
    after    what stands below the table
    """

    orders: Sequence[str] = ()
    paste: Callable[[Runs], Markup] = _nothing
    after: str = ""


NOTHING_CARRIED = Carried()


def fragment(block: Block, *, links: bool, anchor: str = "") -> Markup:
    """Write one block as HTML; `anchor` is the id that a table of contents points to, if any."""
    html = WRITERS[block.kind](block, links)
    if anchor:
        html = Markup(html.replace(">", fill(' id="{}">', anchor), 1))
    return Markup(printable(html))


def fragments(blocks: Iterable[Block], *, links: bool) -> Markup:
    """Write blocks as HTML, one after the other."""
    return _joined((fragment(block, links=links) for block in blocks), "\n")


def printable(text: str) -> str:
    """Show control characters and direction overrides, which could hide or reorder text, as U+FFFD."""
    return UNPRINTABLE.sub("\ufffd", text)


def anchor_of(key: str) -> str:
    """Write a key so that it reads the same as part of an id and of a link."""
    return _quoted(key, "")


@lru_cache(maxsize=4096)
def _quoted(text: str, plain: str) -> str:
    return quote(text, safe=plain)


def is_safe_link(address: str) -> bool:
    """Tell whether an address may be followed: http, https, mailto, or a place on the page."""
    return SAFE_LINK.fullmatch(address) is not None


def fill(form: str, *parts: object) -> Markup:
    """Fill a form with parts, each escaped unless it is HTML already; `Markup.format` takes three times as long."""
    return Markup(form.format(*map(escape, parts)))


def plain(runs: Sequence[Run]) -> str:
    """Join the text of runs, without its styles."""
    return "".join(run.text for run in runs)


def _joined(parts: Iterable[Markup], between: str = "") -> Markup:
    return Markup(between.join(parts))


@lru_cache(maxsize=256)
def _look(name: str, links: bool) -> Markup:
    return fill('class="{}"', name) if links else fill('style="{}"', NOTEBOOK_STYLES[name])


def _runs(runs: Sequence[Run], links: bool) -> Markup:
    return _joined(_run(run, links) for run in runs)


def _run(run: Run, links: bool) -> Markup:
    html = Markup("<br>") if run.text == "\n" else _text(run.text, links)
    if run.fact and links:
        html = fill('<span class="fact">{}<a class="source" href="#fact-{}"></a></span>', html, anchor_of(run.fact))
    elif run.link and is_safe_link(run.link):
        html = fill('<a href="{}">{}</a>', run.link, html)
    if run.italic:
        html = fill("<i>{}</i>", html)
    return fill("<b>{}</b>", html) if run.bold else html


def _text(text: str, links: bool) -> Markup:
    """Escape text; the style sheet keeps whole what a line's end must not part, so that it is copied as it was typed.

    A name of a file that no column has room for breaks between its parts, and not within a year.
    """
    html = str(escape(text))
    if links and "/" in text:
        html = WHOLE.sub(r'<span class="whole">\g<0></span>', html)
    if links and "_" in text and LONG_WORD.search(text):
        html = html.replace("_", "_<wbr>")
    return Markup(html)


def _heading(heading: Heading, links: bool) -> Markup:
    return fill("<h{0}>{1}</h{0}>", heading.level, _runs(heading.runs, links))


def _paragraph(paragraph: Paragraph, links: bool) -> Markup:
    return fill("<p>{}</p>", _runs(paragraph.runs, links))


def _list(points: List, links: bool) -> Markup:
    items = _joined(_item(item, links) for item in points.items)
    if points.ordered:
        return fill('<ol start="{}">{}</ol>', points.start, items)
    return fill("<ul {}>{}</ul>", _look("dash", links), items)


def _item(item: Item, links: bool) -> Markup:
    below = _joined(_list(child, links) for child in item.children)
    return fill("<li>{}{}</li>", _runs(item.runs, links), below)


def _table(table: Table, links: bool, carried: Carried = NOTHING_CARRIED) -> Markup:
    html = fill(
        "<table{}><caption><span>{}</span></caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>{}</table>",
        _kind(table, carried.orders) if links else _smaller(table),
        _runs(table.caption, links),
        _heads(table, links),
        _joined(_body(table, links, carried), "\n"),
        _foot(table, links, carried),
    )
    if not links:
        return html
    label = plain(table.caption) or say("table.unnamed")
    framed = fill('<div class="table" role="region" tabindex="0" aria-label="{}">{}</div>', label, html)
    return framed + Markup(carried.after)


def table(table: Table, carried: Carried) -> Markup:
    """Write a table of a page, with what its cells carry."""
    return Markup(printable(_table(table, True, carried)))


def _kind(table: Table, orders: Sequence[str]) -> Markup:
    kinds = {"sortable": orders, "many": len(table.head) > FEW_COLUMNS}
    names = " ".join(name for name, holds in kinds.items() if holds)
    return fill(' class="{}"', names) if names else Markup("")


def _smaller(table: Table) -> Markup:
    return fill(" {}", _look("many", False)) if len(table.head) > FEW_COLUMNS else Markup("")


def _heads(table: Table, links: bool) -> Markup:
    looks = _looks(table, ["center"] * len(table.head), links)
    return _joined(_header(cell, "col", look, links) for cell, look in zip(table.head, looks, strict=True))


def _looks(table: Table, sides: Sequence[str], links: bool) -> list[str]:
    """Say to which side each column is set, and on a page which ones its print leaves out, as paper does."""
    aside = table.aside if links else []
    return [f"{side} aside" if place in aside else side for place, side in enumerate(sides)]


def _body(table: Table, links: bool, carried: Carried) -> Iterator[Markup]:
    looks = _looks(table, table.align, links)
    for place, row in enumerate(table.rows):
        marked = fill(' {} aria-current="true"', _look("marked", links)) if place == table.marked else ""
        order = fill(' data-sort="{}"', carried.orders[place]) if carried.orders else ""
        yield _row(row, looks, links, carried, Markup(marked) + order)


def _foot(table: Table, links: bool, carried: Carried) -> Markup:
    if not table.foot:
        return Markup("")
    looks = _looks(table, table.align, links)
    rows = _joined((_row(row, looks, links, carried) for row in table.foot), "\n")
    return fill("\n<tfoot {}>\n{}\n</tfoot>", _look("totals", links), rows)


def _row(
    row: Sequence[Runs], looks: Sequence[str], links: bool, carried: Carried, attributes: Markup | str = ""
) -> Markup:
    first = _joined(_header(cell, "row", looks[0], links) for cell in row[:1])
    others = _joined(
        fill("<td {}{}>{}</td>", _look(_long(look, cell), links), carried.paste(cell), _runs(cell, links))
        for cell, look in zip(row[1:], looks[1:], strict=True)
    )
    return fill("<tr{}>{}{}</tr>", attributes, first, others)


def _long(look: str, cell: Runs) -> str:
    """Say of a cell that a long word in it may be broken; a number never is."""
    return f"{look} long" if look.startswith("left") and any(LONG_WORD.search(run.text) for run in cell) else look


def _header(runs: list[Run], scope: str, align: str, links: bool) -> Markup:
    """Write a heading cell; an empty one heads nothing and is an ordinary cell."""
    if not plain(runs).strip():
        return Markup("<td></td>")
    return fill('<th scope="{}" {}>{}</th>', scope, _look(align, links), _runs(runs, links))


def _figure(figure: Figure, links: bool) -> Markup:
    html = _with_caption(figure, picture(figure, figure.svg, links), links)
    return fill("{}\n{}", html, _table(figure.table, links)) if figure.table else html


def figure(figure: Figure, drawn: Markup, carried: Carried) -> Markup:
    """Write a figure of a page around what is drawn, its numbers below it."""
    html = Markup(printable(_with_caption(figure, drawn, True)))
    return fill('{}\n<div class="drawn">{}</div>', html, table(figure.table, carried)) if figure.table else html


def picture(figure: Figure, svg: str, links: bool) -> Markup:
    """Write a drawing as an image, in which no script can run."""
    source = QUOTED_IN_DATA.sub(lambda found: _quoted(found[0], PLAIN_IN_DATA), svg)
    size = [round(side * PIXELS_PER_MM) for side in (figure.width, figure.height)]
    form = '<img alt="{}" src="data:image/svg+xml,{}" width="{}" height="{}" {}>'
    return fill(form, figure.alt, source, *size, _look("picture", links))


def _with_caption(figure: Figure, drawn: Markup, links: bool) -> Markup:
    form = '<figure id="figure-{}">{}<figcaption>{}</figcaption></figure>'
    return fill(form, anchor_of(figure.key), drawn, _runs(figure.caption, links))


def _masthead(head: Masthead, links: bool) -> Markup:
    issuer = fill(
        "<div><div>{}</div><div><b {}>{}</b></div><div {}>{}</div></div>",
        head.parent_body,
        _look("short-rule", links),
        head.issuing_body,
        _look("last", links),
        _text(wording.number_line(head.number, head.symbol), links),
    )
    nation = fill(
        "<div><div><b>{}</b></div><div><b {}>{}</b></div><div {}><i>{}</i></div></div>",
        say("letter.country"),
        _look("full-rule", links),
        say("letter.motto"),
        _look("last", links),
        wording.issue_line(head.place, head.day, head.month, head.year),
    )
    title = fill(
        "<h1 {}>{} <span {}>{}</span></h1>",
        _look("title", links),
        head.type_name,
        _look("abstract", links),
        _runs(head.abstract, links),
    )
    columns = fill("<div {}>{}{}</div>", _look("masthead", links), issuer, nation)
    return _joined([columns, title, _addressees(head.addressees, links)], "\n")


def _addressees(names: list[str], links: bool) -> Markup:
    if not names:
        return Markup("")
    if len(names) == 1:
        return fill("<p {}>{} {}</p>", _look("addressees", links), say("letter.to"), names[0])
    form = "<div {}>{} <div {}>{}</div></div>"
    return fill(form, _look("addressees", links), say("letter.to"), _look("stacked", links), _dashed(names, links))


def _signature(signature: Signature, links: bool) -> Markup:
    lines = _joined(fill("<div><b>{}</b></div>", line) for line in signature.lines)
    signer = fill(
        "<div {}>{}<div {}></div><b>{}</b></div>",
        _look("signer", links),
        lines,
        _look("pen", links),
        signature.name or "",
    )
    recipients = fill(
        "<div {}><b><i>{}</i></b>{}</div>",
        _look("recipients", links),
        say("letter.recipients"),
        _dashed(signature.recipients, links),
    )
    return fill("<div {}>{}{}</div>", _look("signature", links), signer, recipients)


def _dashed(names: list[str], links: bool) -> Markup:
    """List names the way letters do: each ends with a semicolon, the last with a full stop."""
    ends = [";"] * (len(names) - 1) + ["."] if names else []
    items = _joined(fill("<li>{}{}</li>", name, end) for name, end in zip(names, ends, strict=True))
    return fill("<ul {}>{}</ul>", _look("dash", links), items)


def _annex(annex: Annex, links: bool) -> Markup:
    parts = filter(None, before_issuer(annex.attached))
    attached = Markup(" ").join(
        fill("<span {}>{}</span>", _look("unbroken", links), _text(part, links)) for part in parts
    )
    return fill(
        "<h2 {}>{} <span {}>{}</span></h2>\n<p {}><i>{}</i></p>",
        _look("annex", links),
        annex.label,
        _look("annex-title", links),
        annex.title,
        _look("attached", links),
        attached,
    )


WRITERS: dict[str, Callable[[Any, bool], Markup]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "list": _list,
    "table": _table,
    "figure": _figure,
    "masthead": _masthead,
    "signature": _signature,
    "annex": _annex,
}
