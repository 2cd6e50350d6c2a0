from __future__ import annotations

import pytest

from dophu.errors import UsageError
from dophu.tell.blocks import Heading, List, Paragraph, Run, Table
from dophu.tell.html import fragment, plain
from dophu.tell.markdown import blocks_of, placeholder

HOSTILE = [
    "*b*",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "[x](javascript:y)",
    "# x",
    "- x",
    "`x`",
    "| a |",
    "&lt;",
    "a\\*",
]


def runs(text: str, *values: Run) -> list[Run]:
    (block,) = blocks_of(text, values)
    assert isinstance(block, Paragraph)
    return block.runs


def test_a_letter_is_headings_paragraphs_and_lists() -> None:
    blocks = blocks_of("## 1. Kết quả\n\nToàn tỉnh\nđạt\n\n- một;\n- hai.\n")
    assert [type(block) for block in blocks] == [Heading, Paragraph, List]
    assert isinstance(blocks[0], Heading)
    assert (blocks[0].level, blocks[0].runs[0].text) == (2, "1. Kết quả")


def test_a_line_break_in_the_source_is_a_space() -> None:
    assert "".join(run.text for run in runs("Toàn tỉnh\nđạt")) == "Toàn tỉnh đạt"


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("**x**", Run(text="x", bold=True)),
        ("*x*", Run(text="x", italic=True)),
        ("***x***", Run(text="x", bold=True, italic=True)),
        ("[x](https://example.vn/a)", Run(text="x", link="https://example.vn/a")),
        ("**[x](http://example.vn)**", Run(text="x", bold=True, link="http://example.vn")),
    ],
)
def test_styles_become_fields_of_a_run(text: str, run: Run) -> None:
    assert runs(text) == [run]


def test_lists_keep_their_start_and_their_nesting() -> None:
    (points,) = blocks_of("3. một\n4. hai\n   - hai một\n")
    assert isinstance(points, List)
    assert (points.ordered, points.start, len(points.items)) == (True, 3, 2)
    assert points.items[1].children[0].items[0].runs == [Run(text="hai một")]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("around", ["{}", "**{}**", "a {} b", "{}, {}", "*{}*"])
def test_a_value_prints_as_it_stands(value: str, around: str) -> None:
    text = around.replace("{}", placeholder(0))
    found = [run for run in runs(text, Run(text=value, fact="f", data=True)) if run.fact]
    assert found
    assert {run.text for run in found} == {value}


def test_a_value_takes_the_style_around_it_and_keeps_its_fact() -> None:
    value = Run(text="8,12%", fact="rate", data=True)
    assert runs(f"**{placeholder(0)}**", value) == [value.model_copy(update={"bold": True})]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<div>x</div>", "block html has no place in a letter: <div>x</div>"),
        ("<!-- x -->", "block html has no place in a letter: <!-- x -->"),
        ("a <b>x</b>", "inline html has no place in a letter: <b>"),
        ("`x`", "codespan has no place in a letter: x"),
        ("    x", "block code has no place in a letter: x"),
        ("```\nx\n```", "block code has no place in a letter: x"),
        ("> x", "block quote has no place in a letter"),
        ("* * *", "thematic break has no place in a letter"),
        ("- a\n\n  b", "several paragraphs in one list item has no place in a letter"),
        ("Có chú thích[^a].", "a footnote would print as it is typed: [^a]"),
        ("- [x] xong", "a box to tick would print as it is typed: - [x]"),
        ("~~bỏ~~", "words struck out would print as it is typed: ~~bỏ~~"),
        ("$$\n\\frac{a}{b}\n$$", "the formula $$ \\frac{a}{b} $$ would print as it is typed"),
        ("[x](javascript:y)", "a link must not lead to 'javascript:y'"),
        ("[x](data.html)", "a link must not lead to 'data.html'"),
        (f"[x](https://a/{placeholder(0)})", "a link must not lead to"),
    ],
)
def test_what_a_letter_cannot_carry_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(UsageError) as caught:
        blocks_of(text, [Run(text="v")], "cell [3]")
    assert caught.value.where == "cell [3]"
    assert named in caught.value.problem
    assert "https://…" in caught.value.fix or "report.show" in caught.value.fix


def test_a_typed_table_keeps_its_cells_and_sides() -> None:
    (table,) = blocks_of("| Việc | Số |\n|---|---:|\n| **đã xong** | ít |\n")
    assert isinstance(table, Table)
    assert [plain(cell) for cell in (*table.head, *table.rows[0])] == ["Việc", "Số", "đã xong", "ít"]
    assert (table.align, table.rows[0][0][0].bold, table.caption) == (["left", "right"], True, [])


def test_a_line_ends_where_its_author_ended_it() -> None:
    (paragraph,) = blocks_of("Dòng một  \nDòng hai\nvẫn dòng hai")
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.runs) == "Dòng một\nDòng hai vẫn dòng hai"
    assert "Dòng một<br>Dòng hai vẫn" in fragment(paragraph, links=True)


def test_an_entity_prints_as_the_letter_that_it_names() -> None:
    assert plain(runs("Sở&nbsp;A &amp; B &lt; C")) == "Sở\xa0A & B < C"


def test_money_is_no_formula() -> None:
    (paragraph,) = blocks_of("từ $5 đến $7")
    assert isinstance(paragraph, Paragraph)


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        (
            "![ảnh chụp](b.png)",
            "a picture has no place",
            'report.show("b.png", caption="…", alt="ảnh chụp", source="…")',
        ),
        (
            "p = $\\frac{n}{N}$",
            "the formula $",
            'report.show("cong-thuc.png", caption="…", alt="…", source="…")',
        ),
        ("$$p = n / N$$", "the formula $", 'report.show("cong-thuc.png", caption="…", alt="…", source="…")'),
    ],
)
def test_a_picture_and_a_formula_are_refused_with_the_line_to_write(text: str, problem: str, line: str) -> None:
    with pytest.raises(UsageError) as caught:
        blocks_of(text)
    assert problem in caught.value.problem
    assert line in caught.value.fix
