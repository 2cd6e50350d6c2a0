"""Facts of a notebook's author: computed from other facts, from a frame, or cited from elsewhere.

report.fact("moi_ngay", gained / 7, label="bình quân mỗi ngày trong tuần")
report.fact("trung_vi", frame.share.median(), unit="percent", source="DEMO", formula="trung vị của các tỉnh")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from numbers import Real
from typing import Any, NamedTuple, cast

from dophu.errors import UsageError
from dophu.facts import making
from dophu.facts.arithmetic import Computed
from dophu.facts.evaluate import OPERATORS, Facts, sources_of
from dophu.facts.fact import Fact, Formula, Missing
from dophu.facts.interval import Interval
from dophu.facts.ledger import value_of
from dophu.facts.printing import FINEST, Unit
from dophu.wording import half_up
from dophu.words.text import has_words

UNITS = ("count", "percent", "points", "times")
FEW = 2  # addends that a formula names; more are a list


class _Term(NamedTuple):
    value: Interval
    formula: Formula
    inputs: tuple[Fact, ...] = ()


def own_fact(  # noqa: PLR0913 - each is what a trace tells of a fact, and named
    facts: Facts, key: str, value: Any, *, label: str = "", unit: str = "", source: str = "", formula: str = ""
) -> Fact:
    """Enter an own fact.

    value    an expression over facts (`100 * counted / base`), whose formula, inputs, bounds and sources follow from
             it, or a number, for which `source` and `formula` (in words) say where it comes from
    label    what a trace calls it; the key, unless it is given
    unit     count, percent, points or times; of sums, differences and plain multiples it follows from the facts

    Raises UsageError for a fact that is not known, a number without a source, a unit that does not follow.
    """
    if isinstance(value, Fact | Missing | Computed):
        return _computed(facts, key, value, label or key, unit)
    if not isinstance(value, Real) or isinstance(value, bool):
        raise UsageError("report.fact", f"'{value}' is no number", "give a number, or an expression over facts")
    if not has_words(source) or not has_words(formula):
        fix = f'write report.fact("{key}", …, source="…", formula="…"), or compute it from facts'
        raise UsageError("report.fact", f"nobody can tell where '{key}' comes from", fix)
    told = {"sources": (source.strip(),), "method": formula.strip(), "label": label or key}
    known_unit = _unit(key, unit)
    cited = half_up(_exact(key, value), FINEST[known_unit])  # nobody vouches for more digits than print
    return making.own(facts, key, known_unit, Interval.exactly(cited), status="given", **told)


def own_as_written(facts: Facts, key: str, written: Mapping[str, Any], formula: str) -> Fact:
    """Enter an own fact as a ledger has it, with its formula in words."""
    told = {"sources": tuple(written["sources"]), "method": formula, "label": written["label"]}
    return making.own(facts, key, _unit(key, written["unit"]), value_of(written), status=written["status"], **told)


def _exact(key: str, value: Real) -> Fraction:
    try:
        return Fraction(str(value))  # a float as it is written
    except ValueError:
        raise UsageError("report.fact", f"'{key}' is {value}", "leave it out where it is not known") from None


def _computed(facts: Facts, key: str, value: Any, label: str, unit: str) -> Fact:
    known_unit = _unit(key, unit or _unit_of(value))
    try:
        term = _evaluated(facts, key, value)
    except (ArithmeticError, TypeError) as error:
        raise UsageError("report.fact", f"'{key}' cannot be computed: {error}", "look at its formula") from None
    inputs = tuple({fact.key: fact for fact in term.inputs}.values())
    told = {"formula": term.formula, "inputs": inputs, "sources": sources_of(inputs), "label": label}
    return making.own(facts, key, known_unit, term.value, status="computed", **told)


def _evaluated(facts: Facts, key: str, side: Any) -> _Term:
    if isinstance(side, Missing):
        raise side.unknown()
    if isinstance(side, Fact):
        return _Term(side.interval, side.key, (side,))
    if not isinstance(side, Computed):
        number = Fraction(side)
        formula = number.numerator if number.denominator == 1 else ["/", number.numerator, number.denominator]
        return _Term(Interval.exactly(number), formula)
    addends = side.addends() or []
    if len(addends) > FEW and all(isinstance(each, Fact) for each in addends):
        return _added(facts, key, addends)
    one, other = (_evaluated(facts, key, each) for each in (side.one, side.other))
    value = OPERATORS[side.operator](one.value, other.value)
    assert isinstance(value, Interval)
    return _Term(value, [side.operator, one.formula, other.formula], one.inputs + other.inputs)


def _added(facts: Facts, key: str, members: Sequence[Fact]) -> _Term:
    """Add up many facts as a list of the ledger."""
    name = f"{members[0].concept}:own-{key}-{len(members)}"
    facts.lists[name] = [fact.key for fact in members]
    value = sum((fact.interval for fact in members[1:]), members[0].interval)
    return _Term(value, ["sum", ["list", name]], tuple(members))


def entering(key: str, code: str, value: Any) -> str:
    """Write the line that makes a fact of an expression over facts; a ratio of like figures becomes a share."""
    if (unit := _unit_of(value)) in UNITS:
        return f'report.fact("{key}", {code}, label="…")'
    is_ratio = isinstance(value, Computed) and value.operator == "/" and _unit_of(value.one) == _unit_of(value.other)
    asked = f'100 * {code}, unit="percent"' if is_ratio else f'{code}, unit="{unit or "…"}"'
    return f'report.fact("{key}", {asked}, label="…")'


def _unit(key: str, unit: str) -> Unit:
    if unit not in UNITS:
        problem = f"'{key}' has the unit '{unit}'" if unit else f"the unit of '{key}' does not follow from its facts"
        raise UsageError("report.fact", problem, f'name one: unit="…", of {", ".join(UNITS)}')
    return cast(Unit, unit)


def _is_number(side: Any) -> bool:
    return not isinstance(side, Fact | Computed | Missing)


def _unit_of(side: Any) -> str:
    """Say the unit of an expression where it follows from its facts; blank where it does not, and for numbers."""
    if isinstance(side, Fact):
        return side.unit
    if not isinstance(side, Computed):
        return ""
    one, other = _unit_of(side.one), _unit_of(side.other)
    if side.operator in {"+", "-"} and (number := next(filter(_is_number, (side.one, side.other)), None)) is not None:
        return other if number is side.one else one  # `counted + 5` is of what is counted
    if side.operator in {"+", "-"}:
        apart = side.operator == "-" and one == "percent"
        return ("points" if apart else one) if one == other else ""
    if side.operator == "*" or not other:
        return one if not other else other if not one else ""
    return ""
