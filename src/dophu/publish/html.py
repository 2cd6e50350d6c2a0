"""A document as one self-contained page: the letter, its annexes, and the trace of every number.

The page asks nothing of any host: facts link to their rows in the trace table, and the style sheet marks the
row arrived at. The one script it may run is ours, named by its hash, and only where a table may be sorted.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from dophu import fonts
from dophu.data.brand import HOUSE, Brand
from dophu.errors import GateError
from dophu.fonts import Face
from dophu.publish import layout
from dophu.publish.layout import code_line, full_title, keywords
from dophu.publish.order import orders
from dophu.publish.unparted import unparted
from dophu.tell import html
from dophu.tell.blocks import Annex, Block, Document, Figure, Heading, Masthead, Table, TraceRow
from dophu.wording import capitalised, decimal
from dophu.words import around, say

TEMPLATES = Path(__file__).with_name("templates")
LONG_TRACE = 80  # rows; a longer one is folded up, and unfolds for a link into it
HEADINGS_IN_CONTENTS = 2  # level 3 would make the contents as long as the letter
BOLD_TEXT = re.compile(r"font(-weight)?\s*[:=]\s*[\"']?[^;\"']*\b(bold|[6-9]00)\b")
STATUSES = {"published", "computed", "tallied", "modelled", "given"}
FACT_LINK = re.compile(r'<a class="fact" href="#fact-([^"]+)"')


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


def render_html(document: Document) -> bytes:
    """Write a document as a page in UTF-8; two titles in one document are a GateError."""
    document = unparted(document)
    entries = _contents(document.blocks)
    sections, used = _link_back(_sections(document, entries))
    page = template_of(TEMPLATES / "page.html.j2").render(
        document=document,
        title=full_title(document),
        keywords=", ".join(keywords(document)),
        code=code_line(document),
        handed=_handed_over(document),
        logo=layout.logo_above(document),
        contents=list(entries.values()),
        sections=sections,
        titled=_is_titled(document),
        used=used,
        inputs=_input_links(document),
        sources=_source_links(document),
        folded=len(document.facts) > LONG_TRACE,
        style=_style(),
        script=script("sort.js") if _is_sortable(document) else None,
    )
    return html.printable(page).encode()


def embed_fonts(svg: str) -> str:
    """Put into a drawing the weights of Tinos it uses: a picture cannot see the fonts of its page."""
    faces = [fonts.REGULAR, fonts.BOLD] if BOLD_TEXT.search(svg) else [fonts.REGULAR]
    style = f"<style>{''.join(map(font_face, faces))}</style>"
    return re.sub(r"<svg\b[^>]*>", lambda opening: opening[0] + style, svg, count=1)


def _input_links(document: Document) -> dict[str, Markup]:
    """Write, for each fact, the links to the facts it was computed from."""
    link = '<a href="#fact-{}">{}</a>'
    links = {fact.key: html.fill(link, html.anchor_of(fact.key), fact.label) for fact in document.facts}
    return {
        fact.key: Markup("; \n".join(links.get(key) or escape(key) for key in fact.inputs)) for fact in document.facts
    }


def _source_links(document: Document) -> dict[str, Markup]:
    """Write how a fact names each source: by a link to the list of sources, where it stands there."""
    named = {source for fact in document.facts for source in fact.source.split(", ")}
    listed = {
        source.id: html.fill('<a href="#source-{}">{}</a>', number, say("trace.source_linked", number=number))
        for number, source in enumerate(document.sources, 1)
    }
    return {source: escape(say("trace.source_named", source=source) if source else "") for source in named} | listed


def status_words(status: str) -> str:
    """Say how a fact came to be known; a status that is not of ours is told as it is."""
    return say(f"status.{status}") if status in STATUSES else status


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
    starts = [place for place, block in enumerate(document.blocks) if isinstance(block, Annex) or place == 0]
    bounds = pairwise([*starts, len(document.blocks)])
    return [_section(document.blocks, range(start, end), entries, facts) for start, end in bounds]


def _section(
    blocks: Sequence[Block], places: range, entries: dict[int, Entry], facts: Mapping[str, TraceRow]
) -> WrittenSection:
    pieces = [_piece(blocks[place], entries[place].anchor if place in entries else "", facts) for place in places]
    first = blocks[places.start]
    return WrittenSection(Markup("\n").join(pieces), isinstance(first, Annex) and first.landscape)


def _piece(block: Block, anchor: str, facts: Mapping[str, TraceRow]) -> Markup:
    sorts = orders(block, facts) if isinstance(block, Table) and block.sortable else []
    return html.fragment(_with_fonts(block), links=True, anchor=anchor, orders=sorts)


def _with_fonts(block: Block) -> Block:
    return block.model_copy(update={"svg": embed_fonts(block.svg)}) if isinstance(block, Figure) else block


def _link_back(sections: Sequence[WrittenSection]) -> tuple[list[WrittenSection], set[str]]:
    """Name the first place where each fact is printed, so that its trace row can lead back to it."""
    used: set[str] = set()

    def name(link: re.Match[str]) -> str:
        if link[1] in used:
            return link[0]
        used.add(link[1])
        return f'{link[0]} id="use-{link[1]}"'

    return [WrittenSection(Markup(FACT_LINK.sub(name, section.html)), section.landscape) for section in sections], used


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
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return Markup("".join(map(font_face, fonts.FACES)) + style)


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
    environment.filters["status"] = status_words
    environment.globals |= {"say": say, "around": around}
    environment.tests["safe_link"] = html.is_safe_link
    return environment.get_template(path.name)


@cache
def style_of(path: Path) -> Markup:
    """Give the style of a page that is no report, with its letters in it: a list, a sender's page, what changed."""
    faces = "".join(font_face(face) for face in (fonts.REGULAR, fonts.BOLD))
    return Markup(faces + path.read_text(encoding="utf-8"))


@cache
def font_face(face: Face) -> str:
    """Write a face's rule for a style sheet, with its font inside."""
    data = b64encode(face.woff2.read_bytes()).decode()
    style = "italic" if face.italic else "normal"
    return (
        f"@font-face{{font-family:{fonts.FAMILY};font-weight:{face.weight};font-style:{style};"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )
