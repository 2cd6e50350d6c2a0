"""Files that are damaged, or made to do harm: each is refused in a sentence, or read; nothing else ever happens."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from dophu.errors import DataError, DophuError
from dophu.intake.files import read_file
from dophu.intake.readers import package
from tests.intake.packages import MAIN, OFFICE, RELATED, ods, packed, related, xlsx, xlsx_parts

ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
TEXT = "<si><t>Lạng Sơn</t></si>"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>'


def refusal(folder: Path, content: bytes, name: str = "bieu.xlsx") -> str:
    (folder / name).write_bytes(content)
    with pytest.raises(DataError) as refused:
        read_file(folder / name)
    assert refused.value.fix
    return f"{refused.value.where}: {refused.value.problem}"


def text_of(folder: Path, content: bytes) -> str:
    (folder / "bieu.xlsx").write_bytes(content)
    return read_file(folder / "bieu.xlsx").sheets[0].cells[1, 1].text


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, "<!DOCTYPE x>"])
@pytest.mark.parametrize("part", [SHEET, STRINGS, STYLES, "xl/workbook.xml"])
def test_no_entity_is_ever_resolved(tmp_path: Path, part: str, doctype: str) -> None:
    parts = xlsx_parts(ROW, strings=TEXT, styles="<fonts/>")
    content = str(parts[part]).replace("Lạng", "&l9;" if "l9" in doctype else "")
    said = refusal(tmp_path, packed(parts | {part: doctype + content}))
    assert f"its part {part}" in said


def test_no_entity_of_an_ods_is_resolved(tmp_path: Path) -> None:
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>&l9;</text:p></table:table-cell>'
    told = refusal(tmp_path, ods(f"{row}</table:table-row>", head=BOMB))
    assert "document type" in told or "entity amplification" in told  # as the version of libxml2 has it


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', "a text that the file does not hold"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "a text that the file does not hold"),
        ('<row r="1"><c r="A1" t="s"><v>²</v></c></row>', "a text that the file does not hold"),
        ('<row r="-1"/>', "has a row -1"),
        ('<row r="0"/>', "has a row 0"),
        ('<row r="99999999999"/>', "has a row 99999999999"),
        ('<row r="1048577"/>', "has a row 1048577"),
        ('<row r="1"><c r="ZZZZ99"><v>1</v></c></row>', "has a cell ZZZZ99"),
        ('<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "has a cell ZZZ1"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "has a cell A2 in row 1"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "has two cells A1"),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 32_768 + "</t></is></c></row>",
            "holds 32,768 characters",
        ),
        ('<row r="1"><c r="A1"><f>' + "1+" * 5_000 + "</f></c></row>", "a formula of 10,000 characters"),
        ("<row>" + "<c><v>1</v></c>" * 1_001 + "</row>", "more than 100,000 rows or 1000 columns"),
        ("<a>" * 100_000 + "</a>" * 100_000, "no well-formed XML"),
        ("<row>", "no well-formed XML"),
    ],
)
def test_what_no_sheet_can_hold_is_refused(tmp_path: Path, xml: str, said: str) -> None:
    assert said in refusal(tmp_path, xlsx(xml, strings=TEXT))


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<c r="A1" s="99"><v>1</v></c>', "1"),
        ('<c r="A1" s="-1"><v>1</v></c>', "1"),
        ('<c r="A1" s="²"><v>1</v></c>', "1"),
        ('<c r="A1"><v>1e999</v></c>', "1e999"),
        ('<c r="A1"><v>nan</v></c>', "nan"),
        ('<c r="A1"><v>1_000</v></c>', "1_000"),
        ('<c r="A1" t="d"><v>2020-13-45</v></c>', "2020-13-45"),
        ('<c r="A1" t="inlineStr"><is><t>_xD800_</t></is></c>', "_xD800_"),
        ('<c r="A1" t="inlineStr"><is><t>_x0007_a</t></is></c>', "\aa"),
        ('<c r="A1" t="inlineStr"><is><t>' + "x" * 32_767 + "</t></is></c>", "x" * 32_767),
    ],
)
def test_odd_cells_are_read_as_they_stand(tmp_path: Path, xml: str, text: str) -> None:
    assert text_of(tmp_path, xlsx(f'<row r="1">{xml}</row>', strings=TEXT)) == text


def test_nothing_is_read_from_outside_the_package(tmp_path: Path) -> None:
    (tmp_path / "sheet.xml").write_text(f"<worksheet {MAIN}><sheetData>{ROW}</sheetData></worksheet>")
    inside = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="file://{tmp_path}/sheet.xml"'
    for target in (f'{inside} TargetMode="External"/>', f"{inside}/>", f'{inside[:-1]}" TargetMode="Internal"/>'):
        parts = xlsx_parts(ROW) | {
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATED}">{target}</Relationships>'
        }
        assert "is missing" in refusal(tmp_path, packed(parts))


def test_names_that_climb_out_are_only_names(tmp_path: Path) -> None:
    parts = xlsx_parts(ROW, strings=TEXT) | {"../../climbed.txt": "x", "/etc/climbed.txt": "x"}
    assert text_of(tmp_path, packed(parts)) == "Lạng Sơn"
    assert [path.name for path in tmp_path.iterdir()] == ["bieu.xlsx"]


def test_links_and_macros_are_told_and_left_alone(tmp_path: Path) -> None:
    parts = xlsx_parts(ROW, strings=TEXT)
    extra: dict[str, str | bytes] = {"xl/externalLinks/externalLink1.xml": "<x/>", "xl/vbaProject.bin": b"\0"}
    (tmp_path / "bieu.xlsm").write_bytes(packed(parts | extra))
    read = read_file(tmp_path / "bieu.xlsm")
    assert read.form == "xlsm"
    assert read.remarks == ("macros are not read", "links to other files are not followed")


# Size


def test_a_package_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        for name, content in xlsx_parts(ROW, strings=TEXT).items():
            bomb.writestr(name, content)
        with bomb.open("xl/media/picture.bin", "w") as part:
            for _ in range(301):
                part.write(bytes(1 << 20))
    assert "unpacked it is larger than 300 MB" in refusal(tmp_path, buffer.getvalue())


def test_a_package_of_too_many_parts_is_refused(tmp_path: Path) -> None:
    parts = {f"xl/{number}": "" for number in range(package.PARTS_AT_MOST + 1)}
    assert "more than 5,000 parts" in refusal(tmp_path, packed(parts))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "xl\\sharedStrings.xml"])
def test_two_parts_of_one_name_are_refused(tmp_path: Path, name: str) -> None:
    buffer = io.BytesIO(packed(xlsx_parts(ROW, strings=TEXT)))
    with zipfile.ZipFile(buffer, "a") as package_:
        package_.writestr(name, "<worksheet/>")
    assert "two parts of one name" in refusal(tmp_path, buffer.getvalue())


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("ELEMENTS_AT_MOST", 5, "more than 5 elements"),
        ("CELLS_AT_MOST", 2, "more than 2 cells"),
        ("SIGNS_AT_MOST", 3, "million characters"),
        ("ROWS_AT_MOST", 1, "more than 1 rows"),
        ("TREE_AT_MOST", 10, "its part _rels/.rels is larger"),
        ("PENDING_AT_MOST", 10, "holds a row of more than"),
    ],
)
def test_each_limit_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str) -> None:
    monkeypatch.setattr(package, limit, value)
    monkeypatch.setattr(package, "CHUNK", 64)
    cells = '<c t="str"><v>abc</v></c>' * 2
    assert said in refusal(tmp_path, xlsx(f"<row>{cells}</row><row>{cells}</row>"))


UNDER_A_GIBIBYTE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from pathlib import Path
from dophu.errors import DataError
from dophu.intake.files import read_file
try:
    read_file(Path(sys.argv[1]))
except DataError as error:
    print(error.problem)
"""


