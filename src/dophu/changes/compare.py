"""Two documents held against each other: facts that moved, sentences that changed, figures and tables redrawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, TypeVar

from dophu.changes.rows import FileChange
from dophu.publish.document import END
from dophu.returned.words import claims
from dophu.tell.blocks import (
    Annex,
    Block,
    Document,
    Figure,
    Heading,
    List,
    Masthead,
    Paragraph,
    Run,
    Signature,
    Table,
    TraceRow,
)
from dophu.tell.html import plain
from dophu.tell.lint import texts
from dophu.words import say

SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=\S)")
NUMBER = re.compile(r"\d[\d.,/]*")
VALUE = ("unit", "low", "high", "exact")  # of a fact: what it is, however it is printed
ALIKE = 0.5  # of their letters: two sentences less alike are one that went and one that came
Kind = Literal["side", "words", "figures", "new", "gone"]
Item = TypeVar("Item")


@dataclass(frozen=True)
class FactChange:
    """A fact that moved, came or went; before and after are as printed, "" where there is none.

    printed   it stands in the prose of either edition, not only in a table or the trace
    origin    what else of it changed: base, formula, source, status, each "name: before → after"
    """

    key: str
    label: str
    before: str
    after: str
    printed: bool
    origin: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether its value is another, not only where it comes from."""
        return self.before != self.after


@dataclass(frozen=True)
class SentenceChange:
    """A sentence that changed.

    kind   side: it claims something else (tăng, giảm, đạt, chưa đạt, hơn …); words: other words; figures: only other
           numbers; new; gone
    """

    kind: Kind
    before: str
    after: str


@dataclass(frozen=True)
class FigureChange:
    """A figure that is drawn otherwise, or stands in one edition only."""

    key: str
    before: Figure | None
    after: Figure | None

    @property
    def state(self) -> Literal["changed", "redrawn", "new", "gone"]:
        """Whether it shows something else, or the same drawn in another way, as a later program does."""
        if not (self.before and self.after):
            return "gone" if self.before else "new"
        return "redrawn" if _drawn(self.before) == _drawn(self.after) else "changed"

    @property
    def caption(self) -> str:
        """Its caption, the later one where both have it."""
        shown = self.after or self.before
        return plain(shown.caption) if shown else ""


@dataclass(frozen=True)
class TableChange:
    """Rows of a table that are new, gone or read otherwise; a row is named by its first cell."""

    caption: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Changes:
    """Everything that differs between two editions; `before` and `after` say which they are.

    unknown   files that differ, of which one side's content is no longer to be had
    """

    before: str
    after: str
    facts: tuple[FactChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    tables: tuple[TableChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    simulated: bool = False
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.facts, self.sentences, self.figures, self.tables, self.files, self.unknown))


def facts(before: Document, after: Document) -> Iterator[FactChange]:
    """Compare ledgers: first what moved, and of that what the prose prints; then by the order of the later ledger.

    What a later program only words otherwise did not move; where that is printed, sentences and tables say it.
    """
    was, now = ({fact.key: fact for fact in one.facts} for one in (before, after))
    printed = {run.fact for one in (before, after) for runs in _prose(one.blocks) for run in runs}
    for key, fact in now.items():
        if key in was:
            now[key] = _worded_as(was[key], fact, _meaning(before, key), _meaning(after, key))
    keys = [*now, *(key for key in was if key not in now)]
    compared = (_fact(key, was.get(key), now.get(key), printed=key in printed) for key in keys)
    changed = [one for one in compared if one.moved or one.origin]
    yield from sorted(changed, key=lambda one: (not one.moved, not one.printed))


def _meaning(document: Document, key: str) -> dict[str, Any]:
    """Say what the words of a fact stand for: its formula, its base; nothing where the ledger does not have it."""
    entry = document.ledger.get("facts", {}).get(key)
    if entry is None:
        return {}
    lists = document.ledger["lists"]
    return {"formula": _listed(entry.get("of"), lists), "base": entry["subject"].get("base")}


def _listed(formula: Any, lists: Mapping[str, Any]) -> Any:
    """Put what a list holds in place of its name."""
    if not isinstance(formula, list):
        return formula
    if formula[0] == "list":
        return lists[formula[1]]
    return [_listed(part, lists) for part in formula]


def _worded_as(was: TraceRow, now: TraceRow, meant: Mapping[str, Any], means: Mapping[str, Any]) -> TraceRow:
    """Give the later fact the words of the former for what means the same."""
    same = [name for name in means if name in meant and meant[name] == means[name]]
    if all(getattr(was, name) == getattr(now, name) for name in VALUE):
        same.append("shown")
    return now.model_copy(update={name: getattr(was, name) for name in same})


def _fact(key: str, was: TraceRow | None, now: TraceRow | None, *, printed: bool) -> FactChange:
    known = now or was
    label = known.label if known else key
    exact = bool(was and now and was.shown == now.shown and was.exact != now.exact)
    origin = tuple(_origin(was, now)) if was and now else ()
    return FactChange(key, label, _told(was, exact=exact), _told(now, exact=exact), printed, origin)


def _told(fact: TraceRow | None, *, exact: bool) -> str:
    """Write a fact as printed, or exactly where the print would not show that it moved."""
    if fact is None:
        return ""
    return f"{fact.shown} ({fact.exact})" if exact else fact.shown


