"""Whether a typed claim is borne out by the facts it stands beside; judged from bounds, never from what is shown.

Each judge of `dophu.tell.judges` says what speaks against a claim of its kinds, and nothing when a fact bears it out.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dophu.tell.evidence import Evidence
from dophu.tell.judges.case import Case
from dophu.tell.judges.changes import change, move, speed
from dophu.tell.judges.comparisons import compared, pace, this_compared
from dophu.tell.judges.conditions import KEEPS, if_met
from dophu.tell.judges.parts import FRACTIONS, fraction, only, part, times
from dophu.tell.judges.places import among, end_of_all, extreme, half, held
from dophu.tell.judges.targets import target
from dophu.tell.sentence import Sentence
from dophu.words.claims import FACT, Claim, claims
from dophu.words.named import named_figures

PACES = ("per_day", "pace")
COMPARISONS = {"higher", "lower", "equal", "below", "exceeded"}
RESTS_ON = {  # by the kind of a claim, the own figures that judge it where its sentence prints none
    **dict.fromkeys(("climbed", "dropped", "held"), ("moved",)),
    **dict.fromkeys(("highest", "lowest", "upper half", "lower half", "among first", "among last"), ("rank", "ranked")),
    **dict.fromkeys(("reached", "exceeded", "below"), ("gap",)),
    **dict.fromkeys(("rose", "fell", "unchanged"), ("gained",)),
}
SPEEDS = {"pace": PACES, **dict.fromkeys(("sped up", "slowed"), ("per_day", "week_per_day"))}  # beside a figure too
CARRIES = {"median": Fraction(1, 2), "quarter": Fraction(1, 4)}  # a fact whose meaning holds a number


def borne_out(claim: Claim, sentence: Sentence, evidence: Evidence) -> str:
    """Say what speaks against a claim; an empty text when a fact of its sentence bears it out."""
    beside = [(fact, known) for fact in sentence.facts if (known := evidence.get(fact.key))]
    opened = [known for fact in sentence.listed if (known := evidence.get(fact.key))]
    former = [known for fact in sentence.former if (known := evidence.get(fact.key))]
    case = Case(claim, sentence, evidence, beside, opened, former)
    if claim.under and (said := if_met(case)) is not None:
        return said
    if (said := this_compared(case)) is not None:
        return said
    judge = JUDGES.get(claim.kind)
    return judge(case) if judge else "no fact can bear it out"


def carried(value: Fraction | None, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a fact of the sentence means that number by itself: "một nửa" of a median."""
    found = (evidence.get(fact.key) for fact in sentence.facts)
    return any(known is not None and CARRIES.get(known.role) == value for known in found)


def rests_on(text: str) -> list[str]:
    """List the concepts of the edition's own figures on which the claims of a sentence rest that it does not print.

    >>> rests_on("Nhịp tăng thấp hơn mức cần có"), rests_on("Phân tích nhịp tăng")
    (['per_day', 'pace'], [])
    """
    kinds = sorted({claim.under or claim.kind for claim in claims(text)})
    named = [figure.concept for figure in named_figures(text)] if COMPARISONS & set(kinds) else []
    paces = PACES if KEEPS.search(text) else ()
    plain = {} if FACT in text else RESTS_ON
    return [*named, *paces, *(concept for kind in kinds for concept in (SPEEDS | plain).get(kind, ()))]


JUDGES: dict[str, Callable[[Case], str]] = {
    **dict.fromkeys(("rose", "fell", "unchanged"), change),
    **dict.fromkeys(("climbed", "dropped"), move),
    **dict.fromkeys(("sped up", "slowed"), speed),
    **dict.fromkeys(("reached", "exceeded", "below"), target),
    **dict.fromkeys(("highest", "lowest"), extreme),
    **dict.fromkeys(("higher", "lower", "equal"), compared),
    **dict.fromkeys(("majority", "minority", "nearly all", "whole"), part),
    **dict.fromkeys(("upper half", "lower half"), half),
    **dict.fromkeys(("first of all", "last of all"), end_of_all),
    **dict.fromkeys(FRACTIONS, fraction),
    **dict.fromkeys(("among first", "among last"), among),
    "held": held,
    "multiple": times,
    "only": only,
    "pace": pace,
}
