"""Where the notebook of a failed build is kept for the analyst to open, with its error beside it."""

from __future__ import annotations

from pathlib import Path

from dophu.errors import DophuError

FAILED, ERROR = ".failed", ".error.txt"


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


def failed_place(out: Path, edition: tuple[str, ...]) -> Path:
    """Say where the notebook of an edition's failed build lies."""
    return out.joinpath(FAILED, *edition).with_suffix(".ipynb")
