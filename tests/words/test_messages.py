"""Every word that reaches a reader stands in the word files: no literal in the code, and none left in an edition."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from dophu import words
from dophu.words import around, message, pieces, say

SRC = Path(__file__).parents[2] / "src" / "dophu"
ROOMS = sorted(
    path.name
    for path in SRC.iterdir()
    if path.suffix in {"", ".py"} and path.name not in {"__pycache__", "fonts", "labextension", "py.typed"}
)
READS = {  # modules that hold the words they look for in what others wrote, or the letters these are made of
    "data/tables.py": "the words before a number that a column of data/ allows",
    "decree/citations.py": "how letters cite documents, and write cities",
    "decree/patterns.py": "the words and forms of a letter's elements",
    "intake/checked.py": "those words again, with the bounds that they give",
    "intake/estimates.py": "how a cell writes an estimate with its bounds",
    "intake/footnotes.py": "how a table marks and heads its footnotes",
    "intake/headers.py": "how tables head their columns",
    "intake/importer.py": "what a line speaks of that names no period",
    "intake/legacy.py": "the letters of encodings before Unicode",
    "intake/moments.py": "how files write days and hours",
    "intake/names.py": "kinds of units in front of their names",
    "intake/nouns.py": "units of measure as tables state them",
    "intake/numbers.py": "words before and behind numbers",
    "intake/percentages.py": "the word that a label of counts may begin with",
    "intake/periods.py": "how columns name months and quarters",
    "intake/readers/delimited.py": "letters that tell an encoding",
    "intake/readers/formats.py": "scales that the format of a cell writes",
    "intake/short_times.py": "the words behind the letters of months and days",
    "intake/times.py": "how columns name a time",
    "proof/printed.py": "the printing rule read back: two files to copy, which import nothing of this package",
    "returned/rules.py": "the day that a blank of a letter was filled in with",
}
A_LETTER = re.compile(r"\[[^\]]*\]")  # of a set, in a pattern: "[A-ZĐ]" is no word
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
ALLOWED = {
    ("wording.py", "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"): "the alphabet, by which names are sorted",
    ("tell/lint.py", "xếp {{ rank | rank }} trong {{ ranked | count }}"): "told to an analyst whose prose is refused",
    (
        "tell/narrative.py",
        "write {{ \"dẫn đầu cả nước\" | claimed(by='who says so', reason='why') }}",
    ): "told to one too",
    ("publish/templates/catalogue.js", "đ"): "the letter that a search without marks folds",
    ("cli.py", "Who agrees: an office, as 'Chánh Văn phòng'."): "an example in the help of a command",
    ("run/issuing.py", "name the office that agrees, as 'Chánh Văn phòng'"): "the same example, where it is missing",
    (
        "intake/phrases.py",
        "write it in full, with its accents and its kind (tỉnh, thành phố, huyện, …), or with its province in brackets",
    ): "told to an analyst: what to write into a Vietnamese table",
    (
        "intake/phrases.py",
        "give the columns headings such as 'Địa phương' and the name of what is counted, right above the rows, "
        "or say which they are: --column unit=HEADING; for a hidden sheet: --hidden",
    ): "told to one too",
    ("intake/phrases.py", "an upper bound is not kept: only hơn, trên, gần and khoảng are"): "told to one too",
    ("intake/phrases.py", "read as '{read}': it is written with another letter than Đ"): "told to one too",
}
PO = (SRC / "words/locale/vi/LC_MESSAGES/dophu.po").read_text(encoding="utf-8")
KEYS = re.findall(r'^msgid "(.+)"$', PO, re.MULTILINE)


def literals(source: str) -> Iterator[str]:
    """List the string literals of a module that hold a Vietnamese letter, docstrings and sets of letters left out."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield from [node.value] if VIETNAMESE.search(A_LETTER.sub("", node.value)) else []


def lines_of(source: str) -> Iterator[str]:
    """List what a template or script says in Vietnamese."""
    yield from re.findall(r"[^<>{}\"'`]*" + VIETNAMESE.pattern + r"[^<>{}\"'`]*", source, re.IGNORECASE)


def found_in(room: str) -> list[tuple[str, str]]:
    path = SRC / room
    files = [path] if path.is_file() else [file for file in sorted(path.rglob("*")) if file.is_file()]
    read = {".py": literals, ".j2": lines_of, ".js": lines_of, ".typ": lines_of, ".css": lines_of}
    return [
        (file.relative_to(SRC).as_posix(), said)
        for file in files
        if file.suffix in read
        for said in read[file.suffix](file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_no_vietnamese_words_of_its_own_but_those_it_looks_for(room: str) -> None:
    assert [each for each in found_in(room) if each not in ALLOWED and each[0] not in READS] == []


def test_each_module_that_reads_still_does() -> None:
    assert set(READS) - {file for room in ROOMS for file, _ in found_in(room)} == set()


def test_each_literal_that_is_allowed_is_still_there() -> None:
    assert set(ALLOWED) - {each for room in ROOMS for each in found_in(room)} == set()


@pytest.mark.parametrize("source", ["x = 'Tỷ lệ'", "x = f'Bảng {n}'", "def f(a='đạt'): ...", r"x = r'(?i:đạt)\s+\d'"])
def test_a_literal_put_back_is_found(source: str) -> None:
    assert list(literals(source)) != []


def test_a_docstring_and_a_comment_may_quote() -> None:
    assert list(literals('"""Writes "Tỷ lệ"."""\n# "đạt"\nx = "share"')) == []


def test_each_key_stands_once_and_has_a_text() -> None:
    assert len(KEYS) == len(set(KEYS)) > 500
    assert [key for key in KEYS if not message(key).strip()] == []


def test_each_place_of_a_message_is_named() -> None:
    assert [key for key in KEYS for _, name, _, _ in Formatter().parse(message(key)) if name == ""] == []


def test_a_key_without_a_text_is_an_error() -> None:
    with pytest.raises(KeyError, match="no message"):
        say("table.of_nobody")


def test_values_come_in_the_order_that_the_language_gives_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "message", {"key": "{b} before {a}"}.__getitem__)
    assert list(pieces("key", a=1, b=2)) == [2, " before ", 1]
    assert around("key", "a", b="B") == ("B before ", "")
