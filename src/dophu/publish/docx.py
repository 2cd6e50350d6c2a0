"""The letter as DOCX, for offices that go on in a word processor: plain styles, typed numbers, real tables.

Elements stand in the order of the OOXML schema, without which Word calls a file unreadable. They are made as text:
a tree of elements costs several times as much to build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from functools import cache, lru_cache
from io import BytesIO
from typing import Any, Literal
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from lxml import etree

from dophu.fonts import BOLD
from dophu.publish import layout
from dophu.publish.archive import archive, parts_of
from dophu.publish.closing import kept_at_end
from dophu.publish.footnotes import footnoted
from dophu.publish.grid import grid
from dophu.publish.layout import PAGE_SETUP, Head, Section
from dophu.publish.lists import Lists
from dophu.publish.marks import Marks, attach, of_cell, run_of, unmarked
from dophu.publish.pdf import moment
from dophu.publish.raster import Picture, png_of
from dophu.publish.unparted import unparted
from dophu.publish.word_template import take_styles
from dophu.tell.blocks import (
    Annex,
    Block,
    Document,
    Figure,
    Heading,
    List,
    Masthead,
    Paragraph,
    Run,
    Runs,
    Signature,
    Table,
)
from dophu.tell.html import plain
from dophu.wording import SYMBOL
from dophu.words import say

FONT = "Times New Roman"  # the Decree's own, which offices have
LANGUAGE = "vi-VN"
NO_BREAK_HYPHEN = "\u2011"
TWIPS_PER_MILLIMETRE = 1440 / 25.4
TWIPS_PER_POINT = 20
SINGLE = 240  # w:line of single spacing
RULE = "Rule"  # the style of a paragraph that only carries a rule, or ends a section
BANNER_FILL, BANNER_INK = "FBE9E7", "8E1B10"
KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.THEME,
}
TABLE_GAPS = {
    PAGE_SETUP.table: 2,
    **dict.fromkeys(PAGE_SETUP.dense_tables, 1),
}  # above and below the text of a cell, by its size
FEW_NODES = 100  # up to which LibreOffice lays out a file as it reads it
SHORTEST_GUESS, MORE_GUESSED, LONGEST_GUESS = (
    20,
    3,
    53,
)  # blocks of a page it guesses: at least, each 1000 nodes, at most
STYLE = re.compile(r"<w:pStyle [^>]*/>")
LETTER, EMPTY = "word/document.xml", b"<w:body/>"  # the part that python-docx writes without its content
Align = Literal["left", "center", "right", "both"]
Node = str  # an element of WordprocessingML


@dataclass(frozen=True)
class Look:
    """A paragraph style: size and gaps in points, indent of the first line in millimetres."""

    size: float = PAGE_SETUP.body
    align: Align = "center"
    bold: bool = False
    italic: bool = False
    indent: float = 0
    before: float = 0
    after: float = 0
    spacing: float = 1
    keep: bool = False  # on the page of what follows
    exact: bool = False  # lines are as high as the type, whatever stands in them
    outline: int = 0  # level in the navigation pane, 0 for text


BODY = Look(align="both", indent=PAGE_SETUP.indent, after=PAGE_SETUP.paragraph_gap, spacing=PAGE_SETUP.line_spacing)
SECTION = replace(BODY, align="left", bold=True, keep=True)
LOOKS = {
    "Normal": BODY,
    "List Paragraph": BODY,
    "Note": replace(BODY, size=PAGE_SETUP.small),
    "heading 1": Look(bold=True, before=15, keep=True, outline=1),
    **{f"heading {level}": replace(SECTION, outline=level) for level in range(2, 7)},
    "Attached": Look(italic=True, before=3, after=9, keep=True),
    "Issuer": Look(PAGE_SETUP.issuer),
    "Country": Look(PAGE_SETUP.country, bold=True),
    "Motto": Look(bold=True),
    "Number": Look(PAGE_SETUP.number, before=9),
    "Place and date": Look(italic=True, before=9),
    "Addressee": Look(before=12, after=12),
    "Addressees": Look(align="left"),
    "caption": Look(PAGE_SETUP.caption, italic=True, before=6, after=6),
    "Figure": Look(before=6, keep=True),
    **{f"Table text {size}": Look(size, before=gap, after=gap) for size, gap in TABLE_GAPS.items()},
    "Table note": Look(PAGE_SETUP.note, "left", after=2),
    "Authority": Look(bold=True, keep=True),
    "Recipients label": Look(PAGE_SETUP.recipients_label, "left", bold=True, italic=True),
    "Recipients": Look(PAGE_SETUP.recipients, "left"),
    "header": Look(PAGE_SETUP.page_number),
    "Banner": Look(PAGE_SETUP.banner, bold=True),
    "footer": Look(PAGE_SETUP.code, "left"),
    RULE: Look(4, exact=True),
}


def render_docx(document: Document) -> bytes:
    """Write a document after Decree 30/2020 for a word processor.

    The same document gives the same bytes. Raises GateError for text without a glyph, and for a figure that
    cannot be drawn.
    """
    layout.refuse_unprintable(document)
    letter = docx.Document(BytesIO(_blank()))
    if document.brand.styles:
        take_styles(letter.styles.element, document.brand.styles)
    _describe(letter, document)
    margins = [*_headers(letter, document.banner), *_footers(letter, layout.code_line(document))]
    top = PAGE_SETUP.banner_top if document.banner else PAGE_SETUP.header
    sections = layout.sections(unparted(document))
    drawings = _drawings(letter, sections)
    numbered = Lists()
    parts = [list(_section(section, drawings, numbered)) for section in sections]
    parts[0] = [*_logo(letter, document), *parts[0]]
    *annexed, last = (heads_kept(part, nodes_of(parts)) for part in parts)
    *setups, setup = (_setup(section, margins, top) for section in sections)
    body = [node for part, own in zip(annexed, setups, strict=True) for node in (*part, _p(RULE, "", own))]
    body += [*last, _p(RULE), setup]
    numbered.attach(letter)
    marks = Marks()
    written = _w("body", marks.write("".join(body))).encode()
    attach(letter, document, marks)
    files = parts_of(BytesIO(_saved(letter)))
    return archive(files | {LETTER: files[LETTER].replace(EMPTY, written)})


def _drawings(letter: Docx, sections: Sequence[Section]) -> Iterator[Node]:
    """Put the pictures of all figures into the file, and give their places in the text, in reading order."""
    figures = [(block, section) for section in sections for block in section.blocks if isinstance(block, Figure)]
    pictures = [Picture(block.svg, *layout.fitted(block, section)) for block, section in figures]
    for number, ((block, _), picture) in enumerate(zip(figures, pictures, strict=True), 1):
        inline = letter.part.new_pic_inline(BytesIO(png_of(picture)), Mm(picture.width), Mm(picture.height))
        inline.docPr.set("descr", block.alt)
        inline.docPr.set("id", str(number))  # the library counts what stands in the file, where nothing does yet
        inline.docPr.set("name", f"Picture {number}")
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # unset, LibreOffice takes 3 mm and pushes a wide picture over the margin
        yield _w("drawing", _xml(inline))


def _logo(letter: Docx, document: Document) -> Iterator[Node]:
    """Put the office's logo above the title of a report that is no letter."""
    if words := layout.logo_above(document):
        inline = letter.part.new_pic_inline(BytesIO(document.brand.logo), height=Mm(PAGE_SETUP.logo))
        inline.docPr.set("descr", words)
        yield _p("Normal", "", _w("ind", firstLine=0), runs=[_w("r", _w("drawing", _xml(inline)))])