def long_sheet(row: bytes, times: int, before: bytes = b"", after: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, part in xlsx_parts("").items():
            if name != SHEET:
                made.writestr(name, part)
        with made.open(SHEET, "w") as sheet:
            sheet.write(f"<worksheet {MAIN}><sheetData>".encode() + before)
            for _ in range(times // 1000):
                sheet.write(row * 1000)
            sheet.write(after + b"</sheetData></worksheet>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((b"<row><c><v>1</v></c><c><v>2</v></c></row>", 1_000_000), "more than 100,000 rows"),
        ((b"<c/>", 20_000_000, b"<row>", b"</row>"), "a row of more than 8 MB"),
        ((b'<a b=""/>', 10_000_000), "more than 5,000,000 elements"),
        ((b"x", 200_000_000, b'<row r="', b'"/>'), "no well-formed XML"),
    ],
    ids=["a million rows", "one endless row", "what is no row", "one endless tag"],
)
def test_endless_sheets_are_refused_within_a_gibibyte(tmp_path: Path, content: tuple[bytes, int], said: str) -> None:
    (tmp_path / "bieu.xlsx").write_bytes(long_sheet(*content))
    told = subprocess.run(
        [sys.executable, "-c", UNDER_A_GIBIBYTE, tmp_path / "bieu.xlsx"], capture_output=True, text=True, check=True
    )
    assert said in told.stdout


# Damage


def written() -> dict[str, bytes]:
    """Write the same small table in each form."""
    rows: list[list[Any]] = [["Tỉnh", "Số", "Tỷ lệ"], ["Lạng Sơn", 63438, 0.0812], ["Hà Nội", 456000, 0.5]]
    new, old, buffers = openpyxl.Workbook(), xlwt.Workbook(), (io.BytesIO(), io.BytesIO())
    sheet = old.add_sheet("S")
    assert new.active is not None
    for number, row in enumerate(rows):
        new.active.append(row)
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    sheet.write(9, 0, xlwt.Formula("SUM(B2:B3)"))
    new.save(buffers[0])
    old.save(buffers[1])
    cells = '<table:table-cell office:value-type="string"><text:p>Lạng Sơn</text:p></table:table-cell>'
    return {
        "a.xlsx": buffers[0].getvalue(),
        "a.xls": buffers[1].getvalue(),
        "a.ods": ods(f"<table:table-row>{cells}</table:table-row>" * 3),
        "a.csv": "Tỉnh;Số\nLạng Sơn;63.438\nHà Nội;456.000\n".encode(),
        "a.html": "<table><tr><td>Tỉnh<td colspan=2>Số</tr><tr><td>Lạng Sơn<td>63.438</table>".encode(),
        "a.md": "| Tỉnh | Số |\n|---|---|\n| Lạng Sơn | 63.438 |\n".encode(),
    }


def mutants(content: bytes, seed: int) -> Iterable[bytes]:
    """Damage a file in small ways: bytes changed, left out, doubled, or the end cut off."""
    chance = random.Random(seed)
    for _ in range(40):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 1, 3, 20))):
            at = chance.randrange(len(damaged))
            many = chance.choice((1, 1, 2, 8))
            damaged[at : at + many] = chance.choice((chance.randbytes(many), b"", damaged[at : at + many] * 2, b"\xff"))
        yield bytes(damaged[: chance.randrange(len(damaged))] if chance.random() < 0.2 else damaged)


