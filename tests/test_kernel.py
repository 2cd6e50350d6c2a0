"""A notebook in a kernel, as JupyterLab drives it: Tab, Shift+Tab, hints, errors, cells out of order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from dophu.facts.arithmetic import LOOK
from dophu.tell.blocks import MIME
from tests.telling import ROOT

WAIT = 60
PARAMETERS = 'campaign = "bluezone"\nperiod = "2020-08-07"\nunit = "20"\nnguong = 30'
SETUP = "from dophu import open_report\n\nreport = open_report(globals())"


@dataclass
class Ran:
    """What a cell put out: bundles by kind of message, and its error."""

    bundles: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""
    traceback: str = ""

    def under(self, mime: str) -> str:
        return "\n".join(str(bundle[mime]) for bundle in self.bundles if mime in bundle)

    @property
    def hints(self) -> str:
        return "\n".join(bundle["text/plain"] for bundle in self.bundles if bundle.get(LOOK) == "hint")


class Kernel:
    """A running kernel."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client

    def run(self, source: str, *tags: str) -> Ran:
        """Run a cell as JupyterLab sends it, with its tags."""
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": False, "stop_on_error": True}
        message = self.client.session.msg("execute_request", content, metadata={"tags": list(tags), "cellId": "c"})
        self.client.shell_channel.send(message)
        ran = Ran()
        while True:
            told: Any = self.client.get_iopub_msg(timeout=WAIT)
            if told["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if told["msg_type"] in {"display_data", "execute_result"}:
                ran.bundles.append(told["content"]["data"])
            elif told["msg_type"] == "error":
                ran.error = f"{told['content']['ename']}: {told['content']['evalue']}"
                ran.traceback = "\n".join(told["content"]["traceback"])
            elif told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
                return ran

    def tab(self, source: str) -> dict[str, str]:
        """Press Tab where `source` has its bar: what is offered, with what stands beside it."""
        code, _, rest = source.partition("|>")
        reply: Any = self.client.complete(code + rest, len(code), reply=True, timeout=WAIT)
        types = {each["text"]: each["type"] for each in reply["content"]["metadata"]["_jupyter_types_experimental"]}
        return {text: types[text] for text in reply["content"]["matches"]}

    def shift_tab(self, source: str) -> dict[str, str]:
        """Press Shift+Tab there."""
        code, _, rest = source.partition("|>")
        reply: Any = self.client.inspect(code + rest, len(code), reply=True, timeout=WAIT)
        return dict(reply["content"]["data"])


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(ROOT / "notebooks"))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=WAIT)
    started = Kernel(client)
    for cell in (PARAMETERS, SETUP):
        assert started.run(cell).error == ""
    yield started
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_tab_completes_facts_words_and_parts_with_what_they_print(kernel: Kernel) -> None:
    offered = kernel.tab("%%narrative\nĐến nay có {{ co|> }} người")
    assert offered["counted"] == "63.438"
    assert not any(name.startswith("%") for name in offered)
    assert kernel.tab("%%narrative\n{{ un|>")["unit_name"] == "Lạng Sơn"
    assert kernel.tab("%%narrative\n{{ press.|>")["press.items"] == "hơn 70"
    assert "pace" not in kernel.tab("%%narrative\n{{ p|>"), "what cannot be said is no offer"


def test_tab_after_a_bar_offers_the_filters_that_fit(kernel: Kernel) -> None:
    assert kernel.tab("%%narrative\n{{ as_of | |>")["date"] == "07/8/2020"
    assert {"percent", "given"} <= kernel.tab("%%narrative\n{{ share | |>").keys()
    assert "percent" not in kernel.tab("%%narrative\n{{ counted | |>")


@pytest.mark.parametrize(
    ("source", "name"),
    [("report.figure('st|>", "standing"), ('x = report["sh|>', "share"), ("report.frame('|>", "units")],
)
def test_tab_completes_the_names_that_calls_take(kernel: Kernel, source: str, name: str) -> None:
    assert name in kernel.tab(source)


def test_tab_elsewhere_is_pythons(kernel: Kernel) -> None:
    assert "print" in kernel.tab("pri|>")
    assert kernel.tab("%%narrative\nViết lời văn pri|>") == {}


