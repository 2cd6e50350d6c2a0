"""A list that ends before its time: the units behind its last one are missing, as where rows were cut off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dophu.memory import thresholds as t
from dophu.memory.past import Figure
from dophu.memory.told import NAMES_SHOWN, Remark, Words, days


def cut_off(words: Words, former: tuple[str, Sequence[str]], listed: Mapping[str, Figure]) -> Iterator[Remark]:
    """Find lists of a unit's parts that lack exactly their last ones: by the period before, else by their codes.

    former   that period, and the units that it had in the order of their list; none where there is no such period
    listed   what is held against it
    """
    day, before = former
    gazetteer, vintage = words.gazetteer, words.group.vintage
    above = dict.fromkeys(gazetteer.get(vintage, unit).parent for unit in listed)
    for parent in filter(None, above):
        parts = [unit.code for unit in gazetteer.children(gazetteer.get(vintage, parent))]
        order = [unit for unit in before if unit in parts] if day else sorted(parts)
        mine = [unit for unit in order if unit in words.listed]
        gone = order[len(mine) :]
        is_list = len(mine) >= (t.ENDS if day else t.LIST) and len(order) >= t.LIST
        is_end = len(gone) >= (1 if day else t.ENDS)  # without a past, the last unit alone may just be late
        if is_list and is_end and mine == order[: len(mine)] and mine[-1] in listed:
            yield _remark(words, day, mine[-1], gone)


def _remark(words: Words, day: str, last: str, gone: Sequence[str]) -> Remark:
    named = [words.gazetteer.get(words.group.vintage, unit).name for unit in (last, *gone[:NAMES_SHOWN])]
    names = ", ".join(named[1:]) + (f", … ({len(gone)})" if len(gone) > NAMES_SHOWN else "")
    details = {"unit": named[0], "number": str(len(gone)), "names": names, **days("day", day)}
    kind = "cut_off" if day else "cut_short"
    return Remark(kind, words.group, words.period, (last,), day, (words.listed[last],), details)
