"""Whether the words beside a figure are those of its concept, its time and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dophu.tell.blocks import Vocabulary
from dophu.tell.evidence import OTHER_PERIOD, Evidence, Known
from dophu.tell.sentence import Sentence
from dophu.words.beside import (
    INHERITED,
    Stretch,
    Word,
    around,
    counts_units_of,
    kinds_of_places,
    opens,
    stretch,
    words_of,
)
from dophu.words.claims import DATA, claims
from dophu.words.text import any_of, held_names

QUANTITIES = {  # by concept; the others are judged by `dophu.tell.roles` alone
    "counted": "count",
    "gained": "gain",
    "week_gained": "gain",
    "change": "rise",
    "per_day": "speed",
    "week_per_day": "speed",
    "pace": "pace",
    "share": "share",
    "published_share": "share",
    "rank": "rank",
    "published_rank": "rank",
    "rank_by_count": "rank by count",
    "days_left": "days left",
    "elapsed": "elapsed",
    "week_elapsed": "elapsed",
    "as_of": "moment",
    "target_by": "deadline",
    "moved": "moved",
    "median": "median",
    "base": "base",
    "listed_base": "base",
    "target": "target",
    "needed": "need",
    "target_count": "need",
    "quota": "need",
    "missing": "lack",
    "shortfall": "lack",
    "gap": "gap",
    "ranked": "units",
    "peers": "units",
    "judged": "units",
    "reached": "units",
    "climbers": "units",
    "droppers": "units",
}
NOT_LISTED = "say it in a sentence of its own, without the figure; a word that fits takes a line of words/beside.csv"
FITS_OTHERS = "name the fact that is meant, or say what it is in other words"
RANKS = {"rank": {"rank", "rank by share"}, "rank by count": {"rank", "rank by count"}}
SINCE_BEFORE = {"gained", "change", "per_day"}  # what the period brought, unlike what the last week did
STATED = {"count", "share", "gain", "rise", "speed", "rank", "median", "base"}  # nothing else may be said of them
FORMER = "former moment"  # that of the period which an edition compares with
NAMED = {FORMER, "moment", "deadline", "elapsed", "days left"}  # of these, only whose day is judged
OF_NAMED = {"date"}
OF_OTHER_MEASURES = {"quantity", "time", "per", "order", "deed"}  # they count other things
OF_OTHER_UNITS = OF_OTHER_MEASURES | {"other"}  # their names say whose they are
OF_SOURCES = {"published_share", "published_rank", "listed_base"}  # their sources' own words stand beside them
OF_TARGETS = {"quantity", "per"}
MOVES = {"rose", "fell", "unchanged", "whole", "only"}  # claims that a figure's words go on over


def strangers(sentence: Sentence, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Say of each figure of a sentence which word beside it fits other figures or none, and the way out."""
    text, vocabulary = _with_days_as_words(sentence, evidence), evidence.vocabulary
    judged = [
        (fact, known) for fact in sentence.facts if (known := evidence.get(fact.key)) and traits(known, vocabulary)
    ]
    if not judged:
        return
    claimed = [(c.start, c.end) for c in claims(text, evidence.nameable()) if c.kind not in MOVES]
    for fact, known in judged:
        word = _stranger(stretch(text, fact.place, claimed), known, evidence)
        if word:
            way = FITS_OTHERS if word.kind else NOT_LISTED
            yield f"'{word.text}' stands beside {known.key} ({known.shown}), which it does not fit", way


def _with_days_as_words(sentence: Sentence, evidence: Evidence) -> str:
    """Write a sentence with words of data for the facts that are no figures: "đến {{ as_of }} là" goes on."""
    text = sentence.text
    for fact in sentence.facts:
        known = evidence.get(fact.key)
        if known is None or not known.is_number:
            text = f"{text[: fact.place]}{DATA}{text[fact.place + 1 :]}"
    return text


def is_said_of(known: Known, text: str, span: tuple[int, int], evidence: Evidence, *, named: bool = False) -> bool:
    """Whether all words around a claim fit one figure, which stands elsewhere; `named`: the claim says what it is."""
    said = around(text, *span)
    words = _words(said.head, evidence)
    alone = any(word.kind == "only" for word in words)  # said of others
    stated = named or not opens(text, span[0])
    return bool(stated) and not alone and _stranger(said, known, evidence) is None