def test_shift_tab_shows_a_fact_with_its_formula_and_source(kernel: Kernel) -> None:
    shown = kernel.shift_tab("%%narrative\nđạt {{ sha|>re | percent }}")
    assert {"text/plain", "text/html"} <= shown.keys()
    for told in ("8,12%", "1268760/156331", "100 × số người/điện thoại cài đặt / mẫu số", "63.438", "CENSUS2019"):
        assert told in shown["text/plain"]
        assert told in shown["text/html"]
    assert kernel.shift_tab("%%narrative\nđạt {{ pa|>ce }}")["text/plain"].endswith("mục tiêu không nêu hạn")
    assert kernel.shift_tab("%%narrative\nđ|>ạt") == {}
    assert "open_report" in kernel.shift_tab("open_re|>port")["text/plain"]


def test_the_report_and_its_facts_show_themselves_and_do_not_print(kernel: Kernel) -> None:
    (card,) = kernel.run("report").bundles
    assert card[LOOK] == "card"
    assert "Tỉnh Lạng Sơn" in card["text/html"]
    assert "report.facts(" in card["text/plain"]
    (listed,) = kernel.run('report.facts("ty le cong bo")').bundles
    assert LOOK in listed
    assert "published_share" in listed["text/html"]
    assert "gained" not in listed["text/html"]


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ('report.frame("units").head(3)', 'report.show(report.frame(\'units\').head(3), caption="…", source="…")'),
        (
            "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
            'report.show(plt.gcf(), caption="…", alt="…", source="…")',
        ),
        ("plt.plot([1, 2]);", "report.show(plt.gcf(), "),
        ("fig, ax = plt.subplots()\nfig", "report.show(fig, "),
        ("tong = 5\ntong", "hãy nói trong ô lời văn"),
    ],
)
def test_what_will_not_print_is_said_under_its_cell_with_the_line_to_write(
    kernel: Kernel, cell: str, line: str
) -> None:
    assert line in kernel.run(cell).hints
    assert kernel.run(cell, "remove-output").hints == ""


@pytest.mark.parametrize("cell", ["report.masthead()", 'report.frame("units")', "x = 1", 'report["share"]', SETUP])
def test_what_prints_or_is_looked_at_gets_no_hint(kernel: Kernel, cell: str) -> None:
    assert kernel.run(cell).hints == ""


def test_setting_up_again_gives_one_help_not_two(kernel: Kernel) -> None:
    kernel.run(SETUP)
    assert len(kernel.run("tong = 5\ntong").hints.splitlines()) == 1
    reply: Any = kernel.client.complete("%%narrative\n{{ counte", 21, reply=True, timeout=WAIT)
    assert reply["content"]["matches"] == ["counted", "counted_note"]


def test_everything_runs_again_whatever_names_its_author_has_used(kernel: Kernel) -> None:
    own = ["tong = 5", "units = ['20', '22']", "for unit in units: pass", "unit_ten = 'x'", "period_2 = [1]"]
    for cell in [*own, PARAMETERS, SETUP, *own, SETUP, "report.masthead()"]:
        assert kernel.run(cell).error == ""
    assert "Tỉnh Lạng Sơn" in kernel.run("report").under("text/plain"), "a loop over units opens no other unit's report"


def test_a_misspelt_parameter_stops_the_report_until_it_is_mended(kernel: Kernel) -> None:
    misspelt = f'{PARAMETERS}\nperoid = "2020-08-13"'
    assert kernel.run(misspelt).error == ""
    ran = kernel.run(SETUP)
    assert "unknown key 'peroid'" in ran.error
    assert "did you mean 'period'?" in ran.error
    assert "tham số của sổ: không có tham số 'peroid'" in ran.traceback
    assert [kernel.run(cell).error for cell in (PARAMETERS, SETUP)] == ["", ""]


def test_an_error_names_the_cells_line_and_who_offers_the_name(kernel: Kernel) -> None:
    ran = kernel.run("%%narrative\nCó {{ counted }}.\n\nCó {{ regions }}.")
    assert ", line 4: unknown name(s): regions" in ran.error
    assert 'report.chapter("standings")' in ran.error
    assert "dòng 4: không biết tên: regions" in ran.traceback
    assert "Cách sửa: 'regions': viết report.chapter" in ran.traceback
    assert kernel.run("%%narrative\nCó {{ counted }}.").under(MIME) != ""
