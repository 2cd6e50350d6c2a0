from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from dophu import charts, fonts
from dophu.errors import GateError
from dophu.publish.beside import TO_CATALOGUE, links
from dophu.publish.carried import csv_of
from dophu.publish.html import embed_fonts, render_html
from dophu.tell.blocks import Annex, Block, Document, Figure, Heading, Paragraph, Run, Table
from dophu.tell.content import FigureContent
from dophu.tell.html import fragment, fragments

HOSTILE = [
    "<script>alert(1)</script>",
    '"onerror="alert(1)',
    "'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}",
    "</style><script>alert(1)</script>",
    "]]>--><!--",
    "&lt;script&gt;",
]
UNSAFE_LINKS = [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "//host/x",
]
SAFE_LINKS = ["https://example.org/?a=1&b=2", "HTTP://example.org", "mailto:so@example.org", "#muc-1"]
LETTER = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text {} x="5" y="30">Ở 63</text></svg>'
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
Tag = tuple[str, dict[str, str | None]]
Opener = Callable[[Document, int], Page]


def prose(text: str, **style: str) -> Paragraph:
    return Paragraph(runs=[Run(text=text, **style)])


def tags(html: str) -> list[Tag]:
    found: list[Tag] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: found.append((tag, dict(attrs)))  # type: ignore[method-assign]
    reader.feed(html)
    return found


def page_of(document: Document) -> str:
    return render_html(document).decode()


def with_blocks(letter: Document, *blocks: Block) -> Document:
    return letter.model_copy(update={"blocks": [*letter.blocks, *blocks]})


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("links", [True, False])
def test_hostile_text_stays_text(text: str, links: bool) -> None:
    block = Table(caption=[Run(text=text)], head=[[Run(text=text, fact=text)]], rows=[], align=["left"])
    html = fragments([block, prose(text, link=text), prose(text, fact=text)], links=links)
    assert not {"script", "img", "style"} & {tag for tag, _ in tags(html)}
    assert not any(name.startswith("on") for _, attributes in tags(html) for name in attributes)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_around_the_letter_stay_text(letter: Document, text: str) -> None:
    fact = letter.facts[0].model_copy(update={"key": text, "label": text, "inputs": [text], "source": text})
    source = letter.sources[0].model_copy(update={"title": text, "address": text})
    words = {"title": text, "subject": text, "banner": text, "facts": [fact], "sources": [source]}
    found = tags(page_of(letter.model_copy(update=words)))
    assert [attributes for tag, attributes in found if tag == "script"] == [{"type": "application/ld+json"}]
    assert sum(tag == "img" for tag, _ in found) == sum(block.kind == "figure" for block in letter.blocks)
    assert not any(name.startswith("on") for _, attributes in found for name in attributes)


@pytest.mark.parametrize(
    ("address", "followed"), [(link, False) for link in UNSAFE_LINKS] + [(link, True) for link in SAFE_LINKS]
)
def test_only_plain_addresses_become_links(letter: Document, address: str, followed: bool) -> None:
    source = letter.sources[0].model_copy(update={"address": address})
    page = page_of(letter.model_copy(update={"sources": [source], "blocks": [prose("đọc", link=address)]}))
    targets = [attributes["href"] for tag, attributes in tags(page) if tag == "a"]
    assert targets.count(address) == (2 if followed else 0)


def test_letters_that_hide_or_reorder_text_show() -> None:
    assert fragment(prose("a\x00b\u202ec\x1bd"), links=False) == "<p>a\ufffdb\ufffdc\ufffdd</p>"


def test_a_fact_is_text_with_the_number_of_its_row_behind_it_and_text_alone_in_a_notebook(letter: Document) -> None:
    block = prose("8,12%", fact="rate")
    link = '<a class="source" href="#fact-rate" aria-label="2" data-row="2"></a>'
    shown = f'<span class="fact" id="use-rate">8,12%{link}</span>'
    assert f"<p>{shown}</p>" in page_of(letter.model_copy(update={"blocks": [block]}))
    assert fragment(block, links=False) == "<p>8,12%</p>"


