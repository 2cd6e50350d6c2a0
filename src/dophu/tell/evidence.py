"""What an edition's ledger knows that a typed claim may rest on: each fact's role, bounds, subject and kin.

The only module that reads roles out of a ledger's keys; everything that judges prose asks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dophu.facts.subject import KEY
from dophu.tell.blocks import Document, TraceRow, Vocabulary
from dophu.words.text import of_kind

OF_LISTS = {"peers", "ranked"}  # roles of how many units there are
ROLES = {  # by concept, which the key says: `share@20`; what is not here is what its unit says
    "target": "target",
    "former_target": "target",
    "next_target": "target",
    "next_target_count": "needed",
    "next_target_by": "deadline",
    "target_count": "needed",
    "needed": "needed",
    "missing": "missing",
    "shortfall": "missing",
    "top_count": "top",
    "top_share": "top",
    "gap": "gap",
    "target_gap": "gap",
    "pace": "pace",
    "gained": "change",
    "change": "change",
    "per_day": "change",
    "week_gained": "change",
    "week_per_day": "change",
    **dict.fromkeys(("year_gained", "year_change", "year_growth", "year_total_gained"), "change"),
    "pace_apart": "difference",
    "week_pace_apart": "difference",
    "moved": "moved",
    "beside": "difference",
    "disagreement": "difference",
    "apart": "difference",
    "bases_apart": "difference",
    "spread": "distance",
    "catch_up": "distance",
    "reached": "reached",
    "judged": "judged",
    "climbers": "climbed",
    "droppers": "dropped",
    "base": "base",
    "quota": "base",
    "listed_base": "base",
    "ranked": "ranked",
    "in_ranking": "ranked",
    "compared": "ranked",
    "published_rank_of": "ranked",
    "peers": "peers",
    "units": "peers",
    "median": "median",
    "target_by": "deadline",
    "counted": "counted",
    "given": "given",
    **dict.fromkeys(("funnel_dispersion", "funnel_widening", "funnel_inner", "funnel_outer"), "limit"),
}
BY_UNIT = {"percent": "share", "rank": "rank", "count": "number", "points": "difference", "times": "times"}
OTHER_PERIOD = re.compile(r"@\w+/\d{4}-")  # in the key of a figure of another period
WHOLE_LIST = "list"  # all units of a national list
NO_NUMBERS = {"text", "moment", "date", "hours"}
AT_LEAST, AT_MOST, ABOUT = (of_kind("hedges", kind) for kind in ("at least", "at most", "about"))


@dataclass(frozen=True)
class Known:
    """A fact as a claim sees it.

    concept      what the catalogue calls it
    role         what it is in a sentence: share, target, gap, change, difference, rank, base, counted, …
    low, high    what it surely lies between, both ends included; None for an open side, and for words and dates
    subject      code of the unit it is of, "" where that is no single unit
    less, flow   whether less of what it measures is better, and whether that is counted within each period
    is_own       whether it is of the edition's own unit and period
    family       facts of the same concept over units that are compared; "" for one that stands alone
    """

    key: str
    role: str
    unit: str
    shown: str
    low: Fraction | None = None
    high: Fraction | None = None
    subject: str = ""
    family: str = ""
    concept: str = ""
    is_own: bool = False
    less: bool = False
    flow: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it has a size."""
        return self.unit not in NO_NUMBERS

    @property
    def is_figure(self) -> bool:
        """Whether it is a unit's number that the catalogue makes, none of an activity, nor how many units there are."""
        return self.is_number and "@" in self.key and self.role not in OF_LISTS


