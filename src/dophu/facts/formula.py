"""A fact's formula in words, written from the expression that computed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dophu.facts.fact import Fact
from dophu.words import say
from dophu.world.periods import read_period

if TYPE_CHECKING:
    from dophu.facts.evaluate import Facts

OVER_PERIODS = "year/"  # how a list of one subject over several periods is named
INFIX = {"+": "+", "-": "-", "*": "×", "/": "/"}


def formula_in_words(fact: Fact, facts: Facts) -> str:
    """Say how a fact was made: "100 × số người cài đặt / mẫu số", or who says it.

    What is counted goes by the campaign's own word, as in the label of the fact that the word is linked to.
    """
    if fact.method:
        return fact.method
    if fact.formula is None:
        return say("formula.moment" if fact.unit == "moment" else f"formula.{fact.status}")
    return _words(fact.formula, fact, facts)


def _words(formula: Any, fact: Fact, facts: Facts) -> str:
    if isinstance(formula, int):
        return str(formula)
    if isinstance(formula, str):
        return next(_named(each, fact, facts) for each in fact.inputs if each.key == formula)
    operator, *arguments = formula
    if operator in INFIX:
        return f" {INFIX[operator]} ".join(_grouped(each, operator, fact, facts) for each in arguments)
    listed = next((each[1] for each in arguments if _is_list(each)), "")
    others = [_words(each, fact, facts) for each in arguments if not _is_list(each)]
    each = _lower(facts.word(listed.partition(":")[0], fact.subject.measure)) if listed else ""
    over = ".periods" if listed.partition(":")[2].startswith(OVER_PERIODS) else ""
    return say(f"formula.{operator}{over}", x=", ".join(others), each=each, many=len(facts.lists.get(listed, ())))


def _is_list(formula: Any) -> bool:
    return isinstance(formula, list) and formula[0] == "list"


def _grouped(formula: Any, operator: str, fact: Fact, facts: Facts) -> str:
    """Put brackets where the order of a calculator would compute something else."""
    words = _words(formula, fact, facts)
    weaker = isinstance(formula, list) and formula[0] in {"+", "-"}
    return f"({words})" if weaker and operator in {"*", "/", "-"} else words


def _named(each: Fact, of: Fact, facts: Facts) -> str:
    """Name an input: the concept, and of whom and when where that is not the fact's own."""
    words = _lower(facts.word(each.concept, each.subject.measure))
    if each.subject.unit != of.subject.unit and each.concept not in {"target", "target_by"}:
        words += say("of.unit", unit=each.subject.unit.full_name)
    if each.subject.period != of.subject.period:
        words += say("of.period", day=read_period(each.subject.period).in_words)
    return words


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
