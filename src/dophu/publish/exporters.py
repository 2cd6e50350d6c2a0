"""The four formats as nbconvert exporters: for `jupyter nbconvert --to` and JupyterLab's export menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, ClassVar

from nbconvert.exporters import Exporter
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode

from dophu.data.brand import HOUSE, Brand, read_brand
from dophu.data.project import Project
from dophu.errors import DophuError
from dophu.publish.anew import hold_to_data
from dophu.publish.beside import links
from dophu.publish.branded import branded
from dophu.publish.card import render_card, render_text
from dophu.publish.document import read_document
from dophu.publish.docx import render_docx
from dophu.publish.file_names import file_name
from dophu.publish.gates import check
from dophu.publish.html import render_html
from dophu.publish.looks import refuse_bad_looks
from dophu.publish.pdf import render_pdf
from dophu.publish.readback import compare
from dophu.publish.xlsx import render_xlsx
from dophu.tell.blocks import Document
from dophu.words import say

NONE: Mapping[str, str] = MappingProxyType({})
WRITERS: dict[str, Callable[[Document], bytes]] = {
    "html": render_html,
    "pdf": render_pdf,
    "docx": render_docx,
    "xlsx": render_xlsx,
    "png": render_card,
    "txt": render_text,
}


def publish(
    document: Document,
    formats: tuple[str, ...],
    brand: Brand = HOUSE,
    allowed: Mapping[str, str] = NONE,
    *,
    listed: bool = False,
) -> dict[str, bytes]:
    """Write a document in an office's look: after the gates, and before what was written is read back and looked at.

    allowed   rules of looks that are left out, each with the reason
    listed    it comes to lie where a list of editions leads to it, and leads there itself
    """
    document = branded(document, brand)
    check(document)
    writers = WRITERS | ({"html": partial(render_html, beside=links(document, formats))} if listed else {})
    outputs = {name: writers[name](document) for name in formats}
    compare(document, outputs)
    refuse_bad_looks(document, outputs, allowed)
    return outputs


class ReportExporter(Exporter):
    """Reads an executed report; refuses one that failed, stopped half-way or does not pass the gates."""

    writes: ClassVar[str]

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Convert one notebook; a refusal is a ConversionException that says where, what and what to do."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        report = PurePath(resources.get("metadata", {}).get("name") or "notebook").name
        try:
            document = read_document(nb, report)
            project = Project.of_notebook(_path_of(resources))
            hold_to_data(project, nb, report)
            output = publish(document, (self.writes,), read_brand(project))[self.writes]
        except DophuError as error:
            raise ConversionException(str(error)) from error
        resources["file_name"] = file_name(document, self.writes)
        return output, resources

    def _file_extension_default(self) -> str:
        return f".{self.writes}"


def _path_of(resources: Any) -> str | None:
    """Say where nbconvert found the notebook, if it was a file."""
    folder = resources.get("metadata", {}).get("path")
    return str(Path(folder) / "notebook") if folder else None


class HtmlReport(ReportExporter):
    """One self-contained page with the trace of every number."""

    writes = "html"
    export_from_notebook = say("export.html")
    output_mimetype = "text/html"


class PdfReport(ReportExporter):
    """The official letter on paper."""

    writes = "pdf"
    export_from_notebook = say("export.pdf")
    output_mimetype = "application/pdf"


class DocxReport(ReportExporter):
    """The official letter for Word and LibreOffice."""

    writes = "docx"
    export_from_notebook = say("export.docx")
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class XlsxReport(ReportExporter):
    """The tables with their exact values, the ledger and the sources, for a spreadsheet."""

    writes = "xlsx"
    export_from_notebook = say("export.xlsx")
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
