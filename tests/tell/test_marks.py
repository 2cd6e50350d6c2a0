"""The shipped notebooks read as the letters they tell: how much of their prose is words, and how much is marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pytest

from dophu.tell.chapters import CHAPTERS
from dophu.tell.prose import Literal, Maybe, Way, read_prose, shown, ways
from tests.telling import open_report

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
MAGIC = "%%narrative\n"
MOST_MARKS, FEWEST_WORDS, MOST_GUARDS = 0.12, 0.45, 60  # the rest are names, of facts and of sentences
MOST_TOGETHER, FEWEST_TOGETHER = 0.12, 0.5  # of the marks and the words of all five
NAME = re.compile(r"\{\{\s*[\w.\[\]]+|\s*\}\}")  # braces and the name in them; a filter behind it is a mark
BLANKS = re.compile(r"\s+")


def cells(name: str) -> list[str]:
    notebook = nbformat.read(ROOT / f"notebooks/{name}.ipynb", 4)
    return [cell.source.removeprefix(MAGIC) for cell in notebook.cells if cell.source.startswith(MAGIC)]


def literals(way: Way) -> list[str]:
    """List what prints as it is typed."""
    inside = [part for each in way.parts if isinstance(each, Maybe) for part in each.parts]
    return [part.text for part in (*way.parts, *inside) if isinstance(part, Literal)]


def long(texts: Iterable[str]) -> int:
    """Count letters, a break of lines as one blank."""
    return sum(len(BLANKS.sub(" ", text)) for text in texts)


def measured(*names: str) -> tuple[float, float]:
    """Give the shares of words and of marks among the characters of notebooks' prose; the rest are names of facts."""
    sources = [source for name in names for source in cells(name)]
    told = long(text for source in sources for way, _ in ways(read_prose(source)) for text in literals(way))
    named = long(found[0] for source in sources for found in NAME.finditer(source))
    whole = long(sources)
    return told / whole, (whole - told - named) / whole


def judgements() -> set[str]:
    """List the judgements that guard a sentence of any notebook: names of neither facts nor words nor rows."""
    report = open_report(campaign="demo", period="2020-10-16", unit="20")
    for chapter in CHAPTERS:
        report.measured(chapter)
    told = [way for name in NOTEBOOKS for source in cells(name) for way, _ in ways(read_prose(source))]
    found = {way.guard for way in told} | {part.guard for way in told for part in way.parts if isinstance(part, Maybe)}
    return {name for name in found if isinstance(report.names().get(name), bool)}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_prose_has_tags(name: str) -> None:
    assert not any("{%" in source for source in cells(name))
    assert all(list(shown(way.parts)) or literals(way) for source in cells(name) for way, _ in ways(read_prose(source)))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_prose_is_words_first(name: str) -> None:
    told, marked = measured(name)
    assert told >= FEWEST_WORDS
    assert marked <= MOST_MARKS


def test_of_all_notebooks_together_half_is_words_and_less_than_an_eighth_marks() -> None:
    told, marked = measured(*NOTEBOOKS)
    assert told >= FEWEST_TOGETHER
    assert marked <= MOST_TOGETHER


def test_few_judgements_guard_a_sentence() -> None:
    assert len(judgements()) <= MOST_GUARDS
