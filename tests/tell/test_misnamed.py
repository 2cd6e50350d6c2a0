"""Figures under another's name, groups at an end, multiples and parts in words: judged by the figures they name."""

from __future__ import annotations

import pytest
from benchmarks.claims import Seeded, refused


def problem(edition: str, text: str) -> str:
    return refused(Seeded("misnamed", edition, text, held_out=False))


@pytest.mark.parametrize(
    ("edition", "text", "why"),
    [
        ("last", "Khoảng cách tới mục tiêu của tỉnh là {{ ahead }}.", "stands as 'Khoảng cách tới mục tiêu'"),
        ("low", "Trung vị của các tỉnh, thành phố là {{ share }}.", "'Trung vị' stands beside"),
        ("low", "Nhịp tăng của tuần gần nhất là {{ per_day }} {{ noun }} mỗi ngày.", "per_day@20"),
        ("top", "Thành phố xếp {{ rank_by_count }}/{{ ranked }} về tỷ lệ trên dân số.", "is another rank"),
        ("low", "Khoảng cách giữa tỉnh và địa phương xếp cuối là {{ spread }}.", "beside tỉnh"),
        ("74", "Khoảng cách giữa Bình Dương và {{ below_names }} là {{ ahead }}.", "beside thành phố Hải Phòng"),
        ("top", "Đề nghị các quận vận động bù số người còn thiếu.", "nothing lacks"),
        ("low", "Tỷ lệ được tính trên tổng số hộ gia đình của tỉnh.", "is no base"),
        ("last", "So với {{ target_by }}, tỉnh tăng thêm {{ gained }} {{ noun }}.", "of another day"),
        ("top", "Kỳ này cách kỳ trước {{ days_left }} ngày.", "without a word that says what it is"),
        ("74", "Đến nay tỷ lệ cài đặt toàn tỉnh mới đạt {{ change }}.", "as a share"),
    ],
)
def test_a_figure_under_the_name_of_another_is_refused(edition: str, text: str, why: str) -> None:
    assert why in problem(edition, text)


@pytest.mark.parametrize(
    ("edition", "text"),
    [
        ("last", "Khoảng cách tới mục tiêu của tỉnh là {{ gap }}."),
        ("low", "Trung vị của các tỉnh, thành phố là {{ median }}."),
        ("top", "Thành phố xếp {{ rank }}/{{ ranked }} về tỷ lệ trên dân số."),
        ("74", "Khoảng cách giữa Bình Dương và {{ above_names }} là {{ ahead }}."),
        ("low", "Đề nghị các huyện vận động bù số người còn thiếu."),
        ("top", "Số còn thiếu"),
        ("low", "Từ {{ compared_time }}, tỉnh tăng thêm {{ gained }} {{ noun }}."),
    ],
)
def test_a_figure_under_its_own_name_passes(edition: str, text: str) -> None:
    assert problem(edition, text) == ""


@pytest.mark.parametrize(
    ("edition", "text", "passes"),
    [
        ("74", "Bình Dương nằm trong nhóm mười địa phương dẫn đầu cả nước.", True),
        ("low", "Lạng Sơn nằm trong nhóm mười địa phương dẫn đầu cả nước.", False),
        ("low", "Lạng Sơn chưa lọt vào nhóm mười địa phương dẫn đầu.", True),
        ("last", "Tỉnh thuộc nhóm năm địa phương có tỷ lệ thấp nhất.", True),
        ("low", "Tỉnh thuộc nhóm năm địa phương có tỷ lệ thấp nhất.", False),
        ("74", "Tỉnh tụt một bậc so với kỳ trước.", True),
        ("last", "Tỉnh tụt một bậc so với kỳ trước.", False),
        ("last", "Phú Thọ là một trong {{ climbers }} địa phương lên hạng kỳ này.", False),
        ("74", "Cả nước có {{ climbers }} địa phương tăng hạng, trong đó có {{ unit_full }}.", False),
        ("low", "Cả nước có {{ climbers }} địa phương tăng hạng, trong đó có {{ unit_full }}.", True),
        ("top", "Xếp theo số lượng, {{ unit_full }} đứng đầu cả nước.", False),
        ("top", "Thành phố đã để mất vị trí đứng đầu trong kỳ này.", False),
        ("low", "Riêng {{ unit_full }} đến nay đã có {{ national }} {{ noun }} {{ verb }}.", False),
        ("low", "Lạng Sơn là một trong {{ climbers }} địa phương lên hạng kỳ này.", True),
    ],
)
def test_a_group_or_a_move_in_words_is_judged_by_the_rank(edition: str, text: str, *, passes: bool) -> None:
    assert (problem(edition, text) == "") is passes


@pytest.mark.parametrize(
    ("edition", "text", "passes"),
    [
        ("low", "Gần một phần tư dân số đã cài đặt.", True),
        ("74", "Gần một phần tư dân số đã cài đặt.", False),
        ("last", "Phú Thọ mới đi được khoảng một phần năm quãng đường.", True),
        ("low", "Tỉnh mới đi được khoảng một phần năm quãng đường.", False),
        ("74", "Kết quả của tỉnh gấp hơn hai lần trung vị của các tỉnh ({{ median }}).", True),
        ("low", "Kết quả của tỉnh gấp hơn hai lần trung vị của các tỉnh ({{ median }}).", False),
        ("74", "Bình Dương đang tăng tốc: mỗi ngày {{ per_day }} so với bình quân tuần {{ week_per_day }}.", False),
        ("74", "Nhịp tăng chậm lại so với bình quân tuần.", True),
        ("last", "Nhịp tăng chậm lại so với bình quân tuần.", False),
        ("low", "Theo nhịp độ hiện nay, tỉnh không thể đạt mục tiêu vào {{ target_by }}.", True),
        ("74", "Theo nhịp độ hiện nay, tỉnh không thể đạt mục tiêu vào {{ target_by }}.", False),
        ("74", "Tỉnh chỉ cần thêm {{ ahead_people }} {{ noun }} là đạt mục tiêu {{ target }}.", False),
    ],
)
def test_a_part_a_multiple_or_a_speed_in_words_is_judged_by_its_figures(
    edition: str, text: str, *, passes: bool
) -> None:
    assert (problem(edition, text) == "") is passes
