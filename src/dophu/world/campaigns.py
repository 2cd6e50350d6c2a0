"""A campaign: what is being counted, in which words, against which targets, and where its method broke."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from dophu.wording import Moment
from dophu.words import say
from dophu.world.periods import LAST_CUT_OFF, Kind, Period
from dophu.world.units import Gazetteer, Unit


class Model(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # most commands need few of them


class MisplacedError(ValueError):
    """What settings say that cannot be, and the way to the setting: `("targets", 0, "percent")`."""

    def __init__(self, problem: str, *path: str | int) -> None:
        super().__init__(problem)
        self.path = path


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


def _moment(text: str | None) -> str | None:
    """Hold a text to a day or a moment."""
    return text if text is None else str(Moment.parse(text))


def _day_or_month(text: str | None) -> str | None:
    """Hold a text to a day, 2020-08-07, or a month, 2020-08."""
    if text is not None:
        date.fromisoformat(text if len(text) > len("2020-08") else f"{text}-01")
    return text


def _one_line(text: str) -> str:
    if not text.strip():
        raise ValueError("it is blank")
    return text


def _address(text: str) -> str:
    if not re.match(r"https?://[^\s/]", text):
        raise ValueError("write a web address, begun with https:// or http://")
    return text


def _known_braces(value: Any) -> Any:
    """Refuse a mistyped name in braces, which would be printed as it stands."""
    for text in value if isinstance(value, list | tuple) else [value]:
        for found in re.findall(r"\{[^{}]*\}?|\}", text) if isinstance(text, str) else ():
            if found not in PLACEHOLDERS:
                raise ValueError(f"'{found}' names nothing; known are {', '.join(PLACEHOLDERS)}")
    return value


Better = Literal["more", "less", "neither"]
When = Annotated[str | None, AfterValidator(_moment)]
Title = Annotated[str, AfterValidator(_one_line)]
Address = Annotated[str, AfterValidator(_address)]
NUMBER = r"0*[1-9]\d{0,5}[a-z]?"
Number = Annotated[str | None, Field(pattern=rf"^{NUMBER}$")]
DayOfIssue = Annotated[str | None, Field(pattern=r"^\d{4}-\d\d(-\d\d)?$"), AfterValidator(_day_or_month)]


class Source(Model):
    """Who published a figure, where and when; blanks are unknown.

    title      in brackets where it is not the publication's own words
    publisher  in words that a reader knows
    language   of a publication that is not in Vietnamese: its title is for who looks it up
    list       the list that it makes together with other senders' sources; reports know their figures as the list's
    accepted   what was suspicious in it beside former deliveries, and is let stand
    """

    id: Title
    title: Title
    publisher: Title | None = None
    language: Literal["en", "fr", "ja", "zh"] | None = None
    address: tuple[Address, ...] = ()
    published: When = None
    as_of: When = None
    received: When = None
    files: tuple[Received, ...] = ()
    list: str | None = None
    accepted: tuple[Accepted, ...] = ()
    note: str | None = None


SCHOOL_BEGINS = 9  # the month
MOST_PRINTED = 4  # decimals
FigureKind = Literal["count", "share", "rate", "mean", "amount", "index"]
OF_COUNTS = ("count", "rate")  # kinds whose figures may be made of counts


class FigureSettings(Model):
    """What kind of number a measure is; what makes no sense for a kind is not said of it.

    kind      count      people or things, divided by a base where there is one
              share      a percentage that is reported without its count, as a survey's
              rate       so many per 1.000 or 100.000 (`per`), of a count and a base or reported alone
              mean, amount, index   a number with decimals: minutes a file, tỷ đồng, points
    per       what a rate is of
    unit      the words behind its numbers: "phút", "tỷ đồng"; of a rate whom it is of: "dân"
    decimals  printed of what is computed; without it as many as the data have
    """

    kind: FigureKind = "count"
    per: int | None = Field(default=None, ge=10, le=10_000_000)
    unit: Title | None = None
    decimals: int | None = Field(default=None, ge=0, le=MOST_PRINTED)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """Take the kind alone, `figure: share`, for a kind with nothing else to say."""
        return {"kind": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _fits(self) -> FigureSettings:
        if (self.per is None) == (self.kind == "rate"):
            fix = "write per: 1000 or per: 100000" if self.kind == "rate" else "take per out, or write kind: rate"
            raise MisplacedError(f"per belongs to a rate, and to nothing else; {fix}", "per" if self.per else "kind")
        if self.kind in {"mean", "amount"} and self.unit is None:
            raise MisplacedError(f"unit is missing: what {self.kind} is in, minutes or a currency", "kind")
        if self.kind in {"count", "share"} and (self.unit or self.decimals is not None):
            problem = "a count prints whole with the noun of its measure, a share with the decimals of its data"
            raise MisplacedError(f"{problem}; take unit and decimals out", "unit" if self.unit else "decimals")
        return self

    @property
    def is_counted(self) -> bool:
        """Say whether its figures may be counts."""
        return self.kind in OF_COUNTS

    @property
    def is_share(self) -> bool:
        """Say whether what is ranked and judged is a percentage."""
        return self.kind in {"count", "share"}

    @property
    def adds_up(self) -> bool:
        """Say whether what parts have makes up what their whole has, as money does, and no mean, share or index."""
        return self.kind == "amount"

    @property
    def has_base(self) -> bool:
        """Say whether it may be divided by something."""
        return self.kind in {"count", "share", "rate"}

    @property
    def whole(self) -> int:
        """What a count is multiplied by over its base: 100 for per cent, or what a rate is of."""
        return self.per or ALL


class Quota(Model):
    """A count that each unit was assigned, from a day to a day: the rows of `targets.csv`.

    label   names it in prose, after "100%": "chỉ tiêu được giao năm 2026"
    short   names it at the head of a column
    """

    label: Title
    short: Title = Field(default_factory=lambda: say("quota.short"))
    source: str
    note: str | None = None


class Breakdown(Model):
    """A dimension by which a measure is told apart, as by sex or by age.

    label     names it at the head of its rows: "Giới tính"
    members   the measures of its members, which add up to the measure itself
    """

    label: Title
    members: tuple[str, ...] = Field(min_length=2)


class Meaning(Model):
    """What is to be known of a count from a day on, as that only some are counted since: its sentence."""

    start: date = Field(alias="from")
    text: str


class Measure(Model):
    """One thing that is counted. `noun` and `verb` are the words prose uses for it; `meaning` stands in the notes.

    meaning_since   sentences that its meaning ends with from a day on; no earlier report has them
    base        what it is divided by, where that is not the campaign's base
    above_base  why a count may exceed its base ("mẫu số lập năm 2019"); without it such a count needs a note
    counts      up since the beginning, within each period, or as a level that may fall
    resets      when a cumulative count begins anew: each 01 January, or each 01 September
    better      which way is better: more of it, less of it, or neither
    suppress_below   counts from 1 up to it are printed as "dưới 5", and cannot be computed from what is
    quota       what each unit was assigned of it, in `targets.csv`; shares of it stand beside those of the base
    part_of     the measure that it can never exceed, as second doses are part of those who had a first
    sum_of      the measures that add up to it; where nobody counted it, it is their sum
    ratio_of    two measures of which it is made: the first as a share of the second; nothing is typed in the data
    breakdowns  dimensions, each with measures that add up to this one, which stays the figure that leads
    takes       which of the second it is: the part that the first counts, or the rest, as those who drop out
    figure      what kind of number it is: a count of people or things without it
    """

    label: str
    noun: str
    verb: str
    meaning: str
    meaning_since: tuple[Meaning, ...] = ()
    base: str | None = None
    above_base: str | None = None
    counts: Literal["cumulative", "per_period", "level"] = "cumulative"
    resets: Literal["never", "year", "school_year"] = "never"
    better: Better = "more"
    suppress_below: int | None = Field(default=None, ge=2)
    quota: Quota | None = None
    part_of: str | None = None
    sum_of: tuple[str, ...] = ()
    ratio_of: tuple[str, ...] = Field(default=(), min_length=2, max_length=2)
    takes: Literal["part", "rest"] = "part"
    breakdowns: dict[str, Breakdown] = {}
    figure: FigureSettings = FigureSettings()

    @model_validator(mode="before")
    @classmethod
    def _ratio_is_no_total(cls, settings: Any) -> Any:
        """Let a ratio fall as well as rise, whatever it is made of."""
        is_ratio = isinstance(settings, dict) and settings.get("ratio_of")
        return {"counts": "level", **settings} if is_ratio else settings

    def meaning_on(self, day: date) -> str:
        """Say what is counted, and what of it holds since a day that has come."""
        return " ".join([self.meaning, *(later.text for later in self.meaning_since if later.start <= day)])

    def begins_anew(self, earlier: date, later: date) -> bool:
        """Say whether a count that is added up over a year began anew between two days."""
        if self.resets == "never" or self.counts != "cumulative":
            return False
        return earlier < self.year_begins(later) <= later

    def year_begins(self, day: date) -> date:
        """Give the first day of the year that a day lies in: 01 January, of a school year 01 September."""
        first = SCHOOL_BEGINS if self.resets == "school_year" else 1
        return date(day.year - (day.month < first), first, 1)


def count_base(measure: str) -> str:
    """Name the base that the counts of a measure are for a ratio: `count_dose_1`."""
    return f"count_{measure}"


def quota_base(measure: str) -> str:
    """Name the base that the quotas of a measure are: `quota_installs`."""
    return f"quota_{measure}"


AIMS = ("percent", "value", "count")  # a target is one of them


class Aim(Model):
    """What is to be reached: a share in per cent, a value in the unit of a rate, mean, amount or index, or a count."""

    percent: Decimal | None = Field(default=None, gt=0)
    value: Decimal | None = Field(default=None, gt=0)
    count: int | None = Field(default=None, gt=0)

    @property
    def kinds(self) -> list[str]:
        """Name what it gives of the three."""
        return [name for name in AIMS if getattr(self, name) is not None]

    @property
    def level(self) -> Decimal | None:
        """What shares or values are held against; None for a count."""
        return self.percent if self.value is None else self.value


class TargetStep(Aim):
    """What a target demands on the way: 30 per cent by the end of June."""

    by: date


class Target(Aim):
    """What units in scope must reach, perhaps by a day: a share of a base, a value, or a count."""

    key: str
    measure: str
    base: str | None = None
    scope: Literal["all"] | tuple[str, ...] = "all"
    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    by: date | None = None
    steps: tuple[TargetStep, ...] = ()
    source: str
    label: str
    note: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Target:
        if len(self.kinds) != 1:
            raise ValueError("a target is either a percent of a base, a value in the measure's unit, or a count")
        if self.end and self.end < self.start:
            raise MisplacedError(f"the target '{self.key}' is withdrawn before it holds from {self.start}", "to")
        days = [step.by for step in self.steps]
        if days != sorted(set(days)) or any(day < self.start or (self.by and day >= self.by) for day in days):
            raise MisplacedError(f"the steps of '{self.key}' are not in order between from and by", "steps")
        if any(step.kinds != self.kinds for step in self.steps):
            raise MisplacedError(f"the steps of '{self.key}' are not of its kind, {self.kinds[0]}", "steps")
        if self.by and self.by < self.start:
            raise ValueError(
                f"the target '{self.key}' is to be reached by {self.by}, before it holds from {self.start}"
            )
        return self

    def covers(self, codes: Collection[str], day: date) -> bool:
        """Say whether the target is set for a unit on a day.

        codes   under which the unit's area was known when the target began: a code means another unit in another
                vintage. Of a unit that several were merged into, a share is aimed at where it was for all of them
        """
        is_one = len(codes) == 1 or (len(codes) > 1 and self.count is None)
        in_scope = self.scope == "all" or (is_one and {*codes} <= {*self.scope})
        return in_scope and self.start <= day and (self.end is None or day <= self.end)

    def on(self, day: date) -> Target:
        """Give what it demands on a day: its next step, or after the last of them itself."""
        step = next((step for step in self.steps if day <= step.by), None)
        return self.model_copy(update={name: getattr(step, name) for name in (*AIMS, "by")}) if step else self

    def after(self, day: date) -> Target | None:
        """Give what it demands once a day is over; None where nothing later stands, or it is withdrawn by then."""
        if not self.steps or (self.by and self.by <= day) or (self.end and self.end <= day):
            return None
        return self.on(day + timedelta(days=1))


class Activity(Model):
    """What an office reports beside its counts: a name for prose, and the fields it may have.

    words   what prose says of it in this campaign, whatever the period: `topic: phòng, chống dịch`
    """

    label: str
    fields: tuple[str, ...] = ()
    words: dict[str, Title] = {}


USUAL_FIELDS = {  # of the activities that every campaign has; the word files name them
    "documents": ("kind", "symbol", "date", "by", "about"),
    "units_instructed": ("share", "as_of"),
    "press": ("from", "to", "items", "agencies"),
    "messages": ("channels", "repeated", "services"),
    "loudspeakers": ("audio_files",),
    "fanpages": ("name", "followers"),
    "causes": (),
    "tasks": (),
    "proposals": (),
}
WORDS_OF_ACTIVITIES = ("topic", "places")  # what shipped prose asks a campaign to word: what of, and where


class Break(Model):
    """From this day the measures are counted by another method; figures on either side do not compare."""

    start: date = Field(alias="from")
    measures: tuple[str, ...]
    note: str
    source: str


PLACEHOLDERS = ("{unit}", "{kind}", "{above}")


class Letter(Model):
    """What settings of letters have in common: a name in braces is known."""

    @field_validator("*", mode="after")
    @classmethod
    def _braces(cls, value: Any) -> Any:
        return _known_braces(value)


class Letterhead(Letter):
    """The settings of an official letter.

    `{unit}` and `{kind}` stand for the edition's unit, `{above}` for the one that it lies in, "tỉnh …" with its kind.

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
    number: Number = None
    place: str
    date: DayOfIssue = None
    type_name: str
    abstract: str
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: str | None = None
    title: str
    name: str | None = None

    def filled(self, unit: Unit, above: Unit | None = None) -> Letterhead:
        """Put the unit's name and kind, and the unit that it lies in, where the settings leave them open."""
        words = (unit.name, unit.kind, above.full_name if above else "")
        filled = {key: _fill(value, words) for key, value in self.model_dump().items()}
        return Letterhead(**filled | {"place": _fill(self.place, (unit.place, *words[1:]))})


