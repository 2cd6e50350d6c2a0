"""The chapter on the quality of a period's data: its tables, and what those who send data should correct."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.measure.doubts import Doubt
from dophu.measure.quality import Check, Quality, quality
from dophu.measure.received import Delivery, KnownBase, Original, folder_of, is_nearly_complete, listed_units
from dophu.measure.revisions import Revision, Revisions
from dophu.tell.blocks import Run, Runs
from dophu.tell.chapter import Chapter
from dophu.tell.content import TableContent, bare, runs
from dophu.wording import Moment, capitalised, collation_key, day_month_year, moment
from dophu.words import say
from dophu.words.word import Word
from dophu.world.campaigns import Source
from dophu.world.units import Unit

Align = list[Literal["left", "center", "right"]]
UNKNOWN = "không ghi"
CHECKS = (
    "foreign",
    "misdated",
    "duplicates",
    "revised_nothing",
    "shares_out_of_range",
    "counts_above_base",
    "totals",
    "controls",
    "shares",
    "ranks",
    "falls",
    "memory",
    "repeats",
    "parts",
)  # in the order of the table
OWN_TABLE = ("shares", "ranks")


def received(facts: Facts, measured: Quality) -> TableContent | str:
    """Show who sent what for the period, when, and up to which moment."""
    if not measured.deliveries:
        return "kỳ này chưa nhận được số liệu"
    period = facts.fact("period")
    assert period is not None
    return TableContent(
        key="received",
        caption=runs("Số liệu đã nhận cho kỳ báo cáo ", period),
        head=["Nguồn", "Công bố", "Nhận", "Số liệu đến", "Số dòng"],
        rows=[_delivery(delivery) for delivery in measured.deliveries],
        align=["left", "left", "left", "left", "right"],
        foot=[[runs("Cộng"), [], [], [], runs(measured.tallies["rows_received"])]],
    )


def _delivery(delivery: Delivery) -> list[Runs]:
    source = delivery.source
    ends = [*map(str, delivery.moments[:1]), *map(str, delivery.moments[-1:])] or [source.as_of or ""]
    until = " đến ".join(dict.fromkeys(_when(end) for end in ends))
    senders = ", ".join(dict.fromkeys(file.sender for file in source.files if file.sender))
    handed = ", từ ".join(filter(None, [_when(source.received), senders]))
    words = [f"{source.id}: {source.title}", _when(source.published), handed, until]
    return [*(runs(word) for word in words), runs(delivery.rows)]


def _when(text: str | None) -> str:
    """Write a moment of the settings as prose does; other text stays, a blank is not known."""
    try:
        return moment(Moment.parse(text)).removeprefix("ngày ") if text else UNKNOWN
    except ValueError:
        return text or UNKNOWN


def files(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the period's files with their SHA-256, then the files they were made from, as received."""
    rows = [[runs(file.path.rpartition("/")[2]), _maybe(file.rows), runs(file.sha256)] for file in measured.files]
    rows += [[runs(_original(file)), [], runs(file.file.sha256 or UNKNOWN)] for file in measured.originals]
    if not rows:
        return "kỳ này chưa có tệp dữ liệu"
    return TableContent(
        key="files",
        caption=runs("Các tệp đã đọc trong thư mục ", folder_of(measured.facts)),
        head=["Tệp", "Số dòng", "SHA-256"],
        rows=rows,
        align=["left", "right", "left"],
        foot=[],
    )


def _original(original: Original) -> str:
    return f"{original.file.file} (tệp gốc của {original.source.id})"


def _maybe(fact: Fact | None, otherwise: str = "") -> list[Run]:
    return runs(fact) if fact else runs(otherwise) if otherwise else []


def checks(_facts: Facts, measured: Quality) -> TableContent:
    """Show every check, how many figures it looked at and what it found."""
    return TableContent(
        key="checks",
        caption=runs("Các phép kiểm tra và kết quả"),
        head=["Yêu cầu", "Đã xem", "Chưa giải thích", "Đã giải thích", "Kết quả"],
        rows=[_check(check) for check in sorted(measured.checks, key=lambda check: CHECKS.index(check.key))],
        align=["left", "right", "right", "right", "left"],
        foot=[],
    )


def _check(check: Check) -> list[Runs]:
    facts = [runs(check.looked), runs(check.open), runs(check.known)]
    return [runs(say(f"check.{check.key}")), *facts, runs(_result(check))]


