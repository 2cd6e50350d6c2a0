"""What is looked at before anything is released; each gate names every place it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from dophu.errors import GateError
from dophu.proof.check import problems
from dophu.tell.blocks import Annex, Document, Figure, Masthead, Run, Signature, TraceRow, TypedText
from dophu.tell.evidence import Evidence
from dophu.tell.expression import OPTIONAL
from dophu.tell.html import plain
from dophu.tell.judges.bounds import NOUGHT, above, below
from dophu.tell.lint import lint, of_settings, texts, typed_dates
from dophu.tell.sentence import Line, lines, pieces
from dophu.tell.settings import OF_ACTIVITIES
from dophu.wording import Moment, day_month_year
from dophu.words import say
from dophu.words.alternatives import describes
from dophu.words.claims import claims
from dophu.words.numerals import read
from dophu.words.spelled import in_words
from dophu.words.text import any_of, normal, of_kind

PLACEHOLDER = re.compile(r"\b(NaN|NaT|None|TODO|TBD|undefined|lorem ipsum)\b|<NA>|\{\{|\}\}|\{%|%\}|\?\?\?")
COUNT_OF_MARKS = re.compile(r"\d{1,2}")  # "qua 16 khoảng": a figure's own marks are no facts
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
Kind = Literal["sentence", "title", "name"]
FALLS, RISES = ("change.fell", "beside.lower"), ("change.rose", "beside.higher")  # words for a sign
SIGNED = {"change", "moved", "difference"}
SIGNS = {**dict.fromkeys(("rose", "climbed", "higher"), above), **dict.fromkeys(("fell", "dropped", "lower"), below)}
LEVEL, OPEN = ("change.none", "beside.level"), ("change.open", "beside.open")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER_BEFORE, NUMBER_AFTER = re.compile(r"\d[.,]?\Z"), re.compile(r"[.,]?\d")
NAN = re.compile(rf"{any_of(*of_kind('placeholders', 'word of nan'))}|(?P<nan>(?<!\w)nan(?!\w))")  # "gian nan" is one


def check(document: Document) -> None:
    """Refuse a document with a finding; GateError lists them all."""
    gates = (
        *(_ledger, _alternative_texts, _alternatives_agree, _placeholders),
        *(_hand_typed, _settings, _foreign_dates, _facts_as_in_ledger, _signs_in_words),
    )
    findings = [*document.refused, *(finding for gate in gates for finding in gate(document))]
    if findings:
        problem = f"{len(findings)} finding(s)" + "".join(f"\n  {text}" for text, _ in findings)
        raise GateError(document.report, problem, "; ".join(dict.fromkeys(fix for _, fix in findings)))


Findings = Iterator[tuple[str, str]]


def _ledger(document: Document) -> Findings:
    """Evaluate every computed fact anew from its expression and read every text back, by what knows no other way."""
    for problem in problems(document.ledger) if document.ledger else ():
        yield f"its ledger does not hold, {problem}", "run the notebook again"


def _line(runs: list[Run]) -> str:
    text = "".join(run.text for run in runs)
    return f'"{text[:60]}{"…" if len(text) > 60 else ""}"'  # noqa: PLR2004 - enough to find the line


def _alternative_texts(document: Document) -> Findings:
    for block in document.blocks:
        if isinstance(block, Figure) and not describes(block.alt):
            problem = f"figure '{block.key}' has no alternative text, only '{block.alt.strip()}'"
            yield problem, "say in words what the figure shows"


def _placeholders(document: Document) -> Findings:
    for runs in [*texts(document.blocks), *_other_words(document)]:
        for run in runs:
            nan = (found for found in NAN.finditer(run.text) if found["nan"])
            if found := PLACEHOLDER.search(run.text) or next(nan, None):
                yield f"'{found[0]}' is printed in {_line(runs)}", OPTIONAL


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
    """Read every line of prose: numbers, claims, and facts in another's role."""
    evidence = Evidence.of(document)
    for line in _typed_lines(document):
        for finding in lint(pieces(line.runs), evidence, [pieces(runs) for runs in line.opens]):
            yield f"{finding.problem} in {_line(line.runs)}", finding.fix


def _typed_lines(document: Document) -> Iterator[Line]:
    """Walk through the lines in which anything was typed; most cells of tables hold a fact or a datum alone."""
    return (line for line in lines(document.blocks) if not all(run.data or run.fact for run in line.runs))


def _settings(document: Document) -> Findings:
    """Read every text that comes from params and the campaign: where no fact can stand, no number and no claim can."""
    names = [*document.vocabulary.names, *document.vocabulary.units]
    known = _known_days(document)
    for where, text, kind in _fields(document):
        typed = TypedText(where=where, text=text, kind=kind)
        for said in of_settings(typed, names):
            yield f"{said} is typed into {where}: {_line([Run(text=text)])}", OF_ACTIVITIES
        for day in read(text).dates if kind == "sentence" else ():
            if day not in known:
                yield f"the date {day} in {where} is none of this edition's", "correct it, or leave it out"
    for typed in document.vocabulary.typed:
        for said in of_settings(typed, names):
            yield f"{said} is typed into {typed.where}: {_line([Run(text=typed.text)])}", OF_ACTIVITIES


