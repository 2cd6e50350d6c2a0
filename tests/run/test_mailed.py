"""`dophu verify FILE`: a letter that came by mail, whole, signed, saved again, forged, replaced, or nobody's."""

from __future__ import annotations

import json
import re
import shutil
from base64 import encodebytes
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dophu.cli import main
from dophu.data.edition import read_params_file
from dophu.data.project import OVERRIDE
from dophu.errors import DifferenceError, NotebookError, UsageError
from dophu.issued.folders import folder_of
from dophu.issued.letters import letters
from dophu.issued.register import Register
from dophu.publish.signing import FIELDS
from dophu.returned import then
from dophu.returned.told import told
from dophu.run import mailed, registered, returning
from dophu.run.diff import diff
from dophu.run.drafts import read_draft
from dophu.run.issuing import Done, Signing, issue, start_replacing, withdraw
from dophu.run.job import Job
from dophu.tell.blocks import Document
from tests.building import build
from tests.project import COUNTS, TOTALS, Draft, draft_at
from tests.returned.editing import change, edited, through_office
from tests.run.batches import add_report
from tests.signer import certificate, sign, time_stamps

PLACE, FORMATS = "demo/2020-08-07/20/letter", ("html", "pdf", "docx", "xlsx")
OTHERS = {"01": 900_000, "02": 70_000, "04": 60_000}
PERSON, OFFICE = (name for name, _ in FIELDS.values())


def rebuilt(office: Draft, **changes: object) -> None:
    start = read_params_file(office, "2020-08-07").model_copy(update={"document": None} | changes)
    build(Draft(office.root), Job("letter", start, office.root / "outputs", FORMATS))


def give(office: Draft, number: str, day: str) -> Done:
    draft = read_draft(Draft(office.root), office.root / "outputs", PLACE)
    return issue(office, draft, Signing.read(number, day), now="2020-10-21T09:00")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """An office that issued number 125, with a figure: of three more provinces there is enough to draw."""
    office = draft_at(tmp_path_factory.mktemp("original"))
    more = "".join(f"DEMO,2020-08-07T08:00,VN63,{unit},installs,{count},1,,\n" for unit, count in OTHERS.items())
    office.write(COUNTS, office.path(COUNTS).read_text(encoding="utf-8") + more)
    add_report(office, "letter")
    office.write("requirements.lock", "pandas==3.0.0\n")
    rebuilt(office)
    give(office, "125", "2020-10-21")
    return office


@pytest.fixture
def office(original: Draft, tmp_path: Path) -> Iterator[Draft]:
    copy = Draft(shutil.copytree(original.root, tmp_path.resolve() / "office"))
    yield copy
    for folder in (copy.root / "issued").rglob("*"):
        if folder.is_dir():
            folder.chmod(0o700)


@pytest.fixture(scope="module")
def sent(original: Draft) -> dict[str, bytes]:
    """The letter's files as they were sent, by format."""
    register = Register(original)
    folder = next(path for path in (original.root / "issued").glob("2020/*"))
    assert register.rows()
    return {kind: (folder / f"letter.{kind}").read_bytes() for kind in FORMATS}


def run(*arguments: object, on: Draft) -> Result:
    return CliRunner(env={OVERRIDE: str(on.root)}).invoke(main, ["verify", *map(str, arguments)])


def mail(office: Draft, content: bytes, name: str = "thư nhận được.bin") -> Path:
    path = office.root / "mail" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def differences(office: Draft, content: bytes) -> list[str]:
    return mailed.look_at(office, mail(office, content)).differences


@pytest.mark.parametrize("kind", FORMATS)
def test_a_letter_as_sent_is_as_issued_whatever_it_is_called(office: Draft, sent: dict[str, bytes], kind: str) -> None:
    path = mail(office, sent[kind])
    done = run(path, on=office)
    assert (done.exit_code, done.stderr) == (0, "")
    first = done.stdout.splitlines()[0]
    assert first == f"{path}: đúng như văn bản số 125/BC-STN ngày 21/10/2020 đã phát hành, còn hiệu lực."
    assert "tệp giữ nguyên từng byte" in done.stdout


