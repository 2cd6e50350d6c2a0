"""What lies in the outputs: every edition with its state, from its record and ledger, and the page that lists them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dophu.data.brand import read_brand
from dophu.data.durable import put
from dophu.data.edition import params_names
from dophu.data.levels import read_levels
from dophu.data.locations import content_of, is_url, reaching
from dophu.data.periods import campaign_names, period_names, read_campaign
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.errors import DataError, DophuError, UsageError
from dophu.issued.folders import folder_of, refuse_strangers
from dophu.issued.letters import Letter, letters
from dophu.issued.record import read_record
from dophu.issued.register import Register
from dophu.publish.listed import FORMATS, Catalogue, Headline, Listed, Reason, Registered, State, Unreadable
from dophu.run.failed import ERROR, FAILED, SKIPPED
from dophu.run.freshness import Now, changed_outputs
from dophu.run.lock import lives
from dophu.run.manifest import SUFFIX, Manifest, read_manifest
from dophu.run.plan import reports
from dophu.run.seen import Seen
from dophu.words import say
from dophu.world.campaigns import Campaign
from dophu.world.periods import is_period, last_day
from dophu.world.units import Unit

PAGE = "index.html"
LONGEST_FAILURE = 300
IN_WORDS: dict[State, str] = {
    "issued": "issued",
    "replacing": "being replaced",
    "replaced": "replaced",
    "withdrawn": "withdrawn",
}
EditionKey = tuple[str, str, str, str]  # campaign, period, unit, report


def write_catalogue(project: Project, out: Path) -> tuple[Path, Catalogue]:
    """Gather the editions in a folder and write the page that lists them, whole or not at all."""
    from dophu.publish.catalogue import render_catalogue  # noqa: PLC0415 - a list in the terminal has no page

    with reaching(out):
        if not out.is_dir():
            raise UsageError(out, "there is no such folder of outputs", "build a report first: dophu build")
        catalogue, brand = gather(project, out), read_brand(project)
        if is_url(out):
            (out / PAGE).write_bytes(
                render_catalogue(catalogue, brand, _regions(project))
            )  # a store puts one file as a whole
            return out / PAGE, catalogue
    page, fix = out / PAGE, "free the folder, then run: dophu catalogue"
    draft = out / f".{PAGE}-{os.getpid()}"
    try:
        _clear_drafts(out)
        put(page, render_catalogue(catalogue, brand, _regions(project)), draft)
    except OSError as error:
        raise UsageError(page, f"it cannot be written: {error.strerror}", fix) from None
    finally:
        with suppress(OSError):
            draft.unlink()
    return page, catalogue


def _regions(project: Project) -> dict[tuple[str, str], str]:
    """Name the regions that units lie in; none where the reference cannot be read."""
    with suppress(DophuError):
        units = read_units(project)
        named = {(region.vintage, region.code): region.name for region in units.regions}
        placed = ((unit, named.get((unit.vintage, unit.region))) for unit in units.units)
        return {(unit.vintage, unit.code): region for unit, region in placed if region}
    return {}


def _clear_drafts(out: Path) -> None:
    """Remove the drafts of processes that were killed over the page."""
    for draft in out.glob(f".{PAGE}-*"):
        process = draft.name.rpartition("-")[2]
        if process.isdecimal() and draft.is_file() and not lives(int(process)):
            draft.unlink()


def gather(project: Project, out: Path) -> Catalogue:
    """List every edition of an outputs folder, released or failed, in the order of their places."""
    now, seen = Now(project), Seen(project, out)
    listed: dict[EditionKey, Listed] = {}
    unreadable = []
    for path in sorted(out.glob(f"[!.]*/*/*/*{SUFFIX}")):
        try:
            one = _released(now, seen, path)
            listed[one.edition] = one
        except (UsageError, OSError) as error:
            problem = error.problem if isinstance(error, UsageError) else str(error.strerror)
            unreadable.append(Unreadable(path.relative_to(out).as_posix(), problem))
    seen.keep()
    _add_failed(project, out, listed)
    _add_skipped(project, out, listed)
    _add_letters(project, out, listed)
    _name_as_others(listed)
    told = (replace(listed[place], vintage=_vintage(project, listed[place].period)) for place in sorted(listed))
    return Catalogue(tuple(told), tuple(unreadable))


@cache
def _vintage(project: Project, period: str) -> str:
    """Name the set of units of a period; blank where the reference cannot be read."""
    with suppress(DophuError):
        return read_levels(project).vintage_on(last_day(period))
    return ""


def _released(now: Now, seen: Seen, path: Path) -> Listed:
    made = read_manifest(path)
    place = _checked(path, made)
    outputs = changed_outputs(path.parent, made, seen.digest)
    missing = {reason.subject for reason in outputs if reason.change == "missing"}
    files = {f"{made.report}.{name}": name for name in FORMATS}
    there = tuple(name for file, name in files.items() if file in made.outputs and file not in missing)
    told = seen.headline(path.parent, made)
    forged = [] if made.headline == told else [Reason(path.name, "altered")]
    return Listed(*place, told or _bare(place), there, stale=(*now.reasons(made), *outputs, *forged))


def _checked(path: Path, made: Manifest) -> EditionKey:
    """Hold a manifest to its place: one that was copied from elsewhere would tell of another edition."""
    campaign, period, unit = path.parts[-4:-1]
    said = (*(made.parameters.get(key) for key in ("campaign", "period", "unit")), made.report)
    place = (campaign, period, unit, path.name.removesuffix(SUFFIX))
    if said != place or not is_period(period):
        raise UsageError(path, f"it is of another place: {'/'.join(map(str, said))}", "build the edition again")
    return place


def _add_failed(project: Project, out: Path, listed: dict[EditionKey, Listed]) -> None:
    """Mark the editions whose last build failed, whether released before or never."""
    for place, path in _marked(project, out.glob(f"{FAILED}/*/*/*/*.ipynb"), listed):
        listed[place] = replace(listed[place], failure=_said_in(path.with_suffix(ERROR)))


def _add_skipped(project: Project, out: Path, listed: dict[EditionKey, Listed]) -> None:
    """Mark the editions that had nothing of their own to show when they were last built."""
    for place, path in _marked(project, out.glob(f"{SKIPPED}/*/*/*/*.txt"), listed):
        listed[place] = replace(listed[place], skipped=_said_in(path))


def _name_as_others(listed: dict[EditionKey, Listed]) -> None:
    """Name what was never released as the released editions of its report, where all of a campaign bear one name."""
    titles: dict[tuple[str, str], set[str]] = {}
    for one in listed.values():
        if one.headline.title != one.report:
            titles.setdefault((one.campaign, one.report), set()).add(one.headline.title)
    for place, one in listed.items():
        known = titles.get((one.campaign, one.report), set())
        if one.headline.title == one.report and len(known) == 1:
            listed[place] = replace(one, headline=one.headline.model_copy(update={"title": next(iter(known))}))


def _marked(
    project: Project, paths: Iterable[Path], listed: dict[EditionKey, Listed]
) -> Iterator[tuple[EditionKey, Path]]:
    """Find the edition that each file is about; one that was never released is listed by its names."""
    campaign, units = cache(partial(read_campaign, project)), cache(partial(read_units, project))
    for path in sorted(paths):
        key, period, code = path.parts[-4:-1]
        if not is_period(period):
            continue
        place = (key, period, code, path.stem)
        if place not in listed:
            listed[place] = Listed(*place, _bare(place))
            with suppress(DophuError):  # a project that cannot be read leaves the codes
                unit = units().get(units().vintage_on(last_day(period)), code)
                listed[place] = replace(listed[place], headline=_headline(campaign(key), unit, path.stem))
        yield place, path


def _add_letters(project: Project, out: Path, listed: dict[EditionKey, Listed]) -> None:
    """Tell of each edition what was issued of it; one that stands is not stale, whatever has changed since."""
    register = Register(project)
    found = letters(register.rows())
    refuse_strangers(register, found.values())
    for letter in found.values():
        place = letter.edition
        one = listed.get(place) or Listed(*place, _frozen_headline(register, letter))
        told = Registered(letter.cited, _state(letter), _successor(found, letter), *_files(register, letter, out))
        one = replace(one, letters=(*one.letters, told))
        listed[place] = replace(one, stale=()) if letter.state == "issued" and not letter.is_open else one


def _state(letter: Letter) -> State:
    return "replacing" if letter.replacing else letter.state


def _successor(found: dict[str, Letter], letter: Letter) -> str:
    return found[letter.replaced_by].cited if letter.replaced_by in found else ""


def _files(register: Register, letter: Letter, out: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lead from the outputs to a letter's files, where both lie on this machine."""
    formats = tuple(name for name in FORMATS if name in letter.outputs)
    if is_url(out):
        return (), formats
    return Path(os.path.relpath(folder_of(register, letter), out)).parts, formats


