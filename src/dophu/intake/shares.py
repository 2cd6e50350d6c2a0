"""Percentages and ranks of a table, computed again from its counts; they are checked and never imported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from dophu.intake.checked import Amount, Checked, Range
from dophu.intake.findings import CellFinding
from dophu.intake.headers import Heading
from dophu.intake.layout import SheetRow
from dophu.wording import decimal, half_up, percent
from dophu.words import say

IN_THE_FILE = "column "  # before the letter of a base that a column of the file gives
COLUMN_AT_LEAST = 3  # rows that must agree before a whole column counts as computed on another pair
AGREE_AT_LEAST = Fraction(6, 10)  # of the rows, and more than any other pair by LEAD or by two rows
LEAD = Fraction(3, 10)
SAMPLED = 400  # rows by which the pair of a column is chosen
HUNDRED = 100


class Pair(NamedTuple):
    """What a percentage is computed from: the column of a count, and a base by its key or its column of the file."""

    counted: str
    base: str


@dataclass(frozen=True)
class Share:
    """A printed percentage beside the counts and bases it may follow from.

    parts   count and base of every pair that the row has both of, the expected pair first
    """

    row: SheetRow
    heading: Heading
    printed: Range
    places: int
    parts: dict[Pair, tuple[Range, Range]]

    def agrees(self, pair: Pair) -> bool:
        """Say whether the percentage follows from a pair, within what was rounded."""
        return pair in self.parts and self.printed.meets(_ratio(*self.parts[pair]))


def check_shares(checked: Checked) -> Iterator[CellFinding]:
    """Compute every percentage again from the pair of count and base that explains its column."""
    for heading in checked.table.meaning("share"):
        rows = [row for row in checked.table.rows if row.role in ("data", "subtotal", "total")]
        shares = [share for row in rows[:SAMPLED] if (share := _share(checked, heading, row))]
        if not shares:
            continue
        expected = next(iter(shares[0].parts))
        pair = _explaining(shares, expected)
        if pair is None:
            yield _unexplained(checked, shares, expected)
            continue
        if pair != expected:
            agreed = sum(share.agrees(pair) for share in shares)
            details = _described(checked, pair) | {"agreed": str(agreed), "rows": str(len(shares))}
            first = shares[0].row.number
            yield checked.finding("note", first, heading.column, "share_base", letter=heading.letter, **details)
        shares += [share for row in rows[SAMPLED:] if (share := _share(checked, heading, row, pair))]
        for share in shares:
            if not share.agrees(pair):
                yield _differing(checked, share, pair)


def _measure(checked: Checked, heading: Heading) -> Heading | None:
    """Find the column that a share or rank is computed from; None where the table leaves it open."""
    if heading.measure:
        return next((column for column in checked.counts if column.meaning == heading.measure), None)
    return checked.counts[0] if len(checked.counts) == 1 else None


def _share(checked: Checked, heading: Heading, row: SheetRow, pair: Pair | None = None) -> Share | None:
    """Gather what a row's percentage may follow from: every pair, or one."""
    expected, printed = _measure(checked, heading), checked.number(row.number, heading.column)
    if expected is None or printed is None or printed.value is None:
        return None
    others = [one for one in checked.counts if one is not expected]
    parts = {
        Pair(counts.letter, base): (Range.of(count), amount)
        for counts in (expected, *others)
        if (count := checked.number(row.number, counts.column)) and (pair is None or pair.counted == counts.letter)
        for base, amount in _bases(checked, row, counts.meaning).items()
    }
    half = Fraction(1, 2 * 10**printed.places)
    shown = Range(printed.value - half, printed.value + half)
    return Share(row, heading, shown, printed.places, parts) if parts else None


def _bases(checked: Checked, row: SheetRow, measure: str) -> dict[str, Range]:
    """List what a row's count may be divided by, the expected base first."""
    campaign = checked.known.campaign
    expected = campaign.base_of(measure)
    found = {}
    for column in checked.table.meaning("base"):
        if (number := checked.number(row.number, column.column)) and number.value:
            found[IN_THE_FILE + column.letter] = Range.of(number)
    for base in (expected, *(key for key in checked.known.bases.described if key != expected)):
        if (value := _reference(checked, row, base)) is not None:
            found[base] = value
    return found


