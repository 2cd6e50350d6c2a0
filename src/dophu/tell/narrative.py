"""`%%narrative`: prose with named facts. A cell is a Jinja template over the edition's names, then Markdown.

Only facts print numbers: a filter shows a fact in its own unit, or the cell stops and says why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dophu import wording
from dophu.errors import DophuError, UsageError, did_you_mean
from dophu.measure.ledger import Fact, Ledger, Missing
from dophu.tell.blocks import Block, Run
from dophu.tell.markdown import CLOSE, OPEN, blocks_of, placeholder
from dophu.tell.names import Word

FAR_BELOW = 2  # less than half of a target is "còn rất thấp"


@dataclass(frozen=True)
class Shown:
    """Text that stands for a fact."""

    text: str
    key: str | None


def _as_unit(*units: str) -> Any:
    def show(fact: Any) -> Shown:
        _must_be_known(fact)
        if not isinstance(fact, Fact) or fact.unit not in units:
            is_a = f"'{fact.key}' is a {fact.unit}" if isinstance(fact, Fact) else f"'{fact}' is no fact"
            right = f"write {{{{ {fact.key} | {fact.unit} }}}}" if isinstance(fact, Fact) else "name a fact"
            raise UsageError("narrative", f"{is_a}, not a {units[0]}", right)
        return Shown(fact.shown, fact.key)

    return show


def _must_be_known(fact: Any) -> None:
    if isinstance(fact, Missing):
        raise UsageError(
            "narrative",
            f"'{fact.key}' is not known in this edition: {fact.reason}",
            f"put it inside {{% if {fact.key} %}} … {{% endif %}}",
        )


def _text(fact: Any) -> Shown:
    """Show words; only a symbol such as 95/CV-BCĐ leads to its source, a sentence would be all link."""
    shown = _as_unit("text")(fact)
    return Shown(shown.text, shown.key if " " not in shown.text else None)


def _date(fact: Any) -> Shown:
    _as_unit("date", "moment")(fact)
    day = fact.value.day if isinstance(fact.value, wording.Moment) else fact.value
    return Shown(wording.day_month_year(day), fact.key)


def _day(fact: Any) -> Shown:
    _as_unit("date", "moment")(fact)
    day = fact.value.day if isinstance(fact.value, wording.Moment) else fact.value
    return Shown(wording.day_month(day), fact.key)


def _change(fact: Any) -> Shown:
    """Say a change with the word its sign demands: the data chooses, not the author."""
    _as_unit("count", "points")(fact)
    if fact.value == 0:
        return Shown("không thay đổi", fact.key)
    word = "tăng" if fact.value > 0 else "giảm"
    return Shown(f"{word} {fact.shown.replace('-', '')}", fact.key)


def _beside(fact: Any) -> Shown:
    """Say a difference as higher or lower, by its sign."""
    _as_unit("count", "points")(fact)
    word = "cao hơn" if fact.value >= 0 else "thấp hơn"
    return Shown(f"{word} {fact.shown.replace('-', '')}", fact.key)


def _against(rate: Any, target: Any) -> Word:
    """Judge a share against a target in words; a bound is judged only where it decides."""
    for share in (rate, target):
        _as_unit("percent")(share)
    reached = rate.value >= target.value
    if (rate.qualifier in {"trên", "hơn"} and not reached) or (rate.qualifier in {"dưới", "gần"} and reached):
        raise UsageError("narrative", f"'{rate.key}' is only a bound, {rate.shown}", "ask {% if gap %} first")
    if reached:
        return Word("đã đạt mục tiêu" if rate.value == target.value else "đã vượt mục tiêu")
    far = rate.value * FAR_BELOW < target.value
    return Word("còn rất thấp so với mục tiêu" if far else "còn thấp hơn mục tiêu")


def _joined(parts: Any) -> Word:
    return Word(wording.joined(part.shown if isinstance(part, Fact) else str(part) for part in parts))


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
    "capitalised": lambda value: Word(wording.capitalised(value.shown if isinstance(value, Fact) else str(value))),
}


class _Compiler(CodeGenerator):
    """Compiles a template and notes the names it asks for; `jinja2.meta` would compile it once more to tell them."""

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        asked = self.environment.asked  # type: ignore[attr-defined] # of the environment below
        asked.update(name for action, name in frame.symbols.loads.values() if action == "resolve")


class _Environment(ImmutableSandboxedEnvironment):
    code_generator_class = _Compiler

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.asked = set[str]()


REHEARSAL = "## 1. {{ word }}\n\n{% if word %}\n{{ word | capitalised }} **a** *b*\n{% endif %}\n- c\n"


def warm_up() -> None:
    """Make what Jinja and Markdown make when they are first used, for processes that are forked later."""
    Narrator(Ledger(), {"word": Word("từ")}).tell(REHEARSAL, "rehearsal")


class Narrator:
    """Tells prose over one edition's names."""

    def __init__(self, ledger: Ledger, names: Mapping[str, Any]) -> None:
        self.ledger = ledger
        self.names = dict(names)
        self._values: list[Run] = []
        self._environment = _Environment(
            trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=self._finalize
        )
        self._environment.filters = FILTERS | {"given": self._given}  # Jinja's own would lose facts, or draw lots
        self._environment.globals.clear()

    def tell(self, source: str, where: str) -> list[Block]:
        """Turn a cell into blocks; an unknown name, a missing fact, a wrong filter is an error naming the cell."""
        self._values = []
        try:
            self._environment.asked.clear()
            template = self._environment.from_string(source)
            self._refuse_unknown_names(source)
            text = template.render(self.names | self.ledger.names())
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(f"{where}, line {error.lineno}", error.message or "", "correct the template") from None
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise UsageError(where, str(error), "correct the template") from None
        except DophuError as error:
            raise type(error)(where, error.problem, error.fix) from None
        return blocks_of(_tidy(text), self._values, where)

    def _refuse_unknown_names(self, source: str) -> None:
        if OPEN in source or CLOSE in source:
            raise UsageError("narrative", "the prose holds a private-use character", "delete it")
        known = {*self.names, *self.ledger.names()}
        if unknown := sorted(self._environment.asked - known):
            hints = "; ".join(f"'{name}': {did_you_mean(name, known)}" for name in unknown)
            raise UsageError("narrative", f"unknown name(s): {', '.join(unknown)}", hints)

    def _finalize(self, value: Any) -> str:
        """Put a placeholder for what an expression gives; a bare number is nobody's fact."""
        _must_be_known(value)
        if isinstance(value, Fact):
            value = _text(value) if value.unit == "text" else Shown(value.shown, value.key)
        if isinstance(value, Shown):
            self._values.append(Run(text=value.text, fact=value.key, data=True))
        elif isinstance(value, str):
            self._values.append(Run(text=value, data=isinstance(value, Word)))
        else:
            raise UsageError("narrative", f"'{value}' is not a fact", "print a fact, or use | given('source')")
        return placeholder(len(self._values) - 1)

    @jinja2.pass_context  # or Jinja would call it on constants while compiling, even in a branch not taken
    def _given(self, _context: jinja2.runtime.Context, value: int, source: str) -> Fact:
        """Enter a number typed by hand, with the source that its author names."""
        if not isinstance(value, int):
            raise UsageError("narrative", f"'{value}' is not a whole number", "write {{ 12 | given('its source') }}")
        given = [fact for fact in self.ledger if fact.status == "given"]
        same = [fact for fact in given if (fact.value, fact.source) == (value, source)]
        key = same[0].key if same else f"given_{len(given) + 1}"
        return self.ledger.add(
            Fact(key, "Số nhập tay", value, "count", "nhập tay trong lời văn", source, status="given")
        )


def _tidy(text: str) -> str:
    """Drop the blank lines that untaken branches leave, which would split a list in two."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
