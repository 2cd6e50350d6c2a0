"""A letter that came back against what was told: facts that stand, numbers that changed, that are nobody's, that went.

Every stretch that comes from data is carried through the changes of its line into the text that came; what stands
there is compared. Marks are not asked for that: typed over, they keep half a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from dophu.returned import rules, words
from dophu.returned.align import Pair, align, tokens
from dophu.returned.letter import Letter, Line
from dophu.returned.told import Span, Told

Kind = Literal["contradicts", "vanished", "nobody", "name", "claim", "moved"]
SIGN = re.compile(r"[-\u2212+±~<>≤≥%‰\d]")
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Finding:
    """A place where the letter no longer says what was told.

    kind   contradicts: a fact prints otherwise; vanished: it is gone; nobody: a number that nobody computed;
           name: other words that come from data have changed; claim: a word that claims, bounds or denies came
           or went; moved: a table's cell stands in another row
    line   the number of the line that came, or of the one before its place, counted from 0; start, end: where in it
    told, came   the texts; "" for what came new, or is gone
    key, cell    the fact and the notebook's cell, "" where there is none
    """

    kind: Kind
    line: int
    start: int
    end: int
    told: str
    came: str
    key: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Cleared:
    """A change of a fact, name or number that a rule allows, and why."""

    line: int
    told: str
    came: str
    why: str


@dataclass(frozen=True)
class Wording:
    """A change of literal words alone: taken back into the notebook, it harms nothing."""

    line: int
    told: str
    came: str
    cell: str


@dataclass
class Comparison:
    """What came of holding a letter against what was told; `agreed` counts the facts that stand as they were."""

    pairs: list[Pair]
    agreed: int = 0
    findings: list[Finding] = field(default_factory=list)
    cleared: list[Cleared] = field(default_factory=list)
    wordings: list[Wording] = field(default_factory=list)


def compare(said: Told, came: Letter) -> Comparison:
    """Hold every line of a letter against what was told; findings stand in the order of the letter."""
    ours = [line for line in said.letter.lines if line.text.strip()]
    pairs = align(ours, [line if line.text.strip() else Line("") for line in came.lines])
    pairs = [pair for pair in pairs if pair.told or came.lines[pair.came[0]].text.strip()]
    result = Comparison(pairs)
    last = 0
    for pair in pairs:
        last = pair.came[0] if pair.came else last
        _Lines(said, ours, came.lines, pair, last).compare(result)
    if said.banner and not all(said.banner in head for head in came.heads or ("",)):
        result.findings.append(Finding("name", 0, 0, 0, said.banner, ""))
    result.findings += _moved_cells(said, ours, came.lines, pairs)
    result.findings.sort(key=lambda finding: (finding.line, finding.start))
    return result


class _Lines:
    """One pair of lines while it is compared."""

    def __init__(self, said: Told, ours: Sequence[Line], theirs: Sequence[Line], pair: Pair, line: int) -> None:
        self.said, self.pair, self.line = said, pair, line
        self.told = " ".join(ours[place].text for place in pair.told)
        self.came = " ".join(theirs[place].text for place in pair.came)
        self.cell = next((cell for place in pair.told if (cell := said.cell(ours[place]))), "")
        self.spans: list[Span] = []
        start = 0
        for place in pair.told:
            self.spans += [Span(s.start + start, s.end + start, s.key) for s in said.spans(ours[place])]
            start += len(ours[place].text) + 1

    def compare(self, result: Comparison) -> None:
        if self.told == self.came:
            result.agreed += sum(bool(span.key) for span in self.spans)
            return
        change = Change(self.told, self.came)
        carried = list(self._carried(change))
        for span, place in carried:
            self._span(result, span, place)
        free = [place for place in change.added() if not any(words.within(place, other) for _, other in carried)]
        self._numbers(result, change, [other for _, other in carried])
        self._claims(result, change, carried)
        gone = [place for place in change.taken() if not any(words.within(place, (s.start, s.end)) for s in self.spans)]
        if free or gone:
            result.wordings.append(Wording(self.line, self.told, self.came, self.cell))

    def _carried(self, change: Change) -> Iterator[tuple[Span, tuple[int, int]]]:
        """Say where each span has come to; digits before a fact are the fact's, and not of a name that it follows."""
        found = [(span, self._with_signs(change, *change.carried(span.start, span.end))) for span in self.spans]
        firsts = {place[0] for span, place in found if span.key}
        for span, (start, end) in found:
            taken = [first for first in firsts if not span.key and start <= first < end]
            yield span, (start, min(taken, default=end))

    def _with_signs(self, change: Change, start: int, end: int) -> tuple[int, int]:
        """Take along what was added directly beside a number and is part of it: a sign, a digit, a per cent."""
        while start and change.touches((start - 1, start)) and SIGN.fullmatch(self.came[start - 1]):
            start -= 1
        while change.touches((end, end + 1)) and SIGN.fullmatch(self.came[end : end + 1]):
            end += 1
        return start, end

    def _span(self, result: Comparison, span: Span, place: tuple[int, int]) -> None:
        told, came = self.told[span.start : span.end], self.came[slice(*place)]
        if told == came:
            result.agreed += bool(span.key)
            return
        allowed = rules.OF_FACTS if span.key else rules.OF_NAMES
        if why := rules.cleared(allowed, told, came):
            result.cleared.append(Cleared(self.line, told, came.strip(), why))
        elif span.key and not any(letter.isalnum() for letter in came):
            result.findings.append(self._finding("vanished", place, told, "", span.key))
        else:
            kind: Kind = "contradicts" if span.key else "name"
            result.findings.append(self._finding(kind, place, told, came.strip(), span.key))

    def _numbers(self, result: Comparison, change: Change, taken: Sequence[tuple[int, int]]) -> None:
        for place in words.numbers(self.came):
            if change.touches(place) and not any(words.meets(place, other) for other in taken):
                result.findings.append(self._finding("nobody", place, "", self.came[slice(*place)]))

    def _claims(self, result: Comparison, change: Change, carried: Sequence[tuple[Span, tuple[int, int]]]) -> None:
        counted = words.numbers(self.came)  # "gấp đôi" is a number and a claim, and one finding
        for place in words.claims(self.came):
            if any(words.meets(place, number) for number in counted):
                continue
            if change.touches(place) and not any(words.meets(place, other) for _, other in carried):
                result.findings.append(self._finding("claim", place, "", self.came[slice(*place)]))
        for place in words.claims(self.told):
            if change.loses(place) and not any(words.meets(place, (span.start, span.end)) for span in self.spans):
                here = change.carried(*place)
                result.findings.append(self._finding("claim", here, self.told[slice(*place)], ""))

    def _finding(self, kind: Kind, place: tuple[int, int], told: str, came: str, key: str = "") -> Finding:
        return Finding(kind, self.line, *place, told, came, key, self.cell)


