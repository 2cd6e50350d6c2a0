"""In a pseudo-language an edition keeps no word but those of its data: whatever else it says is in the word files."""

from __future__ import annotations

from datetime import date

import pytest

from dophu.changes.page import render
from dophu.data.periods import read_campaign
from dophu.data.project import Project
from dophu.data.receive import Receipt
from dophu.data.reference import read_units
from dophu.intake.result import Column, Count, Intake, Skipped
from dophu.publish.catalogue import render_catalogue
from dophu.publish.exporters import WRITERS
from dophu.publish.intake import Told, Words, intake_page
from dophu.publish.template import render_template
from dophu.wording import Moment
from dophu.words import say
from tests.changes.test_compare import changes as compared
from tests.telling import ROOT
from tests.test_catalogue_page import several
from tests.words.pseudo import (
    READERS,
    in_pseudo_language,  # noqa: F401 - a fixture
    latin,
    left_in,
    text_of_book,
    text_of_figures,
    text_of_page,
    told,
)

BARE = Intake(
    *("tep.xlsx", "0" * 64, 1234567, "xlsx", "Sheet1", "A4:B7", "VN63", "VN"),
    columns=(Column("B", "", "unit", ""), Column("C", "", "share", "", "vi"), Column("D", "", "other", "")),
    counts=(Count("VN63", "20", "installs", 12000, 1, "", "B5"),),
    rows_in=(1, 4, 5),
    rows_out=(5,),
    skipped=(Skipped(1, "title", ""), Skipped(4, "heading", "")),
    findings=(),
)


def words_of(campaign: str) -> Words:
    project = Project.find(ROOT)
    return Words(read_campaign(project, campaign), read_units(project))


EDITIONS = [
    ("quick_report", "bluezone", "2020-08-13", "20"),
    ("quick_report", "demo", "2020-10-16", "20"),
    ("national_table", "demo", "2020-09-08", "74"),
    ("progress", "demo", "2020-10-16", "20"),
    ("progress", "bluezone", "2021-06-19", "27"),
    ("parts", "demo", "2020-10-16", "20"),
    ("data_quality", "bluezone", "2021-06-19", "27"),
]


@pytest.mark.parametrize(("report", "campaign", "period", "unit"), EDITIONS)
def test_an_edition_says_nothing_of_its_own(report: str, campaign: str, period: str, unit: str) -> None:
    document = told(report, campaign=campaign, period=period, unit=unit)
    said = {name: READERS[name](write(document)) for name, write in WRITERS.items() if name in READERS}
    concepts = {str(fact["concept"]) for fact in document.ledger["facts"].values()}
    keys = [name.casefold() for name in (*document.ledger["facts"], *concepts)]
    drawn = text_of_figures(document)
    assert left_in(drawn) == set()
    assert [(name, left) for name in ("html", "docx", "xlsx", "txt") if (left := left_in(said[name], keys))] == []
    assert latin(said["pdf"]) <= latin(said["html"]) | latin(drawn), "paper breaks names apart"


@pytest.mark.parametrize("literal", ["Tỷ lệ", "Bảng 1. ", "thứ 3", "chưa có số liệu", "trong", "đạt mục tiêu"])
def test_a_literal_put_back_is_found(literal: str) -> None:
    assert left_in(f"{say('table.unnamed')} {literal} Hà Nội, Lạng Sơn") != set()


def test_names_of_the_data_and_words_of_the_language_are_none() -> None:
    assert left_in(f"{say('table.unnamed')}: tỉnh Lạng Sơn 36,5%, thành phố Hà Nội 08h00") == set()


@pytest.mark.parametrize("digest", ["febe37", "0febe3", "fe3bed", "febeadcafe12", "ab" * 32])
def test_a_digest_whole_or_cut_off_is_no_word(digest: str) -> None:
    assert latin(f"{digest} tep.{digest}.xlsx ({digest})") == {"tep", "xlsx"}


@pytest.mark.parametrize("word", ["febe", "decade", "facade", "febecc"])
def test_letters_alone_are_a_word_though_a_digest_has_them_too(word: str) -> None:
    assert latin(f"{word} 37") == {word}


def test_a_page_of_editions_says_nothing_of_its_own() -> None:
    page = text_of_page(render_catalogue(several()))
    of_editions = ["ứng dụng thử nghiệm", "báo cáo nhanh", "tiến độ", "kết quả theo huyện", "cell [3]: no 'rat'"]
    assert left_in(page, [*of_editions, "html", "pdf"]) == set()


def test_a_page_on_a_received_file_says_nothing_of_its_own() -> None:
    page = text_of_page(
        intake_page(Told(BARE, "TN1", Moment(date(2020, 8, 7)), Receipt("new", ())), words_of("demo")).encode()
    )
    assert left_in(page, ["tep.xlsx", "xlsx", "sheet1", "b", "c", "d"]) == set()


def test_a_workbook_to_be_filled_in_says_nothing_of_its_own() -> None:
    project = Project.find(ROOT)
    units = read_units(project)
    nation = units.get("VN63", "VN")
    book = render_template(
        read_campaign(project, "demo"), units.peers(units.get("VN63", "20")), nation, date(2020, 8, 7)
    )
    assert left_in(text_of_book(book)) == set()


def test_a_page_of_changes_says_nothing_of_its_own() -> None:
    report = {"notebook": "quick_report", "campaign": "demo", "unit": "20"}
    before, after = (told(period=period, **report) for period in ("2020-10-14", "2020-10-16"))
    page = text_of_page(render(compared(before, after)))
    editions = [text_of_page(WRITERS["html"](one)) + text_of_figures(one) for one in (before, after)]
    keys = {word for one in (before, after) for fact in one.facts for word in latin(fact.key)}
    keys |= {word for one in (before, after) for source in one.sources for word in latin(source.id)}
    assert latin(page) - latin("dự thảo") <= latin(" ".join(editions)) | keys, (
        "words that changed are marked one by one"
    )
