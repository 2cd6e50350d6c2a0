"""The words of an edited letter, taken back into the notebook's prose: which changes can be, and where they go.

A change is taken when it lies within one piece of the author's own words that prints once; facts, names and new
numbers are refused with what they are; the rest is shown for a person to decide. Nothing is written here, and what
is proposed still has to be proven by telling the notebook anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dophu.returned import prose, rules, words
from dophu.returned.align import Pair
from dophu.returned.compare import Change, Comparison
from dophu.returned.letter import Comment, Letter, Line
from dophu.returned.marked import AUTHOR
from dophu.returned.prose import Printed
from dophu.returned.told import Span, Told
from dophu.words import say

Stretch = tuple[int, int]  # of a text: where it begins and ends


@dataclass(frozen=True)
class Edit:
    """A change of words that a cell's source can take: `new` in the place of source[start:end].

    line       the number of the line that was told; told_start, told_end: the stretch of it
    condition  the branch that the words stand in, "" for words that are always told
    """

    cell: str
    start: int
    end: int
    old: str
    new: str
    line: int
    told_start: int
    told_end: int
    condition: str = ""


@dataclass(frozen=True)
class Left:
    """A change that is not taken back: refused for its fact, name or number, or left for a person to decide."""

    refused: bool
    told: str
    came: str
    why: str
    cell: str = ""


@dataclass(frozen=True)
class CellComment:
    """A comment of the letter, for the cell it is about; "" where no prose cell told its line."""

    cell: str
    author: str
    text: str
    about: str


@dataclass
class Taken:
    """What of a letter can be taken back, and what not."""

    edits: list[Edit] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    comments: list[CellComment] = field(default_factory=list)


def take_back(
    said: Told, came: Letter, comparison: Comparison, printed: Sequence[Printed], sources: Mapping[str, str]
) -> Taken:
    """Sort the changes of a letter.

    printed   the lines of the prose cells, each with the places of its letters
    sources   the prose cells' sources by their ids
    """
    ours = [line for line in said.letter.lines if line.text.strip()]
    taken = Taken()
    origins = _origins(said, ours, printed)
    shown = Counter((one.cell, place) for one in printed for place in one.places if place is not None)
    for pair in comparison.pairs:
        sorter = _Sorter(said, sources, shown, taken)
        if len(pair.told) == len(pair.came) == 1 and not pair.moved:
            sorter.line(pair.told[0], ours, came.lines[pair.came[0]].text, origins.get(pair.told[0]))
        else:
            sorter.whole(pair, ours, came.lines)
    taken.comments = list(_comments(said, ours, came, comparison.pairs, sources))
    return taken


def _origins(said: Told, ours: Sequence[Line], printed: Sequence[Printed]) -> dict[int, Printed]:
    """Pair the lines of the letter with what the cells printed: both stand in the order of their cell."""
    of_cell = defaultdict(list)
    for one in printed:
        of_cell[one.cell].append(one)
    lines = defaultdict(list)
    for number, line in enumerate(ours):
        lines[said.cell(line)].append(number)
    return {
        number: one
        for cell, prints in of_cell.items()
        if len(prints) == len(lines[cell])
        for number, one in zip(lines[cell], prints, strict=True)
        if one.text == ours[number].text
    }


@dataclass
class _Sorter:
    """Sorts the changes of one pair of lines."""

    said: Told
    sources: Mapping[str, str]
    shown: Counter[tuple[str, int]]
    taken: Taken

    def line(self, number: int, ours: Sequence[Line], came: str, origin: Printed | None) -> None:
        told, line = ours[number].text, ours[number]
        if told == came:
            return
        cell = self.said.cell(line)
        spans = self.said.spans(line)
        change = Change(told, came)
        for a, b, c, d in _changes(change, told, spans):
            data = next((span for span in spans if words.meets((a, b), (span.start, span.end))), None)
            if data is not None:
                whole = came[slice(*change.carried(data.start, data.end))]
                self._refuse_data(data.key, told[data.start : data.end], whole, cell)
            elif any(words.meets((c, d), place) for place in words.numbers(came)):
                self._leave(told[a:b], came[c:d], say("taking.nobody"), cell, True)
            elif origin is None:
                self._leave(
                    told[a:b],
                    came[c:d],
                    say("taking.of_no_cell"),
                    cell,
                )
            else:
                self._own_words(number, origin, (a, b), told, came[c:d])

    def _own_words(self, number: int, origin: Printed, place: Stretch, told: str, new: str) -> None:
        a, b = place
        source = self.sources[origin.cell]
        found = prose.piece(source, origin.places[a:b], told[a:b]) if a < b else _anchor(origin, a)
        if found is None:
            self._leave(told[a:b], new, say("taking.across"), origin.cell)
        elif not prose.is_safe(new):
            self._leave(told[a:b], new, say("taking.unsafe"), origin.cell)
        elif (times := max(self.shown[origin.cell, at] for at in range(found[0], max(found[1], found[0] + 1)))) > 1:
            self._leave(told[a:b], new, say("taking.in_a_loop", times=times), origin.cell)
        else:
            branch = prose.condition(source, found[0])
            self.taken.edits.append(Edit(origin.cell, *found, source[slice(*found)], new, number, a, b, branch))

    def whole(self, pair: Pair, ours: Sequence[Line], theirs: Sequence[Line]) -> None:
        """Leave what is no change within one line: a line that came, went, moved, was split or joined."""
        told = " / ".join(ours[place].text for place in pair.told)
        came = " / ".join(theirs[place].text for place in pair.came)
        cell = next((self.said.cell(ours[place]) for place in pair.told), "")
        if not pair.told:
            key = "taking.line_added"
        elif not pair.came:
            key = "taking.line_gone"
        elif pair.moved:
            key = "taking.line_moved"
        else:
            key = "taking.lines_parted"
        self._leave(told, came, say(key), cell)

    def _refuse_data(self, key: str, told: str, came: str, cell: str) -> None:
        allowed = rules.cleared(rules.OF_FACTS if key else rules.OF_NAMES, told, came)
        if allowed:
            why = say("taking.allowed", why=allowed)
        elif key:
            why = say("taking.fact", label=self.said.labels.get(key, key), told=told)
        else:
            why = say("taking.name")
        left = Left(not allowed, told, came, why, cell)
        if left not in self.taken.left:  # several changes within one fact are one
            self.taken.left.append(left)

    def _leave(self, told: str, came: str, why: str, cell: str, refused: bool = False) -> None:
        self.taken.left.append(Left(refused, told, came, why, cell))


def _changes(change: Change, told: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, int, int]]:
    """List what changed; author's words that only a blank parts from each other are one change."""
    pending: tuple[int, int, int, int] | None = None
    for tag, a, b, c, d in change.codes:
        if tag == "equal":
            continue
        own = not any(words.meets((a, b), (span.start, span.end)) for span in spans)
        if pending and own and not told[pending[1] : a].strip():
            pending = (pending[0], b, pending[2], d)
            continue
        if pending:
            yield pending
        pending = (a, b, c, d) if own else None
        if not own:
            yield a, b, c, d
    if pending:
        yield pending


