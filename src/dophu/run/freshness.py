"""Whether an edition still is what the project would build, by the content of everything it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from dophu.data.archive import known_hashes
from dophu.data.edition import OURS, declared, params_names, read_params_file
from dophu.data.periods import period_names
from dophu.data.project import BRAND, LOCK, Project
from dophu.data.remarks import remarks_file
from dophu.data.rows import TABLES
from dophu.errors import DophuError
from dophu.publish.listed import Reason
from dophu.run.manifest import Manifest, digest_of, notebook_of, packages, read_source, source_digest
from dophu.world.periods import read_period, up_to

OF_PERIOD = ("data", "campaign", "period", "file")
PERIOD_FILES = (*(f"{name}.csv" for name in TABLES), "sources.yml")


class Now:
    """What the project holds at this moment; each file is read and hashed once, however many editions ask."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._hashes: dict[str, str | None] = {}
        self._indexed: dict[str, dict[str, str]] = {}
        self._of_periods: dict[tuple[str, str], set[str]] = {}

    def reasons(self, made: Manifest) -> list[Reason]:
        """List why an edition is stale; empty when building it again would read the same."""
        return [
            *self.changed_sources(made),
            *(Reason(name, "new") for name in sorted(self._readable(made) - made.inputs.keys())),
            *self._other_parameters(made),
            *(Reason(name, "version") for name, was in sorted(made.packages.items()) if packages().get(name) != was),
        ]

    def changed_sources(self, made: Manifest) -> list[Reason]:
        """List what of an edition's data, notebook and lock is gone or has another content."""
        return [
            *self.changed_inputs(made),
            *self._change(notebook_of(self.project, made), made.notebook),
            *self._change(LOCK, made.lock),
        ]

    def changed_inputs(self, made: Manifest) -> list[Reason]:
        """List the files an edition was made from that are gone or have another content."""
        return [reason for name, was in sorted(made.inputs.items()) for reason in self._change(name, was)]

    def _change(self, name: str, was: str | None) -> Iterator[Reason]:
        now = self._hash(name)
        if now != was:
            yield Reason(name, "gone" if now is None else "new" if was is None else "changed")

    def _hash(self, name: str) -> str | None:
        """Hash a file by its path in the project; None when it is gone, or no place inside."""
        if name not in self._hashes:
            self._hashes[name] = self._of_index(name) or self._of_content(name)
        return self._hashes[name]

    def _of_index(self, name: str) -> str | None:
        """Take the hash of a long history's file from its index, by the rule by which its rows are taken from there."""
        parts = name.split("/")
        if len(parts) != len(OF_PERIOD) or parts[0] != "data":
            return None
        campaign = parts[1]
        if campaign not in self._indexed:
            self._indexed[campaign] = known_hashes(self.project, campaign)
        return self._indexed[campaign].get(name)

    def _of_content(self, name: str) -> str | None:
        try:
            return source_digest(name, read_source(self.project, name))
        except (OSError, ValueError, DophuError):
            return None

    def _readable(self, made: Manifest) -> set[str]:
        """Name the files that come and go with the data, and that the edition would read if it were built now."""
        campaign, period = _place(made)
        if (campaign, period) not in self._of_periods:
            before = up_to(period_names(self.project, campaign), read_period(period))
            names = [f"data/{campaign}/{each}/{file}" for each in before for file in PERIOD_FILES]
            names.append(f"data/{campaign}/{period}/activities.yml")
            self._of_periods[campaign, period] = set(filter(self._hash, names))
        remarks = remarks_file(campaign, period, str(made.parameters.get("unit")))
        asked = {remarks} if self._hash(remarks) else set()
        asked |= {BRAND} if self._hash(BRAND) else set()
        asked |= set() if _has_letterhead(made) else {name for name in self._params if name.endswith(f"{period}.yml")}
        return self._of_periods[campaign, period] | asked

    def _other_parameters(self, made: Manifest) -> Iterator[Reason]:
        """Compare with the params files of the same campaign, period and unit, which the edition was set by."""
        for name, values in self._params.items() if _has_letterhead(made) else ():
            same = all(values.get(key) == made.parameters.get(key) for key in ("campaign", "period", "unit"))
            mine = _without(values, self._of_other_notebooks(values, made))
            if same and mine != _without(made.parameters, {"replaces"} - values.keys()):
                yield Reason(name, "parameters")

    def _of_other_notebooks(self, values: Iterable[str], made: Manifest) -> set[str]:
        """Name the parameters that are set for other notebooks than the edition's own."""
        own = set(values) - OURS
        return own - declared(self.project.path(*notebook_of(self.project, made).split("/"))) if own else own

    @cached_property
    def _params(self) -> dict[str, dict[str, Any]]:
        """Read the params files that can be read; `dophu check` tells of the others."""
        found = {}
        for name in params_names(self.project):
            with suppress(DophuError):
                found[f"params/{name}.yml"] = read_params_file(self.project, name).as_set()
        return found


def _without(values: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Leave out what no params file, but the register gave."""
    return {name: value for name, value in values.items() if name not in names}


def _place(made: Manifest) -> tuple[str, str]:
    return str(made.parameters.get("campaign")), str(made.parameters.get("period"))


def _has_letterhead(made: Manifest) -> bool:
    return made.parameters.get("document") is not None


def _digests(path: Path, digest: Callable[[Path], str | None]) -> Iterator[str | None]:
    yield digest(path)
    yield digest_of(path)


def changed_outputs(folder: Path, made: Manifest, digest: Callable[[Path], str | None] = digest_of) -> list[Reason]:
    """List the files of an edition that are missing or not those that were built, by their content alone.

    digest   a quicker way to know a file's hash; what it finds other than recorded is read all the same
    """
    other = [name for name, was in sorted(made.outputs.items()) if was not in _digests(folder / name, digest)]
    return [Reason(name, "altered" if (folder / name).is_file() else "missing") for name in other]
