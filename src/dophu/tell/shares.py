"""How a share is known, as tables and figures say it."""

from __future__ import annotations

from collections.abc import Iterable

from dophu.charts.dots import Kind, Share
from dophu.data.suppress import is_withheld
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.standing import Standing
from dophu.facts.subject import Group
from dophu.wording import capitalised
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


def interval_of(share: Fact) -> tuple[float | None, float | None]:
    """Give the ends between which a share lies that was estimated, or computed from a rounded count; none if open."""
    value = share.interval
    is_one = value.low == value.high and value.point is None
    low, high = (None if value.open_low else float(value.low), None if value.open_high else float(value.high))
    return (None, None) if is_one else (low, high)


def bar_of(row: Standing, share: Fact, own: Unit | None, left_out: int = 0) -> Share:
    """Draw a share ranked among others: with its place, what it lacks in people, how many are left out above it."""
    rank, missing = row.looked_up("rank"), row.looked_up("missing")
    return Share(
        row.unit.short_name,
        float(share.amount),
        without_interval(share),
        *interval_of(share),
        kind=kind_of(share),
        own=row.unit == own,
        lacks=missing.shown if missing and missing.sign == "+" else "",
        place=place_of(rank) if rank else "",
        skipped=say("standing.skipped", many=left_out) if left_out else "",
    )


def place_of(rank: Fact) -> str:
    """Write a place before a name: its number, or the first and the last that it may be."""
    first, last = rank.interval.low, rank.interval.high
    return f"{first}" if first == last else f"{first}–{last}"


def without_interval(share: Fact) -> str:
    """Write an estimate as a drawing has room for, where its interval is drawn or stands in the table below."""
    return share.shown.partition(" (")[0] if share.interval.point is not None else share.shown


def axis_label(facts: Facts, *, short: bool = False) -> str:
    """Name what is drawn along an axis of shares: what they are of, or the measure that is no share."""
    campaign = facts.history.campaign
    if not facts.figure.is_share:
        scale, label = facts.scale(facts.own.measure), campaign.measures[facts.own.measure].label
        unit = scale.after.strip() if scale else ""
        return say("axis.in_unit", label=capitalised(label), unit=unit) if unit else capitalised(label)
    base = facts.history.bases.described[campaign.main_base]
    return say("axis.share_on", base=base.short if short else base.kind_name)


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


def summed(row: Standing, what: str) -> str:
    """Name what stands below a column of shares: of a group's amounts their sum."""
    is_amount = what == "share" and isinstance(row.subject.unit, Group) and row.facts.figure.adds_up
    return "amount_total" if is_amount else what


def shares_of(rows: Iterable[Standing]) -> list[Fact]:
    """Look at the shares of rows, where they are known."""
    return [share for row in rows if (share := row.looked_up("share"))]


def named_heads(facts: Facts) -> dict[str, str]:
    """Head the columns of base, figure and what is missing after what the campaign divides by and counts."""
    campaign = facts.history.campaign
    measure = campaign.measures[campaign.main_measure]
    return {
        "base": capitalised(facts.history.bases.described[campaign.main_base].short),
        "counted": capitalised(measure.label)
        if measure.figure.is_share
        else say("column.counted_of", noun=measure.noun),
        "missing": say(turned("column.missing_of", facts.better), noun=measure.noun),
    }


def gap_head(facts: Facts) -> str:
    """Head a column of gaps; it names what the target is a share of where that is not the base of the shares beside."""
    base = facts.target_base
    key = facts.key("column.gap_on" if base else "column.gap")
    return say(key, base=facts.history.bases.described[base].short) if base else say(key)
