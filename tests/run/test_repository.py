"""Notebooks under git: what a run leaves behind reaches no commit, no diff, and stands in no pull's way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dophu.run.repository import HOOK, set_up, settle, strip
from dophu.server import saving
from tests.run.batches import LETTER, ROOT
from tests.run.test_sources import fold, reword, run_all, saved

NAME = "notebooks/letter.ipynb"
USER = ("-c", "user.name=An", "-c", "user.email=an@example.vn")


def run_and_reword(notebook: Any) -> None:
    run_all(notebook)
    reword(notebook)


def git(folder: Path, *line: str) -> str:
    done = subprocess.run(["git", *USER, *line], cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one notebook, set up as `make` does it, without an environment."""
    for name in (".gitattributes", "src/dophu/run/sources.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / NAME).write_bytes(LETTER.read_bytes())
    git(tmp_path, "init", "-q")
    assert set_up(tmp_path) == []
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "begin")
    return tmp_path


@pytest.mark.parametrize("change", [run_all, fold])
def test_a_notebook_that_was_only_run_or_folded_is_no_change(checkout: Path, change: Callable[[Any], None]) -> None:
    (checkout / NAME).write_bytes(saved(change))
    assert git(checkout, "diff", "--stat") == ""
    assert git(checkout, "status", "--short") == f" M {NAME}\n", "git compares sizes first"
    assert settle(checkout) == [NAME]
    assert git(checkout, "status", "--short") == ""


def test_a_server_settles_it_as_it_saves(checkout: Path) -> None:
    (checkout / NAME).write_bytes(saved(run_all))
    saving.saved(os_path=str(checkout / NAME), model={"type": "notebook"}, contents_manager=None)
    assert git(checkout, "status", "--short") == ""


def test_a_word_that_was_changed_is_the_whole_change(checkout: Path) -> None:
    (checkout / NAME).write_bytes(saved(run_and_reword))
    assert settle(checkout) == []
    added, removed, _ = git(checkout, "diff", "--numstat").split()
    assert (added, removed) == ("1", "1")


def test_a_pull_meets_no_resistance_of_outputs(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "clone"
    git(checkout, "clone", "-q", str(checkout), str(other))
    (checkout / NAME).write_bytes(saved(reword))
    git(checkout, "commit", "-qam", "reword")
    set_up(other)
    (other / NAME).write_bytes(saved(run_all))
    settle(other)
    git(other, "pull", "-q", "--ff-only")
    assert (other / NAME).read_bytes() == saved(reword)


def test_what_comes_past_the_filter_is_stripped_before_it_is_committed(checkout: Path) -> None:
    git(checkout, "config", "filter.dophu-notebook.clean", "cat")
    (checkout / NAME).write_bytes(saved(run_and_reword))
    git(checkout, "add", "-A")
    assert '"63.438' in git(checkout, "show", f":{NAME}")
    assert strip(checkout) == [NAME]
    assert git(checkout, "show", f":{NAME}").encode() == saved(reword)
    assert "63.438" in (checkout / NAME).read_text("utf-8")


def test_the_hook_strips_as_git_commits(checkout: Path) -> None:
    (checkout / ".venv/bin").mkdir(parents=True)
    python = checkout / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
    python.chmod(0o755)
    git(checkout, "config", "filter.dophu-notebook.clean", "cat")
    (checkout / NAME).write_bytes(saved(run_and_reword))
    git(checkout, "commit", "-qam", "run")
    assert "63.438" not in git(checkout, "show", f"HEAD:{NAME}")


def test_a_hook_of_anothers_is_left_alone_and_its_owner_told(checkout: Path) -> None:
    hook = checkout / ".git/hooks/pre-commit"
    assert hook.read_text("utf-8") == HOOK
    hook.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    (told,) = set_up(checkout)
    assert "it is another's" in told
    assert hook.read_text("utf-8") == "#!/bin/sh\nexit 0\n"


def test_outside_of_a_checkout_nothing_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert (set_up(tmp_path), settle(tmp_path), strip(tmp_path)) == ([], [], [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["environment", "developers-environment"])
def test_make_sets_it_up_for_whoever_calls_any_target(target: str) -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    recipe = text.partition(f"\n{target}: ##")[2].partition("\n\n")[0]
    assert "-m dophu.run.repository" in recipe
