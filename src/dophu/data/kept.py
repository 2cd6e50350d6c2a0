"""A period that a process has read once for all its editions; forks of the process tell them.

Only forks see it, so what they read or change later is theirs alone, and an edition told by a process of its own reads
the files itself. Its files count as read when the period was: an edition that is told of it after they have changed is
built again, as one that was told too early.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dophu.data.history import History, Unseen
from dophu.data.project import Project

Key = tuple[Path, str, str]  # project, campaign, period


@dataclass(frozen=True)
class Kept:
    """What all editions of a period read, and the project on whose record they have read it.

    views   what some of its editions look at, made ahead, by whom they do not look at
    """

    history: History
    project: Project
    views: dict[Unseen, History] = field(default_factory=dict)
    reader: int = field(default_factory=os.getpid)

    def told_to(self, project: Project) -> History:
        """Give the period to an edition, whose project has then read its files, and goes on on the same record."""
        project.inputs |= self.project.inputs
        self.project.inputs = project.inputs
        return self.history

    def let_go(self) -> None:
        """Let the facts evaluated ahead go: they hold each other, and the collector looks at nothing that is frozen."""
        for facts in (each for view in self.views.values() for each in view.ahead):
            facts.let_go()


_kept: dict[Key, Kept | None] = {}


def keep(key: Key, kept: Kept | None) -> None:
    """Keep a period, and no other; None for one that every edition must read itself."""
    for former in filter(None, _kept.values()):
        former.let_go()
    _kept.clear()
    _kept[key] = kept
    gc.freeze()  # so that forks go on sharing its memory


def is_kept(key: Key) -> bool:
    """Say whether a period needs no further reading here."""
    return key in _kept


def evaluate_once(key: Key, evaluate: Callable[[History], None]) -> None:
    """Evaluate what is looked at in a kept period, once; what fails is left to each edition.

    What needs a further file is too: the file would count as read by editions that never look at it.
    """
    kept = _kept[key]
    if kept is None:
        return
    for view in (view for view in kept.views.values() if not view.ahead):
        with suppress(Exception), kept.project.closed():
            evaluate(view)
            gc.freeze()


def kept_for(key: Key) -> Kept | None:
    """Find a period as a process has read it of which this one is a fork."""
    kept = _kept.get(key)
    return kept if kept and kept.reader != os.getpid() else None
