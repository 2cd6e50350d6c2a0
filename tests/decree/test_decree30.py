"""Letters measured against Decree 30/2020/NĐ-CP: ours hold every clause, one fault is one finding."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dophu.cli import main
from dophu.decree.judge import fails
from dophu.decree.paper import Line, Piece
from dophu.decree.parts import unwrapped
from dophu.decree.told import measure
from dophu.errors import UsageError
from dophu.publish.docx import render_docx
from dophu.publish.pdf import render_pdf
from tests.telling import open_report, tell

LETTERS = [
    ("bluezone", "2020-08-02", "VN"),
    ("bluezone", "2020-08-07", "20"),
    ("bluezone", "2020-08-17", "508"),
    ("bluezone", "2020-08-27", "971"),
    ("bluezone", "2021-06-19", "27"),
    ("bluezone", "2021-06-19", "79"),
    ("demo", "2020-08-07", "01"),
    ("demo", "2020-10-16", "20"),
    ("demo", "2020-10-16", "79"),
    ("demo", "2020-10-16", "VN"),
]
OTHERS = ["national_table", "data_quality"]
Edit = Callable[[Any], None]


def failing(content: bytes, *, attached: bool = False) -> list[str]:
    measured = measure(Path("letter"), content, attached=attached)
    return [one.rule.key for one in fails(measured.verdicts)]


@pytest.mark.parametrize(("campaign", "period", "unit"), LETTERS)
def test_our_letters_hold_every_clause(campaign: str, period: str, unit: str) -> None:
    document = tell(open_report(campaign=campaign, period=period, unit=unit))
    assert failing(render_docx(document)) == []
    assert failing(render_pdf(document)) == []


@pytest.mark.parametrize("report", OTHERS)
def test_our_reports_hold_the_clauses_on_pages_and_prose(report: str) -> None:
    document = tell(open_report(campaign="bluezone", period="2020-08-07", unit="20"), report)
    assert failing(render_docx(document), attached=True) == []
    assert failing(render_pdf(document), attached=True) == []


@pytest.fixture(scope="module")
def letter() -> bytes:
    return render_docx(tell(open_report(campaign="bluezone", period="2020-08-07", unit="20")))


def edited(content: bytes, edit: Edit) -> bytes:
    paper = docx.Document(BytesIO(content))
    edit(paper)
    written = BytesIO()
    paper.save(written)
    return written.getvalue()


def style(name: str, part: str, tag: str, **values: str) -> Edit:
    """Set attributes of a style's element."""

    def change(paper: Any) -> None:
        found = next(one for one in paper.styles.element.iter(qn("w:style")) if one.get(qn("w:styleId")) == name)
        element = found.find(qn(part)).find(qn(tag))
        for key, value in values.items():
            element.set(qn(f"w:{key}"), value)

    return change


def text(old: str, new: str) -> Edit:
    """Type over the first text that holds it."""

    def change(paper: Any) -> None:
        found = next(one for one in paper.element.body.iter(qn("w:t")) if old in (one.text or ""))
        found.text = found.text.replace(old, new)

    return change


def without(start: str) -> Edit:
    """Take out the paragraph that begins so."""

    def change(paper: Any) -> None:
        found = next(one for one in paper.paragraphs if one.text.startswith(start))
        found._element.getparent().remove(found._element)

    return change


def margins(paper: Any) -> None:
    for section in paper.sections:
        section.left_margin = docx.shared.Mm(20)


def number_on_the_right(paper: Any) -> None:
    for section in paper.sections:
        section.header.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def other_font(paper: Any) -> None:
    found = next(one for one in paper.paragraphs if one.text.startswith("Công tác chỉ đạo"))
    found.runs[0].font.name = "Arial"


def red(paper: Any) -> None:
    found = next(one for one in paper.paragraphs if one.text.startswith("Công tác chỉ đạo"))
    found.runs[0].font.color.rgb = docx.shared.RGBColor(255, 0, 0)


def retyped(start: str, text: str) -> Edit:
    """Type a paragraph anew."""

    def change(paper: Any) -> None:
        found = next(one for one in paper.paragraphs if one.text.replace("\xa0", " ").startswith(start))
        first, *others = found.runs
        first.text = text
        for run in others:
            run._r.getparent().remove(run._r)

    return change