def test_a_replaced_letter_names_the_one_in_its_place_though_data_and_notebook_moved_on(
    office: Draft, sent: dict[str, bytes]
) -> None:
    start_replacing(office, "125", "Sai số lượng", now="2020-10-22T09:00")
    office.change(COUNTS, "80000", "80001")
    office.change(TOTALS, "170000", "170001")
    office.change("notebooks/letter.ipynb", "trân trọng báo cáo", "kính báo cáo")
    letter = next(iter(letters(Register(office).rows()).values()))
    rebuilt(office, replaces=letter.named)
    give(office, "131", "2020-10-23")
    shutil.rmtree(office.root / "outputs")
    done = run(mail(office, sent["pdf"]), on=office)
    assert done.exit_code == 0
    assert "nhưng đã bị thay thế bởi số 131/BC-STN ngày 23/10/2020." in done.stdout.splitlines()[0]
    assert "lý do: Sai số lượng" in done.stdout
    new = folder_of(Register(office), letters(Register(office).rows())["131/BC-STN/2020"]) / "letter.pdf"
    assert "còn hiệu lực" in run(new, on=office).stdout


def test_a_withdrawn_letter_is_told_to_be_so(office: Draft, sent: dict[str, bytes]) -> None:
    withdraw(office, "125", "Gửi nhầm", now="2020-10-22T09:00")
    assert "nhưng đã bị thu hồi." in run(mail(office, sent["docx"]), on=office).stdout.splitlines()[0]


def test_a_file_the_register_does_not_know_is_refused(office: Draft, sent: dict[str, bytes]) -> None:
    drafts = office.root / "outputs/demo/2020-08-07/20"
    for kind in FORMATS:
        done = run(mail(office, (drafts / f"letter.{kind}").read_bytes()), on=office)
        assert done.exit_code == DifferenceError.exit_code
        assert (f"tệp tự nhận là bản dự thảo của {PLACE}" in done.stdout) is (kind == "docx")
        assert "không có trong sổ đăng ký văn bản đã phát hành" in done.stdout.splitlines()[0]


def reprinted(pdf: bytes, first: bytes = b"", **changes: bytes) -> bytes:
    """Write a PDF anew, as a forger's program does, with what is drawn on its first page changed."""
    with pikepdf.open(BytesIO(pdf)) as paper:
        page = paper.pages[0]
        page.contents_add(first, prepend=True)
        for content in changes.values():
            page.contents_add(content, prepend=False)
        written = BytesIO()
        paper.save(written)
    return written.getvalue()


