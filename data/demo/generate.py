"""Write the periods of the demonstration campaign: simulated, complete, and the same bytes every time.

Run as `python data/demo/generate.py`; it writes one folder per reporting date beside itself (or into `--out DIR`).

The course follows the shape of the real national totals of 2020: about 2,0 million on 02/8, 13,5 on 09/8, 15,7 on
11/8, 20,0 on 20/8, 22,9 on 22/9. No single logistic gives both the jump of the first week and the slow rise of
September, so each unit grows along the sum of two, `share(t) = ceiling * ((1 - push) * S1(t) + push * S2(t))` with
S = 1 / (1 + exp((middle + lag - t) / width)). The middles and widths were found by trial, until the sum of the 63
provinces stayed within 5 % of the last four totals (tests/test_demo.py; the first lies before the first period). Each
step then wobbles by up to 30 %.

Told apart from a smooth course, each exactly once: the method break, a share printed on an old base, a revision
downwards, installs without a district, a province that sent nothing, and a tie.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent / "reference"
HEADER = "# Số liệu mô phỏng, do data/demo/generate.py sinh ra; không sửa tay.\n"
SEED = 2020
MOMENT = "%Y-%m-%dT%H:%M"
VINTAGE, MEASURE, NATION, OFFICE = "VN63", "installs", "VN", "20"

START = datetime(2020, 8, 5, 8)
GAPS = (2, 2, 2, 3, 2, 3, 4, 3, 2, 3, 4, 4, 3, 3, 2, 4, 4, 3, 2, 3, 3, 4, 2, 3, 2)  # days between reporting dates
EVENINGS = {3, 10, 15, 21}  # these lists close at 17h00, the others at 08h00

BREAK = 17  # from this period only installs with a phone number count, see campaign.yml
OLD_BASE, OLD_BASE_UNIT = 3, "30"  # its share is printed on population_2009
REVISED, REVISED_UNIT, DUPLICATES = 11, "40", 9_214  # lowered when the next list came, four days later
NO_DISTRICT, WITHOUT_DISTRICT = 14, 37
MISSING, MISSING_UNIT = 24, "06"
LEAP, LEAPING_UNITS = 4, ("11", "87")  # they began late: their counts leap as no other's in that period
TIED = "04", "15"  # their bases share the divisor 2.219, so that equal shares lie 0,05 points apart

FIRST, SECOND = (6.4, 2.6), (45.0, 12.0)  # middle and width of the two waves, in days since 01/8/2020
PUSH = 0.16  # part of the ceiling that the second wave wins


@dataclass(frozen=True)
class Profile:
    """How a unit grows: the share it would reach, days behind the nation, and the part the second wave wins."""

    ceiling: float
    lag: float = 0.0
    push: float = PUSH

    def share(self, day: float) -> float:
        """Share of the base on a day counted from 01/8/2020, by the first way of counting."""
        first, second = (1 / (1 + math.exp((middle + self.lag - day) / width)) for middle, width in (FIRST, SECOND))
        return self.ceiling * ((1 - self.push) * first + self.push * second)


CITIES = {
    "48": Profile(0.605, -1.6),
    "01": Profile(0.490, -1.0),
    "22": Profile(0.515, -1.2),
    "79": Profile(0.420, -0.8),
    "27": Profile(0.480, -0.4, 0.30),
    "74": Profile(0.400, -0.2),
    "31": Profile(0.370, 0.2),
    "77": Profile(0.340, 0.0),
}
LATE = {
    "11": Profile(0.200, 14.0, 0.35),
    "12": Profile(0.185, 17.0, 0.35),
    "14": Profile(0.205, 12.0, 0.40),
    "87": Profile(0.250, 13.0, 0.30),
    "94": Profile(0.232, 16.0, 0.35),
    "96": Profile(0.245, 11.0, 0.40),
}
CHOSEN = {"04": Profile(0.262, 0.6, 0.25), "15": Profile(0.2705, 1.8, 0.27), "30": Profile(0.300, 3.2, 0.20)}
DISTRICTS = {
    "178": Profile(0.390, -2.8, 0.30),
    "180": Profile(0.250, -1.8, 0.35),
    "181": Profile(0.190, 6.0, 0.40),
    "182": Profile(0.240, -1.4, 0.35),
    "183": Profile(0.305, -2.4, 0.35),
    "184": Profile(0.225, -0.8, 0.40),
    "185": Profile(0.255, -1.6, 0.35),
    "186": Profile(0.290, -2.2, 0.40),
    "187": Profile(0.260, -2.0, 0.35),
    "188": Profile(0.225, -1.2, 0.40),
    "189": Profile(0.205, 3.0, 0.40),
}


@dataclass(frozen=True)
class Period:
    """One reporting date: its counts by unit, and what the notes say of them."""

    number: int
    moment: datetime
    counts: dict[str, int]
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def as_of(self) -> str:
        """The moment as the tables write it."""
        return self.moment.strftime(MOMENT)

    @property
    def source(self) -> str:
        """The id of the period's list."""
        return f"MOPHONG{self.number + 1:02d}"

    @property
    def provinces(self) -> list[str]:
        """The provinces in the list."""
        return [code for code in self.counts if code not in DISTRICTS and code != NATION]


