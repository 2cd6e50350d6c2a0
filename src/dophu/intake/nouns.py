"""What figures are said to be of, in a title, a heading or a column "ĐVT"; held to what the measures count.

"ĐVT: hộ" over people, or "tỷ đồng" over "triệu đồng", is asked about: every figure would be another's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain

from dophu.intake.findings import CellFinding
from dophu.intake.grid import Cell
from dophu.intake.headers import Heading, spans, words
from dophu.intake.layout import Table
from dophu.intake.names import bare, plain
from dophu.intake.scales import SIZES, UNIT_OF_MEASURE, size_of, unit_of
from dophu.world.campaigns import Campaign, Measure

KEPT = 1 << 12  # units of measure whose reading is remembered: a column may say its unit in every row
PEOPLE, MONEY, PLACES = "people", "money", "places"
KINDS: dict[str, tuple[str, ...]] = {
    PEOPLE: (
        *(
            "người",
            "người dân",
            "lượt người",
            "dân",
            "nhân khẩu",
            "khẩu",
            "công dân",
            "cá nhân",
            "lao động",
            "công nhân",
            "trẻ",
            "trẻ em",
        ),
        *(
            "em",
            "cháu",
            "học sinh",
            "sinh viên",
            "đối tượng",
            "bệnh nhân",
            "ca",
            "ca bệnh",
            "ca mắc",
            "thành viên",
            "hội viên",
        ),
        *("person", "persons", "people", "inhabitants", "children", "students", "cases"),
    ),
    "households": ("hộ", "hộ dân", "hộ gia đình", "gia đình", "household", "households"),
    "times": ("lượt", "lượt người", "lượt tải", "lượt truy cập", "lần", "cuộc", "visits", "downloads", "times"),
    "files": ("hồ sơ", "giao dịch", "văn bản", "đơn", "files", "records", "transactions"),
    "doses": ("liều", "mũi", "mũi tiêm", "dose", "doses"),
    "accounts": ("tài khoản", "account", "accounts"),
    "devices": (
        *("máy", "điện thoại", "thiết bị", "thuê bao", "sim", "cái", "chiếc", "bộ", "thẻ"),
        *("device", "devices", "phones", "subscribers"),
    ),
    MONEY: ("đồng", "vnđ", "vnd", "đ", "usd", "dong"),
    PLACES: (
        *("tỉnh", "huyện", "xã", "phường", "thôn", "khu phố", "tổ dân phố", "ấp", "cơ sở", "doanh nghiệp", "đơn vị"),
        *("cơ quan", "trường", "trạm", "hợp tác xã", "communes", "enterprises"),
    ),
    "area": ("ha", "hecta", "m2", "m²", "km2", "km²"),
    "length": ("km", "m", "mét"),
    "weight": ("tấn", "tạ", "kg", "tons", "tonnes"),
    "volume": ("m3", "m³", "lít", "lit"),
    "animals": ("con", "đàn"),
    "trees": ("cây",),
    "minutes": ("phút", "minutes"),
    "hours": ("giờ", "hours"),
    "days": ("ngày", "days"),
}
NOUNS = [(phrase, kind) for kind, phrases in KINDS.items() for phrase in phrases]  # "lượt người" may be either
FILLERS = (
    "số",
    "tổng",
    "lượng",
    "con",
    "nghìn",
    "ngàn",
    "triệu",
    "tỷ",
    "tỉ",
    "trăm",
    "chục",
    "1",
    "000",
    "1000",
    "x",
    "và",
    "tính",
    "bằng",
)
FIRST = ("tổng số lượng", "tổng số", "số lượng", "số", "tổng")  # before what a heading counts
SAID = re.compile(r"\b(?:d[.]?v[.]?t|don vi(?: tinh| do)?|units?(?: of measure)?)\b[\s:.,(-]*|\btinh (?:theo|bang)\s+")
IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
DECIDED = ("chosen", "kept")  # by somebody, who knows what the column counts


def other_units(table: Table, campaign: Campaign) -> list[CellFinding]:
    """Find where figures are said to be of something else than their measure counts; once for each table."""
    headings = [(heading, measure) for heading in table.headings if (measure := _measure_of(heading, campaign))]
    found = [*_of_headings(table, headings), *_of_table(table, headings)]
    return found[:1]


def _measure_of(heading: Heading, campaign: Campaign) -> Measure | None:
    """Give the measure of a column of counts, or of amounts and the like; a percentage is of nothing else."""
    if heading.meaning in campaign.measures:
        return campaign.measures[heading.meaning]
    printed = campaign.measures.get(heading.measure) if heading.meaning == "share" else None
    return None if printed is None or printed.figure.is_share else printed


def _of_headings(table: Table, headings: Iterable[tuple[Heading, Measure]]) -> Iterator[CellFinding]:
    for heading, measure in headings:
        if heading.why.startswith(DECIDED):
            continue
        for text in _stated(heading.text):
            if not _fits(text, [measure]):
                place = f"{heading.letter}{table.area.top}"
                yield _finding(table, place, heading.text, text, [measure])


def _stated(heading: str) -> Iterator[str]:
    """List what a heading says that it counts: "Số hộ cài đặt", "(lượt)", "ĐVT: tấn"."""
    for line in heading.split(" / "):
        yield from filter(_is_unit, IN_BRACKETS.findall(line))
        yield from _marked(line)
        yield from [line] if _is_unit(line) else _counted(line)


def _counted(line: str) -> Iterator[str]:
    """Find the noun behind "số" at the beginning of a heading."""
    said = words(line)
    before = next((len(words(phrase)) for phrase in FIRST if any(one.start == 0 for one in spans(line, phrase))), 0)
    found = [one for phrase, _ in NOUNS for one in spans(line, phrase) if one.start == before]
    if before and found:
        yield " ".join(word.letters for word in said[before : max(one.stop for one in found)])


def _of_table(table: Table, headings: Collection[tuple[Heading, Measure]]) -> Iterator[CellFinding]:
    """Hold what is said around a table to all of its measures, and to the bases beside them, which count people."""
    measures = [measure for _, measure in headings]
    for cell, text in _around(table):
        people = bool(table.meaning("base")) and PEOPLE in _kinds(text)
        if measures and not people and not _fits(text, measures):
            yield _finding(table, cell.place, cell.text, text, measures)


def _around(table: Table) -> Iterator[tuple[Cell, str]]:
    """List what titles, footnotes and a column "ĐVT" say that the figures are."""
    below = (cell for row in table.rows if row.role == "footnote" for cell in row.cells.values())
    for cell in chain(table.titles, below):
        alone = [text for text in (cell.text.strip(" ()[]"),) if _is_unit(text) and PLACES not in _kinds(text)]
        yield from ((cell, text) for text in chain(_marked(cell.text), alone))
    columns = [heading.column for heading in table.headings if UNIT_OF_MEASURE.search(bare(plain(heading.text)))]
    for cell in (row.cells[column] for column in columns for row in table.data if column in row.cells):
        yield from [(cell, cell.text)] if _is_unit(cell.text) else []


def _marked(line: str) -> Iterator[str]:
    """Give the unit behind "ĐVT:" and the like; "Đơn vị: Sở Y tế" says whose table it is."""
    text = plain(line)
    if found := SAID.search(bare(text)):
        said = re.split(r"[)\]\n]", text[found.end() :], maxsplit=1)[0]
        yield from [said] if _is_unit(said) else []


@lru_cache(KEPT)
def _is_unit(text: str) -> bool:
    """Say whether a text is a unit of measure and nothing else."""
    taken = {
        place for phrase in (*(phrase for phrase, _ in NOUNS), *FILLERS) for one in spans(text, phrase) for place in one
    }
    return bool(_kinds(text)) and len(taken) == len(words(text))


@lru_cache(KEPT)
def _kinds(text: str) -> frozenset[str]:
    """List what a text speaks of; words inside a longer phrase belong to that one."""
    found = [(one, kind) for phrase, kind in NOUNS for one in spans(text, phrase)]
    return frozenset(kind for one, kind in found if not any(set(one) < set(other) for other, _ in found))


def _fits(text: str, measures: Iterable[Measure]) -> bool:
    """Say whether figures said to be of something may be those of one of several measures.

    Of a noun that is not known, people may be what it counts.
    """
    said = _kinds(text)
    for measure in measures:
        own = set().union(*map(_kinds, (measure.label, measure.noun, unit_of(measure))))
        if said & (own or {PEOPLE}) and _is_of_size(text, said, measure):
            return True
        if not own and any(spans(text, word.letters) for word in words(measure.noun)):
            return True
    return False


def _is_of_size(text: str, said: Collection[str], measure: Measure) -> bool:
    """Say whether money is said in what the measure counts it in, or, of counts, in what may be multiplied to it."""
    if MONEY not in said:
        return True
    said_size, own_size = size_of(text), size_of(unit_of(measure))
    if said_size == own_size:
        return True
    return measure.figure.is_counted and said_size in SIZES.values() and said_size % own_size == 0


def _finding(table: Table, place: str, cell: str, text: str, measures: Iterable[Measure]) -> CellFinding:
    nouns = ", ".join(dict.fromkeys(unit_of(measure) for measure in measures))
    details = {"said": " ".join(text.split()), "nouns": nouns, "place": place}
    return CellFinding("error", table.sheet.name, place, cell, "unit_other", details)
