"""The chapter on the quality of a period's data: its tables, and what those who send data should correct."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from dophu import charts
from dophu.charts.arrivals import Received
from dophu.charts.rows import frame_of
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.measure.doubts import Doubt
from dophu.measure.quality import Check, Quality, quality
from dophu.measure.received import (
    Arrival,
    Delivery,
    KnownBase,
    Original,
    arrivals,
    folder_of,
    is_nearly_complete,
    listed_units,
)
from dophu.measure.revisions import Revision, Revisions
from dophu.tell.blocks import Run, Runs
from dophu.tell.chapter import Chapter
from dophu.tell.content import FigureContent, TableContent, bare, line, runs
from dophu.tell.findings import titled
from dophu.tell.publishers import publisher
from dophu.tell.said import Said, said
from dophu.tell.sentences.quality import checks_sentence, recomputed_sentence, request
from dophu.wording import Moment, capitalised, collation_key, day_month_year, joined, moment
from dophu.words import around, say
from dophu.words.word import Word
from dophu.world.campaigns import Source
from dophu.world.periods import last_day, read_period
from dophu.world.units import Unit

MOST_NAMED = 5
MOST_ROWS = 65  # of a calendar that a page holds
FEWEST_PERIODS = 3  # and units, that a calendar shows

Align = list[Literal["left", "center", "right"]]
CHECKS = (
    "foreign",
    "misdated",
    "duplicates",
    "revised_nothing",
    "shares_out_of_range",
    "kinds",
    "estimates",
    "counts_above_base",
    "totals",
    "controls",
    "shares",
    "ranks",
    "falls",
    "memory",
    "repeats",
    "parts",
)  # in the order of the table
OWN_TABLE = ("shares", "ranks")


def received(facts: Facts, measured: Quality) -> TableContent | str:
    """Show who sent what for the period, when, and up to which moment."""
    if not measured.deliveries:
        return say("received.none")
    period = facts.fact("period")
    assert period is not None
    return TableContent(
        key="received",
        caption=line("received.caption", period=period),
        head=[say(f"quality.{name}") for name in ("source", "published", "received", "until", "rows")],
        rows=[_delivery(delivery) for delivery in measured.deliveries],
        align=["left", "left", "left", "left", "right"],
        foot=[[line("received.total"), [], [], [], runs(measured.tallies["rows_received"])]],
    )


def _delivery(delivery: Delivery) -> list[Runs]:
    source = delivery.source
    ends = [*map(str, delivery.moments[:1]), *map(str, delivery.moments[-1:])] or [source.as_of or ""]
    first, *last = dict.fromkeys(_when(end) for end in ends)
    until = say("received.until", first=first, last=last[0]) if last else first
    senders = ", ".join(dict.fromkeys(file.sender for file in source.files if file.sender))
    handed = _when(source.received)
    handed = say("received.from", when=handed, senders=senders) if senders else handed
    words = [f"{source.id}: {source.title}", _when(source.published), handed, until]
    return [*(runs(word) for word in words), runs(delivery.rows)]


def _when(text: str | None) -> str:
    """Write a moment of the settings as prose does; other text stays, a blank is not known."""
    try:
        return moment(Moment.parse(text)).removeprefix(around("date.day", "day")[0]) if text else _not_stated()
    except ValueError:
        return text or _not_stated()


def _not_stated() -> str:
    return say("quality.not_stated")


def files(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the period's files with their SHA-256, then the files they were made from, as received."""
    rows = [[runs(file.path.rpartition("/")[2]), _maybe(file.rows), runs(file.sha256)] for file in measured.files]
    rows += [[runs(_original(file)), [], runs(file.file.sha256 or _not_stated())] for file in measured.originals]
    if not rows:
        return say("files.none")
    return TableContent(
        key="files",
        caption=line("files.caption", folder=folder_of(measured.facts)),
        head=[say("quality.file"), say("quality.rows"), "SHA-256"],
        rows=rows,
        align=["left", "right", "left"],
        foot=[],
    )


def _original(original: Original) -> str:
    return say("files.original", file=original.file.file, source=original.source.id)


def _maybe(fact: Fact | None, otherwise: str = "") -> list[Run]:
    return runs(fact) if fact else runs(otherwise) if otherwise else []