def _xml(element: Any) -> Node:
    return str(etree.tostring(element, encoding="unicode"))


def _section(section: Section, drawings: Iterator[Node], numbered: Lists) -> Iterator[Node]:
    kept = len(section.blocks) - kept_at_end(section)
    for place, block in enumerate(section.blocks):
        nodes = list(_block(block, section, drawings, numbered))
        if place >= kept and isinstance(block, Paragraph | List):
            nodes = [_whole(node, last=block is section.blocks[-1]) for node in nodes]
        elif any(isinstance(below, Signature) for below in section.blocks[place + 1 : place + 2]):
            nodes[-1] = _with_next(nodes[-1])
        yield from (of_cell(node, block.cell) for node in nodes)


def _block(block: Block, section: Section, drawings: Iterator[Node], numbered: Lists) -> Iterator[Node]:
    match block:
        case Masthead():
            yield from _masthead(block)
        case Annex():
            yield from _annex(block, section)
        case Heading():
            yield _p(f"heading {block.level}", block.runs)
        case Paragraph():
            broken = any(run.text == "\n" for run in block.runs)  # justified, a line would be drawn out to its break
            style = "Normal" if layout.text_size(block, section) == PAGE_SETUP.body else "Note"
            yield _p(style, block.runs, *([_w("jc", val="left")] if broken else []))
        case List():
            yield from _list(block, numbered)
        case Table():
            yield from _table(block, section)
        case Figure():
            yield from _figure(block, section, next(drawings))
        case Signature():
            yield from _signature(block)