def read_table(name: str) -> list[dict[str, str]]:
    """Read a reference table; its rows as they stand."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NAMES = {row["code"]: row["name"] for row in read_table("units.csv") if row["vintage"] == VINTAGE}
BASES = {(row["base"], row["code"]): int(row["value"]) for row in read_table("bases.csv")}
PROVINCES = [row["code"] for row in read_table("units.csv") if (row["vintage"], row["level"]) == (VINTAGE, "province")]


def base_of(code: str) -> int:
    """Look up the base of the campaign."""
    return BASES["population_2019", code]


def moments() -> list[datetime]:
    """List the reporting dates with their hours."""
    days = [START + timedelta(days=sum(GAPS[:number])) for number in range(len(GAPS) + 1)]
    return [day.replace(hour=17) if number in EVENINGS else day for number, day in enumerate(days)]


def course(base: int, profile: Profile, rng: random.Random) -> list[int]:
    """Let one unit grow: its counts rise at every period but the one of the break."""
    smooth = [profile.share((moment - datetime(2020, 8, 1)) / timedelta(days=1)) for moment in moments()]
    people = [smooth[0] * base]
    for before, now in pairwise(smooth):
        people.append(people[-1] + (now - before) * base * (0.7 + 0.6 * rng.random()))
    with_number = 0.905 + 0.05 * rng.random()
    return [int(value * (with_number if number >= BREAK else 1)) for number, value in enumerate(people)]


def drawn(rng: random.Random) -> Profile:
    """Draw a province nobody chose: a ceiling between 12 % and 25 %, and up to four days ahead or behind."""
    return Profile(0.12 + 0.125 * rng.random(), -1 + 5 * rng.random(), 0.1 + 0.2 * rng.random())


def courses() -> dict[str, list[int]]:
    """Let every unit grow, in the order of the tables; the office's province is the sum of its districts."""
    rng = random.Random(SEED)
    districts = {code: course(base_of(code), profile, rng) for code, profile in DISTRICTS.items()}
    known = CITIES | LATE | CHOSEN
    provinces = {code: course(base_of(code), known.get(code) or drawn(rng), rng) for code in PROVINCES}
    provinces[OFFICE] = [sum(counts) for counts in zip(*districts.values(), strict=True)]
    provinces[OFFICE][NO_DISTRICT] += WITHOUT_DISTRICT
    tie(provinces)
    return provinces | districts


def tie(provinces: dict[str, list[int]]) -> None:
    """Give two provinces exactly the same share in the last period, as near as possible to that of the first."""
    divisor = math.gcd(*map(base_of, TIED))
    parts = round(Fraction(provinces[TIED[0]][-1], base_of(TIED[0])) * divisor)
    for code in TIED:
        provinces[code][-1] = base_of(code) // divisor * parts


def periods() -> list[Period]:
    """Put the counts of each reporting date together, the nation first as the sum of the provinces."""
    found, grown = [], courses()
    for number, moment in enumerate(moments()):
        counts = {code: counts[number] for code, counts in grown.items()}
        if number == MISSING:
            del counts[MISSING_UNIT]
        nation = sum(count for code, count in counts.items() if code not in DISTRICTS)
        found.append(Period(number, moment, {NATION: nation} | counts, notes_of(number)))
    return found


def notes_of(number: int) -> dict[str, str]:
    """Explain the two counts that a reader would stumble over."""
    if number == NO_DISTRICT:
        return {OFFICE: f"Gồm {WITHOUT_DISTRICT} bản cài đặt chưa xác định được huyện, thành phố"}
    if number == MISSING:
        return {NATION: f"Tổng của {len(PROVINCES) - 1} tỉnh, thành phố; chưa có số liệu của {NAMES[MISSING_UNIT]}"}
    return {}


def counts_rows(period: Period) -> Iterable[dict[str, Any]]:
    """Write the counts, all exact."""
    for code, count in period.counts.items():
        yield cell(period, code) | {"count": count, "step": 1, "note": period.notes.get(code, "")}


