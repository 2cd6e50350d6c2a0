from __future__ import annotations

import pytest

from dophu.tell.blocks import Document
from tests.publish.sample import sample_letter


@pytest.fixture(scope="session")
def letter() -> Document:
    return sample_letter()
