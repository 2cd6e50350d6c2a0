"""Editions as a list of them knows them: their headlines, their files, and why they are stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dophu.tell.blocks import HEADLINES
from dophu.words import around, say

EXACT = r"^(-?\d{1,40}(\.\d{1,40}|/[1-9]\d{0,39})?)?$"  # no more digits than a share can have, or none at all
FORMATS = ("html", "pdf", "docx", "xlsx")  # that are opened from a list
State = Literal["issued", "replacing", "replaced", "withdrawn"]
IN_FORCE = {"issued", "replacing"}
Change = Literal["changed", "gone", "new", "parameters", "version", "altered", "missing"]
IN_ENGLISH: dict[Change, str] = {
    "changed": "has changed",
    "gone": "is gone",
    "new": "is new",
    "parameters": "differs from the parameters used",
    "version": "has another version",
    "altered": "is not the file that was built",
    "missing": "is missing",
}


class Headline(BaseModel):
    """What an edition is and what it reports first, so that a list of editions need not open them.

    counted, rate, rank   as printed, "" when the edition does not know them; rank_note says who ranked
    share, target         the exact rate and the target in per cent, "1268760/156331"; "" when there is none
    certain               the rate is a value, not only a bound such as "trên 8%"
    place                 the rank as a number
    method                what is counted, since when, of which base: only shares of one method make a course
    """

    model_config = ConfigDict(frozen=True)

    campaign: str
    unit: str
    unit_name: str
    title: str
    as_of: str = ""
    simulated: bool = False
    method: str = ""
    counted: str = ""
    rate: str = ""
    rank: str = ""
    rank_note: str = ""
    share: str = Field(default="", pattern=EXACT)
    target: str = Field(default="", pattern=EXACT)
    certain: bool = False
    place: int | None = None

    @property
    def amount(self) -> Fraction | None:
        """The rate as a number, in per cent."""
        return Fraction(self.share) if self.share else None

    @property
    def aim(self) -> Fraction | None:
        """The target as a number, in per cent."""
        return Fraction(self.target) if self.target else None


def headline(ledger: Mapping[str, Any]) -> Headline:
    """Take the headline out of a released ledger."""
    from dophu.tell.trace import exactly  # noqa: PLC0415 - a list whose headlines are known reads no ledger

    edition, facts = ledger["edition"], ledger["facts"]
    own = {concept: facts.get(f"{concept}@{edition['unit']}", {}) for concept in HEADLINES}
    share = own["share"]
    return Headline(
        campaign=edition["campaign_title"],
        unit=edition["unit_short_name"],
        unit_name=edition["unit_name"],
        title=edition["title"],
        as_of=edition["as_of"],
        simulated=edition["banner"] is not None,
        method=" ".join(filter(None, (edition["method"], share and share["subject"]["base"]))),
        counted=own["counted"].get("shown", ""),
        rate=share.get("shown", ""),
        share=exactly(share) if share else "",
        target=exactly(own["target"]) if own["target"] else "",
        certain=share.get("shown", "").startswith((around("number.about")[0], *"-0123456789")),
        **_rank(own, {told["key"]: told["formula"] for told in ledger["trace"]}),
    )


def _rank(own: Mapping[str, Mapping[str, Any]], formulas: Mapping[str, str]) -> dict[str, Any]:
    """Take the rank among the units of one list, or else the one that its source gave; a range has no place."""
    names = ("rank", "ranked") if own["rank"] else ("published_rank", "published_rank_of")
    rank, total = (own[name] for name in names)
    if not rank or rank["low"] != rank["high"]:
        return {}
    shown = say("rank.out_of", rank=rank["shown"], total=total["shown"]) if total else rank["shown"]
    unit = rank["subject"]["unit"]
    note = "" if own["rank"] else formulas[f"published_rank@{unit}"]
    return {"rank": shown, "rank_note": note, "place": int(rank["low"])}


@dataclass(frozen=True, order=True)
class Reason:
    """Why an edition is stale: a file (or package) of the project or of the edition, and what happened to it."""

    subject: str
    change: Change

    def __str__(self) -> str:
        return f"{self.subject} {IN_ENGLISH[self.change]}"


@dataclass(frozen=True)
class Registered:
    """A letter of an edition, as the register has it.

    cited       "125/BC-STTTT ngày 21/10/2020"
    successor   the letter in its place, cited, "" when there is none
    folder      of its files, as a path from the outputs; () where the page cannot lead there
    formats     those it was issued in
    """

    cited: str
    state: State
    successor: str = ""
    folder: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    """One edition as it lies in the outputs.

    formats   those whose file is there; none when the edition was never released
    stale     why it no longer is what the project would build
    failure   the error of its last build; "" when that released it
    skipped   why its last build released nothing; "" when it did
    letters   what was issued of it, oldest first
    vintage   the set of units that its unit's code is of
    """

    campaign: str
    period: str
    unit: str
    report: str
    headline: Headline
    formats: tuple[str, ...] = ()
    stale: tuple[Reason, ...] = ()
    failure: str = ""
    skipped: str = ""
    letters: tuple[Registered, ...] = ()
    vintage: str = ""

    @property
    def edition(self) -> tuple[str, str, str, str]:
        """Where it lies below the outputs: campaign, period, unit, report."""
        return self.campaign, self.period, self.unit, self.report

    @property
    def in_force(self) -> Registered | None:
        """The letter that stands for it now."""
        return next((one for one in self.letters if one.state in IN_FORCE), None)

    @property
    def life(self) -> State | Literal["draft"]:
        """How far its letter has come: that of the one in force or, where there is none, of the last."""
        last = self.in_force or (self.letters[-1] if self.letters else None)
        return last.state if last else "draft"

    @property
    def states(self) -> set[str]:
        """Name its states: stale, failed, skipped or else current; what became of its letter; and simulated."""
        wrong = {
            name
            for name, holds in (("stale", self.stale), ("failed", self.failure), ("skipped", self.skipped))
            if holds
        }
        life = set() if self.life == "draft" else {"issued" if self.in_force else self.life}
        return (wrong or {"current"}) | life | ({"simulated"} if self.headline.simulated else set())


@dataclass(frozen=True)
class Unreadable:
    """A manifest that tells of no edition in its place, and why."""

    file: str
    problem: str


@dataclass(frozen=True)
class Catalogue:
    """Everything in an outputs folder: editions in the order of their places, and what could not be read."""

    listed: tuple[Listed, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
