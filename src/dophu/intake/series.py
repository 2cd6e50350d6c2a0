"""Tables in which each row is one figure: its unit, its measure, its time, its value; as data systems give them out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dophu.intake.findings import CellFinding
from dophu.intake.headers import VALUES, Head, Vocabulary, fold
from dophu.intake.layout import Frame, Role
from dophu.intake.result import Intake

INDICATORS = frozenset(
    ("data element", "dataelement", "indicator", "measure", "variable", "series", "chi tieu", "ten chi tieu", "dx")
)
VALUE_HEADS = VALUES | {"so lieu", "so luong"}
SHOWN = 8


@dataclass(frozen=True)
class Slice:
    """The rows of one measure, as a table of their own."""

    frame: Frame
    vocabulary: Vocabulary


def slices(frame: Frame, vocabulary: Vocabulary) -> tuple[list[Slice], list[CellFinding]]:
    """Part a table by the measures that its rows name; any other table is one slice, as it is."""
    indicator, value = _head(frame, "indicator", INDICATORS, vocabulary), _head(frame, "value", VALUE_HEADS, vocabulary)
    if indicator is None or value is None or set(vocabulary.chosen) & set(vocabulary.measures):
        return [Slice(frame, vocabulary)], []
    rows = {number: cells[indicator.column].text for number, cells in frame.body.items() if indicator.column in cells}
    of_rows = {number: _measure(text, vocabulary) for number, text in rows.items()}
    found = [measure for measure in vocabulary.measures if measure in of_rows.values()]
    unknown = list(dict.fromkeys(rows[number] for number, measure in of_rows.items() if measure is None))
    if not found:
        details = {"names": ", ".join(unknown[:SHOWN]), "measure": vocabulary.campaign.main_measure}
        return [], [CellFinding("error", frame.sheet.name, indicator.place, indicator.text, "series_unknown", details)]
    made = []
    for measure in found:
        others: dict[int, Role] = {n: "other_measure" for n, one in of_rows.items() if one != measure}
        chosen = {**vocabulary.chosen, measure: value.letter, "ignored": [indicator.letter]}
        made.append(Slice(frame.without(others), replace(vocabulary, chosen=chosen)))
    details = {"names": ", ".join(unknown[:SHOWN])}
    note = CellFinding("note", frame.sheet.name, indicator.place, indicator.text, "series_unread", details)
    return made, [note] if unknown else []


def _head(frame: Frame, meaning: str, known: frozenset[str], vocabulary: Vocabulary) -> Head | None:
    asked = {fold(heading) for key, heading in vocabulary.wanted if key == meaning}
    heads = [head for head in frame.heads if head.lines and fold(head.lines[-1]) in (asked or known)]
    return heads[0] if len(heads) == 1 else None


def _measure(text: str, vocabulary: Vocabulary) -> str | None:
    """Find the measure that a row's word stands for: its key, one of its names, or a code that the campaign keeps."""
    named = (measure for measure, names in vocabulary.labels.items() if fold(text) in names or text.strip() == measure)
    codes = vocabulary.campaign.intake.codes
    coded = (measure for measure, kept in codes.items() if text.strip() in kept)
    return next(named, None) or next(coded, None)


def joined(intakes: list[Intake]) -> Intake:
    """Put the slices of one table together again: each row once, taken by the slice that it is of."""
    if len(intakes) == 1:
        return intakes[0]
    first = intakes[0]
    out = tuple(sorted({row for one in intakes for row in one.rows_out}))
    skipped = {row.row: row for one in intakes for row in one.skipped if row.why != "other_measure"}
    left = {row.row: row for one in intakes for row in one.skipped} | skipped
    findings = {(found.weight, found.where, found.kind, found.problem): found for found in _findings(intakes)}
    return replace(
        first,
        counts=tuple(count for one in intakes for count in one.counts),
        shares=tuple(share for one in intakes for share in one.shares),
        bases=tuple(dict.fromkeys(base for one in intakes for base in one.bases)),
        rows_out=out,
        skipped=tuple(left[row] for row in sorted(left) if row not in out),
        findings=tuple(findings.values()),
        parent=next((one.parent for one in intakes if one.parent), ""),
    )


def _findings(intakes: list[Intake]) -> Iterator[CellFinding]:
    return (found for one in intakes for found in one.findings)
