"""What captions, heads, cells and counts of units say, held against the figures they stand with and the invented rows.

A reader takes a head at its word. These rules know what the words mean, and nothing of the messages.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from dophu.tell.blocks import Document, Figure, Run, Table
from dophu.tell.html import plain
from dophu.tell.lint import texts
from tests.invented import Bounds, Invented, bounds_of, provinces
from tests.project import ROOT

LACKING = {"missing", "shortfall", "gap", "held", "target_gap"}
CHANGES = {"gained", "change", "moved", "per_day", "week_gained"}
UNITS = {"tỷ lệ": {"percent", "points"}, "số lượng": {"count"}, "điểm phần trăm": {"points"}}  # of figures so headed
SAYS_LACK, SAYS_BEYOND = re.compile(r"(?i)(?<!\w)còn thiếu"), re.compile(r"(?i)(?<!\w)(?:số vượt|vượt để)")
ROSE, FELL = re.compile(r"(?<!\w)tăng(?!\w)"), re.compile(r"(?<!\w)giảm(?!\w)")
MOST, LEAST = re.compile(r"nhiều nhất|cao nhất|lớn nhất"), re.compile(r"ít nhất|thấp nhất|nhỏ nhất")
TWICE = re.compile(r"(?<!\w)(tăng|giảm|lên|xuống|cao hơn|thấp hơn) hay \1(?!\w)")
REACHED_OF = re.compile(r"(\d+) trong (\d+) đơn vị (?:đối chiếu được )?(đã|chưa) đạt mục tiêu")
UNSAID = re.compile(
    r"(?i)(?<!\w)(?:thiếu mục tiêu|còn đạt|đã thiếu|tỷ lệ dưới dân số|còn thiếu dưới|chưa đạt hay chưa|dưới tổng số"
    r"|bù đủ[^;]* (?:vượt|sau hạn))(?!\w)"
)
CROSSED = re.compile(r"Trong (kỳ \w+) đã đạt mục tiêu[^;]*; (kỳ \w+) (đã|chưa) đạt")
BY_UNIT = {"(điểm phần trăm)": "points", "(người)": "count"}  # what a head says its figures are counted in
ALL_REACHED = re.compile(r"Cả (\d+) đơn vị[^.]*? (đã|chưa) đạt mục tiêu")
OF_COUNT = re.compile(r"(?i)^\W*(?:đánh giá: )?số lượng của ")
ORDERED_BY = re.compile(r"xếp theo (tỷ lệ|số lượng)")


def false_labels(one: Invented, document: Document) -> Iterator[str]:
    """List what is said of tables, figures and counts that they contradict."""
    facts = document.ledger["facts"]
    for block in document.blocks:
        table = block if isinstance(block, Table) else block.table if isinstance(block, Figure) else None
        if isinstance(block, Figure) and "xếp theo số lượng" in plain(block.caption) and "%<" in block.svg:
            yield f"'{plain(block.caption)}' stands above shares"
        if table:
            yield from _false_heads(table, facts)
            yield from _false_caption(plain(block.caption), table, facts)  # type: ignore[union-attr]
            yield from _false_cells(one, table)
    yield from _false_checks(document)
    for runs in texts(document.blocks):
        line = plain(runs)
        yield from (f"'{found[0]}' leaves open what it names twice" for found in TWICE.finditer(line))
        yield from (f"'{found[0]}' is what nobody says" for found in UNSAID.finditer(line))
        yield from _false_counts(one, line)
        yield from _false_line(line, _facts_in(runs, facts), facts)


def _facts_in(cell: list[Run], facts: dict[str, Any]) -> list[dict[str, Any]]:
    return [facts[run.fact] | {"key": run.fact} for run in cell if run.fact and run.fact in facts]


def _concept(fact: dict[str, Any]) -> str:
    return str(fact["key"]).partition("@")[0]


def _false_heads(table: Table, facts: dict[str, Any]) -> Iterator[str]:
    for place, head in enumerate(table.head):
        text = plain(head).lower()
        below = [fact for row in table.rows for fact in _facts_in(row[place], facts)]
        for word, units in UNITS.items():
            wrong = [fact["key"] for fact in below if fact["unit"] in {"percent", "count", "points"} - units]
            if text.startswith(word) and wrong and len(wrong) == len(below):
                yield f"'{plain(head)}' stands above {wrong[0]}"
        for word, unit in BY_UNIT.items():
            if word in text and below and all(fact["unit"] != unit for fact in below):
                yield f"'{plain(head)}' stands above {below[0]['key']}"
        if SAYS_BEYOND.search(text) and any(_concept(fact) in LACKING for fact in below):
            yield f"'{plain(head)}' stands above what lacks"


def _false_caption(caption: str, table: Table, facts: dict[str, Any]) -> Iterator[str]:
    rows = [[fact for cell in row for fact in _facts_in(cell, facts)] for row in table.rows]
    told = [fact for row in rows for fact in row]
    lacking = [ends for fact in told if _concept(fact) in {"missing", "shortfall"} and (ends := bounds_of(fact))]
    if SAYS_BEYOND.search(caption) and any(low > 0 for low, _ in lacking):
        yield f"'{caption}' stands above what lacks"
    if SAYS_LACK.search(caption) and lacking and all(high <= 0 for _, high in lacking):
        yield f"'{caption}' stands above what lies beyond"
    if "kỳ mới nhất ở dưới" in caption and len(rows) > 1:
        yield f"'{caption}' stands above the newest"
    if "theo cả nước" in caption and len(rows) > 1:
        yield f"'{caption}' stands above several places"
    counts_of = re.search(r"các đơn vị có (tỷ lệ|số lượng)", caption)
    if counts_of and f"có {counts_of[1]}" not in [plain(head).lower() for head in table.head]:
        yield f"'{caption}' says what no column does"
    changes = [ends for row in rows for fact in row[:9] if _concept(fact) in CHANGES and (ends := bounds_of(fact))]
    extreme = MOST.search(caption) or LEAST.search(caption)
    if extreme and changes:
        yield from _false_extreme(caption, changes)
    if (ordered := ORDERED_BY.search(caption)) and not _is_ordered(rows, UNITS[ordered[1]]):
        yield f"'{caption}' is not the order of its rows"


def _false_extreme(caption: str, changes: list[Bounds]) -> Iterator[str]:
    if ROSE.search(caption) and all(high < 0 for _, high in changes):
        yield f"'{caption}' stands above falls"
    if FELL.search(caption) and all(low > 0 for low, _ in changes):
        yield f"'{caption}' stands above rises"
    sizes: list[Any] = [abs(low) for low, _ in changes]
    if LEAST.search(caption) and sizes[0] > sizes[-1]:
        yield f"'{caption}' stands above the largest"


def _is_ordered(rows: list[list[dict[str, Any]]], units: set[str]) -> bool:
    """Whether rows fall or rise by their first figure of some units, as far as both ends of two rows tell."""
    figures = [next((bounds_of(fact) for fact in row if fact["unit"] in units), None) for row in rows]
    known = [ends for ends in figures if ends]
    falls = all(one[1] >= other[0] for one, other in pairwise(known))
    return falls or all(one[0] <= other[1] for one, other in pairwise(known))


def _false_cells(one: Invented, table: Table) -> Iterator[str]:
    for row in table.rows:
        code = _codes().get(plain(row[0]).strip()) or _codes().get(plain(row[1]).strip() if len(row) > 1 else "")
        share = one.share(code) if code else None
        for cell in map(plain, row):
            says = re.fullmatch(r"(đã|chưa) đạt(?: mục tiêu)?", cell.strip())
            beyond = re.match(r"(vượt|còn thiếu) ", cell.strip())
            if beyond and share and (share[1] < one.target if beyond[1] == "vượt" else share[0] >= one.target):
                yield f"'{cell}' is said of {code} at {share}"
            if says and share and (share[1] < one.target if says[1] == "đã" else share[0] >= one.target):
                yield f"'{cell}' is said of {code} at {share}"


def _false_line(line: str, told: list[dict[str, Any]], facts: dict[str, Any]) -> Iterator[str]:
    """Hold a line to the facts it prints: who moves most, whose shortfall is summed, what a percentage is of."""
    lacks = [fact for fact in told if _concept(fact) in {"shortfall", "missing"} and bounds_of(fact)]
    if lacks and (SAYS_BEYOND.search(line) or re.search(r"các đơn vị đã đạt", line)):
        yield f"'{line}' is said of what lacks"
    of_shares = any(fact["unit"] == "percent" for fact in told) and not any(
        _concept(fact) == "counted" for fact in told
    )
    for fact in told:
        yield from _false_beside(line, fact)
    if (crossed := CROSSED.search(line)) and crossed.groups() != ("kỳ này", "kỳ trước", "chưa"):
        yield f"'{line}' crosses nothing"
    if OF_COUNT.search(line) and of_shares:
        yield f"'{line}' is said of percentages"
    changes = [fact for fact in told if _concept(fact) == "change" and bounds_of(fact)]
    if MOST.search(line) and LEAST.search(line) and changes:
        yield f"'{line}' says both"
    for fact in changes if re.search(r", (?:nhiều|ít) nhất", line) else []:
        yield from _false_end(line, fact, facts)


def _false_beside(line: str, fact: dict[str, Any]) -> Iterator[str]:
    """Hold the word directly before a figure to what the figure is."""
    concept, (low, high) = _concept(fact), bounds_of(fact) or (0, 0)
    if concept in {"missing", "gap"} and low > 0 and f"vượt {fact['shown']}" in line:
        yield f"'{line}' is said of what lacks"
    if concept == "pace" and f"nhiều nhất {fact['shown']}" in line:
        yield f"'{line}' says how much is needed at most"
    if concept == "per_day" and (
        (low > 0 and "mức giảm bình quân" in line) or (high < 0 and "mức tăng bình quân" in line)
    ):
        yield f"'{line}' goes the other way"


def _false_end(line: str, fact: dict[str, Any], facts: dict[str, Any]) -> Iterator[str]:
    """Hold the change that is called the most or least to all others, and to the way the line says it goes."""
    kin = [ends for key, one in facts.items() if key.startswith("change@") and (ends := bounds_of(one))]
    low, high = bounds_of(fact) or (0, 0)
    if re.search(r", ít nhất", line) and any(other_high < low for _, other_high in kin):
        yield f"'{line}', and others change less"
    if re.search(r", nhiều nhất", line) and any(other_low > high > 0 for other_low, _ in kin):
        yield f"'{line}', and others change more"
    caption = line.partition("Những đơn vị")[2]
    if (low > 0 and FELL.search(caption)) or (high < 0 and ROSE.search(caption)):
        yield f"'{line}' goes the other way"


def _false_checks(document: Document) -> Iterator[str]:
    passed = next((fact for key, fact in document.ledger["facts"].items() if key.startswith("checks_passed@")), None)
    if document.report != "data_quality" or not passed:
        return
    cells = [plain(cell) for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    if cells.count("đạt") != int(Fraction(passed["low"])):
        yield f"{cells.count('đạt')} checks are said to have passed, and {passed['low']} have"
    said = next((line for line in map(plain, texts(document.blocks)) if "phép kiểm tra đã thực hiện" in line), "")
    if said and "phép đạt" not in said:
        yield f"'{said}' does not say what has passed"


def _false_counts(one: Invented, line: str) -> Iterator[str]:
    """Hold how many units are said to have reached the target to the rows."""
    shares = [share for unit in provinces() if (share := one.share(unit))]
    surely = sum(low >= one.target for low, _ in shares)
    at_most = sum(high >= one.target for _, high in shares)
    told = [(found[0], int(found[1]), int(found[2]), found[3]) for found in REACHED_OF.finditer(line)]
    told += [(found[0], int(found[1]), int(found[1]), found[2]) for found in ALL_REACHED.finditer(line)]
    for words, some, judged, way in told:
        said = some if way == "đã" else judged - some
        if not surely <= said <= at_most:
            yield f"'{words}', and {surely} have"


@cache
def _codes() -> dict[str, str]:
    """Look up codes by name, with and without its kind; a name that two units bear is none."""
    found: dict[str, set[str]] = {}
    for name in ("data/reference/units.csv", "data/reference/units/VN63/district/20.csv"):
        with (ROOT / name).open(encoding="utf-8") as file:
            for row in (row for row in csv.DictReader(file) if row["vintage"] == "VN63"):
                for called in (row["name"], f"{row['kind'].capitalize()} {row['name']}"):
                    found.setdefault(called, set()).add(row["code"])
    return {called: codes.pop() for called, codes in found.items() if len(codes) == 1}
