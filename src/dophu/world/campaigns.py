"""A campaign: what is being counted, in which words, against which targets, and where its method broke."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dophu.world.units import Unit


class Model(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Received(Model):
    """A file as it was received: when, from whom, and its content by SHA-256; blanks are unknown.

    sheet, range   where in it the counts stand, for a file that was imported
    kept           where the file itself is kept, from the period's folder
    """

    file: str
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    size: int | None = Field(default=None, ge=0)
    at: str | None = None
    sender: str | None = Field(default=None, alias="from")
    sheet: str | None = None
    range: str | None = None
    kept: str | None = None


class Accepted(Model):
    """A finding of the memory that somebody looked at and lets stand, and why.

    kind   which finding; it holds for `unit` while its count is `count`, without a unit for the whole list
    """

    kind: str
    measure: str
    unit: str | None = None
    count: int | None = Field(default=None, ge=0)
    reason: str


class Source(Model):
    """Who published a figure, where and when; blanks are unknown.

    list       the list that it makes together with other senders' sources; reports know their figures as the list's
    accepted   what was suspicious in it beside former deliveries, and is let stand
    """

    id: str
    title: str
    address: tuple[str, ...] = ()
    published: str | None = None
    as_of: str | None = None
    received: str | None = None
    files: tuple[Received, ...] = ()
    list: str | None = None
    accepted: tuple[Accepted, ...] = ()
    note: str | None = None


class Measure(Model):
    """One thing that is counted. `noun` and `verb` are the words prose uses for it.

    base        what it is divided by, where that is not the campaign's base
    above_base  why a count may exceed its base ("mẫu số lập năm 2019"); without it such a count needs a note
    counts      up since the beginning, within each period, or as a level that may fall
    resets      when a cumulative count begins anew: each 01 January, or each 01 September
    part_of     the measure that it can never exceed, as second doses are part of those who had a first
    sum_of      the measures that add up to it
    """

    label: str
    noun: str
    verb: str
    meaning: str
    base: str | None = None
    above_base: str | None = None
    counts: Literal["cumulative", "per_period", "level"] = "cumulative"
    resets: Literal["never", "year", "school_year"] = "never"
    part_of: str | None = None
    sum_of: tuple[str, ...] = ()

    def begins_anew(self, earlier: date, later: date) -> bool:
        """Say whether a count that is added up over a year began anew between two days."""
        first = {"year": 1, "school_year": 9}.get(self.resets)
        if first is None or self.counts != "cumulative":
            return False
        return earlier < date(later.year - (later.month < first), first, 1) <= later


class Target(Model):
    """A share (per cent of a base) or a count that units in scope must reach, perhaps by a day."""

    key: str
    percent: Decimal | None = Field(default=None, gt=0)
    count: int | None = Field(default=None, gt=0)
    measure: str
    base: str | None = None
    scope: Literal["all"] | tuple[str, ...] = "all"
    start: date = Field(alias="from")
    by: date | None = None
    source: str
    label: str
    note: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Target:
        if (self.percent is None) == (self.count is None):
            raise ValueError("a target is either a percent of a base or a count")
        return self

    def covers(self, unit: str, day: date) -> bool:
        """Say whether the target is set for a unit on a day."""
        in_scope = self.scope == "all" or unit in self.scope
        return in_scope and self.start <= day


class Activity(Model):
    """What an office reports beside its counts: a name for prose, and the fields it may have."""

    label: str
    fields: tuple[str, ...] = ()


USUAL_ACTIVITIES = {
    "documents": Activity(label="văn bản chỉ đạo", fields=("kind", "symbol", "date", "by", "about")),
    "units_instructed": Activity(label="cơ quan, đơn vị đã chỉ đạo cấp dưới", fields=("share", "as_of")),
    "press": Activity(label="tin, bài tuyên truyền", fields=("from", "to", "items", "agencies")),
    "messages": Activity(label="tin nhắn, dịch vụ viễn thông", fields=("channels", "repeated", "services")),
    "loudspeakers": Activity(label="truyền thanh cơ sở", fields=("audio_files",)),
    "fanpages": Activity(label="trang mạng xã hội", fields=("name", "followers")),
    "proposals": Activity(label="đề xuất, kiến nghị"),
}


class Break(Model):
    """From this day the measures are counted by another method; figures on either side do not compare."""

    start: date = Field(alias="from")
    measures: tuple[str, ...]
    note: str
    source: str


class Letterhead(Model):
    """The settings of an official letter; `{unit}` and `{kind}` stand for the edition's unit.

    unit    whose letterhead this is; an edition of another unit takes the campaign's own instead
    number  what `dophu issue` takes where it is given none; a draft prints a blank
    date    likewise, `2020-08-07`; a draft prints its month, that of the data for None; `2020-08` names the month alone
    name    the signer's, or None for the blank
    """

    unit: str | None = None
    parent_body: str = ""
    issuing_body: str
    short_body: str | None = None
    symbol: str
    number: str | None = None
    place: str
    date: str | None = Field(default=None, pattern=r"^\d{4}-\d\d(-\d\d)?$")
    type_name: str
    abstract: str
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: str | None = None
    title: str
    name: str | None = None

    def filled(self, unit: Unit) -> Letterhead:
        """Put the unit's name and kind where the settings leave them open."""
        return Letterhead(**{key: _fill(value, unit) for key, value in self.model_dump().items()})


