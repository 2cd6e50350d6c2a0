from __future__ import annotations

import shutil
import subprocess
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import docx
import pytest
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from pypdf import PdfReader

from dophu.errors import GateError
from dophu.publish.docx import heads_kept, render_docx
from dophu.publish.grid import Grid, grid
from dophu.publish.layout import PAGE_SETUP
from dophu.tell.blocks import Annex, Document, Figure, Item, List, Paragraph, Table
from dophu.wording import NO_BREAK_SPACE
from tests.publish.national import BANNER, HEAD, MARKED, annexed_letter, national_table
from tests.publish.sample import plain
from tests.publish.test_pdf import MILLIMETRE, SVG, read, squeezed, table, with_blocks

ORDERS = {
    "w:pPr": "pStyle keepNext keepLines widowControl numPr pBdr shd spacing ind jc outlineLvl sectPr",
    "w:rPr": "rFonts b i color sz szCs lang",
    "w:tblPr": "tblW jc tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:tblBorders": "top left bottom right insideH insideV",
    "w:tcPr": "tcW tcBorders shd vAlign",
    "w:sectPr": "headerReference pgSz pgMar pgNumType titlePg",
    "w:style": "name basedOn qFormat pPr rPr",
    "w:settings": "defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}


def layout_of(table: Table) -> Grid:
    return grid(table, PAGE_SETUP.text_width(landscape=True))


@pytest.fixture(scope="module")
def file(letter: Document) -> bytes:
    return render_docx(letter)


@pytest.fixture(scope="module")
def paper(file: bytes) -> Paper:
    return docx.Document(BytesIO(file))


def as_pdf(file: bytes, folder: Path) -> bytes:
    """Print with LibreOffice, under a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "letter.docx").write_bytes(file)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "letter.docx")]
    subprocess.run([program, profile, *convert], check=True, capture_output=True, timeout=180)
    return (folder / "letter.pdf").read_bytes()


@pytest.fixture(scope="module")
def printed(file: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return read(as_pdf(file, tmp_path_factory.mktemp("office")))


@pytest.mark.document
def test_what_an_annex_is_attached_to_breaks_before_the_bodys_name_alone(letter: Document, tmp_path: Path) -> None:
    blank = NO_BREAK_SPACE * 7
    attached = f"(Kèm theo Báo cáo số {blank}/BC-STTTT ngày {blank}tháng 8 năm 2020 của Sở Thông tin và Truyền thông)"
    annex = Annex(label="Phụ lục", title="A", attached=attached)
    file = render_docx(with_blocks(letter, letter.blocks[0], annex, letter.blocks[1]))
    pages = read(as_pdf(file, tmp_path), "-layout")
    lines = [line.strip() for page in pages for line in page.splitlines()]
    first = next(place for place, line in enumerate(lines) if line.startswith("(Kèm theo"))
    assert lines[first].endswith("năm 2020")
    assert lines[first + 1] == "của Sở Thông tin và Truyền thông)"


def test_markup_in_a_banner_prints_as_it_is(letter: Document) -> None:
    paper = docx.Document(BytesIO(render_docx(letter.model_copy(update={"banner": "<w:p/>&amp;"}))))
    assert paper.sections[0].header.paragraphs[0].text == "<w:p/>&amp;"


def test_pictures_are_packed_only_once(file: bytes) -> None:
    with ZipFile(BytesIO(file)) as parts:
        packed = {part.compress_type for part in parts.infolist() if part.filename.endswith(".png")}
    assert packed == {ZIP_STORED}


def texts(paper: Paper) -> list[str]:
    signs = {qn("w:noBreakHyphen"): "-"}
    words = ((each.iter(qn("w:t"), *signs)) for each in paper.element.body.iter(qn("w:p")))
    return ["".join(signs.get(text.tag, text.text or "") for text in found) for found in words]


def elements(file: bytes, tag: str) -> list[BaseOxmlElement]:
    paper = docx.Document(BytesIO(file))
    roots = [paper.element, paper.styles.element, paper.settings.element]
    return [node for root in roots for node in root.iter(qn(tag))]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot change its time zone")
def test_same_document_gives_same_bytes_in_any_time_zone(
    file: bytes, letter: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    again = render_docx(letter)
    monkeypatch.undo()
    time.tzset()
    assert again == file


def test_zip_has_one_order_one_date_and_nothing_of_the_library(file: bytes) -> None:
    with ZipFile(BytesIO(file)) as parts:
        names = parts.namelist()
        dates = {part.date_time for part in parts.infolist()}
    assert names == ["[Content_Types].xml", *sorted(names[1:])]
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if "thumbnail" in name or "itemProps" in name or "app.xml" in name]


def test_file_describes_itself_without_the_clock(paper: Paper, letter: Document) -> None:
    about = paper.core_properties
    assert (about.title, about.subject) == (letter.title, letter.subject)
    assert about.author == about.last_modified_by == "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
    assert str(about.created) == str(about.modified) == "2020-08-07 01:00:00+00:00"  # 08h00 in Viet Nam
    assert about.language == "vi-VN"


@pytest.mark.parametrize("tag", ORDERS)
def test_elements_stand_in_the_order_of_the_schema(tag: str) -> None:
    order = ORDERS[tag].split()
    found = elements(render_docx(annexed_letter()), tag)
    assert found
    for node in found:
        places = [order.index(str(child.tag).split("}")[1]) for child in node]
        assert places == sorted(places)


def test_styles_are_times_new_roman_in_vietnamese(file: bytes) -> None:
    (fonts,), (language,) = elements(file, "w:rFonts"), elements(file, "w:lang")
    assert {*fonts.attrib.values()} == {"Times New Roman"}
    assert language.get(qn("w:val")) == "vi-VN"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("Heading 2", "1. Công tác thông tin, truyền thông và kết quả cài đặt"),
        ("Heading 3", "2.1. Công tác báo chí, truyền thông"),
        ("List Paragraph", "Thành phố Lạng Sơn: hơn\xa09.500\xa0người theo dõi;"),
        ("List Paragraph", "Giao Sở hướng dẫn, theo dõi, phối hợp quản lý các trang lớn."),
        ("Caption", "Bảng\xa01. Kết quả theo huyện, thành phố"),
    ],
)
def test_paragraph_has_its_style_and_its_typed_number(paper: Paper, style: str, text: str) -> None:
    found = {paragraph.text: paragraph.style.name for paragraph in paper.paragraphs if paragraph.style}
    assert found[text] == style


def test_sections_are_a4_and_numbered_from_one_but_not_on_their_first_page(letter: Document) -> None:
    annex = Annex(label="Phụ lục", title="A", attached="(Kèm theo)", landscape=True)
    paper = docx.Document(BytesIO(render_docx(with_blocks(letter, letter.blocks[0], annex, table(1)))))
    upright, flat = paper.sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert (round(flat.page_width.mm), round(flat.page_height.mm)) == (297, 210)  # type: ignore[union-attr]
    for section in paper.sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml


def test_every_letter_reaches_the_file(paper: Paper, letter: Document) -> None:
    said = [text.replace("\xa0", " ") for text in texts(paper)]
    prose = [block for block in letter.blocks if isinstance(block, Paragraph)]
    assert all("".join(run.text for run in block.runs) in said for block in prose)


def test_tables_repeat_their_head_and_keep_empty_cells(paper: Paper, letter: Document) -> None:
    told = [block for block in letter.blocks if isinstance(block, Table)][-1]
    grid = paper.tables[-1]
    assert len(grid.rows) == len(told.rows) + 1
    assert [cell.text for cell in grid.rows[-1].cells] == ["Huyện Tràng Định", "58.440", "", ""]
    assert grid.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def test_picture_carries_its_alternative_text_as_description_only(file: bytes, letter: Document) -> None:
    figure = next(block for block in letter.blocks if isinstance(block, Figure))
    (picture,) = elements(file, "wp:docPr")
    assert picture.get("descr") == figure.alt
    assert picture.get("title") is None


@pytest.mark.parametrize("text", ["#panic(1) *b*", "<w:p/>&amp;", "]]>", "a" * 5000, " hai  cách "])
def test_markup_in_data_prints_as_it_is(letter: Document, text: str) -> None:
    file = render_docx(with_blocks(letter, letter.blocks[0], Paragraph(runs=plain(text))))
    assert text in texts(docx.Document(BytesIO(file)))


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "\ud800", "x\u202ey", "😀"])
def test_character_that_cannot_be_printed_is_refused(letter: Document, text: str) -> None:
    with pytest.raises(GateError):
        render_docx(with_blocks(letter, letter.blocks[0], Paragraph(runs=plain(text))))


def test_picture_with_a_character_without_glyph_is_refused(letter: Document) -> None:
    svg = f"{SVG}<text font-family='Tinos'>&#x1F600;</text></svg>"
    drawing = next(block for block in letter.blocks if isinstance(block, Figure)).model_copy(update={"svg": svg})
    with pytest.raises(GateError, match="GRINNING FACE"):
        render_docx(with_blocks(letter, drawing))


@pytest.mark.parametrize("rows", [0, 1, 700])
def test_table_of_any_length_is_written(letter: Document, rows: int) -> None:
    bare = table(rows).model_copy(update={"caption": []})
    paper = docx.Document(BytesIO(render_docx(with_blocks(letter, bare, bare))))
    assert [len(grid._tbl.tr_lst) for grid in paper.tables] == [rows + 1, rows + 1]
    assert all(grid._tbl.getnext().tag == qn("w:p") for grid in paper.tables)  # or Word joins two tables


@pytest.mark.document
def test_libreoffice_prints_the_same_pages(printed: list[str]) -> None:
    assert [sheet.strip().splitlines()[0] for sheet in printed] == ["UBND TỈNH LẠNG SƠN", "2", "Phụ lục"]
    text = squeezed(" ".join(printed))
    assert "/BC-STTTT" in text
    assert "toàn tỉnh có 63.438 người/điện thoại cài đặt" in text
    assert "- Lưu: VT, TTBCXB." in text


@pytest.mark.document
def test_banner_stands_on_every_page(letter: Document, tmp_path: Path) -> None:
    file = render_docx(letter.model_copy(update={"banner": "SỐ LIỆU MÔ PHỎNG"}))
    assert ["SỐ LIỆU MÔ PHỎNG" in sheet for sheet in read(as_pdf(file, tmp_path))] == [True] * 3
    assert docx.Document(BytesIO(file)).core_properties.keywords == "SỐ LIỆU MÔ PHỎNG"


def test_totals_and_the_marked_row_stand_out_in_smaller_type() -> None:
    paper = docx.Document(BytesIO(render_docx(annexed_letter())))
    grid = paper.tables[-1]
    bold = [all(run.bold for run in row.cells[0].paragraphs[0].runs) for row in grid.rows]
    assert [place for place, is_bold in enumerate(bold) if is_bold] == [0, 1 + MARKED, 64, 65]
    assert "E8EFF6" in grid.rows[1 + MARKED]._tr.xml
    assert "w:top" in grid.rows[64]._tr.xml
    style = grid.rows[1].cells[0].paragraphs[0].style
    assert style is not None
    assert style.name == f"Table text {layout_of(national_table()).size}"
    assert len(grid.columns) == len(HEAD)


@pytest.mark.document
def test_a_landscape_annex_is_printed_as_one_with_its_own_numbers(tmp_path: Path) -> None:
    pdf = as_pdf(render_docx(annexed_letter()), tmp_path)
    sizes = [round(float(sheet.mediabox.width) / MILLIMETRE) for sheet in PdfReader(BytesIO(pdf)).pages]
    sheets = read(pdf)
    assert sizes == [210, 210, 210, *[297] * (len(sizes) - 4), 210]
    assert all(BANNER in sheet for sheet in sheets)
    assert all("Còn thiếu" in sheet for sheet in sheets[3:-1])
    assert [line for sheet in sheets for line in sheet.split() if line in {"I", "II"}] == ["I", "II"]


@pytest.mark.parametrize(("rows", "kept"), [(3, [0, 1, 2, 3, 4]), (40, [0, 39, 40, 41])])
def test_totals_do_not_stand_alone_on_a_page(letter: Document, rows: int, kept: list[int]) -> None:
    told = table(rows)
    summed = told.model_copy(update={"foot": [told.rows[0], told.rows[0]]})
    grid = docx.Document(BytesIO(render_docx(with_blocks(letter, summed)))).tables[0]
    held = [place for place, row in enumerate(grid.rows) if "w:keepNext" in row._tr.xml]
    assert held == kept


def test_lists_are_the_word_processors_own_and_each_ordered_one_begins_anew(letter: Document) -> None:
    ordered = List(ordered=True, start=3, items=[Item(runs=plain("một")), Item(runs=plain("hai"))])
    file = render_docx(letter.model_copy(update={"blocks": [*letter.blocks, ordered]}))
    numbers = [node.get(qn("w:val")) for node in elements(file, "w:numId")]
    assert numbers == ["1", "1", "1", "2", "1", "2", "3", "3"]  # of dashes, of the first ordered list, of the second
    with ZipFile(BytesIO(file)) as parts:
        numbering = parse_xml(parts.read("word/numbering.xml"))
    assert [node.get(qn("w:val")) for node in numbering.iter(qn("w:startOverride"))] == ["1", "3"]


def test_drawings_have_numbers_of_their_own_and_tables_a_title(letter: Document) -> None:
    figure = next(block for block in letter.blocks if block.kind == "figure")
    file = render_docx(letter.model_copy(update={"blocks": [*letter.blocks, figure]}))
    assert [node.get("id") for node in elements(file, "wp:docPr")] == ["1", "2"]
    titles = [node.get(qn("w:val")) for node in elements(file, "w:tblCaption")]
    assert titles == ["Bảng\xa01. Kết quả theo huyện, thành phố"]


@pytest.mark.parametrize(
    ("nodes", "place", "put"), [(101, 20, True), (101, 19, False), (101, 41, True), (99, 20, False)]
)
def test_a_heading_that_ends_a_page_guessed_by_libreoffice_gets_a_point_before_it(
    nodes: int, place: int, put: bool
) -> None:
    text, heading = (f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>' for style in ("Normal", "Heading2"))
    part = [text] * 60
    part[place - 1] = heading
    kept = heads_kept(part, nodes)
    assert len(kept) == 60 + put
    assert not put or 'w:line="20"' in kept[place - 1]


def test_the_last_paragraphs_of_a_part_stand_together_as_on_paper(letter: Document) -> None:
    notes = [Paragraph(runs=plain("lời của một dòng dài " * 4)) for _ in range(9)]
    body = docx.Document(BytesIO(render_docx(with_blocks(letter, *notes)))).paragraphs
    layouts = [one.paragraph_format for one in body if one.text.startswith("lời")]
    held = [(bool(layout.keep_together), bool(layout.keep_with_next)) for layout in layouts]
    assert (held[0], held[-2], held[-1]) == ((False, False), (True, True), (True, False))
