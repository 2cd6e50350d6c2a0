"""What keeps a headline figure from being read like the last one: said in the body of reports, not in notes alone.

A break of method, a fall, a share of another kind or on another base than the last one, and a revision of the figure
or of the one it is held against.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.leaves import Lacking
from dophu.facts.reported import Reported, comparable_shares
from dophu.measure.revisions import Revision, Revisions
from dophu.wording import day_month_year
from dophu.words import say
from dophu.words.word import Word
from dophu.world.campaigns import Break
from dophu.world.periods import last_day


@dataclass(frozen=True)
class Revised:
    """A figure that its source has revised: as it was, as it is now (None: withdrawn), and why."""

    former: Fact
    new: Fact | None
    reason: Word


def break_since(facts: Facts) -> Break | None:
    """Find the break of method between the unit's last figure and this one."""
    mine, last = facts.mine, _last(facts)
    if mine is None or last is None:
        return None
    return facts.history.campaign.broken_between(facts.own.measure, last_day(last.period), facts.day)


def break_words(cut: Break) -> str:
    """Tell a method break, with its day where the note itself does not say it."""
    day = day_month_year(cut.start)
    return cut.note if day in cut.note else say("course.break", day=day, note=cut.note)


def _last(facts: Facts) -> Reported | None:
    """Find the unit's last figure, whether it compares or not."""
    earlier = (period for period in reversed(facts.history.periods) if period < facts.own.period)
    found = (facts.reported(replace(facts.own, period=period)) for period in earlier)
    return next((known for known in found if known and (known.people or known.share)), None)


def is_of_another_kind(facts: Facts) -> bool:
    """Say whether the last share was published and this one is recomputed, or the other way round."""
    mine, last = facts.mine, _last(facts)
    if mine is None or last is None or break_since(facts):
        return False
    shares = [known.share for known in (mine, last) if known.share and known.share.closed]
    apart = (mine.kind == "published") != (last.kind == "published")
    return apart and len(shares) == len((mine, last)) and comparable_shares(mine, last) is None


def is_of_another_base(facts: Facts) -> bool:
    """Say whether the last share was of another value of the same base."""
    then, now = (facts.get(name) for name in ("base|before", "base"))
    return isinstance(then, Fact) and isinstance(now, Fact) and then.value != now.value


def has_fallen(facts: Facts) -> bool:
    """Say whether a running total surely fell; its share alone may fall by a larger base."""
    measure = facts.history.campaign.measures[facts.own.measure]
    moved = next((found for what in ("gained", "change") if isinstance(found := facts.get(what), Fact)), None)
    return measure.counts == "cumulative" and moved is not None and moved.sign == "-"


def revised(facts: Facts) -> Revised | None:
    """Find what was last revised of the figure."""
    known = Revisions(facts)
    return _as_told(known, known.of(facts.mine))


def revised_before(facts: Facts) -> Revised | None:
    """Find what was last revised of the figure that it is held against, since that was told."""
    known, then = Revisions(facts), facts.before(facts.own)
    compared = None if isinstance(then, Lacking) else facts.reported(then)
    told = known.since_last()
    return _as_told(known, [each for each in known.of(compared) if each in told])


def _as_told(known: Revisions, found: list[Revision]) -> Revised | None:
    if not found or (former := known.former(found[0])) is None:
        return None
    return Revised(former, known.new(found[-1]), Word(found[-1].reason))
