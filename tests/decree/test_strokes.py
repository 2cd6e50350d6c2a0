"""Lines drawn below motto, issuing body and abstract, however a word processor draws them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dophu.decree.docx import read_docx
from dophu.decree.judge import judge
from dophu.decree.parts import parts_of
from dophu.publish.docx import render_docx
from tests.telling import open_report, tell

KEYS = ["issuer.rule", "motto.rule", "abstract.rule"]  # in the order of the file
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
SHAPE = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
WAYS = {
    "VML line": f'<w:pict><v:line {VML} from="9pt,2pt" to="{{end}}pt,2pt"/></w:pict>',
    "VML shape": f'<w:pict><v:shape {VML} style="position:absolute;width:{{points}}pt;height:0"/></w:pict>',
    "shape": f'<w:drawing><wp:anchor><wp:extent cx="{{emus}}" cy="0"/><a:graphic><wps:wsp {SHAPE}/></a:graphic>'
    "</wp:anchor></w:drawing>",
}


@pytest.fixture(scope="module")
def letter() -> bytes:
    return render_docx(tell(open_report(campaign="bluezone", period="2020-08-07", unit="20")))


def states(paper: Any) -> dict[str, str]:
    saved = BytesIO()
    paper.save(saved)
    verdicts = judge(parts_of(read_docx(saved.getvalue(), "letter.docx")))
    return {one.rule.key: one.state for one in verdicts if one.rule.key in KEYS}


def borders(paper: Any) -> Iterator[Any]:
    return (one.getparent().getparent() for one in list(paper.element.body.iter(qn("w:pBdr"))))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("millimetres", "state"), [(56.0, "holds"), (52.0, "holds"), (40.0, "fails"), (66.0, "fails")])
def test_a_line_below_the_motto_is_as_long_as_it(letter: bytes, way: str, millimetres: float, state: str) -> None:
    paper = docx.Document(BytesIO(letter))
    border = list(borders(paper))[1]
    border.pPr.remove(border.pPr.find(qn("w:pBdr")))
    points = millimetres * 72 / 25.4
    drawn = WAYS[way].format(points=points, end=points + 9, emus=round(millimetres * 36_000))
    border.append(parse_xml(f"<w:r {nsdecls('w', 'wp', 'a')}>{drawn}</w:r>"))
    assert states(paper) == dict.fromkeys(KEYS, "holds") | {"motto.rule": state}


@pytest.mark.parametrize("key", KEYS)
def test_a_line_that_lacks_is_found(letter: bytes, key: str) -> None:
    paper = docx.Document(BytesIO(letter))
    border = list(borders(paper))[KEYS.index(key)]
    border.getparent().remove(border)
    assert states(paper) == dict.fromkeys(KEYS, "holds") | {key: "fails"}


@pytest.mark.parametrize("key", KEYS)
def test_a_line_stands_below_the_middle_of_its_text(letter: bytes, key: str) -> None:
    paper = docx.Document(BytesIO(letter))
    indent = list(borders(paper))[KEYS.index(key)].pPr.find(qn("w:ind"))
    for side, twips in (("left", 600), ("right", -600)):
        indent.set(qn(f"w:{side}"), str(int(indent.get(qn(f"w:{side}"))) + twips))
    assert states(paper) == dict.fromkeys(KEYS, "holds") | {key: "fails"}


@pytest.mark.parametrize(("place", "key", "state"), [(1, "motto.rule", "holds"), (0, "issuer.rule", "fails")])
def test_underlining_is_a_line_as_long_as_its_text(letter: bytes, place: int, key: str, state: str) -> None:
    paper = docx.Document(BytesIO(letter))
    border = list(borders(paper))[place]
    for run in border.getprevious().iter(qn("w:r")):
        run.get_or_add_rPr().append(parse_xml(f'<w:u {nsdecls("w")} w:val="single"/>'))
    border.getparent().remove(border)
    assert states(paper) == dict.fromkeys(KEYS, "holds") | {key: state}


def test_a_line_drawn_at_another_text_leaves_it_open_whose_it_is(letter: bytes) -> None:
    paper = docx.Document(BytesIO(letter))
    motto = list(borders(paper))[1]
    motto.getparent().remove(motto)
    country = next(one for one in paper.element.body.iter(qn("w:p")) if "CỘNG HÒA" in "".join(one.itertext()))
    drawn = WAYS["VML shape"].format(points=159)
    country.append(parse_xml(f"<w:r {nsdecls('w')}>{drawn}</w:r>"))
    assert states(paper) == dict.fromkeys(KEYS, "holds") | {"motto.rule": "silent"}
