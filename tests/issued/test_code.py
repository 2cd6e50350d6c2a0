from __future__ import annotations

import pytest

from dophu.issued.code import LETTERS, code_of, codes_in, read_code, token, tokens_in

DIGEST = "41b852a184102ab74251e7ed8c256fbf1a2ff51c22e6c0aaf9ecc34f1c2e414e"
CODE = "86W5-58C4-20NB-EGJK"


def test_the_same_content_has_the_same_code() -> None:
    assert code_of(DIGEST) == CODE
    assert code_of("f" + DIGEST[1:]) != CODE


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("0", "O"), f" {CODE}\n"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == CODE


def test_one_wrong_sign_anywhere_is_told() -> None:
    signs = CODE.replace("-", "")
    slips = [
        signs[:place] + other + signs[place + 1 :]
        for place, sign in enumerate(signs)
        for other in LETTERS
        if other != sign
    ]
    assert len(slips) == 16 * 31
    assert [slip for slip in slips if read_code(slip)] == []


def test_two_neighbours_exchanged_are_told() -> None:
    signs = CODE.replace("-", "")
    pairs = [(place, signs[place : place + 2]) for place in range(15) if signs[place] != signs[place + 1]]
    assert [pair for place, pair in pairs if read_code(signs[:place] + pair[::-1] + signs[place + 2 :])] == []


@pytest.mark.parametrize(
    "text", ["", "86W5-58C4-20NB", "86W5-58C4-20NB-EGJKX", "Số 125/BC-STTTT", "86U5-58C4-20NB-EGJK"]
)
def test_other_text_is_no_code(text: str) -> None:
    assert read_code(text) is None


def test_codes_are_found_in_a_letters_text() -> None:
    text = f"trọng báo cáo./.\nMã văn bản: {CODE}\n2\nMã văn bản: {CODE}\n1111-2222-3333-4444"
    assert codes_in(text) == [CODE]


def test_a_token_is_found_among_a_files_keywords() -> None:
    keywords = f"SỐ, LIỆU, MÔ, PHỎNG, {token(CODE, 7, DIGEST)}"
    assert tokens_in(keywords) == [(CODE, 7, DIGEST[:16])]
    assert tokens_in(keywords.replace("86W5", "86W6")) == []
