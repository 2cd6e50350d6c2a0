"""Percentages and ranks of a table, computed again from its counts; they are checked and never imported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from dophu.intake.checked import Amount, Checked, Range
from dophu.intake.findings import CellFinding
from dophu.intake.headers import Heading
from dophu.intake.layout import Row
from dophu.wording import decimal, half_up, percent

IN_THE_FILE = ""  # the base that a column of the file gives
COLUMN_AT_LEAST = 3  # rows that must agree before a whole column counts as computed on another base
HUNDRED = 100


@dataclass(frozen=True)
class Share:
    """A printed percentage beside the count it should follow from.

    bases   what the count may be divided by, the expected one first; the key IN_THE_FILE is a column of the file
    """

    row: Row
    heading: Heading
    printed: Range
    places: int
    count: Range
    bases: dict[str, Range]

    def agrees(self, base: str) -> bool:
        """Say whether the percentage follows from the count and a base, within what was rounded."""
        return base in self.bases and self.printed.meets(_ratio(self.count, self.bases[base]))


def check_shares(checked: Checked) -> Iterator[CellFinding]:
    """Compute every percentage again on the base of the file or of the campaign."""
    for heading in checked.table.meaning("share"):
        shares = [share for row in checked.table.rows if (share := _share(checked, heading, row))]
        if not shares:
            continue
        expected = _base_of_column(checked, heading, shares)
        if expected != next(iter(shares[0].bases)):
            agreed = sum(share.agrees(expected) for share in shares)
            details = _described(checked, expected) | {"agreed": str(agreed), "rows": str(len(shares))}
            first = shares[0].row.number
            yield checked.finding("note", first, heading.column, "share_base", letter=heading.letter, **details)
        for share in shares:
            if not share.agrees(expected):
                yield _differing(checked, share, expected)


def _measure(checked: Checked, heading: Heading) -> Heading | None:
    """Find the column that a share or rank is computed from; None where the table leaves it open."""
    if heading.measure:
        return next((column for column in checked.counts if column.meaning == heading.measure), None)
    return checked.counts[0] if len(checked.counts) == 1 else None


def _share(checked: Checked, heading: Heading, row: Row) -> Share | None:
    counts, printed = _measure(checked, heading), checked.number(row.number, heading.column)
    if counts is None or printed is None or printed.value is None or row.role not in ("data", "subtotal", "total"):
        return None
    count = checked.number(row.number, counts.column)
    bases = _bases(checked, row, counts.meaning)
    if count is None or not bases:
        return None
    half = Fraction(1, 2 * 10**printed.places)
    shown = Range(printed.value - half, printed.value + half)
    return Share(row, heading, shown, printed.places, Range.of(count), bases)


def _bases(checked: Checked, row: Row, measure: str) -> dict[str, Range]:
    """List what a row's count may be divided by, the expected base first."""
    campaign = checked.known.campaign
    expected = campaign.base_of(measure)
    found = {}
    for column in checked.table.meaning("base")[:1]:
        if (number := checked.number(row.number, column.column)) and number.value:
            found[IN_THE_FILE] = Range.of(number)
    for base in (expected, *(key for key in checked.known.bases.described if key != expected)):
        if (value := _reference(checked, row, base)) is not None:
            found[base] = value
    return found


def _reference(checked: Checked, row: Row, base: str) -> Range | None:
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


def _base_of_column(checked: Checked, heading: Heading, shares: list[Share]) -> str:
    """Choose the base that a column is computed on: the expected, unless another explains most rows and it does not."""
    expected = next(iter(shares[0].bases))
    agreed = {base: sum(share.agrees(base) for share in shares) for base in shares[0].bases}
    best = max(agreed, key=lambda base: agreed[base])
    most = agreed[best] >= COLUMN_AT_LEAST and agreed[best] * 2 > len(shares)
    return best if most and agreed[best] > agreed[expected] else expected


def _differing(checked: Checked, share: Share, expected: str) -> CellFinding:
    count, base = share.count.low, share.bases.get(expected) or next(iter(share.bases.values()))
    details = _described(checked, expected) | {
        "printed": checked.text(share.row.number, share.heading.column),
        "computed": percent(_middle(_ratio(share.count, base)), max(share.places, 2)),
        "amount": base.shown,
    }
    other = next((key for key in share.bases if key != expected and share.agrees(key)), None)
    if other is not None:
        named = {f"other_{key}": text for key, text in _described(checked, other).items()}
        details |= named | {"other_amount": share.bases[other].shown}
    elif (printed := _middle(share.printed)) > 0:
        details["implied"] = decimal(half_up(Fraction(count * HUNDRED) / printed))
    else:
        details["implied"] = "-"
    kind = "share_explained" if other is not None else "share_differs"
    return checked.finding("warning", share.row.number, share.heading.column, kind, **details)


def _middle(of: Range) -> Fraction:
    return Fraction(of.low if of.high is None else of.low + of.high) / (1 if of.high is None else 2)


def _described(checked: Checked, base: str) -> dict[str, str]:
    if base == IN_THE_FILE:
        letter = checked.table.meaning("base")[0].letter
        return {"base": f"column {letter} of the file", "base_vi": f"cột {letter} của tệp"}
    label = checked.known.bases.described[base].label
    return {"base": f"{base} ({label})", "base_vi": label}


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
        order, order_vi = WORDS[best]
        for row in sorted(places[best].keys() & printed.keys() - right[best]):
            low, high = places[best][row]
            place = str(low) if high == low else f"{low}-{high}"
            yield checked.finding(
                "warning", row, heading.column, "rank_differs", place=place, order=order, order_vi=order_vi
            )


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
    "share": ("the shares computed again", "tỷ lệ tính lại"),
    "printed": ("the printed shares", "tỷ lệ ghi trong bảng"),
    "count": ("the counts", "số đếm"),
}
