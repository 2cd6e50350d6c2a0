"""What changed between two editions, told from their documents alone."""

from __future__ import annotations

import pytest

from dophu.changes.compare import Changes, facts, figures, sentences, tables
from dophu.changes.page import as_data, lines, render, summary
from dophu.tell.blocks import Block, Document, Figure, Paragraph, Run, Table, TraceRow
from tests.project import COUNTS, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell

INERT = '<script>alert(1)</script> & "x"'


def letter(project: Draft) -> Document:
    return tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"))


def revise(project: Draft) -> None:
    project.change(COUNTS, "80000", "30000")
    project.change(TOTALS, "170000", "120000")


def changes(before: Document, after: Document) -> Changes:
    compared = (facts, sentences, figures, tables)
    return Changes("số 125", "dự thảo", *(tuple(compare(before, after)) for compare in compared))  # type: ignore[arg-type]


def of(*texts: str, fact: TraceRow | None = None) -> Document:
    blocks: list[Block] = [Paragraph(runs=[Run(text=text)]) for text in texts]
    whole = {"title": "T", "subject": "S", "report": "r", "campaign": "c", "period": "2020-08-07", "unit": "20"}
    return Document(**whole, as_of="2020-08-07", blocks=blocks, facts=[fact] if fact else [])


def row(shown: str, **fields: str) -> TraceRow:
    known = {
        "label": "Tỷ lệ",
        "unit": "percent",
        "exact": shown,
        "formula": "a / b",
        "base": "",
        "source": "S",
        "status": "computed",
    }
    return TraceRow(key="rate", shown=shown, inputs=[], **(known | fields))


def table(caption: str, column: str, count: str = "8") -> Table:
    head, cells = ([[Run(text=text)] for text in row] for row in (("Đơn vị", column), ("Cao Lộc", count)))
    return Table(caption=[Run(text=caption)], head=head, rows=[cells], align=["left", "right"])


def test_an_edition_does_not_differ_from_itself(project: Draft) -> None:
    found = changes(letter(project), letter(project))
    assert not found
    assert list(lines(found)) == ["Từ số 125 đến dự thảo: Không có gì thay đổi"]


def test_a_revised_count_moves_facts_and_sentences(project: Draft) -> None:
    before = letter(project)
    revise(project)
    found = changes(before, letter(project))
    moved = {one.key: (one.before, one.after) for one in found.facts}
    assert moved["counted@20"] == ("80.000", "30.000")
    places = [one.printed for one in found.facts if one.moved]
    assert places == sorted(places, reverse=True)
    turned = [one for one in found.sentences if one.kind == "side"]
    assert any("tăng" in one.before and "giảm" in one.after for one in turned)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Kết quả tăng 701 người.", "Kết quả giảm 12 người.", "side"),
        ("Tỉnh đã đạt mục tiêu 50%.", "Tỉnh chưa đạt mục tiêu 50%.", "side"),
        ("Có hơn 70 tin, bài.", "Có gần 70 tin, bài.", "side"),
        ("Tỉnh xếp thứ 11 trong 63.", "Tỉnh xếp thứ 13 trong 63.", "figures"),
        ("Đề nghị các sở phối hợp.", "Đề nghị các sở, ban, ngành phối hợp.", "words"),
        ("", "Đề nghị rà soát mẫu số.", "new"),
        ("Đề nghị rà soát mẫu số.", "", "gone"),
    ],
)
def test_a_sentence_is_told_by_what_became_of_it(before: str, after: str, kind: str) -> None:
    (found,) = sentences(of("Mở đầu.", before, "Kết thúc."), of("Mở đầu.", after, "Kết thúc."))
    assert (found.kind, found.before, found.after) == (kind, before, after)


def test_the_mark_that_closes_a_letter_is_no_change_of_the_sentence_before_it() -> None:
    (found,) = sentences(of("Câu một. Câu hai./."), of("Câu một. Câu hai.", "Câu ba./."))
    assert (found.kind, found.after) == ("new", "Câu ba.")


def test_sentences_of_one_paragraph_are_told_one_by_one() -> None:
    before, after = "Câu một. Câu hai có 5 điểm; câu ba. Câu bốn.", "Câu một. Câu hai có 6 điểm; câu ba. Câu bốn."
    assert [one.after for one in sentences(of(before), of(after))] == ["Câu hai có 6 điểm;"]


def test_unlike_sentences_are_one_that_went_and_one_that_came() -> None:
    found = list(sentences(of("Tỷ lệ còn thấp so với mục tiêu."), of("Đề nghị bổ sung kinh phí in ấn.")))
    assert {one.kind for one in found} == {"new", "gone"}


def test_head_and_foot_are_compared_but_for_number_and_day(project: Draft) -> None:
    before = letter(project)
    project.change("params/2020-08-07.yml", "number: 7", "number: 9")
    assert not list(sentences(before, letter(project)))
    project.change("params/2020-08-07.yml", "title: Phó Giám đốc", "title: Quyền Giám đốc")
    assert [(one.before, one.after) for one in sentences(before, letter(project))] == [
        ("PHÓ GIÁM ĐỐC", "QUYỀN GIÁM ĐỐC")
    ]


