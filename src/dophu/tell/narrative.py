"""`%%narrative`: prose with named facts. A cell is Markdown over the edition's names, with the marks of `tell.prose`.

Only facts print numbers: a fact shows itself in its own unit, or the cell stops and says why. What is not known or
open lets a sentence that is marked optional fall away, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from dophu.errors import DophuError, UnknownError, UsageError, did_you_mean
from dophu.facts.arithmetic import Computed
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing, Value
from dophu.facts.interval import Interval
from dophu.facts.making import claimed, enter, given
from dophu.facts.printing import Unit as PrintedUnit
from dophu.tell.blocks import Block, Run
from dophu.tell.borne import rests_on
from dophu.tell.expression import OPTIONAL, Scope, filters_in, in_python, names_in, read_expression
from dophu.tell.filters import FILTERS, as_text, must_be_known
from dophu.tell.markdown import CLOSE, OPEN, blocks_of, placeholder
from dophu.tell.own import entering
from dophu.tell.prose import BULLET, Literal, Maybe, Part, Shows, Unit, Way, asked_names, read_prose, shown, ways
from dophu.tell.said import Said, Shown
from dophu.tell.sentence import lines, pieces, sentences_of
from dophu.tell.sentences import Chosen
from dophu.words.claims import claims
from dophu.words.numerals import read
from dophu.words.synonyms import meant, name_meant
from dophu.words.text import has_words
from dophu.words.word import Word

if TYPE_CHECKING:
    from dophu.tell.template import Template

MAGIC, TAG = "%%narrative", "{%"
COMPUTED = "what is computed of facts is no fact of the report yet"
ONE_OF_MANY = "name one of them: {{ press.items }}; or end a line with: for row in documents"
FALLEN = "\ue004\n"  # the line of what fell away
HEADING = re.compile(r" {0,3}(#{1,6})\s")
OPENS = re.compile(r":\s*\**\s*$")  # a paragraph that ends so opens what stands below it
REHEARSAL = "## {{ word }}\n\n? {{ word | capitalised }} **a** *b*[[ {{ word }}]]\n| c\n- {{ one }}; for one in words\n"


def warm_up() -> None:
    """Make what Markdown makes when it is first used, for processes that are forked later."""
    word = Word("word")
    Narrator(None, {"word": word, "words": [word]}).tell(REHEARSAL, "rehearsal")


class Narrator:
    """Tells prose over one edition's names; a rehearsal has no facts."""

    def __init__(self, facts: Facts | None, names: Mapping[str, Any]) -> None:
        self.facts = facts
        self.names = dict(names)
        self.filters = FILTERS | {"given": self._given, "claimed": self._claimed}
        self.who_offers: Callable[[str], str] = lambda name: ""  # the call that brings a name that is not there yet
        self.whole_notebook: Callable[[], Sequence[str]] = list  # the sources of its cells, where it is known
        self._values: list[Run] = []

    def tell(self, source: str, where: str, above: int = 0) -> list[Block]:
        """Turn a cell into blocks; an unknown name, a missing fact, a wrong filter is an error naming cell and line.

        above   lines that the cell has above the prose, which its author sees numbered too
        """
        self._values = []
        try:
            if OPEN in source or CLOSE in source:
                raise UsageError("narrative", "the prose holds a private-use character", "delete it")
            told = self._template(source) if TAG in source else self._marked(source)
        except DophuError as error:
            place = f"{where}, line {int(error.where) + above}" if error.where.isdigit() else where
            raise type(error)(place, error.problem, error.fix) from None
        blocks = blocks_of(_tidy(told), self._values, where)
        self._take_claimed(blocks)
        return blocks

    def _take_claimed(self, blocks: Sequence[Block]) -> None:
        """Take the figures into the edition on which claims rest that print none: "thấp hơn mức cần có"."""
        told = (sentence for line in lines(blocks) for sentence in sentences_of(pieces(line.runs)))
        asked = dict.fromkeys(concept for sentence in told for concept in rests_on(sentence.text))
        for concept in asked if self.facts is not None else ():
            found = self._look_up(concept) if concept in CONCEPTS else None
            if isinstance(found, Fact):
                self._print(found)

    # -- prose with marks; its errors say their line where an error says its place ---------------------------------

    def _marked(self, source: str) -> str:
        units, scope = read_prose(source), self._scope({})
        self._refuse_unknown(dict(reversed(list(asked_names(units)))))
        self._refuse_unknown_filters(units)
        return _with_what_is_below("".join(_without_openers(self._told(unit, scope) for unit in units)))

    def _scope(self, rows: Mapping[str, Any]) -> Scope:
        return Scope(lambda name: rows[name] if name in rows else self._look_up(name), self.filters)

    def _look_up(self, name: str) -> Any:
        """Find a name among the edition's own, then in the catalogue of facts; a sentence is told as it is asked."""
        if name not in self.names:
            return self._edition.get(name)
        found = self.names[name]
        return found.told if isinstance(found, Chosen) else found

    def _refuse_unknown(self, asked: Mapping[str, int]) -> None:
        known = {*self.names, *CONCEPTS}
        if unknown := sorted(asked.keys() - known):
            hints = {name: self.who_offers(name) or name_meant(name, known) for name in unknown}
            further = {name: hint for name, hint in self._former_names(known).items() if name not in hints}
            problem = f"unknown name(s): {', '.join(unknown)}"
            problem += f"; in its other cells: {', '.join(further)}" if further else ""
            fix = "; ".join(f"'{name}': {hint}" for name, hint in (hints | further).items())
            raise UsageError(asked[unknown[0]], problem, fix)

    def _former_names(self, known: Collection[str]) -> dict[str, str]:
        """Find names of before in the whole notebook, with those of today, so that all are changed at once.

        A name of the author's own, which a cell of code says, is none of them.
        """
        cells = self.whole_notebook()
        prose = [cell for cell in cells if cell.startswith(MAGIC)]
        code = "\n".join(cell for cell in cells if not cell.startswith(MAGIC))
        asked = sorted({name for cell in prose for name in self._asked(cell.partition("\n")[2])})
        today = {name: self._name_of_today(name, known) for name in asked if not re.search(rf"\b{name}\b", code)}
        return {name: hint for name, hint in today.items() if hint}

    def _asked(self, source: str) -> Collection[str]:
        """List the names that a cell of prose asks for; none where it cannot be read, which its own error tells."""
        with suppress(DophuError):
            return self._tags().asked(source) if TAG in source else dict(asked_names(read_prose(source)))
        return ()

    def _name_of_today(self, name: str, known: Collection[str]) -> str:
        """Say what a former name is today; one that names another thing now is former where that is not known here."""
        today = meant(name)
        is_new = name not in known or isinstance(self._look_up(name), Missing)
        return f"did you mean '{today}'?" if today.partition(".")[0] in known and today != name and is_new else ""

    def _refuse_unknown_filters(self, units: Sequence[Unit]) -> None:
        for way, _ in ways(units):
            for shows in shown(way.parts):
                for name in filters_in(shows.code):
                    if name not in self.filters:
                        raise UsageError(shows.line, f"No filter named '{name}'", did_you_mean(name, self.filters))

    def _told(self, unit: Unit, scope: Scope) -> _Stretch:
        if unit.rows is None:
            return _Stretch(self._one(unit, scope), is_list=_is_list(unit))
        rows = self._rows(unit, scope)
        lines = [self._row(unit, self._within(scope, unit.rows[0], row)) for row in rows]
        return _Stretch("".join(_closed(lines)), is_list=True)

    def _rows(self, unit: Unit, scope: Scope) -> Sequence[Any]:
        assert unit.rows is not None
        found = scope.value(read_expression(unit.rows[1]))
        if found is None or isinstance(found, Missing):
            return []
        if isinstance(found, str) or not isinstance(found, Iterable):
            raise UsageError(unit.ways[0].line, f"'{unit.rows[1]}' is no list of rows", "name one: … for row in rows")
        return list(found)

    def _within(self, scope: Scope, name: str, row: Any) -> Scope:
        return Scope(lambda asked: row if asked == name else scope.look_up(asked), self.filters)

    def _row(self, unit: Unit, scope: Scope) -> str:
        line = self._one(unit, scope)
        return line + "".join(self._told(each, scope).text for each in unit.below) if line else ""

    def _one(self, unit: Unit, scope: Scope) -> str:
        """Tell the first way that can be told; "" where an optional unit has none."""
        if unit.is_plain:
            return self._way(unit.ways[0], scope)
        unknown: UnknownError | None = None
        for way in unit.ways:
            kept = self._kept()
            try:
                if not way.guard or scope.known(way.guard):
                    bullet = BULLET.match(_first_words(unit.ways[0]))
                    return _as_line(self._way(way, scope, strict=True), bullet[0] if bullet else "")
            except UnknownError as error:
                unknown = unknown or error
                self._take_back(kept)
        if not unit.optional and unknown:
            raise unknown
        return ""

    def _way(self, way: Way, scope: Scope, *, strict: bool = False) -> str:
        """Tell one way; what is left blank is nothing to tell where the way is marked."""
        shows: list[Shown] = []
        text = "".join(self._part(part, scope, shows, strict=strict) for part in way.parts)
        for each in shows:  # only what prints is taken into the edition
            self._print(each.fact)
        return text

    def _part(self, part: Part, scope: Scope, shows: list[Shown], *, strict: bool) -> str:
        if isinstance(part, Literal):
            return part.text
        if isinstance(part, Maybe):
            return self._maybe(part, scope, shows)
        try:
            value = scope.value(part.code)
            if strict and (value is None or (isinstance(value, str | Said) and not value)):
                raise UnknownError(part.line, f"'{part.text}' says nothing in this edition", OPTIONAL)
            self._refuse_computed(part, value)
            return self._placed(value, shows)
        except DophuError as error:
            raise type(error)(part.line, error.problem, error.fix) from None
        except (TypeError, ValueError, ArithmeticError) as error:
            raise UsageError(part.line, str(error), "correct the template: {{ name }}, {{ name | filter }}") from None

    def _refuse_computed(self, part: Shows, value: Any) -> None:
        """Raise a UsageError for an expression over facts, or a plain number, with the line that makes a fact of it."""
        known = {*self.names, *CONCEPTS}
        if isinstance(value, Computed) and known.issuperset(names_in(part.code)):
            line = entering("ten", in_python(part.code), value)
            raise UsageError("narrative", COMPUTED, f"name it in a cell before: {line}, then print {{{{ ten }}}}")
        if isinstance(value, int | float) and not isinstance(value, bool):
            fix = f'write {{{{ {part.text.strip()} | given("…") }}}}, with its source'
            raise UsageError("narrative", f"'{value}' is not a fact", fix)

    def _maybe(self, part: Maybe, scope: Scope, shows: list[Shown]) -> str:
        kept, told = self._kept(), list[Shown]()
        try:
            if part.guard and not scope.known(part.guard):
                return ""
            text = "".join(self._part(each, scope, told, strict=True) for each in part.parts)
        except UnknownError:
            self._take_back(kept)
            return ""
        shows += told
        return text

    def _kept(self) -> tuple[int, int]:
        return len(self._values), len(self.facts.asked) if self.facts is not None else 0

    def _take_back(self, kept: tuple[int, int]) -> None:
        """Drop what was placed and given by a part that falls away."""
        del self._values[kept[0] :]
        if self.facts is not None:
            for key, fact in list(self.facts.asked.items())[kept[1] :]:
                if fact.concept in {"given", "claimed"}:
                    del self.facts.asked[key]

    # -- prose with tags -----------------------------------------------------------------------------------------

    def _template(self, source: str) -> str:
        return self._tags().tell(source, self._refuse_unknown)

    def _tags(self) -> Template:
        from dophu.tell.template import Template  # noqa: PLC0415 - few cells have tags, and Jinja is long to load

        look_up = self.facts.get if self.facts is not None else None
        return Template(self.names, self.filters, look_up, self._finalize)

    def _finalize(self, value: Any) -> str:
        """Put a placeholder for what an expression gives, and take it into the edition."""
        shows: list[Shown] = []
        text = self._placed(value, shows)
        for each in shows:
            self._print(each.fact)
        return text

    # -- what prints ---------------------------------------------------------------------------------------------

    def _placed(self, value: Any, shows: list[Shown]) -> str:
        """Put a placeholder for what an expression gives; a bare number is nobody's fact."""
        must_be_known(value)
        if isinstance(value, Said):
            if not value:
                raise UnknownError("narrative", "the sentence has nothing to say in this edition", OPTIONAL)
            return "".join(self._said(part, shows) for part in value.parts)
        if isinstance(value, Computed):
            fix = 'name it in a cell before: report.fact("name", …), then print {{ name }}'
            raise UsageError("narrative", COMPUTED, fix)
        if isinstance(value, Fact):
            value = as_text(value) if value.unit == "text" else Shown(value.shown, value)
        if isinstance(value, Shown):
            shows.append(value)
            return self._put(Run(text=value.text, fact=value.fact.key if value.link else None, data=True))
        if isinstance(value, str):
            return self._put(Run(text=value, data=isinstance(value, Word)))
        if isinstance(value, Iterable):  # a group of facts, or a list of such groups
            raise UsageError("narrative", "several facts do not print at once", ONE_OF_MANY)
        raise UsageError("narrative", f"'{value}' is not a fact", "print a fact, or use | given('source')")

    def _said(self, part: str | Shown, shows: list[Shown]) -> str:
        """Place a part of a sentence; its `**` are Markdown, its words are the data's."""
        if isinstance(part, Shown):
            return self._placed(part, shows)
        words = (self._put(Run(text=words, data=True)) if words else "" for words in part.split("**"))
        return "**".join(words)

    def _put(self, run: Run) -> str:
        self._values.append(run)
        return placeholder(len(self._values) - 1)

    def _print(self, fact: Fact) -> None:
        """Take what prints into the edition."""
        if self.facts is not None:
            enter(self.facts, fact)

    def _given(self, value: Any, source: str) -> Fact:
        """Enter a number typed by hand, with the source that its author names: 12, 12.5, "65,5%", "hơn 3 triệu"."""
        if not isinstance(source, str) or not has_words(source):
            raise UsageError(
                "narrative", f"{value} is given without its source", "write {{ 12 | given('its source') }}"
            )
        number, unit, text = _typed_number(value)
        return given(self._edition, number, unit, source.strip(), text)

    def _claimed(self, text: Any, by: str = "", reason: str = "") -> Fact:
        """Enter a claim that no fact bears out, with who says so and why: it is theirs, and the trace says so."""
        way = "write {{ \"dẫn đầu cả nước\" | claimed(by='who says so', reason='why') }}"
        if not isinstance(text, str) or not text.strip():
            raise UsageError("narrative", f"'{text}' is no claim in words", way)
        if not (has_words(str(by)) and has_words(str(reason))):
            raise UsageError("narrative", f"'{text}' is claimed without saying by whom and why", way)
        if numbers := [number.text for number in read(text).numbers if not claims(number.text)]:
            problem = f"'{text}' holds the number {', '.join(numbers)}"
            raise UsageError("narrative", problem, "claim the words, and print the number as a fact beside them")
        return claimed(self._edition, text.strip(), str(by).strip(), str(reason).strip())

    @property
    def _edition(self) -> Facts:
        if self.facts is None:
            raise UsageError("narrative", "no edition is open", "open a report first")
        return self.facts