def checks(_facts: Facts, measured: Quality) -> TableContent:
    """Show every check, how many figures it looked at and what it found."""
    return TableContent(
        key="checks",
        caption=line("checks.caption"),
        head=[say(f"quality.{name}") for name in ("asked", "looked_at", "open", "explained", "result")],
        rows=[_check(check) for check in sorted(measured.checks, key=lambda check: CHECKS.index(check.key))],
        align=["left", "right", "right", "right", "left"],
        foot=[],
    )


def _check(check: Check) -> list[Runs]:
    facts = [runs(check.looked), runs(check.open), runs(check.known)]
    return [runs(say(f"check.{check.key}")), *facts, runs(_result(check))]


def _result(check: Check) -> str:
    if check.looked == 0:
        return say("checks.nothing")
    if check.open > 0:
        return say("checks.look_again")
    return say("checks.explained" if check.known > 0 else "checks.passed")


def inconsistencies(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show every published share that its count does not give."""
    found = [doubt for doubt in measured.doubts if doubt.check == "shares"]
    if not found:
        return say("inconsistencies.none")
    return TableContent(
        key="inconsistencies",
        caption=line("inconsistencies.caption"),
        head=[say(f"quality.{name}") for name in ("unit_source", "published", "recomputed", "difference", "fits")],
        rows=[_inconsistency(doubt) for doubt in found],
        align=["left", "right", "right", "right", "left"],
        foot=[],
        marked=_marked(found, measured),
    )


def _inconsistency(doubt: Doubt) -> list[Runs]:
    fits = doubt.facts.get("fits")
    why = line("inconsistencies.fits", base=fits) if fits else line("inconsistencies.fits_none")
    return [
        _whose(doubt),
        runs(doubt.facts["published"]),
        _maybe(doubt.facts.get("recomputed"), say("inconsistencies.not_recomputed")),
        bare(doubt.facts["difference"]) if "difference" in doubt.facts else [],
        why + (runs(f". {doubt.note}") if doubt.note else []),
    ]


def _whose(doubt: Doubt) -> Runs:
    measure = f", {doubt.measure}" if doubt.measure else ""
    return runs(f"{_name(doubt.unit)}{measure} ({doubt.source})")


def _name(unit: Unit | None) -> str:
    return capitalised(unit.full_name) if unit else say("inconsistencies.group")


def _marked(found: list[Doubt], measured: Quality) -> int | None:
    """Mark the row of the edition's unit where it has only one."""
    mine = [place for place, doubt in enumerate(found) if doubt.unit == measured.facts.unit]
    return mine[0] if len(mine) == 1 else None


def reranked(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show every published place that is another when the same list is ranked again."""
    found = [doubt for doubt in measured.doubts if doubt.check == "ranks"]
    if not found:
        return say("reranked.none")
    return TableContent(
        key="reranked",
        caption=line("reranked.caption"),
        head=[say(f"quality.{name}") for name in ("unit_source", "published", "recomputed", "note")],
        rows=[
            [
                _whose(doubt),
                runs(doubt.facts["published"]),
                runs(doubt.facts["recomputed"]),
                runs(doubt.note or say("quality.nothing_known")),
            ]
            for doubt in found
        ],
        align=["left", "right", "right", "left"],
        foot=[],
        marked=_marked(found, measured),
    )


def doubts(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the findings of all other checks, each in a sentence."""
    found = [doubt for doubt in measured.doubts if doubt.check not in OWN_TABLE]
    if not found:
        return say("doubts.none")
    return TableContent(
        key="doubts",
        caption=line("doubts.caption"),
        head=[say(f"quality.{name}") for name in ("unit_source", "finding", "note")],
        rows=[
            [
                _whose(doubt),
                SAYS[doubt.check](doubt),
                runs(doubt.note or say("quality.nothing_known")),
            ]
            for doubt in found
        ],
        align=["left", "left", "left"],
        foot=[],
        marked=_marked(found, measured),
    )


def _fell(doubt: Doubt) -> Runs:
    fell = {"published": doubt.facts["published"], "before": doubt.facts["before"]}
    if doubt.then is None:
        return line("doubt.falls", **fell)
    return line("doubt.falls_since", **fell, when=_when(str(doubt.then.as_of)), source=doubt.then.source)


def _remembered(doubt: Doubt) -> Runs:
    if not doubt.facts:
        return runs(doubt.against)
    return line("doubt.of_figure", published=doubt.facts["published"], said=doubt.against)


def _above_base(doubt: Doubt) -> Runs:
    above: dict[str, str | Fact] = {"published": doubt.facts["published"], "base": doubt.against}
    value = doubt.facts.get("base")
    return line("doubt.counts_above_base", **above, value=value) if value else line("doubt.counts_above", **above)


def _sum_differs(doubt: Doubt) -> Runs:
    said = {name: doubt.facts[name] for name in ("published", "added")}
    if "difference" not in doubt.facts:
        return line("doubt.parts", **said)
    return line("doubt.parts_differ", **said, difference=doubt.facts["difference"])


SAYS: dict[str, Callable[[Doubt], Runs]] = {
    "shares_out_of_range": lambda d: line("doubt.shares_out_of_range", published=d.facts["published"]),
    "counts_above_base": _above_base,
    "totals": lambda d: line("doubt.totals", published=d.facts["published"], added=d.facts["added"]),
    "falls": _fell,
    "memory": _remembered,
    "repeats": lambda d: line("doubt.repeats", published=d.facts["published"], against=d.against),
    "parts": _sum_differs,
}


def bases(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the bases in use and those known for the unit, with what checks them."""
    if not measured.bases:
        return say("bases.none")
    unit, listed = measured.facts.unit, listed_units(measured.facts)
    covered = say("bases.covered_of", kind=listed[0].peer_kind) if listed else say("bases.covered")
    return TableContent(
        key="bases",
        caption=line("bases.caption", unit=unit.full_name),
        head=[
            *(say("bases.base_source"), say("bases.until"), say("bases.value", unit=unit.full_name)),
            *(covered, say("bases.controls")),
        ],
        rows=[_base(row) for row in measured.bases],
        align=["left", "left", "right", "right", "right"],
        foot=[],
    )


def _base(row: KnownBase) -> list[Runs]:
    named = {"base": capitalised(row.base.label), "source": row.base.source}
    return [
        line("bases.used" if row.used else "bases.not_used", **named),
        runs(day_month_year(row.day)),
        _maybe(row.value, say("quality.nothing_known")),
        _maybe(row.covered),
        _maybe(row.controls, say("bases.no_controls")),
    ]


def breaks(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the method breaks up to the day."""
    if not measured.breaks:
        return say("breaks.none")
    labels = measured.facts.history.campaign.measures
    return TableContent(
        key="breaks",
        caption=line("breaks.caption"),
        head=[say(f"breaks.{name}") for name in ("since", "measures", "note_source")],
        rows=[
            [
                runs(day_month_year(each.start)),
                runs(capitalised(", ".join(labels[m].label for m in each.measures if m in labels))),
                runs(f"{each.note} ({each.source})"),
            ]
            for each in measured.breaks
        ],
        align=["left", "left", "left"],
        foot=[],
    )


def revised(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the counts that were revised, as far as the day knows."""
    if not measured.revisions:
        return say("revised.none")
    return TableContent(
        key="revised",
        caption=line("revised.caption"),
        head=[say(f"revised.{name}") for name in ("unit_period", "former", "new", "difference", "day", "reason")],
        rows=[_revision(row, measured.known_revisions) for row in measured.revisions],
        align=["left", "right", "right", "right", "left", "left"],
        foot=[],
    )


def _revision(row: Revision, known: Revisions) -> list[Runs]:
    subject, day = row.subject, read_period(row.subject.period).in_words
    return [
        line("revised.of", unit=_name(row.unit), day=day, source=subject.source),
        _maybe(known.former(row), say("quality.nothing_known")),
        _maybe(known.new(row), say("revised.dropped")),
        _maybe(known.difference(row)),
        runs(day_month_year(row.revised.day)),
        runs(row.reason or say("revised.no_reason")),
    ]


def absent(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the units that the period's main list lacks, by when they were last known."""
    if not measured.absent:
        return say("not_listed.none")
    today = measured.facts.day
    return TableContent(
        key="absent",
        caption=line("not_listed.caption"),
        head=[say(f"not_listed.{name}") for name in ("last", "many", "units")],
        rows=[
            [
                runs(
                    say("not_listed.elsewhere")
                    if row.since == today
                    else day_month_year(row.since)
                    if row.since
                    else say("quality.nothing_known")
                ),
                runs(row.count),
                runs(_listed_with(row.units, row.reasons)),
            ]
            for row in measured.absent
        ],
        align=["left", "right", "left"],
        foot=[],
    )


def _listed_with(units: Iterable[Unit], reasons: Mapping[Unit, str]) -> str:
    """List units, each with the reason for which its figure was left blank."""
    named = {
        unit.short_name: f"{unit.short_name} ({reasons[unit]})" if unit in reasons else unit.short_name
        for unit in units
    }
    return ", ".join(named[name] for name in sorted(named, key=collation_key))


def _listed(units: Iterable[Unit]) -> str:
    return ", ".join(sorted((unit.short_name for unit in units), key=collation_key))


def others(_facts: Facts, measured: Quality) -> TableContent | str:
    """Name the sources that other tables refer to and the table of what was received does not hold."""
    named = _other_sources(measured)
    if not named:
        return say("others.none")
    return TableContent(
        key="others",
        caption=line("others.caption"),
        head=[say(f"quality.{name}") for name in ("source", "source_name", "published")],
        rows=[[runs(source.id), runs(source.title), runs(_when(source.published))] for source in named],
        align=["left", "left", "left"],
        foot=[],
    )


def _other_sources(measured: Quality) -> list[Source]:
    here = {delivery.source.id for delivery in measured.deliveries}
    asked = [row.base.source for row in measured.bases] + [each.source for each in measured.breaks]
    asked += [row.subject.source for row in measured.revisions]
    asked += [doubt.then.source for doubt in measured.doubts if doubt.then]
    sources = measured.facts.history.sources
    return [sources[name] for name in dict.fromkeys(asked) if name not in here]


def names(measured: Quality) -> dict[str, Any]:
    """Give prose the main list's source, and what each source should correct."""
    main = measured.main_source
    found = {each.id: each for each in _to_correct(measured)}
    tallies, facts = measured.tallies, measured.facts
    return tallies | {
        "has_rows": tallies["rows_received"].sign == "+",
        "doubtful": tallies["doubts_found"].sign == "+",
        "own_doubtful": tallies["own_doubts"].sign == "+",
        "own_known": any(isinstance(facts.get(what), Fact) for what in ("counted", "share")),
        "units_are_listed": tallies["units_listed"].sign == "+",
        "no_unit_listed": tallies["units_listed"].sign == "0",
        "no_unit_absent": tallies["units_absent"].sign == "0",
        "has_revisions": tallies["revisions_known"].sign == "+",
        "main_list": Word(publisher(facts.history.sources, main.id) if main else ""),
        "listed_kind": Word(next((unit.peer_kind for unit in listed_units(facts)), "")),
        "broken": bool(measured.breaks),
        "corrections": [_correction(measured, source) for source in found.values()],
        "nothing_to_correct": not found,
        "other_sources": [{"id": source.id} for source in _other_sources(measured)],
    }


def _checked(measured: Quality) -> Said | None:
    """Say what the checks have given, where rows were received."""
    tallies = (measured.tallies[name] for name in ("checks_made", "checks_passed", "doubts_found", "doubts_open"))
    return checks_sentence(*tallies) if measured.tallies["rows_received"].sign == "+" else None


def _recomputed(measured: Quality) -> Said | None:
    if measured.tallies["doubts_found"].sign == "+":
        return None
    return recomputed_sentence(measured.tallies["looked_at_shares"], measured.tallies["looked_at_ranks"])


def _to_correct(measured: Quality) -> list[Source]:
    """List the sources that have something to correct or to state, the main one first."""
    main, sources = measured.main_source, measured.facts.history.sources
    asked = {doubt.source for doubt in measured.doubts if _needs_correction(doubt)}
    asked |= {demand.source.id for demand in measured.demands}
    asked |= {main.id} if main and _lacks_units(measured) else set()
    return [sources[name] for name in sorted(asked, key=lambda name: (main is None or name != main.id, name))]


def _lacks_units(measured: Quality) -> bool:
    return bool(measured.absent) and is_nearly_complete(measured.facts, measured.absent)


def _needs_correction(doubt: Doubt) -> bool:
    """Say whether the source should act: a note explains other findings, a wrong share or place stays wrong."""
    return doubt.check in OWN_TABLE or not doubt.note


def _correction(measured: Quality, source: Source) -> dict[str, Any]:
    mine = [doubt for doubt in measured.doubts if doubt.source == source.id and _needs_correction(doubt)]
    demand = next((demand for demand in measured.demands if demand.source == source), None)
    return {
        "source": Word(source.id),
        "requests": [asked for doubt in mine if (asked := _request(doubt))],
        "reranked": measured.reranked.get(source.id),
        "rounded": demand and demand.rounded,
        "hourless": demand and demand.hourless,
        "uncounted": demand and demand.uncounted,
        "lacks_units": _lacks_units(measured) and source == measured.main_source,
    }


def _request(doubt: Doubt) -> Said | None:
    name = ", ".join(filter(None, [_name(doubt.unit), doubt.measure]))
    then = _when(str(doubt.then.as_of)) if doubt.then else ""
    return request(doubt.check, {"unit": name, "against": doubt.against, "then": then}, doubt.facts)


def arrived(facts: Facts, _measured: Quality) -> FigureContent | str:
    """Show of which units a figure came in which period; of one period, or of no part, a sentence says as much."""
    every = arrivals(facts)
    known = {each.unit for each in every if each.state != "none"}
    shown = [each for each in every if each.unit in known or each.unit == facts.unit]
    periods = {each.period for each in shown}
    if len(periods) < FEWEST_PERIODS or len(known) < FEWEST_PERIODS:
        return say("arrivals.none")
    some = _of_a_page(shown, facts.unit)
    if len({each.state for each in some}) == 1:
        return say("arrivals.alike")
    drawn = frame_of(
        [
            Received(capitalised(each.unit.full_name), last_day(each.period), each.state, each.unit == facts.unit)
            for each in some
        ]
    )
    lacking = [each for each in shown if each.state == "none"]
    units = len({each.unit for each in some})
    caption = "arrivals.caption" if some == shown else "arrivals.caption_of_some"
    return FigureContent(
        key="arrivals",
        plot=charts.calendar(drawn),
        frame=drawn,
        alt=say("arrivals.alt", units=units, periods=len(periods), now=_lacking_now(shown)),
        caption=titled(
            facts,
            said("sentence.plain", words=_lacking_now(shown)) if lacking else said("finding.all_came"),
            line(caption, unit=facts.unit.full_name),
        ),
    )


def _of_a_page(every: list[Arrival], own: Unit) -> list[Arrival]:
    """Take those of which something is missing, where there are more units than a page has rows for."""
    if len({each.unit for each in every}) <= MOST_ROWS:
        return every
    lacking = dict.fromkeys(each.unit for each in every if each.state != "exact" and each.unit != own)
    kept = {own, *list(lacking)[: MOST_ROWS - 1]}
    return [each for each in every if each.unit in kept]


def _lacking_now(every: Sequence[Arrival]) -> str:
    """Name the first of those of whom nothing came in the last period."""
    last = max(each.period for each in every)
    names = [each.unit.full_name for each in every if each.period == last and each.state == "none"]
    if not names:
        return say("arrivals.now_all")
    more = [say("arrivals.more")] if len(names) > MOST_NAMED else []
    return say("arrivals.now_lacks", named=joined([*names[:MOST_NAMED], *more]))


QUALITY = Chapter(
    measure=quality,
    names=names,
    sentences={"checks_sentence": _checked, "recomputed_sentence": _recomputed},
    figures={"arrivals": arrived},
    tables={
        "received": received,
        "files": files,
        "checks": checks,
        "inconsistencies": inconsistencies,
        "reranked": reranked,
        "doubts": doubts,
        "bases": bases,
        "breaks": breaks,
        "revised": revised,
        "absent": absent,
        "others": others,
    },
)