def test_a_pdf_saved_again_has_every_word_and_look_as_issued(office: Draft, sent: dict[str, bytes]) -> None:
    verdict = mailed.look_at(office, mail(office, reprinted(sent["pdf"])))
    assert (verdict.differences, verdict.how) == ([], "token")
    assert "mọi số và chữ như bản đã phát hành" in verdict.notes[-1]


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the frozen notebook be one that the program of today cannot read any more."""

    def unreadable(*_: object) -> Document:
        raise NotebookError("ledger", "it is damaged: 'edition'", "run the notebook again")

    monkeypatch.setattr(registered, "read_document", unreadable)


@pytest.mark.usefixtures("another_version")
def test_a_letter_of_another_version_is_held_word_by_word_against_its_issued_file(
    office: Draft, sent: dict[str, bytes]
) -> None:
    resaved = {"pdf": reprinted(sent["pdf"]), "docx": edited(sent["docx"])}
    assert {kind: differences(office, content) for kind, content in resaved.items()} == {"pdf": [], "docx": []}
    assert "“80.000” thành “90.000”" in differences(office, edited(sent["docx"], change("80.000", "90.000")))
    painted = reprinted(sent["pdf"], box=b"q 1 1 1 rg 200 400 200 40 re f Q")
    assert differences(office, painted) == ["trang 1: trông khác bản phát hành"]


@pytest.mark.usefixtures("another_version")
def test_of_a_letter_of_another_version_proofreading_and_comparing_say_what_is_to_be_done(
    office: Draft, sent: dict[str, bytes]
) -> None:
    out = office.root / "outputs"
    for ask in (
        lambda: returning.proofread(office, mail(office, sent["docx"]), None, out),
        lambda: diff(office, out, "125", "125"),
    ):
        with pytest.raises(UsageError, match="this dophu cannot read it") as caught:
            ask()
        assert "dophu verify FILE" in caught.value.fix


def test_a_letter_that_the_program_of_today_would_write_otherwise_is_held_to_its_own_words(
    office: Draft, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(then, "told", lambda letter: told(letter.model_copy(update={"blocks": letter.blocks[:-4]})))
    monkeypatch.setattr("dophu.issued.stamp.code_of", lambda _: "ABCD-ABCD-ABCD-ABCD")
    monkeypatch.setattr("dophu.run.returning.digest_of", lambda _: "other")
    resaved = {"pdf": reprinted(sent["pdf"]), "docx": edited(sent["docx"])}
    assert {kind: differences(office, content) for kind, content in resaved.items()} == {"pdf": [], "docx": []}
    changed = edited(sent["docx"], change("80.000", "90.000"))
    files = [
        mail(office, content, name) for name, content in {"a": sent["pdf"], "b": sent["docx"], "c": changed}.items()
    ]
    read = [returning.proofread(office, file, None, office.path("outputs")) for file in files]
    assert [(one.comparison.agreed > 0, one.same_build) for one in read] == [(True, None), (True, True), (True, True)]
    assert [[finding.told for finding in one.comparison.findings] for one in read] == [[], [], ["80.000"]]


def test_a_box_painted_over_a_figure_is_seen(office: Draft, sent: dict[str, bytes]) -> None:
    painted = reprinted(sent["pdf"], box=b"q 1 1 1 rg 200 400 200 40 re f Q")
    assert differences(office, painted) == ["trang 1: trông khác bản phát hành"]


def added_behind(pdf: bytes, draws: bytes) -> bytes:
    """Add a revision that paints over the first page, leaving every issued byte as it was."""
    with pikepdf.open(BytesIO(pdf)) as paper:
        size, root = max(map(int, re.findall(rb"/Size (\d+)", pdf))), paper.Root.objgen[0]
        page = paper.pages[0].obj
        number, generation = page.objgen
        copy = pikepdf.Dictionary({key: value for key, value in page.items() if key != "/Contents"})
        body = copy.unparse(resolved=False)[:-2]
        contents = page.Contents
        listed = [f"{one.objgen[0]} 0 R" for one in (contents if isinstance(contents, pikepdf.Array) else [contents])]
    out = bytearray(pdf + b"\n")
    places = {number: len(out)}
    kept = " ".join([*listed, f"{size} 0 R"]).encode()
    out += f"{number} {generation} obj\n".encode() + body + b" /Contents [" + kept + b"] >>\nendobj\n"
    places[size] = len(out)
    out += f"{size} 0 obj\n<< /Length {len(draws)} >>\nstream\n".encode() + draws + b"\nendstream\nendobj\n"
    start, before = len(out), pdf.rindex(b"startxref") + 9
    previous = int(pdf[before:].split()[0])
    out += b"xref\n"
    for key, place in sorted(places.items()):
        out += f"{key} 1\n{place:010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {size + 1} /Root {root} 0 R /Prev {previous} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def test_a_box_added_in_a_later_revision_is_seen_though_the_issued_bytes_stand(
    office: Draft, sent: dict[str, bytes]
) -> None:
    content = added_behind(sent["pdf"], b"q 1 1 1 rg 200 400 200 40 re f Q")
    assert content.startswith(sent["pdf"])
    verdict = mailed.look_at(office, mail(office, content))
    assert (verdict.how, verdict.differences) == ("revision", ["trang 1: trông khác bản phát hành"])


@pytest.fixture(scope="module")
def signed(sent: dict[str, bytes]) -> bytes:
    with time_stamps() as stamper:
        once = sign(sent["pdf"], PERSON, "Người ký thử nghiệm", stamper)
        return sign(once, OFFICE, "Cơ quan thử nghiệm", stamper)


def trusting(office: Draft) -> None:
    root = certificate("CA thử nghiệm")
    text = f"-----BEGIN CERTIFICATE-----\n{_base64(root.dump())}\n-----END CERTIFICATE-----\n"
    office.write("issued/trust/office.pem", text)


def _base64(content: bytes) -> str:
    return encodebytes(content).decode().strip()


def test_a_signed_letter_is_as_issued_and_its_signatures_are_told(
    office: Draft, sent: dict[str, bytes], signed: bytes
) -> None:
    assert signed.startswith(sent["pdf"])
    trusting(office)
    done = run(mail(office, signed), "--json", on=office)
    (told,) = json.loads(done.stdout)
    assert (done.exit_code, told["as_issued"], told["seen_by"]) == (0, True, "revision")
    names = [(one["signer"], one["holds"], one["trusted"], one["stamped"]) for one in told["signatures"]]
    assert names == [("Người ký thử nghiệm", True, True, True), ("Cơ quan thử nghiệm", True, True, True)]


def test_a_signature_of_a_stranger_is_a_difference_only_where_the_office_named_whom_it_trusts(
    office: Draft, signed: bytes
) -> None:
    assert differences(office, signed) == []
    other = certificate("CA lạ", by="CA lạ")
    text = f"-----BEGIN CERTIFICATE-----\n{_base64(other.dump())}\n-----END CERTIFICATE-----\n"
    office.write("issued/trust/office.pem", text)
    assert [one for one in differences(office, signed) if "không do nơi cấp mà cơ quan tin cậy" in one] != []


def test_what_is_painted_over_a_signed_letter_is_seen_twice(office: Draft, signed: bytes) -> None:
    found = differences(office, added_behind(signed, b"q 1 1 1 rg 200 400 200 40 re f Q"))
    assert "trang 1: trông khác bản phát hành" in found
    assert any("đã bị sửa thêm" in one for one in found)
    assert "có phần thêm vào tệp sau chữ ký cuối cùng" in found


def test_a_byte_changed_under_a_signature_breaks_it(office: Draft, sent: dict[str, bytes], signed: bytes) -> None:
    altered = bytearray(signed)
    place = signed.index(b"/Producer") if b"/Producer" in signed else len(sent["pdf"]) // 2
    altered[place + 12] ^= 1
    try:
        found = differences(office, bytes(altered))
    except UsageError:
        return
    assert found != []


def test_without_pyhanko_signatures_are_told_to_be_unread_and_looks_still_count(
    office: Draft, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailed, "signatures", lambda *_: None)
    verdict = mailed.look_at(office, mail(office, signed))
    assert (verdict.differences, verdict.signed) == ([], None)
    assert "dophu[signatures]" in verdict.notes[-1]


def test_an_edited_copy_of_an_issued_letter_is_proofread_against_what_was_frozen(
    office: Draft, sent: dict[str, bytes]
) -> None:
    shutil.rmtree(office.root / "outputs")
    path = mail(office, edited(sent["docx"], change("80.000", "80.100")), "a.docx")
    done = CliRunner(env={OVERRIDE: str(office.root)}).invoke(main, ["proofread", str(path)])
    assert done.exit_code == DifferenceError.exit_code
    assert f"khớp với {PLACE}, còn 1 chỗ không khớp" in done.stdout
    pdf = mail(office, sent["pdf"], "a.pdf")
    assert CliRunner(env={OVERRIDE: str(office.root)}).invoke(main, ["proofread", str(pdf)]).exit_code == 0


def with_action(pdf: bytes, action: str) -> bytes:
    """Let a PDF do something when it is opened."""
    with pikepdf.open(BytesIO(pdf)) as paper:
        paper.Root.OpenAction = paper.make_indirect(pikepdf.Object.parse(action.encode()))
        written = BytesIO()
        paper.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Put a part into an office file, or another in its place."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(written, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return written.getvalue()


RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
Id="r" Type="t" Target="https://evil.example/" TargetMode="External"/></Relationships>"""
ACTING: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a script at opening": ("pdf", lambda pdf: with_action(pdf, "<< /S /JavaScript /JS (app.alert\\(1\\)) >>")),
    "a link at opening": ("pdf", lambda pdf: with_action(pdf, "<< /S /URI /URI (https://evil.example/) >>")),
    "a program at opening": ("pdf", lambda pdf: with_action(pdf, "<< /S /Launch /F (cmd.exe) >>")),
    "a script in the page": ("html", lambda page: page.replace(b"</body>", b"<script>1</script></body>")),
    "a handler": ("html", lambda page: page.replace(b"<body", b'<body onload="x()"')),
    "a link elsewhere": ("html", lambda page: page.replace(b'href="#', b'href="https://evil.example/#', 1)),
    "macros": ("docx", lambda file: with_part(file, "word/vbaProject.bin", b"x")),
    "a relation outside": ("docx", lambda file: with_part(file, "word/_rels/x.xml.rels", RELATIONS.encode())),
    "links of a workbook": ("xlsx", lambda file: with_part(file, "xl/_rels/x.xml.rels", RELATIONS.encode())),
}