def _typed_number(value: Any) -> tuple[Value, PrintedUnit, str]:
    """Read a number typed by hand as value, unit and text: 12, 12.5, "65,5%", or words that hold just one."""
    way = "write {{ 12 | given('its source') }}, 12.5, or \"65,5%\""
    if isinstance(value, bool | Fact) or not isinstance(value, int | float | str):
        raise UsageError("narrative", f"'{value}' is not a number", way)
    text = str(value).replace(".", ",") if isinstance(value, float) else str(value).strip()
    if isinstance(value, int) or re.fullmatch(r"[1-9]\d*", text):
        return Interval.exactly(int(value)), "count", ""
    if share := re.fullmatch(r"(\d+(?:,\d+)?)\s?%", text):
        return Interval.exactly(Fraction(share[1].replace(",", "."))), "percent", f"{share[1]}%"
    found = read(text).numbers
    if len(found) != 1 or found[0].value is None:
        raise UsageError("narrative", f"'{value}' does not hold one number", way)
    return text, "text", ""


class _Stretch:
    """What a unit has told: its Markdown, and whether a paragraph above may open it."""

    def __init__(self, text: str, *, is_list: bool = False) -> None:
        self.text, self.is_list = text or FALLEN, is_list

    @property
    def is_told(self) -> bool:
        return bool(self.text.replace(FALLEN, "").strip())


