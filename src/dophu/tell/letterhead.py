"""The head and the foot of an official letter, from its settings (Decree 30/2020/ND-CP, appendix I)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dophu.tell.blocks import Annex, Block, Masthead, Run, Runs, Signature
from dophu.wording import NO_BREAK_SPACE, issue_line, letter_number, long_date
from dophu.words import around, message, say
from dophu.world.campaigns import Letterhead


def month_of_issue(letterhead: Letterhead, period: date) -> tuple[int, int]:
    """Month and year in which the letter is to be issued; the period's when nothing is set."""
    year, month, *_ = [int(part) for part in (letterhead.date or f"{period:%Y-%m}").split("-")]
    return month, year


def masthead(letterhead: Letterhead, period: date, replaces: str | None = None) -> Masthead:
    """Build the head of the letter; bodies print in capitals. One that replaces another says so below what it is of.

    It is a draft's: number and day are blanks whatever is set, until the letter is issued (`numbered`).
    """
    month, year = month_of_issue(letterhead, period)
    return Masthead(
        parent_body=letterhead.parent_body.upper(),
        issuing_body=letterhead.issuing_body.upper(),
        number=None,
        symbol=letterhead.symbol,
        place=letterhead.place,
        day=None,
        month=month,
        year=year,
        type_name=letterhead.type_name.upper(),
        abstract=[
            Run(
                text=say("letter.replaces", abstract=letterhead.abstract, letter=replaces)
                if replaces
                else letterhead.abstract,
                data=True,
            )
        ],
        addressees=list(letterhead.addressees),
    )


def sender(letterhead: Letterhead, period: date) -> Runs:
    """Say who makes a report that is no letter, where and when; a draft's day is left to the pen."""
    line = issue_line(letterhead.place, None, *month_of_issue(letterhead, period))
    return [Run(text=say("report.sender", body=letterhead.issuing_body, issued=line), data=True)]


def signature(letterhead: Letterhead) -> Signature:
    """Build the foot: recipients open with "Như trên" exactly when there is an addressee."""
    others = [name for name in letterhead.recipients if name != as_above()]
    lines = [line for line in (letterhead.authority, letterhead.title) if line]
    return Signature(
        lines=[line.upper() for line in lines],
        name=letterhead.name,
        recipients=[as_above(), *others] if letterhead.addressees else others,
    )


def as_above() -> str:
    """Name the addressees among the recipients."""
    return say("letter.as_above")


def annex(letterhead: Letterhead, period: date, title: str, *, landscape: bool = False) -> Annex:
    """Open the annex of a draft; number and day of the letter it belongs to are blanks."""
    its = _of_letter(None, letterhead.symbol, None, *month_of_issue(letterhead, period))
    attached = say("annex.attached", **its, issuer=letterhead.issuing_body)
    return Annex(label=say("annex.label"), title=title.upper(), attached=attached, landscape=landscape)


def before_issuer(attached: str) -> tuple[str, str]:
    """Part the line of an annex before the name of the body, where it breaks, so that number and date stay whole."""
    of_issuer = message("annex.attached").partition("{date}")[2].partition("{issuer}")[0]
    place = attached.replace(NO_BREAK_SPACE, " ").find(of_issuer)
    return (attached, "") if place < 0 else (attached[:place], attached[place:].lstrip())


def _of_letter(number: str | None, symbol: str, day: int | None, month: int, year: int) -> dict[str, str]:
    return {"number": letter_number(number), "symbol": symbol, "date": long_date(day, month, year)}


def numbered(blocks: Sequence[Block], number: str, day: date) -> list[Block]:
    """Give a letter its number and day: in its head, and in the annexes that name it."""
    former = next(block for block in blocks if isinstance(block, Masthead))
    head = former.model_copy(update={"number": number, "day": day.day, "month": day.month, "year": day.year})
    was, now = (_of_letter(one.number, one.symbol, one.day, one.month, one.year) for one in (former, head))
    before, after = around("annex.attached", "issuer", **was)

    def with_number(block: Block) -> Block:
        if isinstance(block, Annex) and block.attached.startswith(before):
            issuer = block.attached.removeprefix(before).removesuffix(after)
            return block.model_copy(update={"attached": say("annex.attached", **now, issuer=issuer)})
        return head if block is former else block

    return [with_number(block) for block in blocks]
