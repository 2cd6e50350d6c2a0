"""The evaluation of declared facts: a concept of a subject, once, with its inputs, sources and formula.

Whatever is asked by `ask` belongs to the edition's ledger, and with it all that it was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from itertools import chain
from typing import Any, NamedTuple

from dophu.data.history import History
from dophu.data.tables import decimals_of
from dophu.errors import UsageError, did_you_mean
from dophu.facts import interval
from dophu.facts.catalogue import CONCEPTS, Apart, Concept
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
from dophu.facts.fact import Fact, Formula, Missing, Value
from dophu.facts.folds import RANKS, Ordered, folded
from dophu.facts.interval import Interval
from dophu.facts.leaves import LEAVES, Lacking, Said, value_of_base
from dophu.facts.periods import Periods
from dophu.facts.printing import Counted, Scale
from dophu.facts.relations import FEWEST, MEMBERS, related
from dophu.facts.reported import Reported, best, later
from dophu.facts.subject import Group, Subject
from dophu.wording import Moment, decimal
from dophu.words import of_value, say, turned
from dophu.words.text import is_sized
from dophu.world.bases import BaseValue
from dophu.world.campaigns import Better, FigureSettings, Target
from dophu.world.periods import Period, read_period
from dophu.world.units import Unit


class Term(NamedTuple):
    """What an expression gives: a value and the formula in keys.

    inputs    the facts that the formula names
    members   those of a list that it only compares or counts: a trace names the list, the ledger file has them all
    said      where the data say it
    """

    value: Value
    formula: Formula
    inputs: tuple[Fact, ...] = ()
    members: tuple[Fact, ...] = ()
    said: Said | None = None
    word: str = ""


NOBODY = ""  # the code of a unit whose edition is none


class NobodysError(Exception):
    """Something was asked for nobody's edition that depends on whose it is."""


class _Gathered:
    """A list's facts, gathered once for all its members who ask about it."""

    def __init__(self, facts: list[Fact | Missing]) -> None:
        self.known = tuple(fact for fact in facts if isinstance(fact, Fact))
        self.complete = len(self.known) == len(facts)

    @cached_property
    def ordered(self) -> Ordered:
        """Their figures in order."""
        return Ordered([fact.interval for fact in self.known])