def _is_list(unit: Unit) -> bool:
    return BULLET.match(_first_words(unit.ways[0])) is not None


def _first_words(way: Way) -> str:
    first = way.parts[0] if way.parts else None
    return first.text if isinstance(first, Literal) else ""


def _as_line(text: str, bullet: str) -> str:
    """End a marked line; another way of a point of a list is a point as well."""
    return f"{'' if not bullet or BULLET.match(text) else bullet}{text}\n"


def _closed(lines: Iterable[str]) -> list[str]:
    """Let the last of several rows end with a full stop where the others end with a semicolon."""
    told = [line for line in lines if line]
    if told and told[-1].rstrip().endswith(";"):
        told[-1] = told[-1].rstrip().removesuffix(";") + ".\n"
    return told


def _without_openers(stretches: Iterable[_Stretch]) -> Iterator[str]:
    """Leave out a paragraph that opens a list of which nothing is told."""
    opener, points = "", list[_Stretch]()
    for each in stretches:
        if each.is_list or (points and not each.is_told):
            points.append(each)
            continue
        yield from _opened(opener, points)
        text, opener = _parted(each.text)
        points = []
        yield text
    yield from _opened(opener, points)


def _opened(opener: str, points: Sequence[_Stretch]) -> Iterator[str]:
    if not points or any(each.is_told for each in points):
        yield opener
    yield from (each.text for each in points)


def _parted(text: str) -> tuple[str, str]:
    """Part the paragraph that ends with a colon off the end of a text."""
    if not OPENS.search(text):
        return text, ""
    start = text.rstrip().rfind("\n\n") + 1
    return text[:start], text[start:]


def _with_what_is_below(text: str) -> str:
    """Leave out headings of whose section all has fallen away; one that ends a cell may head what follows it."""
    lines = text.splitlines(keepends=True)
    for place in reversed(range(len(lines))):
        below = list(_below(lines, place)) if _level(lines[place]) else []
        if FALLEN in below and not any(line.strip() for line in below if line != FALLEN):
            lines[place] = FALLEN
    return "".join(line for line in lines if line != FALLEN)


def _below(lines: Sequence[str], place: int) -> Iterator[str]:
    """Walk through the lines of a heading's section."""
    level = _level(lines[place])
    return takewhile(lambda line: not 0 < _level(line) <= level, lines[place + 1 :])


def _level(line: str) -> int:
    """Say how high a heading is, 1 to 6; 0 for a line that is none."""
    found = HEADING.match(line)
    return len(found[1]) if found else 0


def _tidy(text: str) -> str:
    """Drop the blank lines that sentences leave which fall away: they would split a list in two."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
