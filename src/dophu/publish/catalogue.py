"""The list of every edition in an outputs folder, as one page that is searched and sorted without a host.

A picture of a unit's course stands once in the style sheet for all its rows, which keeps the page of ten
thousand editions at a few megabytes. What its script searches and sorts by is reckoned here, beside the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from dophu.data.brand import HOUSE, Brand
from dophu.publish.beside import anchor
from dophu.publish.coverage import SHOWN, coverages, state_of
from dophu.publish.html import TEMPLATES, colours, script, style_of, template_of
from dophu.publish.layout import logo_words
from dophu.publish.listed import FORMATS, Catalogue, Headline, Listed, Reason, Registered
from dophu.publish.order import Key, places
from dophu.publish.sparkline import spark
from dophu.tell.html import PLAIN_IN_DATA, printable
from dophu.wording import capitalised, collation_key, decimal
from dophu.words import say
from dophu.words.text import without_marks
from dophu.world.periods import read_period

SHOWN_REASONS = 2  # more would bury the row; `dophu list` names all
FEWEST_POINTS = 2
ROWS_IN_GROUP = 50  # which a browser lays out only when it comes into sight
SORTABLE = ("period", "unit", "campaign", "share", "rank")
HIGHEST_FIRST = {"period", "share"}
STATES = ("issued", "withdrawn", "current", "stale", "failed", "skipped", "simulated")
BETWEEN_WORDS = re.compile(r"[^\w/-]+|_+")
WRONG = ("issued", "stale", "failed")  # states that the summary counts


Regions = Mapping[tuple[str, str], str]
NO_REGIONS: Regions = MappingProxyType({})


@dataclass(frozen=True)
class IssuedLetter:
    """A letter of a report: how it is cited, what became of it, in words, and its files' addresses."""

    cited: str
    life: str
    links: dict[str, str]


@dataclass(frozen=True)
class Report:
    """One report of a row: its formats with their addresses, and the notebook of its last build if that failed.

    state     how far it has come: missing, failed, stale, draft or issued
    letters   what was issued of it; the formats are then those of a draft, and of one that stands there are none
    """

    title: str
    state: str
    links: dict[str, str]
    failed: str
    letters: list[IssuedLetter]


@dataclass(frozen=True)
class CatalogueEntry:
    """The reports of one campaign, period and unit.

    whys     why some are stale or failed, in words
    places   where it stands by each of SORTABLE, "-" where it has none
    course   the number of the picture of its unit's course, or None
    """

    first: Listed
    reports: list[Report]
    states: list[str]
    whys: list[str]
    places: tuple[str, ...] = ()
    course: int | None = None

    @property
    def headline(self) -> Headline:
        """What the row reports first."""
        return self.first.headline

    @property
    def day(self) -> str:
        """The period as offices write it."""
        return read_period(self.first.period).in_words

    @property
    def anchor(self) -> str:
        """The row's place in the page, to which the pages of its reports lead."""
        return anchor(*self.first.edition[:3])

    @property
    def of_unit(self) -> str:
        """The part of the page that has all periods of the row's unit."""
        return anchor(self.first.campaign, self.first.unit)

    @property
    def series(self) -> tuple[str, str, str]:
        """Whose course the row belongs to: a code is another unit in another vintage."""
        return self.first.campaign, self.first.vintage, self.first.unit


def render_catalogue(catalogue: Catalogue, brand: Brand = HOUSE, regions: Regions = NO_REGIONS) -> bytes:
    """Write the page in UTF-8, newest period first, then by unit; the same editions give the same bytes.

    regions   the name of the region of a unit, by its vintage and code
    """
    rows, courses = _with_courses(_placed(_rows(catalogue.listed)))
    page = template_of(TEMPLATES / "catalogue.html.j2").render(
        rows=rows,
        rows_in_group=ROWS_IN_GROUP,
        courses=courses,
        state_words={state: say(f"coverage.{state}") for state in SHOWN},
        campaign_places={row.first.campaign: row.places[2] for row in rows},
        coverages=coverages(catalogue.listed),
        unreadable=catalogue.unreadable,
        summary=_summary(catalogue, rows),
        columns=[(say(f"catalogue.{name}"), name in HIGHEST_FIRST) for name in SORTABLE],
        campaigns=_choices(rows, 2, lambda row: capitalised(row.headline.campaign)),
        periods=_choices(rows, 0, lambda row: row.day)[::-1],
        regions=_regions(rows, regions),
        index=_index(rows, regions),
        reports=sorted({one.headline.title for one in catalogue.listed}, key=collation_key),
        states={name: say(f"state.{name}") for name in STATES if any(name in row.states for row in rows)},
        simulated=bool(rows) and all(row.headline.simulated for row in rows),
        style=style_of(TEMPLATES / "catalogue.css"),
        script=script("catalogue.js"),
        brand=brand,
        colours=colours(brand),
        logo=logo_words(brand),
    )
    return printable(page).encode()


def _index(rows: Sequence[CatalogueEntry], regions: Regions) -> dict[str, Any]:
    """Give what the script finds rows by, in their order; the title of a report stands once for all rows.

    Of a row: its places, states, region, vintage, words, and the numbers of its reports' titles.
    """
    titles = {report.title: None for row in rows for report in row.reports}
    numbers = {title: number for number, title in enumerate(titles)}
    known = [
        [
            *(" ".join(row.places), " ".join(row.states)),
            *(regions.get((row.first.vintage, row.first.unit), ""), row.first.vintage, _searched(*_words(row))),
            [numbers[report.title] for report in row.reports],
        ]
        for row in rows
    ]
    return {"titles": [[title, _searched(title)] for title in titles], "rows": known}


def _words(row: CatalogueEntry) -> Iterator[str]:
    """List the words of a row by which one looks for it, besides the titles of its reports."""
    head = row.headline
    yield from (row.first.period, row.day, head.unit_name, head.campaign)
    yield from (head.rate, head.counted, head.rank, head.rank_note, *row.whys)
    if head.simulated:
        yield say("catalogue.simulated")
    for report in row.reports:
        yield from (f"{letter.cited} {letter.life}" for letter in report.letters)
        yield say("catalogue.failed_notebook") if report.failed else ""


def _searched(*words: str) -> str:
    """Write words as the script folds those that are typed: small, without marks, a blank between two."""
    return BETWEEN_WORDS.sub(" ", without_marks(" ".join(words))).strip()


def _regions(rows: Iterable[CatalogueEntry], regions: Regions) -> list[str]:
    """List the regions that units of the page lie in."""
    found = {
        regions[row.first.vintage, row.first.unit] for row in rows if (row.first.vintage, row.first.unit) in regions
    }
    return sorted(found, key=collation_key)


def _rows(listed: Iterable[Listed]) -> list[CatalogueEntry]:
    ordered = sorted(listed, key=lambda one: (*one.edition[:3], collation_key(one.headline.title), one.report))
    return [_row(list(group)) for _, group in groupby(ordered, key=lambda one: one.edition[:3])]


def _row(group: Sequence[Listed]) -> CatalogueEntry:
    """Put the reports of one unit and period together; the headline is that of a current one, if there is any."""
    found = {state for one in group for state in one.states}
    if found & {"stale", "failed"}:
        found.discard("current")
    return CatalogueEntry(
        first=min(group, key=lambda one: (not one.formats, bool(one.stale))),
        reports=[_report(one) for one in group],
        states=[state for state in STATES if state in found],
        whys=_whys(group),
    )


def _report(one: Listed) -> Report:
    formats = () if one.in_force and one.in_force.state == "issued" else one.formats
    failed = _address(".failed", *one.edition[:3], f"{one.report}.ipynb") if one.failure else ""
    letters = [_letter(letter, one.report) for letter in one.letters]
    return Report(one.headline.title, state_of(one), _links(formats, one.edition[:3], one.report), failed, letters)


def _letter(letter: Registered, report: str) -> IssuedLetter:
    life = say(f"life.{letter.state}")
    life = say("catalogue.successor", life=life, letter=letter.successor) if letter.successor else life
    links = _links(letter.formats, letter.folder, report) if letter.folder else {}
    return IssuedLetter(letter.cited, life, links)


def _links(formats: Iterable[str], folder: Iterable[str], report: str) -> dict[str, str]:
    return {name.upper(): _address(*folder, f"{report}.{name}") for name in FORMATS if name in formats}


def _address(*parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts)


def _whys(group: Sequence[Listed]) -> list[str]:
    """Say why reports are stale, failed or skipped, once for all that share a reason."""
    said: dict[str, list[str]] = {}
    for one in group:
        for why in _whys_of(one):
            said.setdefault(why, []).append(one.headline.title)
    return [why if len(titles) == len(group) else f"{'; '.join(titles)}. {why}" for why, titles in said.items()]


def _whys_of(one: Listed) -> Iterator[str]:
    if one.stale:
        yield _stale(one.stale)
    if one.failure:
        yield say("catalogue.failed", why=one.failure)
    if one.skipped:
        yield say("catalogue.skipped", why=one.skipped)


def _stale(reasons: Sequence[Reason]) -> str:
    shown = [say(f"stale.{reason.change}", what=reason.subject) for reason in reasons[:SHOWN_REASONS]]
    more = len(reasons) - len(shown)
    others = say("catalogue.more_changes", many=decimal(more)) if more else ""
    return say("catalogue.stale", why="; ".join(shown) + others)


def _placed(rows: Sequence[CatalogueEntry]) -> list[CatalogueEntry]:
    """Reckon each row's place in the columns, and put the newest period first."""
    columns: list[list[Key | None]] = [
        [(row.first.period,) for row in rows],
        [(collation_key(row.headline.unit), collation_key(row.headline.unit_name), row.first.unit) for row in rows],
        [(collation_key(row.headline.campaign), row.first.campaign) for row in rows],
        [None if row.headline.amount is None else (row.headline.amount,) for row in rows],
        [None if row.headline.place is None else (row.headline.place,) for row in rows],
    ]
    by_row = zip(*map(places, columns), strict=True)
    placed = [replace(row, places=own) for row, own in zip(rows, by_row, strict=True)]
    return sorted(placed, key=lambda row: (-int(row.places[0]), int(row.places[1]), int(row.places[2])))


def _with_courses(rows: Sequence[CatalogueEntry]) -> tuple[list[CatalogueEntry], list[str]]:
    """Draw the course of each unit whose share is known in several periods, and number it for its rows."""
    groups: dict[tuple[str, str, str], list[CatalogueEntry]] = {}
    for row in reversed(rows):
        groups.setdefault(row.series, []).append(row)
    drawn = {series: course for series, group in groups.items() if (course := _course(group))}
    numbers = {series: number for number, series in enumerate(drawn)}
    return [replace(row, course=numbers.get(row.series)) for row in rows], list(drawn.values())


def _course(rows: Sequence[CatalogueEntry]) -> str:
    """Draw a unit's shares, oldest first, as an address of a picture; a change of method breaks the line."""
    values: list[float | None] = []
    method = None
    for head in (row.headline for row in rows):
        known = head.amount if head.certain else None
        if known is not None:
            values += [None] * (method not in {None, head.method})
            method = head.method
        values.append(None if known is None else float(known))
    if sum(value is not None for value in values) < FEWEST_POINTS:
        return ""
    aims = [float(row.headline.aim) for row in rows if row.headline.aim is not None]
    return quote(spark(values, aims[-1] if aims else None), safe=PLAIN_IN_DATA)


def _choices(
    rows: Sequence[CatalogueEntry], column: int, label: Callable[[CatalogueEntry], str]
) -> list[tuple[str, str]]:
    """List what a filter offers: the place in a column, and the words for it, in the order of the column."""
    found = {int(row.places[column]): label(row) for row in rows}
    return [(str(place), words) for place, words in sorted(found.items())]


def _summary(catalogue: Catalogue, rows: Sequence[CatalogueEntry]) -> str:
    """Count what the page lists, in words."""
    counted = {state: sum(state in row.states for row in rows) for state in WRONG}
    whole = say("catalogue.summary", reports=decimal(len(catalogue.listed)), rows=decimal(len(rows)))
    parts = (say(f"catalogue.rows_{state}", many=decimal(number)) for state, number in counted.items() if number)
    return "; ".join([whole, *parts])
