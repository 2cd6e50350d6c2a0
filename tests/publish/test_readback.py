from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from openpyxl import Workbook

from dophu.errors import GateError
from dophu.publish.exporters import WRITERS
from dophu.publish.readback import OF_A_PART, READERS, compare, expected, numbers
from dophu.tell.blocks import Document, Figure, Item, List, Paragraph, Run, Runs, Table
from tests.publish.national import national_report

TABLE = "Bảng 1 Kết quả của các tỉnh"
FORMATS = tuple(sorted(READERS.keys() - OF_A_PART))  # the workbook is read cell by cell


@pytest.fixture(scope="module")
def outputs(letter: Document) -> dict[str, bytes]:
    return {name: write(letter) for name, write in WRITERS.items()}


def tampered(name: str, content: bytes, old: str, new: str) -> bytes:
    """Change one text of a released file, as an editor or a faulty writer would."""
    if name == "html":
        start = content.index(b"<main")
        assert old.encode() in content[start:]
        return content[:start] + content[start:].replace(old.encode(), new.encode(), 1)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for member in source.namelist():
            part = source.read(member)
            if member == "word/document.xml":
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode(), 1)
            copy.writestr(member, part)
    return target.getvalue()


def altered(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    """Change a released workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def put(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell].value = value

    return change


def with_block(letter: Document, block: Paragraph | List) -> Document:
    return letter.model_copy(update={"blocks": [*letter.blocks, block]})


def formatted(sheet: str, cell: str, number_format: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][cell].number_format = number_format

    return change


def table_of(text: str) -> Table:
    cells: list[list[Runs]] = [[[Run(text=text)]]]
    return Table(caption=[], head=[[Run(text="Tên")]], rows=cells, align=["left"])


def refusal(document: Document, name: str, content: bytes) -> str:
    with pytest.raises(GateError) as caught:
        compare(document, {name: content})
    assert caught.value.where == f"quick_report.{name}"
    return caught.value.problem


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("63.438 người, đạt 8,12%", ["63.438", "8,12"]),
        ("ngày 07/8/2020.", ["07", "8", "2020"]),
        ("Số: 95/CV-BCĐ; 08h00", ["95", "08", "00"]),
        ("1.234.567,89; 7.", ["1.234.567,89", "7"]),
        ("không có số", []),
    ],
)
def test_numbers_are_found_whole(text: str, found: list[str]) -> None:
    assert list(numbers(text).elements()) == found


@pytest.mark.parametrize("name", FORMATS)
def test_a_letter_as_it_was_written_passes(letter: Document, outputs: dict[str, bytes], name: str) -> None:
    compare(letter, {name: outputs[name]})
    assert expected(letter)["63.438"] == numbers(READERS[name](outputs[name]))["63.438"] > 0


@pytest.mark.parametrize("name", ["html", "docx"])
@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("63.438", "63.439", "lacks 63.438 and adds 63.439"),
        ("390.828", "", "lacks 390.828 and adds nothing"),
        ("8,12%", "8,13%", "lacks 8,12 and adds 8,13"),
        ("390.828", "390.828 (390.828)", "lacks nothing and adds 390.828"),
        ("1371/STTTT", "1317/STTTT", "lacks 1371 and adds 1317"),
        ("năm 2020", "năm 2021", "lacks 2020 and adds 2021"),
        ("tỉnh còn thiếu", "7 tỉnh còn thiếu", "lacks nothing and adds 7"),
    ],
)
def test_a_number_lost_or_made_up_is_refused(  # noqa: PLR0913, PLR0917 - one row of the table
    letter: Document, outputs: dict[str, bytes], name: str, old: str, new: str, problem: str
) -> None:
    assert problem in refusal(letter, name, tampered(name, outputs[name], old, new))


@pytest.mark.parametrize("name", FORMATS)
def test_a_number_that_a_format_lacks_is_refused(letter: Document, outputs: dict[str, bytes], name: str) -> None:
    longer = with_block(letter, Paragraph(runs=[Run(text="Có 987.654 người.")]))
    assert "lacks 987.654 and adds nothing" in refusal(longer, name, outputs[name])


@pytest.mark.parametrize("name", FORMATS)
def test_a_number_that_only_a_format_has_is_refused(letter: Document, name: str) -> None:
    longer = with_block(letter, Paragraph(runs=[Run(text="Có 987.654 người.")]))
    assert "lacks nothing and adds 987.654" in refusal(letter, name, WRITERS[name](longer))


@pytest.mark.parametrize("name", FORMATS)
def test_numbers_before_the_points_of_a_list_are_no_facts(letter: Document, name: str) -> None:
    inner = List(ordered=True, start=31, items=[Item(runs=[Run(text="Trong")])])
    longer = with_block(letter, List(ordered=True, start=41, items=[Item(runs=[Run(text="Ngoài")], children=[inner])]))
    compare(longer, {name: WRITERS[name](longer)})


def test_every_format_is_read_and_the_first_that_differs_is_named(letter: Document, outputs: dict[str, bytes]) -> None:
    compare(letter, outputs)
    wrong = outputs | {"docx": tampered("docx", outputs["docx"], "63.438", "63.439")}
    with pytest.raises(GateError, match=r"quick_report\.docx: DOCX lacks 63\.438"):
        compare(letter, wrong)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return WRITERS["xlsx"](national_report())


def test_a_workbook_as_it_was_written_passes(letter: Document, workbook: bytes, outputs: dict[str, bytes]) -> None:
    compare(national_report(), {"xlsx": altered(workbook, lambda book: None)})
    compare(letter, {"xlsx": outputs["xlsx"]})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (put(TABLE, "C4", 563757), "Kết quả của các tỉnh!C4"),
        (put(TABLE, "D5", 0.44001), "Kết quả của các tỉnh!D5"),
        (put(TABLE, "A4", "Hà Nam"), "Kết quả của các tỉnh!A4"),
        (put(TABLE, "J4", datetime(2020, 8, 7, 9)), "Kết quả của các tỉnh!J4"),
        (formatted(TABLE, "C4", "dd/mm/yyyy"), "Kết quả của các tỉnh!C4"),
        (formatted(TABLE, "J4", "0"), "Kết quả của các tỉnh!J4"),
        (formatted(TABLE, "J4", "[h]:mm"), "Kết quả của các tỉnh!J4"),
        (put(TABLE, "C68", None), "Kết quả của các tỉnh!C68"),
        (put(TABLE, "C9", 0), "Kết quả của các tỉnh!C9"),
        (put("Dữ liệu", "G4", 63439), "other values than the ledger in Dữ liệu!G4"),
        (put("Nguồn", "B9", "=1+1"), "holds formulas in xl/worksheets/sheet5.xml"),
        (lambda book: book[TABLE].delete_rows(20), "Kết quả của các tỉnh!A"),
        (lambda book: book["Dữ liệu"].append(["thêm"]), "other values than the ledger in Dữ liệu!G"),
        (lambda book: book.remove(book[TABLE]), "other sheets than the document has tables"),
    ],
)
def test_a_workbook_with_another_value_is_refused(
    workbook: bytes, change: Callable[[Workbook], None], problem: str
) -> None:
    with pytest.raises(GateError) as caught:
        compare(national_report(), {"xlsx": altered(workbook, change)})
    assert caught.value.where == "national_table.xlsx"
    assert problem in caught.value.problem


def test_text_that_is_too_long_for_a_cell_is_refused(letter: Document) -> None:
    long = letter.model_copy(update={"blocks": [table_of("x" * 40_000)]})
    with pytest.raises(GateError, match="other values than the ledger in Bảng số liệu!A3"):
        compare(long, {"xlsx": WRITERS["xlsx"](long)})


LONG_NAMES = {
    "an office's file": "BaoCao_CaiDat_Lang_Son_20-10-2020_cap_nhat_lan_2_12.345_nguoi_2414_54656889",
    "a digest": "937ccc9c5fcff04aba21cdc0c033a9793d72751d055f152cb43dfa2ed583566d",
    "digits alone": "12345678901234567890",
    "an address": "https://example.vn/tin/2020/10/16/so-lieu-54656889-cua-63-tinh-12.345.html?id=20201016&trang=2414",
    "letters with marks apart": "Số_liệu_của_huyện_Cao_Lộc_năm_2020_lần_12345",
}


@pytest.mark.parametrize("name", LONG_NAMES)
@pytest.mark.parametrize("length", [20, 28, 36, 44, 52, 60, 70, 84, 105, 240])
def test_a_word_too_long_for_its_cell_breaks_and_no_number_beside_or_in_it_is_called_lost(
    letter: Document, name: str, length: int
) -> None:
    word = (LONG_NAMES[name] * 12)[:length]
    row = [word, "54.656.889", "Sạch", LONG_NAMES["a digest"], "16/10/2020", f"2.414 {word}"]
    cells: list[list[Runs]] = [[[Run(text=text)] for text in row]]
    head = [[Run(text=text)] for text in ("Tên tệp", "Số byte", "Kết quả", "SHA-256", "Ngày", "Ghi chú")]
    table = Table(caption=[Run(text=f"Tệp {word}")], head=head, rows=cells, align=["left"] * 6)
    document = letter.model_copy(update={"blocks": [*letter.blocks, Paragraph(runs=[Run(text=word)]), table]})
    compare(document, {"pdf": WRITERS["pdf"](document)})


def test_a_long_word_that_lost_a_number_is_still_refused(letter: Document) -> None:
    word, other = LONG_NAMES["an office's file"], LONG_NAMES["an office's file"].replace("12.345", "12.346")
    told, printed = (
        letter.model_copy(update={"blocks": [*letter.blocks, Paragraph(runs=[Run(text=text)])]})
        for text in (word, other)
    )
    assert "12.345" in refusal(told, "pdf", WRITERS["pdf"](printed))


def test_labels_of_a_figure_that_lie_on_each_other_make_no_number(letter: Document) -> None:
    labels = "".join(
        f"<text x='{20 + 3 * place}' y='20' style=\"font: 10px 'Tinos'\">{place}1,{place}3</text>" for place in range(9)
    )
    svg = f"<svg width='200pt' height='40pt' viewBox='0 0 200 40' xmlns='http://www.w3.org/2000/svg'>{labels}</svg>"
    drawn = Figure(key="own", svg=svg, alt="Nhãn chồng lên nhau", caption=[Run(text="Hình")], width=70, height=14)
    document = letter.model_copy(update={"blocks": [*letter.blocks, drawn]})
    content = WRITERS["pdf"](document)
    assert numbers(READERS["pdf"](content)) - expected(document) - numbers(svg)
    compare(document, {"pdf": content})
    made_up = with_block(document, Paragraph(runs=[Run(text="và 98.765 người")]))
    assert "98.765" in refusal(document, "pdf", WRITERS["pdf"](made_up))


def test_a_table_wider_than_the_page_is_refused_with_what_to_do(letter: Document) -> None:
    row = [[Run(text="1.234.567")] for _ in range(20)]
    table = Table(caption=[Run(text="Mọi cột")], head=row, rows=[row], align=["right"] * 20)
    with pytest.raises(GateError, match=r"Mọi cột.*its columns are wider than the page") as caught:
        WRITERS["pdf"](letter.model_copy(update={"blocks": [*letter.blocks, table]}))
    assert "show fewer columns" in caught.value.fix