def drawn(place: int, twips: int) -> Edit:
    """Make a rule of the head longer or shorter on both sides: 0 issuer, 1 motto, 2 abstract."""

    def change(paper: Any) -> None:
        border = list(paper.element.body.iter(qn("w:pBdr")))[place]
        indent = border.getparent().find(qn("w:ind"))
        for side in ("left", "right"):
            indent.set(qn(f"w:{side}"), str(int(indent.get(qn(f"w:{side}"))) - twips))

    return change


def without_numbers(paper: Any) -> None:
    """Leave the first heading its number, and no other one."""
    for heading in [one for one in paper.paragraphs if re.match(r"[2-9]\. ", one.text)]:
        heading.runs[0].text = heading.runs[0].text.partition(". ")[2]


def counted(many: int | None) -> Edit:
    """Let the word processor count the first headings, and leave the others without a number."""

    def change(paper: Any) -> None:
        lists = paper.part.numbering_part.element
        lists.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="50"><w:abstractNumId w:val="1"/></w:num>'))
        headings = [one for one in paper.paragraphs if re.match(r"[1-9]\. ", one.text)]
        for place, heading in enumerate(headings):
            heading.runs[0].text = heading.runs[0].text.partition(". ")[2]
            if many is None or place < many:
                heading._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 50

    return change


def broken_elsewhere(paper: Any) -> None:
    """Break the line of an annex before its year."""
    first, second = next(one for one in paper.paragraphs if one.text.startswith("(Kèm theo"))._p.iter(qn("w:t"))
    words, _, year = first.text.partition(" năm ")
    first.text, second.text = words, f"năm {year} {second.text}"


FULL = "Công văn số 95/CV-BCĐ ngày 04/8/2020 của Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh"
ITEM = "Công văn số 1405/STTTT-TTBCXB"
FAULTS: dict[str, tuple[Edit, str]] = {
    "margin": (margins, "margin.left"),
    "font": (other_font, "text.font"),
    "motto in 12": (style("Motto", "w:rPr", "w:sz", val="24"), "motto.size"),
    "country and motto apart": (style("Country", "w:rPr", "w:sz", val="26"), "text.sizes"),
    "upright date": (style("PlaceAndDate", "w:rPr", "w:i", val="0"), "date.look"),
    "unpadded day": (text("\xa0" * 5 + " tháng 8", "7 tháng 8"), "date.form"),
    "padded month": (text("07/8/2020", "07/08/2020"), "days.form"),
    "no end": (text("./.", "."), "ending.form"),
    "number on the right": (number_on_the_right, "page_number.place"),
    "no addressee": (without("Kính gửi"), "to.form"),
    "ragged": (style("Normal", "w:pPr", "w:jc", val="left"), "body.justified"),
    "two lines": (style("Normal", "w:pPr", "w:spacing", line="480"), "body.spacing"),
    "colour": (red, "text.colour"),
    "long dash": (text("Độc lập - Tự do", "Độc lập – Tự do"), "motto.form"),
    "recipients in 12": (style("Recipients", "w:rPr", "w:sz", val="24"), "recipients.size"),
    "addressee twice": (text("UBND tỉnh (báo cáo)", "Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh"), "recipients.once"),
    "filed by nobody": (text("Lưu: VT, TTBCXB", "Lưu: VT"), "recipients.filed"),
    "place cut short": (text("Lạng Sơn, ngày", "TP Hồ Chí Minh, ngày"), "date.place"),
    "city in small letters": (text("trên các kênh", "tại thành phố Hồ Chí Minh, trên các kênh"), "city.form"),
    "city cut short": (text("trên các kênh", "tại TP. HCM, trên các kênh"), "city.form"),
    "addressee in small letters": (retyped("Kính gửi", "Kính gửi: UBND thành phố Hồ Chí Minh"), "city.form"),
    "cited without its day": (retyped(ITEM, f"{ITEM} của Sở Thông tin về tăng cường tuyên truyền."), "documents.first"),
    "cited without abstract": (retyped(ITEM, f"{ITEM} ngày 04/8/2020 của Sở Thông tin."), "documents.abstract"),
    "cited in full again": (retyped("Trên toàn quốc", f"Trên toàn quốc đã thực hiện {FULL}."), "documents.again"),
    "one number of headings": (without_numbers, "headings.number"),
    "one counted number of headings": (counted(1), "headings.number"),
    "number on a line alone": (retyped("Trên toàn quốc", "6."), "headings.number"),
    "annex's line broken in its date": (broken_elsewhere, "attached.break"),
    "short rule of the motto": (drawn(1, -400), "motto.rule"),
    "long rule of the issuer": (drawn(0, 400), "issuer.rule"),
    "long rule of the abstract": (drawn(2, 1200), "abstract.rule"),
}
PRINTED = sorted(FAULTS.keys() - {"font", "margin", "country and motto apart"})  # these make lines end elsewhere


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_word_file_is_the_one_finding(letter: bytes, fault: str) -> None:
    edit, key = FAULTS[fault]
    assert failing(edited(letter, edit)) == [key]


