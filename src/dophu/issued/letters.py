"""Letters as the register tells of them: issued, and then perhaps replaced or withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from dophu.data.edition import NAME
from dophu.errors import DataError, UsageError, did_you_mean
from dophu.issued.register import RESTORE, WHERE, RegisterEntry
from dophu.wording import day_month_year, letter_number
from dophu.words import say
from dophu.world.campaigns import NUMBER

OUTPUT = r"\w+(\.\w+)*=[0-9a-f]+"
State = Literal["issued", "replaced", "withdrawn"]
Edition = tuple[str, str, str, str]


@dataclass(frozen=True)
class Letter:
    """One issued letter.

    edition      campaign, period, unit, report
    outputs      SHA-256 of each file, by what follows the report's name: "pdf", "docx", "facts.json"
    row, prev    its place in the register (the first is 1), and the hash of the row before
    state        issued, replaced or withdrawn
    replacing    why the next letter is being made, "" when it is not; the letter stays in force until that is issued
    replaced_by  the key of the letter in its place, "" when there is none
    reason       why it was replaced or withdrawn
    """

    number: str
    symbol: str
    date: date
    edition: Edition
    code: str
    content: str
    record: str
    outputs: dict[str, str]
    sent_to: str
    row: int
    prev: str
    state: State = "issued"
    replacing: str = ""
    replaced_by: str = ""
    reason: str = ""

    @property
    def key(self) -> str:
        """Name the letter for the register: "125/BC-STTTT/2020"."""
        return key_of(self.number, self.symbol, self.date)

    @property
    def cited(self) -> str:
        """Cite the letter as offices do: "125/BC-STTTT ngày 21/10/2020"."""
        return say("letter.cited", number=letter_number(self.number), symbol=self.symbol, day=day_month_year(self.date))

    @property
    def named(self) -> str:
        """Name the letter as the one in its place does: "Báo cáo số 125/BC-STTTT ngày 21/10/2020"."""
        return say("letter.named", cited=self.cited)

    @property
    def is_open(self) -> bool:
        """Say whether its edition may be built anew: the letter is no longer in force, or is being replaced."""
        return self.state != "issued" or bool(self.replacing)


def key_of(number: str, symbol: str, day: date) -> str:
    """Name a letter: a number is given once in a year of a symbol."""
    return f"{number}/{symbol}/{day.year}"


def read_number(text: str) -> str:
    """Read a letter's number as given: "07" is "7", "125a" itself; what is no number is refused."""
    number = text.strip()
    if not re.fullmatch(NUMBER, number):
        raise UsageError("--number", f"'{text}' is no number of a letter", "write it as 125")
    return number.lstrip("0")


def letters(rows: Sequence[RegisterEntry]) -> dict[str, Letter]:
    """Read the letters out of the register's rows, by key, in the order of issue."""
    found: dict[str, Letter] = {}
    for place, row in enumerate(rows, 1):
        if row.event == "issued":
            letter = _letter(row, place)
            found[letter.key] = letter
        elif row.event != "approved":
            key = key_of(row.number, row.symbol, _day(row, place))
            for named in (key, row.replaced_by) if row.event == "replaced" else (key,):
                if named not in found:
                    raise _unlikely(place, f"it tells of '{named}', which was not issued")
            found[key] = _after(found[key], row)
    return found


def _unlikely(place: int, problem: str) -> DataError:
    """Tell of a row that no command wrote, though its seal may hold: anybody can compute that."""
    return DataError(f"{WHERE}, row {place + 1}", problem, RESTORE)


def _letter(row: RegisterEntry, place: int) -> Letter:
    if not re.fullmatch(NUMBER, row.number):
        raise _unlikely(place, f"'{row.number}' is no number of a letter")
    if not all(re.fullmatch(OUTPUT, pair) for pair in row.outputs.split()):
        raise _unlikely(place, "it does not name its files and their digests")
    campaign, period, unit, report = _edition(row, place)
    return Letter(
        number=row.number,
        symbol=row.symbol,
        date=_day(row, place),
        edition=(campaign, period, unit, report),
        code=row.code,
        content=row.content,
        record=row.record,
        outputs=dict(pair.split("=", 1) for pair in row.outputs.split()),
        sent_to=row.sent_to,
        row=place,
        prev=row.prev,
    )


def _edition(row: RegisterEntry, place: int) -> list[str]:
    parts = row.edition.split("/")
    if len(parts) != len(("campaign", "period", "unit", "report")) or not all(map(NAME.fullmatch, parts)):
        raise _unlikely(place, f"'{row.edition}' is no edition")
    return parts


def _day(row: RegisterEntry, place: int) -> date:
    try:
        return date.fromisoformat(row.date)
    except ValueError:
        raise _unlikely(place, f"'{row.date}' is no day") from None


def _after(letter: Letter, row: RegisterEntry) -> Letter:
    match row.event:
        case "replacing":
            return replace(letter, replacing=row.reason)
        case "replaced":
            reason, key = letter.replacing or row.reason, row.replaced_by
            return replace(letter, state="replaced", replaced_by=key, reason=reason, replacing="")
        case _:
            return replace(letter, state="withdrawn", reason=row.reason, replacing="")


def in_force(found: Iterable[Letter], edition: Edition) -> Letter | None:
    """Find the letter that stands for an edition now."""
    return next((letter for letter in found if letter.edition == edition and letter.state == "issued"), None)


def last_issued(found: Iterable[Letter], edition: Edition) -> Letter | None:
    """Find the letter last issued for an edition or, before its first, for the same report of an earlier period."""
    campaign, period, unit, report = edition
    of_series = [
        letter
        for letter in found
        if (letter.edition[0], *letter.edition[2:]) == (campaign, unit, report) and letter.edition[1] <= period
    ]
    return max(of_series, key=lambda letter: (letter.edition[1], letter.row), default=None)


def the_letter(found: dict[str, Letter], named: str) -> Letter:
    """Find a letter by its number, "125", or where several have it by more: "125/2020", "125/BC-STTTT/2020"."""
    number, *rest = named.strip().split("/")
    fitting = [
        letter
        for letter in found.values()
        if letter.number == (number.lstrip("0") or number)
        and set(rest) <= {letter.symbol, *letter.symbol.split("/"), str(letter.date.year)}
    ]
    if not fitting:
        fix = did_you_mean(named, found) if found else "issue one first: dophu issue EDITION --number … --date …"
        raise UsageError("letter", f"no letter '{named}' in {WHERE}", fix)
    if len(fitting) > 1:
        keys = ", ".join(letter.key for letter in fitting)
        raise UsageError("letter", f"several letters have the number {number}: {keys}", "name one of them whole")
    return fitting[0]


def refusal(letter: Letter) -> UsageError:
    """Say that an edition is issued, and how it can be changed."""
    problem = f"it is issued as number {letter.cited}, and is never written again"
    fix = f"where it is wrong: dophu replace {letter.number} --reason …, or dophu withdraw {letter.number}"
    return UsageError("/".join(letter.edition), problem, fix)


def as_data(letter: Letter) -> dict[str, Any]:
    """Write a letter as plain data."""
    told = asdict(letter) | {"key": letter.key, "date": letter.date.isoformat(), "edition": "/".join(letter.edition)}
    return {name: value for name, value in told.items() if name != "prev"}
