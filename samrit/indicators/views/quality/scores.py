"""How good are the data of this province, this agency, this item, and what would raise it?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrit.indicators.models import Finding, QualityScore
from samrit.indicators.permissions.quality import refuse_examining
from samrit.indicators.queries.items import AreaBook, area_book
from samrit.indicators.queries.quality import (
    counts_visible_to,
    findings_visible_to,
    newest_score,
    scored_again,
    sees_all,
    terms_of,
)
from samrit.indicators.views.found import found_area
from samrit.indicators.views.quality.shown import (
    ChosenRound,
    SubLine,
    chosen_round,
    item_names,
    quality_crumbs,
    rounds_offered,
    shown_score,
    shown_trend,
    sub_line,
    to_do,
)
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Area
from samrit.rules.quality import Counts, Terms
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@dataclass(frozen=True)
class Asked:
    """The page's province and round, and what was made of it; ``rows``: those that this person may see."""

    area: Area
    chosen: ChosenRound
    offered: Sequence[ChosenRound]
    made: QualityScore | None
    rows: Sequence[Counts]
    book: AreaBook


def _asked(request: PersonRequest, code: str) -> Asked:
    area = found_area(request, code)
    offered = rounds_offered(area, localdate())
    chosen = chosen_round(request, area, offered)
    made = newest_score(area.pk, chosen.fiscal_year, chosen.months)
    rows = counts_visible_to(request.duties, made) if made else []
    return Asked(area, chosen, offered, made, rows, area_book(area))


@require_safe
def quality(request: PersonRequest, area: str) -> HttpResponse:
    """The province as a whole; beneath it the agencies and items that this person may see."""
    asked = _asked(request, area)
    context = _page(request, asked, asked.rows, title=_("คุณภาพข้อมูล"), crumbs=[])
    if asked.made:
        terms = terms_of(asked.made)
        context |= {
            "score": shown_score(scored_again(asked.made), terms, asked.made),
            "trend": shown_trend(asked.area, asked.chosen, terms),
            "agencies": _agencies(asked, asked.made, terms),
            "items": _items(asked, asked.made, asked.rows, terms),
        }
    return render(request, "indicators/quality/score.html", context)