def test_headings_may_be_counted_by_the_word_processor(letter: bytes) -> None:
    measured = measure(Path("letter"), edited(letter, counted(None)))
    states = {one.rule.key: one.state for one in measured.verdicts}
    assert fails(measured.verdicts) == []
    assert (states["headings.number"], states["headings.look"]) == ("holds", "holds")


@pytest.fixture(scope="module")
def printed(letter: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Print every faulty letter in one run of LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("printed")
    names = {fault: folder / f"{place}.docx" for place, fault in enumerate(PRINTED)}
    for fault, path in names.items():
        path.write_bytes(edited(letter, FAULTS[fault][0]))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, names.values())]
    subprocess.run(order, check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.document
@pytest.mark.parametrize("fault", PRINTED)
def test_a_fault_in_a_pdf_is_the_one_finding(printed: Path, fault: str) -> None:
    assert failing((printed / f"{PRINTED.index(fault)}.pdf").read_bytes()) == [FAULTS[fault][1]]


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04 no package", b"%PDF-1.7 broken", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_letter_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UsageError) as refused:
        measure(Path("letter"), content)
    assert refused.value.fix


def test_a_word_file_that_is_no_letter_is_refused() -> None:
    paper = docx.Document()
    paper.add_paragraph("Danh sách việc cần làm")
    written = BytesIO()
    paper.save(written)
    with pytest.raises(UsageError, match="no letter"):
        measure(Path("list.docx"), written.getvalue())


def test_the_command_ends_with_6_where_a_clause_fails(letter: bytes, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(letter)
    assert CliRunner().invoke(main, ["decree30", str(path)]).exit_code == 0
    path.write_bytes(edited(letter, FAULTS["motto in 12"][0]))
    told = CliRunner().invoke(main, ["decree30", str(path)])
    assert told.exit_code == 6
    assert re.search(r"SAI +Tiêu ngữ: cỡ +II.1.b +13 - 14 pt +12 pt +1", told.output)


@pytest.mark.parametrize(("blank", "holds"), [("", True), ("chữ", False)])
def test_an_empty_paragraph_leaves_the_gaps_around_it_as_they_are(blank: str, holds: bool) -> None:
    document = tell(open_report(campaign="demo", period="2020-10-16", unit="20"))
    file = docx.Document(BytesIO(render_docx(document)))
    above = next(one for one in file.paragraphs if one.text.startswith("Đánh giá:"))
    assert above._p.getnext() is not None
    between = file.add_paragraph(blank)
    between.paragraph_format.space_before = between.paragraph_format.space_after = 0
    above._p.addnext(between._p)
    saved = BytesIO()
    file.save(saved)
    assert ("body.gap" not in failing(saved.getvalue())) == holds


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "SỞ Y TẾ", "VIỆT NAM"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ Y TẾ"]),
        (["Thành phố Hồ Chí Minh, ngày 12", "tháng 02 năm 2024"], ["Thành phố Hồ Chí Minh, ngày 12 tháng 02 năm 2024"]),
        (["Kính gửi: Bộ Y tế, Sở", "VIỆT NAM"], ["Kính gửi: Bộ Y tế, Sở", "VIỆT NAM"]),
    ],
)
def test_lines_that_a_narrow_masthead_breaks_are_read_as_one(lines: list[str], read: list[str]) -> None:
    assert [line.text for line in unwrapped([Line((Piece(text, 13),)) for text in lines])] == read
