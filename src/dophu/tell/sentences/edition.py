"""The sentences of every edition by name; chapters add their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dophu.facts.evaluate import Facts
from dophu.tell.said import Said
from dophu.tell.sentences.beside import beside_nation_sentence, beside_region_sentence
from dophu.tell.sentences.change import (
    break_sentence,
    change_per_day_sentence,
    change_sentence,
    doubt_sentence,
    fall_sentence,
    own_fall_sentence,
    revision_before_sentence,
    revision_sentence,
)
from dophu.tell.sentences.progress import needed_pace_sentence
from dophu.tell.sentences.rank import disagreement_sentence, rank_sentence
from dophu.tell.sentences.target import quota_sentence, target_change_sentence, target_sentence
from dophu.tell.sentences.time import compared_time, national_time, when
from dophu.tell.sentences.unmade import unmade_sentence
from dophu.tell.sentences.words import above_base_sentence, base_words, goal
from dophu.tell.sentences.year import year_change_sentence, year_total_sentence

SENTENCES: Mapping[str, Callable[[Facts], Said | None]] = {
    each.__name__: each
    for each in (
        target_sentence,
        quota_sentence,
        target_change_sentence,
        change_sentence,
        change_per_day_sentence,
        doubt_sentence,
        fall_sentence,
        own_fall_sentence,
        break_sentence,
        revision_sentence,
        revision_before_sentence,
        year_total_sentence,
        year_change_sentence,
        unmade_sentence,
        rank_sentence,
        beside_nation_sentence,
        beside_region_sentence,
        needed_pace_sentence,
        disagreement_sentence,
        goal,
        base_words,
        when,
        compared_time,
        national_time,
        above_base_sentence,
    )
}