class Facts:
    """The facts of one edition."""

    def __init__(self, history: History, unit: Unit, period: Period, target: Target | None) -> None:
        self.history = history
        self.own = Subject(unit, period.name, history.campaign.main_measure)
        self.target = target
        self.periods = Periods(history, unit)
        self.lists: dict[str, list[str]] = {}
        self.alike: dict[str, bool] = {}
        self.asked: dict[str, Fact] = {}
        self._known: dict[tuple[str, Subject], Fact | Missing] = {}
        self._gathered: dict[str, _Gathered] = {}
        self._families: dict[str, list[Group]] = {}

    def told_to(self, unit: Unit, target: Target | None) -> bool:
        """Become the facts of an edition, where it would find by itself what was evaluated for nobody's.

        It does where it is of such a unit, held to the same target, and looks back to the periods of its list.
        """
        nobody = self.unit
        is_such = (unit.vintage, unit.level, unit.parent) == (nobody.vintage, nobody.level, nobody.parent)
        self.own = replace(self.own, unit=unit)
        return is_such and target == self.target and self._is_aimed_at(unit) and self.periods.told_to(self.own)

    def let_go(self) -> None:
        """Forget everything: the facts and what evaluates them hold each other no longer, and are of no more use."""
        vars(self).clear()

    def _is_aimed_at(self, unit: Unit) -> bool:
        return self.target is None or self._is_aimed(unit, self.target)

    # -- asking --------------------------------------------------------------------------------------------

    def ask(self, concept: str, subject: Subject | Unit | Group | None = None) -> Fact | Missing:
        """Take a figure into the edition: of its own subject, of another unit of the day, or of any subject.

        `concept` may end in a relation: `share|before`, `share|of:27`.
        """
        found = self.get(concept, subject)
        if isinstance(found, Fact):
            self.asked.setdefault(found.key, found)
        return found

    def fact(self, concept: str, subject: Subject | Unit | Group | None = None) -> Fact | None:
        """Take a figure into the edition where it is known."""
        found = self.ask(concept, subject)
        return found if isinstance(found, Fact) else None

    def get(self, concept: str, subject: Subject | Unit | Group | None = None) -> Fact | Missing:
        """Look a figure up without taking it into the edition."""
        name, _, relation = concept.partition("|")
        if name not in CONCEPTS:
            raise UsageError("facts", f"no fact '{name}'", did_you_mean(name, CONCEPTS))
        at = self.subject(subject)
        if relation:
            other = related(self, at, relation)
            if isinstance(other, Lacking):
                return self._missing(name, at, other.reason)
            at = other
        found = self._known.get((name, at))
        if found is None:
            found = self._known[name, at] = self._evaluated(CONCEPTS[name], at)
        return found

    def by_key(self) -> dict[str, Fact]:
        """List every fact that was evaluated or made so far by its key, whether the edition prints it or not."""
        looked_up = (fact for fact in self._known.values() if isinstance(fact, Fact))
        return {fact.key: fact for fact in (*looked_up, *self.asked.values())}

    def subject(self, of: Subject | Unit | Group | None) -> Subject:
        """Complete what a figure is asked of."""
        if of is None:
            return self.own
        return of if isinstance(of, Subject) else self.listed(of, self.own)

    def ledger(self, *, whole: bool = False) -> list[Fact]:
        """List what was asked, each behind what it was made of; the whole ledger has the members of lists too."""
        found = dict[str, Fact]()
        for fact in self.asked.values():
            _gather(fact, found, whole=whole)
        return list(found.values())

    @property
    def unit(self) -> Unit:
        """The edition's unit."""
        assert isinstance(self.own.unit, Unit)
        return self.own.unit

    @property
    def day(self) -> date:
        """The last day that the edition's period counts."""
        return self.window(self.own.period).last

    def window(self, period: str) -> Period:
        """Give the days that a period counts, by the campaign's cut-off."""
        return self.history.campaign.window(read_period(period))

    @property
    def nation(self) -> Unit:
        """The nation, of the edition's day."""
        return self.history.gazetteer.nation(self.unit.vintage)

    @property
    def better(self) -> Better:
        """Which way is better for what the edition measures."""
        return self.history.campaign.measures[self.own.measure].better

    @property
    def mine(self) -> Reported | None:
        """What is reported of the edition's own unit."""
        return self.reported(self.own)

    @property
    def moment(self) -> Moment:
        """The moment up to which the edition's figures are known."""
        as_of = self.get("as_of")
        assert isinstance(as_of, Fact)
        assert isinstance(as_of.value, Moment)
        return as_of.value

    # -- the data behind ---------------------------------------------------------------------------------

    def reported(self, subject: Subject) -> Reported | None:
        """Find what the subject's list, or the figure of record, says of a unit."""
        if isinstance(subject.unit, Group):
            return None
        return self.periods.reported(subject.measure, subject.period, subject.unit, subject.source)

    def list_of(self, measure: str, period: str, source: str) -> dict[str, Reported]:
        """Take one list of a period, by the codes of its units."""
        return self.lists_of(measure, period).get(source, {})

    def lists_of(self, measure: str, period: str) -> dict[str, dict[str, Reported]]:
        """Take the lists of a period by their sources."""
        return self.periods.lists(measure, period)

    def listed(self, unit: Unit | Group, like: Subject) -> Subject:
        """Lead to another unit of the same list; the list goes unnamed where its figure is the unit's of record."""
        if isinstance(unit, Group) or not like.source:
            return like.of(unit)
        record = self.periods.reported(like.measure, like.period, unit, "")
        other = like.of(unit)
        return other.by("") if record and record.source == like.source else other

    def before(self, subject: Subject) -> Subject | Lacking:
        """Lead to the same in the period before."""
        period = self.periods.before(subject, self.own)
        return subject.back_in(period) if period else Lacking("no_period_before")

    def known_by(self, subject: Subject, moment: Moment) -> Subject | None:
        """Lead to the best figure of a unit's period that is not later than a moment; None for none."""
        assert isinstance(subject.unit, Unit)
        record = self.reported(subject)
        if record is None or not later(record.as_of, moment):
            return subject if record else None
        lists = self.lists_of(subject.measure, subject.period).values()
        earlier = [
            known for listed in lists if (known := listed.get(subject.unit.code)) and not later(known.as_of, moment)
        ]
        chosen = best(earlier, subject.unit)
        return subject.by(chosen.source) if chosen else None

    def base_key(self, subject: Subject) -> str:
        """Name the base of a subject."""
        return subject.base or self.history.campaign.base_of(subject.measure)

    def base_value(self, subject: Subject) -> BaseValue | None:
        """Find the value of a subject's base."""
        return value_of_base(self, subject, self.base_key(subject))

    def target_of(self, subject: Subject) -> Target | None:
        """Find the target that is set for a subject: the edition's, where it is of its measure, else the campaign's."""
        if subject.measure != self.own.measure:
            return self._target_of_measure(subject)
        target = self.target
        if target is None or subject.unit == self.own.unit:
            return target
        units = subject.unit.units if isinstance(subject.unit, Group) else (subject.unit,)
        return target if all(self._is_aimed(unit, target) for unit in units) else None

    def _target_of_measure(self, subject: Subject) -> Target | None:
        unit = subject.unit
        if isinstance(unit, Group):
            return None
        return self.history.campaign.target_for(unit, self.history.gazetteer, self.day, subject.measure)

    def _is_aimed(self, unit: Unit, target: Target) -> bool:
        """Say whether a target is another unit's too: a share is that of its parts as well, what adds up its peers'."""
        adds_up = target.count is not None or self.figure.adds_up
        if target.scope == "all":
            return not adds_up or unit.level == self.unit.level
        gazetteer, whole = self.history.gazetteer, [] if adds_up or not unit.parent else [unit.parent]
        aimed = [unit, *(gazetteer.get(unit.vintage, code) for code in whole)]
        return any(target.covers(gazetteer.codes_on(each, target.start), self.day) for each in aimed)

    @property
    def target_base(self) -> str:
        """Name the base that the edition's target is a share of, where it is not the one its shares are of."""
        base = self.target.base if self.target else None
        return base if base and base != self.base_key(self.own) else ""

    def units_of(self, subject: Subject) -> list[Unit]:
        """List the units of a group, or those directly below a unit."""
        unit = subject.unit
        return list(unit.units) if isinstance(unit, Group) else self.history.gazetteer.children(unit)

    def are_all_parts(self, unit: Unit) -> bool:
        """Say whether the units below a unit that the reference holds make it up: some base must add up over them."""
        parts = self.history.gazetteer.children(unit)
        return unit.is_nation or any(self._adds_up(base, unit, parts) for base in self.history.bases.described)

    def _adds_up(self, base: str, unit: Unit, parts: list[Unit]) -> bool:
        values = [self.history.bases.of(base, part.vintage, part.code) for part in parts]
        known = [value.value for value in values if value]
        whole = self.history.bases.of(base, unit.vintage, unit.code)
        return bool(known) and len(known) == len(parts) and whole is not None and sum(known) == whole.value

    def published_rank(self, subject: Subject) -> Any:
        """Find the rank that a source gives a unit."""
        return self.periods.published_rank(subject)

    def stand_among(self, groups: Iterable[Group]) -> None:
        """Let groups of one family be ranked among each other."""
        for group in groups:
            family = self._families.setdefault(group.family, [])
            if group not in family:  # chapters of one report stand them up alike
                family.append(group)

    def family(self, group: Group) -> list[Group]:
        """List the groups that a group is ranked among."""
        return self._families.get(group.family, [])

    # -- evaluation --------------------------------------------------------------------------------------

    def _evaluated(self, concept: Concept, subject: Subject) -> Fact | Missing:
        term = self._term(concept.expression, subject)
        if isinstance(term, Lacking):
            return self._missing(concept.name, subject, term.reason)
        is_unbounded = isinstance(term.value, Interval) and term.value.open_low and term.value.open_high
        if concept.apart == "nought" and is_unbounded:
            return self._missing(concept.name, subject, "open_to_both_sides")
        scale = self.scale(subject.measure, of_difference=concept.unit == "points") if concept.measured else None
        said, same = term.said, term.inputs[0] if isinstance(term.formula, str) and term.inputs else None
        return Fact(
            concept=concept.name,
            subject=subject,
            key=subject.key(concept.name, self.own),
            named=partial(self.label, concept.name, subject),
            unit="text" if isinstance(term.value, str) else "value" if scale else concept.unit,  # a month has a name
            scale=scale,
            value=term.value,
            formula=None if said else term.formula,
            inputs=term.inputs,
            members=term.members,
            sources=said.sources if said else sources_of(term.inputs or term.members),
            base=said.base if said else next((fact.base for fact in term.inputs if fact.base), ""),
            status=said.status if said else same.status if same else "computed",
            note=said.note if said else _notes(term.inputs, subject) if concept.unit == "percent" else "",
            text=said.text if said else same.text if same else "",
            word=term.word,
            apart=self._thresholds(concept.apart, subject),
            better=self.history.campaign.measures[subject.measure].better,
            sized=self.counted_in(subject.measure) == "sized",
            as_of=found.as_of if (found := self.reported(subject)) else None,
            look_up=self.get,
        )

    def counted_in(self, measure: str) -> Counted:
        """Say whether a measure counts people and things, or what is itself in thousands or millions: "triệu đồng"."""
        return "sized" if is_sized(self.history.campaign.measures[measure].noun) else "count"

    def scale(self, measure: str, *, of_difference: bool = False) -> Scale | None:
        """Say what a measure's own values are in, or differences of them; None where they are shares in per cent."""
        figure = self.history.campaign.measures[measure].figure
        if figure.is_share:
            return None
        words = f" {figure.unit}" if figure.unit else ""
        if figure.per:
            words = f"/{decimal(figure.per)}{words}"
        elif of_difference and not words:
            words = f" {say('unit.of_index')}"
        return Scale(words, self._decimals(measure) if figure.decimals is None else figure.decimals)

    def _decimals(self, measure: str) -> int:
        """Count the decimals that the published values of a measure have; what is computed alone has one."""
        history = self.history
        rows = history.shared_in.get((measure, self.own.period)) or history.shared.get(measure, [])
        return max((decimals_of(row["value"]) for row in rows), default=1)

    def _missing(self, concept: str, subject: Subject, reason: str) -> Missing:
        return Missing(subject.key(concept, self.own), partial(self.label, concept, subject), reason)

    def _thresholds(self, apart: Apart | None, subject: Subject) -> tuple[Fraction, ...]:
        if apart == "nought":
            return (Fraction(0),)
        target = self.target_of(subject) if apart == "target" else None
        if target is None or target.level is None:
            return ()
        judged = target.base in {None, self.base_key(subject)}
        return (Fraction(target.level),) if judged else ()

    def word(self, concept: str, measure: str) -> str:
        """Name a figure by itself; of what it counts the campaign has the name."""
        described = self.history.campaign.measures[measure]
        if concept == ("counted" if described.figure.kind == "count" else "share"):
            return described.label
        key = turned(f"fact.{concept}", described.better)
        return say(of_value(key, is_share=described.figure.is_share))

    def key(self, key: str) -> str:
        """Choose the key of what is said of the edition's measure: by which way is better, and by what it is."""
        return of_value(turned(key, self.better), is_share=self.figure.is_share)

    @property
    def is_divided(self) -> bool:
        """Say whether what the edition measures is counted and divided by a base."""
        return self.figure.is_counted and bool(self.base_key(self.own))

    @property
    def figure(self) -> FigureSettings:
        """What kind of number the edition's measure is."""
        return self.history.campaign.measures[self.own.measure].figure

    def label(self, concept: str, subject: Subject) -> str:
        """Name a figure in words: what it is, and of whom, when and over which base where that is not the edition's."""
        own, words = self.own, [self.word(concept, subject.measure)]
        if subject.measure != own.measure and concept != "counted":
            words.append(say("of.measure", measure=self.word("counted", subject.measure)))
        if subject.unit != own.unit:
            words.append(say("of.unit", unit=subject.unit.full_name))
        if subject.against:
            words.append(say("of.against", unit=subject.against.full_name))
        if subject.base:
            words.append(say("of.base", base=self.history.bases.described[subject.base].short))
        if subject.period != own.period:
            words.append(say("of.period", day=read_period(subject.period).in_words))
        return "".join(words)

    def _term(self, expression: Expression, subject: Subject) -> Term | Lacking:
        if subject.unit.code == NOBODY:
            raise NobodysError
        return self._terms[type(expression)](expression, subject)

    @cached_property
    def _terms(self) -> dict[type[Expression], Callable[[Any, Subject], Term | Lacking]]:
        return {
            Number: lambda number, subject: Term(Interval.exactly(number.value), number.value),
            Whole: self._whole,
            Asked: self._asked,
            Leaf: self._leaf,
            Operation: self._operation,
            Related: self._related,
            Over: self._over,
            First: self._first,
            Provided: self._provided,
            Toward: self._toward,
            Counting: self._counting,
        }

    def _whole(self, _: Whole, subject: Subject) -> Term:
        number = self.history.campaign.measures[subject.measure].figure.whole
        return Term(Interval.exactly(number), number)

    def _asked(self, asked: Asked, subject: Subject) -> Term | Lacking:
        fact = self.get(asked.concept, subject)
        if isinstance(fact, Missing):
            return Lacking(fact.why)
        return Term(fact.value, fact.key, (fact,), word=fact.word)

    def _leaf(self, leaf: Leaf, subject: Subject) -> Term | Lacking:
        said = LEAVES[leaf.name](self, subject)
        return said if isinstance(said, Lacking) else Term(said.value, "", said=said, word=said.word)

    def _related(self, asked: Related, subject: Subject) -> Term | Lacking:
        other = related(self, subject, asked.relation)
        return other if isinstance(other, Lacking) else self._term(asked.expression, other)

    def _first(self, choice: First, subject: Subject) -> Term | Lacking:
        reason = Lacking("no_figure")
        for alternative in choice.alternatives:
            term = self._term(alternative, subject)
            if isinstance(term, Term):
                return term
            reason = term
        return reason

    def _toward(self, turned: Toward, subject: Subject) -> Term | Lacking:
        better = self.history.campaign.measures[subject.measure].better
        chosen = {"more": turned.more, "less": turned.less}.get(better)
        return self._term(chosen, subject) if chosen else Lacking("no_direction")

    def _counting(self, of: Counting, subject: Subject) -> Term | Lacking:
        way = self.history.campaign.measures[subject.measure].counts
        if way not in of.ways:
            return Lacking("of_a_flow" if way == "per_period" else "of_no_flow")
        return self._term(of.expression, subject)

    def _provided(self, given: Provided, subject: Subject) -> Term | Lacking:
        condition = given.condition
        if condition.right is None and condition.left is given.expression:  # asks of itself: evaluated once
            term = self._term(given.expression, subject)
            known = isinstance(term, Lacking) or HOLDS[condition.test](_number(term), _number(term))
            return term if known else Lacking(f"not_{condition.test}")
        reason = self._refused(condition, subject)
        return reason or self._term(given.expression, subject)

    def _refused(self, condition: Condition, subject: Subject) -> Lacking | None:
        left = self._term(condition.left, subject)
        right = self._term(condition.right, subject) if condition.right else left
        for side in (left, right):
            if isinstance(side, Lacking):
                return side
        holds = HOLDS[condition.test](_number(left), _number(right))
        return None if holds else Lacking(f"not_{condition.test}")

    def _operation(self, operation: Operation, subject: Subject) -> Term | Lacking:
        known = list[Term]()
        for argument in operation.arguments:
            term = self._term(argument, subject)
            if isinstance(term, Lacking):
                return term
            known.append(term)
        try:
            value = OPERATORS[operation.operator](*(term.value for term in known))
        except ZeroDivisionError:
            return Lacking("nothing_to_divide_by")
        formula = [operation.operator, *(term.formula for term in known)]
        inputs, members = (tuple(chain.from_iterable(getattr(term, part) for term in known)) for part in PARTS)
        return Term(value, formula, inputs, members)

    def _over(self, over: Over, subject: Subject) -> Term | Lacking:
        members = MEMBERS[over.members](self, subject)
        if isinstance(members, Lacking):
            return members
        concept = over.each.concept if isinstance(over.each, Asked) else ""
        name = f"{concept}:{members[0]}"
        if name not in self._gathered:
            self._gathered[name] = _Gathered([self.get(concept, each) for each in members[1]()])
            self.lists[name] = [fact.key for fact in self._gathered[name].known]
        gathered = self._gathered[name]
        known = gathered.known
        if len(known) < FEWEST.get(over.members, over.fold != "count"):
            return Lacking("too_few_units")
        if over.fold in {"sum", "sum_positive"} and not gathered.complete:
            return Lacking("not_all_known")
        listed = ["list", name]
        if over.of is None:
            value = folded(over.fold, known)
            added = over.fold in ADDED
            return Term(value, [over.fold, listed], *((known, ()) if added else ((), known)))
        held = self._term(over.of, subject)
        if isinstance(held, Lacking):
            return held
        return _held_against(over, held, name, gathered)


