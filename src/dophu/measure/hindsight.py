"""What was known of a course at each of its periods: counts as they stood then, before they were revised."""

from __future__ import annotations

from collections.abc import Sequence

from dophu.facts.reported import Reported
from dophu.measure.revisions import Revisions
from dophu.measure.scenarios import Points
from dophu.world.periods import last_day


def points_of(segment: Sequence[Reported]) -> Points:
    """Write exact figures as days since the first of them and shares in per cent."""
    return [_point(segment[0], known, _share(known)) for known in segment]


def known_at_each(segment: Sequence[Reported], revisions: Revisions) -> list[Points]:
    """List the points that were known at each period of a segment, its own the last; the last of all are today's.

    A count that was not published yet, or was rounded then, leaves its period out.
    """
    found = list[Points]()
    for at, now in enumerate(segment[:-1]):
        day = last_day(now.period)
        shares = [(known, revisions.share_on(known, day)) for known in segment[: at + 1]]
        points = [_point(segment[0], known, share) for known, share in shares if share is not None]
        found.append(points if shares[-1][1] is not None else [])
    return [*found, points_of(segment)]


def _point(first: Reported, now: Reported, share: float) -> tuple[float, float]:
    return float(now.as_of.hours_since(first.as_of)) / 24, share


def _share(known: Reported) -> float:
    if known.share is None:
        raise ValueError(f"{known.unit.full_name}, {known.period}: no exact share")
    return float(known.share.middle)
