"""The command line: thin, and the only place where errors become messages and exit codes."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dophu.errors import DataError, DophuError

if TYPE_CHECKING:
    from dophu.data.project import Project
    from dophu.data.tables import Finding
    from dophu.run.build import Released

INTERRUPTED = 130


def _says_what_went_wrong(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except DophuError as error:
            debug = click.get_current_context().find_root().params.get("debug")
            click.echo(traceback.format_exc() if debug else str(error), err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("interrupted; running the same command again resumes", err=True)
            sys.exit(INTERRUPTED)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="dophu")
def main(debug: bool) -> None:
    """Turn each period's counts into the office's official report."""


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
@click.option("--out", default="outputs", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--fail-fast", is_flag=True, help="Stop at the first edition that fails.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@_says_what_went_wrong
def build(**options: Any) -> None:
    """Execute and publish reports; by default those of the newest params file, as HTML, PDF and DOCX."""
    from dophu.data.project import Project
    from dophu.run.batch import Wanted, build_all

    as_json = options.pop("as_json")
    project = Project.find()
    try:
        _tell_released(build_all(project, Wanted(**options)), as_json)
    finally:
        _renew_catalogue(project, project.root / options["out"])


def _tell_released(released: list[Released], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([{"folder": str(r.folder), "files": r.files} for r in released], ensure_ascii=False))
        return
    for edition in released:
        for name in edition.files:
            click.echo(_short(edition.folder / name))


def _renew_catalogue(project: Project, out: Path) -> None:
    """List the editions anew; a folder that does not allow it is told of, but is no failure of the build."""
    from dophu.run.catalogue import write_catalogue

    try:
        if out.is_dir():
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

    findings = check_project(Project.find(), campaign, period)
    if as_json:
        click.echo(json.dumps([f.__dict__ | {"known": f.known} for f in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding}\n  source: {finding.source}\n  {_advice(finding)}")
    new = [finding for finding in findings if not finding.known]
    if not as_json:
        click.echo(f"{len(findings) - len(new)} known inconsistencies, {len(new)} new")
    if new:
        raise DataError("dophu check", f"{len(new)} finding(s) without an explanation", "see the lines above")


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _advice(finding: Finding) -> str:
    return f"note: {finding.note}" if finding.known else f"fix: {finding.fix}"


OUTPUTS = click.option(
    "--out",
    default="outputs",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where they lie.",
)


@main.command()
@OUTPUTS
@click.option("--json", "as_json", is_flag=True, help="Print what was listed as JSON.")
@_says_what_went_wrong
def catalogue(out: Path, as_json: bool) -> None:
    """Write the page that lists every built edition, index.html in the outputs; each build does so too."""
    from dophu.data.project import Project
    from dophu.run.catalogue import as_data, write_catalogue

    project = Project.find()
    page, found = write_catalogue(project, project.root / out)
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
    content, found = overview(project), gather(project, project.root / out)
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
@click.argument("editions", nargs=-1, required=True, type=click.Path(path_type=Path))
@_says_what_went_wrong
def verify(editions: tuple[Path, ...]) -> None:
    """Build released editions again from their manifests and compare every byte.

    EDITION is a manifest, or a folder that holds some.
    """
    from dophu.data.project import Project
    from dophu.run import verify as verifying

    project = Project.find()
    for manifest in verifying.manifests(editions):
        verifying.refuse_differences(manifest, verifying.verify(project, manifest))
        click.echo(f"{manifest}: the same")
