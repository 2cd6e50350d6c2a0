"""A made-up campaign in which everything happens that the shipped data lack: for the oracle and for mutants.

Shares at a hair's breadth below the target, a deadline that has passed, a target over another base and one that is a
count, press figures beside a list of record, a published share that agrees with a rounded count and one that does not,
"more than" and "nearly", and a whole that is known by its parts alone. In a second one, `bare`, nobody has a base; a
third, `flow`, counts anew in each period, and less is better; in a fourth, `sums`, a figure is made of two others.

Others have one thing changed: in `ceiling` less is better; `rates` and `flow_rates` are of 1.000 and not of a hundred;
in `phones` all are judged over a base that few have, in `few` by a number of people where few have a base, and in
`below_phones` and `below_few` less is better as well; `money` is an amount without counts, in two years.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
COUNTS = "source,as_of,vintage,unit,measure,count,step,qualifier,note"
PUBLISHED = "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note"
CAMPAIGN = """\
key: edges
title: ứng dụng Thử nghiệm
status: simulated
measures:
  installs: {label: số người cài đặt, noun: người, verb: cài đặt, meaning: Số người đã cài đặt.}
main_measure: installs
base: population_2019
targets:
  - {key: all, percent: 50, measure: installs, from: 2024-01-01, by: 2024-01-03, source: E0, label: dân số}
  - {key: phones, percent: 40, measure: installs, base: smartphones_2021_06_19, scope: ["30", "48"],
     from: 2024-01-01, by: 2024-02-01, source: E0, label: số điện thoại}
  - {key: people, count: 687501, measure: installs, scope: ["27"],
     from: 2024-01-01, by: 2024-02-01, source: E0, label: người}
  - {key: each, count: 600400, measure: installs,
     scope: ["01", "22", "26", "27", "30", "31", "33", "34", "35", "36", "37"],
     from: 2023-12-01, by: 2024-02-01, source: E0, label: người}
documents:
  province: {issuing_body: Sở Thử nghiệm, symbol: BC, place: "{unit}", type_name: Báo cáo, abstract: Tin, title: A}
sources:
  - {id: E0, title: Số liệu mô phỏng}
"""
BARE = f"""{CAMPAIGN[: CAMPAIGN.index("targets:")]}{CAMPAIGN[CAMPAIGN.index("documents:") :]}"""
BARE = BARE.replace("key: edges", "key: bare").replace("population_2019", "smartphones_2020_09_01")
FLOW = f"""{CAMPAIGN[: CAMPAIGN.index("targets:")]}targets:
  - {{key: most, percent: 45, measure: installs, from: 2023-01-01, to: 2024-01-05, source: E0, label: dân số}}
  - {{key: now, percent: 50, measure: installs, from: 2024-01-06, by: 2024-02-01, source: E0, label: dân số}}
{CAMPAIGN[CAMPAIGN.index("documents:") :]}"""
FLOW = FLOW.replace("key: edges", "key: flow\nversion: 2")
FLOW = FLOW.replace(
    "meaning: Số người đã cài đặt.}", "meaning: Số người đã cài đặt., counts: per_period, better: less}"
)


def _with(campaign: str, key: str, settings: str) -> str:
    """Call a campaign otherwise, and add settings to its measure."""
    named = re.sub(r"(?m)^key: .*$", f"key: {key}", campaign)
    return named.replace("đã cài đặt.", f"đã cài đặt., {settings}")


def _in_thousands(campaign: str) -> str:
    """Write the targets of shares as those of a rate."""
    return re.sub(r"percent: (\d+)", r"value: \g<1>0", campaign)


def _aiming_at(aim: str) -> str:
    """Set one target for all in place of those of the first campaign."""
    target = f"{{key: all, {aim}, measure: installs, from: 2023-01-01, source: E0, label: dân số}}"
    return f"{CAMPAIGN[: CAMPAIGN.index('targets:')]}targets: [{target}]\n{CAMPAIGN[CAMPAIGN.index('documents:') :]}"


RATE = "figure: {kind: rate, per: 1000, unit: dân}"
MONEY = "figure: {kind: amount, unit: tỷ đồng}, counts: per_period"
PHONES = _aiming_at("percent: 40, base: smartphones_2021_06_19")
FEW = _aiming_at("count: 600000").replace("population_2019", "smartphones_2021_06_19")
CHANGED = {
    "ceiling": _with(CAMPAIGN, "ceiling", "better: less"),
    "rates": _with(_in_thousands(CAMPAIGN), "rates", RATE),
    "phones": _with(PHONES, "phones", "better: more"),
    "below_phones": _with(PHONES, "below_phones", "better: less"),
    "few": _with(FEW, "few", "better: more"),
    "below_few": _with(FEW, "below_few", "better: less"),
}
SUMS = BARE.replace("key: bare", "key: sums").replace("smartphones_2020_09_01", "population_2019")
SUMS = SUMS.replace("meaning: Số người đã cài đặt.}", "meaning: Số người đã cài đặt., sum_of: [men, women]}")
SUMS = SUMS.replace(
    "main_measure:",
    """\
  men: {label: số nam, noun: nam, verb: cài đặt, meaning: Số nam đã cài đặt.}
  women: {label: số nữ, noun: nữ, verb: cài đặt, meaning: Số nữ đã cài đặt.}
