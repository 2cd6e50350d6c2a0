"""The gate of looks: each rule refuses its kind, with page and place, and can be left out by name with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from dophu.errors import GateError, UsageError
from dophu.publish import looks, pdf
from dophu.publish.grid import Grid
from dophu.publish.looks import RULES, Seen, refuse_bad_looks
from dophu.publish.pdf import render_pdf
from dophu.publish.seen_page import Page
from dophu.publish.seen_word import Written
from dophu.tell.blocks import (
    Annex,
    Block,
    Document,
    Figure,
    Heading,
    Item,
    List,
    Masthead,
    Paragraph,
    Run,
    Table,
)


def runs(text: str) -> list[Run]:
    return [Run(text=text, data=True)]


def document(*blocks: Block) -> Document:
    told = {"title": "Báo cáo", "subject": "", "report": "r", "campaign": "demo", "period": "2020-10-16", "unit": "20"}
    return Document(**told, as_of="2020-10-16T08:00", blocks=list(blocks))


WORDS = Paragraph(runs=runs("Có lời."))
HEAD = Heading(level=2, runs=runs("Kết quả"))
CROWDED = Table(
    caption=runs("Bảng"),
    head=[runs("Đơn vị"), runs("Ghi chú"), runs("Trống")],
    rows=[[runs("A"), runs("lời ghi chú dài " * 60), []]],
    align=["left", "left", "right"],
)
DASHED = CROWDED.model_copy(update={"rows": [[*CROWDED.rows[0][:2], runs("–")]]})
SUMMED = CROWDED.model_copy(update={"foot": [[runs("Cộng"), [], runs("1")]]})
FILLED = CROWDED.model_copy(update={"rows": [[*CROWDED.rows[0][:2], runs("1")]]})


def figure(svg: str = "", *shown: str) -> Figure:
    rows = [[runs(key), [Run(text="1", fact=key, data=True)]] for key in shown]
    table = Table(caption=runs("Số liệu"), head=[runs("A"), runs("B")], rows=rows, align=["left", "right"])
    told = {"key": "f", "alt": "Đường đi lên qua ba kỳ", "caption": runs("Hình 1"), "width": 160.0, "height": 90.0}
    return Figure(**told, svg=svg, table=table if shown else None)


def drawing(*labels: tuple[int, int, str], size: float = 9.5) -> str:
    written = "".join(f'<text style="font-size: {size}px" x="{x}" y="{y}">{text}</text>' for x, y, text in labels)
    return f'<svg width="240pt" height="90pt" viewBox="0 0 240 90">{written}</svg>'


ROWS = [(9, 10, "1. A"), (9, 20, "2. B"), (9, 30, "2. C"), (9, 40, "9. D")]
BROKEN = [*ROWS[:3], (9, 40, "… 5 đơn vị …"), (9, 50, "9. D")]
ON_AN_AXIS = [(9, 10, "1. A"), (90, 12, "3. B")]
SENTENCE = Paragraph(runs=[Run(text="1", fact=key) for key in ("a", "b", "c")])
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0L9 9" stroke="black"/></svg>'
LISTED = Table(
    caption=runs("Bảng"), head=[runs("A")], rows=[[runs("một")], [runs("hai")], [runs("ba")]], align=["left"]
)
TWICE, WRAPPED, WRAPPED_TWICE = (
    LISTED.model_copy(update={"rows": [[runs(text)] for text in texts]})
    for texts in (
        ("một", "hai", "hai", "ba", "ba"),
        ("hai dòng", "một", "hai dòng"),
        ("hai dòng", "một", "hai dòng", "một"),
    )
)
UNFILLED = LISTED.model_copy(update={"rows": [[[]], [runs("–")]]})
BLANK, ENDED = (Paragraph(runs=runs(text)) for text in (" ", "Hết báo cáo./."))
ANNEX = Annex(label="Phụ lục", title="Số liệu", attached="(Kèm theo)")
POINTS = List(items=[Item(runs=SENTENCE.runs)])
SAID = Paragraph(runs=runs("Đến hết ngày 16/10/2020 nay có 63.438 hộ dân cài đặt theo người/điện thoại."))


def pages(*told: tuple[str, ...], first: tuple[int, ...] = (1,), picture: bool = False) -> list[Page]:
    return [Page(number, lines, number in first, picture) for number, lines in enumerate(told, 1)]


LETTER = Masthead(
    parent_body="UBND tỉnh",
    issuing_body="Sở",
    number=None,
    symbol="BC",
    place="Lạng Sơn",
    day=None,
    month=8,
    year=2020,
    type_name="Báo cáo",
    abstract=runs("Kết quả"),
)
LONG = tuple(f"dòng {n}" for n in range(9))


class Printed(Seen):
    """A document whose pages a case gives."""

    def __init__(self, told: list[Page], *blocks: Block) -> None:
        super().__init__(document(*blocks))
        self.__dict__["pages"] = told


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        (
            "left-heading",
            Printed(pages((*LONG, "Kết quả"), LONG), HEAD),
            Printed(pages((*LONG, "Kết quả", "x"), LONG), HEAD),
        ),
        (
            "left-heading",
            Printed(pages((*LONG, "Kết", "quả"), LONG), HEAD),
            Printed(pages((*LONG, "có Kết", "quả"), LONG), HEAD),
        ),
        ("short-page", Printed(pages(LONG, ("một", "hai"))), Printed(pages(LONG, ("một", "hai"), first=(1, 2)))),
        ("short-page", Printed(pages(LONG, ("một",))), Printed(pages(LONG, ("một",), picture=True))),
        (
            "parted-fact",
            Printed(pages(("thiếu 41,88", "điểm phần trăm"))),
            Printed(pages(("thiếu 41,88 điểm", "phần trăm"))),
        ),
        (
            "parted-fact",
            Printed(pages(("thiếu 1.000", "tỷ đồng"))),
            Printed(pages(("Tỷ lệ trên dân số 2019", "tỷ lệ do nguồn công bố", "ngày 11/8/2020,", "tỷ lệ tăng"))),
        ),
        (
            "parted-fact",
            Printed(pages(("có 63.438", "người"))),
            Printed(pages(("số liệu ngày 11/8/2020", "người dân", "với 63.438,", "người ta"))),
        ),
        (
            "parted-fact",
            Printed(pages(("nay có 63.438",), ("hộ dân cài đặt",)), SAID),
            Printed(pages(("nay có 63.438",), ("hộ dân cài đặt",), first=(1, 2)), SAID),
        ),
        (
            "parted-fact",
            Printed(pages(("Đến hết ngày", "16/10/2020 nay có")), SAID),
            Printed(pages(("Trong Mỗi ngày", "16/10/2020 63.438 hộ")), SAID),
        ),
        (
            "parted-fact",
            Printed(pages(("cài đặt theo người/", "điện thoại.")), SAID),
            Printed(pages(("cài đặt theo người/điện", "thoại.")), SAID),
        ),
        ("long-letter", Printed(pages(LONG, LONG, LONG), LETTER), Printed(pages(LONG, LONG, LONG))),
        (
            "long-letter",
            Printed(pages(LONG, LONG, LONG, LONG, first=(1, 4)), LETTER),
            Printed(pages(LONG, LONG, LONG, LONG, first=(1, 3)), LETTER),
        ),
        ("empty-section", Printed([], HEAD, HEAD), Printed([], HEAD, WORDS)),
        ("empty-section", Printed([], HEAD, BLANK), Printed([], HEAD, BLANK, WORDS)),
        ("empty-section", Printed([], HEAD, UNFILLED, ENDED), Printed([], HEAD, LISTED)),
        ("empty-section", Printed([], ANNEX, ANNEX, WORDS), Printed([], ANNEX, HEAD, WORDS)),
        ("closing-alone", Printed(pages((*LONG, "./."))), Printed(pages((*LONG, "hết./.")))),
        ("closing-alone", Printed([], Paragraph(runs=runs("./."))), Printed([], Paragraph(runs=runs("Hết./.")))),
        ("small-label", Printed([], figure(drawing((0, 0, "A"), size=6.5))), Printed([], figure(drawing((0, 0, "A"))))),
        ("idle-figure", Printed([], figure("", "a", "b")), Printed([], figure("", "a", "b", "c"))),
        ("idle-figure", Printed([], SENTENCE, figure("", "a", "b", "c")), Printed([], SENTENCE, figure("", *"abcd"))),
        ("idle-figure", Printed([], POINTS, figure("", "a", "b", "c")), Printed([], POINTS, figure("", *"abcd"))),
        ("skipped-ranks", Printed([], figure(drawing(*ROWS))), Printed([], figure(drawing(*BROKEN)))),
        ("skipped-ranks", Printed([], figure(drawing(*ROWS))), Printed([], figure(drawing(*ON_AN_AXIS)))),
        (
            "lone-row",
            Printed(pages(("Bảng", "A", "một"), ("A", "hai", "ba")), LISTED),
            Printed(pages(("Bảng", "A", "một", "hai", "ba")), LISTED),
        ),
        (
            "lone-row",
            Printed(pages(("Bảng", "A"), ("A", "một", "hai", "ba")), LISTED),
            Printed(pages(("Bảng", "A", "một", "hai"), ("A", "hai", "ba", "ba")), TWICE),
        ),
        (
            "lone-row",
            Printed(pages(("Bảng", "A", "hai", "dòng"), ("A", "một", "hai dòng")), WRAPPED),
            Printed(pages(("Bảng", "A", "hai", "dòng", "một"), ("A", "hai dòng", "một")), WRAPPED_TWICE),
        ),
        ("crowded-column", Printed([], CROWDED), Printed([], FILLED)),
        ("crowded-column", Printed([], DASHED), Printed([], SUMMED)),
    ],
)
def test_each_rule_sees_its_kind_and_no_other(name: str, bad: Seen, good: Seen) -> None:
    assert [where for where, _ in RULES[name](bad)]
    assert list(RULES[name](good)) == []


def test_what_looks_wrong_is_refused_with_its_place_and_by_its_name() -> None:
    with pytest.raises(GateError, match="empty-section: heading “Kết quả”: nothing stands below it") as refused:
        refuse_bad_looks(document(HEAD), {}, {})
    assert "--allow-look empty-section=REASON" in refused.value.fix
    refuse_bad_looks(document(HEAD), {}, {"empty-section": "mục để viết tay"})


def test_the_word_file_is_read_too() -> None:
    def found(*written: tuple[str, bool, bool, bool]) -> list[str]:
        seen = Printed([])
        seen.__dict__["paragraphs"] = [Written(*each) for each in written]
        return [name for name, rule in RULES.items() for _ in rule(seen)]

    assert found(("Có 12\xa0người", False, False, False), ("Kết quả", True, False, False)) == []
    assert found(("Có 12 người", False, False, False), ("Có 12 người", False, True, False)) == ["parted-fact"]
    assert found(("Kết quả", True, False, True), ("./.", False, False, False)) == ["left-heading", "closing-alone"]


@pytest.mark.parametrize("allowed", [{"empty-sections": "vì"}, {"empty-section": " "}])
def test_a_rule_is_left_out_by_its_name_and_with_a_reason(allowed: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="--allow-look"):
        refuse_bad_looks(document(WORDS), {}, allowed)


def test_every_rule_says_what_it_finds() -> None:
    assert [name for name, rule in RULES.items() if not rule.__doc__] == []
    assert looks.FIX.format(name="x").endswith("--allow-look x=REASON")


def test_a_cell_is_cut_where_its_column_is_narrower_than_its_longest_word(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = LISTED.model_copy(update={"rows": [[runs("1.234.567.890")]]})
    assert list(RULES["clipped-cell"](Printed([], wide))) == []
    monkeypatch.setattr(looks, "grid", lambda table, _: Grid(9, [10.0], 0, True, table))
    assert [problem for _, problem in RULES["clipped-cell"](Printed([], wide))] == [
        "“1.234.567.890” is cut in its column"
    ]


def ending_in(*blocks: Block, lines: int) -> Document:
    """A document of so many lines above blocks, with the banner of simulated figures."""
    above = [Paragraph(runs=runs(f"Dòng {line}.")) for line in range(lines)]
    return document(HEAD, *above, *blocks).model_copy(update={"banner": "SỐ LIỆU MÔ PHỎNG"})


@pytest.mark.parametrize("told", [ending_in(lines=34), ending_in(LISTED, lines=28)])
def test_a_page_is_short_beside_a_banner_and_the_lines_of_a_table(
    told: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Seen(told, render_pdf(told))
    assert list(RULES["short-page"](seen)) == []
    monkeypatch.setattr(pdf, "kept_at_end", lambda _: 0)
    (place,) = RULES["short-page"](Seen(told, render_pdf(told)))
    assert place[0] == "page 2"


def test_a_page_with_a_picture_is_not_short() -> None:
    told = ending_in(figure(DRAWING), lines=31)
    last = Seen(told, render_pdf(told)).pages[-1]
    assert (last.number, last.is_first, last.has_picture, len(last.lines)) == (2, False, True, 3)


@pytest.mark.parametrize("rows", range(10, 15))
def test_a_table_that_ends_a_report_takes_lines_enough_to_its_last_page(rows: int) -> None:
    told = ending_in(LISTED.model_copy(update={"rows": [[runs(f"hàng {row}")] for row in range(rows)]}), lines=20)
    seen = Seen(told, render_pdf(told))
    assert [name for name, rule in RULES.items() for _ in rule(seen)] == []
    assert len(seen.pages) == 2


@pytest.mark.parametrize("last", ["hàng 9", "tên đơn vị, " * 80])
@pytest.mark.parametrize("height", [20.2, 22.6, 24.0])
def test_a_table_opens_with_two_rows_however_tall_its_last_one_is(height: float, last: str) -> None:
    rows = [*(f"hàng {row}" for row in range(9)), last]
    table = LISTED.model_copy(update={"rows": [[runs(text)] for text in rows]})
    picture = figure(DRAWING).model_copy(update={"height": height})
    told = ending_in(picture, *[WORDS] * 4, table, *[WORDS] * 9, lines=18)
    assert list(RULES["lone-row"](Seen(told, render_pdf(told)))) == []
