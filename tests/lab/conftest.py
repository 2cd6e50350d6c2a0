from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.lab import desk as desks
from tests.lab.desk import Desk, Server


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with desks.serving(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def desk(browser: Browser, server: Server) -> Iterator[Desk]:
    shutil.copytree(desks.ROOT / "notebooks", server.project / "notebooks", dirs_exist_ok=True)  # as nobody saved them
    yield from desks.opened(browser, server)