main_measure:""",
)
WEEK = {
    **{"20": "390815,1,", "27": "686000,1,", "30": "650000,1,", "01": "3900000,1,", "24": "902000,1,"},
    **{"31": "900000,10000,", "79": "4000000,1,", "48": "600000,1,", "22": "600000,1,", "26": "500000,1000,"},
    **{"33": "300000,1,", "34": "800000,1,", "35": "300000,1000,", "36": "700000,1,", "38": "1500000,1,"},
}
NEXT = {unit: count for unit, count in WEEK.items() if unit != "38"} | {
    **{
        "20": "390827,1,",
        "35": "310000,1,",
        "27": "687000,1000,",
        "30": "700000,100000,hơn",
        "01": "4100000,1,",
        "31": "970000,10000,",
    },
    **{"79": "4500000,100000,gần", "26": "501000,1000,", "22": "600400,1,", "34": "790000,1,", "48": "560000,1,"},
}
DISTRICTS = {"178": 60000, "180": 20000, "181": 21000, "182": 22000, "183": 33000, "184": 24000}
DISTRICTS |= {"185": 25000, "186": 46000, "187": 37000, "188": 18000, "189": 19000}
SHARES = ["27,installs,share,50.2", "31,installs,share,30.0", "34,installs,share,42.47", "38,installs,share,45.5"]
RATES = ["27,installs,value,502", "31,installs,value,300", "34,installs,value,424.7", "38,installs,value,455"]
AMOUNTS = {"01": "812.5", "20": "96.1", "22": "120.25", "24": "77.0", "27": "-23.5", "30": "150", "31": "201.75"}
SHARES_BEFORE = ["35,installs,share,35.2", "38,installs,share,41.3"]
RANKS = ["20,installs,rank,5,,,population,63,published,,", "01,installs,rank,3,,,unnamed,,order_of_mention,,"]


def _counts(source: str, moment: str, counts: dict[str, str]) -> str:
    return "\n".join(
        [COUNTS, *(f"{source},{moment},VN63,{unit},installs,{rest}," for unit, rest in counts.items()), ""]
    )


def _files() -> dict[str, str]:
    """Write the files of both campaigns, by their paths below data/."""
    edges, bare = _edges(), {"campaign.yml": BARE}
    bare |= {name: edges[name] for name in edges if name.endswith(("counts.csv", "sources.yml"))}
    named = {"edges": edges, "bare": bare, "flow": _flow(edges), "sums": _sums(edges)}
    named |= {key: edges | {"campaign.yml": campaign} for key, campaign in CHANGED.items()}
    named["rates"] |= {"2024-01-10/published.csv": _published("E2", "2024-01-10T14:30", RATES)}
    del named["rates"]["2024-01-03/published.csv"]
    named |= {"flow_rates": _flow_rates(named["flow"]), "money": _money(named["flow"])}
    return {f"{campaign}/{name}": content for campaign, files in named.items() for name, content in files.items()}


def _sums(edges: dict[str, str]) -> dict[str, str]:
    """Write a figure that is made of two others, which some units lack, round, or say "more than" of."""
    files = {"campaign.yml": SUMS} | {name: edges[name] for name in edges if name.endswith("sources.yml")}
    for name in ("2024-01-03/counts.csv", "2024-01-10/counts.csv"):
        men = edges[name].replace(",installs,", ",men,")
        women = [line for line in men.replace(",men,", ",women,").splitlines()[1:] if ",VN63,22," not in line]
        files[name] = "\n".join([men.rstrip("\n"), *women, ""])
    return files


def _flow(edges: dict[str, str]) -> dict[str, str]:
    """Write a flow of which less is better, over the end of a year: the same lists, and those of a year before."""
    files = {"campaign.yml": FLOW} | {
        name: edges[name] for name in edges if name.endswith(("counts.csv", "sources.yml"))
    }
    for name in ("2024-01-03/counts.csv", "2024-01-03/sources.yml", "2024-01-10/counts.csv", "2024-01-10/sources.yml"):
        year_ago = name.replace("2024-01-03", "2023-01-04").replace("2024-01-10", "2023-01-11")
        moved = edges[name].replace("2024-01-03", "2023-01-04").replace("2024-01-10", "2023-01-11")
        files[year_ago] = (
            moved.replace("390815,", "380000,").replace("E1", "E5").replace("E2", "E6").replace("E3", "E7")
        )
    then = "2023-01-11/counts.csv"
    files[then] = files[then].replace("390827,", "381000,").replace("687000,", "655000,")
    return files


def _flow_rates(flow: dict[str, str]) -> dict[str, str]:
    """Write the flow as rates, and a period more of the year before."""
    more = {
        name.replace("2023-01-04", "2023-01-02"): content.replace("2023-01-04", "2023-01-02").replace("E5", "E8")
        for name, content in flow.items()
        if name.startswith("2023-01-04/")
    }
    return flow | more | {"campaign.yml": _with(_in_thousands(flow["campaign.yml"]), "flow_rates", RATE)}


def _money(flow: dict[str, str]) -> dict[str, str]:
    """Write amounts without counts, of two weeks and of the second a year later."""
    files = {name: flow[name] for name in flow if name.endswith("sources.yml") and not name.startswith("2024-01-03")}
    files["campaign.yml"] = _with(_aiming_at('value: 100, scope: ["20"]'), "money", MONEY)
    for period, source, more in (("2023-01-04", "E5", 0), ("2023-01-11", "E6", 4), ("2024-01-10", "E2", 9)):
        amounts = [f"{unit},installs,value,{float(amount) + more}" for unit, amount in AMOUNTS.items()]
        files[f"{period}/published.csv"] = _published(source, period, amounts)
    return files


def _published(source: str, moment: str, figures: list[str]) -> str:
    rows = [f"{source},{moment},VN63,{figure},,,,,published,," for figure in figures]
    return "\n".join([PUBLISHED, *rows, ""])


def _edges() -> dict[str, str]:
    listed, press = _counts("E2", "2024-01-10T14:30", NEXT), "E3,2024-01-10T17:00,VN63,20,installs,390000,10000,,\n"
    printed = [f"E2,2024-01-10T14:30,VN63,{share},,,population,,published,," for share in SHARES]
    before = [f"E1,2024-01-03T08:00,VN63,{share},,,population,,published,," for share in SHARES_BEFORE]
    placed = [f"E2,2024-01-10T14:30,VN63,{rank}" for rank in RANKS]
    parts = {unit: f"{count},1," for unit, count in DISTRICTS.items()}
    files = {
        "campaign.yml": CAMPAIGN,
        "2024-01-03/counts.csv": _counts("E1", "2024-01-03T08:00", WEEK),
        "2024-01-03/published.csv": "\n".join([PUBLISHED, *before, ""]),
        "2024-01-10/counts.csv": listed + press,
        "2024-01-10/published.csv": "\n".join([PUBLISHED, *printed, *placed, ""]),
        "2024-01-17/counts.csv": _counts("E4", "2024-01-17", parts),
    }
    for period, sources in {"2024-01-03": ["E1"], "2024-01-10": ["E2", "E3"], "2024-01-17": ["E4"]}.items():
        entries = "".join(f"  - {{id: {source}, title: Số liệu mô phỏng}}\n" for source in sources)
        files[f"{period}/sources.yml"] = f"status: simulated\nsources:\n{entries}"
    return files


@cache
def edges() -> Path:
    """Write the campaigns into a project of their own, once a process."""
    root = Path(tempfile.mkdtemp(prefix="edges-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    shutil.copytree(ROOT / "data" / "reference", root / "data" / "reference")
    for folder in ("notebooks", "params"):
        (root / folder).mkdir()
    for name, content in _files().items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return root