def _fill(value: Any, words: tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return tuple(_fill(item, words) for item in value)
    if not isinstance(value, str):
        return value
    for placeholder, word in zip(PLACEHOLDERS, words, strict=True):
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


class Regime(Model):
    """A reporting regime in the sense of Decree 09/2019/NĐ-CP: what is reported when, and on whose word.

    period    the kind of period that is reported
    cut_off   the day of the month with which a period ends: 14 makes October run from 15 September to 14 October
    due_in    working days after the last day in which the report is due; `days_off.csv` names those that are none
    basis     the document that asks for it, as the letter cites it
    """

    period: Kind
    cut_off: int | None = Field(default=None, ge=1, le=LAST_CUT_OFF)
    due_in: int | None = Field(default=None, ge=0, le=366)
    basis: str | None = None


ALL = 100  # per cent
SAID_IN_VERSION_2 = ("counts", "better")


class Campaign(Model):
    """Everything about a campaign that is not a figure.

    version       "2" asks every measure to say how it counts and which way is better; without it they are counted up,
                  and more is better
    base          what its measures are divided by; a measure may name another, and means and indices have none
    other_bases   under which the main share is shown as well, so that readers see how much the base matters
    names         what prose may name beside its figures: "Đề án 06", "tổ công nghệ số cộng đồng"
    regime        the reporting regime that asks for the reports
    approval      letters are issued only once somebody approved what they say: dophu approve
    intake        what was decided once for the files it receives
    """

    key: str
    version: Literal["1", "2"] = "1"
    title: str
    status: Literal["real", "simulated"]
    measures: dict[str, Measure]
    main_measure: str
    national_measure: str | None = None
    base: str = ""
    other_bases: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    breaks: tuple[Break, ...] = ()
    activities: dict[str, Activity] = {}
    names: tuple[str, ...] = ()
    documents: dict[str, Letterhead]
    approval: bool = False
    regime: Regime | None = None
    intake: IntakeSettings = IntakeSettings()
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Campaign:
        for measure, *path in self._named_measures():
            if measure is not None and measure not in self.measures:
                raise MisplacedError(f"measure '{measure}' is not described under measures", *path)
        for room, key in (("sources", "id"), ("targets", "key")):
            ids = [getattr(each, key) for each in getattr(self, room)]
            if (twice := next((place for place, name in enumerate(ids) if name in ids[:place]), None)) is not None:
                raise MisplacedError(f"two {room} have the {key} '{ids[twice]}'", room, twice, key)
        for place, target in enumerate(self.targets):
            self._refuse_target(target, place)
        for name, measure in self.measures.items():
            self._refuse_kind(name, measure)
            self._refuse_measure(name, measure)
        return self

    def _named_measures(self) -> Iterator[tuple[Any, ...]]:
        """List the measures that settings name, each with the way to where they do."""
        yield self.main_measure, "main_measure"
        yield self.national_measure, "national_measure"
        yield from ((target.measure, "targets", place, "measure") for place, target in enumerate(self.targets))
        for key, one in self.measures.items():
            yield one.part_of, "measures", key, "part_of"
            for room in ("sum_of", "ratio_of"):
                yield from ((name, "measures", key, room) for name in getattr(one, room))
            for dimension, broken in one.breakdowns.items():
                yield from ((name, "measures", key, "breakdowns", dimension, "members") for name in broken.members)

    def _refuse_kind(self, name: str, measure: Measure) -> None:
        """Refuse what makes no sense of a kind of figure."""
        kind, way = measure.figure.kind, ("measures", name)
        if measure.figure.is_share and not self.base_of(name):
            problem = f"measure '{name}' has no base: say what it is divided by, or what it is a share of"
            raise MisplacedError(f"{problem}; write base there or for the campaign", *way)
        if not measure.figure.has_base and measure.base:
            problem = f"measure '{name}' is of the kind {kind}, which no base divides; take it out"
            raise MisplacedError(problem, *way, "base")
        of_counts = ("part_of", "sum_of") if measure.figure.is_counted else ("suppress_below", "part_of", "sum_of")
        counts_only = [key for key in of_counts if getattr(measure, key)]
        if counts_only and kind != "count":
            problem = f"measure '{name}' is of the kind {kind}: {counts_only[0]} is for counts; take it out"
            raise MisplacedError(problem, *way, counts_only[0])

    def _refuse_target(self, target: Target, place: int) -> None:
        """Refuse a target that no figure could be held against."""
        measure, told = self.measures[target.measure], f"the target '{target.key}'"
        fitting = ["percent" if measure.figure.is_share else "value", *(["count"] if measure.figure.is_counted else [])]
        if target.kinds[0] not in fitting:
            problem = f"{told} is a {target.kinds[0]}, and {target.measure} is of the kind {measure.figure.kind}"
            raise MisplacedError(f"{problem}; write {' or '.join(fitting)}", "targets", place, target.kinds[0])
        if measure.better == "neither":
            problem = f"{told} is set for {target.measure}, of which neither more nor less is better"
            fix = "write better: more or better: less there, or take the target out"
            raise MisplacedError(f"{problem}; {fix}", "targets", place, "measure")
        if target.percent and target.percent > ALL and not measure.above_base:
            fix = f"say in above_base of {target.measure} how more than all can be reached"
            raise MisplacedError(f"{told} is {target.percent} % of its base; {fix}", "targets", place, "percent")

    def _refuse_measure(self, name: str, measure: Measure) -> None:
        """Refuse a measure that contradicts itself or the others."""
        self._refuse_ratio(name, measure)
        for dimension, broken in measure.breakdowns.items():
            if name in broken.members or len({*broken.members}) < len(broken.members):
                problem = f"'{dimension}' of measure '{name}' names a member twice, or the measure itself"
                raise MisplacedError(problem, "measures", name, "breakdowns", dimension, "members")
        if measure.quota and measure.better == "neither":
            problem = f"measure '{name}' has a quota, and neither more nor less of it is better"
            raise MisplacedError(f"{problem}; write better: more or better: less", "measures", name, "quota")
        if name in self._wholes(name):
            raise MisplacedError(f"measure '{name}' is a part of itself by way of part_of", "measures", name, "part_of")
        if missing := self.unsaid(measure) if self.version == "2" else []:
            raise MisplacedError(f"measure '{name}' does not say {' and '.join(missing)}", "measures", name)

    def _refuse_ratio(self, name: str, measure: Measure) -> None:
        """Refuse a ratio of ratios or of itself, and one that says what its two measures say already."""
        if not measure.ratio_of:
            if "takes" in measure.model_fields_set:
                raise MisplacedError(f"measure '{name}' is no ratio; write ratio_of as well", "measures", name, "takes")
            return
        if any(self.measures[each].ratio_of for each in measure.ratio_of) or len({*measure.ratio_of}) == 1:
            problem = f"measure '{name}' is no ratio of two measures that are counted"
            raise MisplacedError(f"{problem}; name two others, the whole last", "measures", name, "ratio_of")
        others = ("base", "sum_of", "part_of", "quota", "breakdowns")
        own = {key: getattr(measure, key) for key in others}
        if said := [key for key, value in own.items() if value]:
            problem = f"measure '{name}' is a ratio, and has {' and '.join(said)}"
            raise MisplacedError(f"{problem}; take that out: it is a share of its second", "measures", name, said[0])

    @staticmethod
    def unsaid(measure: Measure) -> list[str]:
        """List what version 2 asks every measure to say, and this one does not."""
        return [key for key in SAID_IN_VERSION_2 if key not in measure.model_fields_set]

    def _wholes(self, measure: str) -> list[str]:
        """List what a measure is part of, step by step; a circle ends where it closes."""
        found: list[str] = []
        whole = self.measures[measure].part_of
        while whole and whole not in found:
            found.append(whole)
            whole = self.measures[whole].part_of
        return found

    @property
    def every_target(self) -> tuple[Target, ...]:
        """List the targets, and behind them the whole of each quota."""
        quotas = {name: measure.quota for name, measure in self.measures.items() if measure.quota}
        return (*self.targets, *(_of_quota(name, quota) for name, quota in quotas.items()))

    def sums_of(self, measure: str) -> list[tuple[str, ...]]:
        """List the measures that add up to one: once for itself, and once for each of its breakdowns."""
        described = self.measures[measure]
        each = [described.sum_of, *(broken.members for broken in described.breakdowns.values())]
        return [parts for parts in each if parts]

    @property
    def members(self) -> set[str]:
        """Name the measures that are a member of a breakdown."""
        broken = (each for measure in self.measures.values() for each in measure.breakdowns.values())
        return {name for each in broken for name in each.members}

    @property
    def limits(self) -> dict[str, int]:
        """Give the count below which each measure is small: its own, else that of what it is a member of."""
        known = {name: each.suppress_below for name, each in self.measures.items() if each.suppress_below}
        waiting = [*known]
        for name in waiting:  # members of members too
            parts = [part for parts in self.sums_of(name) for part in parts if part not in known]
            known |= dict.fromkeys(parts, known[name])
            waiting += parts
        return known

    def window(self, period: Period) -> Period:
        """Give the days that a period counts: as its name says, or as the regime cuts it off."""
        return period.cut_off(self.regime.cut_off) if self.regime and self.regime.cut_off else period

    def base_of(self, measure: str) -> str:
        """Name the base that a measure is divided by: of a ratio the count of its second; blank where nothing does."""
        described = self.measures[measure]
        if described.ratio_of:
            return count_base(described.ratio_of[1])
        return (described.base or self.base) if described.figure.has_base else ""

    @property
    def main_base(self) -> str:
        """Name the base of the main measure."""
        return self.base_of(self.main_measure)

    @property
    def known_activities(self) -> dict[str, Activity]:
        """What an office of this campaign may report: the usual, and what the campaign adds or words anew."""
        usual = {key: Activity(label=say(f"activity.{key}"), fields=fields) for key, fields in USUAL_FIELDS.items()}
        usual["messages"] = usual["messages"].model_copy(update={"words": {"places": say("activity.places")}})
        own = {
            key: activity.model_copy(update={"words": usual[key].words | activity.words}) if key in usual else activity
            for key, activity in self.activities.items()
        }
        return usual | own

    def target_for(self, unit: Unit, known: Gazetteer, day: date, measure: str | None = None) -> Target | None:
        """Choose a measure's (the main one's) target for a unit: the one made for it before one made for all."""
        wanted = measure or self.main_measure
        mine = [target for target in self.every_target if target.measure == wanted]
        fitting = [target for target in mine if target.covers(known.codes_on(unit, target.start), day)]
        chosen = max(fitting, key=lambda t: (t.scope != "all", t.start), default=None)
        return chosen.on(day) if chosen else None

    def parted_between(self, measure: str, earlier: date, later: date) -> bool:
        """Say whether figures on either side do not compare: a break of method, or a count that began anew."""
        anew = self.measures[measure].begins_anew(earlier, later)
        return anew or self.broken_between(measure, earlier, later) is not None

    def broken_between(self, measure: str, earlier: date, later: date) -> Break | None:
        """Find the method break of a measure that lies after the earlier day and not after the later one."""
        between = (b for b in self.breaks if measure in b.measures and earlier < b.start <= later)
        return next(between, None)


def _of_quota(measure: str, quota: Quota) -> Target:
    """Aim at the whole of a quota, where `targets.csv` has one for the day; any other target goes before it."""
    return Target.model_validate(
        {
            "key": quota_base(measure),
            "percent": ALL,
            "measure": measure,
            "base": quota_base(measure),
            "from": date.min,
            "source": quota.source,
            "label": quota.label,
            "note": quota.note,
        }
    )
