"""How a share is known, as tables and figures say it."""

from __future__ import annotations

from dophu.charts.dots import Kind
from dophu.data.suppress import is_withheld
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.standing import Standing
from dophu.words import say, turned
from dophu.world.campaigns import quota_base
from dophu.world.units import Unit

Marked = tuple[Standing, Fact]


def kind_of(share: Fact) -> Kind:
    """Say how a share is known, for its mark: computed from an exact count, from a rounded one, or published."""
    if share.status == "published":
        return "published"
    if not share.interval.closed:
        return "bound"
    return "exact" if share.is_exact else "rounded"


def why_no_count(row: Standing) -> str:
    """Say why a row has no count: it is left out beside a small one, was not published, or nothing is known."""
    subject, history = row.subject, row.facts.history
    if isinstance(subject.unit, Unit) and is_withheld(history, subject.unit, subject.measure, subject.period):
        return "cell.withheld"
    return "cell.not_published" if row.is_known else "cell.no_figure"


def is_quota_aimed_at(facts: Facts) -> bool:
    """Say whether the target is the whole of what was assigned, so that what lacks in points stands beside it."""
    target = facts.target
    return target is not None and target.key == quota_base(facts.own.measure)


def gap_head(facts: Facts) -> str:
    """Head a column of gaps; it names what the target is a share of where that is not the base of the shares beside."""
    base = facts.target_base
    key = turned("column.gap_on" if base else "column.gap", facts.better)
    return say(key, base=facts.history.bases.described[base].short) if base else say(key)
