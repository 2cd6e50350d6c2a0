"""Sentences about the data themselves: what was checked and found, and what a source is asked to correct."""

from __future__ import annotations

from collections.abc import Mapping

from dophu.facts.fact import Fact
from dophu.tell.filters import as_text
from dophu.tell.said import NOTHING, Part, Said, said


def checks_sentence(made: Fact, passed: Fact, found: Fact, unexplained: Fact) -> Said:
    """Say how many checks were made and passed, and what they found that no note explains."""
    if passed.value == made.value:
        return said("sentence.checks_passed", made=made)
    rest = NOTHING
    if unexplained.sign == "+":
        rest = said("sentence.checks_unexplained", found=found, unexplained=unexplained)
    elif found.sign == "+":
        rest = said("sentence.checks_explained", found=found)
    return said("sentence.checks", made=made, passed=passed, rest=rest)


def recomputed_sentence(shares: Fact, ranks: Fact) -> Said | None:
    """Say how many published shares and ranks were computed anew, where all agree; nothing where there were none."""
    told = [
        said(f"sentence.recomputed_{name}", many=many)
        for name, many in (("shares", shares), ("ranks", ranks))
        if many.sign == "+"
    ]
    if not told:
        return None
    what = told[0] if len(told) == 1 else said("sentence.recomputed_both", one=told[0], other=told[1])
    return said("sentence.recomputed", what=what)


def request(check: str, words: Mapping[str, str], facts: Mapping[str, Fact]) -> Said | None:
    """Ask a source to correct what one finding of a check is about; nothing where the check asks for nothing.

    words   unit, against (whom or what), then (since when)
    """
    if check not in REQUESTS or "published" not in facts:
        return None
    recomputed, fits = facts.get("recomputed"), facts.get("fits")
    anew = said("sentence.ask_recomputed", against=words["against"], recomputed=recomputed) if recomputed else NOTHING
    told: dict[str, Part] = {
        **words,
        "published": facts["published"],
        "before": facts.get("before", NOTHING),
        "added": facts.get("added", NOTHING),
        "recomputed": anew,
        "fits": said("sentence.ask_fits", base=as_text(fits)) if fits else NOTHING,
    }
    return said(f"sentence.ask_{check}", **told)


REQUESTS = ("shares", "falls", "repeats", "parts")
