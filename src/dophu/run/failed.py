"""Where the notebook of a failed build is kept for the analyst to open, and why others were skipped."""

from __future__ import annotations

from pathlib import Path

from dophu.errors import DophuError

FAILED, ERROR, SKIPPED = ".failed", ".error.txt", ".skipped"


def keep_failed(out: Path, edition: tuple[str, ...], executed: Path, error: DophuError) -> Path | None:
    """Keep a failed notebook and its error under `.failed`, for the analyst to open; None when it never started."""
    if not executed.exists():
        return None
    place = failed_place(out, edition)
    place.parent.mkdir(parents=True, exist_ok=True)
    executed.replace(place)
    place.with_suffix(ERROR).write_text(f"{error}\n", encoding="utf-8")
    return place


def forget_failed(out: Path, edition: tuple[str, ...]) -> None:
    """Remove what an edition's last failed build left, once a build has released it."""
    place = failed_place(out, edition)
    place.unlink(missing_ok=True)
    place.with_suffix(ERROR).unlink(missing_ok=True)


def keep_skipped(out: Path, edition: tuple[str, ...], reason: str) -> None:
    """Keep why an edition was not released, for lists of editions."""
    place = skipped_place(out, edition)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"{reason}\n", encoding="utf-8")


def forget_skipped(out: Path, edition: tuple[str, ...]) -> None:
    """Remove why an edition was skipped, once it has something to show."""
    skipped_place(out, edition).unlink(missing_ok=True)


def skipped_place(out: Path, edition: tuple[str, ...]) -> Path:
    """Say where the reason lies for which an edition was skipped."""
    return out.joinpath(SKIPPED, *edition[:-1], f"{edition[-1]}.txt")


def failed_place(out: Path, edition: tuple[str, ...]) -> Path:
    """Say where the notebook of an edition's failed build lies."""
    return out.joinpath(FAILED, *edition).with_suffix(".ipynb")
