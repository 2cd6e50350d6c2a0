"""JupyterLab as an analyst has it, on a copy of the project: a server of its own, and the steps one takes in it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).parents[2]
JUPYTER = os.environ.get("DOPHU_JUPYTER", str(Path(sys.executable).with_name("jupyter")))  # another: make lab-oldest
PATIENCE, SECOND, PAUSE = 60_000, 1_000, 100  # milliseconds, on a busy machine


@dataclass(frozen=True)
class Server:
    """A running JupyterLab and the project it serves."""

    address: str
    project: Path


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve a copy of the project, with no settings of whoever runs the tests."""
    project = folder / "project"
    for name in ("notebooks", "params", "data", "docs"):
        shutil.copytree(ROOT / name, project / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    as_made = shlex.split(re.findall(r"jupyter lab (.*)", (ROOT / "Makefile").read_text("utf-8"))[0])  # make lab
    command = [JUPYTER, "lab", *as_made, "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.token=t"]
    alone = {
        name: str(folder / name.lower()) for name in ("HOME", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    }
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=project, env=os.environ | alone, stdout=log, stderr=log)
        try:
            _await_answer(f"http://127.0.0.1:{port}/api?token=t")
            yield Server(f"http://127.0.0.1:{port}", project)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; one that just starts a kernel does not listen, and the kernel ends with it."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await_answer(address: str) -> None:
    for _ in range(600):
        try:
            urlopen(address, timeout=5).close()
        except (URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


class Desk:
    """One open page of JupyterLab."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.panel = page.locator("#dophu-report")
        self.sections = page.locator(".dophu-letter section")

    def open(self, notebook: str) -> None:
        """Open a notebook of the project, in no workspace that was open before."""
        self.page.goto(f"{self.server.address}/lab/workspaces/test/tree/{notebook}?token=t&reset")
        self.await_idle()

    def await_idle(self) -> None:
        """Wait until the kernel has nothing to do for a second: between two cells it is idle for a moment."""
        idle = self.page.locator("#jp-main-statusbar").get_by_text("| Idle")
        seen = 0
        while seen < SECOND:
            idle.wait_for(timeout=PATIENCE)
            self.page.wait_for_timeout(PAUSE)
            seen = seen + PAUSE if idle.count() else 0

    def menu(self, *path: str) -> None:
        """Choose in a menu and its submenus, by the beginnings of their labels."""
        for label in path:
            self.page.locator(f".lm-MenuBar-itemLabel, .lm-Menu-itemLabel:text('{label}')").get_by_text(
                label
            ).first.click()

    def run_all(self) -> None:
        """Run all cells, and wait until the letter is there."""
        self.menu("Run", "Run All Cells")
        self.await_idle()
        self.sections.first.wait_for()

    def tell(self, **chosen: str) -> None:
        """Run the notebook again for another unit or period, by the form."""
        for label, name in (("Đơn vị", "unit"), ("Kỳ", "period")):
            if name in chosen:
                self.panel.get_by_label(label).select_option(label=chosen[name])
        self.panel.get_by_role("button", name="Chạy lại").click()
        self.await_idle()

    def export(self, label: str, folder: Path) -> Path:
        """Export the notebook by the menu, into a folder; the name is the one that a browser would give the file."""
        self.save()
        self.menu("File", "Save and Export Notebook As")
        with self.page.expect_download() as download:
            self.page.locator(".lm-Menu-itemLabel").get_by_text(re.compile(label, re.IGNORECASE)).first.click()
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file

    def save(self) -> None:
        """Save the notebook until nothing changes in it any more."""
        unsaved = self.page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")
        while unsaved.count():
            self.await_idle()
            self.page.keyboard.press("Control+s")
            self.page.wait_for_timeout(500)

    def section(self, text: str) -> Locator:
        """Find what the panel shows of one cell, by some of its text."""
        return self.sections.filter(has_text=text)

    def open_cell(self, text: str) -> None:
        """Click a paragraph of the letter, and wait until its cell can be written."""
        self.section(text).click()
        self._await_cursor()

    def _await_cursor(self) -> None:
        expect(self.page.locator(".jp-Notebook-cell.jp-mod-active .cm-content")).to_be_focused(timeout=PATIENCE)

    def active_source(self) -> str:
        """Read the source of the active cell."""
        found: str = self.page.locator(".jp-Notebook-cell.jp-mod-active .cm-content").inner_text()
        return found

    def insert_below(self, source: str) -> None:
        """Add a cell below the active one, write it and run it."""
        keyboard = self.page.keyboard
        for key in ("Escape", "b", "Enter"):
            keyboard.press(key)
            self.page.wait_for_timeout(3 * PAUSE)  # the focus moves a moment later, and hands are slower
        self._await_cursor()
        keyboard.insert_text(source)
        keyboard.press("Control+Enter")
        self.await_idle()


def saved(notebook: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a notebook's file."""
    content = json.loads(notebook.read_text("utf-8"))
    change(content)
    notebook.write_text(json.dumps(content), "utf-8")


def opened(browser: Browser, server: Server) -> Iterator[Desk]:
    """Give a page as large as a desk's screen."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    yield Desk(context.new_page(), server)
    context.close()