@pytest.mark.parametrize(("kind", "change_"), ACTING.values(), ids=ACTING)
def test_what_acts_and_did_not_is_told(
    office: Draft, sent: dict[str, bytes], kind: str, change_: Callable[[bytes], bytes]
) -> None:
    content = change_(sent[kind])
    assert content != sent[kind]
    assert any("có thêm thứ tự chạy hoặc dẫn đi nơi khác" in one for one in differences(office, content))


def test_an_edited_docx_is_not_as_issued_and_every_change_is_told(office: Draft, sent: dict[str, bytes]) -> None:
    content = edited(sent["docx"], change("80.000", "80.100"), change("trân trọng", "kính"))
    found = differences(office, content)
    assert any("“80.000”, thư ghi “80.100”" in one for one in found)
    assert any(one.startswith("lời văn: ") for one in found)


def with_other_picture(content: bytes) -> bytes:
    written = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(written, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/media/image1.png":
                picture = Image.open(BytesIO(part)).convert("RGB")
                picture.putpixel((5, 5), (255, 0, 0))
                drawn = BytesIO()
                picture.save(drawn, "PNG")
                part = drawn.getvalue()
            new.writestr(name, part)
    return written.getvalue()


def test_another_figure_in_a_docx_is_seen(office: Draft, sent: dict[str, bytes]) -> None:
    assert differences(office, edited(sent["docx"])) == []
    assert "word/media/image1.png" in ZipFile(BytesIO(sent["docx"])).namelist()
    assert differences(office, with_other_picture(sent["docx"])) == ["1 hình không phải hình của bản phát hành"]


def test_an_edited_page_is_seen(office: Draft, sent: dict[str, bytes]) -> None:
    assert differences(office, sent["html"].replace(b"</body>", b"\n</body>")) == []
    found = differences(office, sent["html"].replace(b"80.000", b"80.100"))
    assert found[0] == "“80.000” thành “80.100”"


def test_an_edited_workbook_is_seen_cell_by_cell(office: Draft, sent: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(BytesIO(sent["xlsx"]))
    same, other = BytesIO(), BytesIO()
    book.save(same)
    assert differences(office, same.getvalue()) == []
    sheet = next(sheet for sheet in book if any(isinstance(c.value, int) for row in sheet.iter_rows() for c in row))
    cell = next(c for row in sheet.iter_rows() for c in row if isinstance(c.value, int))
    cell.value = 1_234_567
    book.save(other)
    (found,) = differences(office, other.getvalue())
    assert f"{sheet.title}!{cell.coordinate}" in found


def test_a_register_that_lost_its_last_row_is_told_by_the_file(office: Draft, sent: dict[str, bytes]) -> None:
    start_replacing(office, "125", "Sai", now="2020-10-22T09:00")
    register = office.root / "issued/register.csv"
    content = reprinted(sent["pdf"])
    assert differences(office, content) == []
    lines = register.read_text("utf-8").splitlines(keepends=True)
    register.chmod(0o644)
    register.write_text("".join([lines[0]]), "utf-8")
    verdict = mailed.look_at(office, mail(office, content))
    assert verdict.letter is None


@pytest.mark.document
@pytest.mark.parametrize("kinds", [("docx",), ("odt", "docx"), ("pdf",)], ids="-".join)
def test_a_letter_saved_by_libreoffice_is_known_by_its_code_and_its_words_are_as_issued(
    office: Draft, sent: dict[str, bytes], tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    verdict = mailed.look_at(office, mail(office, through_office(sent["docx"], tmp_path, *kinds)))
    assert verdict.letter is not None
    assert verdict.letter.number == "125"
    assert verdict.differences == []


@pytest.fixture(scope="module")
def printed(sent: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The letter's DOCX as LibreOffice prints it."""
    return through_office(sent["docx"], tmp_path_factory.mktemp("printed"), "pdf")


@pytest.mark.document
def test_a_letter_printed_anew_is_told_to_be_a_reprint_whose_words_are_as_issued(office: Draft, printed: bytes) -> None:
    path = mail(office, printed, "in.pdf")
    done = run(path, on=office)
    assert (done.exit_code, done.stderr) == (0, "")
    name = "văn bản số 125/BC-STN ngày 21/10/2020"
    first = f"{path}: bản in lại, mọi số và chữ đúng như {name} đã phát hành, còn hiệu lực."
    assert done.stdout.splitlines()[0] == first
    assert "hình và cách trình bày không so được" in done.stdout


def with_note(pdf: bytes) -> bytes:
    """Stick a note on the first page of a PDF."""
    with pikepdf.open(BytesIO(pdf)) as paper:
        note = "<< /Type /Annot /Subtype /FreeText /Rect [200 400 400 440] /Contents (90.000) /DA (/Helv 12 Tf) >>"
        paper.pages[0].Annots = pikepdf.Array([paper.make_indirect(pikepdf.Object.parse(note.encode()))])
        out = BytesIO()
        paper.save(out)
        return out.getvalue()


FORGED_REPRINTS: dict[str, Callable[[bytes], bytes]] = {
    "words painted over": lambda pdf: reprinted(pdf, box=b"q 1 1 1 rg 60 300 450 300 re f Q"),
    "a digit drawn by strokes": lambda pdf: reprinted(pdf, digit=b"q 120 500 m 124 508 l 128 500 l S Q"),
    "a digit drawn by curves": lambda pdf: reprinted(pdf, digit=b"q 120 500 m 124 508 126 508 128 500 c S Q"),
    "a small picture": lambda pdf: reprinted(pdf, box=b"q 8 0 0 12 120 500 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"),
    "words that do not show": lambda pdf: reprinted(pdf, first=b"3 Tr"),
    "a note": with_note,
}


@pytest.mark.document
@pytest.mark.parametrize("forged", FORGED_REPRINTS.values(), ids=FORGED_REPRINTS.keys())
def test_a_reprint_whose_words_cannot_be_seen_or_doubted_is_not_as_issued(
    office: Draft, printed: bytes, forged: Callable[[bytes], bytes]
) -> None:
    done = run(mail(office, forged(printed)), on=office)
    assert done.exit_code == DifferenceError.exit_code
    assert "trang 1: có chữ bị che, không hiện, hoặc có nét vẽ thêm" in done.stdout


@pytest.mark.document
def test_a_reprint_with_another_number_is_not_as_issued(office: Draft, sent: dict[str, bytes], tmp_path: Path) -> None:
    done = run(
        mail(office, through_office(edited(sent["docx"], change("80.000", "90.000")), tmp_path, "pdf")), on=office
    )
    assert done.exit_code == DifferenceError.exit_code
    assert "90.000" in done.stdout


def test_a_letter_is_built_again_from_what_was_frozen_and_gives_the_same(office: Draft, sent: dict[str, bytes]) -> None:
    for name in ("data", "notebooks", "params"):
        shutil.rmtree(office.root / name)
        (office.root / name).mkdir()
    done = run(mail(office, sent["pdf"]), "--rebuild", on=office)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "đã dựng lại từ số liệu, sổ tay và chương trình được lưu khi phát hành" in done.stdout


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"PK\x03\x04", b"%PDF-1.7", b"\x00" * 5000, b"<html"])
def test_what_is_no_letter_is_refused_with_a_way_to_go(office: Draft, content: bytes) -> None:
    done = run(mail(office, content), on=office)
    assert done.exit_code in {UsageError.exit_code, DifferenceError.exit_code}
    assert done.stderr.count("\nfix: ") == 1
    assert "Traceback" not in done.output


def test_nothing_is_needed_of_the_file_but_its_bytes(office: Draft, sent: dict[str, bytes]) -> None:
    path = mail(office, sent["pdf"], "a.ipynb")
    before = sorted(one for one in office.root.rglob("*"))
    assert run(path, on=office).exit_code == 0
    assert sorted(one for one in office.root.rglob("*")) == before
