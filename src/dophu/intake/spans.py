"""Which periods a table holds: by the times of its columns, or of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dophu.errors import DataError
from dophu.intake.grid import Workbook
from dophu.intake.headers import Vocabulary, read_headings
from dophu.intake.importer import Context, Options, found_table
from dophu.intake.layout import Frame
from dophu.intake.periods import PERIOD, text_of, with_periods
from dophu.intake.table_units import TableUnits
from dophu.intake.times import Span, finest, times_in


@dataclass(frozen=True)
class Known:
    """The reporting dates that a campaign has already."""

    days: Sequence[date]

    def of(self, span: Span) -> date:
        """Choose the day of a time: the one period that it holds, else its last day."""
        held = [day for day in self.days if span.holds(day)]
        return held[0] if len(held) == 1 else span.last


def periods_of(workbook: Workbook, context: Context, options: Options, known: Known) -> list[date]:
    """List the reporting dates of a file's one table, oldest first. Raises DataError where it names no times."""
    table_units = TableUnits("", context.gazetteer, context.names, context.gazetteer.vintage_on(context.period))
    vocabulary, (frame, _) = found_table(workbook, context, options, table_units)
    texts = _texts(frame, vocabulary) if frame else []
    spans = {span for text in texts for span in finest(times_in(text, context.period.year))}
    if not spans:
        fix = "name the one period with --period"
        raise DataError(workbook.name, "no column and no row of its table names a time", fix)
    return sorted({known.of(span) for span in spans})


def _texts(frame: Frame, vocabulary: Vocabulary) -> list[str]:
    """List what the columns of times say of each row; without such columns, what the headings say."""
    headings, _ = read_headings(frame.heads, frame.sheet.name, vocabulary)
    times = [heading for heading in with_periods(headings, frame) if heading.meaning == PERIOD]
    return [text_of(row, times) for row in frame.body.values()] if times else [head.dated for head in frame.heads]
