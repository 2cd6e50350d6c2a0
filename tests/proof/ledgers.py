"""A small ledger with every operator, its values worked out by hand, and ways to damage a copy of it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

Ledger = dict[str, Any]
SUBJECT = {"vintage": "VN63", "measure": "installs", "period": "2020-08-07", "source": "S02", "base": None}


def fact(key: str, unit: str, shown: str, *ends: str, of: Any = None, **more: str) -> Ledger:
    """Write a fact: two ends, or one of an exact figure; `open` sides, or the `value` of a moment, date or text."""
    made: Ledger = {"concept": key.partition("@")[0], "label": key, "unit": unit, "subject": SUBJECT | {"unit": "20"}}
    made |= {"low": ends[0], "high": ends[-1]} if ends else {}
    made |= more
    made |= {"shown": shown, "sources": ["S02"], "status": "computed" if of is not None else "published"}
    return made | ({"of": of} if of is not None else {})


POINTS = " điểm phần trăm"
PEERS, MISSING = ["list", "share:peers"], ["list", "missing:units"]
FACTS = {
    "as_of@20": fact("as_of@20", "moment", "08h00 ngày 07/8/2020", value="2020-08-07T08:00"),
    "as_of@20/S": fact("as_of@20/S", "moment", "ngày 05/8/2020", value="2020-08-05"),
    "as_of@20/T": fact("as_of@20/T", "moment", "14h30 ngày 04/8/2020", value="2020-08-04T14:30"),
    "target_by@20": fact("target_by@20", "date", "31/8/2020", value="2020-08-31"),
    "base_name@20": fact("base_name@20", "text", "dân số 2019", value="dân số 2019"),
    "counted@20": fact("counted@20", "count", "63.438", "63438"),
    "counted@20/T": fact("counted@20/T", "count", "63.440", "63440"),
    "base@20": fact("base@20", "count", "781.655", "781655"),
    "counted@27": fact("counted@27", "count", "hơn 12.000", "12000", "13000", open="high"),
    "base@27": fact("base@27", "count", "33.800", "33800"),
    "counted@79": fact("counted@79", "count", "khoảng 2,83 triệu", "2825000", "2835000"),
    "base@79": fact("base@79", "count", "8.993.082", "8993082"),
    "share@30": fact("share@30", "percent", "31,5%", "629/20", "631/20"),
    "share@01": fact("share@01", "percent", "gần 38%", "37", "38", open="low"),
    "target@20": fact("target@20", "percent", "50%", "50"),
    "share@20": fact("share@20", "percent", "8,12%", "1268760/156331", of=["/", ["*", 100, "counted@20"], "base@20"]),
    "share@27": fact(
        *("share@27", "percent", "trên 35%", "6000/169", "500/13"),
        of=["/", ["*", 100, "counted@27"], "base@27"],
        open="high",
    ),
    "share@79": fact(
        *("share@79", "percent", "31,4% đến 31,6%", "141250000/4496541", "141750000/4496541"),
        of=["/", ["*", 100, "counted@79"], "base@79"],
    ),
    "gap@20": fact("gap@20", "points", f"41,88{POINTS}", "6547790/156331", of=["-", "target@20", "share@20"]),
    "gap@27": fact(
        *("gap@27", "points", f"dưới 15{POINTS}", "150/13", "2450/169"),
        of=["-", "target@20", "share@27"],
        open="low",
    ),
    "needed@20": fact(
        "needed@20", "count", "390.828", "390828", of=["ceil", ["/", ["*", "base@20", "target@20"], 100]]
    ),
    "allowed@20": fact(
        *("allowed@20", "count", "390.827", "390827"), of=["floor", ["/", ["*", "base@20", "target@20"], 100]]
    ),
    "missing@20": fact("missing@20", "count", "327.390", "327390", of=["-", "needed@20", "counted@20"]),
    "missing@27": fact("missing@27", "count", "-02 đến 04", "-2", "4"),
    "days_left@20": fact("days_left@20", "count", "25", "74/3", of=["days_left", "as_of@20", "target_by@20"]),
    "days_left@S": fact("days_left@S", "count", "26", "26", of=["days_left", "as_of@20/S", "target_by@20"]),
    "pace@20": fact("pace@20", "count", "13.273", "13273", of=["ceil", ["/", "missing@20", "days_left@20"]]),
    "elapsed@20": fact("elapsed@20", "hours", "02 ngày 17,5 giờ", "131/2", of=["hours", "as_of@20", "as_of@20/T"]),
    "elapsed@S": fact("elapsed@S", "hours", "02 ngày", "48", of=["hours", "as_of@20", "as_of@20/S"]),
    "gained@20": fact("gained@20", "count", "-02", "-2", of=["-", "counted@20", "counted@20/T"]),
    "per_day@20": fact("per_day@20", "count", "-01", "-96/131", of=["/", ["*", 24, "gained@20"], "elapsed@20"]),
    "a_day@20": fact("a_day@20", "count", "-01", "-1", of=["half_up", "per_day@20"]),
    "change@20": fact(
        *("change@20", "points", f"-0,0003{POINTS}", "-40/156331"),
        of=["-", "share@20", ["/", ["*", 100, "counted@20/T"], "base@20"]],
    ),
    "rank@20": fact("rank@20", "rank", "thứ 4 đến 5", "4", "5", of=["rank", "share@20", PEERS]),
    "rank@79": fact("rank@79", "rank", "thứ 2 đến 4", "2", "4", of=["rank", "share@79", PEERS]),
    "from_below@30": fact("from_below@30", "rank", "thứ 2 đến 4", "2", "4", of=["rank_up", "share@30", PEERS]),
    "ranked@20": fact("ranked@20", "count", "05", "5", of=["count", PEERS]),
    "told@20": fact("told@20", "count", "04", "4", of=["count", ["list", "as_of:units"]]),
    "reached@20": fact("reached@20", "count", "01", "1", of=["count_at_least", PEERS, 32]),
    "below@20": fact("below@20", "count", "03", "3", of=["count_below", PEERS, 32]),
    "within@20": fact("within@20", "count", "01", "1", of=["count_at_most", PEERS, "share@20"]),
    "beyond@20": fact("beyond@20", "count", "03", "3", of=["count_above", PEERS, "share@20"]),
    "spread@20": fact(
        *("spread@20", "points", f"khoảng 23,4{POINTS}", "72956999/3126620", "73269661/3126620"),
        of=["-", ["max", ["list", "share:closed"]], ["min", ["list", "share:closed"]]],
    ),
    "median@20": fact(
        *("median@20", "percent", "trên 31,4%", "141250000/4496541", "6750000/214121"),
        of=["median", ["list", "share:three"]],
        open="high",
    ),
    "halfway@20": fact(
        *("halfway@20", "percent", "khoảng 19,8%", "1984770364940/100421250153", "663451204980/33473750051"),
        of=["median", ["list", "share:two"]],
    ),
    "people@VN": fact(
        *("people@VN", "count", "trên 2.900.000", "2900438", "2911438"),
        of=["sum", ["list", "counted:units"]],
        open="high",
    ),
    "shortfall@VN": fact(
        "shortfall@VN", "count", "327.390 đến 327.394", "327390", "327394", of=["sum_positive", MISSING]
    ),
}
LISTS = {
    "share:peers": ["share@20", "share@27", "share@79", "share@30", "share@01"],
    "share:closed": ["share@20", "share@79", "share@30"],
    "share:three": ["share@20", "share@79", "share@27"],
    "share:two": ["share@20", "share@79"],
    "as_of:units": ["as_of@20", "as_of@20/S", "as_of@20/T", "target_by@20"],
    "counted:units": ["counted@20", "counted@27", "counted@79"],
    "missing:units": ["missing@20", "missing@27"],
}
EDITION = {
    **{"report": "quick_report", "campaign": "bluezone", "period": "2020-08-07", "unit": "20", "vintage": "VN63"},
    **{"as_of": "2020-08-07T08:00", "target": "lang_son_50"},
}


def good() -> Ledger:
    """Make a ledger in which every fact is what it says."""
    trace = [{"key": "share@20", "formula": "100 × số lượng / mẫu số", "base": "dân số 2019"}]
    sources = [{"id": "S02", "title": "Báo cáo của Sở", "address": "", "published": "2020-08-07"}]
    parts = {"version": 2, "edition": EDITION, "sources": sources, "lists": LISTS, "facts": FACTS, "trace": trace}
    return copy.deepcopy(parts)


def computed() -> Iterator[str]:
    """List the facts that have an expression."""
    return (key for key, each in FACTS.items() if "of" in each)


def changed(key: str, **fields: Any) -> Ledger:
    """Change fields of one fact; None takes a field away."""
    ledger = good()
    kept = ledger["facts"][key] | fields
    ledger["facts"][key] = {name: value for name, value in kept.items() if value is not None}
    return ledger