def _stranger(said: Stretch, known: Known, evidence: Evidence) -> Word | None:
    own = traits(known, evidence.vocabulary)
    head = "" if "units" in own and counts_units_of(said.head) else said.head
    words = [*_words(head, evidence), *_words(said.tail, evidence)]
    if not any(word.kind == "order" for word in words):  # "Xếp theo số lượng thì tỉnh đứng {{ rank }}"
        words += [word for word in _words(said.part, evidence) if word.kind == "order"]
    kinds = {word.kind for word in words}
    for part in said.opening:
        words += [word for word in _words(part, evidence) if word.kind in INHERITED and word.kind not in kinds]
    return next((word for word in _judged(words, known, evidence.vocabulary) if not word.fit(own)), None)


def _judged(words: Sequence[Word], known: Known, vocabulary: Vocabulary) -> list[Word]:
    """List the words that must fit a figure: all beside what is stated, of other figures those that name what it is."""
    own = traits(known, vocabulary)
    if own & NAMED:
        return [word for word in words if word.kind in OF_NAMED]
    if "target" in own:
        goal = any(word.kind == "goal" for word in words)
        return [word for word in words if word.kind == "other" or (word.kind in OF_TARGETS and not goal)]
    if "~" in known.key:
        return [word for word in words if word.kind in OF_OTHER_MEASURES]
    if known.subject not in {"", vocabulary.own, vocabulary.nation}:
        return [word for word in words if word.kind in OF_OTHER_UNITS]
    stated = own & STATED and known.concept not in OF_SOURCES
    return [word for word in words if word.kind or stated]


def _words(text: str, evidence: Evidence) -> list[Word]:
    vocabulary = evidence.vocabulary
    names = held_names(text, (*vocabulary.units, *vocabulary.names))
    spans = [found.span() for found in re.finditer(any_of(*names), text)] if names else []
    found = []
    for start, end, word in words_of(text, vocabulary.verb, vocabulary.noun):
        named = any(a <= start and end <= b for a, b in spans)
        free = not word.kind and (not word.text.isalpha() or _is_known(word, text, start, vocabulary))
        if not named and not free:
            found.append(word)
    return found


def _is_known(word: Word, text: str, start: int, vocabulary: Vocabulary) -> bool:
    if " " in word.text:
        return False
    raised = word.text[0].isupper() and (start > 0 and text[:start].strip() != "")
    return raised or word.text.lower() in vocabulary.words


def traits(known: Known, vocabulary: Vocabulary) -> frozenset[str]:
    """List what a figure is: its quantity, of when, of whom; nothing for one that any words may name."""
    quantity = QUANTITIES.get(known.concept, "")
    if not quantity or "@" not in known.key:
        return frozenset()
    if quantity == "moment" and OTHER_PERIOD.search(known.key):
        quantity = FORMER
    found = {*RANKS.get(quantity, {quantity}), "before" if OTHER_PERIOD.search(known.key) else "now"}
    if known.concept.startswith("week_"):
        found |= {"week"}
    if known.concept in SINCE_BEFORE:
        found |= {"since"}
    if known.flow and quantity == "count":
        found |= {"gain"}
    if known.subject == vocabulary.own:
        found |= {"own", *_kinds(vocabulary)}
    if known.subject == vocabulary.nation:
        found |= {"nation"}
    if quantity in {"units", "median"}:
        found |= set(re.split(r",\s*", vocabulary.listed.lower() if not known.is_own else vocabulary.peers.lower()))
    if not known.subject:
        found |= {"group"}
    return frozenset(found)


def _kinds(vocabulary: Vocabulary) -> set[str]:
    """List the words by which the edition's unit may be called: "tỉnh", or "thành phố"."""
    own = [name.lower() for name, code in vocabulary.units.items() if code == vocabulary.own]
    named = {kind for kind in kinds_of_places() if any(name.startswith(f"{kind} ") for name in own)}
    return named or set(kinds_of_places())
