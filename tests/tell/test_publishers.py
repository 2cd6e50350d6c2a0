"""Sources in words: who published a figure, and a series of them told once."""

from __future__ import annotations

import pytest

from dophu.tell.html import plain
from dophu.tell.publishers import publisher, source_line
from dophu.world.campaigns import Received, Source


def source(title: str, **more: object) -> Source:
    return Source.model_validate({"id": title[-8:], "title": title, **more})


SENT = source(
    "Danh sách", files=[Received.model_validate({"file": "a.csv", "from": "Sở Y tế"}).model_dump(by_alias=True)]
)
PRESS = source("Một bài báo", address=["https://www.bao.vn/bai"])
PLAIN = source("Tổng điều tra 2019 (tệp Population.csv)")


@pytest.mark.parametrize(
    ("found", "name"), [(SENT, "Sở Y tế"), (PRESS, "bao.vn"), (PLAIN, "Tổng điều tra 2019"), (None, "S06")]
)
def test_a_source_goes_by_its_sender_its_site_or_its_title(found: Source | None, name: str) -> None:
    assert publisher({"S06": found} if found else {}, "S06") == name


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["kỳ 1", "kỳ 2", "kỳ 3"], "kỳ 1 đến 3"),
        (["kỳ 1", "kỳ 3"], "kỳ 1 và 1 nguồn cùng loại"),
        (["đợt 1 kỳ 1", "đợt 2 kỳ 2"], "đợt 1 kỳ 1 và 1 nguồn cùng loại"),
        (["A", "B"], "A; B"),
    ],
)
def test_a_series_is_told_once_and_by_its_ends_only_where_none_is_left_out(titles: list[str], told: str) -> None:
    assert plain(source_line([source(title) for title in titles])) == f"Nguồn số liệu: {told}."


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"publisher": "Báo Hải Dương"}, "“Cài đặt tăng”, Báo Hải Dương"),
        ({"title": "(Tin về cài đặt)", "publisher": "Báo Đắk Nông"}, "Tin về cài đặt, Báo Đắk Nông"),
        ({"publisher": "Báo Long An", "language": "en"}, "Báo Long An, bài tiếng Anh"),
        ({"language": "fr"}, "một bài tiếng Pháp"),
    ],
)
def test_a_press_source_is_told_by_its_publisher_and_by_its_title_only_in_vietnamese(
    about: dict[str, str], told: str
) -> None:
    found = source(about.get("title", "Cài đặt tăng"), **{key: about[key] for key in about if key != "title"})
    assert plain(source_line([found])) == f"Nguồn số liệu: {told}."
