"""Each key by which a measure or a target says what it is: right with it, and another figure where it is ignored."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
import yaml

from dophu.data.project import Project
from dophu.errors import DophuError
from dophu.run.checks import check_project
from dophu.world.campaigns import FigureSettings, Measure, Target
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose

Path = tuple[str | int, ...]
UNITS = {"01": 9000, "20": 1000, "22": 5000, "24": 2000}  # what each has of the base of 2020
OWN, PEERS = "20", ("01", "22", "24")
MEASURE: dict[str, Any] = {"label": "số hồ sơ", "noun": "hồ sơ", "verb": "nộp", "meaning": "Số hồ sơ."}
TARGET = {"key": "muc", "measure": "m", "from": "2019-01-01", "source": "S", "label": "tổng hồ sơ"}
LETTER = {
    "issuing_body": "Sở Thử",
    "symbol": "BC-S",
    "place": "{unit}",
    "type_name": "Báo cáo",
    "abstract": "Thử",
    "title": "Giám đốc",
}
MONTHS = {"2019-08": 120, "2020-07": 150, "2020-08": 180}


@dataclass
class Row:
    """A key by its way in campaign.yml, what is written there and beside it, and what a report says because of it."""

    way: Path
    value: Any
    says: str
    more: dict[Path, Any] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: {"m": MONTHS})
    report: str = "quick_report"
    also: dict[str, str] = field(default_factory=dict)


def put(settings: Any, way: Path, value: Any) -> None:
    for step, following in pairwise(way):
        room = settings
        if isinstance(room, dict):
            room.setdefault(step, [] if isinstance(following, int) else {})
        elif step == len(room):
            room.append({})
        settings = room[step]
    if isinstance(settings, list):
        settings.append(value)
    else:
        settings[way[-1]] = value


def without(settings: Any, way: Path) -> Any:
    """Give settings as a loader has them that does not know a key."""
    kept = deepcopy(settings)
    room = kept
    for step in way[:-1]:
        room = room[step]
    del room[way[-1]]
    return kept


def settings_of(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": "demo",
        "title": "hồ sơ thử",
        "status": "simulated",
        "measures": {"m": dict(MEASURE)},
        "main_measure": "m",
        "base": "tong",
        "documents": {"province": LETTER},
        "sources": [{"id": "S", "title": "Số liệu thử"}],
    }
    for way, value in ({**row.more, row.way: row.value}).items():
        put(found, way, deepcopy(value))
    return found


def write(project: Draft, row: Row) -> None:
    """Write the campaign, its base of two years, and the counts or values of four provinces."""
    for path in (project.root / "data/demo").rglob("*.csv"):
        path.unlink()
    project.write("data/demo/campaign.yml", yaml.safe_dump(settings_of(row), allow_unicode=True))
    about = {
        "label": "tổng hồ sơ",
        "short": "tổng",
        "kind": "tong",
        "kind_label": "tổng hồ sơ",
        "source": "S",
        "noun": "hồ sơ",
    }
    described = {
        key: about | {"as_of": "2019-01-01", "label": key, "kind": key, "kind_label": key} for key in ("tong", "khac")
    }
    project.write("data/demo/bases.yml", yaml.safe_dump(described, allow_unicode=True))
    bases = [f"tong,VN63,{unit},{value},,,,published,S,,2019-01-01," for unit, value in UNITS.items()]
    bases += [f"khac,VN63,{unit},{value * 3 // 4},,,,published,S,,2019-01-01," for unit, value in UNITS.items()]
    project.write(
        "data/demo/bases.csv",
        "\n".join(["base,vintage,code,value,low,high,qualifier,status,source,note,from,to", *bases, ""]),
    )
    rows: dict[str, list[str]] = {}
    for measure, periods in row.counts.items():
        for period, count in periods.items():
            per_unit = {OWN: count} | {unit: count * (place + 2) for place, unit in enumerate(PEERS)}
            rows.setdefault(period, []).extend(f"S,{period}-28,VN63,{u},{measure},{c},1,," for u, c in per_unit.items())
    for period, lines in rows.items():
        project.write(
            f"data/demo/{period}/counts.csv",
            "\n".join(["source,as_of,vintage,unit,measure,count,step,qualifier,note", *lines, ""]),
        )
    for name, text in row.also.items():
        project.write(f"data/demo/{name}", text)


def told(project: Draft, row: Row) -> str:
    try:
        if row.report == "check":
            return "\n".join(str(one) for one in check_project(Project(project.root), "demo", None).findings)
        return prose(tell(open_report(project.root, campaign="demo", period="2020-08", unit=OWN), row.report))
    except DophuError as error:
        return f"refused: {error}"


M: Path = ("measures", "m")
T: Path = ("targets", 0)
AIM = {(*T, key): value for key, value in TARGET.items()}
HALF = AIM | {(*T, "percent"): 20}
OTHER = {"label": "số hồ sơ khác", "noun": "hồ sơ", "verb": "nộp", "meaning": "Khác."}
TWO: dict[Path, Any] = {("measures", "a"): OTHER | {"label": "nhóm a"}, ("measures", "b"): OTHER | {"label": "nhóm b"}}
PARTS = {"a": {"2020-08": 100}, "b": {"2020-08": 80}}
VALUES = (
    "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note,low,high,level,method\n"
)
MEANS = f"{VALUES}S,2020-08-28,VN63,20,m,value,31.2,,,,,published,,,29.0,33.4,95,chọn mẫu\n"
OF_TWO_YEARS = """\
base,vintage,code,value,low,high,qualifier,status,source,note,from,to
tong,VN63,20,800,,,,published,S,,2019-01-01,2019-12-31
tong,VN63,20,1000,,,,published,S,,2020-01-01,
"""
QUOTAS = {"targets.csv": "measure,vintage,code,count,from,to,source,note\nm,VN63,20,150,2020-01-01,2020-12-31,S,\n"}
BY_YEAR_END = HALF | {(*T, "by"): "2020-12-31"}
STEPS = [{"by": "2020-08-31", "percent": 10}, {"by": "2020-10-31", "percent": 15}]
RATE = {(*M, "figure", "kind"): "rate", (*M, "figure", "per"): 1000}
FALLEN = {"m": MONTHS | {"2020-07": 190}}
ROWS = [
    Row((*M, "counts"), "per_period", "Cộng 02 kỳ đã có số liệu từ đầu năm được 330 hồ sơ"),
    Row(
        (*M, "counts"), "level", "giảm 1,00 điểm phần trăm. So với cùng kỳ năm trước, kết quả tăng 60 hồ sơ", {}, FALLEN
    ),
    Row((*M, "resets"), "year", "So với cùng kỳ năm trước, kết quả tăng 60 hồ sơ, tỷ lệ tăng 6,00 điểm phần trăm."),
    Row(
        (*M, "resets"),
        "school_year",
        "So với cùng kỳ năm trước, kết quả tăng 60 hồ sơ, tỷ lệ tăng 6,00 điểm phần trăm.",
    ),
    Row((*M, "better"), "less", "bằng 18,00% tong (1.000 hồ sơ).\nTỷ lệ của tỉnh Lạng Sơn xếp thứ 3"),
    Row((*M, "better"), "neither", "bằng 18,00% tong (1.000 hồ sơ).\nSo với"),
    Row((*M, "base"), "khac", "đạt 24,00% khac (750 hồ sơ)"),
    Row((*M, "above_base"), "Có hồ sơ khác.", "vượt toàn bộ mẫu số: Có hồ sơ khác.", {}, {"m": {"2020-08": 1800}}),
    Row((*M, "figure"), {"kind": "rate", "per": 1000}, "là 180,0/1.000, tính từ 180 hồ sơ nộp"),
    Row((*M, "figure", "kind"), "rate", "là 180,0/1.000", {(*M, "figure", "per"): 1000}),
    Row((*M, "figure", "per"), 1000, "là 180,0/1.000", {(*M, "figure", "kind"): "rate"}),
    Row((*M, "figure", "unit"), "hộ", "là 180,0/1.000 hộ", RATE),
    Row((*M, "figure", "decimals"), 3, "là 180,000/1.000", RATE),
    Row((*M, "suppress_below"), 5, "có dưới 5 hồ sơ nộp", {}, {"m": {"2020-08": 4}}),
    Row(
        (*M, "quota"),
        {"label": "chỉ tiêu giao", "source": "S"},
        "đạt 120,00%, đã vượt mục tiêu 100% chỉ tiêu giao",
        also=QUOTAS,
    ),
    Row(
        (*M, "part_of"),
        "a",
        "180 of 'số hồ sơ' is more than 100 of 'nhóm a'",
        TWO,
        PARTS | {"m": {"2020-08": 180}},
        report="check",
    ),
    Row((*M, "sum_of"), ["a", "b"], "toàn tỉnh có 180 hồ sơ nộp, đạt 18,00%", TWO, PARTS),
    Row((*M, "ratio_of"), ["b", "a"], "toàn tỉnh có 80 hồ sơ nộp, đạt 80,00% nhóm a", TWO, PARTS),
    Row(
        (*M, "takes"),
        "rest",
        "toàn tỉnh có 20 hồ sơ nộp, đạt 20,00% nhóm a",
        TWO | {(*M, "ratio_of"): ["b", "a"]},
        PARTS,
    ),
    Row(
        (*M, "breakdowns"),
        {"loai": {"label": "Loại", "members": ["a", "b"]}},
        "Loại\nNhóm a\n100",
        TWO,
        PARTS | {"m": {"2020-08": 180}},
    ),
    Row((*M, "meaning_since"), [{"from": "2020-08-01", "text": "Từ tháng 8 tính cả hồ sơ giấy."}], "cả hồ sơ giấy."),
    Row((*T, "percent"), 20, "chưa đạt mục tiêu 20% tổng hồ sơ, còn thiếu 2,00 điểm phần trăm", AIM),
    Row((*T, "count"), 250, "để đạt mục tiêu 250 hồ sơ, tỉnh Lạng Sơn còn thiếu 70 hồ sơ", AIM),
    Row((*T, "value"), 200, "chưa đạt mục tiêu 200", AIM | RATE),
    Row((*T, "base"), "khac", "trên khac là 24,00%, đã vượt mục tiêu 20%", HALF),
    Row(
        (*T, "scope"),
        ["20"],
        "chưa đạt mục tiêu 20%",
        HALF | {("targets", 1): TARGET | {"percent": 30, "key": "moi", "from": "2019-06-01"}},
    ),
    Row((*T, "to"), "2020-08-01", "Mục tiêu 20% của kỳ so sánh (ngày 28/7/2020) không còn áp dụng.", HALF),
    Row((*T, "by"), "2020-12-31", "Để đạt mục tiêu đúng hạn 31/12/2020, mỗi ngày cần thêm ít nhất 01 hồ sơ", HALF),
    Row((*T, "steps"), STEPS, "đã vượt mục tiêu 10% tổng hồ sơ, cao hơn 8,00 điểm phần trăm", BY_YEAR_END),
]
FIXED = {
    "label",
    "noun",
    "verb",
    "meaning",
    "key",
    "measure",
    "start",
    "source",
    "note",
}  # words, and what must be there


def written(project: Draft, row: Row, settings: dict[str, Any]) -> str:
    write(project, row)
    project.write("data/demo/campaign.yml", yaml.safe_dump(settings, allow_unicode=True))
    return told(project, row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{'.'.join(map(str, row.way))}={row.value}")
def test_what_a_key_says_is_told_and_is_not_where_the_key_is_ignored(project: Draft, row: Row) -> None:
    assert row.says in written(project, row, settings_of(row))
    assert row.says not in written(project, row, without(settings_of(row), row.way))


def test_each_key_of_a_measure_and_a_target_has_a_row() -> None:
    tried = {row.way[-1] for row in ROWS}
    described = [*Measure.model_fields.items(), *FigureSettings.model_fields.items(), *Target.model_fields.items()]
    names = {field.alias or name for name, field in described if name not in FIXED}
    assert names - tried == set()


def test_what_a_count_means_from_a_later_day_is_not_told_before_it(project: Draft) -> None:
    later = [{"from": "2020-09-01", "text": "Từ tháng 9 tính cả hồ sơ giấy."}]
    row = Row((*M, "meaning_since"), later, "hồ sơ giấy")
    assert row.says not in written(project, row, settings_of(row))


@pytest.mark.parametrize(
    ("file", "columns", "says"),
    [
        ("2020-08/published.csv", 4, "là 31,2 phút (29,0 phút đến 33,4 phút)"),
        ("bases.csv", 2, "đạt 18,00% tong (1.000 hồ sơ)"),
    ],
)
def test_so_it_is_with_columns(project: Draft, file: str, columns: int, says: str) -> None:
    """The interval of a survey, and the days from and to which a base holds, are the last columns of their files."""
    row = Row((*M, "counts"), "level", says, also={"bases.csv": OF_TWO_YEARS})
    if "published" in file:
        row = Row((*M, "figure"), {"kind": "mean", "unit": "phút"}, says, {}, {}, also={file: MEANS})
    assert says in written(project, row, settings_of(row))
    short = "\n".join(line.rsplit(",", columns)[0] for line in row.also[file].splitlines())
    row.also[file] = f"{short}\n"
    assert says not in written(project, row, settings_of(row))
