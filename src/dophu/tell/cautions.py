"""What keeps a headline figure from being read like the last one: said in the body of reports, not in notes alone.

A break of method, a fall, a share of another kind or on another base than the last one, and a revision of the figure
or of the one it is held against.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.leaves import Lacking
from dophu.facts.reported import Reported, comparable_shares
from dophu.measure.revisions import Revision, Revisions
from dophu.wording import day_month_year
from dophu.words import say
from dophu.words.word import Word
from dophu.world.campaigns import Break


def cautions(facts: Facts) -> Mapping[str, Any]:
    """List the names by which prose says so; each blank or missing where there is nothing to say.

    broken_since             the break between the unit's last figure and this one, in words
    other_kind               whether the last share was published and this one is recomputed, or the other way round
    other_base               whether the last share was of another value of the same base
    has_fallen, own_note     whether a running total surely fell, and what the data note about the figure
    revised, revised_before  the figure, or the one it is held against, as it was and as it is now
    """
    mine, last = facts.mine, _last(facts)
    days = (date.fromisoformat(last.period), facts.day) if last and mine else None
    cut = facts.history.campaign.broken_between(facts.own.measure, *days) if days else None
    return {
        "broken_since": Word(break_words(cut) if cut else ""),
        "other_kind": bool(mine and last and not cut and _is_of_another_kind(mine, last)),
        "other_base": _is_of_another_base(facts),
        "has_fallen": _fell(facts),
        "own_note": Word(mine.note if mine else ""),
        **_revised(facts),
    }


def break_words(cut: Break) -> str:
    """Tell a method break, with its day where the note itself does not say it."""
    day = day_month_year(cut.start)
    return cut.note if day in cut.note else say("course.break", day=day, note=cut.note)


def _last(facts: Facts) -> Reported | None:
    """Find the unit's last figure, whether it compares or not."""
    earlier = (period for period in reversed(facts.history.periods) if period < facts.own.period)
    found = (facts.reported(replace(facts.own, period=period)) for period in earlier)
    return next((known for known in found if known and (known.people or known.share)), None)


def _is_of_another_kind(mine: Reported, last: Reported) -> bool:
    shares = [known.share for known in (mine, last) if known.share and known.share.closed]
    apart = (mine.kind == "published") != (last.kind == "published")
    return apart and len(shares) == len((mine, last)) and comparable_shares(mine, last) is None


def _is_of_another_base(facts: Facts) -> bool:
    then, now = (facts.get(name) for name in ("base|before", "base"))
    return isinstance(then, Fact) and isinstance(now, Fact) and then.value != now.value


def _fell(facts: Facts) -> bool:
    measure = facts.history.campaign.measures[facts.own.measure]
    signs = {found.sign for what in ("gained", "change") if isinstance(found := facts.get(what), Fact)}
    return measure.counts == "cumulative" and "-" in signs


def _revised(facts: Facts) -> dict[str, Any]:
    """Find what was last revised of the figure, and of the one it is held against since that was told."""
    known, then = Revisions(facts), facts.before(facts.own)
    compared = None if isinstance(then, Lacking) else facts.reported(then)
    told = known.since_last()
    before = [each for each in known.of(compared) if each in told]
    return {"revised": _as_names(known, known.of(facts.mine)), "revised_before": _as_names(known, before)}


def _as_names(known: Revisions, found: list[Revision]) -> dict[str, Any] | None:
    if not found or (former := known.former(found[0])) is None:
        return None
    return {"former": former, "new": known.new(found[-1]), "reason": Word(found[-1].reason)}
