"""Prose with `{% tags %}`: for whoever needs more than the marks of `tell.prose`. A cell of them is a Jinja template.

Comparisons have three values here too: what is missing or open stops the cell, and never takes the other branch.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import wraps
from typing import Any

import jinja2
import jinja2.utils
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS

from dophu.errors import DophuError, UsageError, did_you_mean
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.fact import Fact, Missing
from dophu.tell.expression import AS_TEXT, NOT_ADDED, TORN_OFF, filtered
from dophu.tell.sentences import Chosen

ANSWERED = [TESTS[name] for name in ("eq", "ne", "lt", "le", "gt", "ge", "in", "defined", "undefined")]  # by facts
OF_TEMPLATE = {"<template>", "<unknown>"}  # the file in which Jinja says that prose lies


class Template:
    """A cell's prose with tags, told over names."""

    def __init__(
        self,
        names: Mapping[str, Any],
        filters: Mapping[str, Callable[..., Any]],
        look_up: Callable[[str], Fact | Missing] | None,
        finalize: Callable[[Any], str],
    ) -> None:
        self.names = names
        self._environment = _Environment(
            trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=finalize
        )
        # Jinja's own filters would lose facts, or draw lots.
        self._environment.filters = {name: _when_told(name, call) for name, call in filters.items()}
        self._environment.globals.clear()
        if look_up is not None:
            self._environment.look_up = look_up

    def asked(self, source: str) -> Collection[str]:
        """List the names that a template asks for; none where it cannot be read."""
        with suppress(jinja2.TemplateError):
            self._environment.from_string(source)
        return self._environment.asked

    def tell(self, source: str, refuse_unknown: Callable[[Mapping[str, int]], None]) -> str:
        """Fill a template.

        refuse_unknown   takes the names that it asks for, each with its line

        Raises DophuErrors whose `where` is the number of their line, or no number where that is not known.
        """
        try:
            template = self._environment.from_string(source)
            refuse_unknown({name: _line_of(name, source) for name in sorted(self._environment.asked)})
            return template.render(self.names)
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(error.lineno, error.message or "", self._way_to_correct(error.message or "")) from None
        except TypeError as error:
            of_facts = "'Fact'" in str(error) or '"Fact"' in str(error)
            told = (NOT_ADDED, AS_TEXT) if of_facts else (str(error), "correct the template")
            raise UsageError(_line(error), *told) from None
        except (jinja2.TemplateError, ValueError, ArithmeticError) as error:
            raise UsageError(_line(error), str(error), "correct the template") from None
        except DophuError as error:
            raise type(error)(_line(error) or error.where, error.problem, error.fix) from None

    def _way_to_correct(self, problem: str) -> str:
        """Name the nearest filter, or the tag that closes what is open, where Jinja's words do not."""
        if unknown := re.match(r"No filter named '(.*)'", problem):
            return did_you_mean(unknown[1], self._environment.filters)
        if "end of template" in problem:
            return "close it: {% if … %} … {% endif %}, {% for … %} … {% endfor %}"
        return "correct the template: {{ name }}, {{ name | filter }}, {% if name %} … {% endif %}"


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
        if isinstance(found, Chosen):
            return found.told
        return self.environment.look_up(key) if found is jinja2.utils.missing and key in CONCEPTS else found  # type: ignore[attr-defined]


class _Environment(ImmutableSandboxedEnvironment):
    code_generator_class = _Compiler
    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.tests = {name: test if test in ANSWERED else _of_no_fact(test) for name, test in TESTS.items()}
        self.asked = set[str]()
        self.look_up: Callable[[str], Fact | Missing]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Keep what a fact prints and is worth from being torn off it: as text it would be nobody's fact."""
        if isinstance(obj, Fact) and attribute in TORN_OFF:
            name = obj.key.partition("@")[0]
            fix = f"write {{{{ {name} | {obj.unit} }}}}, or ask {{% if {name} > … %}}"
            raise UsageError("narrative", f"'{name}.{attribute}' is no fact any more", fix)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Read `rate["shown"]` as `rate.shown`."""
        return self.getattr(obj, argument) if isinstance(obj, Fact) else super().getitem(obj, argument)


def _of_no_fact(test: Any) -> Callable[..., bool]:
    """Keep a test of plain values from saying "no" of a figure: `gained is none` of one that is not known."""

    @wraps(test)
    def asked(*values: Any) -> Any:
        for value in values:
            if isinstance(value, Missing):
                raise value.unknown()
            if isinstance(value, Fact):
                raise UsageError("narrative", f"'{value.key}' is a fact, and no plain value", AS_TEXT)
        return test(*values)

    return asked


def _line_of(name: str, source: str) -> int:
    """Find the line on which a tag first says a name."""
    for tag in re.finditer(r"{{.*?}}|{%.*?%}", source, re.DOTALL):
        if found := re.search(rf"(?<![\w.]){re.escape(name)}\b", tag[0]):
            return source.count("\n", 0, tag.start() + found.start()) + 1
    return 1


def _line(error: Exception) -> int | None:
    """Find the line of the template that an error comes from, where its way leads through one."""
    lines = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename in OF_TEMPLATE]
    return lines[-1] if lines else None


def _when_told(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """Keep Jinja from calling a filter on constants while it compiles, even in a branch not taken."""

    @jinja2.pass_context
    def told(_context: Context, *values: Any, **named: Any) -> Any:
        return filtered(name, call, *values, **named)

    return told
