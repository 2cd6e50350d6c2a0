"""A letter that came back as PDF: ours, or printed by a word processor."""

from __future__ import annotations

from pathlib import Path

import pytest

from dophu.errors import UsageError
from dophu.publish.docx import render_docx
from dophu.publish.pdf import render_pdf
from dophu.returned.compare import compare
from dophu.returned.letter import read_docx
from dophu.returned.pages import compare_pages, read_pdf
from dophu.returned.told import Told, told
from tests.returned.editing import Edit, added, change, edited, flagship, moved, through_office, without_marks
from tests.telling import open_report, tell


@pytest.fixture(scope="module")
def source() -> Told:
    return told(flagship())


def found(source: Told, content: bytes) -> list[tuple[str, str, str]]:
    comparison = compare_pages(source, read_pdf(content, "letter.pdf"))
    return [(one.kind, one.told, one.came) for one in comparison.findings]


def test_the_letters_own_pdf_has_no_finding(source: Told) -> None:
    content = render_pdf(flagship())
    facts = sum(bool(span.key) for line in source.letter.lines for span in source.spans(line))
    assert found(source, content) == []
    assert compare_pages(source, read_pdf(content, "letter.pdf")).agreed == facts


@pytest.mark.parametrize(
    ("word", "other", "finding"),
    [
        ("63.438", "63.483", ("contradicts", "63.438", "63.483")),
        ("thứ 8", "thứ 7", ("contradicts", "thứ 8", "thứ 7")),
    ],
)
def test_another_letter_printed_under_the_same_name_is_found(
    source: Told, word: str, other: str, finding: tuple[str, str, str]
) -> None:
    document = flagship()
    text = document.model_dump_json().replace(f'"text":"{word}"', f'"text":"{other}"')
    forged = type(document).model_validate_json(text)
    assert forged != document
    assert finding in found(source, render_pdf(forged))


PRINTED: dict[str, tuple[list[Edit], list[tuple[str, str, str]]]] = {
    "untouched": ([], []),
    "edited": (
        [change("63.438", "63.483"), change("8,12%", ""), change("Theo công bố, ", ""), change("trân trọng", "kính")],
        [("contradicts", "63.438", "63.483"), ("vanished", "8,12%", ""), ("claim", "Theo công bố", "")],
    ),
    "numbered": ([change("\xa0" * 7 + "/BC", "125/BC"), change("ngày " + "\xa0" * 5, "ngày 07")], []),
    "moved": ([moved("Trên toàn quốc", "Đánh giá:")], []),
    "added to": ([added("Đánh giá:", "Có 12 huyện đã báo cáo.")], [("nobody", "", "12")]),
}


@pytest.mark.document
@pytest.mark.parametrize(("edits", "findings"), PRINTED.values(), ids=PRINTED)
def test_a_letter_printed_by_libreoffice_gives_the_findings_of_its_docx(
    source: Told, tmp_path: Path, edits: list[Edit], findings: list[tuple[str, str, str]]
) -> None:
    printed = through_office(edited(render_docx(flagship()), *edits), tmp_path, "pdf")
    assert found(source, printed) == findings


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(UsageError, match=r"letter\.pdf: it is no PDF"):
        read_pdf(content, "letter.pdf")


@pytest.mark.parametrize("report", ["quick_report", "national_table", "progress", "parts", "data_quality"])
def test_long_reports_with_banner_tables_and_annexes_have_no_finding_in_their_own_files(report: str) -> None:
    document = tell(open_report(campaign="demo", period="2020-10-16", unit="20"), report)
    source = told(document)
    letter = compare(source, read_docx(edited(render_docx(document), without_marks), "x"))
    pages = compare_pages(source, read_pdf(render_pdf(document), "x"))
    assert (letter.findings, letter.wordings, pages.findings, pages.wordings) == ([], [], [], [])
    assert letter.agreed == pages.agreed > 50


def test_a_page_without_its_banner_is_told() -> None:
    document = tell(open_report(campaign="demo", period="2020-10-16", unit="20"), "parts")
    bare = document.model_copy(update={"banner": None})
    pages = compare_pages(told(document), read_pdf(render_pdf(bare), "x"))
    letter = compare(told(document), read_docx(render_docx(bare), "x"))
    assert {(one.kind, one.told) for one in [*pages.findings, *letter.findings]} == {("name", document.banner)}