def _fields(document: Document) -> Iterator[tuple[str, str, Kind]]:
    """List the texts that print outside of prose, by the field they were typed into."""
    for block in document.blocks:
        if isinstance(block, Masthead):
            yield from (("document.type_name", block.type_name, "sentence"),)
            yield "document.abstract", plain(block.abstract), "sentence"
            for name in ("parent_body", "issuing_body", "place"):
                yield f"document.{name}", getattr(block, name), "title"
            yield from (("document.addressees", name, "title") for name in block.addressees)
        elif isinstance(block, Signature):
            yield from (("document.recipients", name, "title") for name in block.recipients)
            yield from (("document.title", line, "title") for line in (*block.lines, block.name or ""))
        elif isinstance(block, Annex):
            yield "the annex's title", block.title, "sentence"
    yield "document.abstract", document.subject, "sentence"


def _alternatives_agree(document: Document) -> Findings:
    """Hold the numbers of alternative texts against the ledger: whatever they say is shown by a fact."""
    said = " ".join([*(fact.shown for fact in document.facts), *_words(document)])
    known = set(NUMBERS.findall(said))
    for block in document.blocks:
        if isinstance(block, Figure):
            for number in NUMBERS.findall(normal(block.alt)):
                if number not in known and not COUNT_OF_MARKS.fullmatch(number):
                    fix = "let the figure write its alternative text, from facts"
                    yield f"{number} in the alternative text of figure '{block.key}' is shown by no fact", fix


def _words(document: Document) -> Iterator[str]:
    """List the words of an edition that may hold digits: names, dates, texts of its vocabulary."""
    yield from (*document.vocabulary.names, *document.vocabulary.units, document.as_of, document.period)
    yield from (text.text for text in document.vocabulary.typed)
    yield from (f"{fact.label} {fact.note} {fact.base}" for fact in document.facts)
    yield from (f"{source.id} {source.title}" for source in document.sources)


def _foreign_dates(document: Document) -> Findings:
    known = _known_days(document)
    for line in _typed_lines(document):
        for typed in typed_dates(pieces(line.runs)):
            if typed not in known:
                yield (
                    f"the date {typed} in {_line(line.runs)} is none of this edition's",
                    "print {{ as_of | moment }}",
                )


def _known_days(document: Document) -> set[str]:
    """Say the days of an edition's facts as an office writes them, short and long."""
    days = {day for fact in document.facts if (day := _date(fact.exact))}
    short = {day_month_year(day) for day in days}
    months = ((day, month) for day in days for month in (f"{day.month}", f"{day.month:02d}"))
    long = {say("date.long", day=f"{day.day:02d}", month=month, year=day.year) for day, month in months}
    return short | long | {say("date.day", day=day) for day in short}


def _date(exact: str) -> date | None:
    if not DAY.match(exact):
        return None
    try:
        return Moment.parse(exact).day
    except ValueError:
        return None


def _facts_as_in_ledger(document: Document) -> Findings:
    shown = {fact.key: fact for fact in document.facts}
    for runs in texts(document.blocks):
        for run in runs:
            if run.fact is None:
                continue
            if run.fact not in shown:
                yield (
                    f"'{run.text}' rests on '{run.fact}', which is not in the ledger",
                    "run the notebook again",
                )
            elif not any(_agrees(text, shown[run.fact]) for text in (run.text, _lowered(run.text))):
                fix = "run the notebook again"
                yield f"'{run.text}' is printed where the ledger has '{shown[run.fact].shown}' ({run.fact})", fix


def _signs_in_words(document: Document) -> Findings:
    """Hold the words that a fact prints with to its sign: "thấp hơn 3,00 điểm phần trăm" of what lies below alone."""
    evidence = Evidence.of(document)
    worded = ((run, evidence.get(run.fact)) for runs in texts(document.blocks) for run in runs if run.fact)
    for run, known in worded:
        if known is None or known.role not in SIGNED or run.text == known.shown:
            continue
        signs = [SIGNS[claim.kind] for claim in claims(run.text) if claim.kind in SIGNS]
        if not all(sign(known, NOUGHT) for sign in signs):
            yield f"'{run.text}' does not say the sign of {known.key} ({known.shown})", "run the notebook again"


def _lowered(text: str) -> str:
    """Write a text as it stands within a sentence and not at its beginning."""
    return text[:1].lower() + text[1:]


def _agrees(printed: str, fact: TraceRow) -> bool:
    """Compare what is printed with the ledger.

    A date may print short, a change with its word for the sign, a count in words.
    """
    if fact.unit == "count" and fact.exact.isdecimal() and printed == in_words(int(fact.exact)):
        return True
    if printed in {fact.shown, fact.shown.lstrip("0")}:  # a small count behind a place is not padded: "thứ 3/5"
        return True
    unsigned = fact.size or fact.shown.replace("-", "")
    falls = bool(fact.size) or fact.shown.startswith("-")
    sure = {say("signed.sure", word=say(word), size=unsigned) for word in (FALLS if falls else RISES)}
    still_open = {say("signed.open", word=say(word), size=fact.shown) for word in OPEN}
    is_nought = printed in set(map(say, LEVEL)) and not re.search(r"[1-9]", fact.shown)
    return is_nought or printed in sure | still_open or _holds(fact.shown, printed) or _holds(unsigned, printed)


def _holds(shown: str, printed: str) -> bool:
    """Find what is printed in what the ledger has, but never as a part of a number: 63 of 63.438."""
    starts = (place for place in range(len(shown) + 1) if shown.startswith(printed, place))
    return any(
        not NUMBER_BEFORE.search(shown[:start]) and not NUMBER_AFTER.match(shown, start + len(printed))
        for start in starts
    )
