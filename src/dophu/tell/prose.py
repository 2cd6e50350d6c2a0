"""How a cell of prose is written: Markdown with `{{ names }}`, and four marks for what may not be said.

? Mỗi ngày cần thêm ít nhất {{ pace }} {{ noun }}.      falls away where a figure in it is not known
| Mục tiêu không nêu hạn.                               said in its place: the first way that can be told wins
?below_target Còn thiếu {{ missing }}.                  falls away unless the judgement holds as well
- {{ row.name }}: {{ row.share }}; for row in rows      a line for each row; the last one ends with "."
… đạt {{ share }}[[ (theo {{ source }})]].              a part of a sentence that may fall away: [[?every cả]]

A marked line goes on in the lines below it that are indented. Here is only how it is written, with the place of
every piece in the source; `tell.narrative` tells it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dophu.errors import UsageError
from dophu.tell.expression import names_in, read_expression, shown_strings

MARK = re.compile(r"[ \t]*(?P<mark>[?|])(?P<guard>[A-Za-z_][\w.]*)?(?:[ \t]+|$)")
BULLET = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
ROWS = re.compile(r"[ \t]+for[ \t]+(?P<name>[A-Za-z_]\w*)[ \t]+in[ \t]+(?P<rows>[A-Za-z_][\w.]*)[ \t]*$")
PIECE = re.compile(
    r"\{\{(?P<expression>.*?)\}\}|(?P<comment>\{#.*?#\})"
    r"|(?P<opens>\[\[(?:\?(?P<guard>[A-Za-z_][\w.]*))?)|(?P<closes>\]\])",
    re.DOTALL,
)
HOW_MARKED = "write {{ name }} or {{ name | filter }}, and [[ … ]] around a part that may fall away"


@dataclass(frozen=True)
class Literal:
    """Words as the author typed them."""

    text: str
    start: int


@dataclass(frozen=True)
class Shows:
    """What stands between `{{` and `}}`."""

    code: ast.expr
    text: str
    start: int
    line: int


@dataclass(frozen=True)
class Maybe:
    """A part of a sentence between `[[` and `]]`; `guard` is a judgement that must hold as well, "" for none."""

    guard: str
    parts: tuple[Literal | Shows, ...]
    line: int


Part = Literal | Shows | Maybe


@dataclass(frozen=True)
class Way:
    """One way to say a sentence; `guard` is a judgement or a fact that must hold as well, "" for none."""

    guard: str
    parts: tuple[Part, ...]
    line: int
    mark: str = ""


@dataclass(frozen=True)
class Unit:
    """A stretch of prose: as it stands, or with several ways, the first of which that can be told wins.

    rows    (name, rows) of a line that is told for each row
    below   what stands under such a line and is told for each row as well
    """

    ways: tuple[Way, ...]
    optional: bool = False
    rows: tuple[str, str] | None = None
    below: tuple[Unit, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Say whether it is told as it stands."""
        return not self.optional and self.rows is None and len(self.ways) == 1


@dataclass
class _Lines:
    """The lines of a cell with their places; read one unit after the other."""

    lines: Sequence[str]
    starts: Sequence[int]
    at: int = 0
    units: list[Unit] = field(default_factory=list)

    @property
    def line(self) -> str:
        return self.lines[self.at]

    @property
    def more(self) -> bool:
        return self.at < len(self.lines)

    def stretch(self) -> tuple[int, int]:
        """Take a line and the indented ones that go on with it: the number of the first and that behind the last."""
        first = self.at
        self.at += 1
        while self.more and _goes_on(self.line):
            self.at += 1
        return first, self.at

    def text(self, first: int, end: int) -> str:
        return "".join(self.lines[first:end])


def _goes_on(line: str) -> bool:
    return line[:1] in " \t" and bool(line.strip()) and not MARK.match(line) and not BULLET.match(line)


@lru_cache(maxsize=512)
def read_prose(source: str) -> tuple[Unit, ...]:
    """Read a cell into its units.

    Raises UsageError whose `where` is the number of the line that cannot be read.
    """
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = _Lines(lines, starts)
    plain: list[int] = []
    while found.more:
        if _opens_unit(found):
            _add_plain(found, plain)
            found.units.append(_unit(found))
        else:
            plain.append(found.at)
            found.at += 1
    _add_plain(found, plain)
    return tuple(found.units)


def _opens_unit(found: _Lines) -> bool:
    mark = MARK.match(found.line)
    return (mark is not None and mark["mark"] == "?") or _rows_of(found) is not None


def _rows_of(found: _Lines) -> re.Match[str] | None:
    """Find " for row in rows" at the end of a line and those that go on with it."""
    first, end = found.stretch()
    found.at = first
    return ROWS.search(found.text(first, end).rstrip())


def _add_plain(found: _Lines, plain: list[int]) -> None:
    if plain:
        text = found.text(plain[0], plain[-1] + 1)
        way = Way("", _parts(text, found.starts[plain[0]], plain[0] + 1), plain[0] + 1)
        found.units.append(Unit((way,)))
        plain.clear()


def _unit(found: _Lines) -> Unit:
    indent = len(found.line) - len(found.line.lstrip())
    rows = ROWS.search(_peeked(found))
    optional = MARK.match(found.line) is not None
    ways = [_way(found)]
    while found.more and (mark := MARK.match(found.line)) and mark["mark"] == "|":
        ways.append(_way(found))
    below = _below(found, indent) if rows else ()
    return Unit(tuple(ways), optional, (rows["name"], rows["rows"]) if rows else None, below)


def _peeked(found: _Lines) -> str:
    first, end = found.stretch()
    found.at = first
    return found.text(first, end).rstrip()


