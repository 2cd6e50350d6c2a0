"""The signature fields of a letter: where the Decree wants them, and what is left of the file's claims once signed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper as Stamper
from pyhanko.sign.validation import validate_pdf_signature

from dophu.publish.pdf import render_pdf
from dophu.publish.signing import FIELDS
from dophu.tell.blocks import Document, Signature
from dophu.words import say
from tests.signer import sign, time_stamps, trust

MILLIMETRE = 72 / 25.4
PERSON, OFFICE = (name for name, _ in FIELDS.values())


@pytest.fixture(scope="module", name="pdf")
def printed(letter: Document) -> bytes:
    return render_pdf(letter)


@pytest.fixture(scope="module", name="stamper")
def server() -> Iterator[Stamper]:
    with time_stamps() as stamper:
        yield stamper


@pytest.fixture(scope="module", name="signed")
def signed_twice(pdf: bytes, stamper: Stamper) -> bytes:
    return sign(sign(pdf, PERSON, "Người ký thử nghiệm", stamper), OFFICE, "Cơ quan thử nghiệm", stamper)


def fields(pdf: bytes) -> dict[str, list[float]]:
    """Give the edges of each field in millimetres: left, bottom, right, top."""
    with pikepdf.open(BytesIO(pdf)) as paper:
        found = paper.Root.AcroForm.Fields
        return {str(one.T): [float(side) / MILLIMETRE for side in one.Rect] for one in found}


def failures(pdf: bytes, profile: str) -> list[str]:
    return [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures]


def test_a_letter_has_an_empty_field_for_the_person_and_one_for_the_office(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as paper:
        for field in paper.Root.AcroForm.Fields:
            assert (str(field.FT), str(field.Subtype), int(field.F)) == ("/Sig", "/Widget", 4)
            assert "/V" not in field
            assert str(field.TU) == say(dict(FIELDS.values())[str(field.T)])
    assert set(fields(pdf)) == {PERSON, OFFICE}


def test_each_field_is_tagged_and_named_for_who_cannot_see_it(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as paper:
        parents = pikepdf.NumberTree(paper.Root.StructTreeRoot.ParentTree)
        for field in paper.Root.AcroForm.Fields:
            element = parents[int(field.StructParent)]
            assert (str(element.S), element.Alt) == ("/Form", field.TU)
            assert element.K.Obj.objgen == field.objgen
            assert str(field.P.Tabs) == "/S"


def test_the_person_signs_below_the_title_and_the_seal_covers_a_third(pdf: bytes, letter: Document) -> None:
    left, bottom, right, top = fields(pdf)[PERSON]
    seal = fields(pdf)[OFFICE]
    assert (right - left, top - bottom) == pytest.approx((50, 26), abs=0.1)
    assert (seal[2] - seal[0], seal[2] - left) == pytest.approx((36, 50 / 3), abs=0.1)
    (foot,) = (block for block in letter.blocks if isinstance(block, Signature))
    assert top < height_of(pdf, foot.lines[-1]) < top + 8


def height_of(pdf: bytes, words: str) -> float:
    """Find a line on the page that is signed, in millimetres from its foot."""
    paper = pypdfium2.PdfDocument(pdf)
    pages = (page.get_textpage() for page in paper)
    text = next(page for page in pages if words in page.get_text_bounded())
    start, _ = text.search(words).get_next()
    return float(text.get_charbox(start)[1]) / MILLIMETRE


def test_fields_take_no_room(letter: Document, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dophu.publish.finish.add_fields", lambda _file: None)
    assert [text.split() for text in texts(render_pdf(letter))] == [text.split() for text in texts(pdf)]


def texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_a_document_without_a_signature_has_no_field(letter: Document) -> None:
    bare = letter.model_copy(update={"blocks": [block for block in letter.blocks if block.kind != "signature"]})
    assert "/AcroForm" not in pikepdf.open(BytesIO(render_pdf(bare))).Root


def test_the_same_letter_gives_the_same_bytes(letter: Document, pdf: bytes) -> None:
    assert render_pdf(letter) == pdf


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_an_empty_field_breaks_no_rule(pdf: bytes, profile: str) -> None:
    assert failures(pdf, profile) == []


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("field", [PERSON, OFFICE])
def test_a_signed_letter_breaks_no_rule(pdf: bytes, field: str, profile: str, stamper: Stamper) -> None:
    assert failures(sign(pdf, field, "Người ký thử nghiệm", stamper), profile) == []


def test_a_second_signature_breaks_none_but_that_the_first_does_not_cover_it(signed: bytes) -> None:
    assert failures(signed, "ua1") == []
    assert failures(signed, "2a") == ["PDFA2A-SIGNATURE-BYTERANGE-001"]


def test_a_field_of_the_signers_own_breaks_rules(pdf: bytes, stamper: Stamper) -> None:
    assert failures(sign(pdf, "Signature1", "Người ký thử nghiệm", stamper), "ua1") != []


def test_both_signatures_are_valid_and_the_issued_file_stands_at_the_start(pdf: bytes, signed: bytes) -> None:
    assert signed.startswith(pdf)
    found = PdfFileReader(BytesIO(signed)).embedded_signatures
    states = [validate_pdf_signature(one, trust(), trust()) for one in found]
    assert [one.field_name for one in found] == [PERSON, OFFICE]
    assert [state.bottom_line for state in states] == [True, True]
    assert [state.modification_level for state in states] == [ModificationLevel.FORM_FILLING, ModificationLevel.NONE]


def test_popplers_reader_finds_both_signatures_sound(signed: bytes, tmp_path: Path) -> None:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    (tmp_path / "signed.pdf").write_bytes(signed)
    done = subprocess.run([program, tmp_path / "signed.pdf"], capture_output=True, text=True, check=False)
    assert done.stdout.count("Signature is Valid") == 2


def test_no_stream_ends_with_a_carriage_return_that_looks_like_a_line_end(letter: Document) -> None:
    titled = (letter.model_copy(update={"subject": f"{letter.subject} {number}"}) for number in range(3))
    assert [b"\r\nendstream" in render_pdf(document) for document in titled] == [False] * 3
