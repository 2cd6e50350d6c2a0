"""The figures of the national table: the tile map, the office's own boundaries, the ranked dots, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

import pandas as pd

from dophu import charts, wording
from dophu.charts import tilemap
from dophu.charts.boundaries import Area
from dophu.charts.missing import MissingPeople
from dophu.charts.rows import frame_of
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import above
from dophu.facts.making import enter
from dophu.facts.standing import Standing
from dophu.measure.standings import FEWEST, Standings
from dophu.tell.content import FigureContent, bare, line, sentence
from dophu.tell.figures import gap_heading
from dophu.tell.filters import as_change
from dophu.tell.findings import how_many_reached, place_and_distance, titled
from dophu.tell.said import Said, said
from dophu.tell.sentences.among import lead_sentence
from dophu.tell.shares import axis_label, bar_of, without_interval
from dophu.tell.standing_rows import NOT_COMPLETE, TOO_FEW, dated, highest_of, kind_of, lowest_of, place_of, taken
from dophu.words import around, say
from dophu.world.units import Tile, Unit

CLASSES = 5
MOST_CHANGES = 12
OF_TARGET = (Fraction(2, 5), Fraction(7, 10))  # where classes below the target end
ROUND_STEPS = [Fraction(step) for step in ("20", "10", "5", "2", "1", "0.5", "0.2", "0.1")]  # per cent


def tiles(_facts: Facts, found: Standings) -> FigureContent | str:
    """Show the share of every unit on the schematic map, shaded by classes with round edges."""
    gazetteer, vintage = found.facts.history.gazetteer, found.facts.unit.vintage
    places = {tile.code: tile for tile in gazetteer.tiles if tile.vintage == vintage}
    islands, shaded = _islands(found), _Shaded.of(found)
    if shaded is None:
        return say(NOT_COMPLETE)
    if not len(islands) or any(row.unit.code not in places for row in found.rows):
        return say("tiles.none")
    drawn = frame_of([_tile(row, places[row.unit.code], shaded, found.marked) for row in found.rows])
    return FigureContent(
        key="tiles",
        plot=charts.tiles(drawn, islands, shaded.drawn_edges, _axis(found), **shaded.beside),
        frame=drawn,
        alt=say("tiles.alt", kind=kind_of(found), said=_said(found)),
        caption=titled(
            found.facts,
            how_many_reached(found.facts, found.total),
            line(found.facts.key("tiles.caption"), kind=kind_of(found), dated=dated(found)),
        ),
    )


def boundaries(_facts: Facts, found: Standings) -> FigureContent | str:
    """Show the same within the office's own boundaries, where the project has those of every unit."""
    known = found.facts.history.gazetteer.boundaries
    islands, shaded = _islands(found), _Shaded.of(found)
    keys = {row.unit.code: (row.unit.vintage, row.unit.code) for row in found.rows}
    if shaded is None or not len(islands) or not set(keys.values()) <= known.keys():
        return say("boundaries.none")
    drawn = frame_of(
        [
            Area(row.unit.short_name, known[keys[row.unit.code]], tile.shown, tile.level, tile.own)
            for row in found.rows
            for tile in [_tile(row, Tile("", "", 0, 0), shaded, found.marked)]
        ]
    )
    return FigureContent(
        key="boundaries",
        plot=charts.areas(drawn, islands, shaded.drawn_edges, _axis(found), **shaded.beside),
        frame=drawn,
        alt=say("boundaries.alt", kind=kind_of(found), said=_said(found)),
        caption=line("boundaries.caption", kind=kind_of(found), dated=dated(found)),
    )


def _islands(found: Standings) -> pd.DataFrame:
    """Take the islands that every map of the country shows by name."""
    gazetteer, vintage = found.facts.history.gazetteer, found.facts.unit.vintage
    return frame_of(
        [
            tilemap.Island(f"{each.name} ({gazetteer.get(vintage, each.code).name})", each.column, each.row)
            for each in gazetteer.islands
            if each.vintage == vintage
        ]
    )