def _anchor(origin: Printed, at: int) -> Stretch | None:
    """Say where words go that came to stand between two letters: behind the one before, or before the one behind."""
    before = origin.places[at - 1] if at else None
    if before is not None:
        return before + 1, before + 1
    behind = origin.places[at] if at < len(origin.places) else None
    return None if behind is None else (behind, behind)


def with_edits(source: str, edits: Sequence[Edit]) -> str:
    """Give a cell's source with edits put in."""
    for edit in sorted(edits, key=lambda edit: -edit.start):
        source = source[: edit.start] + edit.new + source[edit.end :]
    return source


def expected(said: Told, edits: Sequence[Edit]) -> list[str]:
    """List the lines that the notebook must print once edits are in it: exactly the edited ones have changed."""
    lines = [line.text for line in said.letter.lines if line.text.strip()]
    for edit in sorted(edits, key=lambda edit: -edit.told_start):
        text = lines[edit.line]
        lines[edit.line] = text[: edit.told_start] + edit.new + text[edit.told_end :]
    return [" ".join(line.split()) for line in lines]


def _comments(
    said: Told, ours: Sequence[Line], came: Letter, pairs: Sequence[Pair], sources: Mapping[str, str]
) -> Iterator[CellComment]:
    for pair in pairs:
        cells = [said.cell(ours[place]) for place in pair.told]
        for place in pair.came:
            for one in came.lines[place].comments:
                if one.author != AUTHOR:
                    cell = cells[0] if cells and cells[0] in sources else ""
                    yield CellComment(cell, one.author, one.text, _about(came.lines[place], one))


def _about(line: Line, comment: Comment) -> str:
    return line.text[comment.start : comment.end]
