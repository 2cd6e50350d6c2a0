"""A sortable table on the page: what its buttons do, and that nothing is lost without them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from dophu.publish.html import render_html
from dophu.tell.blocks import Document, Table
from dophu.tell.html import fragment, plain
from tests.publish.national import BANNER, HEAD, MARKED, MISSING, annexed_letter, facts_of, national_table, provinces

NAMES = [name for _, name, _ in provinces()]
TOTALS = ["Trung du và miền núi phía Bắc", "Cả nước"]
SHARES = {NAMES[place]: facts_of(place)[2].amount for place in range(len(NAMES)) if place != MISSING}
ADDED = (
    "const s = document.createElement('script'); s.textContent = \"document.title = 'ran'\"; document.body.append(s)"
)
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sorting") / "page.html"
    file.write_bytes(render_html(annexed_letter()))
    return file


@pytest.fixture
def opened(browser: Browser, page_file: Path) -> Iterator[Opener]:
    contexts = []

    def open_page(width: int = 1280, script: bool = True) -> Page:
        contexts.append(browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 740}))
        page = contexts[-1].new_page()
        page.goto(page_file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def names(page: Page) -> list[str]:
    return page.locator("table.sortable tbody th").all_inner_texts()


def button(page: Page, column: str) -> str:
    page.get_by_role("button", name=f"Sắp xếp theo {column}", exact=True).click()
    return str(page.locator("th[aria-sort]").get_attribute("aria-sort"))


def test_the_page_allows_its_own_script_by_hash_and_no_other(letter: Document) -> None:
    page = render_html(annexed_letter()).decode()
    (script,) = re.findall(r"<script data-sort-by[^>]*>(.*?)</script>", page, re.DOTALL)
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}'" in page
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert len(script.splitlines()) < 60
    assert not re.search("<script data|script-src", render_html(letter).decode())


def test_a_notebook_and_a_table_not_to_be_sorted_carry_nothing_for_it() -> None:
    table = national_table()
    assert "data-sort" not in fragment(table, links=False) + fragment(national_table(sortable=False), links=True)
    assert table.marked is not None


def test_totals_stand_in_a_foot_and_the_row_of_the_report_is_marked() -> None:
    html = fragment(national_table(), links=True)
    head, foot = html.split("<tfoot")
    assert all(name in foot for name in TOTALS)
    assert "Trung du" not in head
    (marked,) = re.findall(r'<tr class="marked" aria-current="true"[^>]*><th[^>]*>([^<]*)', html)
    assert marked == NAMES[MARKED]


@pytest.mark.parametrize("links", [True, False])
def test_a_table_without_totals_has_no_foot(links: bool) -> None:
    bare = Table(caption=[], head=[[]], rows=[], align=["left"])
    assert "<tfoot" not in fragment(bare, links=links)


@pytest.mark.browser
def test_one_press_sorts_by_name_and_another_reverses(opened: Opener) -> None:
    page = opened()
    assert names(page) == NAMES
    assert button(page, HEAD[0]) == "ascending"
    ascending = names(page)
    assert ascending[:3] + ascending[-2:] == ["An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Vĩnh Phúc", "Yên Bái"]
    assert ascending.index("Đà Nẵng") == ascending.index("Đắk Lắk") - 1
    assert button(page, HEAD[0]) == "descending"
    assert names(page) == ascending[::-1]


@pytest.mark.browser
def test_numbers_sort_by_exact_value_and_missing_ones_stay_last(opened: Opener) -> None:
    page = opened()
    for direction in ("ascending", "descending"):
        assert button(page, "Tỷ lệ") == direction
        *known, last = names(page)
        shares = [SHARES[name] for name in known]
        assert last == NAMES[MISSING]
        assert shares == sorted(shares, reverse=direction == "descending")


@pytest.mark.browser
def test_totals_stay_below_and_the_mark_goes_with_its_row(opened: Opener) -> None:
    page = opened()
    button(page, HEAD[1])
    assert page.locator("table.sortable tfoot th").all_inner_texts() == TOTALS
    assert page.locator("table.sortable tr.marked th").inner_text() == NAMES[MARKED]
    assert page.locator("table.sortable tr").last.locator("th").inner_text() == TOTALS[-1]


@pytest.mark.browser
def test_the_keyboard_sorts_and_sees_where_it_is(opened: Opener) -> None:
    page = opened()
    head = page.locator("table.sortable th", has_text="Tỷ lệ").first.get_by_role("button")
    page.locator("div.table:has(table.sortable)").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
    assert head.evaluate("button => button === document.activeElement")
    assert head.evaluate("button => getComputedStyle(button, '::after').outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert names(page)[-1] == NAMES[MISSING]
    assert head.evaluate("button => button === document.activeElement")


@pytest.mark.browser
def test_without_script_the_table_is_whole_and_has_no_dead_buttons(opened: Opener) -> None:
    page = opened(script=False)
    assert page.locator("button").count() == 0
    assert names(page) == NAMES
    heads = page.locator("table.sortable thead th").all_inner_texts()
    assert [head.replace("\xa0", " ") for head in heads] == HEAD


CUT = """() => [...document.querySelectorAll("th, td")].filter(cell => cell.scrollWidth > cell.clientWidth + 1)
  .map(cell => cell.innerText)"""
INNER = """() => [...document.querySelectorAll(".table")]
  .filter(frame => frame.scrollHeight > frame.clientHeight + 1).length"""


@pytest.mark.browser
def test_at_no_width_is_a_cell_cut_or_a_table_scrolled_within_the_page(opened: Opener) -> None:
    page = opened()
    for width in (320, 360, 480, 640, 768, 1024, 1152, 1280, 1366, 1440, 1600, 1920):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert (width, page.evaluate(CUT), page.evaluate(INNER)) == (width, [], 0)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scrolls"), [(360, True), (1280, False), (1366, False), (1440, False)])
def test_head_and_first_column_stay_in_sight_and_only_a_phone_scrolls_sideways(
    opened: Opener, width: int, scrolls: bool
) -> None:
    page = opened(width)
    frame = page.locator("div.table:has(table.sortable)")
    row = frame.locator("tbody th").nth(30)
    row.evaluate("row => row.scrollIntoView({block: 'center'})")
    frame.evaluate("frame => frame.scrollTo(300, 0)")
    side = "(cell, name) => cell.getBoundingClientRect()[name]"
    head = frame.locator("thead th").first
    assert 0 <= head.evaluate(side, "top") < 60
    assert abs(row.evaluate(side, "left") - frame.evaluate(side, "left")) < 2
    assert frame.evaluate("frame => frame.scrollLeft > 0") == scrolls


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violation_before_and_after_sorting(opened: Opener, width: int) -> None:
    page = opened(width)
    for press in (lambda: None, lambda: button(page, "Tỷ lệ")):
        press()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.browser
def test_a_script_that_slipped_in_beside_ours_would_not_run(opened: Opener) -> None:
    page = opened()
    title = page.title()
    page.evaluate(f"() => {{ {ADDED} }}")
    assert page.title() == title
    assert title.startswith(BANNER)


@pytest.mark.browser
def test_a_long_trace_is_folded_and_opens_for_a_link_into_it(opened: Opener) -> None:
    page = opened()
    row = page.locator("#fact-rate_20")
    assert not row.is_visible()
    page.locator("#hien-nguon").check()
    page.locator("a.source[href='#fact-rate_20']").click()
    assert row.is_visible()
    assert row.evaluate("row => { const top = row.getBoundingClientRect().top; return top > 0 && top < innerHeight }")
    row.locator("a.back").click()
    assert page.locator("#use-rate_20").evaluate("link => link === document.querySelector(':target')")


@pytest.mark.browser
def test_print_carries_every_row_once_and_the_banner_on_every_page(opened: Opener, tmp_path: Path) -> None:
    page = opened()
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "print.pdf").pages]
    text = " ".join(" ".join(sheets).split())
    assert all(BANNER in sheet for sheet in sheets)
    assert [text.count(name) for name in TOTALS] == [1, 1]
    assert all(name in text for name in NAMES)
    assert sum(plain(national_table().caption) in " ".join(sheet.split()) for sheet in sheets) == 1


def test_a_page_of_six_hundred_facts_stays_light() -> None:
    document = annexed_letter()
    assert len(document.facts) > 500
    assert len(render_html(document)) < 500_000
