"""What a line's end must not part, in every format."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from dophu.publish.docx import render_docx
from dophu.publish.grid import loosened
from dophu.publish.html import render_html
from dophu.publish.pdf import render_pdf
from dophu.publish.unparted import bound, unparted
from dophu.tell.blocks import Annex, Document, Paragraph, Run, Table
from dophu.tell.letterhead import before_issuer
from tests.telling import open_report, tell

PARTED = re.compile(r"(\b(ngày|tháng|năm)|(?<![\w/.,-])\d[\d.,]*%?|\w/)\Z")


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (["có ", "63.438", " người/điện thoại"], "có 63.438_người/điện thoại"),
        (["đến 08h00 ngày ", "07/8/2020", " như sau"], "đến 08h00 ngày_07/8/2020 như sau"),
        (["xếp ", "thứ 8", " trong ", "63", " tỉnh"], "xếp thứ_8_trong 63_tỉnh"),
        (["số 95/CV-BCĐ của Ban"], "số_95/CV-BCĐ của Ban"),
        (["còn thiếu 41,88 điểm; 12, 13 và"], "còn thiếu 41,88_điểm; 12, 13_và"),
        (["-1,9 đến -0,8 điểm"], "-1,9_đến -0,8_điểm"),
        (["không có gì"], "không có gì"),
    ],
)
def test_a_number_keeps_its_unit_and_ngay_its_date(texts: list[str], kept: str) -> None:
    runs = bound([Run(text=text) for text in texts])
    assert "".join(run.text for run in runs).replace("\xa0", "_") == kept
    assert [len(run.text) for run in runs] == list(map(len, texts))


@pytest.fixture(scope="module", name="letter")
def told() -> Document:
    return tell(open_report(campaign="demo", period="2020-10-16", unit="20"))


def test_the_line_of_an_annex_keeps_its_date_and_breaks_before_the_body(letter: Document) -> None:
    annex = next(block for block in unparted(letter).blocks if isinstance(block, Annex))
    date, body = before_issuer(annex.attached)
    assert date.endswith("tháng\xa010\xa0năm\xa02020")
    assert body == "của Ban Chỉ đạo Lá chắn số)"


def test_no_line_of_a_pdf_ends_within_a_figure(letter: Document) -> None:
    first = pypdfium2.PdfDocument(render_pdf(letter))[0].get_textpage().get_text_bounded()
    ends = [line.strip() for line in first.splitlines()[12:] if line.strip() and not line.strip().startswith("-")]
    assert [end for end in ends if PARTED.search(end)] == []


@pytest.fixture(scope="module")
def citing(letter: Document) -> Document:
    """A letter in which symbols stand at every place of a line."""
    symbols = " ".join(f"{'x' * length} 1405/STTTT-TTBCXB" for length in range(1, 30))
    masthead, *others = letter.blocks
    return letter.model_copy(update={"blocks": [masthead, Paragraph(runs=[Run(text=symbols)]), *others]})


def test_no_line_of_a_pdf_ends_within_a_symbol(citing: Document) -> None:
    text = pypdfium2.PdfDocument(render_pdf(citing))[0].get_textpage().get_text_bounded()
    assert text.count("1405/STTTT-TTBCXB") == 29


def test_word_keeps_symbols_whole_and_their_hyphen_readable(citing: Document) -> None:
    paper = docx.Document(BytesIO(render_docx(citing)))
    prose = next(each for each in paper.paragraphs if each.text.startswith("x "))
    assert prose.text.count("1405/STTTT-TTBCXB") == len(prose._p.findall(".//" + qn("w:noBreakHyphen"))) == 29
    assert "/BC-BCĐMP" in "".join(each.text or "" for each in paper.element.body.iter(qn("w:t")))


def test_a_page_keeps_symbols_whole_in_prose_and_below_annexes(citing: Document) -> None:
    page = render_html(citing).decode()
    assert page.count('<span class="whole">1405/STTTT-TTBCXB</span>') == 29
    assert page.count('<span class="whole">/BC-BCĐMP</span> ngày') == page.count('<p class="attached">') > 0


def test_word_and_html_hold_the_same_blanks(letter: Document) -> None:
    page = render_html(letter).decode()
    assert '<span class="whole">người/điện</span> thoại' in page
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(render_docx(letter))).paragraphs]
    assert any("194.524\xa0người/điện thoại" in text and "ngày\xa016/10/2020" in text for text in texts)
    assert re.search(r'194\.524<a class="source"[^>]*>(</?\w+>)*\xa0(</?\w+>)*<span', page)


@pytest.mark.parametrize(
    ("room", "kept"),
    [(80, "277_ngày_8,4_giờ"), (24, "277_ngày 8,4_giờ"), (13, "277 ngày 8,4 giờ")],
)
def test_a_cell_keeps_of_a_phrase_what_its_column_has_room_for(room: float, kept: str) -> None:
    text = [Run(text="277 ngày 8,4 giờ")]
    wide = [Run(text="x" * 200)]
    table = Table(caption=[], head=[[Run(text="a")], [Run(text="b")]], rows=[[bound(text), wide]], align=["left"] * 2)
    made = loosened(table, [room, 100], 11)
    assert "".join(run.text for run in made.rows[0][0]).replace("\xa0", "_") == kept
