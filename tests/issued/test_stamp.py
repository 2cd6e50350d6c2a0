from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from dophu.errors import UsageError
from dophu.issued.code import code_of, codes_in, tokens_in
from dophu.issued.stamp import Stamped, content_of, masthead_of, sent_to, stamp
from dophu.publish.exporters import publish
from dophu.publish.readback import READERS
from dophu.tell.blocks import Annex, Document
from tests.telling import open_report, tell

DAY = date(2020, 8, 10)
PREV = "1f" * 32


class Later(Document):
    remark: str = ""
    seal: str | None = None
    checked: bool = False


@pytest.fixture(scope="module", name="letter")
def sample() -> Document:
    return tell(open_report(campaign="bluezone", period="2020-08-07", unit="20"))


@pytest.fixture(scope="module", name="stamped")
def numbered(letter: Document) -> Stamped:
    return stamp(letter, "125", DAY, 7, PREV)


@pytest.fixture(scope="module", name="files")
def published(stamped: Stamped) -> dict[str, bytes]:
    return publish(stamped.document, ("html", "pdf", "docx", "xlsx"))


def test_head_and_annex_bear_number_and_day(stamped: Stamped) -> None:
    head = masthead_of(stamped.document)
    assert (head.number, head.day, head.month, head.year) == ("125", 10, 8, 2020)
    annexes = [block.attached for block in stamped.document.blocks if isinstance(block, Annex)]
    assert annexes
    assert all("số 125/BC-STTTT ngày 10 tháng 8 năm 2020" in attached for attached in annexes)


def test_nothing_else_is_changed(letter: Document, stamped: Stamped) -> None:
    pairs = zip(letter.blocks, stamped.document.blocks, strict=True)
    changed = {one.kind for one, other in pairs if one != other}
    assert changed == {"masthead", "annex"}
    assert (stamped.document.facts, stamped.document.sources) == (letter.facts, letter.sources)


@pytest.mark.parametrize("other", [("126", DAY), ("125", date(2020, 8, 11))])
def test_another_number_or_day_is_another_content(letter: Document, stamped: Stamped, other: tuple[str, date]) -> None:
    assert stamp(letter, *other, 7, PREV).content != stamped.content
    assert stamp(letter, "125", DAY, 8, "2e" * 32).content == stamped.content
    assert stamped.imprint.code == code_of(stamped.content)


def test_the_code_is_printed_on_every_page_and_opens_none(letter: Document, files: dict[str, bytes]) -> None:
    pages = PdfReader(BytesIO(files["pdf"])).pages
    assert [len(codes_in(page.extract_text())) for page in pages] == [1] * len(pages)
    assert len(pages) == len(PdfReader(BytesIO(publish(letter, ("pdf",))["pdf"])).pages)


def test_html_and_docx_print_the_code(stamped: Stamped, files: dict[str, bytes]) -> None:
    paper = docx.Document(BytesIO(files["docx"]))
    assert set(codes_in(READERS["html"](files["html"]))) == {stamped.imprint.code}
    for section in paper.sections:
        for footer in (section.first_page_footer, section.footer):
            assert codes_in(footer.paragraphs[0].text) == [stamped.imprint.code]


def test_the_keywords_of_every_format_lead_to_the_register(stamped: Stamped, files: dict[str, bytes]) -> None:
    keywords = {
        "pdf": PdfReader(BytesIO(files["pdf"])).metadata["/Keywords"],  # type: ignore[index]
        "docx": docx.Document(BytesIO(files["docx"])).core_properties.keywords,
        "xlsx": load_workbook(BytesIO(files["xlsx"])).properties.keywords,
        "html": files["html"].decode(),
    }
    told = [{*tokens_in(words)} for words in keywords.values()]
    assert told == [{(stamped.imprint.code, 7, PREV[:16])}] * len(keywords)


def test_a_draft_bears_no_code(letter: Document) -> None:
    drafts = publish(letter, ("html", "pdf"))
    assert b"dophu-1-" not in drafts["html"] + drafts["pdf"]
    assert codes_in(READERS["pdf"](drafts["pdf"])) == []


def test_the_letter_says_to_whom_it_goes(letter: Document) -> None:
    assert sent_to(letter)[:2] == ["Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh Lạng Sơn", "UBND tỉnh (báo cáo)"]
    assert "Như trên" not in sent_to(letter)


def test_a_report_without_a_head_is_no_letter(letter: Document) -> None:
    bare = letter.model_copy(update={"blocks": letter.blocks[1:]})
    with pytest.raises(UsageError, match="no letter"):
        stamp(bare, "125", DAY, 1, PREV)


def test_a_field_added_to_documents_later_changes_no_digest(letter: Document) -> None:
    assert content_of(letter) == content_of(Later(**letter.model_dump()))
