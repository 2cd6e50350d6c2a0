"""One edition from parameters to released files; what was released before stays until the new is whole."""

from __future__ import annotations

from collections.abc import Callable

from nbformat import NotebookNode

from dophu.data.brand import read_brand
from dophu.data.edition import open_edition
from dophu.data.notebooks import notebook_file
from dophu.data.project import Project
from dophu.errors import DophuError, EmptyError
from dophu.facts.ledger import as_lines
from dophu.publish.document import empty_because, read_document
from dophu.publish.exporters import publish
from dophu.run.execute import execute
from dophu.run.failed import forget_failed, forget_skipped, keep_failed, keep_skipped
from dophu.run.job import Job, Released
from dophu.run.lock import leave, staging
from dophu.run.manifest import SUFFIX, Origin, as_json, manifest, origin_of
from dophu.run.ran import remember
from dophu.run.release import release


def build(
    project: Project,
    job: Job,
    *,
    source: bytes | None = None,
    forks: bool = False,
    typesets: Callable[[], None] | None = None,
) -> Released:
    """Execute a report and release it in the formats asked for, with its ledger and manifest.

    source     the notebook to run, where it is not the project's of today
    forks      this process has only imported, so that the notebook may run in a fork of it
    typesets   is called when its cells have ended and its outputs are made

    Everything is made in a staging folder beside the outputs and moved into place when every gate has passed.
    A failed edition leaves the former one as it is, and its executed notebook under `.failed`.
    """
    if not forks:
        open_edition(project, job.parameters)  # wrong names and data are refused before a kernel starts
    staged = staging(job.out)
    executed = staged / f"{job.report}.ipynb"
    try:
        content, origin = origin_of(project, _notebook_of(project, job), source)
        executed.write_bytes(content)
        notebook = execute(project, job, executed, forks=forks)
        if typesets:
            typesets()
        files = _outputs(project, job, origin, notebook, executed.read_bytes())
        released = release(project, files, staged, job)
        remember(project, origin.notebook)
    except EmptyError as error:
        keep_skipped(job.out, job.edition, error.problem)
        forget_failed(job.out, job.edition)
        raise
    except DophuError as error:
        kept = keep_failed(job.out, job.edition, executed, error)
        seen = f"; the executed notebook is {kept.relative_to(job.out.parent)}" if kept else ""
        raise type(error)(error.where, error.problem, error.fix + seen) from error
    finally:
        leave(staged)
    forget_failed(job.out, job.edition)
    forget_skipped(job.out, job.edition)
    return released


def _notebook_of(project: Project, job: Job) -> str:
    return notebook_file(project, job.report, job.parameters.campaign, job.parameters.period.name)


def _outputs(project: Project, job: Job, origin: Origin, notebook: NotebookNode, executed: bytes) -> dict[str, bytes]:
    """Publish an executed notebook: its files by name, and the manifest that records them all."""
    document = read_document(notebook, job.report)
    if reason := empty_because(notebook):
        raise EmptyError("/".join(job.edition), reason, "build it once there are such figures")
    written = publish(document, job.formats, read_brand(project), dict(job.allowed), listed=True)
    outputs = {f"{job.report}.{name}": content for name, content in written.items()}
    outputs[f"{job.report}.facts.json"] = as_lines(document.ledger).encode()
    outputs[f"{job.report}.ipynb"] = executed
    record = manifest(
        origin, job.parameters, document.ledger, document.inputs, outputs, looks=dict(job.allowed)
    ).model_dump()
    return outputs | {f"{job.report}{SUFFIX}": as_json(record)}
