"""What was found in the figures, and the answers to it: the list, one of them, all as a file."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.audit.queries import history_of
from samrit.indicators.actions.answering import explain_finding, settle_finding
from samrit.indicators.documents.rejects import as_text
from samrit.indicators.forms.quality import AnswerForm, FindingFilter
from samrit.indicators.item_words import name_of, period_name, unit_of
from samrit.indicators.models import Finding
from samrit.indicators.permissions.quality import refuse_verb
from samrit.indicators.queries.items import AreaBook, area_book
from samrit.indicators.queries.places import known
from samrit.indicators.queries.quality import findings_visible_to
from samrit.indicators.views.found import crumbs_of, found_area
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Area
from samrit.rules.periods import from_text
from samrit.rules.quality.answering import Verb
from samrit.rules.wording import Message, RefusedError
from samrit.ui.formats import in_english, number
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A finding in words."""

    finding: Finding
    item: str
    place: str
    period: str
    part: str
    rule: str
    message: Message
    figures: list[tuple[str, str]]


class Teller:
    """Names of items, areas, periods and parts in the reader's language, read once for a page."""

    def __init__(self, area: Area) -> None:
        self.area = area
        self.book: AreaBook = area_book(area)
        self._place_of = known(area.pk)

    @cached_property
    def by_key(self) -> dict[int, str]:
        return {entry.key: code for code, entry in self.book.entries.items()}

    def line(self, finding: Finding) -> Line:
        return Line(
            finding,
            self.item(finding.item_id),
            self.place(finding.place),
            period_name(from_text(finding.period)),
            self.part(finding.part),
            self.rule(finding.rule),
            Message.from_data(finding.message),
            self.figures(finding),
        )

    def item(self, key: int) -> str:
        code = self.by_key.get(key, "")
        return name_of(self.book.entries[code].item) if code else str(key)

    def place(self, code: str) -> str:
        found = self._place_of(code)
        if found is None:
            return code
        return found.name_en if in_english() and found.name_en else found.title

    def part(self, key: str) -> str:
        """``sex=male`` → ชาย."""
        said = []
        for piece in filter(None, key.split(",")):
            name, _sign, code = piece.partition("=")
            codes = self.book.book.lists[name].codes if name in self.book.book.lists else ()
            said.append(next((name_of(one) for one in codes if one.code == code), code))
        return " · ".join(said)

    def rule(self, code: str) -> str:
        usual = {
            "range": _("ช่วงที่ยอมรับ"),
            "decimals": _("จำนวนทศนิยม"),
            "outlier": _("ค่าผิดสังเกต"),
            "revision": _("แก้ไขมาก"),
        }
        rule = self.book.book.rules.get(code)
        return usual.get(code) or (name_of(rule) if rule else code)

    def figures(self, finding: Finding) -> list[tuple[str, str]]:
        words = {
            "value": _("ค่าที่ส่ง"),
            "before": _("ค่าเดิม"),
            "total": _("ยอดรวม"),
            "parts": _("ส่วนย่อยรวมกัน"),
            "left": _("ข้างซ้าย"),
            "right": _("ข้างขวา"),
            "least": _("ต่ำสุดที่รับได้"),
            "most": _("สูงสุดที่รับได้"),
            "middle": _("ค่ากลางย้อนหลัง"),
            "spread": _("ส่วนเบี่ยงเบนมัธยฐาน (MAD)"),
        }
        pairs = [*finding.figures, *finding.against]
        return [(words.get(name, name), number(Decimal(text))) for name, text in pairs]

    def unit(self, finding: Finding) -> str:
        code = self.by_key.get(finding.item_id, "")
        return unit_of(self.book.book, self.book.entries[code].item) if code else ""


# ── the list ────────────────────────────────────────────────────────────────
@require_safe
def findings(request: PersonRequest, area: str) -> HttpResponse:
    """Which figures are asked about, and which must be corrected?"""
    found = found_area(request, area)
    teller = Teller(found)
    form, wanted = _wanted(request, found, teller)
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "area": found,
        "form": form,
        "page": page,
        "lines": [teller.line(finding) for finding in page.object_list],
        "csv_url": reverse("indicators:findings_csv", args=[found.pk])
        + (f"?{query.urlencode()}" if query else ""),
        "crumbs": _crumbs(found),
    }
    return render(request, "indicators/quality/findings.html", context)


