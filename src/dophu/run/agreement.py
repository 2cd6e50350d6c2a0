"""One number in all reports of an edition: the same concept of the same subject has the same value and the same text.

Reports are held against each other where they lie, by their ledgers, as far as they were made of the same: data,
package and target. A report that is stale says what was; it is built again, and not compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dophu.data.edition import OURS
from dophu.data.locations import content_of
from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.errors import DophuError, GateError, listed
from dophu.run.freshness import Now
from dophu.run.manifest import SUFFIX, Manifest, notebook_of, read_manifest, read_source, sha256, source_digest

LEDGER = ".facts.json"
OF_ITS_AUTHOR = "given"  # a number that an author typed, counted through each report by itself
OF_THE_LETTER = {"document", "replaces"}  # parameters that change no figure
SHOWN = 10
FIX = "let both reports ask the same fact, or give one of them another name; then build both again"


@dataclass(frozen=True)
class Told:
    """What a report says of a fact: of what it is, its label, its ends (or its day or words), and its text."""

    of: str
    label: str
    value: tuple[str | None, ...]
    shown: str

    def agrees(self, other: Told) -> bool:
        """Say whether both are the same value and the same text."""
        return (self.value, self.shown) == (other.value, other.shown)

    def __str__(self) -> str:
        return f"{self.shown} ({' to '.join(dict.fromkeys(filter(None, self.value)))})"


@dataclass(frozen=True)
class Disagreement:
    """A fact of which two reports of one edition say different things."""

    key: str
    reports: tuple[str, str]
    told: tuple[Told, Told]

    def __str__(self) -> str:
        (one, other), (report, sister) = self.told, self.reports
        return f"{one.label} ({self.key}): {one} in {report}, {other} in {sister}"


def facts_told(ledger: Mapping[str, Any]) -> dict[str, Told]:
    """Read a ledger file, by the keys of its facts."""
    ends = ("low", "high", "open", "value")
    return {
        key: Told(_of(key, fact), fact["label"], tuple(fact.get(end) or None for end in ends), fact["shown"])
        for key, fact in ledger["facts"].items()
        if fact["status"] != OF_ITS_AUTHOR
    }


def _of(key: str, fact: Mapping[str, Any]) -> str:
    """Say what a fact is and of what, however its key is abbreviated; several of one subject are told by their keys."""
    concept, at, _ = key.partition("@")
    return f"{concept} of {json.dumps(fact['subject'], sort_keys=True)}" if at else key


def disagreements(
    report: str, facts: Mapping[str, Told], sister: str, others: Mapping[str, Told]
) -> Iterator[Disagreement]:
    """Find the facts of two reports that say different things."""
    theirs = {told.of: told for told in others.values()}
    for key, mine in facts.items():
        other = theirs.get(mine.of)
        if other and not mine.agrees(other):
            yield Disagreement(key, (report, sister), (mine, other))


def refuse_disagreement(project: Project, folder: Path, files: Mapping[str, bytes]) -> None:
    """Raise a GateError where a report about to be released disagrees with one that lies there, made of the same.

    files   the report's own, by name, its record and its ledger among them
    """
    made = Manifest.model_validate_json(next(content for name, content in files.items() if name.endswith(SUFFIX)))
    sisters = [
        sister
        for sister in _manifests(folder)
        if sister.report != made.report and _made_of(sister) == _made_of(made) and _is_current(project, sister)
    ]
    mine = facts_told(json.loads(files[f"{made.report}{LEDGER}"])) if sisters else {}
    found = [
        one
        for sister in sisters
        for one in disagreements(made.report, mine, sister.report, _facts_beside(folder, sister))
    ]
    if found:
        raise GateError(made.report, f"reports of one edition disagree{told(found)}", FIX)


def told(found: Sequence[Disagreement]) -> str:
    """Tell disagreements, a line each, long lists cut with their number."""
    return listed(sorted(map(str, found)), SHOWN)


def _manifests(folder: Path) -> list[Manifest]:
    """Read the records that lie in a folder; one that cannot be read is of no edition."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.endswith(SUFFIX):
            with suppress(DophuError):
                found.append(read_manifest(path))
    return found


def _made_of(made: Manifest) -> tuple[object, ...]:
    """Say all that the figures of an edition follow from: data, package, lock and parameters."""
    parameters = {name: value for name, value in made.parameters.items() if name in OURS - OF_THE_LETTER}
    return made.inputs, made.packages, made.lock, parameters


def _is_current(project: Project, made: Manifest) -> bool:
    """Say whether a report's notebook still is the one that it was made from."""
    with suppress(DophuError, OSError):
        name = notebook_of(project, made)
        return source_digest(name, read_source(project, name)) == made.notebook
    return False


def _facts_beside(folder: Path, made: Manifest) -> dict[str, Told]:
    """Read the ledger beside a record; none where it is not the one that was released."""
    name = f"{made.report}{LEDGER}"
    try:
        content = content_of(folder / name, name)
        return facts_told(json.loads(content)) if sha256(content) == made.outputs.get(name) else {}
    except (DophuError, ValueError, KeyError, TypeError, AttributeError, RecursionError):  # damaged, in whatever way
        return {}


# -- all that was built -------------------------------------------------------------------------------------


def all_disagreements(
    project: Project, out: Path, campaign: str | None = None, period: str | None = None
) -> Iterator[Finding]:
    """Hold all current reports of each edition in the outputs against each other."""
    now = Now(project)
    for folder in _editions(out, campaign, period):
        current = [made for made in _manifests(folder) if not now.reasons(made)]
        for one in _among(folder, current):
            file = "/".join(("outputs", *folder.parts[-3:], f"{one.reports[0]}{LEDGER}"))
            yield Finding(file, 0, one.key, one.told[0].shown, f"reports disagree: {one}", FIX)


def _editions(out: Path, campaign: str | None, period: str | None) -> Iterable[Path]:
    return sorted(path for path in out.glob(f"{campaign or '[!.]*'}/{period or '*'}/*") if path.is_dir())


def _among(folder: Path, current: Sequence[Manifest]) -> Iterator[Disagreement]:
    facts = {made.report: _facts_beside(folder, made) for made in current}
    for number, made in enumerate(current):
        for sister in current[number + 1 :]:
            if _made_of(made) == _made_of(sister):
                yield from disagreements(made.report, facts[made.report], sister.report, facts[sister.report])
