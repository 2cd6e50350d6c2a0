"""Exports of reports from JupyterLab's menu: a file named by what it says, and a refusal as a page one can read.

Jupyter's own way takes exporters' names of plain letters only, names every file after the notebook, and answers a
refusal with "500: Internal Server Error".
"""

from __future__ import annotations

import asyncio
from html import escape
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import ensure_async, url_path_join
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode
from tornado import web

from dophu.errors import DophuError
from dophu.words import say
from dophu.words.messages import told

FORMATS = ("html", "pdf", "docx", "xlsx")
REFUSED = 422  # the request is in order, what it asks for is not
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title>
<body style="font-family:sans-serif;max-width:45em;margin:3em auto;line-height:1.5;padding:0 1em">
<h1>{title}</h1><p style="white-space:pre-line">{problem}</p><h2>{way}</h2><p style="white-space:pre-line">{fix}</p>
</body></html>
"""


class Export(JupyterHandler):
    """Converts a notebook by one of our exporters."""

    auth_resource = "nbconvert"
    SUPPORTED_METHODS = ("GET",)

    @property
    def content_security_policy(self) -> str:
        """Hold the scripts of a report apart from the server, as Jupyter does."""
        return f"{super().content_security_policy}; sandbox allow-scripts"

    @web.authenticated
    @authorized  # type: ignore[untyped-decorator] # Jupyter's server is untyped
    async def get(self, name: str, path: str) -> None:
        """Send the report, or the page that says why there is none."""
        self.check_xsrf_cookie()
        model = await ensure_async(self.contents_manager.get(path=path.strip("/")))
        if model["type"] != "notebook":
            raise web.HTTPError(400, f"{path} is no notebook")
        try:
            output, resources = await asyncio.to_thread(self._converted, name, model)
        except ConversionException as error:
            self._refuse(error)
            return
        self.set_attachment_header(resources["file_name"])
        self.set_header("Content-Type", resources["output_mimetype"])
        self.set_header("Cache-Control", "no-store")
        self.finish(output)

    def _converted(self, name: str, model: dict[str, Any]) -> tuple[str | bytes, dict[str, Any]]:
        from nbconvert.exporters.base import get_exporter  # noqa: PLC0415 - a server starts quicker without ours

        about = {"name": PurePath(model["name"]).stem}
        with_path = getattr(self.contents_manager, "_get_os_path", None)
        if with_path:  # of a file on a disk: its project lies around it
            about["path"] = str(PurePath(with_path(model["path"])).parent)
        notebook: NotebookNode = model["content"]
        exporter = get_exporter(name)(config=self.config)
        output, resources = exporter.from_notebook_node(notebook, resources={"metadata": about})
        return output, {**resources, "output_mimetype": exporter.output_mimetype}

    def _refuse(self, error: ConversionException) -> None:
        cause = error.__cause__
        said = told(cause) if isinstance(cause, DophuError) else (str(error), "")
        parts = {"title": say("export.refused"), "problem": said[0], "way": say("export.way"), "fix": said[1]}
        self.set_status(REFUSED)
        self.finish(PAGE.format_map({name: escape(text) for name, text in parts.items()}))


def add_to(app: Any) -> None:
    """Answer for our exporters before Jupyter's own route does."""
    named = (name for kind in FORMATS for name in (f"dophu_{kind}", say(f"export.{kind}")))
    names = "|".join(dict.fromkeys(spelt for name in named for spelt in (name, quote(name))))
    route = url_path_join(app.settings["base_url"], rf"/nbconvert/({names})/(.+)")
    app.add_handlers(".*$", [(route, Export)])