def _reference(checked: Checked, row: SheetRow, base: str) -> Range | None:
    """Find a base of the reference for a row's unit, or add it up over the rows that a total covers."""
    units = [row.unit] if row.unit else [checked.rows[number].unit for number in row.covers]
    values = [checked.known.bases.of(base, unit.vintage, unit.code) for unit in units if unit]
    known = [value for value in values if value]
    if not known or len(known) < len(units):
        return None
    low = sum(value.value if value.low is None else value.low for value in known)
    high = sum(value.value if value.high is None else value.high for value in known)
    return Range(low, high)


def _ratio(count: Range, base: Range) -> Range:
    high = None if count.high is None or not base.low else Fraction(count.high * HUNDRED) / base.low
    return Range(Fraction(count.low * HUNDRED) / base.high if base.high else 0, high)


def _explaining(shares: Sequence[Share], expected: Pair) -> Pair | None:
    """Choose the pair from which a column is computed: the expected, unless another explains it and clearly so.

    None where nothing explains a column of many rows; in a short one each row is held to the expected pair.
    """
    pairs = dict.fromkeys(pair for share in shares for pair in share.parts)
    agreed: dict[Pair, int] = {pair: sum(share.agrees(pair) for share in shares) for pair in pairs}
    best = max(agreed, key=lambda pair: agreed[pair])
    lead = agreed[best] - agreed[expected]
    many = agreed[best] >= COLUMN_AT_LEAST and agreed[best] >= AGREE_AT_LEAST * len(shares)
    if many and lead > 0 and _leads(agreed, best, len(shares)):
        return best
    long = len(shares) > COLUMN_AT_LEAST or (len(shares) == COLUMN_AT_LEAST and not agreed[best])
    return None if long and 2 * agreed[expected] < len(shares) and not many else expected


def _leads(agreed: dict[Pair, int], best: Pair, rows: int) -> bool:
    """Say whether a pair explains clearly more rows than any pair of other numbers."""
    others = [count for pair, count in agreed.items() if pair != best]
    return agreed[best] == rows or agreed[best] - max(others, default=0) >= min(Fraction(2), LEAD * rows)


def _unexplained(checked: Checked, shares: Sequence[Share], expected: Pair) -> CellFinding:
    """Say once of a column that no count and no base explain it."""
    first, heading = shares[0].row.number, shares[0].heading
    agreed = sum(share.agrees(expected) for share in shares)
    details = _described(checked, expected) | {"agreed": str(agreed), "rows": str(len(shares))}
    return checked.finding("warning", first, heading.column, "share_unexplained", letter=heading.letter, **details)


def _differing(checked: Checked, share: Share, expected: Pair) -> CellFinding:
    count, base = share.parts.get(expected) or next(iter(share.parts.values()))
    details = _described(checked, expected) | {
        "printed": checked.text(share.row.number, share.heading.column),
        "computed": percent(_middle(_ratio(count, base)), max(share.places, 2)),
        "amount": base.shown,
    }
    other = next((pair for pair in share.parts if pair != expected and share.agrees(pair)), None)
    if other is not None:
        named = {f"other_{key}": text for key, text in _described(checked, other).items()}
        details |= named | {"other_amount": share.parts[other][1].shown}
    elif (printed := _middle(share.printed)) > 0:
        details["implied"] = decimal(half_up(Fraction(count.low * HUNDRED) / printed))
    else:
        details["implied"] = "-"
    kind = "share_explained" if other is not None else "share_differs"
    return checked.finding("warning", share.row.number, share.heading.column, kind, **details)


def _middle(of: Range) -> Fraction:
    return Fraction(of.low if of.high is None else of.low + of.high) / (1 if of.high is None else 2)


