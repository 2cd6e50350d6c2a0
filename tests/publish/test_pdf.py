from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from unicodedata import is_normalized

import page
import pytest
from PIL import Image
from pypdf import PdfReader

from dophu.errors import GateError
from dophu.fonts import BOLD
from dophu.publish import layout
from dophu.publish.grid import grid
from dophu.publish.layout import Section
from dophu.publish.pdf import render_pdf
from dophu.publish.raster import Picture, png_of
from dophu.tell.blocks import Annex, Block, Document, Figure, Heading, Masthead, Paragraph, Run, Signature, Table
from dophu.tell.html import plain as text_of
from tests.publish.national import BANNER, annexed_letter, national_report, national_table, provinces
from tests.publish.sample import plain

MILLIMETRE = 72 / 25.4
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
INERT = '#panic(1) *b* _i_ $x$ @ref <script>alert(1)</script> `a` /* */ \\ "q"'


@pytest.fixture(scope="module")
def pdf(letter: Document) -> bytes:
    return render_pdf(letter)


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[str]:
    return read(pdf)


def read(pdf: bytes, *options: str) -> list[str]:
    """Text of each page, as a reader's program sees it."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    output = subprocess.run([program, *options, "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return output.decode().split("\f")[:-1]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def with_blocks(letter: Document, *blocks: Block, **fields: object) -> Document:
    return letter.model_copy(update={"blocks": list(blocks), **fields})


def table(rows: int, columns: int = 3) -> Table:
    head = [plain(f"Cột {column}") for column in range(columns)]
    body = [[plain(f"hàng {row}"), *[plain("63.438")] * (columns - 1)] for row in range(rows)]
    return Table(caption=plain("Bảng 1"), head=head, rows=body, align=["left"] * columns)


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_validator_finds_no_failure(pdf: bytes, profile: str) -> None:
    assert [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []


@pytest.mark.document
def test_every_font_is_embedded_tinos(pdf: bytes, tmp_path: Path) -> None:
    program = shutil.which("pdffonts")
    if program is None:
        pytest.skip("pdffonts (poppler-utils) is not installed")
    (tmp_path / "letter.pdf").write_bytes(pdf)
    listing = subprocess.run([program, tmp_path / "letter.pdf"], capture_output=True, check=True, text=True).stdout
    fonts = [line.split() for line in listing.splitlines()[2:]]
    assert {font[0].split("+")[1].split("-")[0] for font in fonts} == {"Tinos"}
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)  # embedded, a subset, mapped to Unicode


def test_file_describes_itself_without_the_clock(pdf: bytes, letter: Document) -> None:
    reader = PdfReader(BytesIO(pdf))
    about = reader.metadata
    assert about is not None
    assert (about.title, about.subject) == (letter.title, letter.subject)
    assert about.author == "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
    assert str(about.creation_date) == "2020-08-07 01:00:00+00:00"  # 08h00 in Viet Nam
    assert str(reader.root_object["/Lang"]) == "vi-VN"


def test_same_document_gives_same_bytes(pdf: bytes, letter: Document) -> None:
    assert render_pdf(letter) == pdf


def test_paper_is_a4_with_the_margins_of_the_decree(pdf: bytes) -> None:
    for sheet in PdfReader(BytesIO(pdf)).pages:
        assert [round(float(side) / MILLIMETRE) for side in sheet.mediabox[2:]] == [210, 297]
    assert 20 <= layout.PAGE_SETUP.top <= 25
    assert 20 <= layout.PAGE_SETUP.bottom <= 25
    assert 30 <= layout.PAGE_SETUP.left <= 35
    assert 15 <= layout.PAGE_SETUP.right <= 20


@pytest.mark.document
@pytest.mark.parametrize(("page_number", "first_line"), [(0, "UBND TỈNH LẠNG SƠN"), (1, "2"), (2, "Phụ lục")])
def test_page_number_is_absent_on_first_pages(pages: list[str], page_number: int, first_line: str) -> None:
    assert pages[page_number].strip().splitlines()[0] == first_line


@pytest.mark.document
def test_annex_pages_are_numbered_from_one(letter: Document) -> None:
    annex = Annex(label="Phụ lục I", title="A", attached="(Kèm theo)", landscape=True)
    pages = read(render_pdf(with_blocks(letter, letter.blocks[0], annex, table(60), annex, table(60))))
    numbers = [sheet.strip().splitlines()[0] for sheet in pages]
    assert [number for number in numbers if number.isdigit()] == ["2", "3"] * 2
    assert numbers.count("Phụ lục I") == 2


@pytest.mark.document
def test_text_reads_back_in_order(pages: list[str], letter: Document) -> None:
    read_back = squeezed(" ".join(pages))
    assert is_normalized("NFC", read_back)
    prose = [block.runs for block in letter.blocks if isinstance(block, Heading | Paragraph)]
    places = [read_back.find(squeezed(text_of(runs)).split("chức, viên")[0].strip()) for runs in prose]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.document
@pytest.mark.parametrize(
    "line",
    [
        "/BC-STTTT",
        "Lạng Sơn, ngày tháng 8 năm 2020",
        "Kính gửi: Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh Lạng Sơn",
        "- Như trên; - UBND tỉnh (BC);",
        "- Lưu: VT, TTBCXB.",
        "+ mỗi huyện, thành phố có ít nhất 01 trang.",
        "2. Giao Sở hướng dẫn",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
    ],
)
def test_letter_is_worded_as_the_decree_asks(pages: list[str], line: str) -> None:
    assert line in squeezed(" ".join(pages))


@pytest.mark.document
def test_number_day_and_several_addressees_are_written_out(letter: Document) -> None:
    changes = {"number": "5", "day": 7, "month": 2, "addressees": ["Sở A", "Sở B"]}
    head = letter.blocks[0].model_copy(update=changes)
    text = squeezed(read(render_pdf(with_blocks(letter, head)))[0])
    assert "Số: 05/BC-STTTT" in text
    assert "Lạng Sơn, ngày 07 tháng 02 năm 2020" in text
    assert "Kính gửi: - Sở A; - Sở B." in text


@pytest.mark.document
@pytest.mark.parametrize(
    ("parent", "lines"),
    [("UBND TỈNH LẠNG SƠN", ["UBND TỈNH LẠNG SƠN"]), ("UBND THÀNH PHỐ HỒ CHÍ MINH", ["UBND THÀNH PHỐ", "HỒ CHÍ MINH"])],
)
def test_a_long_body_above_the_issuer_breaks_into_lines_of_like_length(
    letter: Document, parent: str, lines: list[str]
) -> None:
    head, *others = letter.blocks
    blocks = [head.model_copy(update={"parent_body": parent, "place": "Thành phố Hồ Chí Minh"}), *others]
    first = read(render_pdf(with_blocks(letter, *blocks)), "-raw")[0]
    assert [line.strip() for line in first.splitlines()][: len(lines)] == lines


@pytest.mark.document
@pytest.mark.parametrize("lines", range(20, 32))
def test_signature_stays_with_the_last_words(letter: Document, lines: int) -> None:
    foot = next(block for block in letter.blocks if isinstance(block, Signature))
    prose = [Paragraph(runs=plain(f"dòng {line}")) for line in range(lines)]
    pages = read(render_pdf(with_blocks(letter, letter.blocks[0], *prose, foot)))
    signed = next(sheet for sheet in pages if "Nơi nhận" in sheet)
    assert f"dòng {lines - 1}" in signed
    assert "Lưu: VT" in signed


@pytest.mark.document
def test_banner_stands_on_every_page(letter: Document) -> None:
    pdf = render_pdf(letter.model_copy(update={"banner": "SỐ LIỆU MÔ PHỎNG"}))
    assert ["SỐ LIỆU MÔ PHỎNG" in sheet for sheet in read(pdf)] == [True] * 3
    about = PdfReader(BytesIO(pdf)).metadata
    assert about is not None
    assert about.keywords == "SỐ LIỆU MÔ PHỎNG"
    assert str(about.title).startswith("SỐ LIỆU MÔ PHỎNG")


@pytest.mark.document
@pytest.mark.parametrize("rows", [0, 1, 700])
def test_table_of_any_length_repeats_its_head(letter: Document, rows: int) -> None:
    pdf = render_pdf(with_blocks(letter, letter.blocks[0], table(rows)))
    pages = read(pdf)
    assert all("Cột 0" in sheet for sheet in pages)
    assert "".join(pages).count("hàng ") == rows
    assert page.is_pdf_compliant_bytes(pdf, profile="ua1")


@pytest.mark.document
def test_markup_in_data_prints_as_it_is(letter: Document) -> None:
    pdf = render_pdf(with_blocks(letter, letter.blocks[0], Paragraph(runs=plain(INERT)), table(1)))
    assert INERT in squeezed(read(pdf)[0])


@pytest.mark.document
def test_endless_word_breaks_instead_of_leaving_the_page(letter: Document) -> None:
    pdf = render_pdf(with_blocks(letter, letter.blocks[0], Paragraph(runs=plain("a" * 5000))))
    lines = [line.strip() for sheet in read(pdf) for line in sheet.splitlines()]
    assert sum(len(line) for line in lines if set(line) == {"a"}) == 5000
    assert page.is_pdf_compliant_bytes(pdf, profile="2a")


@pytest.mark.parametrize(
    ("text", "named"),
    [("a\x00b", "U+0000"), ("a\x1bb", "U+001B"), ("x\u202ey", "RIGHT-TO-LEFT"), ("😀", "GRINNING"), ("中", "U+4E2D")],
)
def test_character_that_cannot_be_printed_is_named(letter: Document, text: str, named: str) -> None:
    with pytest.raises(GateError, match=named.replace("+", r"\+")):
        render_pdf(with_blocks(letter, letter.blocks[0], Paragraph(runs=plain(text))))


@pytest.mark.parametrize(
    "svg",
    [
        "<svg",
        f"{SVG}<image href='/etc/hosts' width='9' height='9'/></svg>",
        f"{SVG}<text font-family='Arial'>63</text></svg>",
        f"{SVG}<text font-family='Tinos'>&#x1F600;</text></svg>",
    ],
)
def test_picture_that_would_not_print_whole_is_refused(letter: Document, svg: str) -> None:
    drawing = next(block for block in letter.blocks if isinstance(block, Figure)).model_copy(update={"svg": svg})
    with pytest.raises(GateError):
        render_pdf(with_blocks(letter, letter.blocks[0], drawing))


def test_figure_too_large_for_its_page_is_scaled_down(letter: Document) -> None:
    drawing = next(block for block in letter.blocks if isinstance(block, Figure))
    large, annex = (
        drawing.model_copy(update={"width": 400.0, "height": 600.0}),
        Annex(label="A", title="B", attached=""),
    )
    width, height = layout.fitted(large, Section([large], ""))
    assert width <= layout.PAGE_SETUP.text_width()
    assert height < layout.PAGE_SETUP.text_height()
    assert width / height == pytest.approx(400 / 600)
    assert layout.fitted(large, Section([annex, large], ""))[1] < height
    assert layout.fitted(drawing, Section([drawing], "")) == (drawing.width, drawing.height)


@pytest.mark.document
def test_document_without_a_masthead_is_headed_by_its_title(letter: Document) -> None:
    deep = Heading(level=4, runs=plain("4. Mục"))
    pdf = render_pdf(with_blocks(letter, deep))
    assert squeezed(read(pdf)[0]).startswith(letter.title)
    assert page.is_pdf_compliant_bytes(pdf, profile="ua1")


def test_columns_fill_the_page_and_no_word_is_cut(letter: Document) -> None:
    long = table(3, 5)
    widths = grid(long, 160).widths
    assert sum(widths) == pytest.approx(160)
    assert min(widths) > layout.width("63.438", layout.PAGE_SETUP.table)


def test_title_is_set_in_lines_of_like_length(letter: Document) -> None:
    head = letter.blocks[0]
    assert isinstance(head, Masthead)
    set_head = layout.head(head)
    assert set_head.left + set_head.right == pytest.approx(layout.PAGE_SETUP.text_width())
    assert set_head.abstract_width < 120  # of 140: two even lines, not a long one and a word
    assert 1 / 3 <= set_head.abstract_rule / set_head.abstract_width <= 1 / 2


def test_picture_becomes_the_same_png_each_time(letter: Document) -> None:
    drawing = next(block for block in letter.blocks if isinstance(block, Figure))
    picture = Picture(drawing.svg, drawing.width, drawing.height)
    png = png_of(picture)
    assert png.startswith(b"\x89PNG")
    png_of.cache_clear()
    assert png_of(picture) == png


def test_picture_keeps_size_and_colours() -> None:
    halves = '<rect width="10" height="10" fill="#ff0000"/><rect x="10" width="10" height="10" fill="#0000ff"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{halves}</svg>'
    with Image.open(BytesIO(png_of(Picture(svg, 25.4, 12.7)))) as image:
        shown = image.convert("RGB")
        assert shown.size == (220, 110)
        assert (shown.getpixel((50, 100)), shown.getpixel((170, 100))) == ((255, 0, 0), (0, 0, 255))


@pytest.mark.document
def test_link_prints_as_its_text(letter: Document) -> None:
    runs = [Run(text="theo ", bold=True), Run(text="Cục", italic=True, link="https://example.org/x")]
    text = read(render_pdf(with_blocks(letter, letter.blocks[0], Paragraph(runs=runs))))[0]
    assert "theo Cục" in text
    assert "example.org" not in text


@pytest.mark.document
def test_a_landscape_annex_between_upright_ones_has_its_own_numbers() -> None:
    pdf = render_pdf(annexed_letter())
    sizes = [round(float(sheet.mediabox.width) / MILLIMETRE) for sheet in PdfReader(BytesIO(pdf)).pages]
    pages = read(pdf)
    assert sizes == [210, 210, 210, 297, 297, 297, 210]
    assert all(BANNER in sheet for sheet in pages)
    assert [number for sheet in pages for number in sheet.split()[4:5] if number.isdigit()] == ["2", "2", "3"]
    assert page.is_pdf_compliant_bytes(pdf, profile="ua1")
    assert page.is_pdf_compliant_bytes(pdf, profile="2a")


@pytest.mark.document
def test_a_wide_table_repeats_its_head_splits_no_row_and_keeps_its_caption() -> None:
    pages = read(render_pdf(annexed_letter()), "-layout")[3:6]
    lines = [" ".join(line.split()) for sheet in pages for line in sheet.splitlines()]
    assert all("Thứ" in sheet and "2019" in sheet for sheet in pages)
    rows = [line for line in lines if line.endswith("08h00 ngày 07/8/2020")]
    assert len(rows) == len(provinces()) - 1
    assert "Bảng 1. Kết quả của các tỉnh, thành phố" in lines[: lines.index(rows[0])]
    assert lines[-1].startswith("Cả nước") or "Cả nước" in pages[-1]


@pytest.mark.document
def test_a_report_with_a_title_of_its_own_opens_with_it() -> None:
    pdf = render_pdf(national_report())
    assert squeezed(read(pdf)[0]).startswith(
        f"{BANNER} Biểu thống kê toàn quốc: kết quả cài đặt ứng dụng Bluezone Tỉnh"
    )
    assert page.is_pdf_compliant_bytes(pdf, profile="ua1")


def test_type_gets_smaller_only_for_tables_of_many_columns() -> None:
    upright, flat = (layout.PAGE_SETUP.text_width(landscape) for landscape in (False, True))
    assert grid(table(3), upright).size == layout.PAGE_SETUP.table
    assert 9 < grid(national_table(), flat).size < layout.PAGE_SETUP.table
    assert grid(national_table(), upright).size == 9
    assert sum(grid(national_table(), flat).widths) == pytest.approx(flat)


@pytest.mark.parametrize("text", ["63.438", "khoảng 36,3%", "08h00 ngày 07/8/2020"])
def test_no_number_breaks_where_there_is_room(text: str) -> None:
    name = "Bà Rịa - Vũng Tàu"
    row = [plain(name), plain(text), plain("Ghi chú dài hơn một dòng. " * 40)]
    made = grid(Table(caption=[], head=[[]] * 3, rows=[row], align=["left", "right", "left"]), 120)
    for told, given in zip((name, text), made.widths, strict=False):
        assert given >= 2 * layout.PAGE_SETUP.cell + layout.width(told, made.size, BOLD)
    assert sum(made.widths) == pytest.approx(120)


def test_a_long_head_takes_three_lines_where_there_is_room() -> None:
    heads = ("Kỳ", "Số người/điện thoại cài đặt", "Tỷ lệ", "Thay đổi", "Trong", "Mỗi ngày", "Thứ hạng")
    cells = ("16/10/2020", "194.524", "24,89%", "2.204", "03 ngày 15 giờ", "608", "thứ 10/63")
    row, head = ([plain(text) for text in texts] for texts in (cells, heads))
    course = Table(caption=plain("Bảng 1"), head=head, rows=[row] * 26, align=["right"] * 7)
    made = grid(course, layout.PAGE_SETUP.text_width())
    words = [layout.width(f"{word} ", made.size, BOLD) for word in heads[1].split()]
    assert layout.lines_of(words, made.widths[1] - 2 * layout.PAGE_SETUP.cell) == 3


def test_a_long_table_turns_fewer_pages_where_names_take_room_before_heads() -> None:
    heads = [plain("Đơn vị cấp xã"), *([plain("Số tài khoản đã kích hoạt trong kỳ báo cáo")] * 8)]
    rows = [[plain("Phường Tân Định"), *([plain("133.416")] * 8)]] * 60
    made = grid(Table(caption=[], head=heads, rows=rows, align=["left", *(["right"] * 8)]), 160)
    assert made.size == layout.PAGE_SETUP.dense_tables[-1]
    assert made.widths[0] >= 2 * layout.PAGE_SETUP.cell + layout.width("Phường Tân Định", made.size)
    assert sum(made.widths) == pytest.approx(160)


@pytest.mark.document
@pytest.mark.parametrize("lines", range(29, 34))
def test_a_short_table_is_not_parted_between_pages(letter: Document, lines: int) -> None:
    prose = [Paragraph(runs=plain(f"dòng {line}")) for line in range(lines)]
    pages = read(render_pdf(with_blocks(letter, Heading(level=1, runs=plain("Báo cáo")), *prose, table(4))))
    (sheet,) = [sheet for sheet in pages if "Bảng 1" in sheet]
    assert all(f"hàng {row}" in sheet for row in range(4))
