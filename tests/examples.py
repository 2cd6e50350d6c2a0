"""The worked examples of docs/new-campaign.md, put into a project as the page says."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.telling import ROOT

EXAMPLES = ROOT / "docs" / "examples"
PERIODS = {"tiem-chung": "2021-11-30", "dinh-danh": "2025-07-11"}


def office_of(root: Path, newest: dict[str, str]) -> Path:
    """Make a project of some examples alone, each with its params file named by a period."""
    shutil.copytree(ROOT / "data" / "reference", root / "data" / "reference")
    for folder in ("params", "notebooks"):
        (root / folder).mkdir()
    for name, period in newest.items():
        shutil.copytree(EXAMPLES / name, root / "data" / name, ignore=shutil.ignore_patterns("params.yml"))
        shutil.copy(EXAMPLES / name / "params.yml", root / "params" / f"{name}-{period}.yml")
    return root


@pytest.fixture(name="office", scope="session")
def an_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has both campaigns and nothing else of ours but the reference and the notebooks."""
    root = office_of(tmp_path_factory.mktemp("office").resolve(), PERIODS)
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)
    return root


@cache
def examples() -> Path:
    """Put all examples into one project, once a process: for the oracle, which needs no params files."""
    root = Path(tempfile.mkdtemp(prefix="examples-")).resolve()
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return office_of(root, {path.name: "any" for path in sorted(EXAMPLES.iterdir()) if path.is_dir()})
