"""The reports of an edition as one publication, from their executed notebooks as they lie in the outputs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import nbformat

from dophu.data.brand import read_brand
from dophu.data.durable import write_through
from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.publish.branded import branded
from dophu.publish.document import read_document
from dophu.publish.html import render_html
from dophu.publish.layout import on_paper
from dophu.publish.pdf import render_pdf
from dophu.publish.publication import NAME, publication
from dophu.publish.readback import compare
from dophu.run.batch import Batch
from dophu.run.manifest import SUFFIX

FEWEST = 2  # reports that make a publication


def publish_together(project: Project, batch: Batch) -> list[Path]:
    """Write `publication.html` and `.pdf` beside the reports of each edition of a batch; give their paths."""
    folders = [one.folder for one in batch.released] + [job.folder for job in batch.up_to_date]
    return [path for folder in dict.fromkeys(folders) for path in _published(project, folder)]


def _published(project: Project, folder: Path) -> Iterable[Path]:
    reports = sorted(record.name.removesuffix(SUFFIX) for record in folder.glob(f"*{SUFFIX}"))
    if len(reports) < FEWEST:
        fix = "build other reports of the edition as well, then ask for the publication again"
        raise UsageError(folder, f"{len(reports)} report(s) make no publication", fix)
    documents = [read_document(nbformat.read(folder / f"{name}.ipynb", as_version=4), name) for name in reports]
    whole = branded(publication(documents), read_brand(project))
    paper = on_paper(whole)
    written = {"html": render_html(whole), "pdf": render_pdf(paper)}
    compare(whole, {"html": written["html"]})
    compare(paper, {"pdf": written["pdf"]})
    for kind, content in written.items():
        write_through(folder / f"{NAME}.{kind}", content)
        yield folder / f"{NAME}.{kind}"