def _origin(was: TraceRow, now: TraceRow) -> Iterator[str]:
    for name in ("base", "formula", "source", "status"):
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            none = say("changes.none")
            yield say(f"changes.{name}", before=before or none, after=after or none)


def sentences(before: Document, after: Document) -> Iterator[SentenceChange]:
    """Compare the prose, sentence by sentence, in the order of the later edition."""
    old, new = ([text for text in _sentences(one.blocks) if text] for one in (before, after))
    for was, now in _paired([_bare(one) for one in old], [_bare(one) for one in new]):
        first, second = (old[was] if was is not None else ""), (new[now] if now is not None else "")
        if first != second:
            yield SentenceChange(_kind(first, second), first, second)


def _kind(before: str, after: str) -> Kind:
    if not (before and after):
        return "gone" if before else "new"
    if _claims(before) != _claims(after):
        return "side"
    return "figures" if _bare(before) == _bare(after) else "words"


def _claims(text: str) -> list[str]:
    return [text[start:end].lower() for start, end in claims(text)]


def _bare(text: str) -> str:
    """Put one mark for each number, so that a sentence is found again by its words."""
    return NUMBER.sub("#", text)


def _sentences(blocks: Sequence[Block]) -> Iterator[str]:
    """List the lines of head and foot, but number and day, and the sentences between them."""
    for block in blocks:
        if isinstance(block, Masthead):
            yield from (block.parent_body, block.issuing_body, block.symbol, block.place, block.type_name)
            yield from (plain(block.abstract), *block.addressees)
        elif isinstance(block, Signature):
            yield from (*block.lines, block.name or "", *block.recipients)
        elif isinstance(block, Annex):
            yield block.title
        else:
            for runs in _prose([block]):
                line = " ".join("".join(run.text for run in runs).split())
                yield from SENTENCE.split(f"{line.removesuffix(END)}." if line.endswith(END) else line)


def _prose(blocks: Iterable[Block]) -> Iterator[Sequence[Run]]:
    return texts([block for block in blocks if isinstance(block, Heading | Paragraph | List)])


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Pair two sequences by place: equal ones, then those alike between them, then what is left alone."""
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(start, end), range(first, last), strict=True)
        else:
            yield from _alike(old, range(start, end), new, range(first, last))


def _alike(
    old: Sequence[str], places: range, new: Sequence[str], others: range
) -> Iterator[tuple[int | None, int | None]]:
    left = list(places)
    for other in others:
        best = max(left, key=lambda place: _likeness(old[place], new[other]), default=None)
        if best is None or _likeness(old[best], new[other]) < ALIKE:
            yield None, other
            continue
        yield best, other
        left.remove(best)
    yield from ((place, None) for place in left)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def figures(before: Document, after: Document) -> Iterator[FigureChange]:
    """Compare drawings by their keys."""
    for key, was, now in _by_key(before, after, Figure, lambda figure: figure.key):
        if (was and was.svg) != (now and now.svg):
            yield FigureChange(key, was, now)


def _drawn(figure: Figure) -> list[str]:
    """Say what a drawing shows: the rows of its table, and its sentence where it has none."""
    return [text for _, text in _named(figure.table)] or [figure.alt]


def tables(before: Document, after: Document) -> Iterator[TableChange]:
    """Compare tables by their captions' words, those that only one edition has by their order; rows by their heads."""
    for was, now in _tables(before, after):
        shown = now or was
        changed = (*(_heads(was, now) if was and now else ()), *_rows(was, now))
        if shown and changed:
            yield TableChange(plain(shown.caption), changed)


def _tables(before: Document, after: Document) -> list[tuple[Table | None, Table | None]]:
    """Pair tables by their captions, and what is left by the order it stands in, where the number is the same."""
    pairs = [(was, now) for _, was, now in _by_key(before, after, Table, lambda table: _bare(plain(table.caption)))]
    old, new = [was for was, now in pairs if not now], [now for was, now in pairs if not was]
    if len(old) != len(new):
        return pairs
    renamed = iter(old)
    return [(was or next(renamed), now) for was, now in pairs if now]


def _heads(was: Table, now: Table) -> Iterator[tuple[str, str, str]]:
    """Tell a caption and heads of columns that have other words."""
    heads = [" | ".join(map(plain, table.head)) for table in (was, now)]
    for name, old, new in (("caption", plain(was.caption), plain(now.caption)), ("head", *heads)):
        if _bare(old) != _bare(new):
            yield say(f"changes.table_{name}"), old, new


def _rows(was: Table | None, now: Table | None) -> Iterator[tuple[str, str, str]]:
    old, new = (dict(_named(table)) for table in (was, now))
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name, "") != new.get(name, ""):
            yield name, old.get(name, ""), new.get(name, "")


def _named(table: Table | None) -> Iterator[tuple[str, str]]:
    """Name each row by its first cell that is no number, since places in a ranking change."""
    for row in [*table.rows, *table.foot] if table else ():
        cells = [plain(cell) for cell in row]
        name = next((cell for cell in cells if not NUMBER.fullmatch(cell)), cells[0])
        yield name, " | ".join(cells)


def _by_key(
    before: Document, after: Document, kind: type[Item], key: Callable[[Item], str]
) -> Iterator[tuple[str, Item | None, Item | None]]:
    """Pair blocks of one kind by key; the tables of figures are told by the figures."""
    old, new = ({key(block): block for block in one.blocks if isinstance(block, kind)} for one in (before, after))
    for name in [*new, *(name for name in old if name not in new)]:
        yield name, old.get(name), new.get(name)
