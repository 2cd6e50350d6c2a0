"""The page and the table on a collection: each file's state, who has not sent, the totals so far."""

from __future__ import annotations

import csv
import io

from dophu.intake.collected import Collected, Sent, State, in_words, told_general, told_total
from dophu.publish.html import TEMPLATES, style_of, template_of
from dophu.tell.html import printable
from dophu.wording import Moment, capitalised, decimal, moment
from dophu.words import say

ORDER: tuple[State, ...] = ("conflict", "to_correct", "held", "no_table", "duplicate", "clean", "taken")
HEAD = (
    *("collected.state", "column.unit", "collected.code", "collected.file", "collected.sender", "collected.sent"),
    *("collected.counts", "collected.to_do", "collected.marked_copy"),
)
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")
SHOWN = 5  # figures of a file that the page tells


def collected_page(collected: Collected) -> str:
    """Write the page; the same collection gives the same text."""
    page = template_of(TEMPLATES / "collected.html.j2").render(
        title=capitalised(collected.campaign.title),
        simulated=collected.campaign.status == "simulated",
        parent=collected.parent.full_name,
        until=moment(Moment.parse(collected.period)),
        summary=[(label, decimal(number)) for label, number in collected.summary if number],
        totals=[told_total(collected, total) for total in collected.totals],
        groups=[(in_words(state), state, [_row(one) for one in collected.of(state)]) for state in ORDER],
        missing=[capitalised(unit.full_name) for unit in collected.missing],
        general=[told_general(found) for found in collected.general],
        style=style_of(TEMPLATES / "intake.css"),
    )
    return printable(page)


def _row(one: Sent) -> tuple[str, str, str, str, str]:
    sent = ", ".join(filter(None, (one.arrived.sender, moment(one.arrived.received) if one.arrived.received else "")))
    figures = [decimal(count.count or 0) for count in one.counts]
    figures += [f"{share.value.replace('.', ',')}%" for share in one.shares]
    told = ", ".join(figures[:SHOWN]) + (" …" if len(figures) > SHOWN else "")
    copies = ", ".join(copy.name for copy in one.copies)
    why = "; ".join(filter(None, (one.why, say("collected.marked_copies", copies=copies) if copies else "")))
    return capitalised(one.whose), one.arrived.name, sent, told, why


def collected_table(collected: Collected) -> str:
    """Write one row a file, and one for each unit that has not sent, as a CSV that spreadsheets open."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([*map(say, HEAD), "SHA-256"])
    for state in ORDER:
        for one in collected.of(state):
            codes = " ".join(unit.code for unit in one.units)
            figures = " ".join([*(str(c.count) for c in one.counts), *(f"{s.value}%" for s in one.shares)])
            sent = one.arrived.sender, str(one.arrived.received or "")
            copies = " ".join(copy.name for copy in one.copies)
            cells = (in_words(state), one.whose, codes, one.arrived.name, *sent, figures, one.why, copies, one.sha256)
            table.writerow(map(_plain, cells))
    for unit in collected.missing:
        table.writerow((say("collected.not_sent"), unit.full_name, unit.code, *[""] * (len(HEAD) - 2)))
    return written.getvalue()


def _plain(text: str) -> str:
    """Keep a sender's words from being read as a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