PARTS = ("inputs", "members")  # of a term, that what is made of it has too
PLACES = {"rank", "rank_up"}  # folds that place a figure in a list
ADDED = {"sum", "sum_positive"}  # folds whose members a reader adds up


def _held_against(over: Over, held: Term, name: str, gathered: _Gathered) -> Term:
    """Place a figure in a list, or count who reaches it."""
    ordered, value = gathered.ordered, _number(held)
    word = say("rank.tied") if over.fold in PLACES and ordered.is_tied(value) else ""
    sides = [held.formula, ["list", name]] if over.fold in PLACES else [["list", name], held.formula]
    return Term(RANKS[over.fold](ordered, value), [over.fold, *sides], held.inputs, gathered.known, word=word)


def _gather(fact: Fact, found: dict[str, Fact], *, whole: bool) -> None:
    """Put a fact behind what it was made of."""
    if fact.key not in found:
        for each in (*fact.inputs, *fact.members) if whole else fact.inputs:
            _gather(each, found, whole=whole)
        found[fact.key] = fact


def sources_of(inputs: Iterable[Fact]) -> tuple[str, ...]:
    """Gather whose figures a fact rests on, in the order of its formula."""
    return tuple(dict.fromkeys(source for fact in inputs for source in fact.sources))


def _notes(inputs: Iterable[Fact], subject: Subject) -> str:
    """Let what the data note about a count or a share stay with what is made of it."""
    notes = (fact.note for fact in inputs if fact.subject == subject)
    return " ".join(dict.fromkeys(filter(None, notes)))


def _number(term: Term | Lacking) -> Interval:
    assert isinstance(term, Term)
    assert isinstance(term.value, Interval)
    return term.value


HOLDS: dict[str, Callable[[Interval, Interval], bool]] = {
    "exact": lambda one, _: one.exact,
    "above": lambda one, other: interval.above(one, other) is True,
    "overlaps": lambda one, other: one.overlaps(other),
    "differs": lambda one, other: not one.overlaps(other),
}


def _days_left(moment: Moment, day: date) -> Interval:
    return Interval.exactly(moment.days_until(day))


OPERATORS: dict[str, Callable[..., Value]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "ceil": lambda one: one.rounded_up(),
    "floor": lambda one: one.rounded_down(),
    "hours": lambda one, other: Interval.exactly(one.hours_since(other)),
    "days_left": _days_left,
}