@pytest.mark.parametrize("name", written())
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for mutant in mutants(written()[name], seed=len(name)):
        path.write_bytes(mutant)
        with suppress(DophuError):
            assert read_file(path).sheets


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", STYLES, STRINGS])
def test_damaged_xml_is_read_or_refused(tmp_path: Path, part: str) -> None:
    parts = xlsx_parts(ROW * 1, strings=TEXT, styles='<cellXfs><xf numFmtId="9" fontId="0"/></cellXfs>')
    for mutant in mutants(str(parts[part]).encode(), seed=7):
        (tmp_path / "a.xlsx").write_bytes(packed(parts | {part: mutant}))
        with suppress(DophuError):
            assert read_file(tmp_path / "a.xlsx").sheets


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, name: str, share: float) -> None:
    content = written()[name]
    if (name, share) == ("a.xls", 0.99):
        return  # its last sector is empty: nothing that was written is lost
    assert refusal(tmp_path, content[: int(len(content) * share)], name).startswith(name)


def compound(*streams: str, size: int = 0) -> bytes:
    """Write a compound file by [MS-CFB] whose streams are all empty: header, allocation table, directory."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<6xIIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<I", free) * 108
    table = struct.pack("<II", 0xFFFFFFFD, end) + struct.pack("<I", free) * 126
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", len(name) * 2 + 2, kind, 1) + b"\xff" * 12
        + bytes(36) + struct.pack("<IQ", end, size if kind == 2 else 0)
        for name, kind in (("Root Entry", 5), *((stream, 2) for stream in streams))
    )  # fmt: skip
    return head + table + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("streams", "said"),
    [
        (("EncryptionInfo", "EncryptedPackage"), "protected by a password"),
        (("WordDocument",), "a Word document"),
        (("__properties_version1.0",), "a mail"),
        (("Ole10Native",), "it holds no workbook"),
        (("Workbook",), "damaged"),
    ],
)
def test_compound_files_that_are_no_open_workbook_are_refused(
    tmp_path: Path, streams: tuple[str, ...], said: str
) -> None:
    assert said in refusal(tmp_path, compound(*streams))


@pytest.mark.parametrize("where", [512, 516, 44, 48, 60, 68])
def test_sectors_in_a_circle_are_no_hang(tmp_path: Path, where: int) -> None:
    circle = bytearray(compound("Workbook", size=100))
    circle[where : where + 4] = struct.pack("<I", 1)
    assert refusal(tmp_path, bytes(circle), "a.xls").startswith("a.xls")


@pytest.mark.parametrize(("size", "start"), [(100, 0), (5000, 0), (5000, 127), (5000, 500)])
def test_a_workbook_whose_sectors_lead_nowhere_is_refused(tmp_path: Path, size: int, start: int) -> None:
    lost = bytearray(compound("Workbook", size=size))
    entry = 1024 + 128  # the second of the directory, whose stream begins in the sector it names
    lost[entry + 116 : entry + 120] = struct.pack("<I", start)
    lost[512 + 127 * 4 : 1024] = struct.pack("<I", 127)
    assert "a.xls: the file is " in refusal(tmp_path, bytes(lost), "a.xls")


def test_an_encrypted_package_is_refused(tmp_path: Path) -> None:
    content = bytearray(xlsx(ROW))
    for entry in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.find(entry)
        content[at + (6 if entry[2] == 3 else 8)] |= 1
    assert "password" in refusal(tmp_path, bytes(content))


def test_an_encrypted_ods_is_refused(tmp_path: Path) -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": b"\x8a",
        "META-INF/manifest.xml": manifest,
    }
    assert "password" in refusal(tmp_path, packed(parts), "a.ods")


def test_a_sheet_that_is_not_in_the_file_is_missed(tmp_path: Path) -> None:
    parts = xlsx_parts(ROW) | {"xl/_rels/workbook.xml.rels": related(("rId9", "worksheet", "worksheets/sheet1.xml"))}
    assert "its sheet 'S' is missing" in refusal(tmp_path, packed(parts))
