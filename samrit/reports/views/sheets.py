"""Filling in without the network: an agency's form out as a workbook, and back with a look before anything changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.evidence.contents import inspect
from samrit.frameworks.models import Round
from samrit.frameworks.queries import edition_of
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Role
from samrit.reports.actions import apply_sheet, take_sheet
from samrit.reports.documents.form_sheet import CONTENT_TYPE, FormSheet, believed, make_form, marked
from samrit.reports.forms.sheets import RowJudged, judged
from samrit.reports.models import FilledSheet
from samrit.reports.permissions import may
from samrit.reports.queries import Item, items_visible_to, six_month_results
from samrit.reports.queries.sheets import agencies_with_forms, sheets_visible_to
from samrit.reports.reading.sheet import RowRead, read_sheet
from samrit.reports.views.shown import found_round, round_name
from samrit.rules import rulesets
from samrit.rules.rulesets import RuleSet
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.rules.workflow import Verb
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

LARGEST = 5 * 1024 * 1024
RECENT = 10


def _rules(round_: Round) -> RuleSet:
    return rulesets.load(round_.fiscal_year.rule_set)


def _items_of(request: PersonRequest, round_: Round, agency: Agency) -> list[Item]:
    return [item for item in items_visible_to(request.duties, round_) if agency in item.owners]


# ── out ─────────────────────────────────────────────────────────────────────
@require_safe
def sheet_form(request: PersonRequest, round_pk: int, agency_pk: int) -> HttpResponse:
    """The agency's form of this round, with what stands there now."""
    round_ = found_round(request, round_pk)
    agency = get_object_or_404(agencies_with_forms(request.duties, round_.area_id), pk=agency_pk)
    items, edition = _items_of(request, round_, agency), edition_of(round_)
    if not items or edition is None:
        raise Http404
    keys = [item.kpi.indicator_id for item in items]
    earlier = {key: result.value for key, result in six_month_results(round_, keys).items()}
    form = FormSheet(agency, items, _open_rows(request, items, agency), earlier, _rules(round_))
    response = HttpResponse(make_form(form, edition=edition.pk, now=now()), content_type=CONTENT_TYPE)
    name = f"samrit-{round_.fiscal_year_id}-{round_.months}-{round_.area_id}-{agency.pk}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _open_rows(request: PersonRequest, items: list[Item], agency: Agency) -> frozenset[int]:
    """What may be filled in now; for whoever fetches the form for others, all that is not submitted yet."""
    if agency.pk not in request.duties.agencies(Role.RECORDER):
        return frozenset(
            item.kpi.indicator_id for item in items if item.status in {"not_started", "draft", "returned"}
        )
    moment = now()
    return frozenset(
        item.kpi.indicator_id
        for item in items
        if not isinstance(may(Verb.SAVE, item, duties=request.duties, now=moment), Refusal)
    )


# ── back ────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: PersonRequest, round_pk: int) -> HttpResponse:
    """Fetch a form, send one back."""
    round_ = found_round(request, round_pk)
    refusal = None
    if request.method == "POST":
        taken = _take(request, round_)
        if isinstance(taken, FilledSheet):
            return redirect("reports:sheet", taken.pk)
        refusal = taken
    own = request.duties.agencies(Role.RECORDER)
    agencies = list(
        agencies_with_forms(request.duties, round_.area_id).filter(ownerships__isnull=False).distinct()
    )
    context = {
        "round": round_,
        "round_name": round_name(round_),
        "refusal": refusal,
        "agencies": agencies,
        "may_send": any(agency.pk in own for agency in agencies),
        "recent": sheets_visible_to(request.duties).filter(round=round_)[:RECENT],
        "megabytes": LARGEST // (1024 * 1024),
        "crumbs": _crumbs(round_),
    }
    return render(request, "reports/sheets.html", context, status=422 if refusal else 200)


def _crumbs(round_: Round) -> list[Crumb]:
    return [
        Crumb(_("หน้าแรก"), "/"),
        Crumb(round_name(round_), reverse("reports:round", args=[round_.pk])),
        Crumb(_("แบบฟอร์มตาราง"), reverse("reports:sheets", args=[round_.pk])),
    ]


