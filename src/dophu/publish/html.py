"""A document as one self-contained page: the letter, its annexes, and the trace of every number.

The page asks nothing of any host. Its numbers are plain text; one switch shows beside each the number of its row in
the trace table, and leads there. The one script it may run is ours, named by its hash, and only where a table may be
sorted.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from dophu import fonts
from dophu.data.brand import HOUSE, Brand
from dophu.errors import GateError
from dophu.fonts import Face
from dophu.publish import layout
from dophu.publish.beside import Link
from dophu.publish.carried import carried
from dophu.publish.dataset import dataset
from dophu.publish.file_names import data_name
from dophu.publish.inline import drawn
from dophu.publish.layout import code_line, full_title, keywords
from dophu.publish.trace_rows import trace_rows
from dophu.publish.unparted import unparted
from dophu.publish.values import published_on
from dophu.tell import html
from dophu.tell.blocks import Annex, Block, Document, Figure, Heading, Masthead, Table, TraceRow
from dophu.tell.html import Carried
from dophu.wording import capitalised, decimal
from dophu.words import around, say

TEMPLATES = Path(__file__).with_name("templates")
HEADINGS_IN_CONTENTS = 2  # level 3 would make the contents as long as the letter
BOLD_TEXT = re.compile(r"font(-weight)?\s*[:=]\s*[\"']?[^;\"']*\b(bold|[6-9]00)\b")
FACT = re.compile(r'<span class="fact">(.*?)<a class="source" href="#fact-([^"]+)"></a></span>', re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents, and the id it leads to."""

    anchor: str
    label: str


@dataclass(frozen=True)
class WrittenSection:
    """A section of the document, the letter itself or one annex, as it is written on the page."""

    html: Markup
    landscape: bool


def render_html(document: Document, beside: Sequence[Link] = ()) -> bytes:
    """Write a document as a page in UTF-8; two titles in one document are a GateError.

    beside   where the page leads: what lies beside it where it is released
    """
    document = unparted(document)
    entries = _contents(document.blocks)
    sections, used = _link_back(_sections(document, entries), document.facts)
    page = template_of(TEMPLATES / "page.html.j2").render(
        document=document,
        title=full_title(document),
        keywords=", ".join(keywords(document)),
        code=code_line(document),
        handed=_handed_over(document),
        logo=layout.logo_above(document),
        contents=list(entries.values()),
        beside=beside,
        sections=sections,
        titled=_is_titled(document),
        trace=trace_rows(document, used),
        dataset=dataset(document, _tables(document)),
        style=_style(),
        script=script("sort.js") if _is_sortable(document) else None,
    )
    return html.printable(page).encode()


def embed_fonts(svg: str) -> str:
    """Put into a drawing the weights of Tinos it uses: a picture cannot see the fonts of its page."""
    faces = [fonts.REGULAR, fonts.BOLD] if BOLD_TEXT.search(svg) else [fonts.REGULAR]
    style = f"<style>{''.join(map(font_face, faces))}</style>"
    return re.sub(r"<svg\b[^>]*>", lambda opening: opening[0] + style, svg, count=1)


def _is_titled(document: Document) -> bool:
    titles = [
        block
        for block in document.blocks
        if isinstance(block, Masthead) or (isinstance(block, Heading) and block.level == 1)
    ]
    if len(titles) > 1:
        raise GateError(
            document.report,
            f"the document has {len(titles)} titles",
            "keep one; start other headings with ##",
        )
    return bool(titles)


def _tables(document: Document) -> dict[str, Table]:
    """Name the tables of a document, those below figures too."""
    found = (block.table if isinstance(block, Figure) else block for block in document.blocks)
    return {f"so-lieu-{n}": table for n, table in enumerate((each for each in found if isinstance(each, Table)), 1)}


def _is_sortable(document: Document) -> bool:
    return any(isinstance(block, Table) and block.sortable for block in document.blocks)


def _contents(blocks: Sequence[Block]) -> dict[int, Entry]:
    """List headings and annexes by their place in the document."""
    labels = {place: label for place, block in enumerate(blocks) if (label := _label(block))}
    return {place: Entry(f"muc-{n}", label) for n, (place, label) in enumerate(labels.items(), 1)}


def _label(block: Block) -> str:
    if isinstance(block, Annex):
        return block.label
    listed = isinstance(block, Heading) and block.level == HEADINGS_IN_CONTENTS
    return html.plain(block.runs) if isinstance(block, Heading) and listed else ""