def _result(check: Check) -> str:
    if check.looked == 0:
        return "không có để xem"
    if check.open > 0:
        return "cần xem lại"
    return "đã giải thích" if check.known > 0 else "đạt"


def inconsistencies(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show every published share that its count does not give."""
    found = [doubt for doubt in measured.doubts if doubt.check == "shares"]
    if not found:
        return "không có tỷ lệ công bố nào khác tỷ lệ tính lại"
    return TableContent(
        key="inconsistencies",
        caption=runs("Tỷ lệ công bố khác tỷ lệ tính lại từ số đếm"),
        head=["Đơn vị (nguồn)", "Công bố", "Tính lại", "Chênh lệch (điểm phần trăm)", "Mẫu số khớp, ghi chú"],
        rows=[_inconsistency(doubt) for doubt in found],
        align=["left", "right", "right", "right", "left"],
        foot=[],
        marked=_marked(found, measured),
    )


def _inconsistency(doubt: Doubt) -> list[Runs]:
    fits = doubt.facts.get("fits")
    why: list[str | Fact] = ["Khớp với ", fits] if fits else ["Không khớp với mẫu số nào đã biết"]
    return [
        _whose(doubt),
        runs(doubt.facts["published"]),
        _maybe(doubt.facts.get("recomputed"), "chưa tính được"),
        bare(doubt.facts["difference"]) if "difference" in doubt.facts else [],
        runs(*why, *([". ", doubt.note] if doubt.note else [])),
    ]


def _whose(doubt: Doubt) -> Runs:
    measure = f", {doubt.measure}" if doubt.measure else ""
    return runs(f"{_name(doubt.unit)}{measure} ({doubt.source})")


def _name(unit: Unit | None) -> str:
    return capitalised(unit.full_name) if unit else "Nhóm đơn vị"


def _marked(found: list[Doubt], measured: Quality) -> int | None:
    """Mark the row of the edition's unit where it has only one."""
    mine = [place for place, doubt in enumerate(found) if doubt.unit == measured.facts.unit]
    return mine[0] if len(mine) == 1 else None


def reranked(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show every published place that is another when the same list is ranked again."""
    found = [doubt for doubt in measured.doubts if doubt.check == "ranks"]
    if not found:
        return "không có thứ hạng công bố nào khác thứ hạng tính lại"
    return TableContent(
        key="reranked",
        caption=runs("Thứ hạng công bố khác thứ hạng xếp lại trong cùng danh sách"),
        head=["Đơn vị (nguồn)", "Công bố", "Tính lại", "Ghi chú trong dữ liệu"],
        rows=[
            [
                _whose(doubt),
                runs(doubt.facts["published"]),
                runs(doubt.facts["recomputed"]),
                runs(doubt.note or "chưa có"),
            ]
            for doubt in found
        ],
        align=["left", "right", "right", "left"],
        foot=[],
        marked=_marked(found, measured),
    )


def doubts(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the findings of all other checks, each in a sentence."""
    found = [doubt for doubt in measured.doubts if doubt.check not in OWN_TABLE]
    if not found:
        return "các phép kiểm tra khác không có phát hiện nào"
    return TableContent(
        key="doubts",
        caption=runs("Phát hiện của các phép kiểm tra khác"),
        head=["Đơn vị (nguồn)", "Phát hiện", "Ghi chú trong dữ liệu"],
        rows=[
            [
                _whose(doubt),
                runs(*SAYS[doubt.check](doubt)),
                runs(doubt.note or "chưa có"),
            ]
            for doubt in found
        ],
        align=["left", "left", "left"],
        foot=[],
        marked=_marked(found, measured),
    )


def _fell(doubt: Doubt) -> list[str | Fact]:
    then = f" của {_when(str(doubt.then.as_of))} (nguồn {doubt.then.source})" if doubt.then else ""
    return [doubt.facts["published"], " thấp hơn ", doubt.facts["before"], then]


def _figure(doubt: Doubt) -> list[str | Fact]:
    return [doubt.facts["published"], ": "] if doubt.facts else []


def _above_base(doubt: Doubt) -> list[str | Fact]:
    base = doubt.facts.get("base")
    said: list[str | Fact] = ["số đếm ", doubt.facts["published"], " lớn hơn ", doubt.against]
    return [*said, " là ", base] if base else said


def _sum_differs(doubt: Doubt) -> list[str | Fact]:
    said: list[str | Fact] = [doubt.facts["published"], ", các đơn vị trực thuộc cộng được ", doubt.facts["added"]]
    return [*said, ", chênh lệch ", doubt.facts["difference"]] if "difference" in doubt.facts else said


SAYS: dict[str, Callable[[Doubt], list[str | Fact]]] = {
    "shares_out_of_range": lambda d: ["tỷ lệ công bố ", d.facts["published"], " vượt quá toàn bộ mẫu số"],
    "counts_above_base": _above_base,
    "totals": lambda d: ["tổng công bố ", d.facts["published"], ", các đơn vị cộng được ", d.facts["added"]],
    "falls": _fell,
    "memory": lambda d: [*_figure(d), d.against],
    "repeats": lambda d: ["cùng số đếm ", d.facts["published"], f" với {d.against}"],
    "parts": _sum_differs,
}


def bases(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the bases in use and those known for the unit, with what checks them."""
    if not measured.bases:
        return "chiến dịch không dùng mẫu số"
    unit, listed = measured.facts.unit, listed_units(measured.facts)
    covered = f"Số {listed[0].peer_kind} có mẫu số" if listed else "Số đơn vị có mẫu số"
    return TableContent(
        key="bases",
        caption=runs("Mẫu số đang dùng và mẫu số khác đã biết của ", unit.full_name),
        head=["Mẫu số (nguồn)", "Tính đến", f"Giá trị của {unit.full_name}", covered, "Tổng đối chiếu đã khớp"],
        rows=[_base(row) for row in measured.bases],
        align=["left", "left", "right", "right", "right"],
        foot=[],
    )


def _base(row: KnownBase) -> list[Runs]:
    used = ", đang dùng" if row.used else ""
    return [
        runs(f"{capitalised(row.base.label)} ({row.base.source}{used})"),
        runs(day_month_year(row.base.as_of)),
        _maybe(row.value, "chưa có"),
        _maybe(row.covered),
        _maybe(row.controls, "không có"),
    ]


def breaks(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the method breaks up to the day."""
    if not measured.breaks:
        return "chưa có thay đổi nào về cách tính"
    labels = measured.facts.history.campaign.measures
    return TableContent(
        key="breaks",
        caption=runs("Thay đổi cách tính đến ngày lập số liệu"),
        head=["Từ ngày", "Chỉ tiêu", "Nội dung (nguồn)"],
        rows=[
            [
                runs(day_month_year(each.start)),
                runs(capitalised(", ".join(labels[m].label for m in each.measures if m in labels))),
                runs(f"{each.note} ({each.source})"),
            ]
            for each in measured.breaks
        ],
        align=["left", "left", "left"],
        foot=[],
    )


def revised(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the counts that were revised, as far as the day knows."""
    if not measured.revisions:
        return "chưa có số liệu nào được sửa đổi"
    return TableContent(
        key="revised",
        caption=runs("Số liệu đã sửa đổi so với lần công bố đầu"),
        head=["Đơn vị, kỳ (nguồn)", "Số cũ", "Số mới", "Thay đổi", "Ngày sửa", "Lý do"],
        rows=[_revision(row, measured.known_revisions) for row in measured.revisions],
        align=["left", "right", "right", "right", "left", "left"],
        foot=[],
    )


def _revision(row: Revision, known: Revisions) -> list[Runs]:
    subject = row.subject
    return [
        runs(f"{_name(row.unit)}, kỳ {day_month_year(date.fromisoformat(subject.period))} ({subject.source})"),
        _maybe(known.former(row), "chưa có"),
        _maybe(known.new(row), "bỏ"),
        _maybe(known.difference(row)),
        runs(day_month_year(row.revised.day)),
        runs(row.reason or "không nêu"),
    ]


def absent(_facts: Facts, measured: Quality) -> TableContent | str:
    """Show the units that the period's main list lacks, by when they were last known."""
    if not measured.absent:
        return "danh sách của kỳ không thiếu đơn vị nào"
    today = measured.facts.day
    return TableContent(
        key="absent",
        caption=runs("Đơn vị chưa có số liệu trong danh sách của kỳ"),
        head=["Lần gần nhất có số liệu", "Số đơn vị", "Đơn vị"],
        rows=[
            [
                runs(
                    "kỳ này, ở nguồn khác"
                    if row.since == today
                    else day_month_year(row.since)
                    if row.since
                    else "chưa có"
                ),
                runs(row.count),
                runs(_listed_with(row.units, row.reasons)),
            ]
            for row in measured.absent
        ],
        align=["left", "right", "left"],
        foot=[],
    )


def _listed_with(units: Iterable[Unit], reasons: Mapping[Unit, str]) -> str:
    """List units, each with the reason for which its figure was left blank."""
    named = {unit.name: f"{unit.name} ({reasons[unit]})" if unit in reasons else unit.name for unit in units}
    return ", ".join(named[name] for name in sorted(named, key=collation_key))


def _listed(units: Iterable[Unit]) -> str:
    return ", ".join(sorted((unit.name for unit in units), key=collation_key))


def others(_facts: Facts, measured: Quality) -> TableContent | str:
    """Name the sources that other tables refer to and the table of what was received does not hold."""
    here = {delivery.source.id for delivery in measured.deliveries}
    asked = [row.base.source for row in measured.bases] + [each.source for each in measured.breaks]
    asked += [row.subject.source for row in measured.revisions]
    asked += [doubt.then.source for doubt in measured.doubts if doubt.then]
    named = [measured.facts.history.sources[name] for name in dict.fromkeys(asked) if name not in here]
    if not named:
        return "báo cáo không nêu nguồn nào khác"
    return TableContent(
        key="others",
        caption=runs("Nguồn khác được nêu trong báo cáo"),
        head=["Nguồn", "Tên nguồn", "Công bố"],
        rows=[[runs(source.id), runs(source.title), runs(_when(source.published))] for source in named],
        align=["left", "left", "left"],
        foot=[],
    )


def names(measured: Quality) -> dict[str, Any]:
    """Give prose the main list's source, and what each source should correct."""
    main = measured.main_source
    found = {each.id: each for each in _to_correct(measured)}
    return measured.tallies | {
        "main_list": Word(main.id if main else ""),
        "listed_kind": Word(next((unit.peer_kind for unit in listed_units(measured.facts)), "")),
        "broken": bool(measured.breaks),
        "corrections": [_correction(measured, source) for source in found.values()],
    }


def _to_correct(measured: Quality) -> list[Source]:
    """List the sources that have something to correct or to state, the main one first."""
    main, sources = measured.main_source, measured.facts.history.sources
    asked = {doubt.source for doubt in measured.doubts if _needs_correction(doubt)}
    asked |= {demand.source.id for demand in measured.demands}
    asked |= {main.id} if main and _lacks_units(measured) else set()
    return [sources[name] for name in sorted(asked, key=lambda name: (main is None or name != main.id, name))]


def _lacks_units(measured: Quality) -> bool:
    return bool(measured.absent) and is_nearly_complete(measured.facts, measured.absent)


def _needs_correction(doubt: Doubt) -> bool:
    """Say whether the source should act: a note explains other findings, a wrong share or place stays wrong."""
    return doubt.check in OWN_TABLE or not doubt.note


def _correction(measured: Quality, source: Source) -> dict[str, Any]:
    mine = [doubt for doubt in measured.doubts if doubt.source == source.id and _needs_correction(doubt)]
    demand = next((demand for demand in measured.demands if demand.source == source), None)
    return {
        "source": Word(source.id),
        "rows": [_row(doubt) for doubt in mine if doubt.check != "ranks"],
        "reranked": measured.reranked.get(source.id),
        "rounded": demand and demand.rounded,
        "hourless": demand and demand.hourless,
        "uncounted": demand and demand.uncounted,
        "lacks_units": _lacks_units(measured) and source == measured.main_source,
    }


def _row(doubt: Doubt) -> dict[str, Any]:
    name = ", ".join(filter(None, [_name(doubt.unit), doubt.measure]))
    words = {"unit": Word(name), "against": Word(doubt.against)}
    then = {"then": Word(_when(str(doubt.then.as_of))) if doubt.then else ""}
    nothing = dict.fromkeys(("published", "recomputed", "difference", "fits", "before", "added", "base"))
    return {"check": doubt.check} | words | then | nothing | doubt.facts


QUALITY = Chapter(
    measure=quality,
    names=names,
    tables={
        "received": received,
        "files": files,
        "checks": checks,
        "inconsistencies": inconsistencies,
        "reranked": reranked,
        "doubts": doubts,
        "bases": bases,
        "breaks": breaks,
        "revised": revised,
        "absent": absent,
        "others": others,
    },
)
