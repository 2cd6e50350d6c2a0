"""How a share is known, as tables and figures say it."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.rows import Row
from dophu.tell import drawing

Marked = tuple[Row, Fact]


def kind_of(share: Fact) -> drawing.Kind:
    """Say how a share is known, for its mark: computed from an exact count, from a rounded one, or published."""
    if share.status == "published":
        return "published"
    if not share.interval.closed:
        return "bound"
    return "exact" if share.is_exact else "rounded"


def on_target_base(facts: Facts) -> str:
    """Name what the target is a share of, for a heading, where it is not the base of the shares beside it."""
    return f" trên {facts.history.bases.described[facts.target_base].short}" if facts.target_base else ""
