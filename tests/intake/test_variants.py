"""What failed once, varied as other senders would write it: read to the figure, or refused with the reason."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from dophu.intake.files import read_file
from dophu.intake.importer import Context, Options, take_in
from tests.intake.receiving import context, counts
from tests.intake.variants import VARIANTS, Variant


@cache
def known() -> Context:
    return context()


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda one: f"{one.case}: {one.how}")
def test_a_variant_is_read_to_the_figure_or_refused_with_the_reason(variant: Variant, tmp_path: Path) -> None:
    file = tmp_path / variant.name
    file.write_bytes(variant.content)
    intake = take_in(read_file(file), "0" * 64, 1, known(), Options(**variant.options))
    errors = {found.kind for found in intake.errors}
    if isinstance(variant.right, frozenset):
        assert errors == variant.right
    else:
        assert (errors, counts(intake)) == (set(), dict(variant.right))
        assert {*intake.rows_out, *(row.row for row in intake.skipped)} == {*intake.rows_in}


def test_every_trait_is_varied_at_least_twice() -> None:
    assert min(Counter(one.case for one in VARIANTS).values()) >= 2
    assert len({(one.case, one.how) for one in VARIANTS}) == len(VARIANTS)
