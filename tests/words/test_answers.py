"""In a pseudo-language what commands answer and what goes back to senders keeps no word but those of data and files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast, get_args

import openpyxl
import pytest
from click.testing import CliRunner

from dophu.cli import main
from dophu.data.project import OVERRIDE
from dophu.intake.collected import STATES
from dophu.intake.findings import CellFinding
from dophu.intake.grid import Sheet, Workbook
from dophu.intake.phrases import EVIDENCE, PHRASES, evidence_vi
from dophu.intake.recollections import SUSPICIONS
from dophu.issued.letters import Letter as Issued
from dophu.issued.signatures import Signed
from dophu.memory.causes import TENFOLD
from dophu.memory.door import WHY
from dophu.publish.reviewed import write_reviewed
from dophu.returned import rules
from dophu.returned.compare import Cleared, Comparison, Finding, Kind, Wording
from dophu.returned.letter import Change, Comment, Letter, Line
from dophu.returned.takeback import CellComment, Edit, Left
from dophu.returned.told import Told
from dophu.run import mailed, returning, taking
from dophu.run.manifest import Manifest
from dophu.run.returning import Edition, Proof
from dophu.tell.blocks import Document
from dophu.words import message, say
from tests.project import COUNTS, Draft, demo  # noqa: F401 - a fixture
from tests.test_collect import NAMES, TRUE, Province, a_province  # noqa: F401 - a fixture
from tests.words.pseudo import in_pseudo_language, known_texts, left_in, text_of_book, text_of_page  # noqa: F401

OF_COMMANDS = r"(?:dophu(?: take-back)?|--?[a-z][a-z-]*|[a-z./]+\.(?:docx|pdf|csv|yml|html|ipynb)|pip install \S+)"
VIETNAMESE = re.compile("[\u1ea0-\u1ef9đĐăĂơƠưƯ]")  # letters of no other language with Latin ones
LETTER = Issued(
    number="125",
    symbol="BC-STN",
    date=date(2020, 10, 21),
    edition=("demo", "2020-08-07", "20", "letter"),
    code="AAAA-BBBB-CCCC-DDDD",
    content="",
    record="",
    sent_to="",
    prev="",
    outputs={},
    row=1,
)


def left(lines: object, *known: str) -> set[str]:
    """List the words of an answer that are neither data nor commands nor names of files."""
    text = "\n".join(lines) if isinstance(lines, list) else str(lines)
    return left_in(re.sub(OF_COMMANDS, " ", text), [one.casefold() for one in known])


def asked(project: Draft, *arguments: str) -> str:
    done = CliRunner(env={OVERRIDE: str(project.root)}).invoke(main, arguments)
    return done.stdout + done.stderr


@pytest.fixture(name="inbox")
def files_of_every_state(province: Province) -> Province:
    """Clean, wrong, twice the same, two versions, no table, a broken archive, and a name that says another unit."""
    province.gets("180")
    province.gets("181", "12.3a4")
    province.gets("182", name="Huyện Văn Quan.xlsx")
    (province.inbox / "b.xlsx").write_bytes(province.gets("185").read_bytes())
    province.gets("186")
    province.gets("186", TRUE["186"] + 1, name="c.xlsx")
    (province.inbox / "d.zip").write_bytes(b"PK\x03\x04")
    (province.inbox / "e.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (province.inbox / "f.xlsx").write_bytes(b"")
    return province


def test_a_collection_says_nothing_of_its_own(inbox: Province) -> None:
    said = json.loads(asked(inbox.project, *arguments(inbox), "--json"))
    assert {one["state"] for one in said["files"]} == {"clean", "to_correct", "conflict", "duplicate", "no_table"}
    values = [one["why"] for one in said["files"]] + [found["problem_vi"] for found in said["general"]]
    files = [one["file"].removesuffix(".xlsx") for one in said["files"]] + ["xlsx", "png", "zip", "reviewed"]
    folder = Path(said["written"][0]).parent
    page = text_of_page((folder / "index.html").read_bytes())
    table = (folder / "bang.csv").read_text("utf-8-sig")
    lines = asked(inbox.project, *arguments(inbox), "--write").replace(str(folder), "")
    title = ["ứng dụng thử nghiệm", "số người cài đặt", "12.3a4", "demo"]
    assert [left(text, *files, *title) for text in ("\n".join(values), page, table, lines)] == [set()] * 4


def arguments(inbox: Province) -> list[str]:
    return ["collect", str(inbox.inbox), "--campaign", "demo", "--period", "2020-10-27", "--unit", "20"]


def test_what_was_taken_in_is_described_in_the_language_too(inbox: Province) -> None:
    asked(inbox.project, *arguments(inbox), "--write")
    sources = (inbox.project.root / "data/demo/2020-10-27/sources.yml").read_text("utf-8")
    titles = re.findall(r"title: (.*)", sources)
    assert titles != []
    assert left(titles, *NAMES.values(), "b", "xlsx") == set()


def test_a_marked_copy_says_nothing_of_its_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["63.438", "12.3a4"])  # type: ignore[union-attr]
    book.save(tmp_path / "f.xlsx")
    details = dict.fromkeys(places_of_findings(), "0")
    found = [CellFinding("error", "Sheet", "A1", "0", kind, details) for kind in PHRASES]
    write_reviewed(tmp_path / "f.xlsx", tmp_path / "g.xlsx", Workbook("f.xlsx", "xlsx", (Sheet("Sheet"),)), found)
    assert left(text_of_book((tmp_path / "g.xlsx").read_bytes()), "sheet", "f.xlsx") == set()


def places_of_findings() -> set[str]:
    kinds = [(kind, part) for kind in PHRASES for part in ("problem", "fix") if part == "problem" or PHRASES[kind].fix]
    keys = [f"finding.{'suspicion' if part == 'fix' and kind in SUSPICIONS else kind}.{part}" for kind, part in kinds]
    return {name for key in keys for name in re.findall(r"{(\w+)}", message(key))} | {"place", "fix"}


@pytest.mark.parametrize("english", EVIDENCE)
def test_how_a_column_was_understood_is_told_in_the_language(english: str) -> None:
    assert left(evidence_vi(re.sub(r"{\w+}", "0", english))) == set()


@pytest.mark.parametrize(
    "key",
    [
        *(f"cause.{name}" for name in TENFOLD.values()),
        *(f"let_stand.{kind}" for kind in SUSPICIONS),
        *(f"not_compared.{why}" for why in WHY),
        *(f"collected.{state}" for state in STATES),
        *(f"mailed.seen_by_{how}" for how in ("bytes", "revision", "token", "code", "number")),
        *(f"signature.{trust}" for trust in mailed.TRUSTED.values()),
    ],
)
def test_every_key_that_is_put_together_has_a_message(key: str) -> None:
    assert message(key)


LOOKED_AT: list[Callable[[], mailed.Verdict]] = [
    lambda: mailed.Verdict(Path("a.pdf")),
    lambda: mailed.Verdict(Path("a.pdf"), LETTER, "bytes"),
    lambda: mailed.Verdict(Path("a.pdf"), LETTER, "code", is_reprint=True),
    lambda: mailed.Verdict(Path("a.pdf"), LETTER, "code", differences=["0"] * 30),
]
SIGNED = [
    Signed("Ana", "08/10/2020", *flags)
    for flags in [(True, True, None, True, True), (False, False, True, False, False)]
]
SIGNED += [Signed("Ana", "", False, True, False, False, True), Signed("Ana", "", False, True, False, False, False)]


@pytest.mark.parametrize("make", LOOKED_AT)
def test_a_verdict_on_a_mailed_file_says_nothing_of_its_own(make: Callable[[], mailed.Verdict]) -> None:
    verdict = make()
    verdict.signed = SIGNED
    mailed._tell_signatures(verdict)
    verdict.signed = None
    mailed._tell_signatures(verdict)
    edition = "demo/2020-08-07/20/letter"
    assert left(list(mailed.lines(verdict)), edition, "BC-STN", LETTER.code, "Ana") == set()
    assert left([mailed.as_data(verdict)["says"], *verdict.notes, *verdict.differences], "BC-STN", "Ana") == set()


EVERY_CHANGE = Line(
    *("2.830", (), None, ()),
    changes=(Change("", "inserted", "0"), Change("Ana", "deleted", "0")),
    comments=(Comment("", "0", 0, 1),),
)
RULES = [(rules.same_letters, "A", "a"), (rules.same_tones, "hoà", "hòa"), (rules.blank_filled, "0    0", "0 5 0")]
RULES += [(rules.words_around, "0", "0 a")]


def proof(*findings: Finding) -> Proof:
    wordings = [Wording(0, "0", "1", "a")]
    comparison = Comparison([], 3, list(findings), [Cleared(0, "0", "1", "0")], wordings)
    document = cast(Document, SimpleNamespace(campaign="0", period="1", unit="2", report="3"))
    edition = Edition(Path(), cast(Manifest, None), document, lambda _: b"")
    source = Told(Letter((EVERY_CHANGE,)), {"key": "0"}, {}, "", "", "", {}, {}, {})
    return Proof(Path("a.docx"), b"", Letter((EVERY_CHANGE,)), edition, source, comparison, False)


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize(("told", "came"), [("1", ""), ("", "2"), ("1", "2")])
def test_proofreading_says_nothing_of_its_own(kind: Kind, told: str, came: str) -> None:
    held = proof(Finding(kind, 0, 0, 1, told, came, "key"))
    assert left(list(returning.lines(held, Path("b.docx"))), "Ana") == set()
    assert left(list(returning.lines(replace(held, comparison=Comparison([])), None)), "Ana") == set()
    assert left([one["says"] for one in returning.as_data(held, None)["findings"]]) == set()


@pytest.mark.parametrize(("rule", "told", "came"), RULES)
def test_a_rule_says_in_the_language_why_it_clears_a_change(rule: rules.Rule, told: str, came: str) -> None:
    assert rule(told, came) != ""
    assert left(rule(told, came)) == set()


@pytest.mark.parametrize("applied", [False, True])
def test_taking_back_says_nothing_of_its_own(applied: bool) -> None:
    edits = [Edit("1", 0, 1, "0", "1", 0, 0, 1, "2 > 1")]
    listed = [
        Left(True, "0", "1", say("taking.fact", label="0", told="1"), "1"),
        Left(False, "0", "1", say("taking.across")),
    ]
    comments = [CellComment("", "", "0", "1")]
    found = proof(Finding("claim", 0, 0, 1, "1", "", "key", "1"))
    taken = taking.Taking(found, Path("a.ipynb"), {}, {"1": "0"}, {"1": "1"}, edits, listed, comments)
    assert left(list(taking.lines(taken, applied=applied))) == set()


@pytest.mark.parametrize(
    "command", [["check"], ["list"], ["build", "--dry-run"], ["check", "--json"], ["list", "--json"]]
)
def test_what_is_said_in_english_to_an_analyst_holds_no_word_of_another_language(
    project: Draft,
    command: list[str],
) -> None:
    project.change(COUNTS, ",24,installs,90000,", ",24,installs,9000000,")
    answer = asked(project, *command)
    assert answer != ""
    assert [word for word in re.findall(r"\w+", without_data(answer)) if VIETNAMESE.search(word)] == []


def without_data(text: str) -> str:
    own = ["Tỉnh Thử nghiệm", "ứng dụng Thử nghiệm", "số người cài đặt"]
    for known in sorted({*own, *known_texts()}, key=len, reverse=True):
        text = re.sub(re.escape(known), " ", text, flags=re.IGNORECASE)
    return text
