"""Counts in words, as an official letter repeats a number: "sáu mươi ba nghìn bốn trăm ba mươi tám"."""

from __future__ import annotations

from dophu.words import say

GROUP, BEYOND = 1000, 10**12  # figures of a group by its largest number, and what has no plain words any more


def in_words(number: int) -> str:
    """Write a whole number in words; blank for one below nought or of a thousand billions and more.

    >>> in_words(1005), in_words(21), in_words(115)
    ('một nghìn không trăm linh năm', 'hai mươi mốt', 'một trăm mười lăm')
    """
    if not 0 <= number < BEYOND:
        return ""
    if number == 0:
        return _digits()[0]
    groups = [number // GROUP**place % GROUP for place in range(4)]
    highest = max(place for place, group in enumerate(groups) if group)
    scales = ["", *say("spelled.scales").split()]
    said = (
        f"{_of_group(group, leads=place == highest)} {scales[place]}".strip()
        for place, group in reversed(list(enumerate(groups)))
        if group
    )
    return " ".join(said)


def _digits() -> list[str]:
    return say("spelled.digits").split()


def _of_group(group: int, *, leads: bool) -> str:
    """Say up to three figures; behind others their hundreds are said even where there are none."""
    hundreds, below = divmod(group, 100)
    words = [_digits()[hundreds], say("spelled.hundred")] if hundreds or not leads else []
    return " ".join([*words, *_below_hundred(below, said_before=bool(words))])


def _below_hundred(number: int, *, said_before: bool) -> list[str]:
    tens, ones = divmod(number, 10)
    if not tens:
        return [say("spelled.nought"), _digits()[ones]] if ones and said_before else [_digits()[ones]] if ones else []
    begun = [say("spelled.ten")] if tens == 1 else [_digits()[tens], say("spelled.tens")]
    last = {1: say("spelled.one") if tens > 1 else _digits()[1], 5: say("spelled.five")}.get(ones, _digits()[ones])
    return [*begun, last] if ones else begun