def _frozen_headline(register: Register, letter: Letter) -> Headline:
    """Take the headline of a letter whose edition no longer lies in the outputs; without its record, the codes."""
    try:
        return Headline.model_validate(read_record(register.store, letter.record).manifest["headline"])
    except (DophuError, KeyError, ValidationError):
        return _bare(letter.edition)


def _bare(place: EditionKey) -> Headline:
    """Go by the codes alone: for an edition that was never released, or whose ledger is not to be trusted."""
    campaign, _, unit, report = place
    return Headline(campaign=campaign, unit=unit, unit_name=unit, title=report)


def _headline(campaign: Campaign, unit: Unit, report: str) -> Headline:
    """Name an edition that was never released."""
    return Headline(
        campaign=campaign.title,
        unit=unit.name,
        unit_name=unit.full_name,
        title=report,
        simulated=campaign.status == "simulated",
    )


def _said_in(path: Path) -> str:
    """Read what an edition failed of, or why it was skipped: the first line, without the advice."""
    try:
        return content_of(path, path).decode().partition("\nfix: ")[0].strip()[:LONGEST_FAILURE]
    except (DataError, UnicodeDecodeError):
        return say("page.no_error")


def overview(project: Project) -> dict[str, Any]:
    """List what could be built: campaigns with their periods, params files and reports."""
    return {
        "campaigns": {name: period_names(project, name) for name in campaign_names(project)},
        "params": params_names(project),
        "reports": reports(project),
    }


