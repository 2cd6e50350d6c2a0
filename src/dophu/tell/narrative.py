"""`%%narrative`: prose with named facts. A cell is a Jinja template over the edition's names, then Markdown.

Only facts print numbers: a filter shows a fact in its own unit, or the cell stops and says why.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import jinja2
import jinja2.utils
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dophu import wording
from dophu.errors import DophuError, UsageError, did_you_mean
from dophu.facts import interval
from dophu.facts.arithmetic import Computed
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing, Value
from dophu.facts.interval import Interval
from dophu.facts.making import claimed, enter, given
from dophu.facts.printing import Unit
from dophu.tell.blocks import Block, Run
from dophu.tell.markdown import CLOSE, OPEN, blocks_of, placeholder
from dophu.words import say, turned
from dophu.words.claims import claims
from dophu.words.numerals import read
from dophu.words.word import Word

TORN_OFF = {"shown", "exact", "value", "amount", "interval", "magnitude", "text"}  # of a fact
OF_TEMPLATE = {"<template>", "<unknown>"}  # the file in which Jinja says that prose lies
FAR_BELOW = 2  # less than half of a target is "còn rất thấp"


@dataclass(frozen=True)
class Shown:
    """Text that stands for a fact; `link` is False for a sentence, which would be all link."""

    text: str
    fact: Fact
    link: bool = True


def _as_unit(*units: str) -> Any:
    def show(fact: Any) -> Shown:
        _must_be_known(fact)
        if not isinstance(fact, Fact) or fact.unit not in units:
            known = isinstance(fact, Fact)
            is_a = f"'{fact.key}' is a {fact.unit}" if known else f"'{fact}' is no fact"
            right = f"write {{{{ … | {fact.unit} }}}}" if known else "name a fact"
            raise UsageError("narrative", f"{is_a}, not a {units[0]}", right)
        return Shown(fact.shown, fact)

    return show


def _must_be_known(fact: Any) -> None:
    if isinstance(fact, Missing):
        name = fact.key.partition("@")[0]
        raise UsageError(
            "narrative",
            f"'{fact.key}' is not known in this edition: {fact.reason}",
            f"put it inside {{% if {name} %}} … {{% endif %}}",
        )


def _text(fact: Any) -> Shown:
    """Show words; only a symbol such as 95/CV-BCĐ leads to its source."""
    shown = _as_unit("text")(fact)
    return Shown(shown.text, shown.fact, link=" " not in shown.text or shown.fact.status == "given")


def _date(fact: Any) -> Shown:
    _as_unit("date", "moment")(fact)
    day = fact.value.day if isinstance(fact.value, wording.Moment) else fact.value
    return Shown(wording.day_month_year(day), fact)


def _day(fact: Any) -> Shown:
    _as_unit("date", "moment")(fact)
    day = fact.value.day if isinstance(fact.value, wording.Moment) else fact.value
    return Shown(wording.day_month(day), fact)


def _change(fact: Any) -> Shown:
    """Say a change with the word its sign demands: the data chooses, not the author."""
    return _signed(fact, CHANGES)


def _beside(fact: Any) -> Shown:
    """Say a difference as higher or lower, by its sign."""
    return _signed(fact, COMPARISONS)


CHANGES = {"+": "change.rose", "-": "change.fell", "0": "change.none", "open": "change.open"}
COMPARISONS = {"+": "beside.higher", "-": "beside.lower", "0": "beside.level", "open": "beside.open"}


def _signed(fact: Any, words: Mapping[str, str]) -> Shown:
    _as_unit("count", "points")(fact)
    sign = fact.sign
    if sign == "0":
        return Shown(say(words[sign]), fact)
    way, size = ("signed.open", fact.shown) if sign == "open" else ("signed.sure", fact.magnitude)
    return Shown(say(way, word=say(words[sign]), size=size), fact)


def _against(share: Any, target: Any) -> Word:
    """Judge a share against a target in words, where its interval decides."""
    for fact in (share, target):
        _as_unit("percent")(fact)
    mine, aim = share.interval, target.interval
    is_ceiling = share.better == "less"
    reached = interval.negation(interval.above(mine, aim)) if is_ceiling else interval.reaches(mine, aim)
    if reached is None:
        problem = f"whether '{share.key}' ({share.shown}) reaches {target.shown} is open"
        raise UsageError("narrative", problem, "ask {% if below_target %} or {% if reached_target %} first")
    if reached:
        beyond = interval.below(mine, aim) if is_ceiling else interval.above(mine, aim)
        word = "exceeded" if beyond else "reached"
    else:
        twice = Interval.exactly(FAR_BELOW)
        far = interval.above(mine, aim * twice) if is_ceiling else interval.below(mine * twice, aim)
        word = "far_below" if far else "below"
    return Word(say(turned(f"target.{word}", share.better)))


def _joined(parts: Any) -> str:
    """Join names; a typed one among them leaves the whole typed."""
    if isinstance(parts, str):
        raise UsageError("narrative", f"'{parts}' is one text, not a list of names", "join a list")
    named = list(parts)
    text = wording.joined(map(_said, named))
    return Word(text) if all(isinstance(part, Fact | Word) for part in named) else text


def _capitalised(value: Any) -> str:
    """Raise the first letter; what was typed stays typed."""
    text = wording.capitalised(_said(value))
    return Word(text) if isinstance(value, Fact | Word) else text


def _said(value: Any) -> str:
    _must_be_known(value)
    return value.shown if isinstance(value, Fact) else str(value)


FILTERS = {
    "count": _as_unit("count"),
    "percent": _as_unit("percent"),
    "points": _as_unit("points"),
    "times": _as_unit("times"),
    "rank": _as_unit("rank"),
    "moment": _as_unit("moment"),
    "hours": _as_unit("hours"),
    "text": _text,
    "date": _date,
    "day": _day,
    "change": _change,
    "beside": _beside,
    "against": _against,
    "joined": _joined,
    "capitalised": _capitalised,
}


class _Compiler(CodeGenerator):
    """Compiles a template and notes the names it asks for; `jinja2.meta` would compile it once more to tell them."""

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        asked = self.environment.asked  # type: ignore[attr-defined] # of the environment below
        asked.update(name for action, name in frame.symbols.loads.values() if action == "resolve")


class _Context(Context):
    """Finds names that prose uses among the edition's own, then in the catalogue of facts."""

    def resolve_or_missing(self, key: str) -> Any:
        found = super().resolve_or_missing(key)
        return self.environment.look_up(key) if found is jinja2.utils.missing and key in CONCEPTS else found  # type: ignore[attr-defined]