def _masthead(block: Masthead) -> Iterator[Node]:
    head = layout.head(block)
    issuer = [
        _p("Issuer", block.parent_body, *_centred(head.left, head.parent_width)),
        _p("Issuer", [Run(text=block.issuing_body, bold=True, data=True)], *_centred(head.left, head.issuer_width)),
        _rule(head.left, head.issuer_rule),
    ]
    nation = [
        _p("Country", say("letter.country")),
        _p("Motto", say("letter.motto")),
        _rule(head.right, head.motto_rule),
    ]
    number, date = _p("Number", head.number_line), _p("Place and date", head.issue_line)
    yield _columns([head.left, head.right], [[issuer, nation], [[number], [date]]])
    title = [run.model_copy(update={"data": True}) for run in (Run(text=f"{block.type_name}\n"), *block.abstract)]
    width = max(head.abstract_width, layout.width(block.type_name, PAGE_SETUP.body, BOLD) + 1)
    yield _p("heading 1", title, *_centred(PAGE_SETUP.text_width(), width))
    yield _rule(PAGE_SETUP.text_width(), head.abstract_rule)
    yield from _addressees(head)


def _addressees(head: Head) -> Iterator[Node]:
    if len(head.addressees) == 1:
        yield _p("Addressee", f"{say('letter.to')} {head.addressees[0]}")
    elif head.addressees:
        below = _twips(layout.TO_INSET + head.to_width)
        dash = _twips(layout.width("- ", PAGE_SETUP.body))
        yield _p(
            "Addressee",
            say("letter.to"),
            _w("spacing", after=0),
            _w("ind", left=_twips(layout.TO_INSET)),
            _w("jc", val="left"),
        )
        hanging = {"left": below + dash, "hanging": dash}
        yield from (_p("Addressees", name, _w("ind", **hanging)) for name in head.addressees)
        yield _p(RULE, "", _w("spacing", after=8 * TWIPS_PER_POINT))


def _annex(block: Annex, section: Section) -> Iterator[Node]:
    title_width, attached = layout.annex_head(block)
    width = max(title_width, layout.width(block.label, PAGE_SETUP.annex, BOLD) + 1)
    size = "".join(_w(size, val=round(2 * PAGE_SETUP.annex)) for size in ("sz", "szCs"))
    label = run_of(None, f"{_w('rPr', size)}{_text(block.label)}")
    title = _run(Run(text=block.title.upper(), data=True))
    yield _p("heading 2", "", *_centred(section.width, width), runs=[label, _w("r", _w("br")), title])
    yield _p("Attached", attached, _w("jc", val="center"))


