"""Reports as jobs of jupyter-scheduler, by its REST interface: parameters, formats, refusals."""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import Any

import pytest

from tests.server.conftest import PATIENCE, Server

if find_spec("jupyter_scheduler") is None:
    pytest.skip("jupyter-scheduler is not installed: pip install dophu[scheduler]", allow_module_level=True)

from dophu.server.schedule import as_literal

STARTS = {"html": b"<!doctype html>", "pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "ipynb": b"{"}
ENDED = {"COMPLETED", "FAILED"}


def scheduled(server: Server, parameters: dict[str, str], formats: list[str], report: str = "letter") -> Any:
    """Schedule a report at once, wait for its end, and tell of the job."""
    (environment, *_) = server.told("/scheduler/runtime_environments")
    job = {
        "name": report,
        "input_uri": f"notebooks/{report}.ipynb",
        "runtime_environment_name": environment["name"],
        "output_formats": formats,
        "parameters": parameters,
    }
    name = server.told("/scheduler/jobs", job)["job_id"]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        told = server.told(f"/scheduler/jobs/{name}")
        if told["status"] in ENDED:
            return told
        time.sleep(0.3)
    raise AssertionError("the job does not end")


def test_our_formats_are_offered_by_their_names(server: Server) -> None:
    (environment, *_) = server.told("/scheduler/runtime_environments")
    offered = {each["name"]: each["label"] for each in environment["output_formats"]}
    assert offered["pdf"] == "Báo cáo PDF"
    assert STARTS.keys() == offered.keys()


def test_a_job_runs_with_plain_parameters_and_gives_every_format(server: Server) -> None:
    job = scheduled(server, {"campaign": "demo", "unit": "22", "period": "2020-08-07"}, list(STARTS))
    assert job["status"] == "COMPLETED", job["status_message"]
    server.told(f"/scheduler/jobs/{job['job_id']}/download_files")
    made, until = dict[str, str](), time.monotonic() + PATIENCE
    while not all(made.get(kind) for kind in STARTS) and time.monotonic() < until:
        time.sleep(0.3)
        files = server.told(f"/scheduler/jobs/{job['job_id']}")["job_files"]
        made = {each["file_format"]: each["file_path"] for each in files}
    content = {kind: (server.project.root / made[kind]).read_bytes() for kind in STARTS}
    assert {kind: text[: len(STARTS[kind])] for kind, text in content.items()} == STARTS
    assert "Quảng Ninh" in content["html"].decode()


def test_a_wrong_parameter_fails_the_job_and_says_why(server: Server) -> None:
    job = scheduled(server, {"nguong_rieng": "5"}, ["pdf", "ipynb"])
    assert job["status"] == "FAILED"
    assert "unknown key 'nguong_rieng'" in job["status_message"]


def test_a_format_that_nobody_knows_fails_its_job_and_no_list(server: Server) -> None:
    job = scheduled(server, {}, ["odt"])
    assert job["status"] == "FAILED"
    assert job["job_id"] in [each["job_id"] for each in server.told("/scheduler/jobs")["jobs"]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2020-08-07", "'2020-08-07'"),
        ("2020-10-16", "'2020-10-16'"),
        ("01", "'01'"),
        ("20", "20"),
        ("VN", "'VN'"),
        ("None", "None"),
        ("'20'", "'20'"),
        ("__import__('os')", "\"__import__('os')\""),
        (20, "20"),
        (True, "True"),
    ],
)
def test_a_parameter_is_written_as_python_reads_it(value: Any, written: str) -> None:
    assert as_literal(value) == written