def _wanted(request: PersonRequest, area: Area, teller: Teller) -> tuple[FindingFilter, QuerySet[Finding]]:
    """What must be corrected first, then the newest."""
    visible = findings_visible_to(request.duties).filter(area=area)
    agencies = Agency.objects.filter(pk__in=visible.order_by().values("agency"))
    items = visible.order_by().values_list("item", flat=True).distinct()
    form = FindingFilter(
        [(str(agency.pk), agency.name) for agency in agencies.order_by("name")],
        sorted(((str(key), teller.item(key)) for key in items), key=lambda one: one[1]),
        data=request.GET,
    )
    asked = form.cleaned_data if form.is_valid() else {}
    state = asked.get("state", "")
    if state != "all":
        visible = visible.filter(state=state or Finding.State.OPEN)
    for key in ("severity", "agency", "item"):
        if asked.get(key):
            visible = visible.filter(**{key: asked[key]})
    return form, visible.order_by("-severity", "-pk")


@require_safe
def findings_csv(request: PersonRequest, area: str) -> HttpResponse:
    """The same as a file that opens in a spreadsheet."""
    found = found_area(request, area)
    teller = Teller(found)
    _form, wanted = _wanted(request, found, teller)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="findings-{found.pk}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [
            _("รายการ"),
            _("รหัสพื้นที่"),
            _("พื้นที่"),
            _("ช่วงเวลา"),
            _("จำแนก"),
            _("เงื่อนไข"),
            _("ความสำคัญ"),
            _("สถานะ"),
            _("ข้อสังเกต"),
            _("คำอธิบายค่านี้"),
            _("หน่วยงาน"),
        ]
    )
    writer.writerows(_as_rows(teller, wanted.iterator(chunk_size=1000)))
    return response


def _as_rows(teller: Teller, wanted: Iterable[Finding]) -> Iterable[list[str]]:
    for finding in wanted:
        line = teller.line(finding)
        row = [
            line.item,
            finding.place,
            line.place,
            finding.period,
            line.part,
            line.rule,
            finding.get_severity_display(),
            finding.get_state_display(),
            in_words(line.message),
            finding.answer,
            finding.agency.name if finding.agency else "",
        ]
        yield [as_text(str(text)) for text in row]


# ── one ─────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """What is wrong with this figure, and what does the office say to it?"""
    found = found_area(request, area)
    one = get_object_or_404(findings_visible_to(request.duties), area=found, pk=pk)
    form = AnswerForm(request.POST or None, initial={"answer": one.answer})
    if request.method == "POST":
        return _answered(request, found, one, form)
    return _finding(request, found, one, form)


def _answered(request: PersonRequest, area: Area, one: Finding, form: AnswerForm) -> HttpResponse:
    if not form.is_valid():
        return _finding(request, area, one, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    settles = request.POST.get("verb") == "settle"
    answer = settle_finding if settles else explain_finding
    try:
        answer(finding=one, answer=form.cleaned_data["answer"], by=request.user, now=now())
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _finding(request, area, one, form, HTTPStatus.CONFLICT)
    messages.success(
        request,
        _("ให้ใช้ค่านี้ได้แล้ว คะแนนจะปรับเมื่อตรวจคุณภาพครั้งถัดไป")
        if settles
        else _("บันทึกคำชี้แจงแล้ว ใช้ได้จนกว่าค่านี้จะเปลี่ยน คะแนนจะปรับเมื่อตรวจคุณภาพครั้งถัดไป"),
    )
    return redirect("indicators:finding", area.pk, one.pk)


def _finding(
    request: PersonRequest, area: Area, one: Finding, form: AnswerForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    teller = Teller(area)
    line = teller.line(one)
    context: dict[str, Any] = {
        "area": area,
        "line": line,
        "finding": one,
        "form": form,
        "unit": teller.unit(one),
        "explain_refusal": refuse_verb(Verb.EXPLAIN, request.duties, one),
        "settle_refusal": refuse_verb(Verb.SETTLE, request.duties, one),
        "history": told(history_of(one)),
        "crumbs": _crumbs(area, Crumb(line.item)),
    }
    return render(request, "indicators/quality/finding.html", context, status=status)


def _crumbs(area: Area, *more: Crumb) -> list[Crumb]:
    quality = Crumb(_("คุณภาพข้อมูล"), reverse("indicators:quality", args=[area.pk]))
    address = reverse("indicators:findings", args=[area.pk]) if more else ""
    return crumbs_of(area, quality, Crumb(_("ข้อสังเกตของข้อมูล"), address), *more)
