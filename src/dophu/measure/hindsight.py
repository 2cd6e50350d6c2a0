"""What was known of a course at each of its periods: counts as they stood then, before they were revised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dophu.measure.revisions import Revision
from dophu.measure.scenarios import Points
from dophu.measure.snapshot import Known


def points_of(segment: Sequence[Known]) -> Points:
    """Write exact figures as days since the first of them and shares in per cent."""
    return [_point(segment[0], known, _share(known)) for known in segment]


def known_at_each(segment: Sequence[Known], changed: Sequence[Revision]) -> list[Points]:
    """List the points that were known at each period of a segment, its own the last; the last of all are today's.

    A count that was not published yet, or was rounded then, leaves its period out.
    """
    found = list[Points]()
    for at, now in enumerate(segment[:-1]):
        day = date.fromisoformat(now.period)
        shares = [(known, _share_on(known, changed, day)) for known in segment[: at + 1]]
        points = [_point(segment[0], known, share) for known, share in shares if share is not None]
        found.append(points if shares[-1][1] is not None else [])
    return [*found, points_of(segment)]


def _point(first: Known, now: Known, share: float) -> tuple[float, float]:
    return float(now.as_of.hours_since(first.as_of)) / 24, share


def _share(known: Known) -> float:
    if known.share is None or known.share.low is None:
        raise ValueError(f"{known.unit.full_name}, {known.period}: no exact share")
    return float(known.share.low)


def _share_on(known: Known, changed: Sequence[Revision], day: date) -> float | None:
    """Take a share as it was known on a day: the first revision after it tells the count that stood before."""
    later = [r for r in changed if _is_of(r, known) and r.revised.day > day]
    if not later:
        return _share(known)
    former = later[0].former
    if former is None or known.base is None or not former.people.exact:
        return None
    return 100 * former.count / known.base.value


def _is_of(revision: Revision, known: Known) -> bool:
    return (revision.unit, revision.period, revision.source) == (known.unit, known.period, known.source)
