"""A batch on several machines: the same editions as here, each once, whatever becomes of the workers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from distributed import LocalCluster

from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import add_report, clear, dophu, hashes

BUILD = ("build", "letter", "--format", "html,docx", "--unit", "20", "--unit", "24")


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


@pytest.fixture
def at(cluster: LocalCluster) -> tuple[str, str]:
    return ("--scheduler", cluster.scheduler_address)


def test_a_cluster_builds_the_same_bytes(project: Draft, at: tuple[str, str]) -> None:
    add_report(project, "letter")
    dophu(project, *BUILD)
    here = hashes(project.root / "outputs", "")
    clear(project)
    done = dophu(project, *BUILD, *at)
    assert done.returncode == 0, done.stderr
    assert hashes(project.root / "outputs", "") == here != {}
