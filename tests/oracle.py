"""Every fact of an edition a second time, from the CSV files: by concept and subject, with nothing of the package.

What a fact is made of is written here from docs/methods.md and not from the catalogue. Numbers are pairs of fractions
with two flags for the sides that have no sure end; None stands for what the data do not say.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml

MORE, LESS = ("hơn", "trên"), ("gần", "dưới")


class Range(NamedTuple):
    """The values that a figure may have; an open side has no sure end."""

    low: Fraction
    high: Fraction
    open_low: bool = False
    open_high: bool = False

    @property
    def is_exact(self) -> bool:
        return self == (self.low, self.low, False, False)

    @property
    def from_(self) -> float | Fraction:
        return -math.inf if self.open_low else self.low

    @property
    def to(self) -> float | Fraction:
        return math.inf if self.open_high else self.high


def exact(number: int | Fraction) -> Range:
    return Range(Fraction(number), Fraction(number))


def worded(value: Fraction, unit: Fraction, word: str) -> Range:
    """A figure rounded to a unit, behind a word: "hơn" is no less, "gần" no more, else half to each side."""
    if word in MORE:
        return Range(value, value + unit, open_high=True)
    if word in LESS:
        return Range(value - unit, value, open_low=True)
    return Range(value - unit / 2, value + unit / 2)


def minus(a: Range | None, b: Range | None) -> Range | None:
    if a is None or b is None:
        return None
    return Range(a.low - b.high, a.high - b.low, a.open_low or b.open_high, a.open_high or b.open_low)


def total(parts: Iterable[Range | None]) -> Range | None:
    added = exact(0)
    for part in parts:
        if part is None:
            return None
        open_low, open_high = added.open_low or part.open_low, added.open_high or part.open_high
        added = Range(added.low + part.low, added.high + part.high, open_low, open_high)
    return added


def scaled(a: Range | None, by: Fraction) -> Range | None:
    return a and Range(a.low * by, a.high * by, a.open_low, a.open_high)


def per(a: Range | None, b: Range | None) -> Range | None:
    """Divide by what is above nought: the least by the greatest, the greatest by the least; a negative otherwise."""
    if a is None or b is None or b.low <= 0:
        return None
    low = (a.low / b.high, a.open_low or b.open_high) if a.low >= 0 else (a.low / b.low, a.open_low)
    high = (a.high / b.low, a.open_high) if a.high >= 0 else (a.high / b.high, a.open_high or b.open_high)
    return Range(low[0], high[0], low[1], high[1])


def upwards(a: Range | None) -> Range | None:
    return a and a._replace(low=Fraction(math.ceil(a.low)), high=Fraction(math.ceil(a.high)))


def downwards(a: Range | None) -> Range | None:
    return a and a._replace(low=Fraction(math.floor(a.low)), high=Fraction(math.floor(a.high)))


def overlap(a: Range, b: Range) -> bool:
    """Whether two published figures may be the same; "more than" reaches no further than its last digit here."""
    return a.low <= b.high and b.low <= a.high


class Said(NamedTuple):
    """What one list says of one unit: its moment, its count with its last word, its share."""

    source: str
    as_of: str
    people: Range | None
    share: Range | None


@dataclass(frozen=True)
class Of:
    """What a fact is of: one unit or several, in a period, by a list or by the figure of record."""

    units: tuple[str, ...]
    period: str
    measure: str
    source: str = ""
    base: str = ""
    against: str = ""
    is_group: bool = False

    @property
    def unit(self) -> str:
        return self.units[0]


def months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)


class Span(NamedTuple):
    """What a period's name says: its kind, its first and last day, and how readers call it."""

    kind: str
    first: date
    last: date
    words: str


def week(year: int, number: int) -> tuple[date, date]:
    monday = date.fromisocalendar(year, number, 1)
    return monday, monday + timedelta(days=6)


NAMED: list[tuple[str, str, Callable[[int, int], tuple[date, date]], str]] = [
    (r"\d{4}", "year", lambda year, _: months(year, 1, 12), "năm {year}"),
    (r"\d{4}-9M", "nine months", lambda year, _: months(year, 1, 9), "9 tháng đầu năm {year}"),
    (r"\d{4}-W\d\d", "week", week, "tuần {number} năm {year}"),
    (r"\d{4}-Q\d", "quarter", lambda year, n: months(year, 3 * n - 2, 3 * n), "quý {roman} năm {year}"),
    (r"\d{4}-H\d", "half", lambda year, n: months(year, 6 * n - 5, 6 * n), "6 tháng {half} năm {year}"),
    (r"\d{4}-\d\d", "month", lambda year, n: months(year, n, n), "tháng {number} năm {year}"),
    (r"\d{4}-\d{4}", "school year", lambda year, n: (date(year, 9, 1), date(n, 8, 31)), "năm học {name}"),
]


@cache
def span(name: str) -> Span:
    """Read a period's name; one of none of these kinds is a day."""
    year, number = int(name[:4]), int("".join(filter(str.isdigit, name[5:])) or 0)
    for pattern, kind, days, words in NAMED:
        if re.fullmatch(pattern, name):
            roman, half = ["", "I", "II", "III", "IV", ""][min(number, 5)], "đầu" if number == 1 else "cuối"
            told = words.format(year=year, number=number, roman=roman, half=half, name=name)
            return Span(kind, *days(year, number), told)
    return Span("day", date.fromisoformat(name), date.fromisoformat(name), name)


def a_year_before(name: str) -> str:
    """Name the same period a year earlier; not of days, which are looked for."""
    year, rest = int(name[:4]) - 1, name[4:]
    return f"{year}-{year + 1}" if span(name).kind == "school year" else f"{year}{rest}"


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def holds(row: dict[str, str], day: str) -> bool:
    """Whether a row holds on a day; one without days always does."""
    return (row.get("from") or day) <= day <= (row.get("to") or day)


