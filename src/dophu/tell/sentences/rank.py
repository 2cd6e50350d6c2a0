"""Where the edition's unit stands among its peers, and where its source says so."""

from __future__ import annotations

from collections.abc import Callable

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.leaves import ranked_by
from dophu.tell.filters import as_beside, as_denominator, as_text
from dophu.tell.said import NOTHING, Part, Said, said
from dophu.tell.sentences.words import known
from dophu.wording import capitalised


def rank_sentence(facts: Facts) -> Said | None:
    """Say the unit's place among its peers, and whether its source says the same.

    Among all of them it is one short sentence; among those that are known the reader is told how many there are.
    """
    rank, ranked, peers = (known(facts, name) for name in ("rank", "ranked", "peers"))
    if rank is None or ranked is None or peers is None:
        return None
    if ranked.value == peers.value:
        return _among_all(facts, rank, peers)
    return _among_known(facts, rank, ranked, peers)


def _among_all(facts: Facts, rank: Fact, peers: Fact) -> Said:
    published = _published(facts)
    end = said("sentence.rank_also", published=published) if published else said("sentence.rank_end")
    if _is_same(facts, rank, peers):
        end = said("sentence.rank_same")
    if leads(rank):
        told: dict[str, Part] = {"unit": capitalised(facts.unit.full_name), "peers": peers}
        return said(facts.key("sentence.rank_leads"), **told, kind=facts.unit.peer_kind, end=end)
    place = said("sentence.place", place=place_among(rank, peers), kind=facts.unit.peer_kind)
    return said(facts.key("sentence.rank_of_all"), unit=facts.unit.full_name, place=place, end=end)


def leads(rank: Fact) -> bool:
    """Say whether a place is surely the first, and nobody shares it."""
    return rank.is_exact and rank.amount == 1 and not rank.word


def places_among(look: Callable[[str], Fact | None]) -> Said:
    """Say among how many a unit's places are compared, where either list ranks others as well."""
    compared, ranked, before = (look(name) for name in ("compared", "ranked", "ranked|before"))
    if compared is None or {each.value for each in (ranked, before) if each} <= {compared.value}:
        return NOTHING
    return said("sentence.places_among", many=compared)


def _among_known(facts: Facts, rank: Fact, ranked: Fact, peers: Fact) -> Said:
    told: dict[str, Part] = {"unit": facts.unit.full_name, "rank": rank, "ranked": ranked}
    if published := _published(facts):
        return said(facts.key("sentence.rank_published_first"), **told, published=published)
    return said(facts.key("sentence.rank_among_known"), **told, peers=peers, kind=facts.unit.peer_kind)


def place_among(rank: Fact, peers: Fact) -> Said:
    """Write "thứ 9/63", or "thứ 4 đến 8 trong 63" of a place that is open."""
    key = "sentence.place_of" if rank.is_exact else "sentence.place_between"
    return said(key, rank=rank, peers=as_denominator(peers))


def _is_same(facts: Facts, rank: Fact, peers: Fact) -> bool:
    """Say whether the source gives the same place, by the same share, among as many."""
    theirs, among, by = (known(facts, name) for name in ("published_rank", "published_rank_of", "published_rank_by"))
    if theirs is None or by is None or theirs.value != rank.value:
        return False
    base = facts.history.bases.described[facts.history.campaign.main_base].kind
    return by.value == ranked_by(facts, base) and (among is None or among.value == peers.value)


def _published(facts: Facts) -> Said | None:
    rank, among, by = (known(facts, name) for name in ("published_rank", "published_rank_of", "published_rank_by"))
    if rank is None or by is None:
        return None
    place = said("sentence.place", place=place_among(rank, among), kind=facts.unit.peer_kind) if among else rank
    return said("sentence.rank_of_source", place=place, by=as_text(by))


def disagreement_sentence(facts: Facts) -> Said | None:
    """Say that a published share is not what its count gives, and which base would explain it."""
    apart, published = known(facts, "disagreement"), known(facts, "published_share")
    if apart is None or published is None:
        return None
    explaining = known(facts, "explaining_base")
    fits = said("sentence.disagreement_fits", base=as_text(explaining)) if explaining else NOTHING
    base = facts.history.bases.described[facts.history.campaign.main_base].label
    told: dict[str, Part] = {"published": published, "base": base, "fits": fits}
    if apart.sign == "open":
        return said("sentence.disagreement_open", **told)
    return said("sentence.disagreement", **told, apart=as_beside(apart))
