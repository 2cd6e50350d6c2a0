"""A warm process under the shim: it runs commands in forks of itself, with a fault at one of their calls.

Reads orders as lines of JSON: project, command, at, mode, error, log. Answers each with how the fork ended, what it
printed, and how many calls there were.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NoReturn

MARK = "driver: "
NEEDED = (
    "dophu.cli",
    "dophu.run.batch",
    "dophu.run.importing",
    "dophu.run.issuing",
    "dophu.run.scaffold",
    "dophu.run.warm",
)


def main() -> None:
    """Answer orders until there are no more."""
    shim = ctypes.CDLL(os.environ["LD_PRELOAD"])
    _warm_up()
    for line in sys.stdin:
        order = json.loads(line)
        said = Path(order["log"] + ".said")
        pid = os.fork()
        if not pid:
            _run(shim, order, said)
        _, status = os.waitpid(pid, 0)
        shim.fault_arm(b"", 0, 0, 0, b"")
        code = os.waitstatus_to_exitcode(status)
        print(MARK + json.dumps({"code": code, "said": said.read_text(), "calls": shim.fault_count()}), flush=True)


def _warm_up() -> None:
    for name in NEEDED:
        import_module(name)
    workers: Any = import_module("dophu.run.workers")
    workers.get_context = lambda _: get_context("fork")  # a fork of this process is as warm
    workers.get_warm = lambda *_: None


def _run(shim: Any, order: dict[str, Any], said: Path) -> NoReturn:
    dophu: Any = import_module("dophu.cli").main
    os.chdir(order["project"])
    os.setsid()
    file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    arguments = (order["project"].encode(), order["at"], order["mode"], order["error"], order["log"].encode())
    shim.fault_arm(*arguments)
    code = 99
    try:
        dophu(order["command"])
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