@require_safe
def agency_quality(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """One agency; its own people, the steward and evaluators see it."""
    asked = _asked(request, area)
    agency = get_object_or_404(Agency, pk=pk, area=asked.area)
    if not sees_all(request.duties, asked.area.pk) and agency.pk not in request.duties.agencies():
        raise Http404
    key = str(agency.pk)
    rows = [row for row in asked.rows if row.agency == key]
    context = _page(request, asked, rows, title=agency.name, crumbs=[Crumb(agency.name)], agency=key)
    if asked.made:
        terms = terms_of(asked.made)
        context |= {
            "score": shown_score(scored_again(asked.made, agency=key), terms, asked.made),
            "trend": shown_trend(asked.area, asked.chosen, terms, agency=key),
            "items": _items(asked, asked.made, rows, terms),
        }
    return render(request, "indicators/quality/score.html", context)


@require_safe
def item_quality(request: PersonRequest, area: str, code: str) -> HttpResponse:
    """One item: what was counted of it."""
    asked = _asked(request, area)
    row = next((row for row in asked.rows if row.item == code), None)
    if row is None or asked.made is None:
        raise Http404
    name = item_names(asked.book).get(code, code)
    entry = asked.book.entries.get(code)
    context = _page(
        request, asked, [row], title=name, crumbs=[Crumb(name)], item=str(entry.key) if entry else ""
    )
    terms = terms_of(asked.made)
    context |= {
        "score": shown_score(scored_again(asked.made, item=code), terms, asked.made),
        "trend": shown_trend(asked.area, asked.chosen, terms, item=code),
        "counts": counted_lines(row),
        "entry": entry,
    }
    return render(request, "indicators/quality/score.html", context)


@require_POST
def examine(request: PersonRequest, area: str, enqueue: Callable[..., object]) -> HttpResponse:
    """Look again, in the background."""
    asked_area = found_area(request, area)
    chosen = chosen_round(request, asked_area, rounds_offered(asked_area, localdate()))
    if refusal := refuse_examining(request.duties, asked_area):
        messages.error(request, in_words(refusal.message))
    else:
        enqueue(asked_area.pk, chosen.fiscal_year, chosen.months, request.user.pk)
        messages.success(request, _("เริ่มตรวจคุณภาพแล้ว ปิดหน้านี้ได้ ผลจะแสดงที่หน้านี้เมื่อตรวจเสร็จ"))
    return redirect(f"{reverse('indicators:quality', args=[asked_area.pk])}?round={chosen.text}")


# ── what the three pages share ──────────────────────────────────────────────
def _page(
    request: PersonRequest,
    asked: Asked,
    rows: Sequence[Counts],
    *,
    title: str,
    crumbs: list[Crumb],
    agency: str = "",
    item: str = "",
) -> dict[str, Any]:
    pending = findings_visible_to(request.duties).filter(area=asked.area, state=Finding.State.OPEN)
    if agency:
        pending = pending.filter(agency=int(agency))
    if item:
        pending = pending.filter(item=int(item))
    wanted = f"?agency={agency}" if agency else f"?item={item}" if item else ""
    return {
        "area": asked.area,
        "chosen": asked.chosen,
        "offered": asked.offered,
        "made": asked.made,
        "title": title,
        "to_do": to_do(rows, terms_of(asked.made), item_names(asked.book)) if asked.made else [],
        "pending": pending.count(),
        "findings_url": reverse("indicators:findings", args=[asked.area.pk]) + wanted,
        "refusal": refuse_examining(request.duties, asked.area),
        "crumbs": quality_crumbs(asked.area, asked.chosen, *crumbs),
    }


def _agencies(asked: Asked, made: QualityScore, terms: Terms) -> list[SubLine]:
    """The weakest first: there most is to be gained."""
    keys = {row.agency for row in asked.rows}
    names = {str(one.pk): one.name for one in Agency.objects.filter(pk__in=[key for key in keys if key])}
    lines = []
    for key in sorted(
        keys, key=lambda key: (not key, _order(made.agencies.get(key, "")), names.get(key, ""))
    ):
        rows = [row for row in asked.rows if row.agency == key]
        url = reverse("indicators:quality_agency", args=[asked.area.pk, int(key)]) if key else ""
        name = names.get(key, _("ยังไม่จับคู่หน่วยงาน"))
        lines.append(
            sub_line(
                name,
                f"{url}?round={asked.chosen.text}" if url else "",
                made.agencies.get(key, ""),
                rows,
                terms,
            )
        )
    return lines


def _items(asked: Asked, made: QualityScore, rows: Sequence[Counts], terms: Terms) -> list[SubLine]:
    names = item_names(asked.book)
    return [
        sub_line(
            names.get(row.item, row.item),
            reverse("indicators:quality_item", args=[asked.area.pk, row.item])
            + f"?round={asked.chosen.text}",
            made.items.get(row.item, ""),
            [row],
            terms,
        )
        for row in sorted(rows, key=lambda row: (_order(made.items.get(row.item, "")), row.item))
    ]


def _order(percent: str) -> tuple[bool, Decimal]:
    return not percent, Decimal(percent or 0)


def counted_lines(row: Counts) -> list[tuple[str, str]]:
    """What was counted, in words."""
    return [
        (_("ช่องที่ต้องส่งแล้ว"), f"{row.owed:,}"),
        (_("มีค่าแล้ว"), f"{row.given:,}"),
        (_("งวดล่าสุด: ต้องส่ง"), f"{row.due:,}"),
        (_("งวดล่าสุด: ทันกำหนด"), f"{row.in_time:,}"),
        (_("งวดล่าสุด: ส่งช้า"), f"{row.late:,}"),
        (_("ยังไม่รับรอง"), f"{row.uncertified:,}"),
        (_("มีข้อสังเกตที่ขอคำชี้แจง"), f"{row.asked + row.asked_uncertified:,}"),
        (_("มีข้อสังเกตที่ต้องแก้"), f"{row.refused + row.refused_uncertified:,}"),
        (_("ระบุแหล่งที่มา"), f"{row.source:,}"),
        (_("ระบุวิธีเก็บข้อมูล"), f"{row.method:,}"),
        (_("มีไฟล์ที่ส่งเป็นหลักฐาน"), f"{row.evidence:,}"),
        (_("ระบุผู้ติดต่อ"), f"{row.contact:,}"),
    ]
