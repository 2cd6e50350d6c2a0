"""The report on the data of a period, told for many editions and read back from what it releases."""

from __future__ import annotations

import pytest

from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.publish.readback import text_of_docx, text_of_html, text_of_pdf
from dophu.tell.blocks import Document, Heading
from dophu.tell.lint import texts
from tests.project import CAMPAIGN, COUNTS, PARAMS, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell

COUNTS_HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note"
NOTHING = "Không có nội dung đề nghị sửa đổi, bổ sung"


def told(campaign: str, period: str, unit: str) -> Document:
    return tell(open_report(campaign=campaign, period=period, unit=unit), "data_quality")


def prose(document: Document) -> str:
    return "\n".join("".join(run.text for run in runs) for runs in texts(document.blocks))


@pytest.mark.parametrize(
    ("campaign", "period", "unit", "says"),
    [
        ("demo", "2020-10-16", "20", ["14 phép kiểm tra đã thực hiện đều đạt", "có đủ 63 tỉnh, thành phố", NOTHING]),
        ("demo", "2020-10-14", "06", ["chưa có số liệu của 01 trong 63", "Bổ sung số liệu của 01 tỉnh, thành phố"]),
        ("demo", "2020-08-14", "11", ["6.183: thay đổi khác thường so với kỳ trước", "Điện Biên triển khai muộn"]),
        ("demo", "2020-08-11", "30", ["17,28%", "15,57%", "Xếp lại 04 thứ hạng", "chưa có số liệu nào được sửa đổi"]),
        ("demo", "2020-09-14", "20", ["176.183, các đơn vị trực thuộc cộng được 176.146, chênh lệch 37", NOTHING]),
        ("demo", "2020-09-04", "40", ["02 lần sửa số liệu. Báo cáo của chính kỳ được sửa dùng số mới"]),
        ("demo", "2020-09-08", "40", ["02 lần sửa số liệu", "-9.214"]),
        ("bluezone", "2021-06-19", "30", ["40,40%", "36,41%", "3,99", "thứ 7", "53 trong 63"]),
        ("bluezone", "2021-07-01", "01", ["không so sánh với nhau", "không nguồn nào công bố số lượng"]),
        ("bluezone", "2020-08-17", "508", ["Danh mục chưa có đủ các đơn vị cùng cấp", "giờ chốt số liệu của 02 dòng"]),
        ("bluezone", "2020-09-22", "VN", ["chưa có số người/điện thoại cài đặt và tỷ lệ của cả nước", "cũng không có"]),
    ],
)
def test_the_report_says_what_was_found(campaign: str, period: str, unit: str, says: list[str]) -> None:
    document = told(campaign, period, unit)
    check(document)
    text = prose(document)
    assert [words for words in says if words not in text] == []
    pairs = zip(document.blocks, document.blocks[1:], strict=False)
    assert not [a for a, b in pairs if isinstance(a, Heading) and isinstance(b, Heading)]


@pytest.mark.parametrize("unit", ["20", "181"])
def test_hashes_stand_whole_in_every_format(unit: str) -> None:
    report = open_report(campaign="demo", period="2020-10-16", unit=unit)
    outputs = publish(tell(report, "data_quality"), ("html", "pdf", "docx"))
    hashes = [report.inputs[name] for name in report.inputs if name.startswith("data/demo/2020-10-16/")]
    assert len(hashes) == 5
    for read, name in ((text_of_html, "html"), (text_of_pdf, "pdf"), (text_of_docx, "docx")):
        assert [one for one in hashes if one not in read(outputs[name])] == []


def test_a_period_without_any_figure_says_so(project: Draft) -> None:
    for file in (COUNTS, PUBLISHED, TOTALS):
        (project.root / file).unlink()
    report = open_report(project.root, campaign="demo", period="2020-08-07", unit="20")
    check(document := tell(report, "data_quality"))
    assert "Kỳ này chưa nhận được dòng số liệu nào" in prose(document)
    assert "Kỳ này không nguồn nào công bố" in prose(document)


def test_units_after_the_merger_are_told_as_those_of_their_day(project: Draft) -> None:
    (project.root / PARAMS).unlink()
    row = "DEMO,2025-07-08T08:00,VN34,20,installs,80000,1,,\nDEMO,2025-07-08T08:00,VN34,24,installs,90000,1,,\n"
    project.write("data/demo/2025-07-08/counts.csv", f"{COUNTS_HEAD}\n{row}")
    report = open_report(project.root, campaign="demo", period="2025-07-08", unit="20")
    check(document := tell(report, "data_quality"))
    assert "chưa có số liệu của 32 trong 34 tỉnh, thành phố" in prose(document)


def test_a_campaign_whose_base_is_unknown_here_is_told_without_a_share(project: Draft) -> None:
    project.change(CAMPAIGN, "base: population_2019", "base: population_2009")
    project.change(CAMPAIGN, "base: population_2019, from", "base: population_2009, from")
    report = open_report(project.root, campaign="demo", period="2020-08-07", unit="20")
    check(document := tell(report, "data_quality"))
    assert "tất cả đều khớp" not in prose(document)


def test_other_sources_stand_under_a_heading_of_their_own() -> None:
    told = prose(tell(open_report(campaign="demo", period="2020-10-16", unit="20"), "data_quality"))
    assert "Nguồn đối chiếu\nNgoài các nguồn đã nhận trong kỳ" in told
    assert "Không có nội dung đề nghị sửa đổi, bổ sung.\n" in told
