"""The report on a received file, as one page: what is wrong, what was decided, what was read, and every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dophu.data.receive import Figure, Receipt
from dophu.intake.findings import CellFinding, Weight
from dophu.intake.phrases import evidence_vi
from dophu.intake.result import Column, Count, Intake
from dophu.publish.html import TEMPLATES, style_of, template_of
from dophu.tell.html import printable
from dophu.wording import Moment, capitalised, decimal, moment
from dophu.world.campaigns import Campaign
from dophu.world.units import Gazetteer

GROUPS: dict[Weight, tuple[str, str, str]] = {
    "error": ("errors", "Phải sửa", "Những chỗ khiến tệp chưa được nhận"),
    "warning": ("warnings", "Cần xem lại", "Những chỗ không khớp, nhưng không đụng đến số được nhận"),
    "note": ("notes", "Cách đọc", "Những gì đã quyết định khi đọc tệp"),
}
OUTCOMES = {
    "new": "Đã nhận {counts} số của {units} đơn vị, nguồn {source}.",
    "already": "Đã nhận tệp này từ lần trước: {counts} số của {units} đơn vị, nguồn {source}.",
    "added": "Đã bổ sung {changes} số vào nguồn {source}.",
    "revised": "Đã sửa số liệu của nguồn {source}: {changes} thay đổi; số cũ được giữ lại.",
    "refused": "Chưa nhận: {errors} chỗ phải sửa. Không có gì được ghi vào dữ liệu.",
}
MEANINGS = {
    "unit": "tên đơn vị",
    "parent": "đơn vị cấp trên",
    "code": "mã đơn vị",
    "again": "tên đơn vị, ghi lại",
    "period": "thời gian của dòng",
    "number": "số thứ tự",
    "base": "mẫu số, để đối chiếu",
    "share": "tỷ lệ, để đối chiếu",
    "rank": "thứ hạng, để đối chiếu",
    "change": "mức tăng giảm, không dùng",
    "former": "số kỳ trước, không dùng",
    "target": "mục tiêu, không dùng",
    "gap": "phần còn thiếu, không dùng",
    "note": "ghi chú, không dùng",
}
ROWS = {
    "title": "tiêu đề bảng",
    "heading": "tiêu đề cột",
    "numbering": "số cột",
    "repeated": "tiêu đề cột lặp lại",
    "region": "tên vùng",
    "parent": "đơn vị cấp trên",
    "subtotal": "tổng nhóm",
    "total": "tổng",
    "footnote": "chú thích",
    "hidden": "dòng ẩn",
    "set_aside": "dòng được bỏ qua",
    "other_table": "bảng khác",
    "other_period": "kỳ khác",
    "other_measure": "số liệu khác",
    "blank": "dòng trống",
}
MANY_FORMER = 6  # columns of other periods
NOTATIONS = {"vi": "63.438,5", "en": "63,438.5", None: ""}


@dataclass(frozen=True)
class Group:
    """The findings of one weight, as the page shows them."""

    key: str
    title: str
    caption: str
    findings: tuple[CellFinding, ...]

    @cached_property
    def fixes(self) -> bool:
        """Say whether there is something to do; the page asks for every row."""
        return any(found.fix_vi for found in self.findings)


@dataclass(frozen=True)
class Words:
    """Names of units and measures."""

    campaign: Campaign
    gazetteer: Gazetteer

    def unit(self, vintage: str, code: str) -> str:
        """Name a unit with its kind."""
        return capitalised(self.gazetteer.get(vintage, code).full_name)

    def measure(self, key: str) -> str:
        """Name a measure as reports do."""
        return self.campaign.measures[key].label

    def meaning(self, key: str) -> str:
        """Say what a column was taken for."""
        if key.startswith("base:"):
            return f"mẫu số {key.removeprefix('base:')} của kỳ"
        return self.measure(key) if key in self.campaign.measures else MEANINGS.get(key, "không dùng")


@dataclass(frozen=True)
class Told:
    """What the page tells of.

    source, as_of   id of the source, and the moment up to which its counts run
    receipt         what the import did to its period; None where the file was refused
    remarks         what was passed over in the file, in English
    sender          who sent the file, and when it came, where that was given
    """

    intake: Intake
    source: str
    as_of: Moment
    receipt: Receipt | None
    remarks: tuple[str, ...] = ()
    sender: str = ""
    received: Moment | None = None


def intake_page(told: Told, words: Words) -> str:
    """Write the page in Vietnamese; the same import gives the same text."""
    intake = told.intake
    page = template_of(TEMPLATES / "intake.html.j2").render(
        intake=intake,
        campaign=words.campaign.title,
        simulated=words.campaign.status == "simulated",
        until=moment(told.as_of).removeprefix("ngày "),
        refused=told.receipt is None,
        outcome=_outcome(told),
        groups=list(_groups(intake)),
        changes=list(_changes(told, words)),
        facts=list(_facts(told)),
        remarks=list(map(evidence_vi, told.remarks)),
        columns=[
            (one, words.meaning(one.meaning), NOTATIONS[one.notation], evidence_vi(one.why))
            for one in _columns_told(intake)
        ],
        account=_account(intake),
        skipped=[(row, ROWS.get(row.why, row.why)) for row in intake.skipped],
        counts=list(_counts(intake, words)) if told.receipt else [],
        measures=[words.measure(measure) for measure in _measures(intake)],
        read=f"Số liệu sẽ dùng trong báo cáo, từ trang {intake.sheet}",
        style=style_of(TEMPLATES / "intake.css"),
    )
    return printable(page)


def _outcome(told: Told) -> str:
    intake, receipt = told.intake, told.receipt
    return OUTCOMES[receipt.state if receipt else "refused"].format(
        source=told.source,
        counts=decimal(len(intake.counts)),
        units=decimal(len({(count.vintage, count.unit) for count in intake.counts})),
        changes=decimal(len(receipt.changes) if receipt else 0),
        errors=decimal(len(intake.errors)),
    )


def _groups(intake: Intake) -> Iterator[Group]:
    for weight, (key, title, caption) in GROUPS.items():
        found = tuple(finding for finding in intake.findings if finding.weight == weight)
        if found:
            yield Group(key, title, caption, found)


def _changes(told: Told, words: Words) -> Iterator[tuple[str, str, str, str]]:
    """List what changes in counts that the period had; those of a new source are all new."""
    receipt, vintage = told.receipt, told.intake.vintage
    for change in receipt.changes if receipt and receipt.state != "new" else ():
        former, new = (_figure(figure) if figure else "không có" for figure in (change.former, change.new))
        yield words.unit(vintage, change.unit), words.measure(change.measure), former, new


def _figure(figure: Figure) -> str:
    return "chưa có số liệu" if figure.count is None else f"{figure.qualifier} {decimal(figure.count)}".strip()


def _facts(told: Told) -> Iterator[tuple[str, str]]:
    intake = told.intake
    yield "Tên tệp", intake.name
    yield "Loại tệp", intake.form
    yield "Dung lượng", f"{decimal(intake.size)} byte"
    yield "SHA-256", intake.sha256
    if intake.sheet:
        yield "Trang tính", intake.sheet
        yield "Vùng số liệu", intake.area
    if told.sender:
        yield "Người gửi", told.sender
    if told.received:
        yield "Nhận lúc", moment(told.received)
    yield "Nguồn", told.source
    yield "Danh mục đơn vị", intake.vintage


def _columns_told(intake: Intake) -> list[Column]:
    """Leave out the columns of other periods where there are many: a note names them together."""
    former = [one for one in intake.columns if one.meaning == "former"]
    return [one for one in intake.columns if one not in former] if len(former) > MANY_FORMER else list(intake.columns)


def _account(intake: Intake) -> str:
    wrong = len(intake.rows_in) - len(intake.rows_out) - len(intake.skipped)
    parts = [f"{decimal(len(intake.rows_out))} dòng số liệu", f"{decimal(len(intake.skipped))} dòng khác"]
    parts += [f"{decimal(wrong)} dòng có lỗi"] if wrong else []
    return f"Trang tính có {decimal(len(intake.rows_in))} dòng: {', '.join(parts)}."


def _measures(intake: Intake) -> list[str]:
    return list(dict.fromkeys(one.measure for one in intake.counts))


def _counts(intake: Intake, words: Words) -> Iterator[tuple[str, list[str], str]]:
    """List the figures, a row for each unit: a cell for each measure, and where they stand."""
    of_unit: dict[tuple[str, str], dict[str, Count]] = {}
    for one in intake.counts:
        of_unit.setdefault((one.vintage, one.unit), {})[one.measure] = one
    for (vintage, unit), given in of_unit.items():
        found = [given.get(measure) for measure in _measures(intake)]
        figures = [_figure(Figure(one.count, one.step, one.qualifier)) if one else "" for one in found]
        yield words.unit(vintage, unit), figures, ", ".join(one.place for one in found if one)
