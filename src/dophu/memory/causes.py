"""Which slip of a hand makes a figure what it is: a digit too many, two digits exchanged, the row beside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dophu.memory import thresholds as t
from dophu.memory.movement import Movement

TENFOLD = {1: "ten_times", 2: "hundred_times", 3: "thousand_times", -1: "tenth", -2: "hundredth", -3: "thousandth"}
LEADING = 2  # digits of which a wrong one shows
DIGITS = "0123456789"
BETTER = 1 / 3  # of its deviation that what was meant may leave


def tenfold(movement: Movement, unit: int) -> int:
    """Say by which power of ten a figure misses what was expected; 0 by none."""
    off, fits = movement.off[unit], t.FITS * movement.size[unit]
    powers = [power for power in TENFOLD if abs(off - power * np.log(10)) < max(fits, t.LEAST_DEVIATION)]
    return min(powers, key=abs, default=0)


def cause(movement: Movement, unit: int, former: dict[int, int]) -> tuple[str, int | None]:
    """Name the likeliest slip, and the unit or the past period it is about; "" for none.

    former   earlier figures of the unit by the place of their period
    """
    now = int(movement.row.counts[unit])
    if place := next((at for at, count in reversed(former.items()) if count == now), None):
        return "own_former", place
    if (lasts := np.flatnonzero(movement.last.round() == now)).size and now >= t.SERIES_COUNTS:
        others = [int(other) for other in lasts if other != unit]
        if others:
            return "last_of_other", others[0]
    if beside := _beside(movement, unit):
        return "row_beside", beside[0]
    if power := tenfold(movement, unit):
        return TENFOLD[power], None
    slips = [name for name, meant in _meant(str(now)) if _fits(movement, unit, meant)]
    return (slips[0] if slips else "", None)


def _fits(movement: Movement, unit: int, count: float, own: int | None = None) -> bool:
    """Say whether a figure would be what was expected of a unit."""
    place = unit if own is None else own
    away = abs(np.log(count + 0.5) - movement.expected[place])
    near = max(t.FITS * movement.size[place], t.LEAST_DEVIATION / 2)
    return bool(away < min(near, BETTER * abs(movement.off[unit])))


def _beside(movement: Movement, unit: int) -> list[int]:
    """Find the neighbours in the list whose figure this might be."""
    order = list(movement.row.listed)
    at = order.index(unit)
    beside = [int(order[place]) for place in (at - 1, at + 1) if 0 <= place < len(order)]
    return [other for other in beside if _fits(movement, unit, movement.row.counts[unit], other)]


def _meant(digits: str) -> Iterator[tuple[str, int]]:
    """List what may have been meant by a number, the likelier slips first."""
    places, leading = range(len(digits)), range(min(LEADING, len(digits)))
    doubled = (place for place in places[1:] if digits[place] == digits[place - 1])
    yield from (("digit_doubled", int(digits[:place] + digits[place + 1 :])) for place in doubled)
    unequal = (place for place in places[:-1] if digits[place] != digits[place + 1])
    for place in unequal:
        yield "digits_swapped", int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
    yield from (("digit_more", int(digits[:place] + digits[place + 1 :] or "0")) for place in places)
    inserted = ((place, digit) for place in (*leading, LEADING) for digit in DIGITS if place or digit != "0")
    yield from (("digit_less", int(digits[:place] + digit + digits[place:])) for place, digit in inserted)
    others = ((place, digit) for place in leading for digit in DIGITS if digit not in ("0", digits[place]))
    yield from (("digit_wrong", int(digits[:place] + digit + digits[place + 1 :])) for place, digit in others)
