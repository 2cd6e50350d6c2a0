"""The names prose may use beside facts: the unit, the campaign's words, and what the office did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from dophu.data.edition import Edition
from dophu.errors import UsageError, did_you_mean
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing, Value
from dophu.facts.interval import Interval, said_interval, share_interval
from dophu.facts.printing import Unit
from dophu.facts.printing import number as number_text
from dophu.tell.sentences.words import target_label
from dophu.wording import Moment, capitalised
from dophu.words import of_value, say
from dophu.words.word import Word
from dophu.world.campaigns import WORDS_OF_ACTIVITIES, Activity, Measure


class Node:
    """A group of facts by name (`press.agencies`); a name the campaign does not know is an error."""

    def __init__(self, path: str, parts: dict[str, Any], fields: tuple[str, ...]) -> None:
        self._path, self._parts, self._fields = path, parts, fields

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._parts:
            return self._parts[name]
        if name in self._fields:
            return Missing(f"{self._path}.{name}", name, "no_activity")
        raise UsageError(self._path, f"no '{name}' in {self._path}", did_you_mean(name, self._fields))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts.values())


def words(edition: Edition) -> dict[str, Word]:
    """List the words an edition brings: names of the unit and the bodies, the campaign's own vocabulary."""
    unit, campaign, letterhead = edition.unit, edition.campaign, edition.letterhead
    measure = campaign.measures[campaign.main_measure]
    national = campaign.measures[campaign.national_measure or campaign.main_measure]
    base = edition.history.bases.described[campaign.main_base]
    last = campaign.window(edition.period).last
    found = {
        "unit_name": unit.name,
        "unit_full": unit.full_name,
        "unit_title": capitalised(unit.full_name),
        "unit_whole": unit.whole,
        "unit_area": say("nation.area" if unit.is_nation else "unit.area", unit=unit.full_name),
        "peer_kind": unit.peer_kind,
        "issuing_body": letterhead.issuing_body,
        "short_body": letterhead.short_body or letterhead.issuing_body,
        "place": letterhead.place,
        "annexed": say("annex.cited"),
        "campaign_title": campaign.title,
        "measure_label": measure.label,
        "measure_title": capitalised(measure.label),
        "measure_meaning": _as_explanation(measure.meaning_on(last), measure.label),
        "noun": measure.noun,
        "verb": measure.verb,
        "share_word": say(of_value("word.share", is_share=measure.figure.is_share)),
        "result_title": capitalised(say(of_value("word.shares", is_share=measure.figure.is_share))),
        **{f"{name}_word": _attained(name, measure) for name in ("stands", "makes", "shows")},
        "national_label": national.label,
        "national_noun": national.noun,
        "base_label": base.label,
        "base_short": base.short,
        "base_kind": base.kind_name,
        "base_noun": base.noun,
        "target_label": target_label(edition.target, measure) if edition.target else "",
        "target_base": _target_base(edition),
    }
    return {name: Word(text) for name, text in found.items()}


def _as_explanation(meaning: str, label: str) -> str:
    """Lower the first letter of what follows "Số người: Số …", where the label shows that its word is no name."""
    word = meaning.partition(" ")[0]
    same = word and word.lower() == label.partition(" ")[0].lower()
    return word.lower() + meaning.removeprefix(word) if same else meaning


def _target_base(edition: Edition) -> str:
    """Name the base that the target is a share of."""
    base = edition.target.base if edition.target and edition.target.base else edition.campaign.main_base
    return edition.history.bases.described[base].label


def _attained(name: str, measure: Measure) -> str:
    """Say of a share how high it is: attained where more is better, of any other figure no more than what it is."""
    attained = measure.figure.is_share and measure.better == "more"
    return say(f"word.{name}" if attained else f"word.{name}.value")


MOST_LISTED = 2  # documents that the body of a letter lists
ACTIVITY = "activity"  # the concept of what activities.yml says
RELATED = {  # short names for what stands in a relation to the edition's own subject
    "national": "counted|nation",
    "national_as_of": "as_of|nation",
    "judged_share": "share|on_target_base",
}


