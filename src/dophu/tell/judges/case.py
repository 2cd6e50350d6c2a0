"""A claim with what may bear it out: the facts of its sentence, and the edition's own where all its words fit one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dophu.tell.company import is_said_of
from dophu.tell.evidence import Evidence, Known
from dophu.tell.judges.bounds import Truth
from dophu.tell.roles import first_unit, other_unit
from dophu.tell.sentence import Beside, Sentence
from dophu.words import roles
from dophu.words.claims import FACT, Claim
from dophu.words.roles import AGAINST, FROM_TO
from dophu.words.text import any_of, spelled

Pair = tuple[Beside, Known]

AT_LEAST = {"pace", "needed", "missing", "gap", "distance"}  # facts that say how much is wanted at least
NOT_SHARES = {"target", "limit", "median", "top"}
BARE = re.compile(any_of(*spelled("claims", "bare")))  # claims with no word of degree
NEXT = 2  # words between a claim and the fact that it says something of: "tăng thêm được"


@dataclass(frozen=True)
class Case:
    """A claim with the facts of its sentence, of the list that the sentence opens, and of the sentence before."""

    claim: Claim
    sentence: Sentence
    evidence: Evidence
    beside: Sequence[Pair]
    opened: Sequence[Known]
    former: Sequence[Known] = ()

    def after(self, fits: Callable[[Known], bool]) -> Pair | None:
        """Take the first fitting fact that follows the claim."""
        return next((pair for pair in self.beside if pair[0].place >= self.claim.end and fits(pair[1])), None)

    def before(self, fits: Callable[[Known], bool]) -> Known | None:
        """Take the last fitting fact that stands before the claim."""
        ahead = [pair[1] for pair in self.beside if pair[0].place < self.claim.start and fits(pair[1])]
        return ahead[-1] if ahead else None

    def ahead(self) -> str:
        """Take the words before the claim, with those of the data."""
        return self._words(0, self.claim.start)

    def behind(self) -> str:
        """Take the words behind the claim, with those of the data."""
        return self._words(self.claim.end, len(self.sentence.text))

    def _words(self, start: int, end: int) -> str:
        parts, at = [], start
        for place, words in self.sentence.data:
            if start <= place < end:
                parts += [self.sentence.text[at:place], words]
                at = place + 1
        return "".join([*parts, self.sentence.text[at:end]])

    def near(self, fits: Callable[[Known], bool]) -> Known | None:
        """Take the fitting fact that follows the claim, or else the last before it."""
        following = self.after(fits)
        return following[1] if following else self.before(fits)

    def role(self, *roles: str) -> Known | None:
        """Take the nearest fact of one of these roles."""
        return self.near(lambda known: known.role in roles)

    def concept(self, *concepts: str) -> Known | None:
        """Take the nearest fact of one of these concepts."""
        return self.near(lambda known: known.concept in concepts)

    def own_meant(self, concept: str, end: int | None = None) -> Known | None:
        """Take the edition's own fact of a concept, if all words around a plain claim (up to `end`) fit it."""
        return self.own_fitting(concept, end) if self.is_plain else None

    @property
    def is_plain(self) -> bool:
        """Whether the claim has no word of degree, so that a figure elsewhere may bear it out."""
        return BARE.fullmatch(self.claim.text) is not None

    def own_fitting(self, concept: str, end: int | None = None, *, named: bool = False) -> Known | None:
        """Take the edition's own fact of a concept, if all words around the claim (up to `end`) fit it."""
        known, text = self.evidence.own_of(concept), self.sentence.text
        other = other_unit(text[: self.claim.start], self.evidence.vocabulary) or text.rstrip().endswith(":")
        if known is None or other:
            return None
        end = self.claim.end if end is None else end
        named = named or self._heads_own()
        return known if is_said_of(known, text, (self.claim.start, end), self.evidence, named=named) else None

    def _heads_own(self) -> bool:
        """Whether words behind the claim say that it is of the own unit: "Vẫn đứng đầu: Đà Nẵng"."""
        head = roles.HEAD.search(self.behind())
        unit, between = first_unit(self.behind()[head.end() :] if head else "", self.evidence.vocabulary)
        return unit == self.evidence.vocabulary.own and not between.strip()

    def next_number(self) -> Known | None:
        """Take the figure that the claim stands directly before, if there is one."""
        following = self.after(lambda known: known.is_number)
        return following[1] if following and self._stands_next(following[0]) else None

    def from_to(self) -> tuple[Known, Known] | None:
        """Take the two figures of "tăng từ … lên …"."""
        figures = [pair for pair in self.beside if pair[0].place >= self.claim.end and pair[1].is_number][:2]
        if len(figures) < len(("from", "to")) or figures[0][1].unit != figures[1][1].unit:
            return None
        said = self.sentence.text[self.claim.end : figures[1][0].place]
        return (figures[0][1], figures[1][1]) if FROM_TO.fullmatch(said) else None

    def one_against_other(self) -> tuple[Known, Known] | None:
        """Take the two figures of "thấp hơn cả nước ({{ a }} so với {{ b }})"."""
        figures = [pair for pair in self.beside if pair[0].place >= self.claim.end and pair[1].is_number][:2]
        if len(figures) < len(("one", "other")) or figures[0][1].unit != figures[1][1].unit:
            return None
        return (figures[0][1], figures[1][1]) if AGAINST.match(figures[0][0].after) else None

    def other_before_one(self) -> tuple[Known, Known] | None:
        """Take the two figures of "So với {{ a }}, tỷ lệ {{ b }} cao hơn", the second first."""
        figures = [pair for pair in self.beside if pair[1].is_number]
        ahead = len(figures) == len(("other", "one")) and figures[1][0].place < self.claim.start
        if not ahead or figures[0][1].unit != figures[1][1].unit or not roles.SO_FAR.match(figures[0][0].before):
            return None
        return figures[1][1], figures[0][1]

    def doubled_sign(self) -> str:
        """Say that the figure directly behind the claim prints a sign of its own: "giảm -1.200"."""
        following = self.after(lambda known: known.is_number)
        if following and following[0].text.startswith("-") and self._stands_next(following[0]):
            return f"{following[1].key} prints its own sign, {following[0].text}"
        return ""

    def _stands_next(self, fact: Beside) -> bool:
        between = self.sentence.text[self.claim.end : fact.place]
        return len(between.split()) <= NEXT and not re.search(r"[,:()]", between)

    def counted_of(self, *roles: str) -> Known | None:
        """Take the count that a claim is said of: "{{ climbers }} đơn vị lên hạng", or "lên hạng: {{ climbers }}"."""
        near = [(fact, known) for fact, known in self.beside if known.role in roles]
        for fact, known in near:
            between = self.sentence.text[fact.place + 1 : self.claim.start]
            if fact.place < self.claim.start and not re.search(rf"[,:;(){FACT}]", between):
                return known
        following = next((known for fact, known in near if fact.place >= self.claim.end), None)
        return following or (near[-1][1] if near else None)

    def against(self, truth: Truth, *facts: Known) -> str:
        """Word a judgement: what contradicts the claim, or leaves it open."""
        said = ", ".join(f"{fact.key} is {fact.shown}" for fact in facts)
        if truth is None:
            return f"it is not sure: {said}"
        return "" if truth is not self.claim.negated else f"it is contradicted: {said}"


def is_share(known: Known) -> bool:
    """Whether a fact is a share that units have, none that they aim at."""
    return known.unit == "percent" and known.role not in NOT_SHARES
