"""Where the edition's unit stands among its peers, and where its source says so."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.tell.filters import as_beside, as_text
from dophu.tell.said import NOTHING, Part, Said, said
from dophu.tell.sentences.words import known
from dophu.wording import capitalised


def rank_sentence(facts: Facts) -> Said | None:
    """Say the unit's rank among those that are known; the published one where it cannot be ranked anew."""
    rank, ranked, peers = (known(facts, name) for name in ("rank", "ranked", "peers"))
    published = _published(facts, "sentence.rank_published_of")
    if rank and ranked and peers:
        also = said("sentence.rank_also", published=published) if published else NOTHING
        told: dict[str, Part] = {"unit": capitalised(facts.unit.full_name), "kind": facts.unit.peer_kind}
        return said("sentence.rank", **told, rank=rank, ranked=ranked, peers=peers, also=also)
    published = _published(facts, "sentence.rank_published_within")
    return said("sentence.rank_published", unit=facts.unit.full_name, published=published) if published else None


def _published(facts: Facts, of: str) -> Said | None:
    rank, among, by = (known(facts, name) for name in ("published_rank", "published_rank_of", "published_rank_by"))
    if rank is None or by is None:
        return None
    within = said(of, many=among, kind=facts.unit.peer_kind) if among else NOTHING
    return said("sentence.rank_of_source", rank=rank, within=within, by=as_text(by))


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
