"""The chapter of the letter: what falls short and what is to be done, by the unit's parts; and the letter's figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dophu.facts.dating import is_flow
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.making import only_looking
from dophu.facts.standing import Standing
from dophu.measure.parts import Parts, measured_parts
from dophu.tell import figures
from dophu.tell.chapter import Chapter
from dophu.tell.lower import lower_sentence
from dophu.tell.measures import others
from dophu.tell.parts import farthest, top_held
from dophu.tell.progress import own_course
from dophu.tell.said import Part, Said, Shown, said
from dophu.tell.sentences.limits import (
    data_task_sentence,
    dropped_sentence,
    focus_task_sentence,
    last_part_sentence,
    slowed_sentence,
    stalled_sentence,
    target_task_sentence,
    where_missing_sentence,
    without_data_sentence,
)
from dophu.tell.sentences.points import key_points, without_stop
from dophu.tell.sentences.progress import needed_pace_sentence
from dophu.tell.sentences.words import known

IN_LETTER = 3  # key points: a letter has two pages, and says the rest below


@dataclass(frozen=True)
class Letter:
    """What a letter is drafted from: the facts of its edition, and the parts of its unit where some are known."""

    facts: Facts

    @cached_property
    def below(self) -> Parts | None:
        """What lies below the edition's own unit, whatever is known of it."""
        found = measured_parts(self.facts)
        return found if found.whole.unit == self.facts.unit else None

    @property
    def parts(self) -> Parts | None:
        """The parts of the edition's own unit; None where nothing of them is known."""
        return self.below if self.below and self.below.known else None

    @property
    def absent(self) -> Fact | None:
        """How many of the parts nothing is known of."""
        return self.parts.together.looked_up("absent") if self.parts and self.parts.complete else None

    @property
    def part_kind(self) -> str:
        """What the parts are called."""
        return self.parts.whole.unit.part_kind if self.parts else ""


def names(letter: Letter) -> Mapping[str, Any]:
    """Give prose the key points of the edition."""
    with only_looking(letter.facts):
        return {"key_points": _key_points(letter)}


def _key_points(letter: Letter) -> list[Said]:
    return key_points(letter.facts, _where_missing(letter), most=IN_LETTER)


def _besides_points(tell: Callable[[Facts], Said | None]) -> Callable[[Letter], Said | None]:
    """Let a sentence be said where no key point says it: two pages have no room to say it twice."""

    def besides(letter: Letter) -> Said | None:
        told = tell(letter.facts)
        return None if told is None or without_stop(told) in _key_points(letter) else told

    return besides


def _dropped(letter: Letter) -> Said | None:
    """Say by how many places the unit has dropped, where no key point says it."""
    dropped, moved = dropped_sentence(letter.facts), letter.facts.get("moved")
    told = [part for point in _key_points(letter) for part in point.parts if isinstance(part, Shown)]
    return None if any(part.fact is moved for part in told) else dropped


def _where_missing(letter: Letter) -> Said | None:
    held = top_held(letter.parts) if letter.parts else None
    if letter.parts is None or held is None:
        return None
    return where_missing_sentence(letter.parts.top, held["top_count"], held["top_share"], letter.part_kind)


def _focus_task(letter: Letter) -> Said | None:
    held = top_held(letter.parts) if letter.parts else None
    if letter.parts is None or held is None:
        return None
    return focus_task_sentence(letter.parts.top, held["top_count"], letter.part_kind)


def _last_part(letter: Letter) -> Said | None:
    return last_part_sentence(farthest(letter.parts), letter.parts.whole) if letter.parts else None


def _lone_measure(letter: Letter) -> Said | None:
    """Say the one count that is known beside the nation's, where that of the main measure is not; more make a table."""
    facts = letter.facts
    if known(facts, "counted") or known(facts, "share"):
        return None
    told = [row for row in others(facts) if row.looked_up("counted")]
    return _count_of(told[0]) if len(told) == 1 and not is_flow(facts, told[0].subject.measure) else None


def _count_of(row: Standing) -> Said | None:
    measure = row.facts.history.campaign.measures[row.subject.measure]
    counted, as_of = row.looked_up("counted"), row.facts.get("as_of", row.subject)
    if counted is None or not isinstance(as_of, Fact):
        return None
    told: dict[str, Part] = {"whole": row.unit.whole, "noun": measure.noun, "verb": measure.verb}
    return said("sentence.lone_measure", as_of=as_of, counted=counted, **told)


def _of_facts(tell: Callable[[Facts], Said | None]) -> Callable[[Letter], Said | None]:
    return lambda letter: tell(letter.facts)


LETTER = Chapter(
    measure=Letter,
    names=names,
    sentences={
        "lone_sentence": _lone_measure,
        "pace_besides_points": _besides_points(needed_pace_sentence),
        "stalled": _of_facts(stalled_sentence),
        "slowed": _of_facts(slowed_sentence),
        "dropped": _dropped,
        "where_missing": _where_missing,
        "last_part": _last_part,
        "lower_units": lambda letter: lower_sentence(letter.below) if letter.below else None,
        "without_data": lambda letter: without_data_sentence(letter.absent, letter.part_kind),
        "target_task": _of_facts(target_task_sentence),
        "focus_task": _focus_task,
        "data_task": lambda letter: data_task_sentence(letter.absent, letter.part_kind),
    },
    figures={"standing": figures.standing, "distance": figures.distance, "course": own_course},
)
