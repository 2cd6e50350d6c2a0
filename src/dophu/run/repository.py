"""Notebooks under git: it sees what their authors wrote, never what a run of them left behind. `make` sets it up.

filter   cleans a notebook as git reads it from the disk; the file keeps its outputs (`.gitattributes` says which files)
hook     strips what comes to be committed past the filter
index    git compares sizes first: a notebook saved with its outputs counts as modified, and merge and pull refuse to
         touch it, though `git diff` is empty. Such a file is added again, which changes nothing but its size there.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from dophu.run.sources import as_source

FILTER = "dophu-notebook"
CLEAN = 'python=.venv/bin/python; [ -x "$python" ] || python=python3; "$python" -S src/dophu/run/sources.py'
HOOK = """#!/bin/sh
# Made by dophu (src/dophu/run/repository.py): strips the outputs of notebooks that are to be committed.
[ -x .venv/bin/python ] || exit 0
exec .venv/bin/python -m dophu.run.repository strip
"""
OURS = "Made by dophu"
NOTEBOOKS = ("notebooks/*.ipynb", "data/*.ipynb")  # git's * goes into folders


def set_up(root: Path) -> list[str]:
    """Set filter and hook up in a checkout, and settle its index; say what is left to its owner."""
    if _git(root, "config", f"filter.{FILTER}.clean", CLEAN) is None:
        return []  # no checkout, or one that is not ours to write
    place = _git(root, "rev-parse", "--git-path", "hooks/pre-commit")
    hook = root / place.decode().strip() if place else root / ".git/hooks/pre-commit"
    settle(root)
    if hook.exists() and OURS not in hook.read_text(encoding="utf-8", errors="replace"):
        return [f"{hook}: it is another's; to strip outputs there too, add to it: {HOOK.splitlines()[-1]}"]
    if not hook.exists() or hook.read_text(encoding="utf-8") != HOOK:
        hook.parent.mkdir(parents=True, exist_ok=True)
        hook.write_text(HOOK, encoding="utf-8")
        hook.chmod(0o755)
    return []


def settle(root: Path, names: Iterable[str] = NOTEBOOKS) -> list[str]:
    """Let git see that notebooks which were only run are unchanged, so that it merges and pulls; name them."""
    if not (_git(root, "config", f"filter.{FILTER}.clean") or b"").strip():
        return []
    listed = _git(root, "diff-files", "--relative", "--name-only", "-z", "--", *names) or b""
    found = [name for name in listed.decode().split("\0") if name.endswith(".ipynb") and (root / name).is_file()]
    same = [name for name in found if _git(root, "diff", "--quiet", "--", name) is not None]
    if same:
        _git(root, "add", "--", *same)
    return same


def strip(root: Path) -> list[str]:
    """Strip the outputs of notebooks that are staged with them; the files on the disk keep theirs."""
    listed = _git(root, "diff", "--cached", "--name-only", "--diff-filter=ACMR", "-z", "--", *NOTEBOOKS) or b""
    stripped = []
    for name in filter(None, listed.decode().split("\0")):
        content = _git(root, "show", f":{name}") or b""
        source = as_source(content)
        if source == content:
            continue
        digest = (_git(root, "hash-object", "-w", "--stdin", stdin=source) or b"").decode().strip()
        _git(root, "update-index", "--cacheinfo", f"100644,{digest},{name}")
        stripped.append(name)
    return stripped


def _git(root: Path, *line: str, stdin: bytes = b"") -> bytes | None:
    """Run git; None where it fails or is not there."""
    try:
        done = subprocess.run(["git", *line], cwd=root, input=stdin, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def main(arguments: list[str]) -> None:
    """Do what `make` and the hook ask for, in the working directory."""
    if arguments == ["strip"]:
        for name in strip(Path.cwd()):
            print(f"{name}: committed without its outputs")
    else:
        for line in set_up(Path.cwd()):
            print(line, file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