def _list(points: List, numbered: Lists, depth: int = 0) -> Iterator[Node]:
    number = numbered.number_of(points, depth)
    for item in points.items:
        yield _p("List Paragraph", item.runs, _w("numPr", _w("ilvl", val=depth), _w("numId", val=number)))
        for child in item.children:
            yield from _list(child, numbered, depth + 1)


def _figure(block: Figure, section: Section, drawing: Node) -> Iterator[Node]:
    yield _p("Figure", "", runs=[_w("r", drawing)])
    if block.caption:
        yield _p("caption", block.caption)
    if block.table:
        yield from _table(block.table, section)


def _table(block: Table, section: Section) -> Iterator[Node]:
    if block.caption:
        yield _p("caption", block.caption, _w("keepNext"))
    block, notes = footnoted(block)
    measures = grid(block, section.width)
    block = measures.table
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = _w("tblBorders", *(_w(side, val="single", sz=4, space=0, color="auto") for side in sides))
    rows = list(_table_rows(block, f"Table text {measures.size}", measures.widths, section.tint))
    last = len(rows) - len(block.foot) - 2  # the totals do not stand alone on a page
    for place, row in enumerate(rows[:-1]):
        if measures.whole or place == 0 or place >= last:
            rows[place] = _with_next(row)
    described = (plain(block.caption), "; ".join(map(plain, block.head)))
    yield _grid(measures.widths, rows, lines, margin=PAGE_SETUP.cell, described=described)
    yield _p(RULE)  # without it, two tables become one
    yield from (_p("Table note", note) for note in notes)


def _table_rows(block: Table, style: str, widths: Sequence[float], tint: str) -> Iterator[Node]:
    """Write the head, which every page repeats, the rows, one of them tinted, and the totals below a stronger line."""
    heads = [_p(style, _bold(cell), _w("jc", val="center")) for cell in block.head]
    yield _row(widths, [[head] for head in heads], _w("tblHeader"))
    for place, row in enumerate(block.rows):
        marked = place == block.marked
        ground = [_w("shd", val="clear", color="auto", fill=tint.lstrip("#").upper())] if marked else []
        yield _row(widths, _cells(row, block.align, style, bold=marked), look=ground)
    for place, row in enumerate(block.foot):
        line = [] if place else [_w("tcBorders", _w("top", val="single", sz=10, space=0, color="auto"))]
        yield _row(widths, _cells(row, block.align, style, bold=True), look=line)


def _cells(row: Sequence[Runs], align: Sequence[str], style: str, *, bold: bool) -> list[list[Node]]:
    cells = zip(row, align, strict=True)
    return [[_p(style, _bold(cell) if bold else cell, _w("jc", val=side))] for cell, side in cells]


def _bold(cell: Runs) -> Runs:
    return [run.model_copy(update={"bold": True}) for run in cell]


def _signature(block: Signature) -> Iterator[Node]:
    label = say("letter.recipients") if block.recipients else ""
    left = [
        _p("Recipients label", label),
        *(_p("Recipients", line) for line in layout.points(block.recipients)),
    ]
    authority = [_p("Authority", line) for line in block.lines]
    room = _w("spacing", before=_twips(PAGE_SETUP.signing_room))
    signer = _p("Authority", block.name or "", room)
    widths = [PAGE_SETUP.text_width() / 2] * 2
    yield _p(RULE, "", _w("keepNext"))
    yield _columns(widths, [[left, [*authority, signer]]])


def _columns(widths: Sequence[float], rows: Sequence[Sequence[list[Node]]]) -> Node:
    """Set blocks side by side, in a table without lines."""
    return _grid(widths, [_row(widths, row) for row in rows], margin=0)


