"""The blocks a report is made of, between the notebook that tells and the writers that lay out.

A code cell shows a value; the value carries its blocks under `MIME` beside what Jupyter displays. Publishing
reads nothing else from a code cell, so what reaches a reader is always one of these and always plain data:
text is text (never markup), pictures are SVG that writers embed as images. They travel as JSON in a text, one block a
line, so that neither Jupyter nor a notebook's writer walks through what is in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from dophu.data.brand import HOUSE, Brand

MIME = "application/vnd.dophu.blocks"
# Facts of every edition, since lists of editions show them.
HEADLINES = ("share", "counted", "target", "rank", "ranked", "published_rank", "published_rank_of")


class Frozen(BaseModel):
    """A frozen piece of a document; unknown fields are refused, since notebooks come from many hands."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # a list of editions tells no letter


class Run(Frozen):
    """A stretch of text in one style.

    fact   key of the ledger's fact whose shown text this is
    data   True for words that came from data (names, symbols), not from the prose's author
    """

    text: str
    bold: bool = False
    italic: bool = False
    fact: str | None = None
    data: bool = False
    link: str | None = None


Runs = list[Run]


class Told(Frozen):
    """A block of a document.

    cell   the id of the notebook's cell that showed it, "" where that is not known; only who reads the notebook
           knows it, so it is never written with the block
    """

    cell: str = Field(default="", exclude=True)


class Heading(Told):
    """A heading of the body; level 1 is the document's own title.

    numbered   of a title: whether the document numbers the headings below it, as it does those of a letter
    """

    kind: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=6)
    runs: Runs
    numbered: bool = False


class Paragraph(Told):
    """A paragraph of prose."""

    kind: Literal["paragraph"] = "paragraph"
    runs: Runs


class Item(Frozen):
    """One point of a list, with the lists nested below it."""

    runs: Runs
    children: list[List] = []


class List(Told):
    """A list; an unordered one prints "- ", as offices write it."""

    kind: Literal["list"] = "list"
    ordered: bool = False
    start: int = 1
    items: list[Item]


class Table(Told):
    """A table with a caption; the first cell of a row heads it.

    head (n columns), rows (m rows of n cells), align (n columns). An empty cell is an empty list of runs.
    foot       rows of totals, which stay below the others however those are sorted
    marked     the place of the row that the report is about, among rows
    sortable   a page may sort the rows by any column; they come sorted as paper prints them
    aside      places of columns that pages and workbooks have, and paper has no room for
    """

    kind: Literal["table"] = "table"
    caption: Runs
    head: list[Runs]
    rows: list[list[Runs]]
    align: list[Literal["left", "center", "right"]]
    foot: list[list[Runs]] = []
    marked: int | None = None
    sortable: bool = False
    aside: list[int] = []


class Figure(Told):
    """A drawing with the sentence that replaces it for who cannot see it, and the table it was drawn from.

    svg      one `<svg>` document, text kept as text in Tinos
    narrow   the same drawn for a phone, in millimetres of its own; "" where there is only the one drawing
    width, height   millimetres on paper, the size the SVG was drawn at
    """

    kind: Literal["figure"] = "figure"
    key: str
    svg: str
    alt: str
    caption: Runs
    width: float
    height: float
    narrow: str = ""
    table: Table | None = None


class Masthead(Told):
    """The head of an official letter: both mastheads, number, place and date, type, abstract, addressees.

    number, day   None in a draft, which prints blanks for them
    """

    kind: Literal["masthead"] = "masthead"
    parent_body: str
    issuing_body: str
    number: str | None
    symbol: str
    place: str
    day: int | None
    month: int
    year: int
    type_name: str
    abstract: Runs
    addressees: list[str] = []


class Signature(Told):
    """The foot of an official letter: recipients on the left, authority and title on the right.

    lines   authority and title, one printed line each ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    name    the signer's name, or None for the blank left to the pen
    recipients   as printed, without "- " and without the closing ";" or "."
    """

    kind: Literal["signature"] = "signature"
    lines: list[str]
    name: str | None
    recipients: list[str]


