"""What a year adds up to so far, and how the same period a year earlier stood."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.facts.relations import before, year_before
from dophu.tell.filters import as_beside
from dophu.tell.said import NOTHING, Said, said
from dophu.tell.sentences.change import moved_words
from dophu.tell.sentences.words import known, noun


def year_total_sentence(facts: Facts) -> Said | None:
    """Add a flow up since its year began, beside the same of the year before; nothing for what is no flow."""
    total, periods = known(facts, "year_total"), known(facts, "year_periods")
    if total is None or periods is None:
        return None
    apart = known(facts, "year_total_gained")
    surely_apart = apart is not None and apart.sign in {"+", "-"}
    beside = said("sentence.year_beside", apart=as_beside(apart)) if surely_apart else NOTHING
    of_school = facts.history.campaign.measures[facts.own.measure].resets == "school_year"
    key = "sentence.school_year_total" if of_school else "sentence.year_total"
    return said(key, periods=periods, total=total, noun=noun(facts), beside=beside)


def year_change_sentence(facts: Facts) -> Said | None:
    """Say how a figure has changed since the same period a year earlier; nothing where that is the one before."""
    if before(facts, facts.own) == year_before(facts, facts.own):  # of years and nine months it is said already
        return None
    gained, change = known(facts, "year_gained"), known(facts, "year_change")
    moved = {fact.sign for fact in (gained, change) if fact}
    if not moved or moved == {"open"}:
        return None
    key = "sentence.year_change" if gained else "sentence.year_change_of_share"
    return said(key, moved=moved_words(facts, gained, change))
