"""Numbers that a word processor counts by itself."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dophu.decree.counting import lists_of

LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"), ("bullet", "-"))
RESTART = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'


def labels(*listed: tuple[int, int]) -> list[str]:
    """Write the labels of paragraphs of list 1, or of list 2 that begins at 5."""
    levels = (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{signs}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (signs, text) in enumerate(LEVELS)
    )
    kind = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
    numbers = (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{more}</w:num>'
        for number, more in ((1, ""), (2, RESTART))
    )
    lists = lists_of(parse_xml(f"<w:numbering {nsdecls('w')}>{kind}{''.join(numbers)}</w:numbering>"))
    return [lists.label((str(number), str(level))) for number, level in listed]


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ([(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["I.", "1.", "2.", "II.", "1."]),
        ([(1, 1), (1, 2), (1, 2), (1, 1), (1, 2)], ["1.", "1.1.", "1.2.", "2.", "2.1."]),
        ([(1, 3), (1, 3), (1, 4), (1, 4)], ["a)", "b)", "-", "-"]),
        ([(1, 1), (2, 1), (2, 1), (1, 1)], ["1.", "5.", "6.", "7."]),
        ([(3, 0), (1, 8), (0, 0)], ["", "", ""]),
    ],
)
def test_labels_count_as_a_word_processor_does(listed: list[tuple[int, int]], written: list[str]) -> None:
    assert labels(*listed) == written


def test_a_file_without_lists_counts_nothing() -> None:
    assert lists_of(None).label(("1", "0")) == ""
