"""A notebook's cells run by IPython in this process; what they show is told as JSON, a line an event.

Without sockets, a notebook costs what its code costs. What needs a kernel's messages (widgets) is said to need one.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import comm
from ipykernel import jsonutil
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

NAMES = {1: "stdout", 2: "stderr"}
ENCODE = json.JSONEncoder(ensure_ascii=False).encode  # held here, out of reach of cells that change the module
Tell = Callable[[str, dict[str, Any]], None]


class NeedsKernel(BaseException):
    """The notebook opens a channel to a page, as widgets do; no plain exception, for none may swallow it."""


class Publisher(DisplayPublisher):  # type: ignore[misc] # IPython is untyped
    """Tells of `display(…)`, of updates to what was displayed, and of its clearing."""

    def publish(self, data: Any, metadata: Any = None, **options: Any) -> None:
        """Tell of one output."""
        shown = {"data": _sendable(data), "metadata": metadata or {}}
        name = (options.get("transient") or {}).get("display_id")
        self.shell.tell("update" if options.get("update") else "display", shown | {"display_id": name})

    def clear_output(self, wait: bool = False) -> None:
        """Tell that the cell's outputs are to go, now or before the next."""
        self.shell.tell("clear", {"wait": wait})


class ResultHook(DisplayHook):  # type: ignore[misc] # IPython is untyped
    """Tells of a cell's last value."""

    def write_output_prompt(self) -> None:
        """Leave out the prompt of a terminal."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Tell of the value in every form it has."""
        shown = {"data": _sendable(format_dict), "metadata": md_dict or {}}
        self.shell.tell("result", shown | {"execution_count": self.prompt_count})

    def finish_displayhook(self) -> None:
        """Leave out the line's end of a terminal."""


class Shell(InteractiveShell):  # type: ignore[misc] # IPython is untyped
    """IPython as a kernel has it, with outputs told to `tell`."""

    displayhook_class = Type(ResultHook)
    display_pub_class = Type(Publisher)
    tell: Tell

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        name = etype if isinstance(etype, str) else etype.__name__
        self.tell("error", {"ename": name, "evalue": str(evalue), "traceback": list(stb)})

    def enable_gui(self, gui: Any = None) -> None:
        """Leave windows alone: there is no one to look at them."""


class Stream(io.TextIOBase):
    """Standard output or error of the cells, each write told as it is made."""

    encoding = "utf-8"

    def __init__(self, descriptor: int, tell: Tell) -> None:
        self._descriptor, self._tell = descriptor, tell

    def write(self, text: str) -> int:
        """Tell of the text."""
        if text:
            self._tell("stream", {"name": NAMES[self._descriptor], "text": str(text)})
        return len(text)

    def writable(self) -> bool:
        """Say that it may be written to."""
        return True

    def fileno(self) -> int:
        """Name the descriptor that child processes write to."""
        return self._descriptor


def run_cells(cells: Sequence[tuple[int, str, Sequence[str]]], send: Callable[[bytes], None]) -> None:
    """Run cells (index in the notebook, source, tags) to the end or the first error, telling each event by `send`.

    Every line is a JSON list of the event's name and its content: "cell" as one starts, "stream", "display",
    "update", "result", "clear" and "error" for outputs, "count" as it ends, then "end", or "kernel" when only a kernel
    will do.
    """

    def tell(kind: str, content: dict[str, Any]) -> None:
        send(as_line(kind, content))

    shell = _shell(tell)
    try:
        with _streams(tell):
            for index, source, tags in cells:
                tell("cell", {"index": index})
                if not _run(shell, source, tell) and "raises-exception" not in tags:
                    break
        tell("end", {})
    except NeedsKernel:
        tell("kernel", {})


def as_line(kind: str, content: dict[str, Any]) -> bytes:
    r"""Write an event as a line; half of a sign, which no file can hold, becomes a question mark.

    >>> as_line("stream", {"text": "80\ud800"})
    b'["stream", {"text": "80?"}]\n'
    """
    return ENCODE([kind, _sendable(content)]).encode(errors="replace") + b"\n"


def _shell(tell: Tell) -> Shell:
    config = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "neutral"}})
    shell: Shell = Shell.instance(config=config)
    shell.tell = tell
    builtins.input = _no_one_to_ask
    comm.create_comm = _needs_kernel
    comm.get_comm_manager = _needs_kernel
    return shell


def _sendable(bundle: Any) -> Any:
    """Turn images into text and the rest into plain JSON, as kernels do."""
    clean: Any = jsonutil
    return clean.json_clean(clean.encode_images(bundle) if isinstance(bundle, dict) else bundle)


def _no_one_to_ask(prompt: object = "") -> NoReturn:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _needs_kernel(*_: Any, **__: Any) -> NoReturn:
    raise NeedsKernel


def _run(shell: Shell, source: str, tell: Tell) -> bool:
    count = shell.execution_count
    with _descriptors(tell):
        outcome = shell.run_cell(source, store_history=True)
    tell("count", {"execution_count": count})
    if isinstance(outcome.error_in_exec, NeedsKernel):
        raise outcome.error_in_exec
    return bool(outcome.success)


@contextmanager
def _streams(tell: Tell) -> Iterator[None]:
    former = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream(1, tell), Stream(2, tell)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = former


@contextmanager
def _descriptors(tell: Tell) -> Iterator[None]:
    """Tell at a cell's end what its child processes and libraries wrote past Python's streams."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        files = {1: out, 2: err}
        for number, file in files.items():
            os.dup2(file.fileno(), number)
        try:
            yield
        finally:
            for number, file in files.items():
                file.seek(0)
                if text := file.read().decode(errors="replace"):
                    tell("stream", {"name": NAMES[number], "text": text})