def cell(period: Period, code: str) -> dict[str, Any]:
    """Start a row: what every table says of a figure."""
    return {
        "source": period.source,
        "as_of": period.as_of,
        "vintage": VINTAGE,
        "unit": code,
        "measure": MEASURE,
    }


def printed_base(period: Period, code: str) -> int:
    """Choose what the simulated ministry divides by: the wrong base for one province in one period."""
    old = (period.number, code) == (OLD_BASE, OLD_BASE_UNIT)
    return BASES["population_2009", code] if old else base_of(code)


def places(shares: dict[str, Fraction]) -> dict[str, int]:
    """Rank shares from the highest; equal ones share a place."""
    return {code: 1 + sum(other > share for other in shares.values()) for code, share in shares.items()}


def in_percent(count: int, base: int) -> str:
    """Print a share rounded half-up to two decimals, reckoned in whole numbers."""
    hundredths = (20_000 * count + base) // (2 * base)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def published_rows(period: Period) -> Iterable[dict[str, Any]]:
    """Print shares and places as the simulated ministry does; the nation's share where all provinces are in."""
    counts = period.counts
    printed = places({code: Fraction(counts[code], printed_base(period, code)) for code in period.provinces})
    right = places({code: Fraction(counts[code], base_of(code)) for code in period.provinces})
    listed = {"base": "population", "status": "published"}
    if len(printed) == len(PROVINCES):
        share = {"figure": "share", "value": in_percent(counts[NATION], base_of(NATION))}
        yield cell(period, NATION) | listed | share
    for code, place in printed.items():
        share = {"figure": "share", "value": in_percent(counts[code], printed_base(period, code))}
        yield cell(period, code) | listed | share | {"note": share_note(period, code)}
        rank = {"figure": "rank", "value": place, "of": len(printed)}
        yield cell(period, code) | listed | rank | {"note": rank_note(code, place, right[code])}


def share_note(period: Period, code: str) -> str:
    """Explain the share on the old base."""
    if printed_base(period, code) == base_of(code):
        return ""
    right = in_percent(period.counts[code], base_of(code)).replace(".", ",")
    return f"Tính trên dân số 2009; trên dân số 2019 là {right}%"


def rank_note(code: str, printed: int, right: int) -> str:
    """Explain a place that the share on the old base moved."""
    if printed == right:
        return ""
    if code == OLD_BASE_UNIT:
        return f"Xếp theo tỷ lệ tính trên dân số 2009; trên dân số 2019 đứng thứ {right}"
    return f"Nếu {NAMES[OLD_BASE_UNIT]} cũng tính trên dân số 2019 thì đứng thứ {right}"


def totals_rows(period: Period) -> Iterable[dict[str, Any]]:
    """State the total under the list."""
    group = {"units": " ".join(period.provinces), "count": period.counts[NATION], "step": 1}
    yield cell(period, NATION) | group | {"note": period.notes.get(NATION, "")}


def revisions_rows(period: Period) -> Iterable[dict[str, Any]]:
    """Keep the counts before duplicates were removed, of the province and with it of the nation."""
    if period.number != REVISED:
        return
    revised = {"revised": moments()[REVISED + 1].strftime(MOMENT), "step": 1}
    for code, reason in (
        (REVISED_UNIT, "Loại các bản cài đặt trùng"),
        (NATION, f"Tính lại theo số đã sửa của {NAMES[REVISED_UNIT]}"),
    ):
        yield cell(period, code) | revised | {"former": period.counts[code] + DUPLICATES, "reason": reason}


TABLES = {
    "counts": (counts_rows, "source,as_of,vintage,unit,measure,count,step,qualifier,note"),
    "published": (
        published_rows,
        "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note",
    ),
    "totals": (totals_rows, "source,as_of,vintage,units,measure,count,step,qualifier,note"),
    "revisions": (revisions_rows, "source,revised,vintage,unit,measure,former,step,qualifier,reason"),
}


def sources(period: Period, counts: str) -> dict[str, Any]:
    """Say who sent the list and the office's report; the file received is the table of counts itself."""
    number, content = period.number + 1, counts.encode("utf-8")
    again = number - 1 == REVISED
    received = (moments()[number] if again else period.moment + timedelta(minutes=75)).strftime(MOMENT)
    sent = {
        "file": "counts.csv",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "at": received,
        "from": "Ban Chỉ đạo Quốc gia (mô phỏng)",
    }
    reissue = f"; danh sách phát hành lại sau khi loại bản cài đặt trùng của {NAMES[REVISED_UNIT]}"
    listed = source(period, "", f"danh sách các tỉnh, thành phố, kỳ {number}", reissue if again else "")
    if period.number == LEAP:
        listed["accepted"] = [leap(period, code) for code in LEAPING_UNITS]
    reported = source(period, f"_{OFFICE}", f"báo cáo của {NAMES[OFFICE]}, kỳ {number}")
    return {"status": "simulated", "sources": [listed | {"received": received, "files": [sent]}, reported]}


