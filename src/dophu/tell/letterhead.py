"""The head and the foot of an official letter, from its settings (Decree 30/2020/ND-CP, appendix I)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dophu.tell.blocks import Annex, Block, Masthead, Run, Signature
from dophu.wording import issue_line, number_line
from dophu.world.campaigns import Letterhead

AS_ABOVE = "Như trên"


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
            Run(text=f"{letterhead.abstract} (thay thế {replaces})" if replaces else letterhead.abstract, data=True)
        ],
        addressees=list(letterhead.addressees),
    )


def signature(letterhead: Letterhead) -> Signature:
    """Build the foot: recipients open with "Như trên" exactly when there is an addressee."""
    others = [name for name in letterhead.recipients if name != AS_ABOVE]
    lines = [line for line in (letterhead.authority, letterhead.title) if line]
    return Signature(
        lines=[line.upper() for line in lines],
        name=letterhead.name,
        recipients=[AS_ABOVE, *others] if letterhead.addressees else others,
    )


def annex(letterhead: Letterhead, period: date, title: str, *, landscape: bool = False) -> Annex:
    """Open the annex of a draft; number and day of the letter it belongs to are blanks."""
    attached = attached_to(None, letterhead.symbol, None, *month_of_issue(letterhead, period)) + letterhead.issuing_body
    return Annex(label="Phụ lục", title=title.upper(), attached=f"{attached})", landscape=landscape)


def attached_to(number: str | None, symbol: str, day: int | None, month: int, year: int) -> str:
    """Say whose annex it is, up to the issuer's name."""
    line = issue_line("", day, month, year).removeprefix(", ")
    return f"(Kèm theo Báo cáo số {number_line(number, symbol).removeprefix('Số: ')} {line} của "


def numbered(blocks: Sequence[Block], number: str, day: date) -> list[Block]:
    """Give a letter its number and day: in its head, and in the annexes that name it."""
    former = next(block for block in blocks if isinstance(block, Masthead))
    head = former.model_copy(update={"number": number, "day": day.day, "month": day.month, "year": day.year})
    was, now = (attached_to(one.number, one.symbol, one.day, one.month, one.year) for one in (former, head))

    def with_number(block: Block) -> Block:
        if isinstance(block, Annex):
            return block.model_copy(update={"attached": block.attached.replace(was, now)})
        return head if block is former else block

    return [with_number(block) for block in blocks]
