"""Turn a word beside a number into its opposite, one message at a time, and count what is noticed.

`make mutation-words`: in a mutant one message of the word files says "giảm" for "tăng", "thấp hơn" for "cao hơn" or
"vượt" for "còn thiếu". It counts where a report of an invented campaign says it, and is found when the gates refuse
that report or when the rules of tests/invented.py, which know the invented rows alone, call a sentence false. The
figures stand in docs/methods.md.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from dophu import words
from dophu.errors import DophuError
from dophu.publish.gates import check
from dophu.tell.blocks import Document
from tests.invented import REPORTS, Invented, false_texts, false_words, invent
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.words.pseudo import forget

SEEDS = range(4)
ORIGINAL = words.message
PAIRS = [
    *(("tăng", "giảm"), ("cao hơn", "thấp hơn"), ("cao nhất", "thấp nhất"), ("nhiều nhất", "ít nhất")),
    *(("còn thiếu", "vượt"), ("đã đạt", "chưa đạt"), ("đã vượt", "chưa đạt"), ("lên", "xuống"), ("trên", "dưới")),
]
OPPOSITES = [*PAIRS, *((after, before) for before, after in PAIRS if before != "đã vượt")]


class Sample(NamedTuple):
    """A report of an invented campaign, what it says, and the messages that it says it with."""

    invented: Invented
    unit: str
    report: str
    said: str
    messages: frozenset[str]

    def told(self) -> Document:
        return _told(self.invented, self.unit, self.report)


class Mutant(NamedTuple):
    """A message with a word turned into its opposite."""

    key: str
    change: str
    text: str


def _told(one: Invented, unit: str, report: str) -> Document:
    return tell(open_report(one.draft.root, campaign="demo", period="2020-08-07", unit=unit), report)


def samples(seed: int, folder: Path) -> Iterator[Sample]:
    """Tell the reports of an invented campaign as they are."""
    one = invent(seed, folder)
    unit = next(iter(one.now))
    for report in REPORTS:
        with saying({}) as asked:
            said = prose(_told(one, unit, report))
        yield Sample(one, unit, report, said, frozenset(asked))


@contextmanager
def saying(changed: dict[str, str]) -> Iterator[set[str]]:
    """Say some messages otherwise, and note which are asked for."""
    asked = set[str]()

    def message(key: str) -> str:
        asked.add(key)
        return changed.get(key) or ORIGINAL(key)

    forget()
    words.message = message  # type: ignore[assignment] # which remembers its answers
    try:
        yield asked
    finally:
        words.message = ORIGINAL
        forget()


def mutants(keys: set[str]) -> Iterator[Mutant]:
    """Turn each word that has an opposite, in messages that stand beside a number: with a place, or within a line."""
    for key in sorted(keys):
        text = ORIGINAL(key)
        for word, opposite in OPPOSITES if "{" in text or text[:1].islower() else []:
            turned = re.sub(rf"(?<!\w){word}(?!\w)", opposite, text)
            if turned != text:
                yield Mutant(key, f"{word} -> {opposite}", turned)


def outcome(mutant: Mutant, told: list[Sample]) -> str:
    """Say whether a mutant is refused by a gate, false by the rows, lives, or is not said by any report."""
    lives = False
    for sample in [each for each in told if mutant.key in each.messages]:
        with saying({mutant.key: mutant.text}):
            try:
                document = sample.told()
                check(document)
            except (DophuError, ValueError, LookupError):
                return "refused"
        is_said = prose(document) != sample.said
        target = sample.invented.target
        if is_said and any(
            [*false_texts(document.ledger, target), *false_words(sample.invented, sample.unit, document)]
        ):
            return "false"
        lives |= is_said
    return "lives" if lives else "not said"


def main() -> None:
    """Count what becomes of the mutants, and list those that live."""
    with tempfile.TemporaryDirectory() as folder:
        told = [sample for seed in SEEDS for sample in samples(seed, Path(folder) / str(seed))]
        found = Counter[str]()
        for mutant in mutants({key for sample in told for key in sample.messages}):
            became = outcome(mutant, told)
            found[became] += 1
            if became == "lives":
                print(f"{mutant.key}: {mutant.change}", flush=True)
    said = found.total() - found["not said"]
    print(
        f"{said} said, {found['refused']} refused by a gate, {found['false']} false by the rows, {found['lives']} live"
    )


if __name__ == "__main__":
    main()
