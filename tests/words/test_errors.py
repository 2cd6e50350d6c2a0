"""Errors in Vietnamese for analysts: which language, which words, and how much of what the code can say has any."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dophu.errors import UsageError
from dophu.words.messages import CHOICE, PLACE, in_notebook, in_terminal, vietnamese
from dophu.words.text import table

SRC = Path(__file__).parents[2] / "src" / "dophu"
MET_IN_NOTEBOOKS = [
    *sorted(path for path in (SRC / "tell").glob("*.py")),
    *(SRC / name for name in ("data/edition.py", "facts/fact.py", "publish/document.py")),
]
ROWS = table("errors")
ERROR = UsageError('cell [5] "Có …", line 4', "unknown name(s): regions", "did you mean 'region'?")


def written(node: ast.expr) -> str:
    """Write a text of the code with `X` in its places; blank for what is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
    return ""


def messages(path: Path) -> Iterator[str]:
    """List what a module says in errors: problems and fixes."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Error"):
            said = node.args[1:3]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"problem", "fix"}:
            said = [node.value]
        else:
            continue
        choices = [(one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,) for one in said]
        yield from filter(None, (written(one) for each in choices for one in each))


def test_nearly_all_that_a_notebook_can_meet_is_said_in_vietnamese() -> None:
    said = [text for path in MET_IN_NOTEBOOKS for text in messages(path) if text.strip("X ")]
    untold = [text for text in said if vietnamese(text) == text]
    assert len(said) > 90
    assert len(untold) <= len(said) // 5, untold


@pytest.mark.parametrize(
    ("english", "its_words"),
    [
        ("no unit '99' in VN63", "không có đơn vị '99' trong danh mục VN63"),
        ("unknown key 'a'; unknown key 'b'", "không có tham số 'a'; không có tham số 'b'"),
        ("did you mean 'a' or 'b'?", "có phải là 'a' hay 'b'?"),
        (
            '2 finding(s)\n  the number 5 is typed by hand in "có 5"\n  and 3 more',
            'có 2 chỗ phải sửa\n  số 5 được gõ tay, ở dòng "có 5"\n  and 3 more',
        ),
        (
            "the claim 'tăng' is typed by hand, and no change stands in its sentence",
            "nhận định 'tăng' được gõ tay, và trong câu không có change làm chứng",
        ),
        ("what no row has", "what no row has"),
    ],
)
def test_a_message_is_translated_with_what_stands_in_its_places(english: str, its_words: str) -> None:
    assert vietnamese(english) == its_words


def test_each_row_fills_its_places_from_the_english() -> None:
    places = [[set(PLACE.findall(text)) for text in row.values()] for row in ROWS]
    assert [row for row, (english, its_words) in zip(ROWS, places, strict=True) if its_words - english] == []
    assert len({row["english"] for row in ROWS}) == len(ROWS) > 150


def test_a_notebook_says_it_in_vietnamese_and_then_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHOICE, raising=False)
    assert in_notebook(ERROR) == [
        'ô [5] "Có …", dòng 4: không biết tên: regions',
        "Cách sửa: có phải là 'region'?",
        '(UsageError: cell [5] "Có …", line 4: unknown name(s): regions',
        "fix: did you mean 'region'?)",
    ]


@pytest.mark.parametrize(
    ("settings", "first"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "ô [5]"),
        ({"LANG": "en_US.UTF-8"}, "cell [5]"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN"}, "ô [5]"),
        ({"LANG": "vi_VN.UTF-8", CHOICE: "en"}, "cell [5]"),
        ({"LANG": "C", CHOICE: "vi"}, "ô [5]"),
    ],
)
def test_a_terminal_follows_its_locale_and_the_choice_of_its_user(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], first: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", CHOICE):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert in_terminal(ERROR)[0].startswith(first)