class Campaign:
    """The files of a campaign, of one vintage, as they were known on a day."""

    def __init__(self, data: Path, name: str, day: str, vintage: str) -> None:
        self.data, self.name, self.day, self.vintage = data, name, day, vintage
        self.settings: dict[str, Any] = yaml.safe_load((data / name / "campaign.yml").read_text("utf-8"))
        self.described: dict[str, Any] = {
            key: base
            for path in (data / "reference" / "bases.yml", data / name / "bases.yml")
            if path.exists()
            for key, base in yaml.safe_load(path.read_text("utf-8")).items()
        }
        self.today = self.last(day)
        below = sorted((data / "reference" / "units" / vintage).rglob("*.csv"))
        listed = [row for file in (data / "reference" / "units.csv", *below) for row in rows(file)]
        mine = [row for row in listed if row["vintage"] == vintage and holds(row, self.today)]
        self.units = {row["code"]: row for row in mine}
        folders = (folder.name for folder in sorted((data / name).iterdir()) if folder.is_dir())
        kind = span(day).kind
        told = {folder for folder in folders if folder[0].isdigit() and span(folder).kind == kind and folder <= day}
        self.periods = sorted(
            p for p in told if rows(data / name / p / "counts.csv") or rows(data / name / p / "published.csv")
        )

    @cached_property
    def regions(self) -> list[tuple[str, ...]]:
        """The units of each region."""
        listed = [
            row["code"] for row in rows(self.data / "reference" / "regions.csv") if row["vintage"] == self.vintage
        ]
        return [tuple(code for code, row in self.units.items() if row["region"] == region) for region in listed]

    def last(self, period: str) -> str:
        """The last day that a period counts: of months that of the regime."""
        cut_off = (self.settings.get("regime") or {}).get("cut_off")
        of = span(period)
        return (of.last.replace(day=cut_off) if cut_off and of.kind not in ("day", "week") else of.last).isoformat()

    @cached_property
    def values(self) -> list[dict[str, str]]:
        """What counts are divided by whatever the period: bases of the reference and of the campaign, and quotas."""
        quotas = rows(self.data / self.name / "targets.csv")
        as_bases = [row | {"base": f"quota_{row['measure']}", "value": row["count"]} for row in quotas]
        paths = (self.data / "reference" / "bases.csv", self.data / self.name / "bases.csv")
        listed = [row for path in paths for row in rows(path)]
        known = [(row, self._code_now(row)) for row in (*listed, *as_bases)]
        return [row | {"code": code} for row, code in known if code]

    @cache  # noqa: B019 - as long as the edition that is recomputed
    def bases(self, period: str) -> dict[tuple[str, str], dict[str, str]]:
        """The bases of a period by name and unit: what it brings along, else what holds on its last day."""
        held = {(row["base"], row["code"]): row for row in self.values if holds(row, span(period).last.isoformat())}
        return held | {(row["base"], row["code"]): row for row in self.table(period, "bases")}

    @cached_property
    def unchanged(self) -> dict[tuple[str, str], str]:
        """The units of another vintage that are the same now, and their codes."""
        crosswalk = rows(self.data / "reference" / "crosswalk.csv")
        same = [row for row in crosswalk if (row["to_vintage"], row["relation"]) == (self.vintage, "unchanged")]
        nation = {(row["from_vintage"], "VN"): "VN" for row in crosswalk if row["to_vintage"] == self.vintage}
        return nation | {(row["from_vintage"], row["from_code"]): row["to_code"] for row in same}

    @cache  # noqa: B019 - as long as the edition that is recomputed
    def table(self, period: str, name: str) -> list[dict[str, str]]:
        """The rows of a table of units that there are now; of earlier ones those that are still the same."""
        found = rows(self.data / self.name / period / f"{name}.csv")
        codes = [self._code_now(row) for row in found]
        return [row | {"unit": code} for row, code in zip(found, codes, strict=True) if code]

    def _code_now(self, row: dict[str, str]) -> str:
        code, vintage = row.get("unit") or row.get("code") or "", row.get("vintage") or ""
        return code if vintage == self.vintage else self.unchanged.get((vintage, code), "")

    def counts(self, period: str) -> list[dict[str, str]]:
        """The counts as they were known on the day: what was revised after it is as it was before."""
        known = [dict(row) for row in self.table(period, "counts")]
        later = [row for row in self.table(period, "revisions") if row["revised"][:10] > self.today > self.last(period)]
        for revision in sorted(later, key=lambda row: row["revised"], reverse=True):
            cell = ("source", "unit", "measure")
            for row in known:
                if all(row[name] == revision[name] for name in cell):
                    row |= {"count": revision["former"], "step": revision["step"], "qualifier": revision["qualifier"]}
        return known

    def of_measure(self, measure: str) -> dict[str, Any]:
        described: dict[str, Any] = self.settings["measures"][measure]
        return described

    @cache  # noqa: B019
    def lists(self, period: str, measure: str) -> dict[str, dict[str, Said]]:
        """What each list of a period says of each unit, or what is made of other measures of it."""
        described = self.of_measure(measure)
        if described.get("ratio_of"):
            return self._made(period, described["ratio_of"], self._of_ratio(described))
        found = self._said(period, measure)
        if described.get("sum_of"):
            for source, units in self._made(period, described["sum_of"], total).items():
                found[source] = units | found.get(source, {})
        return found

    @staticmethod
    def _of_ratio(described: dict[str, Any]) -> Callable[[list[Range]], Range | None]:
        takes_rest = described.get("takes") == "rest"
        return lambda each: minus(each[1], each[0]) if takes_rest else each[0]

    def _made(
        self, period: str, measures: list[str], of: Callable[[list[Range]], Range | None]
    ) -> dict[str, dict[str, Said]]:
        """Compute a figure where one list has all that it is made of, of one moment and between two ends."""
        each, found = [self._said(period, name) for name in measures], dict[str, dict[str, Said]]()
        for source, units in each[0].items():
            for unit in units:
                said = [one.get(source, {}).get(unit) for one in each]
                known = [one.people for one in said if one and one.people]
                closed = [people for people in known if not (people.open_low or people.open_high)]
                if len(closed) == len(each) and len({one.as_of for one in said if one}) == 1:
                    found.setdefault(source, {})[unit] = Said(source, units[unit].as_of, of(closed), None)
        return found

    def _said(self, period: str, measure: str) -> dict[str, dict[str, Said]]:
        """What each list of a period says of each unit."""
        kind, found = self.described[self.base_of(measure)]["kind"], dict[str, dict[str, Said]]()
        for row in self.counts(period):
            if row["measure"] == measure:
                people = None
                if row["count"]:
                    step, word = int(row["step"] or 1), row["qualifier"]
                    value = Fraction(row["count"])
                    people = exact(value) if step == 1 and not word else worded(value, Fraction(step), word)
                found.setdefault(row["source"], {})[row["unit"]] = Said(row["source"], row["as_of"], people, None)
        for row in self.table(period, "published"):
            is_share = (row["figure"], row["base"]) == ("share", kind)
            if row["measure"] == measure and (is_share or row["figure"] == "value"):
                unit = Fraction(1, 10 ** len(row["value"].partition(".")[2]))
                share = worded(Fraction(row["value"]), unit, row["qualifier"])
                if row.get("low"):  # a survey's estimate
                    share = Range(Fraction(row["low"]), Fraction(row["high"]))
                listed = found.setdefault(row["source"], {})
                listed[row["unit"]] = listed.get(row["unit"], Said(row["source"], row["as_of"], None, None))._replace(
                    share=share
                )
        return found

    def base_of(self, measure: str) -> str:
        base: str = self.of_measure(measure).get("base") or self.settings["base"]
        return base

    def kind(self, measure: str) -> str:
        """What kind of number a measure is."""
        figure = self.of_measure(measure).get("figure", "count")
        return str(figure["kind"] if isinstance(figure, dict) else figure)

    def whole(self, measure: str) -> int:
        """What a figure is so many of: a rate of its thousand, all else of a hundred."""
        figure = self.of_measure(measure).get("figure")
        per_so_many: int | None = figure.get("per") if isinstance(figure, dict) else None
        return per_so_many or 100

    def better(self, measure: str) -> str:
        return str(self.of_measure(measure).get("better", "more"))

    def is_flow(self, measure: str) -> bool:
        return bool(self.of_measure(measure).get("counts") == "per_period")

    def is_of_years(self, measure: str) -> bool:
        """Whether a year has its own figures: not of what is counted up for ever."""
        described = self.of_measure(measure)
        return bool(
            described.get("counts", "cumulative") != "cumulative" or described.get("resets", "never") != "never"
        )

    def year_begins(self, measure: str, day: date) -> date:
        """The first day of the year of a day: of school years in September."""
        month = 9 if self.of_measure(measure).get("resets") == "school_year" else 1
        return date(day.year - (day.month < month), month, 1)

    def targets(self, measure: str) -> list[dict[str, Any]]:
        """The targets of a measure, and the whole of its quota."""
        mine = [each for each in self.settings.get("targets") or () if each["measure"] == measure]
        quota = {"key": f"quota_{measure}", "percent": 100, "measure": measure, "base": f"quota_{measure}"}
        return [*mine, quota | {"from": date.min}] if self.of_measure(measure).get("quota") else mine

    def peers(self, unit: str) -> list[str]:
        mine = self.units[unit]
        return [code for code in self.children(mine["parent"]) if self.units[code]["level"] == mine["level"]]

    def children(self, unit: str) -> list[str]:
        return self._by_parent.get(unit, [])

    @cached_property
    def _by_parent(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, row in self.units.items():
            found.setdefault(row["parent"], []).append(code)
        return found

    def broken(self, measure: str, earlier: str, later: str) -> bool:
        """Whether a method changed between two periods, or a count that is added up over a year began anew."""
        then, now = span(earlier).last, span(later).last
        if self.broken_method(measure, then, now):
            return True
        begins_anew = self.of_measure(measure).get("resets", "never") != "never"
        return begins_anew and not self.is_flow(measure) and then < self.year_begins(measure, now)

    def broken_method(self, measure: str, then: date, now: date) -> bool:
        breaks = ((each["from"], each["measures"]) for each in self.settings.get("breaks") or ())
        days: list[date] = [day for day, measures in breaks if measure in measures]
        return any(then < day <= now for day in days)


def step_of(target: dict[str, Any], day: date) -> dict[str, Any]:
    """What a target demands on a day: its next step, or after the last of them itself."""
    return target | next((step for step in target.get("steps") or () if day <= step["by"]), {})


def aim_of(target: dict[str, Any]) -> Range | None:
    """What a target demands of a figure: a percentage, or a value in its unit."""
    aim = target.get("percent", target.get("value"))
    return None if aim is None else exact(Fraction(str(aim)))


WITHOUT_BASE = {"mean", "amount", "index"}  # numbers of their own
NAMES = {"target": "target_value"}  # where a word is taken
DIFFERENCES = {
    *("gap", "target_gap", "missing", "pace", "disagreement", "shortfall", "spread", "beside", "apart"),
    *("gained", "change", "per_day", "week_gained", "week_per_day", "pace_apart", "week_pace_apart", "moved"),
    *("bases_apart", "catch_up", "year_gained", "year_change", "year_growth", "year_total_gained", "held"),
}


class Edition:
    """The facts of one edition, each computed from the rows for its subject."""

    def __init__(
        self, campaign: Campaign, unit: str, target: dict[str, Any] | None, groups: dict[str, tuple[str, ...]]
    ) -> None:
        self.campaign, self.groups = campaign, groups
        self.target = step_of(target, date.fromisoformat(campaign.today)) if target else None
        self.own = Of((unit,), campaign.day, campaign.settings["main_measure"])
        for name in (
            "said",
            "counted",
            "base",
            "share",
            "missing",
            "before",
            "_ratio",
            "_list",
            "_compare",
            "_counted",
        ):
            setattr(self, name, cache(getattr(self, name)))  # once for all facts that rest on it

    def value(self, concept: str, of: Of) -> Range | str | None:
        """Compute a concept of a subject; AttributeError for a concept that nothing here knows."""
        found: Range | str | None = getattr(self, NAMES.get(concept, concept))(of)
        is_open = isinstance(found, Range) and found.open_low and found.open_high
        return None if is_open and concept in DIFFERENCES else found

    # -- what the data say -------------------------------------------------------------------------------

    def said(self, of: Of) -> Said | None:
        """What the named list says of the unit; else a count before none, an exact one first, then the latest."""
        if of.is_group:
            return None
        lists = self.campaign.lists(of.period, of.measure)
        if of.source:
            return lists.get(of.source, {}).get(of.unit)
        told = [units[of.unit] for units in lists.values() if of.unit in units]
        return max(told, key=self._record, default=None)

    @staticmethod
    def _record(said: Said) -> tuple[bool, bool, str, bool]:
        day, _, clock = said.as_of.partition("T")
        return (
            said.people is not None,
            bool(said.people and said.people.is_exact),
            f"{day}T{clock or '00:00'}",
            bool(clock),
        )

    def counted(self, of: Of) -> Range | None:
        said = self.said(of)
        if said and said.people:
            return said.people
        return total(self.counted(part) for part in parts) if (parts := self._counted(of)) else None

    def base(self, of: Of) -> Range | None:
        if (whole := self._whole_of_ratio(of)) is not None:
            return whole
        if not of.is_group and (row := self._base_row(of)):
            value = Fraction(row["value"])
            if row.get("qualifier") in (*MORE, *LESS):
                return worded(
                    value, Fraction(10 ** (len(row["value"]) - len(row["value"].rstrip("0")))), row["qualifier"]
                )
            return Range(Fraction(row.get("low") or value), Fraction(row.get("high") or value))
        return total(self.base(part) for part in parts) if (parts := self._counted(of)) else None

    def _whole_of_ratio(self, of: Of) -> Range | None:
        """What a ratio is a share of: the count of its second measure, by the same list."""
        ratio, said = self.campaign.of_measure(of.measure).get("ratio_of"), self.said(of)
        if not ratio or not said or of.base not in ("", f"count_{ratio[1]}"):
            return None
        return self.counted(replace(of, measure=ratio[1], base="", source=said.source))

    def _base_row(self, of: Of) -> dict[str, str] | None:
        if self.campaign.kind(of.measure) in WITHOUT_BASE:
            return None
        key = of.base or self.campaign.base_of(of.measure)
        row = self.campaign.bases(of.period).get((key, of.unit))
        if row is None or row.get("from") or row in self.campaign.table(of.period, "bases"):
            return row
        return None if str(self.campaign.described[key]["as_of"]) > span(of.period).last.isoformat() else row

    def _counted(self, of: Of) -> list[Of]:
        """Whose counts are added: of a unit all its parts, of a group those with a base too, if anybody has one."""
        if of.is_group:
            counted = [each for each in self._members(of) if self._has_count(each)]
            return [each for each in counted if self._base_row(replace(each, base=""))] or counted
        children = self.campaign.children(of.unit)
        if not children or not self._make_up(of.unit, children):
            return []
        for source in sorted(self.campaign.lists(of.period, of.measure)):
            parts = [replace(of, units=(code,), source=source) for code in children]
            if all(map(self._has_count, parts)):
                return parts
        return []

    def _has_count(self, of: Of) -> bool:
        """Whether a list counts a unit, or all of its parts where it does not name the unit itself."""
        if said := self.said(of):
            return bool(said.people)
        parts = [] if of.is_group else self._counted(of)
        return bool(parts) and of.source in ("", parts[0].source)

    def _make_up(self, unit: str, parts: list[str]) -> bool:
        """Whether the parts are all there are: those of the nation, or such that some base adds up over them."""
        bases = self.campaign.bases(self.campaign.day)
        sums = ((key, [bases.get((key, part)) for part in parts]) for key in self.campaign.described)
        return unit == "VN" or any(
            all(row and whole for row in values)
            and sum(int(row["value"]) for row in values if row) == int(whole["value"])
            for key, values in sums
            if (whole := bases.get((key, unit)))
        )

    def _members(self, of: Of) -> list[Of]:
        return [self._listed(code, of) for code in of.units]

    def _listed(self, unit: str, like: Of) -> Of:
        return replace(like, units=(unit,), is_group=False, against="")

    def as_of(self, of: Of) -> str | None:
        said = self.said(of)
        if said:
            return said.as_of
        units = of.units if of.is_group else self.campaign.children(of.unit)
        each = [said for unit in units if (said := self.said(self._listed(unit, of)))]
        if each:
            return max((self._record(said)[2:], said.as_of) for said in each)[1]
        place = self._place(of)
        return place["as_of"] if place else self.campaign.last(of.period)

    def period(self, of: Of) -> str:
        return span(of.period).words

    def units(self, of: Of) -> Range:
        return exact(len(of.units if of.is_group else self.campaign.children(of.unit)))

    def peers(self, of: Of) -> Range | None:
        return None if of.is_group else exact(len(self.campaign.peers(of.unit)))

    def _place(self, of: Of) -> dict[str, str] | None:
        if of.is_group:
            return None
        said = self.said(replace(of, source=""))
        places = (row for row in self.campaign.table(of.period, "published") if row["figure"] == "rank")
        own = said.source if said else ""
        return max(
            (row for row in places if row["unit"] == of.unit),
            key=lambda row: (row["source"] == own, row["status"] == "published", row["as_of"], "T" in row["as_of"]),
            default=None,
        )

    def published_rank(self, of: Of) -> Range | None:
        place = self._place(of)
        return exact(int(place["value"])) if place else None

    def published_rank_of(self, of: Of) -> Range | None:
        place = self._place(of)
        return exact(int(place["of"])) if place and place["of"] else None

    def published_share(self, of: Of) -> Range | None:
        said = self.said(of)
        return said.share if said and of.base in ("", self.campaign.base_of(of.measure)) else None

    def explaining_base(self, of: Of) -> str | None:
        said, own = self.said(of), self._ratio(replace(of, base=""))
        if not said or not said.people or not said.share or not own or overlap(own, said.share):
            return None
        for row in (row for (_, code), row in self.campaign.bases(of.period).items() if code == of.unit):
            ratio = per(scaled(said.people, self._whole(of)), self._any_base(row))
            if ratio and overlap(ratio, said.share):
                return str(self.campaign.described[row["base"]]["label"])
        return None

    def _any_base(self, row: dict[str, str]) -> Range | None:
        return Edition.base(self, replace(self.own, units=(row["code"],), base=row["base"], period="9999-12-31"))

    # -- shares and targets ------------------------------------------------------------------------------

    def _ratio(self, of: Of) -> Range | None:
        return per(scaled(self.counted(of), self._whole(of)), self.base(of))

    def _whole(self, of: Of) -> Fraction:
        return Fraction(self.campaign.whole(of.measure))

    def share(self, of: Of) -> Range | None:
        ratio, published = self._ratio(of), self.published_share(of)
        if ratio and not ratio.is_exact and published and overlap(ratio, published):
            return published
        return ratio or published

    def _on_quota(self, of: Of) -> Of | None:
        has_quota = self.campaign.of_measure(of.measure).get("quota")
        return replace(of, base=f"quota_{of.measure}") if has_quota else None

    def quota(self, of: Of) -> Range | None:
        return self.base(over) if (over := self._on_quota(of)) else None

    def quota_share(self, of: Of) -> Range | None:
        return self.share(over) if (over := self._on_quota(of)) else None

    def disagreement(self, of: Of) -> Range | None:
        ratio, published = self._ratio(of), self.published_share(of)
        return minus(published, ratio) if ratio and published and not overlap(ratio, published) else None

    def _target(self, of: Of) -> dict[str, Any] | None:
        """The edition's target, where it is set for the subject; of another measure that measure's own."""
        if of.measure != self.own.measure:
            return None if of.is_group else self.campaign_target(of.unit, of.measure)
        if not self.target or of.units == self.own.units:
            return self.target
        units, scope = self.campaign.units, self.target.get("scope", "all")
        adds_up = "count" in self.target or self.campaign.kind(of.measure) == "amount"
        level = units[self.own.unit]["level"]
        aimed = (
            (not adds_up or units[code]["level"] == level)
            if scope == "all"
            else code in scope or (not adds_up and units[code]["parent"] in scope)
            for code in of.units
        )
        return self.target if all(aimed) else None

    def campaign_target(self, unit: str, measure: str, on: str = "") -> dict[str, Any] | None:
        day = date.fromisoformat(self.campaign.last(on or self.campaign.day))
        fitting = [
            each
            for each in self.campaign.targets(measure)
            if each["from"] <= day <= each.get("to", day)
            and (each.get("scope", "all") == "all" or unit in each["scope"])
        ]
        chosen = max(fitting, key=lambda each: (each.get("scope", "all") != "all", each["from"]), default=None)
        return step_of(chosen, day) if chosen else None

    def former_target(self, of: Of) -> Range | None:
        """The share that was aimed at in the period before, where another is now, or none."""
        before = None if of.is_group else self.before(of)
        then, now = self.campaign_target(of.unit, of.measure, before.period) if before else None, self._target(of)
        if then is None or "count" in then:
            return None
        is_same = now is not None and (aim_of(now), now.get("base")) == (aim_of(then), then.get("base"))
        return None if is_same else aim_of(then)

    def _is_less(self, of: Of) -> bool:
        return self.campaign.better(of.measure) == "less"

    def _toward(self, of: Of, aim: Range | None, figure: Range | None) -> Range | None:
        """What lacks to a target, or of a ceiling what lies above it."""
        return minus(figure, aim) if self._is_less(of) else minus(aim, figure)

    def target_value(self, of: Of) -> Range | None:
        target = self._target(of)
        return aim_of(target) if target else None

    def target_count(self, of: Of) -> Range | None:
        target = self._target(of)
        return exact(target["count"]) if target and "count" in target else None

    def target_by(self, of: Of) -> str | None:
        target = self._target(of)
        if target and target.get("by"):
            return str(target["by"])
        return self._end_of_quota(of) if target and target["key"] == f"quota_{of.measure}" else None

    def _following(self, of: Of) -> dict[str, Any] | None:
        """What the declared target demands on the day after the one in force ends."""
        now = self._target(of)
        if not now or not now.get("by"):
            return None
        declared = next(each for each in self.campaign.targets(of.measure) if each["key"] == now["key"])
        is_last = not declared.get("steps") or declared.get("by", now["by"] + timedelta(1)) <= now["by"]
        is_withdrawn = declared.get("to", date.max) <= now["by"]
        return None if is_last or is_withdrawn else step_of(declared, now["by"] + timedelta(1))

    def next_target(self, of: Of) -> Range | None:
        following = self._following(of)
        return exact(Fraction(str(following["percent"]))) if following and "percent" in following else None

    def next_target_count(self, of: Of) -> Range | None:
        following = self._following(of)
        return exact(following["count"]) if following and "count" in following else None

    def next_target_by(self, of: Of) -> str | None:
        following = self._following(of)
        return str(following["by"]) if following and following.get("by") else None

    def _end_of_quota(self, of: Of) -> str | None:
        """The last day of what was assigned, to a unit or to all those that it is added up over."""
        over = replace(of, base=f"quota_{of.measure}")
        own = None if of.is_group else self._base_row(over)
        below = of.units if of.is_group else self.campaign.children(of.unit)
        each = [own] if own else [self._base_row(self._listed(unit, over)) for unit in below]
        ends = {row["to"] for row in each if row}
        return (ends.pop() or None) if len(ends) == 1 else None

    def _set(self, of: Of) -> Range | None:
        """The edition's own target, where it is set for the subject as well."""
        return self.target_value(replace(self.own, measure=of.measure)) if self._target(of) else None

    def _judged(self, of: Of) -> Of:
        """The same over the base that the target is a share of."""
        target = self._target(of)
        return replace(of, base=target["base"]) if target and target.get("base") else of

    def gap(self, of: Of) -> Range | None:
        return self._toward(of, self._set(of), self.share(self._judged(of)))

    def target_gap(self, of: Of) -> Range | None:
        return self._toward(of, self._set(of), self.share(of))

    def needed(self, of: Of) -> Range | None:
        percent, base = self._set(of), self.base(self._judged(of))
        whole = downwards if self._is_less(of) else upwards
        return (None if of.is_group else self.target_count(of)) or whole(
            scaled(base, percent.low / self._whole(of)) if percent else None
        )

    def missing(self, of: Of) -> Range | None:
        return self._toward(of, self.needed(of), self.counted(of))

    def days_left(self, of: Of) -> Range | None:
        moment, by = self.as_of(of), self.target_by(replace(self.own, measure=of.measure)) if self._target(of) else None
        if moment is None or by is None:
            return None
        if "T" not in moment:
            return exact((date.fromisoformat(by) - date.fromisoformat(moment)).days)
        left = datetime.fromisoformat(f"{by}T00:00") - datetime.fromisoformat(moment)
        return exact(Fraction(left.days * 1440 + left.seconds // 60, 1440) + 1)

    def pace(self, of: Of) -> Range | None:
        days, is_told = self.days_left(of), not (self._is_less(of) or self.campaign.is_flow(of.measure))
        return upwards(per(self._short(of), days)) if is_told and days and days.low >= 1 else None

    def _short(self, of: Of) -> Range | None:
        """What is missing, where something surely is."""
        missing = self.missing(of)
        return missing if missing and missing.from_ > 0 else None

    # -- the period before -------------------------------------------------------------------------------

    def before(self, of: Of) -> Of | None:
        """The latest earlier period that compares: of the edition's unit its own, else where half of its peers do."""
        earlier = [
            p
            for p in reversed(self.campaign.periods)
            if p < of.period and not self.campaign.broken(of.measure, p, of.period)
        ]
        lead = self._lead(replace(self.own, period=of.period, measure=of.measure), earlier)
        if of.units == self.own.units and not of.is_group:
            return replace(of, period=lead, source="") if lead else None
        peers, is_now = self.campaign.peers(of.unit), of.period == self.own.period
        if lead and is_now and self.own.unit in peers:
            return replace(of, period=lead, source="")
        listed = [each for unit in peers if self.said(each := self._listed(unit, of))]
        candidates = [*([lead] if lead and is_now else []), *earlier]
        found = next((period for period in candidates if self._half_compare(listed, period)), "")
        return replace(of, period=found, source="") if found else None

    def _lead(self, own: Of, earlier: list[str]) -> str:
        """Where the unit compares and, of a list that tells of half of its peers, half of that list as well."""
        fitting, said = [period for period in earlier if self._compare(own, period)], self.said(own)
        if not fitting or not said or own.period != self.own.period:
            return fitting[0] if fitting else ""
        peers = self.campaign.peers(own.unit)
        listed = [each for unit in peers if self.said(each := replace(own, units=(unit,), source=said.source))]
        if len(listed) < 2 or 2 * len(listed) < len(peers):
            return fitting[0]
        return next((period for period in fitting if self._half_compare(listed, period)), fitting[0])

    def _half_compare(self, listed: list[Of], period: str) -> bool:
        alike = sum(self._compare(each, period) for each in listed)
        return alike > 0 and 2 * alike >= len(listed)

    def _compare(self, of: Of, period: str) -> bool:
        """Whether a unit's figures compare: both computed and closed, or both published where that is what is told."""
        of = replace(of, base="")
        now, then = self.said(of), self.said(replace(of, period=period, source=""))
        if not now or not then:
            return False
        ratios = [self._own_ratio(each, said) for each, said in ((of, now), (replace(of, period=period), then))]
        if all(ratio and not (ratio.open_low or ratio.open_high) for ratio in ratios):
            return True
        bare = [
            self._base_row(each) is None and said.people
            for each, said in ((of, now), (replace(of, period=period), then))
        ]
        if all(people and not (people.open_low or people.open_high) for people in bare):
            return True
        printed = [said.share for said in (now, then)]
        closed = all(share and not (share.open_low or share.open_high) for share in printed)
        own = ratios[0]
        is_told = own is None or (not own.is_exact and now.share is not None and overlap(own, now.share))
        return closed and is_told

    def _own_ratio(self, of: Of, said: Said) -> Range | None:
        return (
            per(scaled(said.people, self._whole(of)), self.base(of) if self._base_row(of) else None)
            if said.people
            else None
        )

    def _then(self, compute: Callable[[Of], Range | None], of: Of) -> Range | None:
        before = self.before(of)
        return compute(before) if before else None

    def elapsed(self, of: Of) -> Range | None:
        before = self.before(of)
        return self._hours(self.as_of(of), self.as_of(before) if before else None)

    def _hours(self, now: str | None, then: str | None) -> Range | None:
        """Between two moments; whole days where either has no hour."""
        if now is None or then is None:
            return None
        whole = "T" not in now or "T" not in then
        span = datetime.fromisoformat(now[:10] if whole else now) - datetime.fromisoformat(then[:10] if whole else then)
        return exact(Fraction(span.days * 1440 + span.seconds // 60, 60))

    def gained(self, of: Of) -> Range | None:
        return minus(self.counted(of), self._then(self.counted, of))

    def per_day(self, of: Of) -> Range | None:
        is_told = not self.campaign.is_flow(of.measure)
        return per(scaled(self.gained(of), Fraction(24)), self.elapsed(of)) if is_told else None

    def change(self, of: Of) -> Range | None:
        now, then = self.share(of), self._then(self.share, of)
        if now and then and now.is_exact and then.is_exact:
            return minus(now, then)
        return minus(self._ratio(of), self._then(self._ratio, of)) or minus(
            self.published_share(of), self._then(self.published_share, of)
        )

    # -- over a week, and beside the pace ----------------------------------------------------------------

    def _week(self, of: Of) -> Of | None:
        """The earliest exact figure of the last seven days, where two of them lie within."""
        if of.is_group or not self._is_exact(of):
            return None
        found = []
        for period in self.campaign.periods:
            then = replace(of, period=period, source="")
            if period >= of.period or self.campaign.broken(of.measure, period, of.period) or not self._is_exact(then):
                continue
            hours = self._hours(self.as_of(of), self.as_of(then))
            found += [then] if hours and hours.low <= 7 * 24 else []
        return found[0] if len(found) > 1 else None

    def _is_exact(self, of: Of) -> bool:
        """Whether the count and the measure's own base are known to the unit."""
        said, own = self.said(of), replace(of, base="")
        ratio = self._own_ratio(own, said) if said else None
        return ratio is not None and ratio.is_exact

    def week_elapsed(self, of: Of) -> Range | None:
        week = self._week(of)
        return self._hours(self.as_of(of), self.as_of(week)) if week else None

    def week_gained(self, of: Of) -> Range | None:
        week = self._week(of)
        return minus(self.counted(of), self.counted(week)) if week and not self.campaign.is_flow(of.measure) else None

    def week_per_day(self, of: Of) -> Range | None:
        return per(scaled(self.week_gained(of), Fraction(24)), self.week_elapsed(of))

    def pace_apart(self, of: Of) -> Range | None:
        return minus(self.per_day(of), self.pace(of))

    def week_pace_apart(self, of: Of) -> Range | None:
        return minus(self.week_per_day(of), self.pace(of))

    def pace_times(self, of: Of) -> Range | None:
        """How many times what was gained a day is what is needed, where that surely is more than twice as much."""
        pace, daily = self.pace(of), self.per_day(of)
        times = per(pace, daily)
        return times if times and pace and daily and pace.from_ > 2 * daily.to else None

    # -- over a year -------------------------------------------------------------------------------------

    def _of_year(self, of: Of) -> list[Of]:
        """The subject in every period of its year that counts the measure, its own the last."""
        begins = self.campaign.year_begins(of.measure, span(of.period).last)
        earlier = [
            period
            for period in self.campaign.periods
            if begins <= span(period).last
            and period < of.period
            and not self.campaign.broken(of.measure, period, of.period)
            and any(row["measure"] == of.measure for row in self.campaign.counts(period))
        ]
        found = [*(replace(of, period=period, source="") for period in earlier), of]
        return found if len(found) > 1 and self.campaign.is_flow(of.measure) else []

    def year_total(self, of: Of) -> Range | None:
        return total(map(self.counted, year)) if (year := self._of_year(of)) else None

    def year_periods(self, of: Of) -> Range | None:
        known = [each for each in self._of_year(of) if self.counted(each)]
        return exact(len(known)) if len(known) > 1 else None

    def _year_before(self, of: Of) -> Of | None:
        """The same period a year earlier, of days the nearest in half a week; not of what is counted up for ever."""
        if not self.campaign.is_of_years(of.measure):
            return None
        near = self._near_a_year_ago(of.period) if span(of.period).kind == "day" else a_year_before(of.period)
        is_told = near in self.campaign.periods and not self.campaign.broken_method(
            of.measure, span(near).last, span(of.period).last
        )
        return replace(of, period=near, source="") if is_told else None

    def _near_a_year_ago(self, day: str) -> str:
        then = date.fromisoformat(day).replace(year=int(day[:4]) - 1)
        off = {period: abs((span(period).last - then).days) for period in self.campaign.periods}
        return min((period for period in off if off[period] <= 3), key=lambda period: off[period], default="")

    def _since_a_year(self, compute: Callable[[Of], Range | None], of: Of) -> Range | None:
        then = self._year_before(of)
        return minus(compute(of), compute(then)) if then else None

    def year_gained(self, of: Of) -> Range | None:
        return self._since_a_year(self.counted, of)

    def year_change(self, of: Of) -> Range | None:
        return self._since_a_year(self._ratio, of) or self._since_a_year(self.published_share, of)

    def year_growth(self, of: Of) -> Range | None:
        then = self._year_before(of)
        return per(scaled(self.year_gained(of), Fraction(100)), self.counted(then)) if then else None

    def year_total_gained(self, of: Of) -> Range | None:
        then = self._year_before(of)
        a_year_ago = [self._year_before(each) for each in self._of_year(of)]
        before = [each.period for each in self._of_year(then)] if then else []
        are_same = [each and each.period for each in a_year_ago] == before
        return self._since_a_year(self.year_total, of) if are_same else None

    # -- among others ------------------------------------------------------------------------------------

    def _list(self, of: Of) -> list[Of]:
        """The peers whose share the subject's own list tells; of a region the regions."""
        if of.is_group:
            each = [replace(of, units=units) for units in self.campaign.regions if of.units in self.campaign.regions]
            return [region for region in each if self.share(region)]
        if not (said := self.said(of)):
            return []
        peers = (replace(of, units=(code,), source=said.source) for code in self.campaign.peers(of.unit))
        return [one for one in peers if self.said(one) and self.share(replace(one, base="")) and self.share(one)]

    def _placed(self, of: Of, among: list[Of]) -> Range | None:
        mine = self.share(of)
        others = [share for each in among if each.units != of.units and (share := self.share(each))]
        if mine is None:
            return None
        return self._place_among(of, mine, others)

    def _place_among(self, of: Of, mine: Range, others: list[Range]) -> Range:
        """Count who surely stands before, and who may: above, or below where less is better."""
        if self._is_less(of):
            before = sum(other.to < mine.from_ for other in others)
            return Range(Fraction(1 + before), Fraction(1 + sum(other.from_ < mine.to for other in others)))
        before = sum(other.from_ > mine.to for other in others)
        return Range(Fraction(1 + before), Fraction(1 + sum(other.to > mine.from_ for other in others)))

    def ranked(self, of: Of) -> Range | None:
        return exact(len(self._list(of))) if len(self._list(of)) > 1 else None

    def rank(self, of: Of) -> Range | None:
        return self._placed(of, self._list(of)) if self.ranked(of) else None

    def rank_by_count(self, of: Of) -> Range | None:
        said, mine = None if of.is_group else self.said(of), self.counted(of)
        if said is None or mine is None:
            return None
        peers = (replace(of, units=(code,), source=said.source) for code in self.campaign.peers(of.unit))
        told = {one.unit: one_said.people for one in peers if (one_said := self.said(one)) and one_said.people}
        others = [count for unit, count in told.items() if unit != of.unit]
        return self._place_among(of, mine, others) if len(told) > 1 else None

    def _both(self, of: Of) -> tuple[list[Of], list[Of]] | None:
        """The peers that both lists tell of, the period's and the one before: nine in ten of each list are in both."""
        then = None if of.is_group else self.before(replace(of, source=""))
        if then is None or of.period != self.own.period:
            return None
        now_list, then_list = self._list(replace(of, source="")), self._list(then)
        listed = [self._named(now_list), self._named(then_list)]
        if 10 * len(listed[0] & listed[1]) < 9 * max(map(len, listed)):
            return None
        common = {each.unit for each in now_list} & {each.unit for each in then_list}
        if len(common) < 2:
            return None
        return [each for each in now_list if each.unit in common], [each for each in then_list if each.unit in common]

    def _named(self, members: list[Of]) -> set[str]:
        """All peers in the list that some members are of."""
        if not members:
            return set()
        listed = self.campaign.lists(members[0].period, members[0].measure)[members[0].source]
        return {*listed} & {*self.campaign.peers(members[0].unit)}

    def compared(self, of: Of) -> Range | None:
        both = self._both(of)
        return exact(len(both[0])) if both else None

    def moved(self, of: Of) -> Range | None:
        both = self._both(of)
        if both is None:
            return None
        now, then = (next((each for each in members if each.unit == of.unit), None) for members in both)
        return minus(self._placed(then, both[1]), self._placed(now, both[0])) if now and then else None

    def _against(self, of: Of) -> Of:
        is_group = of.against in self.groups
        return replace(of, units=self.groups.get(of.against, (of.against,)), is_group=is_group, against="")

    def beside(self, of: Of) -> Range | None:
        return minus(self.share(replace(of, against="")), self.share(self._against(of))) if of.against else None

    def apart(self, of: Of) -> Range | None:
        return minus(self.counted(replace(of, against="")), self.counted(self._against(of))) if of.against else None

    def catch_up(self, of: Of) -> Range | None:
        theirs = self.share(self._against(of)) if of.against else None
        mine, base = self.counted(of), self.base(of)
        if theirs is None or not theirs.is_exact or mine is None or not mine.is_exact:
            return None
        level = scaled(base, theirs.low / self._whole(of))
        return minus(mine, downwards(level)) if self._is_less(of) else minus(upwards(level), mine)

    def held(self, of: Of) -> Range | None:
        said = self.said(of)
        source = said.source if said else of.source
        each = [replace(of, units=(code,), source=source) for code in self.campaign.peers(of.unit)]
        told = [one for one in each if (self.said(one) or self._has_count(one)) and self._target(one)]
        return per(scaled(self._short(of), Fraction(100)), self._shortfall(told)) if told else None

    def _shortfall(self, members: list[Of]) -> Range | None:
        nought = Fraction(0)
        return total(
            known
            and Range(
                max(known.low, nought) if not known.open_low else nought, max(known.high, nought), False, known[3]
            )
            for known in map(self.missing, members)
        )

    # -- groups ------------------------------------------------------------------------------------------

    def known(self, of: Of) -> Range | None:
        return exact(len(self._counted(of))) if self._counted(of) or of.is_group else None

    def told(self, of: Of) -> Range | None:
        members = self._members(of)
        told = [each for each in members if self._has_count(each) or ((said := self.said(each)) and said.share)]
        return exact(len(told)) if of.is_group else None

    def in_ranking(self, of: Of) -> Range | None:
        shared = [each for each in self._members(of) if self.said(each) and self.share(each)]
        return exact(len(shared)) if len(shared) > 1 and of.is_group else None

    def amount_total(self, of: Of) -> Range | None:
        is_amount = self.campaign.kind(of.measure) == "amount"
        return total(amounts) if is_amount and (amounts := self._shares(of)) else None

    def listed_base(self, of: Of) -> Range | None:
        return total(self.base(replace(each, source="")) for each in self._members(of)) if of.is_group else None

    def bases_apart(self, of: Of) -> Range | None:
        return minus(self.listed_base(of), self.base(self._against(of))) if of.against else None

    def covered(self, of: Of) -> Range | None:
        return per(scaled(self.listed_base(of), Fraction(100)), self.base(self._against(of))) if of.against else None

    def absent(self, of: Of) -> Range | None:
        return minus(self.units(of), self.told(of))

    def _shares(self, of: Of) -> list[Range]:
        members = self._members(of) if of.is_group else []
        shares = [share for each in members if self.said(each) and (share := self.share(each))]
        return [share for share in shares if not share.open_low and not share.open_high]

    def spread(self, of: Of) -> Range | None:
        shares = self._shares(of)
        if len(shares) <= 1:
            return None
        highest = Range(max(share.low for share in shares), max(share.high for share in shares))
        return minus(highest, Range(min(share.low for share in shares), min(share.high for share in shares)))

    def median(self, of: Of) -> Range | None:
        shares, half = self._shares(of), len(self._shares(of)) // 2
        if len(shares) <= 1:
            return None
        lows, highs = sorted(share.low for share in shares), sorted(share.high for share in shares)
        return Range((lows[half] + lows[-half - 1]) / 2, (highs[half] + highs[-half - 1]) / 2)

    def _judgeable(self, of: Of) -> list[Of]:
        members = self._members(of) if of.is_group else []
        return [
            each
            for each in members
            if (self.said(each) or self._has_count(each)) and self.share(each) and self._target(each)
        ]

    def _decided(self, of: Of) -> tuple[int, int] | None:
        """Count who surely reaches the target and who surely does not: by shares of its own base, or by counts.

        A ceiling is reached by whoever stays at it or below.
        """
        members = [each for each in self._members(of) if self._target(each)] if of.is_group else []
        percent, count = self._set(of), self.target_count(of)
        said = [each for each in members if self.said(each) or self._has_count(each)]
        known = [self.counted(each) if count else self.share(self._judged(each)) for each in said]
        figures, aim = [each for each in known if each], percent or count
        if aim is None or not figures:
            return None
        if self._is_less(of):
            return sum(each.to <= aim.low for each in figures), sum(each.from_ > aim.high for each in figures)
        return sum(each.from_ >= aim.high for each in figures), sum(each.to < aim.low for each in figures)

    def reached(self, of: Of) -> Range | None:
        return exact(decided[0]) if (decided := self._decided(of)) else None

    def below_target(self, of: Of) -> Range | None:
        return exact(decided[1]) if not self._is_less(of) and (decided := self._decided(of)) else None

    def above_target(self, of: Of) -> Range | None:
        return exact(decided[1]) if self._is_less(of) and (decided := self._decided(of)) else None

    def judged(self, of: Of) -> Range | None:
        return exact(sum(decided)) if (decided := self._decided(of)) else None

    def shortfall(self, of: Of) -> Range | None:
        return self._shortfall(self._judgeable(of)) if self._judgeable(of) else None


@cache
def read(data: Path, name: str, day: str, vintage: str) -> Campaign:
    """Read a campaign once for all its editions of a day."""
    return Campaign(data, name, day, vintage)


# words, which are no figures, and what only estimates have: the test of the example of a survey recomputes those
NOT_COMPUTED = {"published_rank_by", "merged_from", "survey_method", "confidence"}


def edition_of(data: Path, ledger: dict[str, Any]) -> Edition:
    """Open the edition that a ledger is of."""
    told = ledger["edition"]
    subjects = [fact["subject"] for fact in ledger["facts"].values()]
    groups = {each["group"]: tuple(each["units"]) for each in subjects if "group" in each}
    campaign = read(data, told["campaign"], told["period"], told["vintage"])
    targets = {each["key"]: each for name in campaign.settings["measures"] for each in campaign.targets(name)}
    return Edition(campaign, told["unit"], targets.get(told["target"]), groups)


def of_ledger(data: Path, ledger: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Compute each fact of a ledger anew; give its key, what the ledger says, and what the rows say."""
    edition = edition_of(data, ledger)
    for key, fact in ledger["facts"].items():
        if fact["concept"] not in NOT_COMPUTED:
            yield key, stated(fact), edition.value(fact["concept"], subject(key, fact["subject"]))


def stated(fact: dict[str, Any]) -> Range | str:
    """What a ledger says of a fact."""
    if "value" in fact:
        return str(fact["value"])
    opened = fact.get("open", "")
    return Range(Fraction(fact["low"]), Fraction(fact["high"]), opened in ("low", "both"), opened in ("high", "both"))


def subject(key: str, told: dict[str, Any]) -> Of:
    """Read what a fact is of; a source that the key does not name is the list of record's."""
    source = told["source"] if f"/{told['source']}" in key else ""
    return Of(
        units=tuple(told["units"]) if "group" in told else (told["unit"],),
        period=told["period"],
        measure=told["measure"],
        source=source or "",
        base=told["base"] or "",
        against=told.get("against", ""),
        is_group="group" in told,
    )
