from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dophu.data.edition import read_params_file
from dophu.run.job import Job
from tests.building import build
from tests.project import Draft, draft_at
from tests.run.batches import add_report

TOKEN = "t"
PATIENCE = 90.0


@dataclass
class Server:
    """A Jupyter server in a project with an executed report, `outputs/…/letter.ipynb`."""

    project: Draft
    port: int
    executed: str

    def ask(self, path: str, body: Any = None, method: str | None = None) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path: status, headers and content."""
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{quote(path)}", data, method=method)
        asked.add_header("Authorization", f"token {TOKEN}")
        asked.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as reply:
                return reply.status, dict(reply.headers), reply.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def told(self, path: str, body: Any = None, method: str | None = None) -> Any:
        """Ask for JSON."""
        status, _, content = self.ask(path, body, method)
        assert status < 300, content.decode()
        return json.loads(content) if content else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a server as `jupyter lab` has it, with a home of its own."""
    folder = tmp_path_factory.mktemp("server")
    project = draft_at(folder / "office")
    add_report(project, "letter")
    made = build(project, Job("letter", read_params_file(project, "2020-08-07"), project.root / "outputs", ("html",)))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DOPHU", "JUPYTER"))}
    environment |= {"HOME": str(folder), "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    port = free_port()
    options = [f"--ServerApp.{name}" for name in (f"port={port}", "port_retries=0", "open_browser=False")]
    options += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={project.root}", "--allow-root"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "server", *options],
            cwd=project.root,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            started = Server(project, port, str((made.folder / "letter.ipynb").relative_to(project.root)))
            _wait(started, process, folder / "log")
            yield started
        finally:
            process.terminate()
            process.wait(timeout=30)
            shutil.rmtree(folder / "runtime", ignore_errors=True)


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            server.told("/api/status")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text(errors="replace"))
