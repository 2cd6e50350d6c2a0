"""Marks in prose: what cannot be said falls away, the first way that can be told wins, rows are one line."""

from __future__ import annotations

from typing import Any

import pytest

from dophu.errors import UsageError
from dophu.tell.narrative import Narrator
from dophu.tell.said import said
from dophu.tell.sentences import Chosen
from dophu.words.word import Word
from tests.tell.test_narrative import narrator, refused, told  # noqa: F401 - the fixture is used by its name

ROWS = [{"name": Word("An"), "note": Word("")}, {"name": Word("Bình"), "note": Word("trễ")}]
MORE: dict[str, Any] = {"rows": ROWS, "none_there": [], "holds": True, "fails": False, "lacking": None}


@pytest.fixture
def prose(narrator: Narrator) -> Narrator:  # noqa: F811
    narrator.names |= MORE
    return narrator


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("? Mỗi ngày {{ pace }}.", ""),
        ("? Đạt {{ rate }}.", "Đạt 8,12%."),
        ("Đạt {{ rate }}.\n? Mỗi ngày {{ pace }}.\nHết.", "Đạt 8,12%. Hết."),
        ("? Mỗi ngày\n  cần {{ pace }}.\nHết.", "Hết."),
        ("? {{ pace }}\n| {{ rate }}\n| {{ gap }}", "8,12%"),
        ("? {{ pace }}\n| không có hạn", "không có hạn"),
        ("? {{ pace }}\n| {{ lacking.share }}", ""),
        ("?holds Đạt {{ rate }}.\n| khác", "Đạt 8,12%."),
        ("?fails Đạt {{ rate }}.\n| khác", "khác"),
        ("?pace có hạn\n|rate có tỷ lệ", "có tỷ lệ"),
        ("? {{ about | against(target) }}\n| chưa rõ", "chưa rõ"),
        ("? {{ 'còn thiếu' if about < target else 'đủ' }}\n| chưa rõ", "chưa rõ"),
        ("Đạt {{ rate }}[[ ({{ pace }} mỗi ngày)]].", "Đạt 8,12%."),
        ("Đạt {{ rate }}[[?holds ({{ gap }})]][[?fails , hết]].", "Đạt 8,12% (41,88 điểm phần trăm)."),
        ("{{ rate }} {# ghi chú {{ pace }} #}", "8,12% "),
    ],
)
def test_what_cannot_be_said_falls_away_and_the_next_way_is_told(prose: Narrator, source: str, text: str) -> None:
    assert told(prose, source).rstrip() == text.rstrip()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("- {{ row.name }}; for row in rows", "An;\nBình."),
        ("- {{ row.name }}, for row in rows", "An,\nBình,"),
        ("- {{ row.name }}[[ ({{ row.note }})]]; for row in rows", "An;\nBình (trễ)."),
        ("- {{ row.name }}: {{ row.note }}; for row in rows\n| chỉ {{ row.name }};", "chỉ An;\nBình: trễ."),
        ("? - {{ row.note }} for row in rows", "trễ"),
        ("- {{ row.name }}: for row in rows\n  - {{ each.name }} {{ row.name }}; for each in rows", "An:\nBình:"),
        ("{{ row.name }} đạt. for row in rows\nHết.", "An đạt. Bình đạt. Hết."),
        ("Gồm có:\n\n- {{ row.name }} for row in none_there\n\nHết.", "Hết."),
        ("Gồm có:\n\n- {{ row.name }} for row in rows", "Gồm có:\nAn\nBình"),
    ],
)
def test_a_line_is_told_for_each_row_and_what_opens_no_row_falls_away(prose: Narrator, source: str, text: str) -> None:
    assert told(prose, source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("## Tiến độ\n\n? {{ pace }}\n\n## Khác\n\nHết.", "Khác\nHết."),
        ("## Chung\n\n### Một\n\n? {{ pace }}\n\n### Hai\n\n- {{ row.name }} for row in none_there", ""),
        ("## Chung\n\n### Một\n\n? {{ pace }}\n\n### Hai\n\nHết.", "Chung\nHai\nHết."),
        ("Hết.\n\n## Hình", "Hết.\nHình"),
    ],
)
def test_a_heading_falls_away_with_its_section_and_stays_for_what_other_cells_show(
    prose: Narrator, source: str, text: str
) -> None:
    assert told(prose, source) == text


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ("? a\n| {{ countd }}", 2, "unknown name(s): countd"),
        ("?countd a", 1, "unknown name(s): countd"),
        ("a\n\n- {{ row.name }} for row in rowz", 3, "unknown name(s): rowz"),
        ("- {{ row.nam }} for row in rows", 1, "'row' has no part 'nam'"),
        ("- {{ row.name }} for row in rate", 1, "'rate' is no list of rows"),
        ("a\n? {{ rate | percnt }}", 2, "No filter named 'percnt'"),
        ("? {{ counted | percent }}\n| b", 1, "'counted' is a count, not a percent"),
        ("[[ a [[ b ]]", 1, "[[ stands within [[ … ]]"),
        ("a ]]", 1, "]] closes what nothing has opened"),
        ("a\n[[ b", 2, "[[ is not closed"),
        ("a\n{{ rate.__class__ }}", 2, "has no place in prose"),
        ("{{ [x for x in rows] }}", 1, "has no place in prose"),
        ("{{ rows.append(rate) }}", 1, "calls what prose may not"),
    ],
)
def test_a_mistake_stops_the_cell_wherever_it_stands(prose: Narrator, source: str, line: int, problem: str) -> None:
    error = refused(prose, source)
    assert error.where == f"cell [3], line {line}"
    assert problem in error.problem


def test_an_unmarked_sentence_stops_and_says_how_it_may_fall_away(prose: Narrator) -> None:
    assert "begin its line with '? '" in refused(prose, "Mỗi ngày {{ pace }}.").fix


def test_only_what_prints_enters_the_edition(prose: Narrator) -> None:
    assert prose.facts is not None
    told(prose, "? {{ rate }} {{ 5 | given('S') }} {{ pace }}\n| [[{{ gap }} {{ pace }}]]{{ target }}")
    entered = prose.facts.asked.keys() & {"rate", "gap", "target", "given:1"}
    assert entered == {"target"}


def test_a_sentence_is_told_by_its_name_in_bold_and_with_its_facts(prose: Narrator) -> None:
    gap = prose.names["gap"]
    assert prose.facts is not None
    prose.names |= {
        "gap_sentence": Chosen(lambda fact: said("sentence.both", one="**còn**", other=fact), gap, prose.facts),
        "silent_sentence": Chosen(lambda fact: None, gap, prose.facts),
    }
    (block,) = prose.tell("? {{ silent_sentence }}\n| {{ gap_sentence | capitalised }}", "cell [3]")
    assert [(run.text, run.bold, run.fact) for run in block.runs] == [  # type: ignore[union-attr]
        ("còn", True, None),
        (", ", False, None),
        ("41,88 điểm phần trăm", False, "gap"),
    ]
    with pytest.raises(UsageError, match="begin its line"):
        prose.tell("{{ silent_sentence }}", "cell [3]")


def test_marks_and_tags_tell_the_same(prose: Narrator) -> None:
    tags = "{% if pace %}{{ pace }}{% else %}{{ rate }}{% endif %}\n"
    assert told(prose, tags) == told(prose, "? {{ pace }}\n| {{ rate }}")