def _sections(document: Document, entries: dict[int, Entry]) -> list[WrittenSection]:
    facts = {fact.key: fact for fact in document.facts}
    carries = {
        id(table): carried(table, facts, name, data_name(document, name)) for name, table in _tables(document).items()
    }
    pieces = [
        _piece(block, entries[place].anchor if place in entries else "", carries, document.brand)
        for place, block in enumerate(document.blocks)
    ]
    starts = [place for place, block in enumerate(document.blocks) if isinstance(block, Annex) or place == 0]
    bounds = pairwise([*starts, len(document.blocks)])
    return [WrittenSection(_joined(pieces[a:b]), _is_landscape(document.blocks[a:b])) for a, b in bounds]


def _joined(pieces: Sequence[Markup]) -> Markup:
    return Markup("\n").join(pieces)


def _is_landscape(section: Sequence[Block]) -> bool:
    return any(isinstance(block, Annex) and block.landscape for block in section[:1])


def _piece(block: Block, anchor: str, carries: Mapping[int, Carried], brand: Brand) -> Markup:
    if isinstance(block, Table):
        return html.table(block, carries[id(block)])
    if isinstance(block, Figure):
        views = drawn(block, brand) or html.picture(block, embed_fonts(block.svg), links=True)
        return html.figure(block, views, carries.get(id(block.table), html.NOTHING_CARRIED))
    return html.fragment(block, links=True, anchor=anchor)


def _link_back(sections: Sequence[WrittenSection], facts: Sequence[TraceRow]) -> tuple[list[WrittenSection], set[str]]:
    """Tell each fact its row of the trace, and name the first place where it is printed, to which its row leads."""
    rows = {html.anchor_of(fact.key): str(row) for row, fact in enumerate(facts, 1)}
    used: set[str] = set()

    def linked(found: re.Match[str]) -> str:
        shown, key = found[1], found[2]
        if key not in rows:
            return shown
        name = "" if key in used else f' id="use-{key}"'
        used.add(key)
        row = rows[key]  # told by an attribute: as text it would stand behind the figure wherever styles are not read
        link = f'<a class="source" href="#fact-{key}" aria-label="{row}" data-row="{row}"></a>'
        return f'<span class="fact"{name}>{shown}{link}</span>'

    return [WrittenSection(Markup(FACT.sub(linked, each.html)), each.landscape) for each in sections], used


def warm_up() -> None:
    """Read what every page needs once, for processes that are forked later."""
    template_of(TEMPLATES / "page.html.j2")
    _style()


def _handed_over(document: Document) -> str:
    """Hand to the style sheet the texts that it prints above and below each page, and an office's own colour."""
    texts = {"banner": document.banner, "code": code_line(document)}
    values = {name: _css_string(text) for name, text in texts.items() if text}
    handed = [f"--{name}: {value}" for name, value in values.items()]
    return "; ".join([*handed, *filter(None, [colours(document.brand)])])


def colours(brand: Brand) -> str:
    """Hand to a style sheet an office's own colours; nothing where they are ours."""
    return "" if brand.colour == HOUSE.colour else f"--link: {brand.colour}; --tint: {brand.tint}"


def _css_string(text: str) -> str:
    """Quote a line of text for a style sheet."""
    line = " ".join(text.split())
    return '"' + re.sub(r'["\\]', r"\\\g<0>", line) + '"'


@dataclass(frozen=True)
class Script:
    """What a page may run, and the hash by which it is allowed."""

    text: Markup
    hash: str


@cache
def script(name: str) -> Script:
    """Read a script of the templates."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return Script(Markup(text), b64encode(sha256(text.encode()).digest()).decode())


@cache
def _style() -> Markup:
    return _sheets(fonts.FACES, TEMPLATES / "style.css")


@cache
def template_of(path: Path) -> Template:
    """Open the template of a page."""
    environment = Environment(
        loader=FileSystemLoader(path.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"anchor": html.anchor_of, "capitalised": capitalised, "decimal": decimal}
    environment.filters |= {"published_on": published_on}
    environment.globals |= {"say": say, "around": around}
    environment.tests["safe_link"] = html.is_safe_link
    return environment.get_template(path.name)


@cache
def style_of(path: Path) -> Markup:
    """Give the style of a page that is no report, with its letters in it: a list, a sender's page, what changed."""
    return _sheets((fonts.REGULAR, fonts.BOLD), path)


def _sheets(faces: Iterable[Face], path: Path) -> Markup:
    """Give a style sheet behind the letters and the colours that it builds on."""
    sheets = [each.read_text(encoding="utf-8") for each in (TEMPLATES / "palette.css", path)]
    return Markup("".join([*map(font_face, faces), *sheets]))


@cache
def font_face(face: Face) -> str:
    """Write a face's rule for a style sheet, with its font inside."""
    data = b64encode(face.woff2.read_bytes()).decode()
    style = "italic" if face.italic else "normal"
    return (
        f"@font-face{{font-family:{fonts.FAMILY};font-weight:{face.weight};font-style:{style};"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )
