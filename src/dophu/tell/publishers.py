"""Sources in words that a reader knows: who published a figure, and what it was called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit

from dophu.facts.fact import Fact
from dophu.tell.blocks import Run, Runs
from dophu.tell.content import runs
from dophu.wording import day_month_year
from dophu.words import say
from dophu.world.campaigns import Source

REGISTER = {"peers", "units"}  # facts that say how many units there are, and nothing of the campaign
NUMBER = re.compile(r"\d+")
FILE = re.compile(r"\s*\([^()]*\.\w{2,4}\)\s*$")  # a title's "(tệp counts.csv)"
DESCRIBED = re.compile(r"\((.+)\)")  # a title that is not the publication's own words


def publisher(sources: Mapping[str, Source], key: str) -> str:
    """Name who published a source: who sent it, who made it public, its site or its title; a key for what is none."""
    source = sources.get(key)
    if source is None:
        return key
    sender = next((file.sender for file in source.files if file.sender), "")
    site = urlsplit(source.address[0]).hostname if source.address else None
    return sender or source.publisher or (site or "").removeprefix("www.") or title_of(source)


def title_of(source: Source) -> str:
    """Write what a source is called, without the name of its file, and without brackets where it is no title."""
    called = FILE.sub("", source.title)
    described = DESCRIBED.fullmatch(called)
    return described[1] if described else called


def told(source: Source) -> str:
    """Write a source as a reader knows it: a title that is in Vietnamese, and who published it."""
    if source.language:
        language = say(f"language.{source.language}")
        if source.publisher is None:
            return say("sources.foreign_unknown", language=language)
        return say("sources.foreign", publisher=source.publisher, language=language)
    if source.publisher is None:
        return title_of(source)
    key = "sources.described" if DESCRIBED.fullmatch(source.title) else "sources.titled"
    return say(key, title=title_of(source), publisher=source.publisher)


def of_figures(facts: Iterable[Fact]) -> set[str]:
    """Name the sources that figures rest on; the register of units is none that a reader asks for."""
    by_source: dict[str, set[str]] = {}
    for fact in facts:
        for name in fact.sources if not fact.inputs else ():
            by_source.setdefault(name, set()).add(fact.concept)
    return {name for name, concepts in by_source.items() if not concepts <= REGISTER}


def source_line(found: Sequence[Source]) -> Runs:
    """Tell sources in one line; a series whose titles differ in one number is told once, by its first and its last."""
    listed = [runs(_of_series(list(series))) for _, series in groupby(found, key=_without_numbers)]
    parted = [[Run(text="; ", data=True), *each] if place else each for place, each in enumerate(listed)]
    return [Run(text=say("sources.line"), bold=True, data=True), *(run for each in parted for run in each), *runs(".")]


def _without_numbers(source: Source) -> str:
    return NUMBER.sub("", told(source))


def _of_series(series: Sequence[Source]) -> str:
    first, last = told(series[0]), told(series[-1])
    if first == last:
        day = series[0].published
        return say("sources.dated", title=first, day=_day(day)) if day else first
    apart = [pair for pair in _numbers(first, last) if pair[0][0] != pair[1][0]]
    (one, other), *others = apart
    if others or int(other[0]) - int(one[0]) + 1 != len(series):
        return say("sources.and_others", title=first, many=len(series) - 1)
    return first[: one.end()] + say("sources.until", last=other[0]) + first[one.end() :]


def _numbers(first: str, last: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Pair the numbers of two texts that are alike but for them."""
    return zip(NUMBER.finditer(first), NUMBER.finditer(last), strict=True)


def _day(moment: str) -> str:
    return day_month_year(date.fromisoformat(moment[:10]))
