"""The edition's unit beside the wholes that it is a part of: its nation and its region."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.standing import Standing
from dophu.facts.subject import Group, Subject
from dophu.measure.standings import is_whole
from dophu.tell.filters import as_beside
from dophu.tell.said import NOTHING, Part, Said, said
from dophu.tell.sentences.words import noun


def beside_nation_sentence(facts: Facts) -> Said | None:
    """Say what the nation has of what the edition reports, and how far the unit is above or below it.

    Nothing in the nation's own edition.
    """
    if facts.unit.is_nation:
        return None
    nation = facts.own.of(facts.nation)
    share, counted, as_of = (_at(facts, name, nation) for name in ("share", "counted", "as_of"))
    if share is None or as_of is None:
        return None
    is_now = as_of.value == facts.moment
    beside = _at(facts, "beside", facts.own.held_against(facts.nation)) if is_now else None
    told: dict[str, Part] = {
        "as_of": NOTHING if is_now else said("sentence.nation_as_of", as_of=as_of),
        "share": share,
        "beside": NOTHING,
    }
    if beside and beside.sign != "open":
        told["beside"] = said(
            "sentence.behind_it", it=_beside(facts.unit.full_name, beside, said("sentence.of_nation"))
        )
    if facts.figure.adds_up:
        return said("sentence.nation_has_amount", **told)
    if counted is None:
        return said(facts.key("sentence.nation_has_share"), **told)
    verb = facts.history.campaign.measures[facts.own.measure].verb
    return said(
        facts.key("sentence.nation_has"), **told, counted=counted, noun=noun(facts), verb=verb, base=_base(facts)
    )


def beside_region_sentence(facts: Facts) -> Said | None:
    """Say how far the unit is above or below its region; nothing where the list lacks one of the region's units."""
    region, mine = region_of(facts), facts.mine
    if region is None or mine is None:
        return None
    like = facts.own.by(mine.source)
    row = Standing(facts, like.of(region))
    share, beside = row.looked_up("share"), _at(facts, "beside", like.held_against(region))
    if share is None or beside is None or beside.sign == "open" or not is_whole(row):
        return None
    told = _beside(facts.unit.full_name, beside, said("sentence.of_region", region=region.name, share=share))
    return told.capitalised() + said("sentence.end")


def region_of(facts: Facts) -> Group | None:
    """Take the region of the edition's unit as a group of its units; None for a unit that is in none."""
    unit, gazetteer = facts.unit, facts.history.gazetteer
    region = next((each for each in gazetteer.regions_of(unit.vintage) if each.code == unit.region), None)
    if region is None or not unit.is_province:
        return None
    members = tuple(each for each in gazetteer.peers(unit) if each.region == region.code)
    return Group(region.code, region.name, members, "regions")


def _beside(unit: str, beside: Fact, whole: Said) -> Said:
    if beside.sign == "0":
        return said("sentence.level_with", unit=unit, level=as_beside(beside), whole=whole)
    return said("sentence.beside", unit=unit, beside=as_beside(beside), whole=whole)


def _base(facts: Facts) -> str:
    return facts.history.bases.described[facts.history.campaign.main_base].short


def _at(facts: Facts, concept: str, subject: Subject) -> Fact | None:
    found = facts.get(concept, subject)
    return found if isinstance(found, Fact) else None
