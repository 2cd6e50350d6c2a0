"""Counts carried into a later set of units: whole units were merged, so their counts add up to the new unit's.

Never the other way, since nothing says how a new unit's count would split; and never by code, since seven codes
changed province on 01/7/2025.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dophu.words import say
from dophu.world.units import Gazetteer, Unit

if TYPE_CHECKING:
    import pandas as pd

LIST = ["period", "source", "measure"]


def carried_counts(counts: pd.DataFrame, gazetteer: Gazetteer, vintage: str) -> pd.DataFrame:
    """Add to counts those of earlier vintages as the units of a later one would have had them.

    A new unit gets a row where one list counts all its parts at one moment, none only as "more than"; the step of
    a sum of rounded counts is the sum of their steps. Rows of the earlier vintages stay.
    """
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    merged = _merged(counts, gazetteer, vintage)
    rows = [row for unit in merged for row in _sums(counts, gazetteer.parts(unit), unit)]
    return pd.concat([counts, pd.DataFrame(rows).astype(counts.dtypes)], ignore_index=True) if rows else counts


def carried_shares(published: pd.DataFrame, gazetteer: Gazetteer, vintage: str) -> pd.DataFrame:
    """Add to published shares those of units that a later vintage left as they were; ranks were among others."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    same = {
        (parts[0].vintage, parts[0].code): unit.code
        for unit in _merged(published, gazetteer, vintage)
        if len(parts := gazetteer.parts(unit)) == 1
    }
    if not same:
        return published
    rows = published[published["figure"] != "rank"].copy()
    keys = zip(rows["vintage"], rows["unit"], strict=True)
    rows["unit"], rows["vintage"] = [same.get(key) for key in keys], vintage
    rows = rows.dropna(subset="unit")
    return pd.concat([published, rows], ignore_index=True) if len(rows) else published


def _merged(rows: pd.DataFrame, gazetteer: Gazetteer, vintage: str) -> list[Unit]:
    """List the units of a vintage that some units of earlier ones, of which there are rows, became parts of."""
    keys = dict.fromkeys(zip(rows["vintage"].tolist(), rows["unit"].tolist(), strict=True))
    return [unit for unit in gazetteer.merged_from(key for key in keys if key[0] != vintage) if unit.vintage == vintage]


def _sums(counts: pd.DataFrame, parts: list[Unit], unit: Unit) -> Iterator[dict[str, Any]]:
    codes = {part.code for part in parts}
    vintages = {part.vintage for part in parts}
    mine = counts[counts["vintage"].isin(vintages) & counts["unit"].isin(codes) & counts["count"].notna()]
    for _, rows in mine.groupby(LIST, sort=True):
        at_once = len({str(moment) for moment in rows["as_of"]}) == 1
        is_known = len(parts) == 1 or not any([*rows["qualifier"], *rows["low"]])  # margins do not add up
        if len(rows) == len(parts) and at_once and is_known and not any(rows["qualifier"]):
            yield rows.iloc[0].to_dict() | {
                "vintage": unit.vintage,
                "unit": unit.code,
                "count": rows["count"].sum(),
                "step": _step_of_sum(rows["step"].fillna(1)),
                "note": " ".join([*_origin(parts), *filter(None, dict.fromkeys(rows["note"]))]),
            }


def _step_of_sum(steps: pd.Series) -> int:
    return int(steps[steps > 1].sum()) or 1


def _origin(parts: list[Unit]) -> list[str]:
    return [say("source.added_up", units=", ".join(part.name for part in parts))] if len(parts) > 1 else []
