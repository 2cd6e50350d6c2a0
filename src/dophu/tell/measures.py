"""The chapter of measures: what was reached of each, against its own base and target."""

from __future__ import annotations

from dophu.measure.ledger import Ledger
from dophu.measure.measures import MeasureRow, measures
from dophu.tell.blocks import Run
from dophu.tell.chapter import Chapter
from dophu.tell.content import TableContent, runs
from dophu.wording import capitalised

COLUMNS = {
    "Số lượng": "counted",
    "Mẫu số": "base",
    "Tỷ lệ": "rate",
    "Mục tiêu": "target",
    "Khoảng cách": "gap",
    "Còn thiếu": "gap_count",
}


def table(ledger: Ledger, rows: list[MeasureRow]) -> TableContent | str:
    """Show every measure in a row: count, base, share, target, what is missing in points and in number."""
    if not rows:
        return "chiến dịch chỉ có một chỉ tiêu có số liệu"
    return TableContent(
        key="measures",
        caption=runs("Kết quả theo từng chỉ tiêu, số liệu đến ", ledger.fact("as_of")),
        head=["Chỉ tiêu", *COLUMNS],
        rows=[[runs(capitalised(row.label)), *(_cell(row, key) for key in COLUMNS.values())] for row in rows],
        align=["left", *["right"] * len(COLUMNS)],  # type: ignore[list-item]
        foot=[],
    )


def _cell(row: MeasureRow, key: str) -> list[Run]:
    fact = row.facts.get(key)
    if fact is None:
        return runs("chưa có") if key in {"counted", "rate"} else []
    reached = key.startswith("gap") and fact.amount <= 0
    return runs("đã đạt") if reached else runs(fact)


MEASURES = Chapter(
    measure=measures,
    names=lambda rows: {"measures": rows},
    tables={"measures": table},
)
