"""The flagship letter as its readers get it: in a browser, on paper, in a word processor."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import page as validator  # the package page-validation
import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from dophu.publish.docx import render_docx
from dophu.publish.html import render_html
from dophu.publish.pdf import render_pdf
from dophu.tell.blocks import Document, Figure

from .telling import open_report, tell
from .test_everywhere import prose


@pytest.fixture(scope="module")
def letter() -> Document:
    return tell(open_report(campaign="bluezone", period="2020-08-07", unit="20", target="lang_son_50"))


@pytest.fixture(scope="module")
def page(letter: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "letter.html"
    path.write_bytes(render_html(letter))
    return path


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violation_and_nothing_is_requested(browser: Browser, page: Path, width: int) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(page.as_uri())
    violations = Axe().run(tab).response["violations"]
    sideways = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    tab.close()
    assert [item["id"] for item in violations] == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert sideways == 0


def test_of_one_share_one_count_and_ranks_there_is_no_figure_for_a_sentence_says_as_much(letter: Document) -> None:
    assert not [block for block in letter.blocks if isinstance(block, Figure)]
    assert "Theo công bố, tỉnh Lạng Sơn xếp thứ 8 trong 63 tỉnh, thành phố" in prose(letter)


def test_the_body_fills_two_pages_and_the_annex_counts_anew(letter: Document) -> None:
    pages = [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(render_pdf(letter))).pages]
    assert [text.split()[0] for text in pages] == ["UBND", "2", "Phụ"]
    assert "Lưu: VT, TTBCXB." in pages[1]


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_validator_finds_no_failure(letter: Document, profile: str) -> None:
    assert [
        failure.rule_id for failure in validator.validate_pdf_bytes(render_pdf(letter), profile=profile).failures
    ] == []


@pytest.mark.document
def test_libreoffice_reads_the_letter_and_its_annex(letter: Document, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "letter.docx").write_bytes(render_docx(letter))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = ["--outdir", str(tmp_path), str(tmp_path / "letter.docx")]
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", *target], check=True, capture_output=True, timeout=120
    )
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "letter.pdf").pages]
    assert len(pages) == 3
    assert "63.438" in pages[0]
    assert "PHÓ GIÁM ĐỐC" in pages[1]