def test_every_inner_link_has_its_target_and_no_id_stands_twice(letter: Document) -> None:
    found = tags(page_of(with_blocks(letter, prose("8,12%", fact="rate"))))
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    links = [attributes["href"] or "" for tag, attributes in found if tag == "a"]
    targets = {link[1:] for link in links if not link.startswith("data:text/csv;")}
    assert len(ids) == len(set(ids))
    assert {target for target in targets if not target.startswith("ttps")} <= set(ids)
    assert {f"{end}-{fact.key}" for end in ("fact", "use") for fact in letter.facts} <= targets


def test_the_page_says_what_it_is_to_machines(letter: Document) -> None:
    found = tags(page_of(letter))
    assert ("html", {"lang": "vi"}) in found
    assert sum(tag == "h1" for tag, _ in found) == 1
    assert all(attributes.get("scope") in {"row", "col"} for tag, attributes in found if tag == "th")
    assert all(attributes.get("alt") for tag, attributes in found if tag == "img")
    assert not {"link", "iframe", "object", "form"} & {tag for tag, _ in found}


def test_each_table_can_be_scrolled_from_the_keyboard_and_has_a_name(letter: Document) -> None:
    boxes = [attributes for _, attributes in tags(page_of(letter)) if attributes.get("class") == "table"]
    assert [box["aria-label"] for box in boxes] == ["Số liệu của Hình\xa01", "Bảng\xa01. Kết quả theo huyện, thành phố"]
    assert all(box["tabindex"] == "0" and box["role"] == "region" for box in boxes)


def test_a_document_without_masthead_opens_with_its_title(letter: Document) -> None:
    page = page_of(letter.model_copy(update={"blocks": [prose("Nội dung.")]}))
    assert f'<h1 class="title">{letter.title}</h1>' in page


def test_two_titles_are_refused(letter: Document) -> None:
    title = Heading(level=1, runs=[Run(text="Tiêu đề")])
    with pytest.raises(GateError, match="2 titles"):
        render_html(with_blocks(letter, title))


def test_a_document_of_nothing_is_still_a_page(letter: Document) -> None:
    bare = letter.model_copy(update={"blocks": [], "facts": [], "sources": []})
    assert "<nav" not in page_of(bare)


def test_same_document_same_bytes_and_small(letter: Document) -> None:
    figures = [block for block in letter.blocks if isinstance(block, Figure)]
    extra = [figures[0].model_copy(update={"key": key}) for key in ("distance", "course")]
    page = render_html(with_blocks(letter, *extra))
    assert page == render_html(with_blocks(letter, *extra))
    assert len(page) < 250_000


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.name)
def test_the_screen_fonts_stay_small(face: fonts.Face) -> None:
    assert face.woff2.read_bytes()[:4] == b"wOF2"
    assert face.woff2.stat().st_size < 16_000


@pytest.mark.parametrize(
    ("style", "weights"),
    [
        ("style=\"font: 10px 'Tinos'\"", ["400"]),
        ("style=\"font: 700 10px 'Tinos'\"", ["400", "700"]),
        ('style="font-weight: bold"', ["400", "700"]),
        ('font-weight="bold"', ["400", "700"]),
        ('style="font-size: 700px"', ["400"]),
    ],
)
def test_a_drawing_carries_the_weights_it_uses(style: str, weights: list[str]) -> None:
    assert re.findall(r"font-weight:(\d+);font-style", embed_fonts(LETTER.format(style))) == weights


def standing_figure(key: str = "own_standing") -> Figure:
    """A figure of the house, as a report has it."""
    names = ["Đà Nẵng", "Hà Nội", "Bắc Ninh", "Lạng Sơn"]
    frame = pd.DataFrame({"name": names, "value": [53.8, 42.3, 24.9, 8.1], "own": [False] * 3 + [True]})
    plot = charts.standing(frame, target=50, label="% dân số")
    alt = "Bốn tỉnh, thành phố xếp theo tỷ lệ trên dân số, cao nhất là Đà Nẵng"
    return FigureContent(key=key, plot=plot, alt=alt, caption=[Run(text="Xếp hạng")]).figure(2)


