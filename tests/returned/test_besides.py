"""What a file says or shows besides its words, where those are all as issued."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from dophu.returned.besides import said_besides
from dophu.returned.sent import other_page, other_words
from tests.returned.test_hidden import saved

Change = Callable[[Any], object]
PAGE = b"<html><body><main><p class='a'>80.000 people</p><img alt='80.000' src='a'><img src='b'></main></body></html>"


def nothing(_: Any) -> None:
    """Leave a file as it is."""


def paper(change: Change = nothing) -> bytes:
    """A PDF of one page with a tagged figure, a title and a place in its outline."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Figure = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt="80.000"))
        pdf.docinfo["/Title"] = "Letter"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Result", 0))
        change(pdf)
        return saved(pdf)


def note(kind: str) -> Change:
    def add(pdf: Any) -> None:
        pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name(kind), Rect=[0, 0, 9, 9])])

    return add


def renamed(pdf: Any) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "99,99%"


PAPERS: dict[str, Change] = {
    "99.000": lambda pdf: setattr(pdf.Root.Figure, "Alt", "99.000"),
    "really 99.000": lambda pdf: setattr(pdf.Root.Figure, "ActualText", "really 99.000"),
    "Letter 99": lambda pdf: pdf.docinfo.__setitem__("/Title", "Letter 99"),
    "A. Forger": lambda pdf: pdf.docinfo.__setitem__("/Author", "A. Forger"),
    "99,99%": renamed,
    "/FreeText": note("/FreeText"),
    "/Link": note("/Link"),
}


def letter(change: Change = nothing) -> bytes:
    """A DOCX of one line and a picture."""
    file = docx.Document()
    file.add_paragraph().add_run("80.000")
    picture = BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    file.add_picture(picture, Cm(5), Cm(5))
    change(file)
    return saved(file)


def with_xml(xml: str, into: str = "p") -> Change:
    """Put an element first into the first line, its run, or what the run looks like."""

    def add(file: Any) -> None:
        run = file.paragraphs[0].runs[0]._r
        place = {"p": file.paragraphs[0]._p, "r": run, "rPr": run.get_or_add_rPr()}[into]
        place.insert(0, parse_xml(xml.replace("/>", f" {nsdecls('w')}/>", 1)))

    return add


LETTERS: dict[str, Change] = {
    "really 99.000": lambda file: file.add_comment(file.paragraphs[0].runs, text="really 99.000", author="x"),
    "99": lambda file: setattr(file.core_properties, "title", "99"),
    "head 99": lambda file: setattr(file.sections[0].header.paragraphs[0], "text", "head 99"),
    "foot 99": lambda file: setattr(file.sections[0].footer.paragraphs[0], "text", "foot 99"),
    "alt 99": lambda file: file.inline_shapes[0]._inline.docPr.set("descr", "alt 99"),
    "extent 9 9": lambda file: [file.inline_shapes[0]._inline.extent.set(side, "9") for side in ("cx", "cy")],
    "sym": with_xml('<w:sym w:font="Wingdings" w:char="F039"/>', "r"),
    "altChunk": with_xml('<w:altChunk w:id="x"/>'),
    "footnoteReference": with_xml('<w:footnoteReference w:id="1"/>', "r"),
    "DDEAUTO cmd": with_xml('<w:fldSimple w:instr="DDEAUTO cmd"/>'),
    "color themeColor=background1": with_xml('<w:color w:themeColor="background1"/>', "rPr"),
    "shd fill=000000 val=clear": with_xml('<w:shd w:val="clear" w:fill="000000"/>', "rPr"),
    "position val=-900": with_xml('<w:position w:val="-900"/>', "rPr"),
    "spacing val=-200": with_xml('<w:spacing w:val="-200"/>', "rPr"),
    "rect": with_xml('<w:rect w:style="x"/>', "r"),
}


def workbook(change: Change = nothing) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 80000
    change(book)
    return saved(book)


def with_prompt(book: Any) -> None:
    rule = DataValidation(type="whole", prompt="really 99", promptTitle="x")
    rule.add("A1")
    book.worksheets[0].add_data_validation(rule)


def on_first_cell(name: str, value: Any) -> Change:
    return lambda book: setattr(book.worksheets[0]["A1"], name, value)


BOOKS: dict[str, Change] = {
    "Sheet!A1: really 99": on_first_cell("comment", Comment("really 99", "x")),
    "Sheet!A1: font theme 0": on_first_cell("font", Font(color=Color(theme=0))),
    "Sheet!A1: fill rgb FF000000": on_first_cell("fill", PatternFill("solid", fgColor="FF000000")),
    "99,99%": lambda book: book.create_sheet("99,99%"),
    "head 99": lambda book: setattr(book.worksheets[0].oddHeader.center, "text", "head 99"),
    "title 99": lambda book: setattr(book.properties, "title", "title 99"),
    "x=99": lambda book: book.defined_names.add(DefinedName("x", attr_text="99")),
    "Sheet!1": lambda book: setattr(book.worksheets[0].row_dimensions[1], "height", 0.5),
    "Sheet!A": lambda book: setattr(book.worksheets[0].column_dimensions["A"], "width", 0.1),
    "x really 99": with_prompt,
}
FILES = {"pdf": (paper, PAPERS), "docx": (letter, LETTERS), "xlsx": (workbook, BOOKS)}
CASES = [(kind, told) for kind, (_, changes) in FILES.items() for told in changes]


@pytest.mark.parametrize(("kind", "told"), CASES)
def test_what_a_file_says_or_shows_besides_its_words_is_told(kind: str, told: str) -> None:
    written, changes = FILES[kind]
    forged = written(changes[told])
    assert said_besides(kind, written(), forged) == [told]
    assert said_besides(kind, forged, forged) == []


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_was_only_saved_again_says_nothing_else(kind: str) -> None:
    written, _ = FILES[kind]
    assert said_besides(kind, written(), written()) == []


@pytest.mark.parametrize("sign", ["\uf02b", " ", ""])
def test_points_of_lists_that_another_program_wrote_in_its_own_way_say_nothing_else(sign: str) -> None:
    def numbered(text: str) -> bytes:
        part = parse_xml(f'<w:lvlText {nsdecls("w")} w:val="{text}"/>')
        return letter(lambda document: document.part.numbering_part.element.append(part))

    assert said_besides("docx", numbered("+"), numbered(sign)) == []
    assert said_besides("docx", numbered("+"), numbered("99")) == ["99"]


PAGES = {
    "hidden": (b"class='a'", b"hidden"),
    "struck out": (b"80.000 people", b"<del>80.000 people</del>"),
    "another alternative text": (b"alt='80.000'", b"alt='99.000'"),
    "a text at pointing": (b"<p", b"<p title='99.000'"),
    "a field": (b"</main>", b"<input value='99.000'></main>"),
    "pictures in another order": (b"src='a'><img src='b'", b"src='b'><img src='a'"),
    "another class": (b"class='a'", b"class='b'"),
    "another word": (b"people", b"persons"),
}


@pytest.mark.parametrize(("old", "new"), PAGES.values(), ids=PAGES)
def test_a_page_that_shows_its_words_otherwise_is_another(old: bytes, new: bytes) -> None:
    assert other_page(PAGE, PAGE.replace(old, new, 1)) != []
    assert other_page(PAGE, PAGE.replace(b"</body>", b"\n</body>")) == []


def test_a_long_text_changed_at_both_ends_is_held_at_once() -> None:
    text = " ".join(f"{number} người, " for number in range(20_000))
    assert other_words(f"a {text} b", f"c {text} d") == [("a", "c"), ("b", "d")]