class Evidence:
    """An edition's facts, each looked at when a claim asks for it.

    rows   the ledger's rows by key
    """

    def __init__(self, rows: Mapping[str, TraceRow], vocabulary: Vocabulary) -> None:
        self._rows = rows
        self._known: dict[str, Known] = {}
        self.vocabulary = vocabulary

    @classmethod
    def of(cls, document: Document) -> Evidence:
        """Take what a document's ledger and vocabulary say."""
        return cls({row.key: row for row in document.facts}, document.vocabulary)

    def get(self, key: str) -> Known | None:
        """Look a fact up."""
        if key not in self._rows:
            return None
        if key not in self._known:
            self._known[key] = known(self._rows[key], self.vocabulary)
        return self._known[key]

    def names(self) -> list[str]:
        """List what may be typed although it holds digits: names, and the edition's own moment as it is shown."""
        moments = (
            row.shown for key, row in self._rows.items() if row.unit == "moment" and _is_own(key, self.vocabulary.own)
        )
        return [*self.vocabulary.names, *moments]

    def nameable(self) -> tuple[str, ...]:
        """List the names that prose may say beside a figure, whatever their words."""
        return tuple(filter(None, (*self.vocabulary.units, *self.vocabulary.names, self.vocabulary.verb)))

    def own(self, role: str) -> Known | None:
        """Find the fact of a role that is of the edition's own unit and stands alone."""
        return next((fact for fact in self._mine() if fact.role == role), None)

    def own_of(self, concept: str) -> Known | None:
        """Find the fact of a concept that is of the edition's own unit and stands alone."""
        return next((fact for fact in self._mine() if fact.concept == concept), None)

    def _mine(self) -> Iterator[Known]:
        own = self.vocabulary.own
        return (fact for key in self._rows if _is_own(key, own) and (fact := self.get(key)))

    def named_beside(self, text: str) -> Known | None:
        """Find by how much the own share differs from that of the one unit or region that a text names."""
        own, said = f"beside@{self.vocabulary.own}:", text.lower()
        found = [key for key in self._rows if key.startswith(own) and self._other_of(key[len(own) :], key) in said]
        return self.get(found[0]) if len(found) == 1 else None

    def apart_from(self, code: str) -> Known | None:
        """Find by how much the own share differs from another unit's, from whichever side."""
        own = self.vocabulary.own
        return self.get(f"beside@{own}:{code}") or self.get(f"beside@{code}:{own}")

    def _other_of(self, code: str, key: str) -> str:
        names = [name for name, other in self.vocabulary.units.items() if other == code]
        against = of_kind("roles", "against")[0]
        return (names[0] if names else self._rows[key].label.rpartition(f"{against} ")[2]).lower()

    def first(self, concept: str) -> Known | None:
        """Find a fact of a concept, whosever it is."""
        return next((fact for key in self._rows if key.startswith(f"{concept}@") and (fact := self.get(key))), None)

    def of_nation(self, concept: str) -> Known | None:
        """Find the fact of a concept that is of all units of the national list, or of the nation."""
        found = (fact for key in self._rows if key.startswith(f"{concept}@") and (fact := self.get(key)))
        nation = self.vocabulary.nation
        return next((fact for fact in found if fact.subject == nation and not OTHER_PERIOD.search(fact.key)), None)

    def kin(self, fact: Known) -> list[Known]:
        """List the facts that a fact is compared with when it is called the highest or lowest."""
        if not fact.family:
            return []
        keys = [key for key in self._rows if key.startswith(fact.family.partition("|")[0])]
        return [other for key in keys if (other := self.get(key)) and other.family == fact.family]


def known(row: TraceRow, vocabulary: Vocabulary) -> Known:
    """Read a ledger's row: its role and subject from the key, its bounds from the row."""
    low, high = _bounds(row)
    concept = re.split("[@:]", row.key, maxsplit=1)[0]
    role = ROLES.get(concept, BY_UNIT.get(row.unit, row.unit))
    declared = KEY.fullmatch(row.key)
    if declared is None:
        return Known(row.key, role, row.unit, row.shown, low, high, concept=concept)
    code = declared["unit"]
    nation = vocabulary.nation
    level = str(len(code)) if code.isdigit() else vocabulary.levels.get(code, "")
    subject = code if level else nation if code in {nation, WHOLE_LIST} else ""
    family, is_own = _family(declared, nation, level), _is_own(row.key, vocabulary.own)
    measure = declared["measure"] or ""
    kinds = measure in vocabulary.less, measure in vocabulary.flows
    return Known(row.key, role, row.unit, row.shown, low, high, subject, family, concept, is_own, *kinds)


def _family(declared: re.Match[str], nation: str, level: str) -> str:
    """Name the facts of one concept over units of one level (blank for groups), in one period, over one base."""
    code = declared["unit"]
    alone = code == nation or declared["against"] or code in {WHOLE_LIST, "parts"}
    same = [declared[part] or "" for part in ("period", "base", "measure")]
    return "" if alone else "|".join((f"{declared['concept']}@", level or "group", *same))


def _is_own(key: str, own: str) -> bool:
    declared = KEY.fullmatch(key)
    if declared is None or declared["unit"] != own:
        return False
    return not any(declared[part] for part in ("period", "base", "measure", "against"))


def _bounds(row: TraceRow) -> tuple[Fraction | None, Fraction | None]:
    if row.unit in {"text", "moment", "date"}:
        return None, None
    if row.low or row.high:
        return (Fraction(row.low) if row.low else None), (Fraction(row.high) if row.high else None)
    try:
        value = Fraction(row.exact)
    except ValueError:
        return None, None
    if row.shown.startswith(AT_LEAST):
        return value, None
    if row.shown.startswith(AT_MOST):
        return None, value
    about = _step(row.shown) if row.shown.startswith(ABOUT) else Fraction(0)
    return value - about, value + about


def _step(shown: str) -> Fraction:
    """Take one unit of the last digit that a rounded figure carries: 1.000 of "khoảng 388.000"."""
    digits = re.search(r"\d[\d.]*(?:,(\d+))?", shown)
    if not digits:
        return Fraction(0)
    if digits[1]:
        return Fraction(1, 10 ** len(digits[1]))
    whole = digits[0].replace(".", "")
    return Fraction(10 ** (len(whole) - len(whole.rstrip("0"))))
