"""Sentences that hold what parts add up to against their whole: counts, and bases."""

from __future__ import annotations

from dataclasses import dataclass

from dophu.facts.fact import Fact
from dophu.facts.standing import Standing
from dophu.measure.parts import Sum, added_up, counted_of
from dophu.tell.filters import as_beside
from dophu.tell.said import NOTHING, Part, Said, said
from dophu.tell.sentences.change import noted


def sums_sentence(sums: Sum, together: Standing, whole: Standing, apart: Fact | None) -> Said | None:
    """Say whether the parts' counts add up to the whole's; nothing where there is nothing to hold them against.

    sums    how they stand to each other (`measure.parts`)
    apart   how far, where they surely differ
    """
    counted, added = counted_of(whole), added_up(together)
    known = together.looked_up("in_ranking" if together.facts.figure.adds_up else "known")
    as_of = whole.looked_up("as_of")
    if counted is None or added is None or sums == "unknown":
        return None
    note = noted(whole.note)
    told: dict[str, Part] = {
        "whole": whole.unit.full_name,
        "counted": counted,
        "added": added,
        "known": known or "",
        "as_of": as_of or "",
        "apart": _how_far(sums, apart),
        "note": note or NOTHING if sums == "explained" else _behind(note),
    }
    return said(f"sentence.sums_{sums}", **told)


def _how_far(sums: Sum, apart: Fact | None) -> Said:
    if apart:
        return said("sentence.sums_beside", apart=as_beside(apart))
    return said("sentence.sums_larger" if sums == "above" else "sentence.sums_unlike")


def _behind(note: Said | None) -> Said:
    return said("sentence.behind", note=note) if note else NOTHING


@dataclass(frozen=True)
class BasesApart:
    """What the bases of all listed parts add up to, held against the whole's own."""

    own: Fact
    added: Fact
    difference: Fact | None
    covered: Fact | None


def bases_sentence(bases: BasesApart | None, units: Fact | None, listed: str, *, complete: bool) -> Said | None:
    """Say whether the bases of the listed parts add up to the whole's own.

    units      how many parts are listed; `listed` names them: "huyện của tỉnh"
    complete   whether the gazetteer lists all parts, which their bases say where it does not
    """
    difference = bases.difference if bases else None
    if bases is None or units is None or difference is None or difference.sign == "open":
        return None
    own, added = bases.own, bases.added
    if difference.sign == "0":
        return said("sentence.bases_equal", units=units, own=own)
    if complete or difference.sign == "+":
        return said("sentence.bases_differ", units=units, added=added, apart=as_beside(difference), own=own)
    covered = bases.covered
    return said("sentence.bases_partial", units=units, listed=listed, covered=covered) if covered else None
