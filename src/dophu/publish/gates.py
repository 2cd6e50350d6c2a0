"""What is looked at before anything is released; each gate names every place it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dophu.errors import GateError
from dophu.tell.blocks import Annex, Document, Figure, Masthead, Run, Signature
from dophu.tell.html import plain
from dophu.tell.lint import texts, typed_claims, typed_dates, typed_numbers
from dophu.wording import Moment, day_month_year

SHORTEST_ALT = 20  # letters; "Hình 1" tells nobody anything
PLACEHOLDER_ALT = re.compile(
    r"no description|placeholder|todo|^(image|figure|chart|hình|biểu đồ)\W*\d*$", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"\b(NaN|NaT|None|TODO|TBD|undefined|lorem ipsum)\b|<NA>|\{\{|\}\}|\{%|%\}|\?\?\?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER_BEFORE, NUMBER_AFTER = re.compile(r"\d[.,]?\Z"), re.compile(r"[.,]?\d")
NAN = re.compile(r"(?<![Gg]ian )(?<!\w)nan(?!\w)(?! giải| hoa| quạt| trúc)")  # "gian nan", "nan giải" are words


def check(document: Document) -> None:
    """Refuse a document with a finding; GateError lists them all."""
    gates = (_alternative_texts, _placeholders, _hand_typed, _foreign_dates, _facts_as_in_ledger)
    findings = [finding for gate in gates for finding in gate(document)]
    if findings:
        problem = f"{len(findings)} finding(s)" + "".join(f"\n  {text}" for text, _ in findings)
        raise GateError(document.report, problem, "; ".join(dict.fromkeys(fix for _, fix in findings)))


Findings = Iterator[tuple[str, str]]


def _line(runs: list[Run]) -> str:
    text = "".join(run.text for run in runs)
    return f'"{text[:60]}{"…" if len(text) > 60 else ""}"'  # noqa: PLR2004 - enough to find the line


def _alternative_texts(document: Document) -> Findings:
    for block in document.blocks:
        if isinstance(block, Figure):
            alt = block.alt.strip()
            if len(alt) < SHORTEST_ALT or PLACEHOLDER_ALT.search(alt):
                yield (
                    f"figure '{block.key}' has no alternative text, only '{alt}'",
                    "say in words what the figure shows",
                )


def _placeholders(document: Document) -> Findings:
    for runs in [*texts(document.blocks), *_other_words(document)]:
        for run in runs:
            found = PLACEHOLDER.search(run.text) or NAN.search(run.text)
            if found:
                yield f"'{found[0]}' is printed in {_line(runs)}", "guard the missing value with {% if %}"


def _other_words(document: Document) -> list[list[Run]]:
    """List what prints outside the prose: alternative texts, mastheads, signatures, annex titles."""
    lines = []
    for block in document.blocks:
        if isinstance(block, Figure):
            lines.append(block.alt)
        elif isinstance(block, Masthead):
            lines += [block.parent_body, block.issuing_body, block.symbol, block.place, block.type_name]
            lines += [plain(block.abstract), *block.addressees]
        elif isinstance(block, Signature):
            lines += [*block.lines, block.name or "", *block.recipients]
        elif isinstance(block, Annex):
            lines += [block.title, block.attached]
    return [[Run(text=line)] for line in lines]


def _hand_typed(document: Document) -> Findings:
    for runs in texts(document.blocks):
        for number in typed_numbers(runs):
            fix = "print a fact, or write {{ number | given('its source') }}"
            yield f"the number {number} is typed by hand in {_line(runs)}", fix
        for word in typed_claims(runs):
            fix = "leave the word to the fact: {{ fact | count }}, {{ change | change }}"
            yield f"the claim '{word}' is typed by hand in {_line(runs)}", fix


def _foreign_dates(document: Document) -> Findings:
    known = {day for fact in document.facts if (day := _day(fact.exact))}
    for runs in texts(document.blocks):
        for typed in typed_dates(runs):
            if typed not in known:
                yield (
                    f"the date {typed} in {_line(runs)} is none of this edition's",
                    "print {{ as_of | moment }}",
                )


def _day(exact: str) -> str:
    if not DAY.match(exact):
        return ""
    try:
        return day_month_year(Moment.parse(exact).day)
    except ValueError:
        return ""


def _facts_as_in_ledger(document: Document) -> Findings:
    shown = {fact.key: fact.shown for fact in document.facts}
    for runs in texts(document.blocks):
        for run in runs:
            if run.fact is None:
                continue
            if run.fact not in shown:
                yield (
                    f"'{run.text}' rests on '{run.fact}', which is not in the ledger",
                    "run the notebook again",
                )
            elif not _agrees(run.text, shown[run.fact]):
                fix = "run the notebook again"
                yield f"'{run.text}' is printed where the ledger has '{shown[run.fact]}' ({run.fact})", fix


def _agrees(printed: str, shown: str) -> bool:
    """Compare what is printed with the ledger; a date may print short, a change with its word for the sign."""
    if printed == shown:
        return True
    without_word = re.sub(r"^(tăng|giảm|cao hơn|thấp hơn) ", "", printed)
    unchanged = printed == "không thay đổi" and not re.search(r"[1-9]", shown)
    return unchanged or _holds(shown, printed) or without_word in (shown, shown.replace("-", ""))


def _holds(shown: str, printed: str) -> bool:
    """Find what is printed in what the ledger has, but never as a part of a number: 63 of 63.438."""
    starts = (place for place in range(len(shown) + 1) if shown.startswith(printed, place))
    return any(
        not NUMBER_BEFORE.search(shown[:start]) and not NUMBER_AFTER.match(shown, start + len(printed))
        for start in starts
    )
