"""The command line: thin, and the only place where errors become messages and exit codes."""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dophu.errors import DataError, DifferenceError, DophuError, GateError, UsageError, as_told, listed

if TYPE_CHECKING:
    from dophu.data.project import Project
    from dophu.data.tables import Finding
    from dophu.issued.letters import Letter
    from dophu.run.batch import Batch, Run
    from dophu.run.issuing import Done
    from dophu.run.plan import Planned

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would ask every installed package for one
INTERRUPTED = 130
NEVER = (10_000_000, 50, 1000)
SELDOM = (100_000, 50, 1000)  # a large file makes a million objects; looking them over for cycles takes a quarter of it


def _says_what_went_wrong(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except KeyboardInterrupt:
            click.echo("interrupted; running the same command again resumes", err=True)
            sys.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            _end_with(error)

    return run


def _end_with(error: Exception) -> NoReturn:
    context = click.get_current_context(silent=True)
    told = as_told(error, context.command_path if context else "dophu")
    debug = context and context.find_root().params.get("debug")
    from dophu.words.messages import in_terminal

    click.echo(traceback.format_exc() if debug else "\n".join(in_terminal(told)), err=True)
    sys.exit(told.exit_code)


class Commands(click.Group):
    """Commands whose wrong use is told as every other error is: where, what, and what to try."""

    def main(  # type: ignore[override] # click's overloads say which call returns
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run a command, and end the process as the program that it is."""
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name or "dophu", standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.ClickException as error:
            context = getattr(error, "ctx", None) or click.Context(self, info_name="dophu")
            where, usage = context.command_path, " ".join(context.get_usage().split())
            click.echo(f"{where}: {error.format_message()}\nfix: {usage}; {where} --help tells more", err=True)
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        except DophuError as error:  # of an argument, before its command runs
            _end_with(error)
        sys.exit(status if isinstance(status, int) else 0)


class Location(click.Path):
    """A path, or a URL that fsspec knows."""

    def __init__(self, **kinds: bool) -> None:
        super().__init__(path_type=Path, **kinds)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Locate it; URLs are left to their store."""
        from dophu.data.locations import is_url, located

        return located(value) if is_url(value) else super().convert(value, param, ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="dophu")
def main(debug: bool) -> None:
    """Turn each period's counts into the office's official report."""
    gc.set_threshold(*SELDOM)
    # Counts need no linear algebra: its threads would only lengthen every start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


AT_LEAST_1 = click.IntRange(min=1)


@main.command()
@click.argument("reports", nargs=-1)
@click.option("--campaign", help="A folder of data/. Default: that of the newest params file.")
@click.option("--period", "periods", multiple=True, metavar="YYYY-MM-DD", help="A reporting date; may be repeated.")
@click.option("--unit", "units", multiple=True, help="A unit's code, as 20; may be repeated.")
@click.option(
    "--params",
    "params_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A params file to start from.",
)
@click.option("--format", "formats", default="html,pdf,docx", show_default=True, help="Comma-separated.")
@click.option(
    "--out", default="outputs", show_default=True, type=Location(file_okay=False), help="A folder, or a URL as s3://…"
)
@click.option("--all-periods", is_flag=True, help="Every reporting date of the campaign.")
@click.option("--all-units", is_flag=True, help="Every unit of which a period has a figure.")
@click.option("--jobs", "at_once", type=AT_LEAST_1, help="Editions at once. Default: one a core.")
@click.option("--scheduler", metavar="ADDRESS", help="Build on a dask cluster, as tcp://host:8786; docs/cluster.md.")
@click.option("--force", is_flag=True, help="Build what is up to date, too.")
@click.option("--time-limit", type=AT_LEAST_1, default=600, show_default=True, help="Seconds for a notebook's cells.")
@click.option("--memory-limit", type=AT_LEAST_1, default=4096, show_default=True, help="MB that a notebook may hold.")
@click.option("--output-limit", type=AT_LEAST_1, default=32, show_default=True, help="MB that a notebook may put out.")
@click.option(
    "--allow-look", "allowed", multiple=True, metavar="NAME=REASON", help="Leave out a rule of the looks gate."
)
@click.option("--publication", is_flag=True, help="All reports of an edition as one, too: HTML and PDF.")
@click.option("--dry-run", is_flag=True, help="Print what would be built, and why; write nothing.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first edition that fails.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON, and events on standard error.")
@_says_what_went_wrong
def build(
    *, at_once: int | None, scheduler: str | None, dry_run: bool, fail_fast: bool, as_json: bool, **options: Any
) -> None:
    """Execute and publish reports; by default those of the newest params file, as HTML, PDF and DOCX.

    Editions whose notebook, package, parameters and data are the same as when they were built are left as they are.
    """
    from dophu.run.workers import get_warm

    if not (dry_run or scheduler):
        get_warm(__name__)  # while this process imports what planning needs
    from dophu.data.project import Project
    from dophu.run.batch import build_all
    from dophu.run.job import Limits
    from dophu.run.plan import Wanted, newer_period, plan, read_allowed
    from dophu.run.progress import watching
    from dophu.words import say

    together = options.pop("publication")
    seconds, memory, output = (options.pop(f"{kind}_limit") for kind in ("time", "memory", "output"))
    limits = Limits(seconds=seconds, memory=memory << 20, output=output << 20)
    options["allowed"] = read_allowed(options["allowed"])
    project, wanted = Project.find(), Wanted(**options, limits=limits)
    if dry_run:
        _tell_planned(plan(project, wanted), as_json)
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with watching(as_json=as_json) as watcher:
            batch = build_all(project, wanted, watcher, run=_run(at_once, scheduler), fail_fast=fail_fast)
        _tell_built(batch, as_json)
        if together:
            _publish_together(project, batch)
        _warn_of_contradictions(batch)
    finally:
        _renew_catalogue(project, wanted.folder(project))
    if not as_json:
        _say_own_notebooks(project, batch)
        _say_what_to_open(batch, wanted.folder(project))
        if newer := newer_period(project, wanted):
            click.echo(say("build.newer", period=newer), err=True)


def _publish_together(project: Project, batch: Batch) -> None:
    """Write the reports of each edition as one, and name the files where people read them."""
    from dophu.run.publishing import publish_together

    for path in publish_together(project, batch):
        click.echo(_short(path), err=True)


def _say_own_notebooks(project: Project, batch: Batch) -> None:
    """Name the notebooks of a period's own that took the place of a report's."""
    from dophu.data.notebooks import is_of_period, notebook_file
    from dophu.run.manifest import SUFFIX
    from dophu.words import say

    records = (one.folder / name for one in batch.released for name in one.files if name.endswith(SUFFIX))
    places = [(record.name.removesuffix(SUFFIX), *record.parts[-4:-2]) for record in records]
    places += [(job.report, job.parameters.campaign, job.parameters.period.name) for job in batch.up_to_date]
    used = (notebook_file(project, *place) for place in places)
    for name in dict.fromkeys(filter(is_of_period, used)):
        click.echo(say("build.own_notebook", file=name), err=True)


def _say_what_to_open(batch: Batch, out: Path) -> None:
    """Name, last of all, the one file to open: of a single edition its page, of several the list of editions."""
    from dophu.publish.listed import FORMATS
    from dophu.run.catalogue import PAGE
    from dophu.words import say

    places = [(one.folder, tuple(one.files)) for one in batch.released]
    places += [(job.folder, tuple(f"{job.report}.{name}" for name in job.formats)) for job in batch.up_to_date]
    if len(places) > 1:
        click.echo(say("build.open", file=str(_short(out / PAGE))), err=True)
    for folder, files in places if len(places) == 1 else ():
        first = next(name for kind in FORMATS for name in files if name.endswith(f".{kind}"))
        click.echo(say("build.open", file=str(_short(folder / first))), err=True)


def _warn_of_contradictions(batch: Batch) -> None:
    """Say what `dophu check` would refuse of the periods just built, though nothing that was built prints it."""
    if batch.doubted:
        warning = "warning: other figures of the period are not explained; no letter is issued so"
        fix = "fix: correct them, or explain them in the column 'note': dophu check"
        click.echo(f"{warning}{listed(batch.doubted)}\n{fix}", err=True)


def _run(at_once: int | None, scheduler: str | None) -> Run:
    """Choose who builds the editions: processes of this machine, or a cluster."""
    from dophu.run.workers import cores, run_jobs

    if not scheduler:
        return partial(run_jobs, at_once=at_once or cores())
    if at_once:
        raise UsageError("--jobs", "a cluster's workers say how many editions are built at once", "leave it out")
    try:
        from dophu.run.cluster import run_on
    except ModuleNotFoundError as error:
        fix = "install what a cluster needs: pip install 'dophu[cluster]'"
        raise UsageError("--scheduler", f"the package {error.name} is not installed", fix) from None
    return partial(run_on, scheduler)


def _tell_planned(editions: list[Planned], as_json: bool) -> None:
    if as_json:
        listed = [{"edition": one.job.edition, "formats": one.job.formats, "why": one.why} for one in editions]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for one in editions:
        state = f"issued as number {one.issued.cited}" if one.issued else "up to date"
        click.echo(f"{'/'.join(one.job.edition)}: {'; '.join(one.why) or state}")
    click.echo(f"{sum(bool(one.why) for one in editions)} of {len(editions)} editions to build")


def _tell_built(batch: Batch, as_json: bool) -> None:
    from dophu.words import say

    if as_json:
        released = [{"folder": str(one.folder), "files": one.files} for one in batch.released]
        click.echo(json.dumps(released, ensure_ascii=False))
        return
    for edition in batch.released:
        for name in edition.files:
            click.echo(_short(edition.folder / name))
    for job in batch.up_to_date:
        click.echo(f"{_short(job.folder / job.report)}.*: up to date")
    for job, reason in batch.skipped:
        click.echo(f"{'/'.join(job.edition)}: {say('build.skipped', reason=reason)}")
    for letter in batch.issued:
        click.echo(f"{'/'.join(letter.edition)}: issued as number {letter.cited}, and left as it is")
    for loss in batch.losses:
        click.echo(loss)


def _renew_catalogue(project: Project, out: Path) -> None:
    """List the editions anew; a folder that does not allow it is told of, but is no failure of the build."""
    from dophu.data.locations import reaching
    from dophu.run.catalogue import write_catalogue

    try:
        with reaching(out):
            there = out.is_dir()
        if there:
            write_catalogue(project, out)
    except DophuError as error:
        click.echo(f"the list of editions was not renewed: {error}", err=True)


@main.command()
@click.option("--campaign", help="Only this campaign.")
@click.option("--period", metavar="YYYY-MM-DD", help="Only findings of this period.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@_says_what_went_wrong
def check(campaign: str | None, period: str | None, as_json: bool) -> None:
    """Validate data and params files; writes nothing. Known inconsistencies are reported, new ones refused."""
    from dophu.data.project import Project
    from dophu.run.checks import check_project

    checked = check_project(Project.find(), campaign, period)
    findings = checked.findings
    if as_json:
        told = {
            "findings": [one.as_data() for one in (*findings, *checked.disagreements)],
            "not_compared": [vars(one) for one in checked.apart],
            "advice": checked.advice,
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            source = f"\n  source: {finding.source}" if finding.source else ""
            click.echo(f"{finding}{source}\n  {_advice(finding)}")
    new = [finding for finding in findings if not finding.known]
    if not as_json:
        for line in (*checked.apart, *checked.advice):
            click.echo(line)
        click.echo(f"{len(findings) - len(new)} known inconsistencies, {len(new)} new")
        for one in checked.disagreements:
            click.echo(str(one))
    if new:
        raise DataError("dophu check", f"{len(new)} finding(s) without an explanation", "see the lines above")
    if checked.disagreements:
        problem = f"{len(checked.disagreements)} number(s) differ between reports of one edition"
        raise GateError("dophu check", problem, "build those editions again: the gate says what to mend")


def _short(path: Path) -> Path:
    here = isinstance(path, Path) and path.is_relative_to(Path.cwd())  # on a URL it is spoken to as a Path, but is none
    return path.relative_to(Path.cwd()) if here else path


def _advice(finding: Finding) -> str:
    return f"note: {finding.note}" if finding.known else f"fix: {finding.fix}"


@main.command()
@click.argument("period", metavar="PERIOD")
@click.option("--campaign", help="A folder of data/. Default: that of the newest params file.")
@click.option("--from", "former", metavar="YYYY-MM-DD", help="The period whose params file is copied.")
@click.option("--unit", help="The unit whose parts the senders' workbook lists, as 20; VN for all provinces.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@_says_what_went_wrong
def new(period: str, as_json: bool, **options: Any) -> None:
    """Make the next period: its folder, its params file, and an empty workbook for those who send the figures."""
    from dophu.data.project import Project
    from dophu.run.scaffold import scaffold

    made = scaffold(Project.find(), period, **options)
    if as_json:
        click.echo(json.dumps({"files": made.files, "notes": made.notes}, ensure_ascii=False))
        return
    for line in (*made.files, *made.notes):
        click.echo(line)


@main.command(name="new-report")
@click.argument("name", metavar="NAME")
@click.option("--title", help="The report's title. Default: what the campaign counts.")
@click.option("--campaign", help="A folder of data/ to begin with. Default: that of the newest params file.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@_says_what_went_wrong
def start_report(name: str, title: str | None, campaign: str | None, as_json: bool) -> None:
    """Write a report of your own: a notebook of five cells, notebooks/NAME.ipynb, that builds in every format."""
    from dophu.data.project import Project
    from dophu.run.own_report import new_report
    from dophu.words import say

    made = new_report(Project.find(), name, title=title, campaign=campaign)
    if as_json:
        click.echo(json.dumps({"files": [made]}, ensure_ascii=False))
        return
    click.echo(f"{made}\n{say('new_report.next', name=name)}")


OUTPUTS = click.option(
    "--out",
    default="outputs",
    show_default=True,
    type=Location(file_okay=False),
    help="Where they lie: a folder, or a URL as s3://…",
)


@main.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", required=True, help="A folder of data/.")
@click.option("--period", default="", metavar="YYYY-MM-DD", help="The reporting date that the file counts for.")
@click.option("--all-periods", is_flag=True, help="Every period that the columns or rows of the table name.")
@click.option("--unit", help="The unit whose parts it lists, as 20. Default: as the names say.")
@click.option("--sheet", help="The sheet that counts, where several hold a table.")
@click.option("--table", help="The table that counts, where a sheet holds several: its number, or words of its title.")
@click.option("--column", "columns", multiple=True, metavar="MEASURE=HEADING", help="Which column is what; repeatable.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV of two columns: ids of units and figures in the sender's system, and ours.",
)
@click.option("--numbers", type=click.Choice(["vi", "en"]), help="How numbers are written: 63.438 or 63,438.")
@click.option("--hidden", is_flag=True, help="Read hidden rows and sheets, too.")
@click.option("--as-of", default="", metavar="MOMENT", help="Up to when it counts. Default: as the file says.")
@click.option("--source", default="", metavar="ID", help="Default: TN and the date, and the province of districts.")
@click.option("--title", default="", help="What the source is called in reports.")
@click.option("--from", "sender", default="", metavar="SENDER", help="Who sent the file.")
@click.option("--received", default="", metavar="MOMENT", help="When it came, as 2020-08-07T09:15.")
@click.option("--accept", multiple=True, metavar="CELL=REASON", help="What is no error; also KIND=REASON; repeatable.")
@click.option(
    "--skip", multiple=True, metavar="CELL=REASON", help="A row that is no unit, by a cell or its name; repeatable."
)
@click.option("--leave-blank", multiple=True, metavar="CELL=REASON", help="A count that cannot be read; repeatable.")
@click.option("--revise", is_flag=True, help="Change counts that the period has already; the former are kept.")
@click.option("--reason", default="", help="Why they are revised.")
@click.option("--keep", is_flag=True, help="Keep these decisions in campaign.yml for the next file.")
@click.option("--out", type=Location(file_okay=False), help="Where a refused file's copy goes.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@_says_what_went_wrong
def import_(file: Path, all_periods: bool, as_json: bool, **options: Any) -> None:
    """Take a received spreadsheet into data/, or say cell by cell what to correct.

    Nothing is written while a finding keeps the file out; beside it goes a copy with the cells marked.
    """
    # What a file becomes is freed by its references alone: cycles are not looked for, nor when the process ends.
    gc.set_threshold(*NEVER)
    atexit.register(gc.freeze)
    from datetime import datetime

    from dophu.data.project import Project
    from dophu.run.importing import as_data, import_file, lines, refuse, wanted_from
    from dophu.run.spanning import import_periods

    if bool(options["period"]) == all_periods:
        raise UsageError("--period", "which period does the file count for?", "give --period, or --all-periods")
    wanted = wanted_from(now=datetime.now().isoformat(timespec="minutes"), **options)
    project = Project.find()
    outcomes = import_periods(project, file, wanted) if all_periods else [import_file(project, file, wanted)]
    if as_json:
        told = [as_data(outcome) for outcome in outcomes]
        click.echo(json.dumps(told if all_periods else told[0], ensure_ascii=False, indent=2))
    for outcome in outcomes if not as_json else ():
        for line in lines(outcome):
            click.echo(line)
    for outcome in outcomes:
        refuse(outcome)


@main.command()
@click.argument("inbox", metavar="FOLDER", type=click.Path(exists=True, path_type=Path))
@click.option("--campaign", required=True, help="A folder of data/.")
@click.option("--period", required=True, metavar="YYYY-MM-DD", help="The reporting date that the files count for.")
@click.option("--unit", help="The unit whose parts send, as 20; VN for all provinces. Default: as the files say.")
@click.option("--column", "columns", multiple=True, metavar="MEASURE=HEADING", help="Which column is what; repeatable.")
@click.option("--numbers", type=click.Choice(["vi", "en"]), help="How numbers are written: 63.438 or 63,438.")
@click.option("--as-of", default="", metavar="MOMENT", help="Up to when they count. Default: as the files say.")
@click.option("--accept", multiple=True, metavar="KIND=REASON", help="What is no error; also FILE!CELL=REASON.")
@click.option("--take", multiple=True, metavar="UNIT=FILE", help="Which of several files of a unit holds; repeatable.")
@click.option("--whose", multiple=True, metavar="FILE=UNIT", help="Whose a file is that does not say so; repeatable.")
@click.option("--reason", default="", help="Why a figure that is in the data already is revised.")
@click.option("--write", is_flag=True, help="Take the clean files in; the others stay out.")
@click.option("--out", type=Location(file_okay=False), help="Where the page and the copies go.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@_says_what_went_wrong
def collect(inbox: Path, as_json: bool, **options: Any) -> None:
    """Read the files of many senders at once: a folder, a .zip, a .eml or a .mbox.

    Says of each whose it is and whether it is clean, to be corrected (with a marked copy), sent twice or no table; who
    has not sent; and the totals so far. Run it again as more arrive. Files that stay out are no failure.
    """
    from datetime import datetime

    from dophu.data.project import Project
    from dophu.intake.collected import as_data, lines
    from dophu.run.collecting import collect as collect_files
    from dophu.run.collecting import wanted_from
    from dophu.words import say

    now = datetime.now().isoformat(timespec="minutes")
    collected = collect_files(Project.find(), inbox, wanted_from(now=now, **options))
    if as_json:
        click.echo(json.dumps(as_data(collected), ensure_ascii=False, indent=2))
        return
    for line in lines(collected):
        click.echo(line)
    if not options["write"]:
        click.echo(say("collected.not_written"))


@main.command()
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print what was listed as JSON.")
@_says_what_went_wrong
def catalogue(out: Path, as_json: bool) -> None:
    """Write the page that lists every built edition, index.html in the outputs; each build does so too."""
    from dophu.data.project import Project
    from dophu.run.catalogue import as_data, write_catalogue

    project = Project.find()
    page, found = write_catalogue(project, project.outputs(out))
    if as_json:
        click.echo(json.dumps({"page": str(page)} | as_data(found), ensure_ascii=False, indent=2))
        return
    wrong = {
        "stale": sum(bool(one.stale) for one in found.listed),
        "failed": sum(bool(one.failure) for one in found.listed),
    }
    counted = ", ".join(f"{number} {state}" for state, number in wrong.items())
    click.echo(f"{_short(page)}: {len(found.listed)} editions, {counted}")


@main.command(name="list")
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@_says_what_went_wrong
def list_(out: Path, as_json: bool) -> None:
    """List campaigns, periods, params files and reports; what is built, what is stale or failed, and why."""
    from dophu.data.project import Project
    from dophu.run.catalogue import as_data, gather, lines, overview

    project = Project.find()
    content, found = overview(project), gather(project, project.outputs(out))
    if as_json:
        click.echo(json.dumps(content | as_data(found), ensure_ascii=False, indent=2))
        return
    for name, periods in content["campaigns"].items():
        click.echo(f"{name}: {' '.join(periods)}")
    for kind in ("params", "reports"):
        click.echo(f"{kind}: {' '.join(content[kind])}")
    for line in lines(found):
        click.echo(line)


@main.command()
@click.argument("edition")
@click.option("--number", help="The letter's number, as 125; given once a year. Default: as the params file says.")
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day it is signed. Default: as the params file says.")
@click.option("--to", "to", multiple=True, help="Who gets it; repeatable. Default: as the letter says.")
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@_says_what_went_wrong
def issue(edition: str, out: Path, as_json: bool, **signing: Any) -> None:
    """Freeze a built edition as an official letter: give it number, day and code, and enter it into the register.

    EDITION is campaign/period/unit/report, or one of its files. What is issued is never written again.
    """
    from dophu.data.project import Project
    from dophu.run.drafts import read_draft
    from dophu.run.issuing import issue as issue_draft
    from dophu.run.issuing import planned

    project = Project.find()
    draft = read_draft(project, project.outputs(out), edition)
    done = issue_draft(project, draft, planned(project, draft, **signing), now=_now())
    _tell_letter(done, as_json, "issued already" if done.already else "issued")
    _renew_catalogue(project, project.outputs(out))


@main.command()
@click.argument("letter", metavar="NUMBER")
@click.option("--reason", required=True, help="What is wrong with the letter in force.")
@click.option("--number", help="The new letter's number, to issue it at once.")
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day the new letter is signed.")
@click.option("--to", "to", multiple=True, help="Who gets the new letter; repeatable.")
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@_says_what_went_wrong
def replace(letter: str, reason: str, out: Path, as_json: bool, **signing: Any) -> None:
    """Make the letter that takes the place of an issued one and says so: from the data and the notebook of now.

    NUMBER is the issued letter's, as 125 or 125/2020; it stays in force until the new one is issued. With --number and
    --date that is done at once; else look at the new draft first.
    """
    from dophu.data.project import Project
    from dophu.run.drafts import read_draft
    from dophu.run.issuing import Signing, start_replacing
    from dophu.run.issuing import issue as issue_draft

    given = [signing["number"], signing["day"]]
    if any(given) and not all(given):
        raise UsageError("dophu replace", "a letter is issued by number and date", "give both, or neither")
    project, signed = Project.find(), Signing.read(**signing) if all(given) else None
    former = start_replacing(project, letter, reason, now=_now())
    _build_one(project, former, out)
    edition = "/".join(former.edition)
    if signed is None:
        _tell_replacing(former, edition, as_json)
        return
    done = issue_draft(project, read_draft(project, project.outputs(out), edition), signed, now=_now())
    _tell_letter(done, as_json, f"issued in place of {former.cited}")
    _renew_catalogue(project, project.outputs(out))


def _build_one(project: Project, former: Letter, out: Path) -> None:
    """Build the edition of a letter anew, in the formats that were issued."""
    from dophu.run.batch import build_all
    from dophu.run.job import FORMATS
    from dophu.run.plan import Wanted
    from dophu.run.progress import watching

    campaign, period, unit, report = former.edition
    formats = ",".join(name for name in FORMATS if name in former.outputs)
    wanted = Wanted((report,), campaign, (period,), (unit,), formats=formats, out=out)
    with watching(as_json=False) as watcher:
        build_all(project, wanted, watcher, run=_run(None, None))


def _tell_replacing(former: Letter, edition: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"replacing": former.key, "draft": edition}, ensure_ascii=False))
        return
    click.echo(f"{edition}: built in place of {former.cited}, which stays in force until it is issued")
    click.echo(f"next: dophu diff {former.number}/{former.date.year} {edition}")
    click.echo(f"then: dophu issue {edition} --number … --date …")


@main.command()
@click.argument("letter", metavar="NUMBER")
@click.option("--reason", default="", help="Why.")
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@_says_what_went_wrong
def withdraw(letter: str, reason: str, out: Path, as_json: bool) -> None:
    """Withdraw an issued letter that nothing takes the place of; its files stay, its number is not given again."""
    from dophu.data.project import Project
    from dophu.run.issuing import withdraw as withdraw_letter

    project = Project.find()
    done = withdraw_letter(project, letter, reason, now=_now())
    _tell_letter(done, as_json, "withdrawn already" if done.already else "withdrawn")
    _renew_catalogue(project, project.outputs(out))


@main.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="[B]", required=False)
@click.option("--html", "page", type=Location(dir_okay=False), help="Write them as a page, too.")
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@_says_what_went_wrong
def diff(one: str, other: str | None, page: Path | None, out: Path, as_json: bool) -> None:
    """Tell what changed from A to B: figures, sentences that changed sides, drawings, rows of data that were revised.

    Each is a letter's number, as 125 or 125/2020, or an edition as for `dophu issue`. An edition alone is compared with
    the letter last issued of its series, a letter alone with its edition as it is now. Exit code 6 where they differ.
    """
    from dophu.changes.page import as_data, lines, render, summary
    from dophu.data.project import Project
    from dophu.run.diff import diff as compare
    from dophu.run.diff import refuse_changes, write_page

    project = Project.find()
    changes = compare(project, project.outputs(out), one, other)
    if page:
        write_page(project, page, render(changes))
    if as_json:
        click.echo(json.dumps(as_data(changes), ensure_ascii=False, indent=2))
    else:
        for line in lines(changes):
            click.echo(line)
    refuse_changes(changes, summary(changes))


@main.command()
@click.argument("edition")
@click.option("--by", required=True, help="Who agrees: an office, as 'Chánh Văn phòng'.")
@click.option("--note", default="", help="What to remember of it.")
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@_says_what_went_wrong
def approve(edition: str, by: str, note: str, out: Path, as_json: bool) -> None:
    """Note in the register that a draft may be issued as it is; any other text or figure would be asked for again.

    Look first at what changed since the last letter: dophu diff EDITION.
    """
    from dophu.data.project import Project
    from dophu.run.drafts import read_draft
    from dophu.run.issuing import approve as approve_draft

    project = Project.find()
    draft = read_draft(project, project.outputs(out), edition)
    compared, already = approve_draft(project, draft, by, note, now=_now())
    if as_json:
        told = {"edition": "/".join(draft.edition), "content": draft.content, "by": by, "already": already}
        click.echo(json.dumps(told | {"compared_with": compared and compared.key}, ensure_ascii=False))
        return
    since = f", beside {compared.cited}" if compared else ", the first of its series"
    click.echo(f"{'/'.join(draft.edition)}: {'approved already' if already else 'approved'}{since}")


def _now() -> str:
    from datetime import datetime

    return datetime.now().isoformat(timespec="minutes")


def _tell_letter(done: Done, as_json: bool, what: str) -> None:
    from dophu.issued.letters import as_data

    letter = done.letter
    if as_json:
        told = as_data(letter) | {"folder": str(done.folder), "already": done.already}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(f"{letter.cited}: {what}, code {letter.code}")
    click.echo(_short(done.folder))


@main.command()
@click.argument("editions", nargs=-1, type=Location(file_okay=True))
@click.option(
    "--ledger",
    "ledgers",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Recompute every fact of this file, <report>.facts.json, from nothing else; may be repeated.",
)
@click.option("--rebuild", is_flag=True, help="Build an issued letter again from what was frozen with it.")
@click.option("--python", metavar="PATH", help="With this Python, which has the packages of the letter's lock.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found in files and ledgers as JSON.")
@_says_what_went_wrong
def verify(
    editions: tuple[Path, ...], ledgers: tuple[Path, ...], rebuild: bool, python: str | None, as_json: bool
) -> None:
    """Say of a file that came by mail which letter it is and whether it is as issued; build an edition again.

    A PDF, HTML, DOCX or XLSX is held against the register of issued letters, offline. A manifest, or a folder that
    holds some, is built again and compared byte by byte.
    """
    if not editions and not ledgers:
        raise click.UsageError("name an edition, or a ledger with --ledger FILE")
    if ledgers:
        _verify_ledgers(ledgers, as_json)
    if not editions:
        return
    from dophu.data.project import Project
    from dophu.run import verify as verifying

    project = Project.find()
    files = [path for path in editions if verifying.is_file_of_a_letter(path)]
    _verify_files(project, files, (python or sys.executable) if rebuild or python else "", as_json)
    for manifest in verifying.manifests(path for path in editions if path not in files):
        verifying.refuse_differences(manifest, verifying.verify(project, manifest))
        click.echo(f"{manifest}: the same")


def _verify_files(project: Project, files: list[Path], python: str, as_json: bool) -> None:
    from dophu.run import mailed

    verdicts = [mailed.look_at(project, file, python=python) for file in files]
    if as_json and files:
        click.echo(json.dumps([mailed.as_data(one) for one in verdicts], ensure_ascii=False, indent=2))
    for verdict in verdicts:
        if not as_json:
            for line in mailed.lines(verdict):
                click.echo(line)
    for verdict in verdicts:
        mailed.refuse(verdict)


def _verify_ledgers(ledgers: tuple[Path, ...], as_json: bool) -> None:
    from dophu.proof.check import told
    from dophu.proof.file import verify_ledger

    outcomes = [(path, *verify_ledger(path)) for path in ledgers]
    if as_json:
        listed = [
            {"ledger": str(path), "facts": facts, "differences": [problem._asdict() for problem in found]}
            for path, facts, found in outcomes
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    for path, facts, found in outcomes:
        if not found and not as_json:
            click.echo(f"{path}: {facts} facts, every one as its expression gives and its text says")
    wrong = [(str(path), told(found)) for path, _, found in outcomes if found]
    if wrong:
        where, problem = ", ".join(path for path, _ in wrong), "\n".join(problem for _, problem in wrong)
        raise DifferenceError(where, problem, "build the edition again; do not rely on this file")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", metavar="E", help="The edition: demo/2020-10-16/20/quick_report. Default: as the file says.")
@click.option("--marked", type=Location(dir_okay=False), help="Where the marked copy goes.")
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@_says_what_went_wrong
def proofread(file: Path, edition: str | None, marked: Path | None, out: Path, as_json: bool) -> None:
    """Hold an edited letter, a DOCX or PDF, against what its edition told: every number, name and claim.

    Beside a DOCX goes a copy with a comment at every place that differs.
    """
    from dophu.data.project import Project
    from dophu.run import returning

    project = Project.find()
    proof = returning.proofread(project, file, edition, project.outputs(out))
    copy = returning.write_marked(project, proof, marked)
    if as_json:
        click.echo(json.dumps(returning.as_data(proof, copy), ensure_ascii=False, indent=2))
    else:
        for line in returning.lines(proof, copy):
            click.echo(line)
    returning.refuse(proof)


@main.command(name="take-back")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", metavar="E", help="The edition: demo/2020-10-16/20/quick_report. Default: as the file says.")
@click.option("--apply", "applied", is_flag=True, help="Write the changes into the notebook.")
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@_says_what_went_wrong
def take_back(file: Path, edition: str | None, applied: bool, out: Path, as_json: bool) -> None:
    """Take the changed words of an edited DOCX back into the notebook's prose, and its comments with them.

    Shows a diff; --apply writes it. A changed number or name is refused, and told with what it is.
    """
    from dophu.data.project import Project
    from dophu.run import taking

    project = Project.find()
    taken = taking.take(project, file, edition, project.outputs(out))
    if applied:
        taking.apply(taken)
    if as_json:
        click.echo(json.dumps(taking.as_data(taken, applied=applied), ensure_ascii=False, indent=2))
    else:
        for line in taking.lines(taken, applied=applied):
            click.echo(line)
    taking.refuse(taken)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--annex", "attached", is_flag=True, help="Measure what goes with a letter: pages, type and prose only.")
@click.option("--json", "as_json", is_flag=True, help="Print every clause as JSON.")
@_says_what_went_wrong
def decree30(file: Path, attached: bool, as_json: bool) -> None:
    """Measure any letter, a DOCX or PDF, against Decree 30/2020/ND-CP: clause by clause, wanted and found."""
    from dophu.data.locations import content_of
    from dophu.decree import told

    measured = told.measure(file, content_of(file, file, UsageError), attached=attached)
    if as_json:
        click.echo(json.dumps(told.as_data(measured), ensure_ascii=False, indent=2))
    else:
        for line in told.lines(measured):
            click.echo(line)
    told.refuse(measured)
