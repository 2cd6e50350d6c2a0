"""What the documentation says of the code and of the numbers is so."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from functools import cache

import pytest

import dophu.measure
from dophu.measure.comparisons import place_facts, sensitivity, share_facts
from dophu.measure.districts import districts
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.progress import progress
from tests.telling import ROOT, open_report

METHODS = (ROOT / "docs" / "methods.md").read_text("utf-8")
SECTIONS = re.findall(r"^## (.+)$", METHODS, re.MULTILINE)
NAMES = sorted(set(re.findall(r"`(dophu\.[\w.]+)`", METHODS)))
EXAMPLES = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (\w+) \| `(\w+)` \| (.+) \|$", METHODS, re.MULTILINE)
MODULES = [
    "dophu.wording",
    *(f"dophu.measure.{module.name}" for module in pkgutil.iter_modules(dophu.measure.__path__)),
]


@cache
def ledger_of(period: str, unit: str) -> Ledger:
    report = open_report(campaign="bluezone", period=period, unit=unit)
    for enter in (share_facts, place_facts, sensitivity, districts, progress):
        enter(report.ledger, report.view)
    return report.ledger


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_docstrings_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_some_docstrings_have_examples() -> None:
    assert sum(doctest.testmod(importlib.import_module(module)).attempted for module in MODULES) > 10


@pytest.mark.parametrize("name", NAMES)
def test_methods_point_to_what_exists(name: str) -> None:
    assert callable(pkgutil.resolve_name(name))


@pytest.mark.parametrize(("period", "unit", "key", "shown"), EXAMPLES)
def test_worked_examples_are_what_the_ledger_says(period: str, unit: str, key: str, shown: str) -> None:
    fact = ledger_of(period, unit)[key]
    assert (fact.shown if isinstance(fact, Fact) else "not known") == shown


@pytest.mark.parametrize("section", SECTIONS)
def test_every_measure_names_its_functions_and_shows_a_table(section: str) -> None:
    text = METHODS.split(f"## {section}\n")[1].split("\n## ")[0]
    assert "\nFunctions: `dophu." in text
    assert "\n|---|" in text