def _described(checked: Checked, pair: Pair) -> dict[str, str]:
    """Name a base, and the count over it where the table has several."""
    count = f"column {pair.counted} over " if len(checked.counts) > 1 else ""
    count_vi = say("finding.column_over", letter=pair.counted) if len(checked.counts) > 1 else ""
    if pair.base.startswith(IN_THE_FILE):
        letter = pair.base.removeprefix(IN_THE_FILE)
        return {
            "base": f"{count}column {letter} of the file",
            "base_vi": count_vi + say("finding.column_of_file", letter=letter),
        }
    label = checked.known.bases.described[pair.base].label
    return {"base": f"{count}{pair.base} ({label})", "base_vi": f"{count_vi}{label}"}


# Ranks


def check_ranks(checked: Checked) -> Iterator[CellFinding]:
    """Rank the rows again, ties sharing a place; ranks may follow the counts, the shares or the printed shares."""
    for heading in checked.table.meaning("rank"):
        printed = {
            row.number: number.value
            for row in checked.table.data
            if (number := checked.number(row.number, heading.column)) and number.value is not None
        }
        orders = {name: order(checked, heading) for name, order in ORDERS.items()}
        places = {name: _places(checked, amounts) for name, amounts in orders.items() if len(amounts) > 1}
        if not printed or not places:
            continue
        right = {
            name: {row for row in printed if _fits(printed[row], found.get(row))} for name, found in places.items()
        }
        best = max(right, key=lambda name: len(right[name]))
        for row in sorted(places[best].keys() & printed.keys() - right[best]):
            low, high = places[best][row]
            place = str(low) if high == low else f"{low}-{high}"
            details = {"place": place, "order": WORDS[best], "order_vi": say(f"finding.order_{best}")}
            yield checked.finding("warning", row, heading.column, "rank_differs", **details)


def _fits(place: Amount, possible: tuple[int, int] | None) -> bool:
    return possible is not None and possible[0] <= place <= possible[1]


def _places(checked: Checked, amounts: dict[int, Range]) -> dict[int, tuple[int, int]]:
    """Give each row the places it may have: ties share one, and units that the table lacks may stand before any."""
    lows = sorted(amount.low for amount in amounts.values())
    highs = sorted(amount.low if amount.high is None else amount.high for amount in amounts.values())
    absent = _absent(checked, len(amounts))
    places = {}
    for row, amount in amounts.items():
        high = amount.low if amount.high is None else amount.high
        surely = len(lows) - bisect_right(lows, high)
        perhaps = len(highs) - bisect_right(highs, amount.low) - (high > amount.low)
        places[row] = (surely + 1, perhaps + 1 + absent)
    return places


def _absent(checked: Checked, ranked: int) -> int:
    units = [row.unit for row in checked.table.data if row.unit]
    return max(len(checked.known.gazetteer.peers(units[0])) - ranked, 0) if units else 0


def _by_count(checked: Checked, heading: Heading) -> dict[int, Range]:
    column = _measure(checked, heading)
    return _ranges(checked, column) if column else {}


def _by_printed(checked: Checked, heading: Heading) -> dict[int, Range]:
    shares = [one for one in checked.table.meaning("share") if heading.measure in ("", one.measure)]
    return _ranges(checked, shares[0]) if len(shares) == 1 else {}


def _by_share(checked: Checked, heading: Heading) -> dict[int, Range]:
    column = _measure(checked, heading)
    found = {}
    for number, count in (_ranges(checked, column) if column else {}).items():
        bases = _bases(checked, checked.rows[number], column.meaning if column else "")
        if bases:
            found[number] = _ratio(count, next(iter(bases.values())))
    return found


def _ranges(checked: Checked, column: Heading) -> dict[int, Range]:
    rows = (row.number for row in checked.table.data if checked.number(row.number, column.column))
    return {row: checked.range(row, column.column) for row in rows}


ORDERS: dict[str, Callable[[Checked, Heading], dict[int, Range]]] = {
    "share": _by_share,
    "printed": _by_printed,
    "count": _by_count,
}
WORDS = {
    "share": "the shares computed again",
    "printed": "the printed shares",
    "count": "the counts",
}