class Annex(Told):
    """The start of an annex: what follows belongs to it, on pages numbered from 1 again.

    label      "Phụ lục", or "Phụ lục I" when there are several
    attached   the line "(Kèm theo Báo cáo …)" with its blanks
    """

    kind: Literal["annex"] = "annex"
    label: str
    title: str
    attached: str
    landscape: bool = False


Block = Annotated[
    Heading | Paragraph | List | Table | Figure | Masthead | Signature | Annex, Field(discriminator="kind")
]


BLOCKS: TypeAdapter[list[Block]] = TypeAdapter(list[Block])


def written(blocks: Sequence[Block]) -> str:
    """Write blocks as a notebook carries them."""
    return "[" + ",\n".join(block.model_dump_json() for block in blocks) + "]"


def read(text: str) -> list[Block]:
    """Read blocks that were written; pydantic's ValidationError tells what is damaged."""
    return BLOCKS.validate_json(text)


class TraceRow(Frozen):
    """One fact as the trace table prints it: every column is text; `unit` says what `exact` is (count, percent …).

    size        the text of a difference without its sign, which stands behind "tăng", "giảm", "cao hơn", "thấp hơn"
    low, high   the exact ends of a figure; blank for a side that is open, and for words and dates
    """

    key: str
    label: str
    unit: str = ""
    shown: str
    size: str = ""
    low: str = ""
    high: str = ""
    exact: str
    formula: str
    inputs: list[str]
    base: str
    source: str
    status: str
    note: str = ""


class SourceRow(Frozen):
    """One source that facts rest on; `address` may be blank when none was published."""

    id: str
    title: str
    address: str
    published: str


class Imprint(Frozen):
    """What an issued letter says of itself: its code, printed at the foot of each page, and the token in its keywords.

    Both are of `dophu.issued.code`; a draft has none.
    """

    code: str
    token: str


class TypedText(Frozen):
    """A text that somebody typed into a settings file and a report may print; `where` names file and field.

    kind   a sentence holds no number and no claim of its own; a title may hold a small number as a part of a name;
           a name (of a document, a body, a page) is the claim of whoever gave it
    """

    where: str
    text: str
    kind: Literal["sentence", "title", "name"] = "sentence"


class Vocabulary(Frozen):
    """The words of an edition that its prose is read with.

    own, year   code of the edition's unit, and the year of its period
    nation   code of the whole of which all units are parts
    levels   levels of the units whose codes are no digits, by these; digits tell theirs by how many they are
    units    names of units by which a fact's subject can be mistaken, to their codes
    noun, verb   what is counted, and what was done
    words    single words by which the campaign calls all its figures, which say nothing of these
    peers    what the units that the edition's own is ranked among are called together; listed: those of a whole list
    sized    what is counted in thousands or millions by its noun: "triệu đồng" behind a number is no other size of it
    less     measures of which less is better; "" stands for the edition's own
    flows    measures that are counted within each period
    names    names that hold digits, which prose may say
    typed    texts of settings files that hold numbers or claims
    """

    own: str = ""
    year: str = ""
    nation: str = ""
    levels: dict[str, str] = {}
    units: dict[str, str] = {}
    noun: str = ""
    verb: str = ""
    words: list[str] = []
    peers: str = ""
    listed: str = ""
    sized: list[str] = []
    less: list[str] = []
    flows: list[str] = []
    names: list[str] = []
    typed: list[TypedText] = []


class Document(Frozen):
    """A whole report, ready for any writer.

    inputs   the files that it was made from, by SHA-256
    brand    the look of the office whose project publishes it
    ledger   what is released beside it; `facts` is the trace of it
    refused  what cells show that no report can carry, with what to write instead, for the gates
    """

    title: str
    subject: str
    report: str
    campaign: str
    period: str
    unit: str
    as_of: str
    banner: str | None = None
    imprint: Imprint | None = None
    blocks: list[Block]
    facts: list[TraceRow] = []
    sources: list[SourceRow] = []
    vocabulary: Vocabulary = Vocabulary()
    inputs: dict[str, str] = {}
    ledger: dict[str, Any] = {}
    brand: Brand = Field(default=HOUSE, exclude=True)
    refused: tuple[tuple[str, str], ...] = Field(default=(), exclude=True)
