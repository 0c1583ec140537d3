"""A trial of a province's score as a workbook: what stands now, what was tried, and the way to the next rating."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from samrit.frameworks.models import Round
from samrit.reports.models import Missing
from samrit.reports.queries import Item
from samrit.rules.rulesets import RuleSet
from samrit.rules.whatif import Lift, Place
from samrit.rules.whatif.telling import of_lift, of_path
from samrit.rules.wording import Message
from samrit.scores.trying import Row, Tried
from samrit.ui.wording import in_words

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (9, 60, 16, 10, 14, 14, 14, 14, 14, 16, 14, 14)
HEAD_ROW = 5


def trial_name(round_: Round) -> str:
    """The workbook's title and file name."""
    return _("ลองคะแนน %(area)s %(year)s รอบ %(months)s เดือน") % {
        "area": round_.area.name, "year": round_.fiscal_year_id, "months": round_.months,
    }  # fmt: skip


def lines_of(trial: Tried) -> list[tuple[Message, list[Message]]]:
    """What each path comes to, and its lifts, in words."""
    rules, items = trial.framework.rules, trial.framework.items
    return [
        (of_path(rules, path), [_lift(rules, items, lift) for lift in path.lifts]) for path in trial.paths
    ]


def _lift(rules: RuleSet, items: Mapping[Place, Item], lift: Lift) -> Message:
    kpi = items[lift.place].kpi
    return of_lift(rules, lift, name=f"{kpi.full_number} {kpi.name}", unit=kpi.unit)


def trial_workbook(trial: Tried, title: str, paths: Sequence[tuple[Message, Sequence[Message]]]) -> bytes:
    """``paths``: what each path comes to, and its lifts, in words. Numbers as numbers."""
    kept = io.BytesIO()
    # What begins with = or an address is text: names come from people.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    sheet = book.add_worksheet(_("ลองคะแนน"))
    bold, plain = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    figure = book.add_format({"num_format": "#,##0.###", "valign": "top"})
    for place, line in enumerate(_summary(trial, title)):
        sheet.write_string(place, 0, line, bold if not place else None)
    for column, (word, width) in enumerate(zip(_heads(), WIDTHS, strict=True)):
        sheet.write_string(HEAD_ROW, column, word, head)
        sheet.set_column(column, column, width)
    for place, row in enumerate(trial.rows, start=HEAD_ROW + 1):
        for column, value in enumerate(_cells(row)):
            _write(sheet, place, column, value, figure if isinstance(value, Decimal) else plain)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    _write_paths(book.add_worksheet(_("เส้นทาง")), paths, bold, plain)
    book.close()
    return kept.getvalue()


def _summary(trial: Tried, title: str) -> list[str]:
    now, after = trial.framework.now.score, trial.trial.score
    nothing = _("ไม่มีคะแนนรวม")
    return [
        title,
        _("เป็นการทดลอง ไม่ใช่ผลที่รายงานหรือประกาศ"),
        _("คะแนนขณะนี้: %(total)s %(rating)s")
        % {"total": now.total_published or nothing, "rating": _rating(now)},
        _("คะแนนที่ลอง: %(total)s %(rating)s")
        % {"total": after.total_published or nothing, "rating": _rating(after)},
    ]


def _rating(score: Any) -> str:
    return in_words(score.rating.message()) if score.rating else ""


def _heads() -> list[str]:
    return [
        _("ตัวชี้วัด"), _("ชื่อ"), _("หน่วยวัด"), _("น้ำหนัก"), _("ผลขณะนี้"), _("ค่าที่ลอง"), _("คะแนนถ่วงน้ำหนักขณะนี้"),
        _("คะแนนถ่วงน้ำหนักที่ลอง"), _("เป้าหมายถัดไป"), _("ระดับถัดไป"), _("ช่องว่าง"), _("คะแนนรวมเพิ่มเมื่อถึง"),
    ]  # fmt: skip


def _cells(row: Row) -> list[Any]:
    kpi, reach = row.item.kpi, row.gap.next if row.gap else None
    return [
        kpi.full_number, f"{kpi.parent.name} – {kpi.name}" if kpi.parent else kpi.name, kpi.unit, row.weight,
        _result(row), row.tried, row.points_now, row.points,
        reach.target if reach else None, in_words(reach.level.message()) if reach else None,
        reach.distance if reach else None, reach.points if reach else None,
    ]  # fmt: skip


def _result(row: Row) -> Decimal | str:
    if row.result_shown is not None:
        return row.result_shown
    code = row.now.missing if row.now else None
    return _(Missing(code).label) if code in Missing.values else _("ยังไม่มีผล")


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, value, style)


def _write_paths(
    sheet: Any, paths: Sequence[tuple[Message, Sequence[Message]]], bold: Any, plain: Any
) -> None:
    sheet.set_column(0, 0, 120)
    place = 0
    for said, lifts in paths:
        sheet.write_string(place, 0, in_words(said), bold)
        for lift in lifts:
            place += 1
            sheet.write_string(place, 0, in_words(lift), plain)
        place += 2
    if not paths:
        sheet.write_string(0, 0, _("ไม่มีเส้นทางที่ต้องทำ: อยู่ระดับสูงสุดแล้ว หรือยังไม่มีคะแนน"), plain)
