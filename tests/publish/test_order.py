from __future__ import annotations

import pytest

from dophu.publish.order import orders
from dophu.tell.blocks import Run, Table, TraceRow
from tests.publish.national import HEAD, MISSING, facts_of, national_facts, national_table, provinces


def column(rows: list[str], number: int) -> list[str]:
    return [row.split()[number] for row in rows]


@pytest.fixture(scope="module")
def rows() -> list[str]:
    return orders(national_table(), {fact.key: fact for fact in national_facts()})


def test_names_are_ordered_as_in_a_vietnamese_dictionary(rows: list[str]) -> None:
    names = [name for _, name, _ in provinces()]
    ordered = [name for _, name in sorted(zip(map(int, column(rows, 0)), names, strict=True))]
    assert ordered[:3] == ["An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu"]
    assert ordered.index("Cà Mau") < ordered.index("Cao Bằng") < ordered.index("Đà Nẵng") < ordered.index("Hà Nội")


def test_numbers_are_ordered_by_their_exact_values(rows: list[str]) -> None:
    places = [(int(row.split()[3]), place) for place, row in enumerate(rows) if row.split()[3] != "-"]
    values = [facts_of(place)[2].amount for _, place in sorted(places)]
    assert len(values) == len(rows) - 1
    assert values == sorted(values)


def test_a_cell_without_a_value_has_no_place(rows: list[str]) -> None:
    assert rows[MISSING].split()[2:] == ["-"] * (len(HEAD) - 2)
    assert "-" not in column(rows, 0) + column(rows, 1)


def test_equal_values_share_a_place_and_near_ones_do_not() -> None:
    exact = ["50", "100/2", "50000000000000001/1000000000000000"]  # a float takes the third for the first
    given = {"label": "", "unit": "percent", "shown": "", "formula": "", "inputs": [], "base": "", "source": ""}
    facts = {
        str(n): TraceRow.model_validate(given | {"key": str(n), "exact": one, "status": ""})
        for n, one in enumerate(exact)
    }
    cells = [[[Run(text="50,00%", fact=key)]] for key in facts]
    assert orders(Table(caption=[], head=[[]], rows=cells, align=["right"]), facts) == ["0", "0", "1"]
