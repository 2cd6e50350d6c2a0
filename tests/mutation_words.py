"""Turn a word beside a number into its opposite, one message at a time, and count what is noticed.

`make mutation-words`: in a mutant one message of the word files says "giảm" for "tăng", "thấp hơn" for "cao hơn" or
"vượt" for "còn thiếu". It counts where a report of an invented campaign says it, and is found when the gates refuse
that report, when the rules of tests/invented.py, which know the invented rows alone, call a sentence false, or when
a line that was borne out is not any more if it is read as if an author had typed all its words: the reading of typed
claims asks the facts, and knows nothing of the messages. The figures stand in docs/methods.md.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from dophu import words
from dophu.errors import DophuError
from dophu.publish.gates import check
from dophu.tell.blocks import Document, Run
from dophu.tell.lint import lint
from dophu.tell.report import Report
from dophu.tell.sentence import Piece, lines
from tests.invented import REPORTS, Invented, false_texts, false_words, invent
from tests.invented_labels import false_labels
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.words.pseudo import forget

SEEDS = range(15)
ORIGINAL = words.message
PAIRS = [
    *(("tăng", "giảm"), ("cao hơn", "thấp hơn"), ("cao nhất", "thấp nhất"), ("nhiều nhất", "ít nhất")),
    *(("còn thiếu", "vượt"), ("đã đạt", "chưa đạt"), ("đã vượt", "chưa đạt"), ("lên", "xuống"), ("trên", "dưới")),
    *(("mỗi ngày", "mỗi tuần"), ("kỳ này", "kỳ trước"), ("nhanh hơn", "chậm hơn"), ("đứng đầu", "đứng cuối")),
    *(("cả nước", "vùng"), ("tỷ lệ", "số lượng"), ("điểm phần trăm", "người"), ("đạt", "thiếu")),
    *(("lớn nhất", "nhỏ nhất"), ("trước hạn", "sau hạn"), ("nhiều hơn", "ít hơn")),
]
OPPOSITES = [*PAIRS, *((after, before) for before, after in PAIRS if before != "đã vượt")]


class Sample(NamedTuple):
    """A report of an invented campaign, what it says, and the messages that it says it with."""

    invented: Invented
    unit: str
    report: str
    said: str
    borne_out: tuple[bool, ...]
    messages: frozenset[str]

    def told(self) -> tuple[Report, Document]:
        return _told(self.invented, self.unit, self.report)


class Mutant(NamedTuple):
    """A message with a word turned into its opposite."""

    key: str
    change: str
    text: str


def _told(one: Invented, unit: str, notebook: str) -> tuple[Report, Document]:
    report = open_report(one.draft.root, campaign="demo", period="2020-08-07", unit=unit)
    return report, tell(report, notebook)


def borne_out(report: Report, document: Document) -> Iterator[bool]:
    """Say of each line whether its facts bear out its words, whoever they come from."""
    evidence, names = report.evidence(), _names(report)
    for line in lines(document.blocks):
        opens = [_as_typed(runs, names) for runs in line.opens]
        yield not [*lint(_as_typed(line.runs, names), evidence, opens)]


def _as_typed(runs: Iterable[Run], names: set[str]) -> list[Piece]:
    """Take the words of the data for typed ones, but for names: of regions and of sources."""
    return [Piece(run.text, typed=not run.fact and run.text not in names, fact=run.fact) for run in runs]


def _names(report: Report) -> set[str]:
    history = report.edition.history
    regions = history.gazetteer.regions_of(report.edition.unit.vintage)
    return {region.name for region in regions} | {source.title for source in history.sources.values()}


def samples(seed: int, folder: Path) -> Iterator[Sample]:
    """Tell the reports of an invented campaign as they are."""
    one = invent(seed, folder)
    unit = next(iter(one.now))
    for report in REPORTS:
        with saying({}) as asked:
            told = _told(one, unit, report)
        yield Sample(one, unit, report, prose(told[1]), tuple(borne_out(*told)), frozenset(asked))


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
    """Say whether a mutant is refused by a gate, false by the rows or the facts, lives, or is said by no report."""
    lives = False
    for sample in [each for each in told if mutant.key in each.messages]:
        with saying({mutant.key: mutant.text}):
            try:
                report, document = sample.told()
                check(document)
            except (DophuError, ValueError, LookupError):
                return "refused"
        is_said = prose(document) != sample.said
        target = sample.invented.target
        judged = false_texts(document.ledger, target), false_words(sample.invented, sample.unit, document)
        if is_said and any([*chain(*judged, false_labels(sample.invented, document))]):
            return "false"
        pairs = zip(sample.borne_out, borne_out(report, document), strict=False)  # a mutant may say a line less
        if is_said and any(then and not now for then, now in pairs):
            return "not borne out"
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
                print(f"{mutant.key}: {mutant.change}: {mutant.text}", flush=True)
    said = found.total() - found["not said"]
    by = ("refused by a gate", "refused"), ("false by the rows", "false"), ("not borne out", "not borne out")
    print(f"{said} said,", ", ".join(f"{found[became]} {words}" for words, became in by), f", {found['lives']} live")


if __name__ == "__main__":
    main()
