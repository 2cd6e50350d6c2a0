"""`dophu new`: the next period's folder, its params file and the empty workbook for those who send the figures."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dophu.data.durable import sync_names, write_through
from dophu.data.edition import params_names, read_params_file
from dophu.data.exchange import exchange, remove
from dophu.data.periods import asked_period, period_names, read_campaign
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.data.remarks import without_remarks
from dophu.errors import UsageError, did_you_mean
from dophu.publish.template import render_template
from dophu.wording import day_month, day_month_year
from dophu.words import say
from dophu.world.campaigns import Campaign
from dophu.world.periods import Period, read_period
from dophu.world.units import Gazetteer, Unit, as_code

TEMPLATE = "mau.xlsx"
ISSUED = re.compile(r"^(\s+)(number|date):\s*[^#\n]*?(\s*#.*)?$")  # of the letter: written once it is signed
STAGING = ".new-"


@dataclass(frozen=True)
class Scaffold:
    """What was made, by path in the project; `notes` are worth a look before going on."""

    files: tuple[str, ...]
    notes: tuple[str, ...]


def scaffold(project: Project, period: str, *, campaign: str | None, former: str | None, unit: str | None) -> Scaffold:
    """Make a period's folder with its activities to fill in and the senders' workbook, and its params file.

    former   the period whose params file is copied; the newest for None
    unit     of whose parts the workbook is a list; that of the params file for None, the nation's where it has none

    Nothing is overwritten; what this command began is made whole. Raises UsageError for a date, campaign or unit that
    cannot be.
    """
    named = asked_period(period, "PERIOD")
    copied = _copied(project, campaign, former)
    known = read_campaign(project, campaign or read_params_file(project, copied or "").campaign)
    names, day = period_names(project, known.key), known.window(named).last
    gazetteer = read_units(project, day)
    vintage = gazetteer.vintage_on(day)
    nation = gazetteer.nation(vintage).code
    wanted = as_code(unit) if unit else read_params_file(project, copied).unit if copied else nation
    whole = _whole(gazetteer, gazetteer.get(vintage, wanted, "--unit"), asked=unit is not None)
    texts = {"activities.yml": _activities(known, named).encode()}
    texts[TEMPLATE] = render_template(known, gazetteer.children(whole), whole, day)
    params = _params_name(project, known, named)
    text = _params(project, copied, named) if copied else _plain_params(known, named, wanted)
    folder = project.path("data", known.key, named.name)
    _write(folder, texts, project.path("params", f"{params}.yml"), text.encode())
    files = (*(f"data/{known.key}/{named}/{name}" for name in texts), f"params/{params}.yml")
    return Scaffold(files, tuple(_notes(names, named)))


def _copied(project: Project, campaign: str | None, former: str | None) -> str | None:
    """Choose the params file to start from: the newest, of that campaign and period where they are given."""
    names = [name for name in params_names(project) if former is None or name.endswith(former)]
    files = {name: read_params_file(project, name) for name in names}
    fitting = [name for name, file in files.items() if campaign in (None, file.campaign)]
    if former and not fitting:
        raise UsageError("--from", f"no params file of '{former}'", did_you_mean(former, params_names(project)))
    if not fitting and campaign is None:
        raise UsageError("params/", "no params file to start from", "name a campaign: --campaign C")
    return fitting[-1] if fitting else None


def _whole(gazetteer: Gazetteer, unit: Unit, *, asked: bool) -> Unit:
    """Take the unit whose parts are listed; one without known parts only where it was not asked for by name."""
    if gazetteer.children(unit):
        return unit
    if asked:
        problem = f"no parts of {unit.full_name} are known"
        raise UsageError("--unit", problem, "add them to data/reference/units/, or name another unit")
    return gazetteer.nation(unit.vintage)


def _activities(campaign: Campaign, period: Period) -> str:
    """Write the activities that may be reported, all of them still comments: no old figure passes for a new one."""
    lines = [
        *(f"# {line}" for line in say("activities.how_to_fill", day=period.in_words, nothing="{}").split("\n")),
        "# source: ",
        "units: {}",
        '#   "20":',
    ]
    for key, activity in campaign.known_activities.items():
        fields = f"   # {', '.join(activity.fields)}" if activity.fields else ""
        lines.append(f"#     {key}:   # {activity.label}{';' + fields[4:] if fields else ''}")
    return "\n".join(lines) + "\n"


def _params_name(project: Project, campaign: Campaign, period: Period) -> str:
    """Name the params file by its date, with the campaign where another one has that name."""
    plain = period.name
    others = {read_params_file(project, name).campaign for name in params_names(project)} - {campaign.key}
    return f"{campaign.key}-{plain}" if others else plain


def _params(project: Project, copied: str, period: Period) -> str:
    """Copy a params file for another day: without number, date and remarks of the old letter, and talk of its day."""
    text = without_remarks(project.read("params", f"{copied}.yml"))
    old = read_params_file(project, copied).period
    spoken = (day_month_year(old.last), day_month(old.last), old.name, old.in_words)
    lines = []
    for line in text.splitlines():
        if line.startswith("#") and any(word in line for word in spoken):
            continue
        changed = re.sub(r"^period:.*", f"period: {period}", line)
        lines.append(ISSUED.sub(lambda found: f"{found[1]}{found[2]}: null{found[3] or ''}", changed))
    return "\n".join(lines) + "\n"


def _plain_params(campaign: Campaign, period: Period, unit: str) -> str:
    return f'campaign: {campaign.key}\nperiod: {period}\nunit: "{unit}"\n'


def _notes(names: list[str], period: Period) -> list[str]:
    newest = next((name for name in reversed(names) if read_period(name).kind == period.kind), "")
    return [f"{period} lies before the newest period, {newest}"] if period.name < newest else []


def _write(folder: Path, texts: dict[str, bytes], params: Path, text: bytes) -> None:
    """Put the period's folder into its place at once, then its params file: a killed run is finished by the next one.

    A params file without its period would stop whoever builds by default; a period without one harms nobody.
    """
    begun, done = _stands(folder, texts), _stands(params.parent, {params.name: text})
    there = [path for path, ours in ((folder, begun), (params, done)) if path.exists() and not ours]
    if there or (done and not begun):
        where = (there or [params])[0].relative_to(params.parents[1])
        raise UsageError(where, "it is there already", "nothing was written; remove it first")
    staging, draft = folder.with_name(f"{STAGING}{folder.name}"), params.with_name(f"{STAGING}{params.stem}")
    try:
        remove(staging)  # left by one that was killed
        if not begun:
            staging.mkdir()
            for name, content in texts.items():
                write_through(staging / name, content)
            sync_names(staging)
            exchange(staging, folder)
        if not done:
            write_through(draft, text)
            draft.replace(params)
            with suppress(OSError):  # what is in its place is seen by all
                sync_names(params.parent)
    except OSError as error:
        remove(staging)
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        fix = "free the folder, then run the same command again"
        raise UsageError(error.filename or folder, f"it cannot be written: {error.strerror}", fix) from None


def _stands(folder: Path, files: dict[str, bytes]) -> bool:
    """Say whether files stand in a folder just as this command writes them."""
    return all((folder / name).is_file() and (folder / name).read_bytes() == files[name] for name in files)