@dataclass(frozen=True)
class _Shaded:
    """The classes of a map: their edges, whether the lowest are the best, and the target among them."""

    edges: list[Fraction]
    turns: bool
    beside: dict[str, Any]

    @classmethod
    def of(cls, found: Standings) -> _Shaded | None:
        """Choose the classes; None where too few shares are known."""
        amounts = [share.amount for row in found.ranked if (share := _closed(row, "share"))]
        if not found.complete or 2 * len(amounts) < len(found.rows):
            return None
        turns = found.facts.better == "less"  # the best are the darkest, whichever way is better
        aim = _aim(found)
        edges = class_edges(amounts) if turns or aim is None else edges_around(aim.amount, amounts)
        target = {"target": float(aim.amount), "target_label": sentence("target.line", target=aim)} if aim else {}
        return cls(edges, turns, {"percent": found.facts.figure.is_share, **target})

    @property
    def drawn_edges(self) -> list[Fraction]:
        """The edges in the order of the shades."""
        return self.edges[::-1] if self.turns else self.edges

    def level(self, share: Fact | None) -> int | None:
        """Find the shade of a share; None where it is not known."""
        if share is None:
            return None
        place = class_of(share.amount, self.edges)
        return len(self.edges) - 2 - place if self.turns else place


def _tile(row: Standing, place: Tile, shaded: _Shaded, marked: Unit | None) -> tilemap.Tile:
    closed = _closed(row, "share")
    if closed:
        taken(row, "share")
    return tilemap.Tile(
        row.unit.short_name,
        place.column,
        place.row,
        value=float(closed.amount) if closed else None,
        shown=_short(closed) if closed else "",
        level=shaded.level(closed),
        own=row.unit == marked,
    )


def _short(share: Fact) -> str:
    """Write a share as a tile has room for: "~12%" of what is about so much, a value without its unit."""
    if share.scale or share.interval.point is not None:
        text = without_interval(share)
        return text.removesuffix(share.scale.after) if share.scale else text
    before, after = around("number.about")
    is_about = share.shown.startswith(before) and share.shown.endswith(after)
    text = share.shown.removeprefix(before).removesuffix(after)
    return say("tiles.about", value=text) if is_about else share.shown


def edges_around(target: Fraction, shares: Sequence[Fraction]) -> list[Fraction]:
    """Choose the edges of classes by what they are of the target: up to 40, 70 and 100 per cent of it, and above.

    >>> [int(edge) for edge in edges_around(Fraction(50), [Fraction(11), Fraction(54)])]
    [0, 20, 35, 50, 60]
    """
    parts = (Fraction(0), *OF_TARGET, Fraction(1))
    step = next(step for step in ROUND_STEPS if step < target / len(parts))
    inner = [wording.half_up(part * target / step) * step if part < 1 else target for part in parts]
    top = max(*shares, target)
    return [*inner, (floor(top / step) + 1) * step]


def _leads(found: Standings) -> Said | None:
    """Say who leads, where one does, and who is last."""
    highest, lowest = (
        [row for row in few if place_of(row) == place_of(few[0])] for few in (highest_of(found), lowest_of(found))
    )
    return lead_sentence(highest, lowest, every=found.complete)


def _aim(found: Standings) -> Fact | None:
    """Take the target where it is a share of the same base as the shares beside it."""
    ranked = (row for row in found.ranked if row.facts.target_of(row.subject))
    return found.facts.fact("target") if not found.facts.target_base and any(ranked) else None


