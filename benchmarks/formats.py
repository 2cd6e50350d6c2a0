"""What the paper, the Word file and the workbook of one letter cost in processor time, as a batch writes them.

Run from the checkout: python -m benchmarks.formats. Each edition of a batch is a fork of a process that has imported
all and written nothing; so is each round here. The letter is told in another fork, and of writing alone the time
counts, user's and system's, of every thread. The least of several rounds is steadier on a shared machine than the
median; both are printed.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Callable
from statistics import median
from time import process_time

import dophu.run.warm  # noqa: F401 - the warm process itself
from benchmarks.limit import told
from benchmarks.rivals import ROOT
from dophu.publish.docx import render_docx
from dophu.publish.pdf import render_pdf
from dophu.publish.readback import compare
from dophu.publish.xlsx import render_xlsx
from dophu.tell.blocks import Document

PERIOD, UNIT = "2020-10-16", "20"
WRITERS: dict[str, Callable[[Document], bytes]] = {"pdf": render_pdf, "docx": render_docx, "xlsx": render_xlsx}
Costs = dict[str, float]


def main() -> None:
    """Write the letter in so many rounds, and say what each part took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    forks = multiprocessing.get_context("fork")
    with forks.Pool(1) as teller:
        letter = teller.apply(told, (ROOT, PERIOD, UNIT))
    with forks.Pool(1, maxtasksperchild=1) as writers:
        measured = [writers.apply(written, (letter,)) for _ in range(rounds)]
    for part in measured[0]:
        times = [one[part] for one in measured]
        print(f"{part}: at least {1000 * min(times):.0f} ms, median {1000 * median(times):.0f} ms")


def written(letter: Document) -> Costs:
    """Measure what each format takes, all of them together, and reading each back."""
    costs, outputs = Costs(), dict[str, bytes]()
    for name, write in WRITERS.items():
        start = process_time()
        outputs[name] = write(letter)
        costs[name] = process_time() - start
    costs["written"] = sum(costs.values())
    for name, content in outputs.items():
        start = process_time()
        compare(letter, {name: content})
        costs[f"{name} read back"] = process_time() - start
    return costs


if __name__ == "__main__":
    main()
