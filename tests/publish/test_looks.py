"""The gate of looks: each rule refuses its kind, with page and place, and can be left out by name with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from dophu.errors import GateError, UsageError
from dophu.publish import looks
from dophu.publish.grid import Grid
from dophu.publish.looks import RULES, Page, Seen, refuse_bad_looks
from dophu.publish.seen_word import Written
from dophu.tell.blocks import Block, Document, Figure, Heading, Masthead, Paragraph, Run, Table


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
LISTED = Table(
    caption=runs("Bảng"), head=[runs("A")], rows=[[runs("một")], [runs("hai")], [runs("ba")]], align=["left"]
)


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
        ("long-letter", Printed(pages(LONG, LONG, LONG), LETTER), Printed(pages(LONG, LONG, LONG))),
        (
            "long-letter",
            Printed(pages(LONG, LONG, LONG, LONG, first=(1, 4)), LETTER),
            Printed(pages(LONG, LONG, LONG, LONG, first=(1, 3)), LETTER),
        ),
        ("empty-section", Printed([], HEAD, HEAD), Printed([], HEAD, WORDS)),
        ("closing-alone", Printed(pages((*LONG, "./."))), Printed(pages((*LONG, "hết./.")))),
        ("closing-alone", Printed([], Paragraph(runs=runs("./."))), Printed([], Paragraph(runs=runs("Hết./.")))),
        ("small-label", Printed([], figure(drawing((0, 0, "A"), size=6.5))), Printed([], figure(drawing((0, 0, "A"))))),
        ("idle-figure", Printed([], figure("", "a", "b")), Printed([], figure("", "a", "b", "c"))),
        ("idle-figure", Printed([], SENTENCE, figure("", "a", "b", "c")), Printed([], SENTENCE, figure("", *"abcd"))),
        ("skipped-ranks", Printed([], figure(drawing(*ROWS))), Printed([], figure(drawing(*BROKEN)))),
        ("skipped-ranks", Printed([], figure(drawing(*ROWS))), Printed([], figure(drawing(*ON_AN_AXIS)))),
        ("lone-row", Printed(pages(("một",), ("hai", "ba")), LISTED), Printed(pages(("một", "hai", "ba")), LISTED)),
        ("crowded-column", Printed([], CROWDED), Printed([], FILLED)),
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
