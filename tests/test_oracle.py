"""A fair sample of all editions recomputed from the CSV files; `make recompute` goes through all."""

from __future__ import annotations

import ast
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from dophu.facts.catalogue import CONCEPTS
from dophu.proof.check import problems
from tests import oracle
from tests.recomputation import EDGES, WORKED, Named, asked_of, data_of, differences, editions, opened, root_of
from tests.telling import open_report, tell

REAL = [*editions("bluezone")][::24]
SIMULATED = [*editions("demo")][::211]
CASES: list[Named] = [
    ("bluezone", "2020-08-07", "20"),
    ("bluezone", "2021-05-24", "79"),
    ("bluezone", "2021-06-19", "30"),
    ("bluezone", "2021-07-27", "01"),
    ("demo", "2020-09-04", "40"),
    ("demo", "2020-10-16", "VN"),
    ("demo", "2020-10-16", "178"),
]
PRINTED: list[Named] = [
    *(("chi-tieu", "2025-W43", "20"), ("tiem-chung-tre", "2026-01", "20"), ("tiem-chung-tre", "2025", "20")),
    *(("tre-han", "2026-01", "20"), ("khao-sat", "2024", "20")),
]


@pytest.mark.parametrize("named", sorted({*REAL, *SIMULATED, *CASES, *EDGES, *WORKED}), ids="/".join)
def test_every_fact_of_an_edition_is_what_the_rows_give(named: Named) -> None:
    counted, found = differences(named)
    assert found == []
    assert counted.total() > 20


def test_the_sample_holds_every_concept() -> None:
    told = {concept for named in [*CASES, *EDGES, *WORKED] for concept in differences(named)[0]}
    elsewhere = {"merged_from", "next_target", "next_target_count", "next_target_by"}  # see test_target_steps.py
    assert CONCEPTS.keys() - told <= elsewhere


@pytest.mark.parametrize("named", PRINTED, ids="/".join)
def test_what_all_reports_of_a_worked_example_print_is_what_the_rows_give(named: Named) -> None:
    report = open_report(root_of(named[0]), **dict(zip(("campaign", "period", "unit"), named, strict=True)))
    for notebook in ("quick_report", "national_table", "progress", "parts", "data_quality"):
        tell(report, notebook)
    ledger = {"edition": opened(*named).told} | report.ledger.as_data()
    assert problems(ledger) == []  # what chapters make of facts, from the ledger alone
    known = {key: fact for key, fact in ledger["facts"].items() if fact["concept"] in CONCEPTS}
    found = list(oracle.of_ledger(data_of(named), ledger | {"facts": known}))
    assert [key for key, says, gives in found if says != gives] == []
    assert len(found) > 200


@pytest.mark.parametrize("key", ["counted@20", "base@20", "share@20", "gap@20", "missing@20", "published_share@20"])
def test_a_fact_that_differs_from_the_rows_is_found(key: str) -> None:
    ledger, _ = asked_of(*CASES[0])
    ledger["facts"][key]["low"] = str(Fraction(ledger["facts"][key]["low"]) - Fraction(1, 1000))
    assert [found for found, says, gives in oracle.of_ledger(data_of(CASES[0]), ledger) if says != gives] == [key]


def test_the_oracle_knows_nothing_of_the_package() -> None:
    nodes = ast.walk(ast.parse(Path(oracle.__file__).read_text("utf-8")))
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    named |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert {name.partition(".")[0] for name in named} <= {*sys.stdlib_module_names, "yaml"}
