"""The extension of JupyterLab: prose, the letter beside it, other editions, facts at hand. All of it can be missing."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.lab.desk import ROOT, Desk, saved

pytestmark = pytest.mark.browser

LETTER = "notebooks/quick_report.ipynb"
BLOCKS = "application/vnd.dophu.blocks"
SCRIPTS = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'><p>Đoạn lạ</p>"


@pytest.fixture
def letter(desk: Desk) -> Desk:
    desk.open(LETTER)
    desk.run_all()
    return desk


def test_the_welcome_page_says_what_to_do_and_leads_to_the_notebooks(desk: Desk) -> None:
    desk.page.goto(f"{desk.server.address}/?token=t")
    desk.page.get_by_role("heading", name="Bắt đầu").wait_for()
    desk.page.locator(".jp-MarkdownViewer").get_by_role("link", name="Báo cáo nhanh").first.click()
    desk.page.locator(".jp-NotebookPanel").wait_for()
    expect(desk.panel).to_be_visible()
    expect(desk.panel).to_contain_text("chọn Run > Run All Cells")


def test_the_panel_shows_the_letter_and_follows_what_is_written(letter: Desk) -> None:
    assert "63.438" in letter.section("Kết quả:").inner_text()
    letter.open_cell("trân trọng báo cáo")
    letter.page.keyboard.press("Control+End")
    letter.page.keyboard.insert_text(" Xin trân trọng cảm ơn.")
    letter.page.keyboard.press("Shift+Enter")
    letter.section("Xin trân trọng cảm ơn").wait_for()


def test_a_click_on_a_paragraph_opens_its_cell_and_typing_goes_there(letter: Desk) -> None:
    letter.open_cell("Ghi chú:")
    assert "measure_meaning" in letter.active_source()
    assert "dophu-active" in str(letter.section("Ghi chú:").get_attribute("class"))
    letter.page.keyboard.type("@@")
    assert "@@" in letter.active_source()


def test_prose_is_coloured_as_prose_with_facts_and_wrapped(letter: Desk) -> None:
    letter.open_cell("Kết quả:")
    cell = letter.page.locator(".jp-Notebook-cell.jp-mod-active")
    facts = " ".join(cell.locator(".dophu-fact").all_inner_texts())
    assert "counted" in facts
    assert "Kết quả" not in facts
    assert cell.locator(".cm-lineWrapping").count() == 1
    assert cell.locator(".dophu-mark").first.inner_text() == "%%narrative"


def test_a_cell_of_prose_shows_its_source_only_while_it_is_written(letter: Desk) -> None:
    letter.open_cell("Kết quả:")
    cells = letter.page.locator(".jp-Notebook-cell.dophu-prose .jp-Cell-inputWrapper:visible")
    expect(cells).to_have_count(1)
    letter.panel.get_by_label("Hiện cách viết").check()
    assert cells.count() > 1


def test_a_cell_that_is_no_prose_any_more_is_code_again(letter: Desk) -> None:
    letter.open_cell("Ghi chú:")
    letter.page.keyboard.press("Control+a")
    letter.page.keyboard.insert_text("so = 12")
    cell = letter.page.locator(".jp-Notebook-cell.jp-mod-active")
    expect(cell.locator(".dophu-mark")).to_have_count(0)
    expect(cell.locator(".cm-line span").first).to_be_visible()
    assert "dophu-prose" not in str(cell.get_attribute("class"))


def test_the_form_tells_another_edition_and_leaves_the_authors_parameters(letter: Desk) -> None:
    letter.tell(period="19/6/2021")
    letter.section("Kết quả:").filter(has_text="19/6/2021").wait_for()
    letter.tell(unit="tỉnh Bắc Ninh")
    letter.section("BẮC NINH").first.wait_for()
    letter.save()
    cells = json.loads((letter.server.project / LETTER).read_text("utf-8"))["cells"]
    tagged = {tag: "".join(cell["source"]) for cell in cells for tag in cell["metadata"].get("tags", [])}
    assert tagged["injected-parameters"] == '# Parameters\nperiod = "2021-06-19"\nunit = "27"'
    assert '"2020-08-07"' in tagged["parameters"]


def test_a_fact_is_found_without_marks_and_put_at_the_cursor(letter: Desk) -> None:
    letter.open_cell("trân trọng báo cáo")
    letter.page.keyboard.press("Control+End")
    letter.page.keyboard.insert_text(" Cần có: ")
    letter.panel.get_by_text("Số liệu để gọi trong lời văn").click()
    letter.panel.get_by_placeholder("Tìm theo tên").fill("can co de dat")
    letter.panel.locator(".dophu-facts li").click()
    letter.page.keyboard.press("Shift+Enter")
    letter.section("Cần có: 390.828").wait_for()


def test_a_fact_is_dragged_into_prose(letter: Desk) -> None:
    letter.open_cell("trân trọng báo cáo")
    letter.panel.get_by_text("Số liệu để gọi trong lời văn").click()
    letter.panel.get_by_placeholder("Tìm theo tên").fill("published_share")
    line = letter.page.locator(".jp-Notebook-cell.jp-mod-active .cm-line").last
    letter.panel.locator(".dophu-facts li").drag_to(line)
    assert "{{ published_share }}" in letter.active_source()


def test_no_script_of_a_notebook_runs_in_the_panel(desk: Desk) -> None:
    def smuggle(notebook: dict[str, Any]) -> None:
        data = {"text/html": SCRIPTS, BLOCKS: '[{"kind": "paragraph"}]'}
        output = {"output_type": "display_data", "data": data, "metadata": {}}
        notebook["cells"][2] |= {"outputs": [output], "execution_count": 1}

    strange = desk.server.project / "notebooks" / "strange.ipynb"
    shutil.copy(ROOT / LETTER, strange)
    saved(strange, smuggle)
    desk.open("notebooks/strange.ipynb")
    desk.section("Đoạn lạ").click()
    assert desk.page.evaluate("window.ran") is None
    desk.panel.evaluate("(panel, html) => { panel.insertAdjacentHTML('beforeend', html) }", SCRIPTS)
    desk.page.wait_for_function("window.ran === 2")  # what the test itself puts in unclean does run


def test_a_notebook_of_another_kind_is_left_alone(desk: Desk) -> None:
    plain = {"cells": [], "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}}}
    (desk.server.project / "plain.ipynb").write_text(json.dumps(plain | {"nbformat": 4, "nbformat_minor": 5}))
    desk.open("plain.ipynb")
    desk.insert_below("import sys; print('dophu.tell' in sys.modules)")
    desk.page.locator(".jp-OutputArea-output", has_text="False").wait_for()
    assert desk.page.locator(".dophu-prose, .dophu-notebook").count() == 0
    expect(desk.panel.locator(".dophu-edition")).to_be_hidden()