def _fill(value: Any, unit: Unit) -> Any:
    if isinstance(value, tuple):
        return tuple(_fill(item, unit) for item in value)
    if not isinstance(value, str):
        return value
    words = {
        "{unit}": unit.name,
        "{kind}": unit.kind,
    }
    for placeholder, word in words.items():
        value = value.replace(placeholder, word)
    return value


class IntakeSettings(Model):
    """What was decided about received files, kept for the next one.

    columns   a measure, or another meaning of a column ("unit", "ignored"), and the headings under which it was sent
    codes     a measure, and the codes that data systems give it
    skip      names of rows that are no unit of the list, and why they are set aside
    leave_blank   unit and measure ("20 installs") of a count that is left blank when it cannot be read, and why
    sheet, table  which one counts in a file that holds it
    numbers   how senders write numbers where a file does not show it: "vi" 63.438 or "en" 63,438
    """

    columns: dict[str, tuple[str, ...]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    skip: dict[str, str] = {}
    leave_blank: dict[str, str] = {}
    sheet: str | None = None
    table: str | None = None
    numbers: Literal["vi", "en"] | None = None


class Campaign(Model):
    """Everything about a campaign that is not a figure.

    base          what its measures are divided by; a measure may name another
    other_bases   under which the main share is shown as well, so that readers see how much the base matters
    names         names that hold a number and may stand in prose: "Đề án 06", "Chiến dịch 60 ngày đêm"
    approval      letters are issued only once somebody approved what they say: dophu approve
    intake        what was decided once for the files it receives
    """

    key: str
    title: str
    status: Literal["real", "simulated"]
    measures: dict[str, Measure]
    main_measure: str
    national_measure: str | None = None
    base: str
    other_bases: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    breaks: tuple[Break, ...] = ()
    activities: dict[str, Activity] = {}
    names: tuple[str, ...] = ()
    documents: dict[Literal["nation", "province", "district"], Letterhead]
    approval: bool = False
    intake: IntakeSettings = IntakeSettings()
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _measures_exist(self) -> Campaign:
        named = [self.main_measure, self.national_measure, *(target.measure for target in self.targets)]
        related = [(one.part_of, *one.sum_of) for one in self.measures.values()]
        for measure in filter(None, (*named, *(name for names in related for name in names))):
            if measure not in self.measures:
                raise ValueError(f"measure '{measure}' is not described under measures")
        if circle := next((name for name in self.measures if name in self._wholes(name)), None):
            raise ValueError(f"measure '{circle}' is a part of itself by way of part_of")
        return self

    def _wholes(self, measure: str) -> list[str]:
        """List what a measure is part of, step by step; a circle ends where it closes."""
        found: list[str] = []
        whole = self.measures[measure].part_of
        while whole and whole not in found:
            found.append(whole)
            whole = self.measures[whole].part_of
        return found

    def base_of(self, measure: str) -> str:
        """Name the base that a measure is divided by."""
        return self.measures[measure].base or self.base

    @property
    def main_base(self) -> str:
        """Name the base of the main measure."""
        return self.base_of(self.main_measure)

    @property
    def known_activities(self) -> dict[str, Activity]:
        """What an office of this campaign may report: the usual, and what the campaign adds or words anew."""
        return USUAL_ACTIVITIES | self.activities

    def target_for(self, unit: str, day: date, measure: str | None = None) -> Target | None:
        """Choose a measure's (the main one's) target for a unit: the one made for it before one made for all."""
        wanted = measure or self.main_measure
        fitting = [t for t in self.targets if t.measure == wanted and t.covers(unit, day)]
        return max(fitting, key=lambda t: (t.scope != "all", t.start), default=None)

    def broken_between(self, measure: str, earlier: date, later: date) -> Break | None:
        """Find the method break of a measure that lies after the earlier day and not after the later one."""
        between = (b for b in self.breaks if measure in b.measures and earlier < b.start <= later)
        return next(between, None)
