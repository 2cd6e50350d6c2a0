"""The gate that holds a document's ledger against itself and against what the document prints."""

from __future__ import annotations

from typing import Any

import pytest

from dophu.errors import GateError
from dophu.publish.gates import check_ledger
from dophu.tell.blocks import Document, TraceRow
from tests.proof.ledgers import FACTS, Ledger, changed, good
from tests.publish.sample import sample_letter


def letter(**shown: str) -> Document:
    """Print some facts of the good ledger, or other texts in their place."""
    told = {key: FACTS[key]["shown"] for key in ("share@20", "gap@20")} | shown
    rows = [
        TraceRow(key=key, label="", shown=text, exact="", formula="", inputs=[], base="", source="", status="computed")
        for key, text in told.items()
    ]
    return sample_letter().model_copy(update={"facts": rows})


def test_a_ledger_that_holds_is_let_through() -> None:
    check_ledger(letter(), good())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"low": "8", "high": "8"}, "share@20: is 8 to 8, where its expression gives 1268760/156331"),
        ({"of": ["/", ["*", 100, "counted@20"], "base@27"]}, "share@20: is 1268760/156331"),
        ({"of": "share@20"}, "cycle"),
        ({"shown": "9,12%"}, "share@20: prints '9,12%': that does not contain"),
        ({"concept": "gap"}, "share@20: stands for 'gap'"),
    ],
)
def test_a_ledger_that_does_not_follow_from_itself_is_refused(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(GateError, match="its ledger does not hold") as refused:
        check_ledger(letter(), changed("share@20", **fields))
    assert told in refused.value.problem


def without(key: str) -> Ledger:
    ledger = good()
    ledger["facts"] = {name: fact for name, fact in ledger["facts"].items() if name != key}
    return ledger


def test_a_number_that_is_printed_otherwise_than_in_the_ledger_is_refused() -> None:
    with pytest.raises(GateError, match="printed as '8,13%', and '8,12%' in the ledger"):
        check_ledger(letter(**{"share@20": "8,13%"}), good())
    with pytest.raises(GateError, match="gap@20: is printed, and not in the ledger"):
        check_ledger(letter(), without("gap@20"))
