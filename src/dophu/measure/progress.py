"""The progress of a unit: its course and that of the units above it, ranks, revisions, scenarios."""

from __future__ import annotations

from dataclasses import dataclass

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.making import tallied
from dophu.measure.course import MOST_TOLD, Course, RankCourse, courses, rank_course
from dophu.measure.outlook import Outlook, outlook
from dophu.measure.revisions import Revision, Revisions
from dophu.world.campaigns import Break


@dataclass(frozen=True)
class Followed:
    """The courses of the edition's unit, its region or province and the nation: those of which something is known."""

    facts: Facts
    courses: list[Course]
    revisions: Revisions

    @property
    def own(self) -> Course | None:
        """The course of the edition's unit; None when nothing is known of it."""
        return next((course for course in self.courses if course.unit == self.facts.unit), None)

    @property
    def above(self) -> list[Course]:
        """The courses of the units above, of which the edition's own period holds a figure."""
        others = [course for course in self.courses if course.unit != self.facts.unit]
        return [each for each in others if each.known and each.known[-1].period == self.facts.own.period]

    @property
    def broken(self) -> Break | None:
        """The last method break inside the course."""
        steps = self.own.steps if self.own else []
        return next((step.broken for step in reversed(steps) if step.broken), None)

    def beside(self, other: Course) -> Fact | None:
        """Hold the unit's share against another's of the same moment."""
        last = other.known[-1]
        if last.as_of != self.facts.moment or last.fact("share") is None:
            return None
        return self.facts.fact("beside", self.facts.own.held_against(other.unit))


@dataclass(frozen=True)
class Progress(Followed):
    """Everything the chapter shows.

    ranks    the lists that rank the same units; None for fewer than two
    revised  what was revised since the last edition, its own first
    """

    ranks: RankCourse | None
    revised: list[Revision]
    outlook: Outlook


def progress(facts: Facts) -> Progress:
    """Choose what the chapter tells of a unit's progress."""
    followed, known = courses(facts), Revisions(facts)
    own = next((course for course in followed if course.unit == facts.unit), None)
    _tally(facts, own)
    ranked = rank_course(facts, own) if own else None
    revised = _in_view(facts, known.since_last())
    if revised:
        tallied(facts, "revised_count", len(revised))
    return Progress(facts, followed, known, ranked, revised, outlook(facts, own, known))


def _tally(facts: Facts, own: Course | None) -> None:
    """Count the periods of the course, and those that its table leaves out."""
    if own is None:
        return
    tallied(facts, "course_known", len(own.known))
    if len(own.steps) > MOST_TOLD:
        tallied(facts, "course_left_out", len(own.steps) - MOST_TOLD)


def _in_view(facts: Facts, found: list[Revision]) -> list[Revision]:
    """Keep the revisions of the unit, its peers and the units above it; its own come first."""
    own, above = facts.unit.code, (facts.unit.parent, facts.nation.code)
    codes = {own, *above, *(peer.code for peer in facts.history.gazetteer.peers(facts.unit))}
    return sorted(
        (r for r in found if r.unit.code in codes), key=lambda r: (r.unit.code != own, r.unit.code not in above)
    )