def test_a_value_that_moves_below_its_print_is_told_exactly() -> None:
    (found,) = facts(of("x", fact=row("8,12%", exact="8.1234")), of("x", fact=row("8,12%", exact="8.1235")))
    assert (found.before, found.after) == ("8,12% (8.1234)", "8,12% (8.1235)")


def test_a_value_that_comes_from_elsewhere_is_told() -> None:
    (found,) = facts(of("x", fact=row("8,12%")), of("x", fact=row("8,12%", source="N", base="dân số 2020")))
    assert not found.moved
    assert found.origin == ("cơ sở: không có → dân số 2020", "nguồn: S → N")


def test_rows_of_a_table_are_found_again_by_what_heads_them() -> None:
    def ranked(*rows: tuple[str, str, str]) -> Document:
        cells = [[[Run(text=text)] for text in row] for row in rows]
        head = [[Run(text=text)] for text in ("TT", "Đơn vị", "Số")]
        caption = [Run(text=f"Bảng 1. {len(rows)} đơn vị")]
        table = Table(caption=caption, head=head, rows=cells, align=["right", "left", "right"])
        return of("x").model_copy(update={"blocks": [table]})

    was = ranked(("1", "Cao Lộc", "9.000"), ("2", "Hữu Lũng", "8.000"))
    now = ranked(("1", "Hữu Lũng", "8.500"), ("2", "Cao Lộc", "8.400"), ("3", "Văn Lãng", "10"))
    (found,) = tables(was, now)
    assert found.rows == (
        ("Hữu Lũng", "2 | Hữu Lũng | 8.000", "1 | Hữu Lũng | 8.500"),
        ("Cao Lộc", "1 | Cao Lộc | 9.000", "2 | Cao Lộc | 8.400"),
        ("Văn Lãng", "", "3 | Văn Lãng | 10"),
    )


def reworded(document: Document) -> Document:
    """Write a letter's facts as a program of other words does."""
    words = ("formula", "base", "shown")
    reworded = [
        fact.model_copy(update={word: f"{getattr(fact, word)} (từ khác)" for word in words}) for fact in document.facts
    ]
    return document.model_copy(update={"facts": reworded})


def test_what_a_later_program_words_otherwise_did_not_move(project: Draft) -> None:
    before = letter(project)
    assert not list(facts(before, reworded(before)))
    revise(project)
    found = {one.key: one for one in facts(before, reworded(letter(project)))}
    assert "base@20" not in found
    assert (found["counted@20"].after, found["counted@20"].origin) == ("30.000 (từ khác)", ())


def test_a_table_of_another_name_is_found_by_its_order() -> None:
    before = of("x").model_copy(update={"blocks": [table("Bảng 1. Kết quả", "Số")]})
    after = of("x").model_copy(update={"blocks": [table("Bảng 1. Số liệu", "Tổng")]})
    (found,) = tables(before, after)
    assert [name for name, _, _ in found.rows] == ["(tên bảng)", "(đầu cột)"]
    assert len(list(tables(before, before))) == 0


def test_a_drawing_of_the_same_figures_is_called_redrawn() -> None:
    was = Figure(key="f", svg="<svg/>", alt="Một", caption=[], width=1, height=1, table=table("Hình 1", "Số"))
    now = was.model_copy(update={"svg": "<svg></svg>", "alt": "Hai"})
    other = now.model_copy(update={"table": table("Hình 1", "Số", "9")})
    one, two = (of("x").model_copy(update={"blocks": [block]}) for block in (was, now))
    three = of("x").model_copy(update={"blocks": [other]})
    assert [found.state for after in (two, three) for found in figures(one, after)] == ["redrawn", "changed"]


def test_a_figure_is_shown_beside_the_former() -> None:
    letters = (tell(open_report(campaign="demo", period=day, unit="20")) for day in ("2020-10-14", "2020-10-16"))
    found = changes(*letters)
    assert found.figures
    assert render(found).decode().count('<img src="data:image/svg+xml,') == 2 * len(found.figures)


def test_the_page_asks_nothing_and_runs_nothing() -> None:
    page = render(changes(of(f"Trước {INERT}."), of(f"Sau {INERT}."))).decode()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page


def test_the_same_changes_give_the_same_page(project: Draft) -> None:
    before = letter(project)
    revise(project)
    after = letter(project)
    assert render(changes(before, after)) == render(changes(before, after))


def test_plain_data_and_lines_tell_the_same_numbers(project: Draft) -> None:
    before = letter(project)
    revise(project)
    found = changes(before, letter(project))
    told = as_data(found)
    assert (told["same"], len(told["facts"]), len(told["sentences"])) == (False, len(found.facts), len(found.sentences))
    assert next(iter(lines(found))) == f"Từ số 125 đến dự thảo: {summary(found)}"