def _way(found: _Lines) -> Way:
    """Read a marked line without its mark, and without the rows it is told for."""
    first, end = found.stretch()
    text, mark = found.text(first, end).rstrip(), MARK.match(found.lines[first])
    start = mark.end() if mark else 0
    rows = ROWS.search(text)
    told = text[start : rows.start() if rows else len(text)]
    sign = mark[0].strip() if mark else ""
    parts = (*_indent(text, found.starts[first], mark), *_parts(told, found.starts[first] + start, first + 1))
    return Way((mark["guard"] or "") if mark else "", parts, first + 1, sign)


def _indent(text: str, start: int, mark: re.Match[str] | None) -> tuple[Literal, ...]:
    """Keep how far a marked point of a list is indented: that says what it stands under."""
    blanks = text[: len(text) - len(text.lstrip())] if mark else ""
    return (Literal(blanks, start),) if blanks else ()


def _below(found: _Lines, indent: int) -> tuple[Unit, ...]:
    """Read what is indented further than a line with rows: it is told for each of them."""
    first = found.at
    while found.more and found.line.strip() and len(found.line) - len(found.line.lstrip()) > indent:
        found.at += 1
    inner = _Lines(found.lines[: found.at], found.starts, first)
    while inner.more:
        inner.units.append(_unit(inner))
    return tuple(inner.units)


def _parts(text: str, start: int, line: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    within: list[Literal | Shows] | None = None
    guard = ""
    at = 0
    for piece in PIECE.finditer(text):
        here = line + text.count("\n", 0, piece.start())
        _add_words(parts if within is None else within, text[at : piece.start()], start + at, here)
        at = piece.end()
        if piece["opens"]:
            if within is not None:
                raise UsageError(here, "[[ stands within [[ … ]]", "close the first part before: ]]")
            within, guard = [], piece["guard"] or ""
        elif piece["closes"]:
            if within is None:
                raise UsageError(here, "]] closes what nothing has opened", "open the part before: [[")
            parts.append(Maybe(guard, tuple(within), here))
            within = None
        elif piece["expression"] is not None:
            code = piece["expression"]
            shows = Shows(_read(code, here), code.strip(), start + piece.start("expression"), here)
            (parts if within is None else within).append(shows)
    _add_words(parts, text[at:], start + at, line + text.count("\n", 0, at))
    if within is not None:
        raise UsageError(line + text.count("\n"), "[[ is not closed", HOW_MARKED)
    return tuple(parts)


def _read(code: str, line: int) -> ast.expr:
    try:
        return read_expression(code)
    except UsageError as error:
        raise UsageError(line, error.problem, error.fix) from None


def _add_words(parts: list[Part] | list[Literal | Shows], words: str, start: int, line: int) -> None:
    for sign in ("{{", "}}", "{#"):
        if sign in words:
            problem = f"'{sign}' has no end" if sign != "}}" else "'}}' ends what nothing has begun"
            raise UsageError(line + words.count("\n", 0, words.find(sign)), problem, HOW_MARKED)
    if words:
        parts.append(Literal(words, start))


# -- what others ask of a cell -----------------------------------------------------------------------------------


def ways(units: Sequence[Unit]) -> Iterator[tuple[Way, tuple[str, ...]]]:
    """Walk through all ways of all units, each with the names that its rows go by."""
    for unit in units:
        own = (unit.rows[0],) if unit.rows else ()
        for way in unit.ways:
            yield way, own
        for way, names in ways(unit.below):
            yield way, (*own, *names)


def asked_names(units: Sequence[Unit]) -> Iterator[tuple[str, int]]:
    """List the names that a cell asks for, each with its line; the names of rows are its own."""
    for unit in units:
        yield from _asked(unit, ())


def _asked(unit: Unit, rows: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    known = (*rows, unit.rows[0]) if unit.rows else rows
    if unit.rows and (name := unit.rows[1].partition(".")[0]) not in rows:
        yield name, unit.ways[0].line
    for way in unit.ways:
        for guard, line in _guards(way):
            if (name := guard.partition(".")[0]) not in known:
                yield name, line
        for shows in shown(way.parts):
            yield from ((name, shows.line) for name in names_in(shows.code) if name not in known)
    for each in unit.below:
        yield from _asked(each, known)


def _guards(way: Way) -> Iterator[tuple[str, int]]:
    asked = [(way.guard, way.line), *((part.guard, part.line) for part in way.parts if isinstance(part, Maybe))]
    yield from ((guard, line) for guard, line in asked if guard)


def shown(parts: Sequence[Part]) -> Iterator[Shows]:
    """Walk through what a way prints of the edition."""
    for part in parts:
        if isinstance(part, Shows):
            yield part
        elif isinstance(part, Maybe):
            yield from shown(part.parts)


def literals(source: str) -> Iterator[tuple[int, str]]:
    """List what is printed as it is written, with its place: words outside of marks, and strings that are shown."""
    for way, _ in ways(read_prose(source)):
        yield from _literals(way.parts)


def mark_at(source: str, place: int) -> str:
    """Name the mark under which a place of a cell stands, as it is written: "?", "|below_target", "[["; "" for none."""
    for way, _ in ways(read_prose(source)):
        for part in way.parts:
            if isinstance(part, Maybe) and any(_holds(each, place) for each in part.parts):
                return way.mark or "[["
            if isinstance(part, Literal | Shows) and _holds(part, place):
                return way.mark
    return ""


def _holds(part: Literal | Shows, place: int) -> bool:
    return part.start <= place < part.start + len(part.text)


def _literals(parts: Sequence[Part]) -> Iterator[tuple[int, str]]:
    for part in parts:
        if isinstance(part, Literal):
            yield part.start, part.text
        elif isinstance(part, Maybe):
            yield from _literals(part.parts)
        else:
            yield from ((part.start + place, text) for place, text in shown_strings(part.code, part.text))
