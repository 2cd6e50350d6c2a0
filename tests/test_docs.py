"""What the documentation says of the code and of the numbers is so."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re

import pytest

import dophu.facts
import dophu.measure
from dophu.facts.catalogue import CONCEPTS
from dophu.measure.parts import measured_parts
from dophu.measure.progress import progress
from tests.reference_page import PAGE, page
from tests.telling import ROOT
from tests.told import facts_of, shown

METHODS = (ROOT / "docs" / "methods.md").read_text("utf-8")
SECTIONS = re.findall(r"^## (.+)$", METHODS, re.MULTILINE)
NAMES = sorted(set(re.findall(r"`(dophu\.[\w.]+)`", METHODS)))
EXAMPLES = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (\w+) \| `([^`]+)` \| (.+) \|$", METHODS, re.MULTILINE)
PARTS = ("sum_apart", "beside_whole", "shortfall")  # what the chapter of parts names
MODULES = [
    "dophu.wording",
    "dophu.words",
    *(
        f"{room.__name__}.{module.name}"
        for room in (dophu.facts, dophu.measure)
        for module in pkgutil.iter_modules(room.__path__)
    ),
]


def told(period: str, unit: str, asked: str) -> str:
    """Find what an example asks for: a fact of the edition, of its parts, or one that a chapter enters."""
    facts = facts_of(campaign="bluezone", period=period, unit=unit)
    concept = re.split(r"[ |]", asked)[0]
    if " " in asked or asked in PARTS or "." in asked:
        return shown(measured_parts(facts), asked)[0]
    if concept in CONCEPTS:
        return shown(facts, asked)[0]
    progress(facts)
    entered = facts.asked.get(f"{asked}@{unit}")
    return entered.shown if entered else "-"


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_docstrings_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_some_docstrings_have_examples() -> None:
    assert sum(doctest.testmod(importlib.import_module(module)).attempted for module in MODULES) > 10


@pytest.mark.parametrize("name", NAMES)
def test_methods_point_to_what_exists(name: str) -> None:
    assert callable(pkgutil.resolve_name(name))


@pytest.mark.parametrize(("period", "unit", "key", "text"), EXAMPLES)
def test_worked_examples_are_what_the_ledger_says(period: str, unit: str, key: str, text: str) -> None:
    found = told(period, unit, key.replace("\\|", "|"))
    assert ("not known" if found == "-" else found) == text


@pytest.mark.parametrize("section", SECTIONS)
def test_every_measure_names_its_functions_and_shows_a_table(section: str) -> None:
    text = METHODS.split(f"## {section}\n")[1].split("\n## ")[0]
    assert "\nFunctions: `dophu." in text
    assert "\n|---|" in text


def test_the_reference_page_is_what_the_code_gives() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: make reference"
