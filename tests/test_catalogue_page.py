"""The page that lists every edition, as it is read, searched, sorted and printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from pypdf import PdfReader

from dophu.publish.catalogue import render_catalogue
from dophu.publish.coverage import coverages
from dophu.publish.listed import Catalogue, Headline, Listed, Reason, Registered, Unreadable

UNITS = {"48": "Đà Nẵng", "01": "Hà Nội", "20": "Lạng Sơn", "89": "An Giang", "35": "Hà Nam"}
SHARES = {"48": "25.96", "01": "17.53", "20": "8.12", "89": "", "35": "3.1"}
HOSTILE = "<script>document.title = 'ran'</script>\"'><img src=x onerror=\"document.title = 'ran'\">"
FORBIDDEN = "javascript:document.title='ran'//<&\"' ạ?#%2e"
STALE = (Reason("data/demo/counts.csv", "changed"), Reason("x.pdf", "missing"), Reason("dophu", "version"))
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
Opener = Callable[..., Tab]


def edition(unit: str = "20", period: str = "2020-08-07", **changes: Any) -> Listed:
    headline: dict[str, Any] = {
        "campaign": "ứng dụng Thử nghiệm",
        "unit": UNITS.get(unit, unit),
        "unit_name": f"tỉnh {UNITS.get(unit, unit)}",
        "title": "Báo cáo nhanh",
        "rate": f"{SHARES.get(unit, '')}%".replace(".", ","),
        "share": SHARES.get(unit, ""),
        "certain": True,
    }
    fields: dict[str, Any] = {"campaign": "demo", "report": "quick_report", "formats": ("html", "pdf")} | changes
    headline |= {key: fields.pop(key) for key in list(fields) if key in Headline.model_fields and key != "campaign"}
    return Listed(period=period, unit=unit, headline=Headline.model_validate(headline), **fields)


def several() -> Catalogue:
    odd = [
        edition("20", report="progress", title="Tiến độ", stale=STALE, formats=("html",)),
        edition("01", report="parts", title="Kết quả theo huyện", formats=(), failure="cell [3]: no 'rat'"),
        edition("35", "2020-07-31", simulated=True, campaign="other"),
    ]
    return Catalogue((*map(edition, UNITS), edition("20", "2020-07-31", share="2.5"), *odd))


def text_of(*editions: Listed) -> str:
    return render_catalogue(Catalogue(editions)).decode()


def headed(page: str) -> list[tuple[str, str]]:
    """List the rows of a page: the period and the unit of each."""
    return re.findall(r'datetime="([^"]+)".*?<th scope="row"><a [^>]*>([^<]+)</a></th>', page, re.DOTALL)


def test_the_newest_period_comes_first_then_the_units_as_in_a_dictionary() -> None:
    assert headed(render_catalogue(several()).decode()) == [
        ("2020-08-07", "Tỉnh An Giang"),
        ("2020-08-07", "Tỉnh Đà Nẵng"),
        ("2020-08-07", "Tỉnh Hà Nam"),
        ("2020-08-07", "Tỉnh Hà Nội"),
        ("2020-08-07", "Tỉnh Lạng Sơn"),
        ("2020-07-31", "Tỉnh Hà Nam"),
        ("2020-07-31", "Tỉnh Lạng Sơn"),
    ]


def test_the_reports_of_a_unit_and_period_share_a_row_whose_headline_is_current() -> None:
    old = edition(report="a", title="Bản cũ", rate="7%", stale=STALE)
    page = text_of(old, edition(rate="8%"), edition(report="b", title="Tiến độ", rate="9%", formats=(), failure="x"))
    assert len(headed(page)) == 1
    assert "<td>8%</td>" in page
    assert re.findall(r'<li class="\w+"><span>([^<]+)</span>', page) == ["Bản cũ", "Báo cáo nhanh", "Tiến độ"]
    assert 'href=".failed/demo/2020-08-07/20/b.ipynb"' in page


def test_a_row_says_in_words_what_is_stale_failed_and_simulated() -> None:
    page = text_of(edition(stale=STALE, failure="cell [3]: no 'rat'", simulated=True))
    assert "Cũ: data/demo/counts.csv đã thay đổi; x.pdf bị thiếu; và 1 thay đổi khác" in page
    assert "Lỗi: cell [3]: no &#39;rat&#39;" in page
    assert "mô phỏng" in page
    assert 'class="stale failed simulated"' in page
    assert "1 mục cũ; 1 mục bị lỗi" in page


@pytest.mark.parametrize(("simulated", "banners"), [((True, True), 1), ((True, False), 0)])
def test_a_list_of_simulated_editions_alone_says_so_on_top(simulated: tuple[bool, ...], banners: int) -> None:
    editions = [edition(unit, simulated=each) for unit, each in zip(("20", "01"), simulated, strict=True)]
    assert text_of(*editions).count("SỐ LIỆU MÔ PHỎNG") == banners


@pytest.mark.parametrize(
    ("changes", "pieces"),
    [
        ([{}, {}, {}], 1),
        ([{}, {}, {"method": "other"}], 2),
        ([{}, {"share": "", "rate": ""}, {}], 2),
        ([{}, {"certain": False}, {}], 2),
        ([{}, {"share": ""}, {"share": ""}], 0),
    ],
)
def test_a_course_stops_where_shares_do_not_compare(changes: list[dict[str, Any]], pieces: int) -> None:
    editions = [edition(period=f"2020-08-0{day}", **change) for day, change in enumerate(changes, 1)]
    drawn = re.findall(r"image/svg\+xml,([^\"]+)", text_of(*editions))
    assert sum(unquote(svg).count("M") for svg in drawn) == pieces
    assert text_of(*editions).count('<td class="c0">') == (3 if pieces else 0)


def test_a_code_of_another_vintage_is_another_unit() -> None:
    before, since = edition(period="2025-06-30", vintage="VN63"), edition(period="2025-07-01", vintage="VN34")
    assert "image/svg+xml," not in text_of(before, since)


def test_a_page_of_ten_thousand_rows_stays_below_six_megabytes() -> None:
    two = [edition("01"), edition("01", "2020-07-31")]  # the newest period alone stands in a table of its own
    row = len(text_of(*two, edition("01", "2020-07-30", rank="thứ 8 trên 63"))) - len(text_of(*two))
    assert row < 600


def test_the_newest_period_shows_each_unit_with_each_report() -> None:
    issued = edition("20", letters=(Registered("125/BC", "issued"),))
    former = edition("48", "2020-07-31", report="progress", title="Tiến độ")
    (coverage,) = coverages([issued, edition("01", stale=STALE), edition("35", failure="x"), edition("89"), former])
    found = {unit.removeprefix("Tỉnh "): [cell.words for cell in cells] for unit, cells in coverage.rows}
    assert coverage.reports == ["Báo cáo nhanh", "Tiến độ"]
    assert found == {
        "An Giang": ["dự thảo", "chưa có"],
        "Đà Nẵng": ["chưa có", "chưa có"],
        "Hà Nam": ["lỗi", "chưa có"],
        "Hà Nội": ["cũ", "chưa có"],
        "Lạng Sơn": ["đã ban hành", "chưa có"],
    }
    assert coverage.summary == "6 báo cáo chưa có; 1 bị lỗi; 1 cũ; 1 dự thảo; 1 đã ban hành"


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    context = browser.new_context()
    still = browser.new_context(java_script_enabled=False)

    def open_page(catalogue: Catalogue, width: int = 1280, *, script: bool = True) -> Tab:
        (tmp_path / "index.html").write_bytes(render_catalogue(catalogue))
        tab = (context if script else still).new_page()
        tab.set_viewport_size({"width": width, "height": 800})
        tab.goto((tmp_path / "index.html").as_uri())
        return tab

    yield open_page
    context.close()
    still.close()


def names(tab: Tab) -> list[str]:
    return [text.removeprefix("Tỉnh ") for text in tab.locator("tbody tr:visible th").all_text_contents()]


def lay_out_all(tab: Tab) -> None:
    tab.locator(".more").evaluate("more => { while (!more.hidden) more.click(); }")


@contextmanager
def overheard(tab: Tab) -> Iterator[list[str]]:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(error.message))
    tab.on("request", lambda request: said.append(request.url))
    tab.reload()
    yield said


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lang son", ["Lạng Sơn", "Lạng Sơn"]),
        ("LẠNG  SƠN", ["Lạng Sơn", "Lạng Sơn"]),
        ("da nang", ["Đà Nẵng"]),
        ("lạng 31/7", ["Lạng Sơn"]),
        ("2020-07 son", ["Lạng Sơn"]),
        ("tien do", ["Lạng Sơn"]),
        ("8/2020", ["An Giang", "Đà Nẵng", "Hà Nam", "Hà Nội", "Lạng Sơn"]),
        ("hà", ["Hà Nam", "Hà Nội", "Hà Nam"]),
        ("son hanoi", []),
    ],
)
def test_every_word_must_match_with_or_without_its_marks(opened: Opener, words: str, found: list[str]) -> None:
    tab = opened(several())
    tab.get_by_label("Tìm").fill(words)
    assert names(tab) == found
    said = f"Hiện {len(found)} trong 7 mục" if found else "Không có mục nào khớp"
    assert tab.locator("output[aria-live=polite]").text_content() == said


@pytest.mark.browser
@pytest.mark.parametrize(
    ("label", "choice", "found"),
    [
        ("Kỳ", "31/7/2020", ["Hà Nam", "Lạng Sơn"]),
        ("Báo cáo", "Tiến độ", ["Lạng Sơn"]),
        ("Báo cáo", "Kết quả theo huyện", ["Hà Nội"]),
        ("Trạng thái", "Cũ", ["Lạng Sơn"]),
        ("Trạng thái", "Lỗi", ["Hà Nội"]),
        ("Trạng thái", "Mô phỏng", ["Hà Nam"]),
        ("Trạng thái", "Hiện hành", ["An Giang", "Đà Nẵng", "Hà Nam", "Hà Nam", "Lạng Sơn"]),
    ],
)
def test_filters_narrow_the_list_and_are_cleared(opened: Opener, label: str, choice: str, found: list[str]) -> None:
    tab = opened(several())
    tab.get_by_label(label).select_option(label=choice)
    assert names(tab) == found
    tab.get_by_role("button", name="Xóa lọc").click()
    assert len(names(tab)) == 7


@pytest.mark.browser
def test_search_and_filters_hold_together(opened: Opener) -> None:
    tab = opened(several())
    tab.get_by_label("Chiến dịch").select_option(index=1)
    tab.get_by_label("Kỳ").select_option(label="07/8/2020")
    tab.get_by_label("Tìm").fill("ha")
    assert names(tab) == ["Hà Nam", "Hà Nội"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("column", "first", "then"),
    [
        ("Đơn vị", ("ascending", "An Giang"), ("descending", "Lạng Sơn")),
        ("Tỷ lệ", ("descending", "Đà Nẵng"), ("ascending", "Lạng Sơn")),
        ("Kỳ", ("ascending", "Hà Nam"), ("descending", "An Giang")),
    ],
)
def test_a_head_sorts_and_turns(opened: Opener, column: str, first: tuple[str, str], then: tuple[str, str]) -> None:
    tab = opened(several())
    assert tab.locator("th[aria-sort]").all_inner_texts() == ["Kỳ"]
    for direction, on_top in (first, then):
        tab.get_by_role("button", name=column, exact=True).click()
        assert tab.locator("th[aria-sort]").get_attribute("aria-sort") == direction
        assert tab.locator("th[aria-sort]").inner_text() == column
        assert names(tab)[0] == on_top


@pytest.mark.browser
def test_what_has_no_share_comes_last_either_way(opened: Opener) -> None:
    tab = opened(several())
    for _ in range(2):
        tab.get_by_role("button", name="Tỷ lệ").click()
        assert names(tab)[-1] == "An Giang"


@pytest.mark.browser
def test_many_rows_sort_whether_laid_out_or_not(opened: Opener) -> None:
    editions = [edition(f"{n:03d}", share=str(n * 37 % 211)) for n in range(170)]
    tab = opened(Catalogue(tuple(editions)))
    wanted = sorted(editions, key=lambda one: -int(one.headline.share))
    tab.get_by_role("button", name="Tỷ lệ").click()
    assert names(tab)[:10] == [one.unit for one in wanted[:10]]  # at once; the others before they come into sight
    lay_out_all(tab)
    assert names(tab) == [one.unit for one in wanted]


@pytest.mark.browser
def test_of_many_rows_only_those_near_the_eye_are_laid_out_until_they_print(opened: Opener, tmp_path: Path) -> None:
    tab = opened(Catalogue(tuple(edition(f"{n:03d}") for n in range(400))))
    assert tab.locator(".list tbody tr").count() < 100
    tab.pdf(path=tmp_path / "print.pdf")
    assert tab.locator(".list tbody tr").count() == 400


@pytest.mark.browser
def test_an_address_of_a_row_shows_the_periods_of_its_unit(opened: Opener) -> None:
    tab = opened(several())
    tab.goto(f"{tab.url}#demo/2020-07-31/20")
    assert names(tab) == ["Lạng Sơn", "Lạng Sơn"]


@pytest.mark.browser
def test_a_newer_order_or_filter_takes_the_place_of_an_older(opened: Opener) -> None:
    editions = [edition(f"{n:03d}", share=str(n * 37 % 211)) for n in range(170)]
    tab = opened(Catalogue(tuple(editions)))
    tab.evaluate(
        """() => {
        const type = text => {
          document.forms[0].search.value = text;
          document.forms[0].dispatchEvent(new Event("input"));
        };
        type("016"); document.querySelectorAll("th button")[1].click();
        type(""); document.querySelectorAll("th button")[3].click(); }"""
    )
    lay_out_all(tab)
    assert names(tab) == [one.unit for one in sorted(editions, key=lambda one: -int(one.headline.share))]


@pytest.mark.browser
def test_the_keyboard_alone_searches_sorts_and_follows(opened: Opener) -> None:
    tab = opened(several())
    tab.keyboard.press("Tab")
    tab.keyboard.type("lang")
    reached = []
    for _ in range(14):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.textContent || document.activeElement.name"))
        if reached[-1] == "Tỷ lệ":
            tab.keyboard.press("Enter")
    assert reached[4] == "Xóa lọc"  # two tables of what the newest period has follow, folded up
    assert reached[7:13] == ["Kỳ", "Đơn vị", "Chiến dịch", "Tỷ lệ", "Thứ hạng", "Tỉnh Lạng Sơn"]
    assert names(tab) == ["Lạng Sơn", "Lạng Sơn"]
    assert tab.locator("th[aria-sort=descending]").inner_text() == "Tỷ lệ"


@pytest.mark.browser
def test_without_script_it_is_the_plain_full_list(opened: Opener) -> None:
    tab = opened(several(), script=False)
    assert len(names(tab)) == 7
    assert tab.locator("form").is_hidden()
    assert tab.locator("button:visible").count() == 0
    assert tab.locator("tbody li a:visible").count() == several_links()


def several_links() -> int:
    return sum(len(one.formats) + bool(one.failure) for one in several().listed)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 1201, 1200, 800, 360, 320])
@pytest.mark.parametrize("script", [True, False])
def test_the_page_never_scrolls_sideways(opened: Opener, width: int, script: bool) -> None:
    long = Reason("data/" + "a" * 300 + ".csv", "changed")
    editions = (
        *several().listed,
        edition("19", formats=("html", "pdf", "docx", "xlsx"), stale=(long,), failure="x" * 300),
    )
    tab = opened(Catalogue(editions, (Unreadable("b" * 200, "c" * 200),)), width, script=script)
    if script:
        assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.locator("tbody tr").first.bounding_box()["width"] <= width  # type: ignore[index]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("simulated", [True, False])
def test_axe_finds_no_violation_in_light_or_dark(opened: Opener, width: int, simulated: bool) -> None:
    listed = tuple(edition(unit, simulated=True) for unit in UNITS) if simulated else several().listed
    tab = opened(Catalogue(listed, (Unreadable("demo/x.manifest.json", "Invalid JSON"),)), width)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        results = Axe().run(tab, options={"runOnly": AXE_RULES})
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.browser
def test_the_page_asks_nothing_of_anyone_and_carries_its_font(opened: Opener) -> None:
    tab = opened(several())
    with overheard(tab) as said:
        tab.wait_for_load_state("networkidle")
    assert [line for line in said if not line.startswith(("file:", "data:"))] == []
    assert tab.evaluate("document.fonts.check('13pt Tinos', 'Ở')")


@pytest.mark.browser
def test_hostile_names_stay_text_and_lead_nowhere_else(opened: Opener) -> None:
    hostile = {"campaign": FORBIDDEN, "report": FORBIDDEN, "failure": HOSTILE, "title": HOSTILE, "unit_name": HOSTILE}
    reason = Reason(HOSTILE, "changed")
    tab = opened(Catalogue((edition(FORBIDDEN, stale=(reason,), **hostile),), (Unreadable(HOSTILE, HOSTILE),)))
    assert tab.title() == "Danh mục báo cáo"
    assert tab.locator("main img, main script:not([type])").count() == 1
    addresses = [link.get_attribute("href") or "" for link in tab.locator(".list tbody li a").all()]
    assert len(addresses) == 3
    place = [FORBIDDEN, "2020-08-07", FORBIDDEN, f"{FORBIDDEN}.html"]
    assert [unquote(part) for part in addresses[0].split("/")] == place
    assert not [address for address in addresses if re.search(r"[:?#<>\"' ạ]", address)]


@pytest.mark.browser
def test_units_have_a_page_regions_a_filter_and_older_periods_their_table(opened: Opener, tmp_path: Path) -> None:
    tab = opened(several())
    regions = {("", "01"): "Đồng bằng sông Hồng", ("", "35"): "Đồng bằng sông Hồng", ("", "20"): "Trung du"}
    (tmp_path / "index.html").write_bytes(render_catalogue(several(), regions=regions))
    tab.reload()
    tab.get_by_label("Vùng").select_option(label="Đồng bằng sông Hồng")
    assert names(tab) == ["Hà Nam", "Hà Nội", "Hà Nam"]
    tab.get_by_role("button", name="Xóa lọc").click()
    tab.goto(f"{tab.url}#demo/20")
    assert (names(tab), tab.locator(".unit h2").inner_text()) == (["Lạng Sơn", "Lạng Sơn"], "Các kỳ: Tỉnh Lạng Sơn")
    tab.get_by_role("link", name="Xem mọi đơn vị").click()
    assert (len(names(tab)), tab.locator(".unit").is_visible()) == (7, False)
    tab.locator(".coverage summary").first.click()
    tab.locator(".coverage select").first.select_option(label="31/7/2020")
    drawn = tab.locator(".coverage").first.locator("tbody tr").all_inner_texts()
    assert [row.split("\t")[:2] for row in drawn if "dự thảo" in row] == [["Tỉnh Lạng Sơn", "dự thảo"]]


@pytest.mark.browser
def test_a_link_leads_to_the_file_of_a_folder_with_marks_and_spaces(opened: Opener, tmp_path: Path) -> None:
    page = tmp_path / "chiến dịch #1" / "2020-08-07" / "20" / "báo cáo.html"
    page.parent.mkdir(parents=True)
    page.write_text("<title>đã đến</title>", encoding="utf-8")
    tab = opened(Catalogue((edition(campaign="chiến dịch #1", report="báo cáo"),)))
    tab.get_by_role("link", name="HTML").click()
    assert tab.title() == "đã đến"


@pytest.mark.browser
def test_a_script_that_slipped_in_would_not_run(opened: Opener) -> None:
    tab = opened(several())
    tab.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'document.title = 1'}))")
    assert tab.title() == "Danh mục báo cáo"


@pytest.mark.browser
def test_it_prints_the_rows_that_are_shown_and_no_controls(opened: Opener, tmp_path: Path) -> None:
    tab = opened(several())
    tab.get_by_label("Tìm").fill("lang son")
    tab.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    (sheet,) = PdfReader(tmp_path / "print.pdf").pages
    text = sheet.extract_text()
    assert text.count("Tỉnh Lạng Sơn") == 2
    assert [word for word in ("An Giang", "Xóa lọc", "PDF") if word in text] == []
    assert sheet.mediabox.width > sheet.mediabox.height


@pytest.mark.browser
def test_each_printed_page_has_its_heads_and_reports_are_parted_as_in_a_sentence(
    opened: Opener, tmp_path: Path
) -> None:
    days = [f"2020-01-{day:02}" for day in range(1, 31)]
    reports = (("quick_report", "Báo cáo nhanh"), ("progress", "Tiến độ"))
    tab = opened(Catalogue(tuple(edition("20", day, report=r, title=t) for day in days for r, t in reports)))
    tab.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "print.pdf").pages]
    assert len(sheets) > 1
    assert all("Thứ hạng" in text for text in sheets)
    assert sheets[0].count("Báo cáo nhanh; Tiến độ") > 1