def class_edges(shares: Iterable[Fraction]) -> list[Fraction]:
    """Choose the edges of five classes that hold about as many units each, rounded as far as keeps them apart.

    Where shares lie too close together for that, the classes are of equal width.

    >>> [int(edge) for edge in class_edges([Fraction(share) for share in (11, 12, 14, 16, 17, 19, 24, 28, 33, 54)])]
    [10, 14, 18, 24, 34, 56]
    """
    known = sorted(shares)
    inner = [known[place * len(known) // CLASSES] for place in range(1, CLASSES)]
    for step in ROUND_STEPS:
        low, high = floor(known[0] / step) * step, (floor(known[-1] / step) + 1) * step
        edges = [low, *(wording.half_up(share / step) * step for share in inner), high]
        if all(edge < after for edge, after in pairwise(edges)):
            return edges
    width = (known[-1] - known[0]) / CLASSES or ROUND_STEPS[-1]
    step = next((step for step in reversed(ROUND_STEPS) if step > width), Fraction(ceil(width)))
    return [(floor(known[0] / step) + place) * step for place in range(CLASSES + 1)]


def class_of(share: Fraction, edges: list[Fraction]) -> int:
    """Find the class of a share, 0 for the lowest; a share on an edge belongs above it."""
    return sum(share >= edge for edge in edges[1:-1])


def _axis(found: Standings) -> str:
    return axis_label(found.facts, short=True)


def _said(found: Standings) -> str:
    """Say in words what both figures show."""
    ends = {"ends.highest": highest_of(found), "ends.lowest": lowest_of(found)}
    said = [say(key, named=", ".join(map(_named, rows))) for key, rows in ends.items() if rows]
    told = [row.subject for rows in ends.values() for row in rows]
    said += [_named(row) for row in found.ranked if row.unit == found.marked and row.subject not in told]
    missing, ranked = taken(found.total, "absent"), taken(found.total, "in_ranking")
    said += [sentence("ends.absent", many=missing)] if missing and missing.sign == "+" else []
    known = sentence(found.facts.key("ends.known"), many=ranked) if ranked else ""
    sentences = [known, wording.capitalised("; ".join(said))]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _named(row: Standing) -> str:
    share = taken(row, "share")
    return f"{row.unit.short_name} {share.shown}" if share else row.unit.short_name


def dots(_facts: Facts, found: Standings) -> FigureContent | str:
    """Show every unit whose share or a bound of it is known, the edition's marked, with the line of the target."""
    known = [(row, share) for row in found.ranked if (share := taken(row, "share"))]
    if len(known) < FEWEST:
        return say(TOO_FEW)
    drawn = frame_of([bar_of(row, share, found.marked) for row, share in known])
    aim = _aim(found)
    label = sentence("target.line", target=aim) if aim else ""
    return FigureContent(
        key="ranked",
        plot=charts.standing(
            drawn,
            float(aim.amount) if aim else None,
            label,
            _axis(found),
            percent=found.facts.figure.is_share,
            less=found.facts.better == "less",
            gap_label=gap_heading(found.facts),
        ),
        frame=drawn,
        alt=say(found.facts.key("ranked.alt"), said=_said(found))
        + (sentence("target.sentence", target=aim) if aim else ""),
        caption=titled(
            found.facts,
            place_and_distance(found.facts) or _leads(found) or how_many_reached(found.facts, found.total),
            line(found.facts.key("ranked.caption"), kind=kind_of(found), dated=dated(found)),
        ),
    )


def changes(_facts: Facts, found: Standings) -> FigureContent | str:
    """Show by how much the units that rose most have changed since the period before, and the edition's own."""
    known = [(row, change) for row in found.ranked if (change := row.looked_up("change"))]
    moved = [(row, change) for row, change in known if change.interval.closed]
    if found.since is None or len(moved) < FEWEST:
        return say("changes.too_few")
    moved.sort(key=lambda each: -each[1].amount)
    shown = [each for place, each in enumerate(moved) if place < MOST_CHANGES or each[0].unit == found.marked]
    drawn = frame_of([_changed(row, change, found) for row, change in shown])
    most = _rose_most(known)
    return FigureContent(
        key="changes",
        plot=charts.changes(drawn, say(found.facts.key("changes.axis")), say(found.facts.key("column.share"))),
        frame=drawn,
        alt=say("changes.alt", many=len(shown)) + (_alone(found, *most) if most else ""),
        caption=titled(
            found.facts,
            said("finding.most", unit=most[0].unit.full_name, change=as_change(most[1])) if most else None,
            line(_caption(len(shown), len(moved), len(known)), since=found.since),
        ),
    )


def _caption(shown: int, moved: int, known: int) -> str:
    """Choose what the bars are: all changes, those of whom most surely rose, or of whom that can be told."""
    if shown == moved:
        return "changes.caption"
    return "changes.caption_most" if moved == known else "changes.caption_known"


def _rose_most(known: Sequence[tuple[Standing, Fact]]) -> tuple[Standing, Fact] | None:
    """Find who of those drawn alone surely rose most, whatever the others' open figures stand for."""
    first, *others = sorted(known, key=lambda each: -each[1].amount)
    rose = first[1].interval.closed and first[1].sign == "+"
    surely = rose and all(above(first[1].interval, other.interval) for _, other in others)
    return first if surely else None


def _alone(found: Standings, row: Standing, change: Fact) -> str:
    return sentence("changes.alt_most", unit=row.unit.full_name, change=enter(found.facts, change))


def _closed(row: Standing, what: str) -> Fact | None:
    fact = row.looked_up(what)
    return fact if fact and fact.interval.closed else None


def _changed(row: Standing, change: Fact, found: Standings) -> MissingPeople:
    share = row.looked_up("share")
    value, shown = float(change.amount), "".join(run.text for run in bare(change))
    return MissingPeople(row.unit.short_name, value, shown, share.shown if share else "", row.unit == found.marked)
