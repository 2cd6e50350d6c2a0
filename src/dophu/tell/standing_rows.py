"""What names, tables and figures of the national table take from its rows: facts, ends of the list, dates."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dophu.facts.dating import dating
from dophu.facts.fact import Fact
from dophu.facts.interval import Interval, Truth, above, below
from dophu.facts.standing import Standing
from dophu.measure.standings import Standings
from dophu.tell.blocks import Runs
from dophu.tell.content import line
from dophu.tell.publishers import publisher

FEW = 3  # named at either end of the list, and among those that rose or fell
MOST_NAMED = 8
TOO_FEW, NOT_COMPLETE = "national.too_few", "national.not_complete"  # why there is no table or figure


def publisher_of(found: Standings) -> str:
    """Name who published the list."""
    return publisher(found.facts.history.sources, found.source)


def kind_of(found: Standings) -> str:
    """Name what the listed units are: provinces and cities, communes, …."""
    return found.facts.nation.part_kind


def taken(row: Standing, what: str) -> Fact | None:
    """Take a fact of a row where it is known."""
    return row.facts.fact(what, row.subject)


def has_before(row: Standing) -> bool:
    """Say whether a unit had a figure in the period before."""
    return row.looked_up("change") is not None or row.looked_up("gained") is not None


def highest_of(found: Standings) -> list[Standing]:
    """Choose who surely has the highest shares: they hold the first places, where less is better the last."""
    return _last_places(found) if found.facts.better == "less" else _first_places(found)


def lowest_of(found: Standings) -> list[Standing]:
    """Choose who surely has the lowest shares."""
    return _first_places(found) if found.facts.better == "less" else _last_places(found)


def _first_places(found: Standings) -> list[Standing]:
    """Choose who holds the first places; nobody where rounded shares leave the first of them open."""
    few = sorted((row for row in found.ranked if surely_at_most(row, FEW)), key=place_of)
    named = few if few and place_of(few[0]) == 1 and len(few) <= MOST_NAMED else []
    return _printed_apart(_sure_beside(named, found, below if found.facts.better == "less" else above), found.ranked)


def _last_places(found: Standings) -> list[Standing]:
    """Choose who holds the last places of a longer list, the last one first."""
    last = len(found.ranked) - FEW
    few = [row for row in reversed(found.ranked) if _is_placed(row) and not surely_at_most(row, last)]
    named = few if few[:1] == found.ranked[-1:] and len(found.ranked) >= 2 * FEW else []
    return _printed_apart(_sure_beside(named, found, above if found.facts.better == "less" else below), found.ranked)


def _sure_beside(few: list[Standing], found: Standings, apart: Callable[[Interval, Interval], Truth]) -> list[Standing]:
    """Name nobody beside whom a unit without a place, known by the sum of its parts, may stand."""
    unranked = [row.looked_up("share") for row in found.known if not row.looked_up("rank")]
    others = [share.interval for share in unranked if share]
    shares = [share.interval for row in few if (share := row.looked_up("share"))]
    return few if all(apart(share, other) for share in shares for other in others) else []


def _printed_apart(few: list[Standing], ranked: list[Standing]) -> list[Standing]:
    """Name nobody whose share prints like that of somebody who is not named."""
    others = {shown_of(row, "share") for row in ranked if row not in few}
    return [row for row in few if shown_of(row, "share") not in others]


def _is_placed(row: Standing) -> bool:
    rank = row.looked_up("rank")
    return rank is not None and rank.is_exact


def surely_at_most(row: Standing, place: int) -> bool:
    """Say whether a unit surely holds this place or a better one."""
    rank = row.looked_up("rank")
    return rank is not None and rank.is_exact and rank.amount <= place


def place_of(row: Standing) -> Fraction:
    """Take the place of a unit for sorting; 0 where it has none."""
    rank = row.looked_up("rank")
    return rank.amount if rank else Fraction(0)


def dated(found: Standings) -> Runs:
    """Say up to when the figures are, and whose."""
    concept = dating(found.facts, found.total.subject)
    last, first = found.facts.fact(concept, found.total.subject), found.earliest
    if first and last and first.concept == concept:
        return line("national.dated_from", first=first, last=last, source=publisher_of(found))
    return line("national.dated", last=last or "", source=publisher_of(found))


def shown_of(row: Standing, what: str) -> str:
    """Take what is printed of a fact; nothing where it is not known."""
    fact = row.looked_up(what)
    return fact.shown if fact else ""
