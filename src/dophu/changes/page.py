"""The changes between two editions as a page to agree to, as lines for a terminal, as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from dophu.changes.compare import Changes, FactChange, Kind, SentenceChange
from dophu.changes.rows import RowChange
from dophu.publish.html import embed_fonts, style_of, template_of
from dophu.tell.blocks import Figure
from dophu.tell.html import PLAIN_IN_DATA, fill, printable
from dophu.wording import decimal
from dophu.words import say

TEMPLATES = Path(__file__).with_name("templates")
KINDS: dict[Kind, str] = {  # heads of sentences, those that changed sides first
    "side": "changes.side",
    "words": "changes.words",
    "figures": "changes.numbers",
    "new": "changes.new",
    "gone": "changes.gone",
}
LONGEST_NAME = 80  # letters of a row's name on a terminal
SHOWN = 20  # facts that only tables print, and rows of a file: on a terminal
WORD = re.compile(r"\s+|[^\s]+")


def summary(changes: Changes) -> str:
    """Count what changed, in one sentence."""
    if not changes:
        return say("changes.nothing")
    turned = sum(one.kind == "side" for one in changes.sentences)
    moved = sum(one.moved for one in changes.facts)
    counted = {
        "moved": moved,
        "origin": len(changes.facts) - moved,
        "turned": turned,
        "sentences": len(changes.sentences) - turned,
        "figures": len(changes.figures),
        "tables": len(changes.tables),
        "files": len(changes.files),
    }
    return "; ".join(say(f"changes.count_{what}", many=decimal(number)) for what, number in counted.items() if number)


def lines(changes: Changes) -> Iterator[str]:
    """Tell the changes on a terminal: what the prose says first, long lists cut with their number."""
    yield say("changes.from_to", before=changes.before, after=changes.after, summary=summary(changes))
    for kind, group in _by_kind(changes.sentences):
        yield f"{say(KINDS[kind])}:"
        for one in group:
            yield from (f"  {sign} {text}" for sign, text in (("-", one.before), ("+", one.after)) if text)
    moved = [one for one in changes.facts if one.moved]
    printed = sum(one.printed for one in moved)
    yield from map(_fact_line, moved[: printed + SHOWN])
    yield from _more(len(moved) - printed - SHOWN, "changes.more_in_tables")
    yield from _more(len(changes.facts) - len(moved), "changes.more_origin")
    for figure in changes.figures:
        state = say(f"changes.figure_{figure.state}")
        yield say("changes.figure_line", figure=figure.key, state=state, caption=figure.caption)
    for table in changes.tables:
        yield say("changes.table_rows", table=table.caption, many=decimal(len(table.rows)))
    for file in changes.files:
        yield f"{file.name}: {say(f'changes.file_{file.state}')}"
        yield from map(_row_line, file.rows[:SHOWN])
        yield from _more(len(file.rows) + file.more - SHOWN, "changes.more_lines")
    yield from (say("changes.file_lost_line", file=name) for name in changes.unknown)


def _fact_line(fact: FactChange) -> str:
    moved = f"{fact.before or say('changes.none')} → {fact.after or say('changes.none')}"
    return f"{fact.label} ({fact.key}): {'; '.join([moved, *fact.origin])}"


def _row_line(row: RowChange) -> str:
    name = row.name if len(row.name) <= LONGEST_NAME else f"{row.name[:LONGEST_NAME]}…"
    return f"  {name}: {row.before or say('changes.none')} → {row.after or say('changes.none')}"


def _more(number: int, key: str) -> Iterator[str]:
    if number > 0:
        yield say(key, many=decimal(number))


def _by_kind(sentences: Sequence[SentenceChange]) -> Iterator[tuple[Kind, list[SentenceChange]]]:
    """Group sentences, those that changed sides first; within a kind they stay in reading order."""
    order = list(KINDS)
    ordered = sorted(sentences, key=lambda one: order.index(one.kind))
    for kind, group in groupby(ordered, key=lambda one: one.kind):
        yield kind, list(group)


def as_data(changes: Changes) -> dict[str, Any]:
    """Write the changes as plain data."""
    return {
        "before": changes.before,
        "after": changes.after,
        "same": not changes,
        "facts": [vars(one) | {"origin": list(one.origin)} for one in changes.facts],
        "sentences": [vars(one) for one in changes.sentences],
        "figures": [
            {
                "key": one.key,
                "state": one.state,
                "caption": one.caption,
                "before": _alt(one.before),
                "after": _alt(one.after),
            }
            for one in changes.figures
        ],
        "tables": [
            {
                "caption": one.caption,
                "rows": [dict(zip(("row", "before", "after"), row, strict=True)) for row in one.rows],
            }
            for one in changes.tables
        ],
        "files": [vars(one) | {"rows": [vars(row) for row in one.rows]} for one in changes.files],
        "unknown": list(changes.unknown),
    }


def _alt(figure: Figure | None) -> str | None:
    return figure.alt if figure else None


def render(changes: Changes) -> bytes:
    """Write the page in UTF-8: one file that asks nothing of any host; the same changes give the same bytes."""
    page = template_of(TEMPLATES / "changes.html.j2").render(
        changes=changes,
        summary=summary(changes),
        kinds=[
            (say(KINDS[kind]), [(one, *_marked(one)) for one in group]) for kind, group in _by_kind(changes.sentences)
        ],
        printed=[one for one in changes.facts if one.printed and one.moved],
        others=[one for one in changes.facts if not (one.printed and one.moved)],
        pictures=[(one, _picture(one.before), _picture(one.after)) for one in changes.figures],
        style=style_of(TEMPLATES / "changes.css"),
    )
    return printable(page).encode()


def _told(group: Iterable[SentenceChange]) -> list[tuple[SentenceChange, Markup, Markup]]:
    return [(one, *_marked(one)) for one in group]


def _marked(change: SentenceChange) -> tuple[Markup, Markup]:
    """Mark in both sentences the words that the other does not have."""
    old, new = WORD.findall(change.before), WORD.findall(change.after)
    before, after = [], []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before.append(_part("del", old[start:end], changed=tag != "equal"))
        after.append(_part("ins", new[first:last], changed=tag != "equal"))
    return Markup().join(before), Markup().join(after)


def _part(tag: str, words: Iterable[str], *, changed: bool) -> Markup:
    text = "".join(words)
    return fill(f"<{tag}>{{}}</{tag}>", text) if changed and text else fill("{}", text)


def _picture(figure: Figure | None) -> tuple[str, str] | None:
    """Give a drawing as an address of a picture, and its words for who cannot see it."""
    if figure is None:
        return None
    return "data:image/svg+xml," + quote(embed_fonts(figure.svg), safe=PLAIN_IN_DATA), figure.alt
