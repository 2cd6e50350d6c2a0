"""What a notebook's process may do: how much memory and how large files, and where it may write.

Linux alone can hold a process to a folder without help from its administrator (Landlock, from 5.13 on). Elsewhere, and
for what Landlock does not know (modes and times of files), what changed is found by `watch` and told by name.
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from pathlib import Path

if sys.platform != "win32":
    import resource

PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 38, 36
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
ASK_VERSION, BENEATH = 1, 1
# LANDLOCK_ACCESS_FS_*: write a file; remove folders and files; make devices, folders, files, sockets, pipes, links
WRITING = (1 << 1) | sum(1 << bit for bit in range(4, 13))
REFER, TRUNCATE = 1 << 13, 1 << 14  # move and link between folders from version 2 on, cut files from 3 on
REFER_FROM, TRUNCATE_FROM, SIGNALS_FROM = 2, 3, 6
SCOPE_SIGNAL = 1 << 1  # signals reach no process outside
OF_FILES = (1 << 1) | TRUNCATE
OPEN_PLACES = ("/dev/shm",)  # semaphores of multiprocessing
OPEN_FILES = ("/dev/null", "/dev/tty", "/dev/zero", "/dev/full")
LARGEST_FILE = 256 << 20  # bytes; what child processes print goes into a file until the cell ends


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def landlock_version() -> int:
    """Say which version of Landlock the kernel has; 0 for none."""
    if sys.platform != "linux":
        return 0
    version: int = ctypes.CDLL(None, use_errno=True).syscall(CREATE_RULESET, None, 0, ASK_VERSION)
    return max(0, version)


def enter(room: Path, memory: int) -> None:
    """Hold this process and all that it starts to a folder for writing, and to so many bytes of memory.

    Its temporary files, and what IPython and matplotlib keep, go into the folder too.
    """
    for name in ("TMPDIR", "MPLCONFIGDIR", "IPYTHONDIR"):
        os.environ[name] = str(room)
    tempfile.tempdir = None
    _limit(memory)
    version = landlock_version()
    if version:
        _hold_to(room, version)


def adopt_orphans() -> None:
    """Become the parent of whatever a child leaves behind, so that it can be found and ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children() -> list[int]:
    """List the processes whose parent this one is."""
    found: list[int] = []
    for task in Path("/proc/self/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def _limit(memory: int) -> None:
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, LARGEST_FILE), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _hold_to(room: Path, version: int) -> None:
    system = ctypes.CDLL(None, use_errno=True)
    rights = WRITING | (REFER if version >= REFER_FROM else 0) | (TRUNCATE if version >= TRUNCATE_FROM else 0)
    rules = _Ruleset(rights, 0, SCOPE_SIGNAL if version >= SIGNALS_FROM else 0)
    size = ctypes.sizeof(rules) if version >= SIGNALS_FROM else ctypes.sizeof(ctypes.c_uint64)
    ruleset = system.syscall(CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "no Landlock rules can be made")
    for place in (str(room), *OPEN_PLACES):
        _allow(system, ruleset, place, rights)
    for file in OPEN_FILES:
        _allow(system, ruleset, file, rights & OF_FILES)
    system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if system.syscall(RESTRICT_SELF, ruleset, 0):
        raise OSError(ctypes.get_errno(), "Landlock cannot be entered")
    os.close(ruleset)


def _allow(system: ctypes.CDLL, ruleset: int, place: str, rights: int) -> None:
    if not Path(place).exists():
        return
    folder = os.open(place, os.O_PATH | os.O_CLOEXEC)
    rule = _Beneath(rights, folder)
    failed = system.syscall(ADD_RULE, ruleset, BENEATH, ctypes.byref(rule), 0)
    os.close(folder)
    if failed:
        raise OSError(ctypes.get_errno(), "no Landlock rule can be added", place)
