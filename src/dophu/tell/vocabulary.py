"""The words an edition's prose is read with: names of units, what is counted, and what settings files say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dophu.data.edition import Edition
from dophu.facts.fact import Fact
from dophu.tell.blocks import TypedText, Vocabulary
from dophu.tell.lint import in_name
from dophu.words.claims import claims
from dophu.words.finder import PART
from dophu.words.numerals import read
from dophu.words.text import is_sized
from dophu.world.bases import Base
from dophu.world.campaigns import Measure
from dophu.world.units import Unit

ACTIVITIES = "data/{campaign}/{period}/activities.yml"
NAMES_OF_ACTIVITIES = {"name", "kind", "by", "about", "channels", "services"}  # of pages, documents, bodies, channels
SYMBOLS = {"symbol"}


def vocabulary(edition: Edition, activities: Iterable[Fact]) -> Vocabulary:
    """Gather an edition's words; of the texts, only those that hold a number or a claim."""
    measure = edition.campaign.measures[edition.campaign.main_measure]
    named = _named(edition)
    said = (measure.label, measure.noun, measure.verb, *(text.text for text in _of_bases(edition)))
    # A label that says a number of its own is not a name by which prose could say it too.
    names = [*named, *(text for text in said if not in_name(text, edition.campaign.names))]
    with_digits = [name for name in names if any(letter.isdigit() for letter in name)]
    typed = [*_of_campaign(edition), *_of_bases(edition), *_of_activities(edition, activities)]
    return Vocabulary(
        own=edition.unit.code,
        nation=edition.history.gazetteer.nation(edition.unit.vintage).code,
        levels={
            unit.code: unit.level for unit in edition.history.gazetteer.in_view(edition.unit) if _is_lettered(unit)
        },
        year=str(edition.period.year),
        units=named,
        noun=measure.noun,
        verb=measure.verb,
        words=sorted(_words(edition)),
        peers=edition.unit.peer_kind,
        listed=edition.history.gazetteer.nation(edition.unit.vintage).part_kind,
        sized=sorted(
            filter(is_sized, {measure.noun, *(base.noun for base in edition.history.bases.described.values())})
        ),
        less=_measures(edition, lambda measure: measure.better == "less"),
        flows=_measures(edition, lambda measure: measure.counts == "per_period"),
        names=[*edition.campaign.names, *with_digits],
        typed=[text for text in typed if read(text.text).numbers or claims(text.text)],
    )


def _words(edition: Edition) -> set[str]:
    """Gather the words by which a campaign calls its measures, bases, targets and itself."""
    campaign, bases = edition.campaign, edition.history.bases.described.values()
    said = [campaign.title, *(target.label for target in campaign.targets)]
    said += [text for each in campaign.measures.values() for text in (each.label, each.noun, each.verb)]
    return _parts([*said, *(text for base in bases for text in _texts_of_base(base))])


def _texts_of_base(base: Base) -> list[str]:
    return [base.label, base.short, base.kind_name, base.noun]


def _parts(texts: Iterable[str | None]) -> set[str]:
    return {part.lower() for text in texts for part in PART.findall(text or "") if part.isalpha()}


def _is_lettered(unit: Unit) -> bool:
    return not (unit.code.isdigit() or unit.is_nation)


def _measures(edition: Edition, are: Callable[[Measure], bool]) -> list[str]:
    """List the measures of a kind; "" is the edition's own."""
    campaign = edition.campaign
    return ["" if name == campaign.main_measure else name for name, each in campaign.measures.items() if are(each)]


def _named(edition: Edition) -> dict[str, str]:
    """List the names of the units that an edition looks at; a name that two share is the edition's own, or larger."""
    units = edition.history.gazetteer.in_view(edition.unit)
    same = [unit for unit in units if unit.vintage == edition.unit.vintage]
    ordered = sorted(same, key=lambda unit: (unit == edition.unit, -unit.depth, unit.code))
    return {name: unit.code for unit in ordered for name in (unit.name, unit.full_name) if not unit.is_nation}


def _of_campaign(edition: Edition) -> Iterator[TypedText]:
    campaign, where = edition.campaign, f"data/{edition.campaign.key}/campaign.yml"
    yield TypedText(where=f"{where}: title", text=campaign.title, kind="title")
    for key in dict.fromkeys(filter(None, (campaign.main_measure, campaign.national_measure))):
        yield from of_measure(campaign.measures[key], f"{where}: measures.{key}")
    if edition.target:
        yield TypedText(where=f"{where}: targets.{edition.target.key}.label", text=edition.target.label, kind="title")


def _of_bases(edition: Edition) -> Iterator[TypedText]:
    key = edition.campaign.main_base
    yield from of_base(edition.history.bases.described[key], f"data/reference/bases.yml: {key}")


def of_measure(measure: Measure, where: str) -> Iterator[TypedText]:
    """List what reports may print of a measure's settings."""
    for field in ("label", "noun", "verb", "meaning", "above_base"):
        yield TypedText(where=f"{where}.{field}", text=getattr(measure, field) or "", kind="title")
    for field in ("label", "short") if measure.quota else ():
        yield TypedText(where=f"{where}.quota.{field}", text=getattr(measure.quota, field) or "", kind="title")


def of_base(base: Base, where: str) -> Iterator[TypedText]:
    """List what reports may print of a base."""
    for field in ("label", "short", "kind_name", "noun"):
        yield TypedText(where=f"{where}.{field}", text=getattr(base, field), kind="title")


def _of_activities(edition: Edition, activities: Iterable[Fact]) -> Iterator[TypedText]:
    where = ACTIVITIES.format(campaign=edition.campaign.key, period=edition.period)
    for fact in activities:
        field = next((part for part in reversed(fact.key.split(".")) if not part.isdigit()), "")
        if _is_told(fact) and field not in SYMBOLS:
            kind = "name" if field in NAMES_OF_ACTIVITIES else "sentence"
            yield TypedText(where=f"{where}: {fact.key}", text=str(fact.value), kind=kind)


def _is_told(fact: Fact) -> bool:
    """Whether a fact is a text of activities.yml for which no source of its own is named."""
    return fact.unit == "text" and fact.status != "given"