def test_a_figure_of_ours_stands_in_the_page_as_text_once_for_a_desk_and_once_for_a_phone(letter: Document) -> None:
    page = page_of(letter.model_copy(update={"blocks": [standing_figure("one"), standing_figure("two")]}))
    drawings = [attributes for tag, attributes in tags(page) if tag == "svg"]
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert [drawing["role"] for drawing in drawings] == ["img"] * 4
    assert all(drawing["aria-label"] for drawing in drawings)
    assert page.count(">Đà Nẵng</text>") == 4
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:url\(#|xlink:href="#)([^)"]*)', page)) <= set(ids)


@pytest.mark.parametrize(
    "within",
    [
        "<script>alert(1)</script>",
        "<style>body{display:none}</style>",
        '<a href="https://example.org"><text>đọc</text></a>',
        '<path onclick="alert(1)" d="M0 0"/>',
        '<use href="https://example.org/x.svg#a"/>',
        '<image href="https://example.org/x.png"/>',
        "<foreignObject></foreignObject>",
        "<!-- x -->",
    ],
)
def test_a_drawing_with_anything_else_in_it_stays_a_picture(letter: Document, within: str) -> None:
    figure = Figure(
        key="x",
        svg=LETTER.format("").replace("</svg>", f"{within}</svg>"),
        alt="Hình thử",
        caption=[],
        width=9,
        height=9,
    )
    found = tags(page_of(letter.model_copy(update={"blocks": [figure]})))
    assert [tag for tag, _ in found if tag in ("img", "svg")] == ["img"]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    context = browser.new_context()
    file = tmp_path / "page.html"

    def open_page(document: Document, width: int) -> Page:
        file.write_bytes(render_html(document))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(file.as_uri())
        return page

    yield open_page
    context.close()


@contextmanager
def overheard(page: Page) -> Iterator[list[str]]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(error.message))
    page.on("request", lambda request: said.append(request.url))
    page.reload()
    yield said


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 1366, 1280, 768, 360])
def test_axe_finds_no_violation_in_light_or_dark_with_sources_or_without(
    opened: Opener, letter: Document, width: int
) -> None:
    page = opened(with_blocks(letter, standing_figure()).model_copy(update={"banner": "SỐ LIỆU MÔ PHỎNG"}), width)
    for shown in (False, True):
        page.locator("#hien-nguon").set_checked(shown)
        page.emulate_media(color_scheme="dark" if shown else "light")
        results = Axe().run(page, options={"runOnly": AXE_RULES})
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 768, 360, 320])
def test_the_page_never_scrolls_sideways(opened: Opener, letter: Document, width: int) -> None:
    head = [[Run(text=f"Cột dài thứ {n}")] for n in range(12)]
    wide = Table(caption=[Run(text="Bảng rộng")], head=head, rows=[head] * 3, align=["right"] * 12)
    page = opened(with_blocks(letter, wide, prose("a" * 5000)), width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
def test_the_page_asks_nothing_of_anyone(opened: Opener, letter: Document) -> None:
    page = opened(letter, 1280)
    with overheard(page) as said:
        page.wait_for_load_state("networkidle")
    assert [line for line in said if not line.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.fonts.check('13pt Tinos', 'Ở')")


@pytest.mark.browser
def test_a_script_that_slipped_in_would_not_run(opened: Opener, letter: Document) -> None:
    page = opened(letter, 1280)
    page.evaluate(
        """() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'ran'";
        document.body.append(script);
    }"""
    )
    assert page.title() == letter.title


@pytest.mark.browser
def test_the_keyboard_passes_numbers_by_until_the_switch_shows_their_sources(opened: Opener, letter: Document) -> None:
    page = opened(letter, 1280)
    links = set(page.locator("a.source").evaluate_all("all => all.map(one => one.getAttribute('href'))"))

    def reached() -> set[str]:
        page.evaluate("document.activeElement.blur()")
        found = set()
        for _ in range(page.locator("a, input, [tabindex], summary").count()):
            page.keyboard.press("Tab")
            found.add(page.evaluate("document.activeElement.getAttribute('href')"))
        return found & links

    assert reached() == set()
    page.locator("#hien-nguon").press("Space")
    assert reached() == links
    page.locator("a.source[href='#fact-rate']").first.press("Enter")
    row = page.locator("tr:target")
    assert row.get_attribute("id") == "fact-rate"
    assert row.evaluate("row => getComputedStyle(row).backgroundColor") == "rgb(255, 241, 191)"
    assert row.evaluate("row => row.getBoundingClientRect().top < innerHeight")


@pytest.mark.browser
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_picture_prints_in_the_font_it_carries(opened: Opener, letter: Document, weight: str) -> None:
    """The family gets a name no system has, so only the embedded font can make the difference."""
    bare = LETTER.format(f'font-family="Probe, monospace" font-weight="{weight}"')

    def picture(svg: str) -> bytes:
        figure = Figure(key="probe", svg=svg, alt="Ở 63", caption=[], width=24, height=11)
        return opened(with_blocks(letter, figure), 1280).locator("img").last.screenshot()

    assert picture(bare) != picture(embed_fonts(bare).replace("font-family:Tinos", "font-family:Probe"))


@pytest.mark.browser
def test_number_and_date_of_an_annex_stay_on_one_line(opened: Opener, letter: Document) -> None:
    attached = "(Kèm theo Báo cáo số 125/BC-STTTT ngày 21 tháng 10 năm 2020 của Sở Thông tin và Truyền thông)"
    annex = Annex(label="Phụ lục", title="A", attached=attached)
    page = opened(letter.model_copy(update={"blocks": [letter.blocks[0], annex]}), 1280)
    parts = page.locator(".attached .unbroken")
    said = [part.replace("\u00a0", " ") for part in parts.all_inner_texts()]
    assert said == [attached[:59], attached[60:]]
    heights = parts.evaluate_all("all => all.map(one => one.offsetHeight)")
    assert heights[0] == heights[1] < 1.8 * parts.evaluate_all("all => parseFloat(getComputedStyle(all[0]).fontSize)")


@pytest.mark.browser
def test_print_is_decree_paper_with_the_warning_on_every_page(opened: Opener, letter: Document, tmp_path: Path) -> None:
    annex = Annex(label="Phụ lục II", title="Bảng ngang", attached="(Kèm theo)", landscape=True)
    page = opened(with_blocks(letter, annex).model_copy(update={"banner": 'SỐ "THỬ" \\'}), 1280)
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    sheets = PdfReader(tmp_path / "print.pdf").pages
    sizes = [[round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] for sheet in sheets]
    assert sizes == [[210, 297]] * 3 + [[297, 210]]
    assert all('SỐ "THỬ" \\' in sheet.extract_text() for sheet in sheets)
    assert "Truy nguyên" not in "".join(sheet.extract_text() for sheet in sheets)


def test_a_page_that_is_listed_leads_to_its_other_formats_and_to_the_list(letter: Document) -> None:
    found = {link.label: link.address for link in links(letter, ("html", "pdf"))}
    edition = f"{letter.campaign}/{letter.period}/{letter.unit}"
    assert (found["PDF"], "HTML" in found) == (f"{letter.report}.pdf", False)
    assert {found["Danh mục"], found["Báo cáo cùng kỳ"]} == {TO_CATALOGUE, f"{TO_CATALOGUE}#{edition}"}
    page = render_html(letter, links(letter, ("html", "pdf"))).decode()
    assert page.count(f'href="{TO_CATALOGUE}') == 3
    assert TO_CATALOGUE not in render_html(letter).decode()


@pytest.mark.browser
def test_where_a_reader_forces_two_colours_no_label_has_its_ground(opened: Opener, letter: Document) -> None:
    page = opened(letter, 360)
    page.emulate_media(forced_colors="active")
    found = page.evaluate(
        """() => {
          const probe = document.body.appendChild(document.createElement("p"));
          const shown = name => { probe.style.color = `var(--${name})`; return getComputedStyle(probe).color; };
          probe.style.forcedColorAdjust = "none";
          return Object.fromEntries(["paper", "own", "tint", "class-0", "class-4"].map(name => [name, shown(name)]));
        }"""
    )
    assert found["paper"] == found["tint"] == found["class-0"]
    assert found["paper"] not in {found["own"], found["class-4"]}


@pytest.mark.browser
def test_a_table_is_saved_by_mouse_and_keyboard_under_a_name_that_tells_whose_it_is(
    opened: Opener, letter: Document
) -> None:
    edition = {"ledger": {"edition": {"unit_short_name": "Lạng Sơn"}}, "title": "Báo cáo nhanh"}
    page = opened(letter.model_copy(update=edition | {"banner": "SỐ LIỆU MÔ PHỎNG"}), 1280)
    table = next(block for block in letter.blocks if isinstance(block, Table))
    link = page.get_by_role("link", name="Tải số liệu (CSV): Bảng")
    for by_key in (False, True):
        with page.expect_download() as saved:
            link.press("Enter") if by_key else link.click()
        name = saved.value.suggested_filename
        assert name == f"BC_LangSon_{letter.period}_bao-cao-nhanh_so-lieu-mo-phong_so-lieu-2.csv"
        content = saved.value.path().read_text("utf-8")
        assert content == csv_of(table, {fact.key: fact for fact in letter.facts}).replace("\r\n", "\n")


@pytest.mark.browser
def test_print_leaves_out_what_paper_has_no_room_for(opened: Opener, letter: Document, tmp_path: Path) -> None:
    """On the screen stand the numbers that a figure was drawn from, and every column of a table."""
    cells = [[Run(text=text)] for text in ("Tỉnh", "Vùng ẩn", "Tỷ lệ")]
    table = Table(caption=[Run(text="Bảng 9")], head=cells, rows=[cells], align=["left"] * 3, aside=[1])
    page = opened(with_blocks(letter, Annex(label="Phụ lục II", title="A", attached="(Kèm theo)"), table), 1280)
    on_screen = page.inner_text("main").replace("\xa0", " ")
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    sheets = PdfReader(tmp_path / "print.pdf").pages
    printed = "".join(sheet.extract_text() for sheet in sheets).replace("\xa0", " ")
    sought = ("Số liệu của Hình", "Vùng ẩn", "Bảng 9")
    assert [words in on_screen for words in sought] == [True, True, True]
    assert [words in printed for words in sought] == [False, False, True]
    assert all(sheet.mediabox.width < sheet.mediabox.height for sheet in sheets)


@pytest.mark.browser
def test_no_printed_page_holds_a_closing_line_or_a_single_row_alone(
    opened: Opener, letter: Document, tmp_path: Path
) -> None:
    def part(many: int) -> list[Block]:
        rows = [[[Run(text=f"dòng {many}.{row}")], [Run(text="1")]] for row in range(many)]
        table = Table(caption=[], head=[[Run(text="Tên")], [Run(text="Số")]], rows=rows, align=["left", "right"])
        return [Annex(label="Phụ lục", title="A", attached="(Kèm theo)"), table, prose("Hết phần.")]

    parts = [block for many in range(34, 46) for block in part(many)]
    page = opened(letter.model_copy(update={"blocks": [letter.blocks[0], *parts]}), 1280)
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    ends = [sheet.extract_text() for sheet in PdfReader(tmp_path / "print.pdf").pages]
    closing = [text for text in ends if "Hết phần." in text]
    assert len(closing) == 12 < len(ends) - 1
    assert all(text.count("dòng") > 1 for text in closing)