def _grid(
    widths: Sequence[float],
    rows: Sequence[Node],
    *borders: Node,
    margin: float,
    described: tuple[str, str] | None = None,
) -> Node:
    """Make a table; one of data is described by a title and by what its columns hold, and headed on two sides."""
    told = zip(("tblCaption", "tblDescription"), described or (), strict=False)
    side = {"w": _twips(margin), "type": "dxa"}
    return _w(
        "tbl",
        _w(
            "tblPr",
            _w("tblW", w=_twips(sum(widths)), type="dxa"),
            _w("jc", val="center"),
            *borders,
            _w("tblLayout", type="fixed"),
            _w("tblCellMar", _w("left", **side), _w("right", **side)),
            _w("tblLook", val="00A0" if described else "0000"),
            *(_w(tag, val=escape(text, {'"': "&quot;"})) for tag, text in told),
        ),
        _w("tblGrid", *(_w("gridCol", w=_twips(width)) for width in widths)),
        *rows,
    )


def _row(
    widths: Sequence[float], cells: Sequence[Sequence[Node]], *properties: Node, look: Sequence[Node] = ()
) -> Node:
    """Make a row kept on one page; its cells hold at least a paragraph each and share the borders, tint of `look`."""
    middle = [_w("vAlign", val="center")] if all(len(cell) == 1 for cell in cells) else []
    made = (_w("tc", _cell_look(width, *look, *middle), *cell) for width, cell in zip(widths, cells, strict=True))
    return _w("tr", _w("trPr", _w("cantSplit"), *properties), *made)


@lru_cache(1000)
def _cell_look(width: float, *looks: Node) -> Node:
    return _w("tcPr", _w("tcW", w=_twips(width), type="dxa"), *looks)


def _p(style: str, content: str | Runs = "", *properties: Node, runs: Sequence[Node] = ()) -> Node:
    """Make a paragraph; properties stand as the schema orders them: keepNext, pBdr, shd, spacing, ind, jc, sectPr."""
    text = [_run(run) for run in content] if isinstance(content, list) else [run_of(None, _lines(content))]
    return _w("p", _paragraph_look(style, *properties), *(text if content else ()), *runs)


@lru_cache(1000)  # the cells of a column look alike
def _paragraph_look(style: str, *properties: Node) -> Node:
    return _w("pPr", _w("pStyle", val=_style_id(style)), *properties)


def _run(run: Run) -> Node:
    """Write a run; a symbol in it stays whole at a line's end."""
    marks = [_w(mark) for mark, on in (("b", run.bold), ("i", run.italic)) if on]
    text = SYMBOL.sub(lambda found: found[0].replace("-", NO_BREAK_HYPHEN), run.text)
    content = f"{_w('rPr', *marks) if marks else ''}{_lines(text)}"
    return run_of(run.fact, content) if run.fact or run.data else _w("r", content)


def _lines(text: str) -> Node:
    return _w("br").join(map(_text, text.split("\n")))