def judgements(facts: Facts) -> dict[str, bool]:
    """Judge the edition against its target: each is true only where the figures surely decide it.

    reached_target, below_target   the share on the target's own base, or the count, decides
    open_target                    a target and a figure are known, and the figure is not exact enough to decide
    rose_or_fell, open_change      whether it is sure that the figure moved since the period before, or open
    share_is_published   whether the source itself says the share
    has_figures          whether anything is known of the unit: a count, a share or a published rank
    has_differences      whether a figure is told that is a difference
    is_ceiling           whether less is better, so that a target is what must not be passed
    rounds_up            whether there is a target to which what lacks is rounded up, as it is unless that is a ceiling
    has_places           whether units stand before one another, as they do where more or less is better
    national_is_other    whether the nation's figure is another than the edition's own
    is_value             whether what is reported is a figure by itself, and no count of people or things
    is_counted           whether it may be made of counts, divided by a base
    is_rounded           whether its count or its share is not exact
    is_estimate          whether it is an estimate of a survey, known between two ends
    """
    short = [fact for what in ("gap", "missing") if isinstance(fact := facts.get(what), Fact)]
    signs = {fact.sign for fact in short}
    reached, below = bool(signs & {"-", "0"}), "+" in signs
    counted, share = facts.get("counted"), facts.get("share")
    moved = {fact.sign for what in ("gained", "change") if isinstance(fact := facts.get(what), Fact)}
    return {
        "reached_target": reached,
        "below_target": below,
        "open_target": bool(short) and not (reached or below),
        "rose_or_fell": bool(moved & {"+", "-"}),
        "open_change": moved == {"open"},
        "share_is_published": isinstance(share, Fact) and share.status == "published",
        "has_figures": any(isinstance(each, Fact) for each in (counted, share, facts.get("published_rank"))),
        "has_differences": any(isinstance(facts.get(what), Fact) for what in ("gap", "change")),
        "is_ceiling": facts.better == "less",
        "rounds_up": facts.better == "more" and facts.target is not None,
        "has_places": facts.better != "neither",
        "is_value": facts.figure.kind != "count",
        "is_counted": facts.is_divided,
        "is_rounded": any(isinstance(each, Fact) and not each.is_exact for each in (counted, share)),
        "is_estimate": facts.mine is not None and facts.mine.estimate is not None,
        "national_is_other": facts.get("counted|nation").key != counted.key,
    }


def related(facts: Facts) -> dict[str, Any]:
    """Look up the facts that have a short name of their own; `added_from` counts the parts that a sum is made of."""
    counted = facts.get("counted")
    is_sum = isinstance(counted, Fact) and counted.status == "computed"
    return {name: facts.get(concept) for name, concept in RELATED.items()} | {
        "added_from": facts.get("known") if is_sum else None
    }


def activities(edition: Edition, facts: Facts) -> dict[str, Any]:
    """List what the office did as facts by name; what this period lacks is Missing."""
    mine = edition.history.activities.get(edition.unit.code, {})
    return {
        name: _told(mine[name], name, activity, facts, edition.history.activities_source)
        if name in mine
        else Missing(name, activity.label, "no_activity")
        for name, activity in edition.campaign.known_activities.items()
    }


def cited(activities: dict[str, Any]) -> dict[str, Any]:
    """List the documents after the first, which the opening cites in full: a letter itself lists a few of them.

    other_documents    these, where they are few; none where they are many
    annexed_documents  these, where they are too many for two pages; none where they are few
    """
    documents = activities.get("documents")
    if not isinstance(documents, list):
        return {"other_documents": documents, "annexed_documents": documents}
    others = documents[1:]
    few = len(others) <= MOST_LISTED
    return {"other_documents": others if few else [], "annexed_documents": [] if few else others}


def _told(value: Any, path: str, activity: Activity, facts: Facts, source: str) -> Any:
    """Turn a tree of settings into the same tree of facts, keyed by path: `fanpages.1.followers`."""
    if isinstance(value, dict) and "value" not in value:
        parts = {
            key: _told(part, f"{path}.{key}", activity, facts, source)
            for key, part in value.items()
            if part is not None
        }
        if path not in facts.history.campaign.known_activities:
            return Node(path, parts, activity.fields)
        said = {name: Word(text) for name, text in activity.words.items()}
        return Node(path, said | parts, (*activity.fields, *WORDS_OF_ACTIVITIES))
    if isinstance(value, list):
        return [_told(part, f"{path}.{index}", activity, facts, source) for index, part in enumerate(value, 1)]
    return value if isinstance(value, bool) else activity_fact(value, path, activity.label, facts, source)


def activity_fact(value: Any, path: str, label: str, facts: Facts, source: str) -> Fact:
    """Enter what an office reports; one with a source of its own is given by that source."""
    given = value if isinstance(value, dict) else {"value": value}
    own = str(given.get("source") or "").strip()
    if "source" in given and not own:
        raise UsageError(
            path, f"'{given['value']}' is given without its source", "name the source, or leave the line out"
        )
    word = str(given.get("qualifier", ""))
    read, unit = _read(str(given["value"]), str(given.get("unit", "")), word)
    number = _number(str(given["value"]), unit) if isinstance(read, Interval) else ""
    return Fact(
        ACTIVITY,
        facts.own,
        path,
        f"{label} ({path})",
        unit,
        read,
        sources=(own or source,),
        status="given" if own else "published",
        text=f"{word} {number}" if word and number else number,
    )


def _number(text: str, unit: Unit) -> str:
    return number_text(Fraction(text), unit, _decimals(text))


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _read(text: str, unit: str, word: str) -> tuple[Value, Unit]:
    if unit == "percent" and re.fullmatch(r"\d+(\.\d+)?", text):
        share = Fraction(text)
        return share_interval(share, _decimals(text), word) if word else Interval.exactly(share), "percent"
    if text.isascii() and text.isdigit():
        return said_interval(int(text), word), "count"
    try:
        moment = Moment.parse(text)
    except ValueError:
        return text, "text"
    return (moment, "moment") if moment.clock else (date.fromisoformat(text), "date")


def leaves(told: Any) -> Iterator[Fact]:
    """Walk through the facts of what an office did."""
    if isinstance(told, Fact):
        yield told
    elif isinstance(told, Node | list):
        for part in told:
            yield from leaves(part)