def as_data(catalogue: Catalogue) -> dict[str, Any]:
    """Write a catalogue as plain data."""
    return {
        "editions": [_as_data(one) for one in catalogue.listed],
        "unreadable": [{"file": one.file, "problem": one.problem} for one in catalogue.unreadable],
    }


def _as_data(one: Listed) -> dict[str, Any]:
    names = dict(zip(("campaign", "period", "unit", "report"), one.edition, strict=True))
    return names | {
        "state": one.life,
        "states": sorted(one.states),
        "formats": list(one.formats),
        "stale": [str(reason) for reason in one.stale],
        "failure": one.failure,
        "skipped": one.skipped,
        "letters": [{"cited": letter.cited, "state": letter.state} for letter in one.letters],
        "headline": one.headline.model_dump(),
    }


def lines(catalogue: Catalogue) -> Iterator[str]:
    """Tell what is built, by campaign, period and report with the units; then what is stale or failed, and why."""
    built = sorted((one.campaign, one.period, one.report, one.unit) for one in catalogue.listed if one.formats)
    for group, units in groupby(built, key=lambda place: place[:3]):
        yield f"built: {' '.join(group)}: {' '.join(unit for *_, unit in units)}"
    for one in catalogue.listed:
        if one.stale:
            yield f"stale: {'/'.join(one.edition)}: {'; '.join(map(str, one.stale))}"
        if one.failure:
            yield f"failed: {'/'.join(one.edition)}: {one.failure}"
        if one.skipped:
            yield f"skipped: {'/'.join(one.edition)}: {one.skipped}"
        for letter in one.letters:
            by = f" by {letter.successor}" if letter.successor else ""
            yield f"{IN_WORDS[letter.state]}: {'/'.join(one.edition)}: {letter.cited}{by}"
    for other in catalogue.unreadable:
        yield f"unreadable: {other.file}: {other.problem}"