class _Environment(ImmutableSandboxedEnvironment):
    code_generator_class = _Compiler
    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.asked = set[str]()
        self.look_up: Callable[[str], Fact | Missing]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Keep what a fact prints and is worth from being torn off it: as text it would be nobody's fact."""
        if isinstance(obj, Fact) and attribute in TORN_OFF:
            fix = f"write {{{{ {obj.key} | {obj.unit} }}}}, or ask {{% if {obj.key} > … %}}"
            raise UsageError("narrative", f"'{obj.key}.{attribute}' is no fact any more", fix)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Read `rate["shown"]` as `rate.shown`."""
        return self.getattr(obj, argument) if isinstance(obj, Fact) else super().getitem(obj, argument)


class UnknownNameError(UsageError):
    """Prose asks for a name that nothing has; `line` is where it first does."""

    def __init__(self, line: int, problem: str, fix: str) -> None:
        super().__init__("narrative", problem, fix)
        self.line = line


REHEARSAL = "## 1. {{ word }}\n\n{% if word %}\n{{ word | capitalised }} **a** *b*\n{% endif %}\n- c\n"


def warm_up() -> None:
    """Make what Jinja and Markdown make when they are first used, for processes that are forked later."""
    Narrator(None, {"word": Word("word")}).tell(REHEARSAL, "rehearsal")


class Narrator:
    """Tells prose over one edition's names; a rehearsal has no facts."""

    def __init__(self, facts: Facts | None, names: Mapping[str, Any]) -> None:
        self.facts = facts
        self.names = dict(names)
        self.who_offers: Callable[[str], str] = lambda name: ""  # the call that brings a name that is not there yet
        self._values: list[Run] = []
        self._environment = _Environment(
            trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=self._finalize
        )
        self._environment.filters = FILTERS | {
            "given": self._given,
            "claimed": self._claimed,
        }  # Jinja's own would lose facts, or draw lots
        self._environment.globals.clear()
        if facts is not None:
            self._environment.look_up = facts.get

    def tell(self, source: str, where: str, above: int = 0) -> list[Block]:
        """Turn a cell into blocks; an unknown name, a missing fact, a wrong filter is an error naming cell and line.

        above   lines that the cell has above the prose, which its author sees numbered too
        """
        self._values = []
        try:
            self._environment.asked.clear()
            template = self._environment.from_string(source)
            self._refuse_unknown_names(source)
            text = template.render(self.names)
        except jinja2.TemplateSyntaxError as error:
            place = f"{where}, line {error.lineno + above}"
            raise UsageError(place, error.message or "", self._way_to_correct(error.message or "")) from None
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise UsageError(_place(where, error, above), str(error), "correct the template") from None
        except UnknownNameError as error:
            raise UsageError(f"{where}, line {error.line + above}", error.problem, error.fix) from None
        except DophuError as error:
            raise type(error)(_place(where, error, above), error.problem, error.fix) from None
        return blocks_of(_tidy(text), self._values, where)

    def _way_to_correct(self, problem: str) -> str:
        """Name the nearest filter, or the tag that closes what is open, where Jinja's words do not."""
        if unknown := re.match(r"No filter named '(.*)'", problem):
            return did_you_mean(unknown[1], self._environment.filters)
        if "end of template" in problem:
            return "close it: {% if … %} … {% endif %}, {% for … %} … {% endfor %}"
        return "correct the template: {{ name }}, {{ name | filter }}, {% if name %} … {% endif %}"

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """The ways in which prose may print a fact, by name."""
        return self._environment.filters

    def _refuse_unknown_names(self, source: str) -> None:
        if OPEN in source or CLOSE in source:
            raise UsageError("narrative", "the prose holds a private-use character", "delete it")
        known = {*self.names, *CONCEPTS}
        if unknown := sorted(self._environment.asked - known):
            hints = "; ".join(f"'{name}': {self.who_offers(name) or did_you_mean(name, known)}" for name in unknown)
            raise UnknownNameError(_line_of(unknown[0], source), f"unknown name(s): {', '.join(unknown)}", hints)

    def _finalize(self, value: Any) -> str:
        """Put a placeholder for what an expression gives; a bare number is nobody's fact."""
        _must_be_known(value)
        if isinstance(value, Computed):
            fix = 'name it in a cell before: report.fact("name", …), then print {{ name }}'
            raise UsageError("narrative", "what is computed of facts is no fact of the report yet", fix)
        if isinstance(value, Fact):
            value = _text(value) if value.unit == "text" else Shown(value.shown, value)
        if isinstance(value, Shown):
            self._values.append(Run(text=value.text, fact=value.fact.key if value.link else None, data=True))
            self._print(value.fact)
        elif isinstance(value, str):
            self._values.append(Run(text=value, data=isinstance(value, Word)))
        else:
            raise UsageError("narrative", f"'{value}' is not a fact", "print a fact, or use | given('source')")
        return placeholder(len(self._values) - 1)

    def _print(self, fact: Fact) -> None:
        """Take what prints into the edition."""
        if self.facts is not None:
            enter(self.facts, fact)

    @jinja2.pass_context  # or Jinja would call it on constants while compiling, even in a branch not taken
    def _given(self, _context: jinja2.runtime.Context, value: Any, source: str) -> Fact:
        """Enter a number typed by hand, with the source that its author names: 12, 12.5, "65,5%", "hơn 3 triệu"."""
        if not isinstance(source, str) or not source.strip():
            raise UsageError(
                "narrative", f"{value} is given without its source", "write {{ 12 | given('its source') }}"
            )
        number, unit, text = _typed_number(value)
        return given(self._edition, number, unit, source.strip(), text)

    @jinja2.pass_context
    def _claimed(self, _context: jinja2.runtime.Context, text: Any, by: str = "", reason: str = "") -> Fact:
        """Enter a claim that no fact bears out, with who says so and why: it is theirs, and the trace says so."""
        way = "write {{ \"dẫn đầu cả nước\" | claimed(by='who says so', reason='why') }}"
        if not isinstance(text, str) or not text.strip():
            raise UsageError("narrative", f"'{text}' is no claim in words", way)
        if not (str(by).strip() and str(reason).strip()):
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


def _typed_number(value: Any) -> tuple[Value, Unit, str]:
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


def _line_of(name: str, source: str) -> int:
    """Find the line on which a tag first says a name."""
    for tag in re.finditer(r"{{.*?}}|{%.*?%}", source, re.DOTALL):
        if found := re.search(rf"(?<![\w.]){re.escape(name)}\b", tag[0]):
            return source.count("\n", 0, tag.start() + found.start()) + 1
    return 1


def _place(where: str, error: Exception, above: int) -> str:
    """Add the line of the template that an error comes from, where its way leads through one."""
    lines = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename in OF_TEMPLATE]
    return f"{where}, line {lines[-1] + above}" if lines and lines[-1] else where


def _tidy(text: str) -> str:
    """Drop the blank lines that untaken branches leave, which would split a list in two."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