def leap(period: Period, code: str) -> dict[str, Any]:
    """Let a count stand that leaps: its office began late, as everybody knows here."""
    reason = f"{NAMES[code]} triển khai muộn, tăng nhanh từ tuần này (mô phỏng)"
    return {"kind": "jump", "measure": MEASURE, "unit": code, "count": period.counts[code], "reason": reason}


def source(period: Period, suffix: str, title: str, note: str = "") -> dict[str, Any]:
    """Describe one sender's list of the period; nothing is known of where it was published."""
    return {
        "id": period.source + suffix,
        "title": f"Số liệu mô phỏng: {title}",
        "address": [],
        "published": None,
        "as_of": period.as_of,
        "received": None,
        "note": f"Không có thật, do chương trình sinh ra{note}",
    }


PAPERS = (  # from which period, kind, subject
    (0, "Kế hoạch", "triển khai ứng dụng Lá chắn số trên địa bàn tỉnh"),
    (0, "Công văn", "phát động cài đặt trong cơ quan, trường học"),
    (5, "Công văn", "đưa hướng dẫn cài đặt lên hệ thống truyền thanh cấp xã"),
    (9, "Công văn", "đôn đốc các huyện có tỷ lệ cài đặt thấp"),
    (16, "Công văn", "hướng dẫn khai số điện thoại trong ứng dụng"),
    (22, "Kế hoạch", "tổ chức đợt cao điểm cuối năm"),
)
PAGES = (("Lá chắn số tỉnh", 8_140, 415), ("Tuổi trẻ với Lá chắn số", 3_260, 190), ("Loa xã số", 640, 74))
PROPOSALS = (  # from which period, what
    (0, "Đề nghị Ban Chỉ đạo Quốc gia gửi danh sách kèm mẫu số và giờ chốt số liệu."),
    (8, "Đề nghị các doanh nghiệp viễn thông miễn cước dữ liệu khi cài đặt ứng dụng."),
    (18, "Đề nghị công bố số liệu theo cách tính mới cho cả các kỳ trước để so sánh được."),
)


def activities(period: Period) -> dict[str, Any]:
    """Tell what the office did up to the period; everything grows, at its own pace."""
    number, day = period.number, period.moment.date()
    done = {
        "documents": [paper(*text, number=n) for n, text in enumerate(PAPERS, start=1) if text[0] <= number],
        "units_instructed": {"share": {"value": min(100, 64 + 6 * number), "unit": "percent"}, "as_of": period.as_of},
        "press": {
            "from": date(2020, 8, 1).isoformat(),
            "to": day.isoformat(),
            "items": {"value": 46 + 17 * number + number % 3},
            "agencies": {"value": 12 + number // 2},
        },
        "messages": {"channels": ["SMS", "mạng xã hội"], "repeated": number > 0},
        "loudspeakers": {"audio_files": 2 + number // 3},
        "fanpages": [
            {"name": name, "followers": {"value": first + daily * (day - START.date()).days}}
            for name, first, daily in PAGES
        ],
        "proposals": [text for since, text in PROPOSALS if since <= number],
    }
    return {"source": f"{period.source}_{OFFICE}", "units": {OFFICE: done}}


def paper(since: int, kind: str, about: str, number: int) -> dict[str, str]:
    """Name a document issued the day before its first period."""
    day = (moments()[since] - timedelta(days=1)).date().isoformat()
    by = "Ban Chỉ đạo Lá chắn số tỉnh"
    return {"kind": kind, "symbol": f"{number:02d}/MP-BCĐ", "date": day, "by": by, "about": about}


def table_text(rows: list[dict[str, Any]], columns: str) -> str:
    """Write a table; what a row does not say stays blank."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns.split(","), restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def yaml_text(content: dict[str, Any]) -> str:
    """Write settings under a line that says they are simulated."""
    return HEADER + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def files_of(period: Period) -> dict[str, str]:
    """Write the period's files as text; a table without rows is none."""
    rows = {name: (list(rows_of(period)), columns) for name, (rows_of, columns) in TABLES.items()}
    tables = {f"{name}.csv": table_text(*table) for name, table in rows.items() if table[0]}
    listed = sources(period, tables["counts.csv"])
    return tables | {"sources.yml": yaml_text(listed), "activities.yml": yaml_text(activities(period))}


def write(out: Path) -> None:
    """Write every period's folder."""
    for period in periods():
        folder = out / period.moment.date().isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files_of(period).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write the periods into")
    write(parser.parse_args().out)
