"""A small project of a simulated campaign, which a test may damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dophu.data.edition import Edition, open_edition, read_parameters
from dophu.data.history import History
from dophu.data.periods import read_campaign, read_history
from dophu.data.project import Project

ROOT = Path(__file__).parent.parent
PERIOD = "data/demo/2020-08-07"
COUNTS, PUBLISHED, TOTALS = (f"{PERIOD}/{name}.csv" for name in ("counts", "published", "totals"))
CAMPAIGN, PARAMS = "data/demo/campaign.yml", "params/2020-08-07.yml"

FILES = {
    CAMPAIGN: """\
key: demo
title: ứng dụng Thử nghiệm
status: simulated
measures:
  installs: {label: số người cài đặt, noun: người, verb: cài đặt, meaning: Số người đã cài đặt.}
main_measure: installs
base: population_2019
targets:
  - {key: half, percent: 50, measure: installs, base: population_2019, from: 2020-07-31, source: DEMO, label: dân số}
activities:
  press: {label: tin bài, fields: [items]}
documents:
  province:
    parent_body: UBND {kind} {unit}
    issuing_body: Sở Thử nghiệm
    symbol: BC-STN
    place: "{unit}"
    type_name: Báo cáo
    abstract: Kết quả thử nghiệm
    title: Giám đốc
sources:
  - {id: DEMO, title: Số liệu mô phỏng}
""",
    PARAMS: """\
campaign: demo
period: 2020-08-07
unit: "20"
document:
  unit: "20"
  number: 7
  date: 2020-08-10
  title: Phó Giám đốc
""",
    "data/demo/2020-07-31/counts.csv": """\
source,as_of,vintage,unit,measure,count,step,qualifier,note
DEMO,2020-07-31,VN63,20,installs,40000,1,,
""",
    COUNTS: """\
source,as_of,vintage,unit,measure,count,step,qualifier,note
DEMO,2020-08-07T08:00,VN63,20,installs,80000,1,,
DEMO,2020-08-07T08:00,VN63,22,installs,150000,1000,hơn,
DEMO,2020-08-07T08:00,VN63,24,installs,90000,1,,
""",
    PUBLISHED: """\
source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note
DEMO,2020-08-07T08:00,VN63,20,installs,share,10.23,,,population,,published,,
DEMO,2020-08-07T08:00,VN63,24,installs,share,5.55,,,population,,published,,In theo mẫu số khác
""",
    TOTALS: """\
source,as_of,vintage,units,measure,count,step,qualifier,note
DEMO,2020-08-07T08:00,VN63,20 24,installs,170000,1,,
""",
}


class Draft(Project):
    """A project whose files can be written over."""

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_bytes().decode()
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, 1))

    def history(self) -> History:
        return read_history(self, read_campaign(self, "demo"))

    def edition(self, **parameters: object) -> Edition:
        content = {"campaign": "demo", "period": "2020-08-07", "unit": "20"} | parameters
        return open_edition(self, read_parameters(content, "test"))


@pytest.fixture(name="project")
def demo(tmp_path: Path) -> Draft:
    return draft_at(tmp_path)


def draft_at(folder: Path) -> Draft:
    draft = Draft(folder.resolve())
    shutil.copytree(ROOT / "data" / "reference", draft.root / "data" / "reference")
    (draft.root / "notebooks").mkdir()
    for name, content in FILES.items():
        draft.write(name, content)
    return draft
