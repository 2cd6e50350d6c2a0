"""Facts beside the catalogue: made over a choice of rows, by a described method, counted in the data, or typed.

They stand in the same ledger, pass the same gates and print by the same rule as the declared ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from dophu.errors import UsageError
from dophu.facts.evaluate import Facts, sources_of
from dophu.facts.expression import Fold
from dophu.facts.fact import Fact, Status, Value
from dophu.facts.folds import folded as fold_over
from dophu.facts.interval import Interval
from dophu.facts.printing import Unit
from dophu.facts.subject import Subject
from dophu.words import say
from dophu.words.text import has_words

OWN = "own"  # the concept of what a notebook's author computes or cites


def enter(facts: Facts, fact: Fact) -> Fact:
    """Take a fact into the edition; a second one under the same key must say the same."""
    former = facts.asked.get(fact.key)
    if former is not None and (former.value, former.shown) != (fact.value, fact.shown):
        raise UsageError(fact.key, f"stands for {former.shown} and {fact.shown}", "give one of them another key")
    return facts.asked.setdefault(fact.key, fact)


@contextmanager
def only_looking(facts: Facts) -> Iterator[None]:
    """Leave the edition as it was: what is made meanwhile is taken in when it prints."""
    asked = dict(facts.asked)
    try:
        yield
    finally:
        facts.asked.clear()
        facts.asked.update(asked)


def _fact(facts: Facts, name: str, unit: Unit, value: Value, status: Status, **more: Any) -> Fact:
    subject: Subject = more.pop("subject", facts.own)
    mark: str = more.pop("mark", "")
    key = f"{name}:{mark}" if mark else subject.key(name, facts.own)
    label = more.pop("label", "") or facts.label(name, subject)
    return enter(facts, Fact(name, subject, key, label, unit, value, status=status, **more))


def folded(facts: Facts, name: str, unit: Unit, fold: Fold, members: Sequence[Fact], **more: Any) -> Fact:
    """Make one figure of chosen facts: how many, what they add up to; `mark` tells several of one name apart."""
    mark = more.get("mark", "")
    listed = f"{name}:{facts.own.unit.code}/{facts.own.period}{f':{mark}' if mark else ''}"
    facts.lists[listed] = [fact.key for fact in members]
    value = fold_over(fold, members)
    formula = [fold, ["list", listed]]
    inputs = tuple(members)
    more |= {"formula": formula, "inputs": inputs, "sources": sources_of(inputs)}
    return _fact(facts, name, unit, value, "computed", **more)


def modelled(facts: Facts, name: str, unit: Unit, value: Value, inputs: Sequence[Fact] = (), **more: Any) -> Fact:
    """Enter what a described method gives that is no formula over facts: a fitted curve, a dispersion, a verdict.

    by   the key of the method's description, unless it goes by the fact's own name
    """
    method = say(f"method.{more.pop('by', name)}")
    sources = sources_of(inputs)
    return _fact(facts, name, unit, value, "modelled", inputs=tuple(inputs), sources=sources, method=method, **more)


def tallied(facts: Facts, name: str, number: int, source: str = "", **more: Any) -> Fact:
    """Enter how many rows, units or findings the data hold; `mark` tells several of one name apart."""
    sources = (source,) if source else ()
    return _fact(facts, name, "count", Interval.exactly(number), "tallied", sources=sources, **more)


def given(facts: Facts, value: Value, unit: Unit, source: str, text: str = "") -> Fact:
    """Enter a number typed by hand, with the source that its author names."""
    if not has_words(source):
        raise UsageError("given", "a number typed by hand needs its source", "write {{ 12 | given('its source') }}")
    return _taken_on(facts, "given", value, unit=unit, sources=(source,), text=text)


def claimed(facts: Facts, words: str, by: str, reason: str) -> Fact:
    """Enter a claim that no fact bears out, with who says so and why: it is theirs, and the trace says so."""
    return _taken_on(facts, "claimed", words, unit="text", sources=(by,), method=reason)


def _taken_on(facts: Facts, name: str, value: Value, *, unit: Unit, **more: Any) -> Fact:
    """Enter what an author answers for, once for the same words, number and source."""
    mine = [fact for fact in facts.asked.values() if fact.concept == name]
    told = (value, unit, *more.values())
    same = [fact for fact in mine if (fact.value, fact.unit, *(getattr(fact, part) for part in more)) == told]
    if same:
        return same[0]
    return _fact(facts, name, unit, value, "given", mark=str(len(mine) + 1), **more)


def own(facts: Facts, name: str, unit: Unit, value: Value, **more: Any) -> Fact:
    """Enter a fact of the notebook's author; one of the same name is replaced, as its cell runs again."""
    facts.asked.pop(f"{OWN}:{name}", None)
    return _fact(facts, OWN, unit, value, more.pop("status"), mark=name, **more)


def as_words(facts: Facts, name: str, text: str, source: str, **more: Any) -> Fact:
    """Enter words that are a datum themselves: a document's symbol, the name of a base."""
    return _fact(facts, name, "text", text, "published", sources=(source,) if source else (), **more)


def published(facts: Facts, name: str, unit: Unit, value: Value, source: str, **more: Any) -> Fact:
    """Enter what a source said beside the lists: a count as it stood before it was revised, the moment of that."""
    return _fact(facts, name, unit, value, "published", sources=(source,), **more)


def difference(facts: Facts, name: str, unit: Unit, sides: tuple[Fact, Fact], **more: Any) -> Fact:
    """Subtract one chosen fact from another."""
    one, other = sides
    formula, apart = ["-", one.key, other.key], (Fraction(0),)
    value = one.interval - other.interval
    more |= {"formula": formula, "inputs": sides, "sources": sources_of(sides), "apart": apart}
    return _fact(facts, name, unit, value, "computed", **more)
