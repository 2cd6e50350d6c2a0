"""A notebook saved in JupyterLab with its outputs: git is told at once that not a word of it has changed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from dophu.run.repository import settle


def add_to(contents_manager: Any) -> None:
    """Look after each file that is saved; a server without files on a disk saves none."""
    with suppress(AttributeError):
        contents_manager.register_post_save_hook(saved)


def saved(os_path: str, model: dict[str, Any], **_: Any) -> None:
    """Settle git's index for a saved notebook, wherever its checkout lies."""
    path = Path(os_path)
    if model.get("type") == "notebook":
        settle(path.parent, [path.name])
