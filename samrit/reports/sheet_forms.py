"""An agency's form on its way: out as a workbook, taken in again, and compared with what stands before anything changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samrit.evidence.contents import inspect
from samrit.frameworks.models import Round
from samrit.frameworks.queries import edition_of
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.reports.actions import take_sheet
from samrit.reports.documents.form_sheet import CONTENT_TYPE, FormSheet, believed, make_form, marked
from samrit.reports.forms.sheets import RowJudged, judged
from samrit.reports.models import FilledSheet
from samrit.reports.permissions import may
from samrit.reports.queries import Item, items_visible_to, six_month_results
from samrit.reports.reading.sheet import RowRead, read_sheet
from samrit.rules import rulesets
from samrit.rules.rulesets import RuleSet
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Verb
from samrit.ui.wording import in_words

LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True)
class Workbook:
    """A .xlsx for downloading."""

    name: str
    contents: bytes


def _rules(round_: Round) -> RuleSet:
    return rulesets.load(round_.fiscal_year.rule_set)


def _items_of(duties: Duties, round_: Round, agency: Agency) -> list[Item]:
    return [item for item in items_visible_to(duties, round_) if agency in item.owners]


# ── out ─────────────────────────────────────────────────────────────────────
def form_of(duties: Duties, round_: Round, agency: Agency, *, now: datetime) -> Workbook | None:
    """The agency's form of this round, with what stands there now; None when nothing is asked of it."""
    items, edition = _items_of(duties, round_, agency), edition_of(round_)
    if not items or edition is None:
        return None
    keys = [item.kpi.indicator_id for item in items]
    earlier = {key: result.value for key, result in six_month_results(round_, keys).items()}
    form = FormSheet(agency, items, _open_rows(duties, items, agency, now), earlier, _rules(round_))
    name = f"samrit-{round_.fiscal_year_id}-{round_.months}-{round_.area_id}-{agency.pk}.xlsx"
    return Workbook(name, make_form(form, edition=edition.pk, now=now))


def _open_rows(duties: Duties, items: Sequence[Item], agency: Agency, now: datetime) -> frozenset[int]:
    """What may be filled in now; for whoever fetches the form for others, all that is not submitted yet."""
    if agency.pk not in duties.agencies(Role.RECORDER):
        return frozenset(
            item.kpi.indicator_id for item in items if item.status in {"not_started", "draft", "returned"}
        )
    return frozenset(
        item.kpi.indicator_id
        for item in items
        if not isinstance(may(Verb.SAVE, item, duties=duties, now=now), Refusal)
    )


# ── back ────────────────────────────────────────────────────────────────────
def take_in(duties: Duties, round_: Round, file: BinaryIO, *, name: str, now: datetime) -> FilledSheet:
    """Keep a form that came back; nothing is taken over yet. RefusedError when it is none of ours, or another's."""
    kind = inspect(file, name=name, max_bytes=LARGEST)
    if kind.media_type != CONTENT_TYPE:
        raise RefusedError(
            refuse("sheet_no_workbook", "รับเฉพาะไฟล์ .xlsx ที่ดาวน์โหลดจากระบบ – บันทึกเป็น Excel (.xlsx) แล้วส่งใหม่")
        )
    file.seek(0)
    contents = file.read()
    agency = _agency_of(duties, round_, believed(read_sheet(contents, name=name).facts))
    return take_sheet(round_=round_, agency=agency, name=name, contents=contents, by=duties.user, now=now)


def _agency_of(duties: Duties, round_: Round, facts: Mapping[str, Any]) -> Agency:
    """Whose form it is, when it is one of this round, this edition and this person's agency."""
    agency = Agency.objects.filter(pk=facts["agency"]).first()
    if agency is None or agency.pk not in duties.agencies(Role.RECORDER):
        name = agency.name if agency and agency.area_id in duties.areas() else _("หน่วยงานอื่น")
        raise RefusedError(
            refuse(
                "sheet_of_another",
                "แบบฟอร์มนี้เป็นของ{name} – ดาวน์โหลดแบบฟอร์มของหน่วยงานคุณ ข้อมูลในระบบยังไม่เปลี่ยน",
                name=name,
            )
        )
    if facts["round"] != round_.pk:
        raise RefusedError(
            refuse(
                "sheet_of_another_round",
                "แบบฟอร์มนี้เป็นของรอบอื่น – เปิดหน้าของรอบนั้นแล้วส่งที่นั่น หรือดาวน์โหลดแบบฟอร์มของรอบนี้",
            )
        )
    edition = edition_of(round_)
    if edition is None or facts["edition"] != edition.pk:
        raise RefusedError(
            refuse(
                "sheet_of_old_edition",
                "กรอบตัวชี้วัดปรับปรุงแล้วหลังจากออกแบบฟอร์มนี้ – ดาวน์โหลดแบบฟอร์มใหม่แล้วคัดลอกข้อมูลไปวาง",
            )
        )
    return agency


# ── the look before anything changes ────────────────────────────────────────
@dataclass(frozen=True)
class Compared:
    """A form against what stands now, row by row as in the file; ``unknown`` are rows with codes of no KPI here."""

    rows: list[RowJudged]
    unknown: list[RowRead]

    def of(self, state: str) -> list[RowJudged]:
        return [row for row in self.rows if row.state == state]


def compared(duties: Duties, sheet: FilledSheet, *, now: datetime) -> Compared:
    """RefusedError when the form is no longer good for this round (another edition came into force)."""
    read = read_sheet(bytes(sheet.contents), name=sheet.name)
    facts = believed(read.facts)
    _agency_of(duties, sheet.round, facts)
    items = {item.kpi.full_number: item for item in _items_of(duties, sheet.round, sheet.agency)}
    known = [row for row in read.rows if row.code in items and row.code in facts["rows"]]
    rows = [_judge(duties, row, items[row.code], facts["rows"][row.code][1], now) for row in known]
    return Compared(rows, [row for row in read.rows if row not in known])


def _judge(duties: Duties, row: RowRead, item: Item, opened: Mapping[str, str], now: datetime) -> RowJudged:
    decision = may(Verb.SAVE, item, duties=duties, now=now)
    closed = in_words(decision.message) if isinstance(decision, Refusal) else ""
    return judged(row, item, opened=opened, rules=_rules(item.round), closed=closed)


def with_notes(sheet: FilledSheet, found: Compared) -> Workbook:
    """The same workbook with a note in every cell to mend."""
    wrong = {
        (row.row, key): sentences for row in found.of("wrong") for key, sentences in row.problems.items()
    } | {(row.row, "code"): [unknown_code()] for row in found.unknown}
    stamp = f"{localtime(sheet.taken_at):%Y%m%d-%H%M}"
    return Workbook(f"samrit-{stamp}-notes.xlsx", marked(bytes(sheet.contents), wrong))


def unknown_code() -> str:
    return _("ไม่มีตัวชี้วัดรหัสนี้ของหน่วยงานคุณในรอบนี้")
