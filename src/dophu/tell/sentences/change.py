"""The change since the period before, with the word its direction demands; what a fall needs, and what breaks it."""

from __future__ import annotations

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.leaves import Lacking
from dophu.facts.standing import Standing
from dophu.measure.carried import not_carried
from dophu.tell.cautions import (
    Revised,
    break_since,
    break_words,
    has_fallen,
    is_of_another_base,
    is_of_another_kind,
    revised,
    revised_before,
)
from dophu.tell.filters import as_change
from dophu.tell.said import NOTHING, Said, said
from dophu.tell.sentences.time import compared_with
from dophu.tell.sentences.words import known, noun, of_base
from dophu.wording import capitalised
from dophu.words import say


def change_sentence(facts: Facts) -> Said | None:
    """Say how the edition's figures have changed; nothing where no period before compares."""
    return _change(facts, daily=False)


def change_per_day_sentence(facts: Facts) -> Said | None:
    """Say how they have changed, with the mean of a day."""
    return _change(facts, daily=True)


def _change(facts: Facts, *, daily: bool) -> Said | None:
    gained, change, before = known(facts, "gained"), known(facts, "change"), compared_with(facts)
    moved = {fact.sign for fact in (gained, change) if fact}
    if not moved or before is None:
        return None
    if moved == {"open"}:
        return said("sentence.change_open", before=before)
    merged = known(facts, "merged_from")
    return said(
        "sentence.change" if gained else "sentence.change_of_share",
        before=before,
        merged=said("sentence.change_merged", units=merged) if merged else NOTHING,
        noun=noun(facts),
        verb=facts.history.campaign.measures[facts.own.measure].verb,
        moved=_moved(facts, gained, change, daily=daily),
    )


def _moved(facts: Facts, gained: Fact | None, change: Fact | None, *, daily: bool) -> Said:
    """Say by how many a count has moved and by how many points its share; what is counted is named before."""
    if gained is None or not _is_sure(gained, change):
        return moved_words(facts, gained, change)
    per_day = known(facts, "per_day") if daily else None
    mean = said("sentence.per_day", change=as_change(per_day)) if per_day else NOTHING
    people = said("sentence.count_moved", change=as_change(gained), mean=mean)
    points = said(facts.key("sentence.share"), change=as_change(change)) if change else NOTHING
    return said("sentence.both", one=people, other=points) if points else people


def _is_sure(*moved: Fact | None) -> bool:
    return any(fact is not None and fact.sign in {"+", "-"} for fact in moved)


def moved_words(facts: Facts, gained: Fact | None, change: Fact | None) -> Said:
    """Say what moved: people, then points; "không thay đổi" once, for both."""
    sure = _is_sure(gained, change)
    people = _people(facts, gained, sure=sure) if gained else NOTHING
    tells_change = change is not None and (sure or gained is None)
    points = said(facts.key("sentence.share"), change=as_change(change)) if tells_change else NOTHING
    return said("sentence.both", one=people, other=points) if people and points else people or points


def _people(facts: Facts, gained: Fact, *, sure: bool) -> Said:
    change = as_change(gained)
    return said("sentence.people", change=change, noun=noun(facts)) if sure else said("sentence.plain", words=change)


def doubt_sentence(facts: Facts) -> Said | None:
    """Warn of a change since a figure that the data have a note about; the note itself is for the analyst."""
    then = facts.before(facts.own)
    compared = None if isinstance(then, Lacking) else facts.reported(then)
    has_changed = any(known(facts, name) for name in ("gained", "change"))
    return said("sentence.before_noted") if has_changed and compared and compared.note else None


def fall_sentence(facts: Facts) -> Said | None:
    """Say what is known of a fall of a running total; nothing where it did not surely fall."""
    if not has_fallen(facts):
        return None
    return noted(facts.mine.note if facts.mine else "") or said("sentence.not_explained")


def own_fall_sentence(facts: Facts) -> Said | None:
    """Say by how much a running total of the edition's unit fell; nothing where it did not surely fall."""
    gained, change, before = (known(facts, name) for name in ("gained", "change", "as_of|before"))
    if before is None or not has_fallen(facts):
        return None
    moved = said_moves(facts, gained, change)
    return said("sentence.moved", before=before, unit=facts.unit.full_name, moved=moved) if moved else None


def said_moves(facts: Facts, gained: Fact | None, change: Fact | None) -> Said:
    """Say what moved, each with its own word: people, then points."""
    people = said("sentence.people", change=as_change(gained), noun=noun(facts)) if gained else NOTHING
    points = said("sentence.plain", words=as_change(change)) if change else NOTHING
    return said("sentence.both", one=people, other=points) if people and points else people or points


def fall_of_row(row: Standing) -> Said:
    """Say of a row of a list by how much it fell, with what the data note about it."""
    moved = said_moves(row.facts, row.looked_up("gained"), row.looked_up("change"))
    note = said("sentence.row_noted", note=row.note) if row.note else said("sentence.row_not_explained")
    return said("sentence.row_fell", name=capitalised(row.name), moved=moved, note=note)


def noted(note: str) -> Said | None:
    """Quote what the data note about a figure."""
    return said("sentence.noted", note=note) if note else None


def break_sentence(facts: Facts) -> Said | None:
    """Say why the figures do not compare with those before: a unit torn out of others, a break, another base."""
    if _is_torn(facts):
        return said("sentence.own_not_carried", unit=facts.unit.full_name)
    if cut := break_since(facts):
        return said("sentence.broken", note=break_words(cut))
    if is_of_another_kind(facts) and known(facts, "change") is None:  # else an earlier period was compared
        return said("sentence.other_kind")
    base, before = known(facts, "base"), known(facts, "base|before")
    if base is None or before is None or not is_of_another_base(facts):
        return None
    described = facts.history.bases.described[facts.history.campaign.main_base]
    return said("sentence.other_base", unit=facts.unit.full_name, base=of_base(base, described), before=before)


def _is_torn(facts: Facts) -> bool:
    gazetteer, unit = facts.history.gazetteer, facts.unit
    return bool(gazetteer.torn(unit)) and unit in not_carried(facts, gazetteer.peers(unit))


def revision_sentence(facts: Facts) -> Said | None:
    """Say that the source has revised the edition's figure: what it was, what it is, why."""
    return _revised(facts, "sentence.revised", revised(facts))


def revision_before_sentence(facts: Facts) -> Said | None:
    """Say that the source has revised the figure that the edition's is held against."""
    return _revised(facts, "sentence.revised_before", revised_before(facts))


def _revised(facts: Facts, key: str, found: Revised | None) -> Said | None:
    if found is None:
        return None
    new = said("sentence.revised_new", new=found.new) if found.new else NOTHING
    reason = say("sentence.revised_reason", reason=found.reason) if found.reason else ""
    return said(key, unit=facts.unit.full_name, former=found.former, new=new, reason=reason)
