"""Damage the catalogue of facts in every small way, and count what the rows of the data find: `make mutation`.

A mutant is one declaration with one change: another operator, operand, number, rounding, subject (relation or
members), alternative, direction, condition, unit or threshold of its text. It is killed when a figure of some edition
differs from what tests/oracle.py makes of the CSV files, when its text is not true of it, or when nothing can be
evaluated. The figures stand in docs/methods.md.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from dophu.facts.catalogue import CONCEPTS, Concept
from dophu.facts.evaluate import Facts
from dophu.facts.expression import (
    Asked,
    Condition,
    Counting,
    Expression,
    First,
    Leaf,
    Number,
    Operation,
    Over,
    Provided,
    Related,
    Toward,
    Whole,
)
from dophu.facts.fact import Fact
from dophu.facts.interval import Interval
from dophu.facts.ledger import Ledger
from dophu.facts.relations import MEMBERS, RELATIONS
from dophu.proof.printed import misprints
from tests.oracle import NOT_COMPUTED, Edition, Range
from tests.recomputation import EDGES, WORKED, Case, Named, open_case

EDITIONS: list[Named] = [
    *(("bluezone", "2020-08-07", "20"), ("bluezone", "2020-08-14", "91"), ("bluezone", "2020-08-20", "01")),
    *(("bluezone", "2021-05-24", "79"), ("bluezone", "2021-06-19", "30"), ("bluezone", "2021-07-27", "01")),
    *(("demo", "2020-09-04", "40"), ("demo", "2020-10-16", "20"), ("demo", "2020-10-16", "VN")),
    *EDGES,
    *WORKED,
    *(("chi-tieu", "2025-W43", "20"), ("chi-tieu", "2025-W42", "05977"), ("chi-tieu", "2025-W42", "20")),
    *(("tiem-chung-tre", "2026-01", "96"), ("tiem-chung-tre", "2025-11", "01"), ("tiem-chung-tre", "2025", "01")),
    *(("tre-han", "2026-01", "96"), ("tre-han", "2025-10", "01"), ("tre-han", "2025-12", "01")),
    *(("khao-sat", "2025", "VN"), ("khao-sat", "2023", "01"), ("khao-sat", "2024", "27")),
]
OTHER_OPERATORS: dict[str, Any] = {"+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"]}
OTHER_FOLDS = [("sum", "sum_positive", "count", "max", "min", "median"), ("rank", "count_at_least", "count_below")]
BY_TARGET = ("reached", "below_target", "above_target")
ITSELF = ("itself", "on_target_base")
OTHER_WAYS = (("cumulative", "level"), ("per_period",))
OTHER_TESTS: list[Any] = ["exact", "above", "overlaps", "differs"]
Mutant = tuple[str, str, Concept]  # kind of change, what was changed into what, the damaged declaration


def mutants(name: str) -> Iterator[Mutant]:
    """Make every declaration that differs from a given one in one place."""
    concept = CONCEPTS[name]
    for kind, change, expression in _changed(concept.expression, name):
        yield kind, change, replace(concept, expression=expression)
    others: dict[str, Any] = {"percent": "points", "points": "percent", "count": "rank", "rank": "count"}
    if concept.unit in others:
        yield "unit", f"{concept.unit} -> {others[concept.unit]}", replace(concept, unit=others[concept.unit])
    if concept.apart:
        yield "threshold", f"{concept.apart} -> none", replace(concept, apart=None)


def _changed(expression: Expression, name: str) -> Iterator[tuple[str, str, Expression]]:
    yield from CHANGES[type(expression)](expression, name)
    for each in fields(expression):  # type: ignore[arg-type] # every expression is a dataclass
        value = getattr(expression, each.name)
        for kind, change, changed in _inside(value, name):
            yield kind, change, replace(expression, **{each.name: changed})  # type: ignore[type-var]


def _inside(value: Any, name: str) -> Iterator[tuple[str, str, Any]]:
    """Change what stands inside of a field: an expression, several, or a condition on two."""
    if isinstance(value, Expression):
        yield from _changed(value, name)
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            for kind, change, changed in _inside(each, name):
                yield kind, change, (*value[:place], changed, *value[place + 1 :])
    elif isinstance(value, Condition) and value.test != "exact":  # no operator makes an exact figure of another
        for side in ("left", "right"):
            for kind, change, changed in _inside(getattr(value, side), name):
                yield kind, change, replace(value, **{side: changed})


def _of_number(number: Number, name: str) -> Iterator[tuple[str, str, Expression]]:
    yield "operand", f"{number.value} -> {number.value + 1}", Number(number.value + 1)


def _of_whole(_: Whole, name: str) -> Iterator[tuple[str, str, Expression]]:
    for other in (1, 100):
        yield "operand", f"whole -> {other}", Number(other)


def _of_asked(asked: Asked, name: str) -> Iterator[tuple[str, str, Expression]]:
    """Ask another figure of the same unit, of those declared before."""
    earlier = list(CONCEPTS)[: list(CONCEPTS).index(name)]
    alike = [other for other in earlier if CONCEPTS[other].unit == CONCEPTS[asked.concept].unit]
    for other in [other for other in alike if other != asked.concept][:2]:
        yield "operand", f"{asked.concept} -> {other}", Asked(other)


def _of_leaf(leaf: Leaf, name: str) -> Iterator[tuple[str, str, Expression]]:
    leaves = [each.expression.name for each in CONCEPTS.values() if isinstance(each.expression, Leaf)]
    unit = CONCEPTS[leaf.name].unit
    for other in [other for other in leaves if other != leaf.name and CONCEPTS[other].unit == unit][:2]:
        yield "operand", f"{leaf.name} -> {other}", Leaf(other)


def _of_operation(operation: Operation, name: str) -> Iterator[tuple[str, str, Expression]]:
    operator, arguments = operation.operator, operation.arguments
    for other in OTHER_OPERATORS.get(operator, []):
        yield "operator", f"{operator} -> {other}", replace(operation, operator=other)
    if operator in ("-", "/", "hours"):
        yield "operand", f"{operator}: swapped", replace(operation, arguments=arguments[::-1])
    if operator in ("ceil", "floor", "half_up"):
        yield "rounding", f"{operator} -> none", arguments[0]
        down = Operation("-", (Operation("ceil", arguments), Number(1)))
        yield "rounding", f"{operator} -> down", down
    elif operator in ("+", "-", "*", "/"):
        yield "operator", f"{operator}: second operand left out", arguments[0]
        yield "operator", f"{operator}: first operand left out", arguments[1]


def _of_related(related: Related, name: str) -> Iterator[tuple[str, str, Expression]]:
    yield "subject", f"{related.relation} -> itself", related.expression
    for other in RELATIONS:
        if other != related.relation:
            yield "subject", f"{related.relation} -> {other}", replace(related, relation=other)


def _of_over(over: Over, name: str) -> Iterator[tuple[str, str, Expression]]:
    for group in OTHER_FOLDS:
        for other in group if over.fold in group else ():
            if other != over.fold:
                yield "operator", f"{over.fold} -> {other}", replace(over, fold=other)  # type: ignore[arg-type]
    for other in MEMBERS:
        if other != over.members:
            yield "subject", f"{over.members} -> {other}", replace(over, members=other)


def _of_first(first: First, name: str) -> Iterator[tuple[str, str, Expression]]:
    alternatives = first.alternatives
    for place in range(len(alternatives)):
        yield "alternative", f"without the {place + 1}.", First((*alternatives[:place], *alternatives[place + 1 :]))
    yield "alternative", "the other way round", First(alternatives[::-1])


def _of_toward(toward: Toward, name: str) -> Iterator[tuple[str, str, Expression]]:
    yield "direction", "swapped", Toward(toward.less, toward.more)
    for way in ("more", "less"):
        if chosen := getattr(toward, way):
            yield "direction", f"{way} for both", chosen
            yield "direction", f"without {way}", replace(toward, **{way: None})


def _of_counting(counting: Counting, name: str) -> Iterator[tuple[str, str, Expression]]:
    yield "condition", f"{'/'.join(counting.ways)} -> always", counting.expression
    for ways in OTHER_WAYS:
        if ways != counting.ways:
            yield "condition", f"{'/'.join(counting.ways)} -> {'/'.join(ways)}", replace(counting, ways=ways)


def _of_provided(given: Provided, name: str) -> Iterator[tuple[str, str, Expression]]:
    condition = given.condition
    yield "condition", f"{condition.test} -> always", given.expression
    for other in OTHER_TESTS if condition.right else []:
        if other != condition.test:
            yield "condition", f"{condition.test} -> {other}", replace(given, condition=replace(condition, test=other))


CHANGES: dict[type, Any] = {
    Number: _of_number,
    Whole: _of_whole,
    Toward: _of_toward,
    Counting: _of_counting,
    Asked: _of_asked,
    Leaf: _of_leaf,
    Operation: _of_operation,
    Related: _of_related,
    Over: _of_over,
    First: _of_first,
    Provided: _of_provided,
}


# Mutants that give the same figure of every subject there can be, and why.
SAME = {
    **dict.fromkeys(
        (f"{name}: alternative the other way round" for name in ("needed", *BY_TARGET)),
        "a target is a share or a count",
    ),
    **dict.fromkeys(
        (
            f"{name}: subject edition -> {other}"
            for name in ("needed", "target_gap", "gap", "days_left")
            for other in ITSELF
        ),
        "a subject's target is the edition's, where it is set for it",
    ),
    **dict.fromkeys(
        (f"{name}: subject edition -> {other}" for name in BY_TARGET for other in ITSELF),
        "a subject's target is the edition's, where it is set for it",
    ),
    "pace: condition above -> always": "nothing is divided by what is not above nought",
    "pace: operand days_left -> counted": "so it is",
    "pace: operand days_left -> base": "so it is",
    "change: alternative without the 1.": "exact shares are exact ratios",
    **dict.fromkeys(
        (
            f"{name}: threshold nought -> none"
            for name in ("gained", "change", "per_day", "pace_apart", "moved", "catch_up")
        ),
        "every text keeps apart from nought; the mark takes away what is open to both sides, which these never are",
    ),
    **dict.fromkeys(
        (f"{name}: threshold nought -> none" for name in ("year_growth", "held")),
        "every text keeps apart from nought; of a per cent the mark says no more",
    ),
    "listed_base: operator sum -> sum_positive": "bases are above nought",
}


def is_killed(mutant: Concept, original: Concept, cases: list[tuple[Case, Edition]]) -> bool:
    """Evaluate a damaged declaration for every subject of some editions, and hold it against the rows."""
    CONCEPTS[original.name] = mutant
    try:
        return any(_differs(original, case, edition) for case, edition in cases)
    except (ArithmeticError, AssertionError, LookupError, RecursionError, TypeError, ValueError, AttributeError):
        return True
    finally:
        CONCEPTS[original.name] = original


def _differs(concept: Concept, case: Case, edition: Edition) -> bool:
    facts: Facts = case.fresh()
    asked = [(subject, of) for name, subject, of in case.asked if name == concept.name]
    if any(_as_range(facts.ask(concept.name, subject)) != edition.value(concept.name, of) for subject, of in asked):
        return True
    for subject, _ in asked if concept.apart == "target" else []:
        facts.ask("gap", subject)
    ledger = Ledger(facts).as_data()
    told = {
        key: fact | ({} if fact["unit"] == "text" else {"unit": concept.unit})  # a month has a name
        for key, fact in ledger["facts"].items()
        if fact["concept"] == concept.name
    }
    return bool(misprints({"facts": ledger["facts"] | told}))


def _as_range(found: Any) -> Any:
    if not isinstance(found, Fact):
        return None
    value = found.value
    if isinstance(value, Interval):
        return Range(Fraction(value.low), Fraction(value.high), value.open_low, value.open_high)
    return str(value)


def main() -> None:
    """Count the mutants by kind, and list those that live."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("concepts", nargs="*", help="only these declarations")
    parser.add_argument("--sample", type=int, default=0, help="as many mutants, chosen by a fixed seed")
    parser.add_argument("--campaigns", nargs="*", default=[], help="only editions of these: fewest that are found")
    asked = parser.parse_args()
    cases = [open_case(named) for named in EDITIONS if not asked.campaigns or named[0] in asked.campaigns]
    held = {name: concept for name, concept in CONCEPTS.items() if name not in NOT_COMPUTED}
    wrong = [name for name, concept in held.items() if is_killed(concept, concept, cases)]
    if wrong:
        sys.exit(f"not damaged and found to be wrong: {', '.join(wrong)}; a mutant of them would tell nothing")
    made, killed, alive = Counter[str](), Counter[str](), []
    names = [name for name in held if not asked.concepts or name in asked.concepts]
    every = [(name, mutant) for name in names for mutant in mutants(name)]
    tried = [(name, mutant) for name, mutant in every if f"{name}: {mutant[0]} {mutant[1]}" not in SAME]
    for name, (kind, change, mutant) in random.Random(14).sample(tried, asked.sample) if asked.sample else tried:
        made[kind] += 1
        if is_killed(mutant, held[name], cases):
            killed[kind] += 1
        else:
            alive.append(f"{name}: {kind} {change}")
    print(*alive, sep="\n")
    for kind in made:
        print(f"| {kind} | {made[kind]} | {killed[kind]} | {100 * killed[kind] / made[kind]:.1f} % |")
    share = 100 * killed.total() / made.total()
    print(f"| all | {made.total()} | {killed.total()} | {share:.1f} % |")
    sys.exit(0 if share >= 95 else 1)


if __name__ == "__main__":
    main()
