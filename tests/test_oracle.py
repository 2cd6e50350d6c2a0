"""A fair sample of all editions recomputed from the CSV files; `make recompute` goes through all."""

from __future__ import annotations

import ast
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from dophu.facts.catalogue import CONCEPTS
from tests import oracle
from tests.recomputation import EDGES, Named, asked_of, data_of, differences, editions

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


@pytest.mark.parametrize("named", sorted({*REAL, *SIMULATED, *CASES, *EDGES}), ids="/".join)
def test_every_fact_of_an_edition_is_what_the_rows_give(named: Named) -> None:
    counted, found = differences(named)
    assert found == []
    assert counted.total() > 20


def test_the_sample_holds_every_concept() -> None:
    told = {fact["concept"] for named in [*CASES, *EDGES] for fact in asked_of(*named)[0]["facts"].values()}
    of_surveys, of_quotas = {"confidence", "survey_method"}, {"quota", "quota_share"}
    assert CONCEPTS.keys() - told <= {"merged_from", *of_surveys, *of_quotas}, "which these campaigns have none of"


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