def _text(string: str) -> Node:
    printed = escape(string.replace("\t", " "))
    kept = printed.replace(NO_BREAK_HYPHEN, f'</w:t>{_w("noBreakHyphen")}<w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{kept}</w:t>'


def _rule(column: float, length: float) -> Node:
    line = _w("bottom", val="single", sz=round(PAGE_SETUP.rule * 8), space=0, color="auto")
    return _p(RULE, "", _w("pBdr", line), *_centred(column, length))


def _centred(column: float, width: float) -> tuple[Node, Node]:
    """Centre text, or a rule, of a given width in its column."""
    side = _twips(max(0, column - width) / 2)
    return _w("ind", left=side, right=side, firstLine=0), _w("jc", val="center")


def nodes_of(parts: Sequence[Sequence[Node]]) -> int:
    """Count a letter's nodes as LibreOffice does before it lays out: paragraphs, tables and cells."""
    body = "".join(node for part in parts for node in part)
    tables, cells = body.count("<w:tbl>"), body.count("<w:tc>")
    return body.count("<w:p>") + body.count("<w:p ") + 2 * cells + (2 - 25) * tables


def heads_kept(part: Sequence[Node], nodes: int) -> list[Node]:
    """Keep headings of one section from being left alone at a page's foot by LibreOffice.

    It cuts a longer file into guessed pages of so many blocks, and lays out the first of the next page before it looks
    at what belongs together: a heading that such a page ends with stays where it is (`SwLayHelper` in laycache.cxx).
    A paragraph of one point before the heading takes its place as the last.
    """
    if nodes <= FEW_NODES:
        return list(part)
    page = min(LONGEST_GUESS, SHORTEST_GUESS + MORE_GUESSED * (nodes // 1000))
    kept, count = list[Node](), 0
    for node in part:
        blocks = node.count("<w:tr>") if node.startswith("<w:tbl>") else 1
        if count + blocks == page and _is_kept_with_next(node):
            kept.append(_p(RULE, "", _w("spacing", before=0, after=0, line=TWIPS_PER_POINT, lineRule="exact")))
            blocks += 1
        count += blocks
        count = max(0, count - page - 1) if count > page else count  # the block that begins a page is its number 0
        kept.append(node)
    return kept


def _is_kept_with_next(node: Node) -> bool:
    style = STYLE.search(node)
    return node.startswith("<w:p") and ("<w:keepNext/>" in node or bool(style and style[0] in KEEPING_STYLES))


def _with_next(node: Node) -> Node:
    """Keep every paragraph of an element on the page of what follows."""
    return STYLE.sub(rf"\g<0>{_w('keepNext')}", node)


def _whole(node: Node, *, last: bool) -> Node:
    """Keep a paragraph on one page, and on that of what follows unless it is of the last block."""
    kept = _w("keepLines") if last else f"{_w('keepNext')}{_w('keepLines')}"
    return STYLE.sub(rf"\g<0>{kept}", node)


def _setup(section: Section, margins: Sequence[Node], top: float) -> Node:
    """Pages of one section, numbered from 1; the first has the header that shows no number."""
    width, height = PAGE_SETUP.page_width, PAGE_SETUP.page_height
    size: dict[str, object] = {"w": _twips(width), "h": _twips(height)}
    if section.landscape:
        size = {"w": _twips(height), "h": _twips(width), "orient": "landscape"}
    sides = {side: _twips(getattr(PAGE_SETUP, side)) for side in ("top", "right", "bottom", "left")}
    return _w(
        "sectPr",
        *margins,
        _w("pgSz", **size),
        _w("pgMar", **sides, header=_twips(top), footer=_twips(PAGE_SETUP.header), gutter=0),
        _w("pgNumType", start=1),
        _w("titlePg"),
    )


def _headers(letter: Docx, banner: str | None) -> list[Node]:
    """Make the header of first pages, and the one of all others with the page number."""
    band = _w("shd", val="clear", color="auto", fill=BANNER_FILL)
    top = [_p("Banner", banner, band)] if banner else []
    number = _w("fldSimple", _w("r", _text("2")), instr="PAGE")
    contents = {"first": top or [_p("header")], "default": [*top, _p("header", "", runs=[number])]}
    references = []
    for kind, nodes in contents.items():
        header, key = letter.part.add_header_part()  # type: ignore[no-untyped-call]
        header.element[:] = _parsed(*map(unmarked, nodes))
        references.append(f'<w:headerReference w:type="{kind}" r:id="{key}"/>')
    return references


def _footers(letter: Docx, code: str) -> list[Node]:
    """Make the footer of all pages of an issued letter, with its code; a draft has none."""
    if not code:
        return []
    footer, key = letter.part.add_footer_part()  # type: ignore[no-untyped-call]
    footer.element[:] = _parsed(unmarked(_p("footer", code)))
    return [f'<w:footerReference w:type="{kind}" r:id="{key}"/>' for kind in ("first", "default")]


def warm_up() -> None:
    """Write the empty file once, for processes that are forked later."""
    _blank()


@cache
def _blank() -> bytes:
    """Write an empty file with styles of our own, and nothing else of the library's template."""
    letter = docx.Document()
    letter.element.body[:] = []
    for relations in (letter.part.rels, letter.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype not in KEPT]:
            del relations[key]
    letter.styles.element[:] = _parsed(_defaults(), *map(_style, LOOKS))
    letter.settings.element[:] = _parsed(*_settings())
    return _saved(letter)


def _saved(letter: Docx) -> bytes:
    file = BytesIO()
    letter.save(file)
    return file.getvalue()


def _settings() -> list[Node]:
    """Set the file to the present mode of Word, and to the signs Viet Nam writes numbers with."""
    modern = _w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return [
        _w("defaultTabStop", val=_twips(PAGE_SETUP.indent)),
        _w("characterSpacingControl", val="doNotCompress"),
        _w("compat", modern),
        _w("themeFontLang", val=LANGUAGE),
        _w("decimalSymbol", val=","),
        _w("listSeparator", val=";"),
    ]


def _defaults() -> Node:
    fonts = _w("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    language = _w("lang", val=LANGUAGE, eastAsia=LANGUAGE)
    return _w(
        "docDefaults",
        _w("rPrDefault", _w("rPr", fonts, language)),
        _w("pPrDefault", _w("pPr", _w("widowControl"))),
    )


def _style(name: str) -> Node:
    look = LOOKS[name]
    default = {"default": 1} if name == "Normal" else {}
    marks = [_w(mark) for mark, on in (("b", look.bold), ("i", look.italic)) if on]
    ink = [_w("color", val=BANNER_INK)] if name == "Banner" else []
    sizes = [_w(size, val=round(2 * look.size)) for size in ("sz", "szCs")]
    return _w(
        "style",
        _w("name", val=name),
        *([] if default else [_w("basedOn", val="Normal")]),
        _w("qFormat"),
        _w("pPr", *_paragraph_properties(look)),
        _w("rPr", *marks, *ink, *sizes),
        type="paragraph",
        styleId=_style_id(name),
        **default,
    )


def _paragraph_properties(look: Look) -> Iterator[Node]:
    if look.keep:
        yield _w("keepNext")
    gaps = {"before": round(look.before * TWIPS_PER_POINT), "after": round(look.after * TWIPS_PER_POINT)}
    if look.exact:
        yield _w("spacing", **gaps, line=round(look.size * TWIPS_PER_POINT), lineRule="exact")
    else:
        yield _w("spacing", **gaps, line=round(look.spacing * SINGLE), lineRule="auto")
    yield _w("ind", left=0, right=0, firstLine=_twips(look.indent))
    yield _w("jc", val=look.align)
    if look.outline:
        yield _w("outlineLvl", val=look.outline - 1)


def _style_id(name: str) -> str:
    return name.title().replace(" ", "")


def _describe(letter: Docx, document: Document) -> None:
    """Fill in the file's own particulars; its dates are those of the counts, never of the clock."""
    about, when = letter.core_properties, moment(document).astimezone(UTC).replace(tzinfo=None)
    about.title, about.subject = layout.full_title(document), document.subject
    about.author = about.last_modified_by = layout.issuer(document)
    about.created = about.modified = when
    about.keywords, about.language = ", ".join(layout.keywords(document)), LANGUAGE
    about.comments, about.revision = "", 1


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MILLIMETRE)


def _w(tag: str, *children: Node, **attributes: object) -> Node:
    """Make an element with its children and attributes, whose values are our own and need no escape."""
    given = "".join([f' w:{name}="{value}"' for name, value in attributes.items()])
    return f"<w:{tag}{given}>{''.join(children)}</w:{tag}>" if children else f"<w:{tag}{given}/>"


def _parsed(*nodes: Node) -> list[Any]:
    return list(etree.fromstring(f"<w:body {nsdecls('w', 'r')}>{''.join(nodes)}</w:body>"))


KEEPING_STYLES = {_w("pStyle", val=_style_id(name)) for name, look in LOOKS.items() if look.keep}
