"""The gate for numbers and claims, measured like a detector: false sentences released, true ones refused.

Every sentence of `sentences/` is told by the letter of a simulated edition and read as publishing reads it. Each
second one was held out while the tables of words were written, but for those under a heading that says "looked at";
both halves are counted apart, and so are the sentences of hands that had not seen the gate (`blind_false.txt`) and
those in other manners (`manners_true.txt`). True ones with a figure typed by hand (`blind_typed.txt`) are to be
refused.

    python -m benchmarks.claims            prints both tables, and every sentence judged wrongly
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dophu.data.edition import open_edition, read_parameters
from dophu.data.project import Project
from dophu.errors import DophuError
from dophu.tell.lint import lint
from dophu.tell.report import Report
from dophu.tell.sentence import lines, pieces

ROOT = Path(__file__).parent.parent
SENTENCES = Path(__file__).parent / "sentences"
EDITIONS = {"low": "20", "top": "48", "last": "25", "74": "74"}  # units of the simulated campaign
PERIOD = "2020-09-20"
LETTER = (
    "{{ share }} {{ target }} {{ gap }} {{ rank }} {{ ranked }} {{ peers }} {{ gained }} {{ change }} {{ per_day }} "
    "{{ moved }} {{ missing }} {{ needed }}"
)
LINE = re.compile(r"(\w+): (.*)")


@dataclass(frozen=True)
class Seeded:
    """A sentence of a known kind, false or true in one edition; every second one is held out."""

    kind: str
    edition: str
    text: str
    held_out: bool


@dataclass(frozen=True)
class Half:
    """How one half of the sentences fared."""

    tried: int
    kinds: int
    wrong: Sequence[Seeded]

    @property
    def share(self) -> float:
        """Per cent judged wrongly."""
        return 100 * len(self.wrong) / self.tried


def seeded(name: str) -> Iterator[Seeded]:
    """Read the sentences of one file: `false`, `true`, `blind_false`, `blind_true` or `manners_true`."""
    kind = ""
    for number, line in enumerate((SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()):
        if line.startswith("["):
            kind = line.strip("[]")
        elif found := LINE.fullmatch(line):
            yield Seeded(
                kind,
                found[1],
                found[2].replace(r"\n", "\n"),
                held_out=number % 2 == 1 and not kind.endswith("looked at"),
            )


@cache
def report_of(edition: str) -> Report:
    """Open the letter that tells an edition's sentences, with the chapters that their facts come from."""
    project = Project.find(ROOT)
    parameters = {"campaign": "demo", "period": PERIOD, "unit": EDITIONS[edition]}
    report = Report(open_edition(project, read_parameters(parameters, "benchmark")), project.inputs)
    for chapter in ("standings", "progress"):
        report.chapter(chapter)
    report.narrative(LETTER)  # what the letter says itself
    return report


def refused(sentence: Seeded) -> str:
    """Say why a sentence is not printed; an empty text when it is."""
    report = report_of(sentence.edition)
    try:
        blocks = report.narrative(sentence.text).blocks
    except DophuError as error:
        return str(error)
    found = (
        finding.problem
        for line in lines(blocks)
        for finding in lint(pieces(line.runs), report.evidence(), [pieces(runs) for runs in line.opens])
    )
    return "; ".join(found)


def measured(name: str, *, held_out: bool) -> Half:
    """Count what is judged wrongly: a false sentence released, a true one refused."""
    tried = [sentence for sentence in seeded(name) if sentence.held_out is held_out]
    wrong = [sentence for sentence in tried if bool(refused(sentence)) is name.endswith("true")]
    return Half(len(tried), len({sentence.kind for sentence in tried}), wrong)


def show(name: str, which: str, half: Half, wrongly: str) -> None:
    """Print how one half fared, and each sentence that was judged wrongly."""
    print(f"{name:11} {which:11} {half.tried:4} of {half.kinds} kinds: {half.share:.1f} % {wrongly}")
    for sentence in half.wrong:
        print(f"    [{sentence.kind}] {sentence.text}   {refused(sentence)}")


def main() -> int:
    """Print a line for each half, and what was judged wrongly."""
    failed = False
    for name, wrongly in (
        ("blind_false", "released"),
        ("blind_typed", "released"),
        ("blind_true", "refused"),
        ("manners_true", "refused"),
    ):
        show(name, "other hands", measured(name, held_out=False), wrongly)
    for name, wrongly in (("false", "released"), ("true", "refused")):
        for held_out in (False, True):
            half = measured(name, held_out=held_out)
            which = "held out" if held_out else "looked at"
            show(name, which, half, wrongly)
            failed |= half.share >= 1
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