class Change:
    """How one text became another, by tokens."""

    def __init__(self, told: str, came: str) -> None:
        ours, theirs = tokens(told), tokens(came)
        starts, others = _starts(ours), _starts(theirs)
        matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
        self.codes = [(tag, starts[a], starts[b], others[c], others[d]) for tag, a, b, c, d in matcher.get_opcodes()]

    def carried(self, start: int, end: int) -> tuple[int, int]:
        """Say which stretch of the new text stands in the place of a stretch of the old."""
        first = next((code for code in self.codes if code[1] <= start < code[2]), None)
        last = next((code for code in self.codes if code[1] < end <= code[2]), None)
        begin = self._at(first, start, first[3]) if first else 0
        stop = self._at(last, end, last[4]) if last else begin
        return begin, max(begin, stop)

    @staticmethod
    def _at(code: Opcode, place: int, changed: int) -> int:
        return code[3] + place - code[1] if code[0] == "equal" else changed

    def added(self) -> list[tuple[int, int]]:
        """List what of the new text is not of the old."""
        return [(c, d) for tag, _, _, c, d in self.codes if tag != "equal" and c < d]

    def taken(self) -> list[tuple[int, int]]:
        """List what of the old text is no longer in the new."""
        return [(a, b) for tag, a, b, _, _ in self.codes if tag != "equal" and a < b]

    def touches(self, place: tuple[int, int]) -> bool:
        """Say whether a stretch of the new text is, even in part, not of the old."""
        return any(words.meets(place, other) for other in self.added())

    def loses(self, place: tuple[int, int]) -> bool:
        """Say whether a stretch of the old text is, even in part, no longer in the new."""
        return any(words.meets(place, other) for other in self.taken())


def _starts(parts: Sequence[str]) -> list[int]:
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def _moved_cells(said: Told, ours: Sequence[Line], theirs: Sequence[Line], pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Find facts of tables that no longer stand in the row of what their row began with."""
    rows: dict[int, int] = {}
    for pair in sorted((one for one in pairs if one.told and one.came), key=lambda one: one.told[0]):
        line, other = ours[pair.told[0]], theirs[pair.came[0]]
        if line.row is None or other.row is None:
            continue
        row = rows.setdefault(line.row, other.row)
        keys = [span.key for span in said.spans(line) if span.key]
        if row != other.row and keys:
            yield Finding("moved", pair.came[0], 0, len(other.text), line.text, other.text, keys[0], said.cell(line))
