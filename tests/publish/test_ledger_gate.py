"""The gate that holds a document's ledger against its own expressions and texts."""

from __future__ import annotations

from typing import Any

import pytest

from dophu.errors import GateError
from dophu.publish.gates import check
from dophu.tell.blocks import Document
from tests.proof.ledgers import Ledger, changed, good
from tests.publish.sample import sample_letter


def letter(ledger: Ledger) -> Document:
    return sample_letter().model_copy(update={"ledger": ledger, "blocks": [], "facts": []})


def test_a_ledger_that_holds_is_let_through() -> None:
    check(letter(good()))


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
        check(letter(changed("share@20", **fields)))
    assert told in refused.value.problem
