"""Words that claim are found with their kind; wishes, requests and names of things are none."""

from __future__ import annotations

import pytest

from dophu.words.claims import claims, hedges, kinds
from dophu.words.finder import Finder
from dophu.words.text import sentences, spelled, table


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("đã đạt mục tiêu", "reached"),
        ("đã VƯỢT MỤC TIÊU", "exceeded"),
        ("thấp hơn mục tiêu", "below"),
        ("dẫn đầu cả nước", "highest"),
        ("xếp cuối bảng", "lowest"),
        ("tăng mạnh", "rose"),
        ("sụt giảm", "fell"),
        ("giữ nguyên", "unchanged"),
        ("tụt hạng", "dropped"),
        ("gấp đôi", "multiple"),
        ("đa số người dân", "majority"),
        ("cao hơn", "higher"),
        ("sẽ tăng", "forecast"),
        ("tiếp tục tăng", "forecast"),
        ("cao nhất từ trước đến nay", "highest"),
    ],
)
def test_a_claim_has_its_kind(text: str, kind: str) -> None:
    assert claims(text)[0].kind == kind


@pytest.mark.parametrize(
    "text",
    [
        *(
            "để đạt mục tiêu",
            "phấn đấu dẫn đầu",
            "Đề nghị các huyện tăng tỷ lệ",
            "nếu diễn biến đã qua giữ nguyên",
            "cần tiếp tục tăng",
        ),
        *("tăng cường tuyên truyền", "giảm nghèo", "vượt khó", "người đứng đầu", "gần nhất", "thống nhất"),
        *("dân tộc thiểu số", "di tích lịch sử", "phần vượt mục tiêu", "chậm nhất là ngày"),
    ],
)
def test_a_wish_a_request_and_a_name_claim_nothing(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nhờ quyết tâm cao, tỉnh đã đạt mục tiêu", "reached"),
        ("cần nêu rõ đã vượt mục tiêu", "exceeded"),
        ("Đề nghị biểu dương tỉnh dẫn đầu", "highest"),
        ("phấn đấu, tỉnh dẫn đầu", "highest"),
    ],
)
def test_what_is_done_is_claimed_whatever_was_wished(text: str, kind: str) -> None:
    assert [claim.kind for claim in claims(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "negated", "of_none"),
    [
        ("chưa đạt mục tiêu", True, False),
        ("không hề tăng", True, False),
        ("chưa phải là đơn vị dẫn đầu", True, False),
        ("chưa đơn vị nào đạt mục tiêu", True, True),
        ("đã đạt mục tiêu", False, False),
    ],
)
def test_a_negation_turns_a_claim_round(text: str, negated: bool, of_none: bool) -> None:
    (claim,) = claims(text)
    assert (claim.negated, claim.of_none) == (negated, of_none)


@pytest.mark.parametrize("text", ["không còn đơn vị nào chưa đạt mục tiêu", "không phải là không đạt mục tiêu"])
def test_two_negations_are_not_untangled(text: str) -> None:
    assert [claim.kind for claim in claims(text)] == ["denied twice"]


def test_a_hedge_counts_directly_before_a_fact_only() -> None:
    assert [hedge.text for hedge in hedges("hơn \ue002 người, gần đây có \ue002")] == ["hơn"]


def test_a_semicolon_ends_a_sentence_and_an_abbreviation_does_not() -> None:
    text = "TP. Hồ Chí Minh đạt; Hà Nội đạt. Hết"
    assert [text[a:b].strip() for a, b in sentences(text)] == ["TP. Hồ Chí Minh đạt;", "Hà Nội đạt.", "Hết"]


@pytest.mark.parametrize("name", ["claims", "numbers"])
def test_a_table_names_no_word_twice_in_a_kind(name: str) -> None:
    rows = [(row["kind"], row["word"]) for row in table(name)]
    assert len(rows) == len(set(rows))
    assert all(None not in row.values() for row in table(name))


def test_a_word_of_claim_has_one_kind() -> None:
    words = [word for kind in set(kinds().values()) for word in spelled("claims", kind)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tỉnh chạm được mốc", ["chạm được mốc"]),
        ("Tỉnh chạm, mốc", []),
        ("TỶ LỆ VƯỢT XA CẢ NƯỚC", ["VƯỢT XA"]),
        ("vượt xa mức chung", ["vượt xa mức chung"]),
    ],
)
def test_the_longest_words_are_found_with_an_adverb_between_or_none(text: str, found: list[str]) -> None:
    kinds = {"chạm mốc": "reached", "vượt": "exceeded", "vượt xa": "exceeded", "vượt xa mức chung": "higher"}
    assert [word.text for word in Finder(kinds, ["được"]).find(text)] == found


def test_a_word_within_a_name_is_no_claim() -> None:
    assert claims("Xã Tăng Tiến ban hành kế hoạch.", ["Tăng Tiến"]) == []
    assert [claim.text for claim in claims("Xã Tăng Tiến tăng tiến nhanh.", ["Tăng Tiến"])] == ["tăng tiến"]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("Mọi xã, phường đều hoàn thành.", True),
        ("Không còn hộ nào chưa cài đặt.", True),
        ("Tuyên truyền đến tất cả các hộ đã đăng ký.", False),
        ("Yêu cầu tất cả các xã báo cáo số đã hoàn thành.", False),
        ("Tất cả các xã có trách nhiệm báo cáo.", False),
        ("Ý thức của người dân tăng lên.", False),
        ("Số người cài đặt tăng lên.", True),
    ],
)
def test_what_is_said_of_all_or_of_figures_is_a_claim(text: str, claimed: bool) -> None:
    assert bool(claims(text)) is claimed