def _take(request: PersonRequest, round_: Round) -> FilledSheet | Refusal:
    file = request.FILES.get("file")
    if file is None:
        return refuse("sheet_missing", "ยังไม่ได้เลือกไฟล์ – เลือกแบบฟอร์มที่กรอกแล้วจากเครื่องของคุณ")
    try:
        kind = inspect(file, name=file.name or "", max_bytes=LARGEST)  # type: ignore[arg-type]  # a file by duck typing
        if kind.media_type != CONTENT_TYPE:
            return refuse(
                "sheet_no_workbook", "รับเฉพาะไฟล์ .xlsx ที่ดาวน์โหลดจากระบบ – บันทึกเป็น Excel (.xlsx) แล้วส่งใหม่"
            )
        file.seek(0)
        contents = file.read()
        facts = believed(read_sheet(contents).facts)
        agency = _agency_of(request, round_, facts)
        return take_sheet(
            round_=round_, agency=agency, name=file.name or "", contents=contents, by=request.user, now=now()
        )
    except RefusedError as refused:
        return refused.refusal


def _agency_of(request: PersonRequest, round_: Round, facts: Mapping[str, Any]) -> Agency:
    """Whose form it is, when it is one of this round, this edition and this person's agency."""
    agency = Agency.objects.filter(pk=facts["agency"]).first()
    if agency is None or agency.pk not in request.duties.agencies(Role.RECORDER):
        name = agency.name if agency and agency.area_id in request.duties.areas() else _("หน่วยงานอื่น")
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


def compared(request: PersonRequest, sheet: FilledSheet) -> Compared:
    """RefusedError when the form is no longer good for this round (another edition came into force)."""
    read = read_sheet(bytes(sheet.contents))
    facts = believed(read.facts)
    _agency_of(request, sheet.round, facts)
    items = {item.kpi.full_number: item for item in _items_of(request, sheet.round, sheet.agency)}
    known = [row for row in read.rows if row.code in items and row.code in facts["rows"]]
    rows = [_judge(request, row, items[row.code], facts["rows"][row.code][1]) for row in known]
    return Compared(rows, [row for row in read.rows if row not in known])


def _judge(request: PersonRequest, row: RowRead, item: Item, opened: Mapping[str, str]) -> RowJudged:
    decision = may(Verb.SAVE, item, duties=request.duties, now=now())
    closed = in_words(decision.message) if isinstance(decision, Refusal) else ""
    return judged(row, item, opened=opened, rules=_rules(item.round), closed=closed)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """What this form would change; taken over when the person says so, as often as they like."""
    filled = get_object_or_404(sheets_visible_to(request.duties), pk=pk)
    try:
        found = compared(request, filled)
    except RefusedError as refused:
        context = {"sheet": filled, "refusal": refused.refusal, "crumbs": _crumbs(filled.round)}
        return render(request, "reports/sheet.html", context, status=409)
    if request.method == "POST":
        _apply(request, filled, found)
        return redirect("reports:sheet", filled.pk)
    context = {
        "sheet": filled,
        "round": filled.round,
        "found": found,
        "changed": found.of("changed"),
        "wrong": found.of("wrong"),
        "unchanged": found.of("unchanged"),
        "crumbs": [*_crumbs(filled.round), Crumb(filled.name)],
    }
    return render(request, "reports/sheet.html", context)


def _apply(request: PersonRequest, filled: FilledSheet, found: Compared) -> None:
    rows = [(row.item, row.values) for row in found.of("changed")]
    if not rows:
        messages.info(request, _("ไม่มีอะไรต้องเปลี่ยน ข้อมูลในแบบฟอร์มตรงกับที่บันทึกไว้แล้ว"))
        return
    taken = apply_sheet(sheet=filled, rows=rows, by=request.user, now=now())
    refused = [one for one in taken if one.refusal]
    if saved := len(taken) - len(refused):
        words = ngettext("บันทึกร่างจากแบบฟอร์มแล้ว %(n)s ตัวชี้วัด", "บันทึกร่างจากแบบฟอร์มแล้ว %(n)s ตัวชี้วัด", saved)
        messages.success(request, words % {"n": saved})
    for one in refused:
        messages.error(
            request, f"{one.item.kpi.full_number}: {in_words(cast('Refusal', one.refusal).message)}"
        )


@require_safe
def sheet_marked(request: PersonRequest, pk: int) -> HttpResponse:
    """The same workbook with a note in every cell to mend."""
    filled = get_object_or_404(sheets_visible_to(request.duties), pk=pk)
    try:
        found = compared(request, filled)
    except RefusedError:
        raise Http404 from None
    wrong = {
        (row.row, key): sentences for row in found.of("wrong") for key, sentences in row.problems.items()
    } | {(row.row, "code"): [_("ไม่มีตัวชี้วัดรหัสนี้ของหน่วยงานคุณในรอบนี้")] for row in found.unknown}
    response = HttpResponse(marked(bytes(filled.contents), wrong), content_type=CONTENT_TYPE)
    stamp = f"{localtime(filled.taken_at):%Y%m%d-%H%M}"
    response["Content-Disposition"] = f'attachment; filename="samrit-{stamp}-notes.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
