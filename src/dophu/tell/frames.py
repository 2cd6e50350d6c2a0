"""The data of an edition as pandas frames, for looking and computing; nothing of them prints by itself.

| frame    | a row for each                                     |
|----------|----------------------------------------------------|
| units    | unit of the edition's list, the parts of a nation  |
| parts    | unit directly below the edition's own              |
| course   | reporting period of the edition's own unit so far  |
| facts    | fact that the edition has told so far              |

Of `units`, `parts` and `course` the columns are: name, counted, base, share, rank, gap, missing, before (the count of
the period before), gained (in people), change (in points), as_of, source, note. Numbers are floats, NaN where a figure
is not known, the middle of a figure known between two ends; the exact facts stay behind them, and print as such where
a frame is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import pandas as pd

from dophu.errors import UsageError, did_you_mean
from dophu.facts.arithmetic import LOOK
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import Interval
from dophu.facts.subject import Subject
from dophu.wording import Moment, day_month_year

NUMBERS = {  # columns, and the facts in them
    "counted": "counted",
    "base": "base",
    "share": "share",
    "quota": "quota",
    "quota_share": "quota_share",
    "rank": "rank",
    "gap": "gap",
    "missing": "missing",
    "before": "counted|before",
    "gained": "gained",
    "change": "change",
}
Behind = dict[str, dict[str, Fact | str]]  # by index and column: the fact, or the name, of a frame's cell


class Look(pd.DataFrame):  # type: ignore[misc] # pandas is untyped
    """A frame that is looked at in JupyterLab and does not print; what is made of it is a plain frame."""

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {LOOK: "frame"}


def frame(facts: Facts, name: str, behind: Behind) -> pd.DataFrame:
    """Make a frame; `behind` takes its facts, by index and column. An unknown name is a UsageError."""
    if name not in FRAMES:
        raise UsageError("report.frame", f"no frame '{name}'", did_you_mean(name, FRAMES))
    return FRAMES[name](facts, behind)


def _units(facts: Facts, behind: Behind) -> pd.DataFrame:
    peers = facts.history.gazetteer.peers(facts.unit)
    units = peers if len(peers) > 1 else facts.history.gazetteer.children(facts.unit)
    return _listed(facts, ((unit.code, unit.name, facts.subject(unit)) for unit in units), "code", behind)


def _parts(facts: Facts, behind: Behind) -> pd.DataFrame:
    units = facts.history.gazetteer.children(facts.unit)
    return _listed(facts, ((unit.code, unit.name, facts.subject(unit)) for unit in units), "code", behind)


def _course(facts: Facts, behind: Behind) -> pd.DataFrame:
    periods = (period for period in facts.history.periods if period <= facts.own.period)
    own = ((period, facts.unit.name, Subject(facts.unit, period, facts.own.measure)) for period in periods)
    return _listed(facts, (row for row in own if facts.reported(row[2])), "period", behind)


def _listed(facts: Facts, subjects: Iterable[tuple[str, str, Subject]], index: str, behind: Behind) -> pd.DataFrame:
    rows = {}
    for key, name, subject in subjects:
        known = {column: facts.get(concept, subject) for column, concept in NUMBERS.items()}
        found = {column: fact for column, fact in known.items() if isinstance(fact, Fact)}
        reported = facts.reported(subject)
        day = {"as_of": day_month_year(reported.as_of.day)} if reported else {}
        behind.setdefault(key, {}).update(found | {"name": name} | day)
        rows[key] = {
            "name": name,
            **{column: float(found[column].amount) if column in found else float("nan") for column in NUMBERS},
            "as_of": _time(reported.as_of) if reported else pd.NaT,
            "source": reported.source if reported else "",
            "note": reported.note if reported else "",
        }
    columns = ["name", *NUMBERS, "as_of", "source", "note"]
    made = Look(pd.DataFrame.from_dict(rows, orient="index", columns=columns))
    made.index.name = index
    return made


def _time(moment: Moment) -> datetime:
    return datetime.fromisoformat(str(moment))


def _told(facts: Facts, behind: Behind) -> pd.DataFrame:
    return Look(list(_rows(facts)), columns=["key", "label", "unit", "value", "shown", "status", "sources"])


def _rows(facts: Facts) -> Iterator[tuple[Any, ...]]:
    for fact in facts.ledger():
        value = float(fact.amount) if isinstance(fact.value, Interval) else float("nan")
        yield fact.key, fact.label, fact.unit, value, fact.shown, fact.status, ", ".join(fact.sources)


FRAMES: dict[str, Callable[[Facts, Behind], pd.DataFrame]] = {
    "units": _units,
    "parts": _parts,
    "course": _course,
    "facts": _told,
}
