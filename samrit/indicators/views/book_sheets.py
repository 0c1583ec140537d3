"""Items and villages by spreadsheet: out, back with a look before anything changes, and taken over."""

import io
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from samrit.indicators.actions.book_sheets import keep_sheet, take_items, take_village_sheet
from samrit.indicators.actions.items import FaultyItemError
from samrit.indicators.actions.places import lines_of
from samrit.indicators.documents.item_book import CONTENT_TYPE, item_book
from samrit.indicators.item_words import LABELS, shown
from samrit.indicators.models import BookSheet
from samrit.indicators.permissions.items import refuse_keeping
from samrit.indicators.queries.book_sheets import ItemStep, Kind, planned_items, sheets_of
from samrit.indicators.queries.items import AreaBook, area_book
from samrit.indicators.queries.places import stood
from samrit.indicators.sheet_rows import LARGEST, SheetRead, read_items, read_villages
from samrit.indicators.views.found import address_of, crumbs_of, found_book
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.areas.villages import planned
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.pieces import Change, Crumb
from samrit.ui.wording import in_words

RECENT = 10
PER_PAGE = 100
MOST_PASTED = 400_000  # characters


@require_safe
def items_xlsx(request: PersonRequest, area: str) -> HttpResponse:
    """The whole book as a workbook, for everybody who reads it."""
    found = found_book(request, area)
    response = HttpResponse(item_book(area_book(found)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="items-{address_of(found)}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _kept(request: PersonRequest, code: str) -> Area | None:
    found = found_book(request, code)
    if refuse_keeping(request.duties, found):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def item_sheets(request: PersonRequest, area: str) -> HttpResponse:
    """Fetch the book, send it back changed."""
    return _sheets(request, _kept(request, area), BookSheet.About.ITEMS, read_items)


@require_http_methods(["GET", "HEAD", "POST"])
def village_sheets(request: PersonRequest, area: str) -> HttpResponse:
    """Send a list of villages: a file, or pasted rows."""
    found = _kept(request, area)
    if found is None:
        raise Http404
    return _sheets(request, found, BookSheet.About.VILLAGES, read_villages)


Read = Callable[[Any, str], SheetRead]


def _sheets(request: PersonRequest, area: Area | None, about: str, read: Read) -> HttpResponse:
    refusal = None
    if request.method == "POST":
        taken = _take(request, area, about, read)
        if isinstance(taken, BookSheet):
            return redirect("indicators:book_sheet", address_of(area), taken.pk)
        refusal = taken
    context = {
        "area": area,
        "address": address_of(area),
        "refusal": refusal,
        "pasted": request.POST.get("pasted", ""),
        "recent": sheets_of(area, about)[:RECENT],
        "megabytes": LARGEST // (1024 * 1024),
        "crumbs": _crumbs(area, about),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, f"indicators/{_folder(about)}/sheets.html", context, status=status)


def _folder(about: str) -> str:
    return "items" if about == BookSheet.About.ITEMS else "places"


def _crumbs(area: Area | None, about: str, *more: Crumb) -> list[Crumb]:
    address = address_of(area)
    if about == BookSheet.About.ITEMS:
        room = [Crumb(gettext("รายการข้อมูล"), reverse("indicators:items", args=[address]))] if area else []
        sheets = Crumb(gettext("แก้ด้วยตาราง"), reverse("indicators:item_sheets", args=[address]))
    else:
        room = [Crumb(gettext("พื้นที่"), reverse("indicators:areas", args=[address]))]
        sheets = Crumb(gettext("นำเข้าหมู่บ้าน"), reverse("indicators:village_sheets", args=[address]))
    return crumbs_of(area, *room, sheets, *more)


def _take(request: PersonRequest, area: Area | None, about: str, read: Read) -> BookSheet | Refusal:
    file: Any = request.FILES.get("file")
    pasted = request.POST.get("pasted", "").strip("\r\n")
    if file is None and not pasted:
        return refuse("book_sheet_missing", "ยังไม่ได้เลือกไฟล์ – เลือกไฟล์จากเครื่องของคุณ หรือวางแถวจากตาราง")
    if len(pasted) > MOST_PASTED:
        return refuse("book_sheet_long", "ข้อความที่วางยาวเกินไป – บันทึกเป็นไฟล์แล้วส่งแทน")
    name = str(file.name) if isinstance(file, UploadedFile) else gettext("แถวที่วาง")
    try:
        found = read(file if file is not None else io.BytesIO(pasted.encode()), name)
        return keep_sheet(
            area=area,
            about=about,
            name=name,
            sha256=found.sha256,
            rows=found.rows,
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        return refused.refusal


# ── the look before anything changes ────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def book_sheet(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """What this sheet would change; taken over when the person says so."""
    found = _kept(request, area)
    sheet = get_object_or_404(BookSheet.objects.filter(area=found).select_related("applied_by"), pk=pk)
    refusal = None
    if request.method == "POST":
        refusal = _apply(request, sheet)
        if refusal is None:
            return redirect("indicators:book_sheet", address_of(found), sheet.pk)
    about_items = sheet.about == BookSheet.About.ITEMS
    context = (_of_items if about_items else _of_villages)(request, found, sheet) | {
        "area": found,
        "address": address_of(found),
        "sheet": sheet,
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
        "crumbs": _crumbs(found, sheet.about, Crumb(sheet.name)),
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, f"indicators/{_folder(sheet.about)}/sheet.html", context, status=status)


def _apply(request: PersonRequest, sheet: BookSheet) -> Refusal | None:
    good = request.POST.get("good_rows") == "on"
    try:
        if sheet.about == BookSheet.About.ITEMS:
            reason = request.POST.get("reason", "")
            counts = take_items(sheet=sheet, good_rows=good, reason=reason, by=request.user, now=now())
        else:
            counts = take_village_sheet(sheet=sheet, good_rows=good, by=request.user, now=now())
    except RefusedError as refused:
        return refused.refusal
    except FaultyItemError as faulty:
        return refuse("items_changed_meanwhile", "รายการเปลี่ยนไประหว่างที่ดู: {why}", why=str(faulty)[:300])
    changed = sum(n for kind, n in counts.items() if kind not in {"unchanged", "invalid"})
    if changed:
        messages.success(request, gettext("รับแล้ว {n} แถว").format(n=f"{changed:,}"))
    else:
        messages.info(request, gettext("ไม่มีอะไรต้องเปลี่ยน ตรงกับที่บันทึกไว้แล้ว"))
    return None


def _of_items(request: PersonRequest, area: Area | None, sheet: BookSheet) -> dict[str, Any]:
    found = area_book(area)
    steps = planned_items(found, sheet.rows)
    told = [(step, _changes(found, step), _problems(step.problems, LABELS)) for step in steps]
    return _counted(request, told, {kind.value: sum(step.kind is kind for step in steps) for kind in Kind})


def _changes(found: AreaBook, step: ItemStep) -> list[Change]:
    changes = [
        Change(
            gettext(LABELS[key]),
            shown(found.book, key, step.before.get(key)) if step.before else None,
            shown(found.book, key, step.row.get(key)),
        )
        for key in step.changes
    ]
    if step.active != step.was_active:
        words = {True: gettext("ใช้"), False: gettext("ไม่ใช้")}
        changes.append(Change(gettext("ใช้รายการนี้"), words[step.was_active], words[step.active]))
    return changes


def _problems(problems: Any, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Title of the column and what to mend in it."""
    return [(gettext(labels[key]) if key in labels else "", in_words(message)) for key, message in problems]


VILLAGE_LABELS = {
    "code": gettext_noop("รหัสหมู่บ้าน"),
    "name": gettext_noop("ชื่อหมู่บ้าน"),
    "valid_from": gettext_noop("ตั้งแต่"),
    "valid_to": gettext_noop("ถึง"),
    "split_from": gettext_noop("แยกจาก"),
}


def _of_villages(request: PersonRequest, area: Area | None, sheet: BookSheet) -> dict[str, Any]:
    assert area is not None  # noqa: S101 - the database says so
    steps = planned(lines_of(sheet.rows), stood(area.pk), area.pk)
    counts: dict[str, int] = {}
    for step in steps:
        counts[step.kind.value] = counts.get(step.kind.value, 0) + 1
    told: list[Any] = [(step, [], _problems(step.problems, VILLAGE_LABELS)) for step in steps]
    return _counted(request, told, counts)


def _counted(request: PersonRequest, told: list[Any], counts: dict[str, int]) -> dict[str, Any]:
    """Invalid rows first, then what changes; what stays the same is only counted."""
    wrong = [one for one in told if one[0].kind.value == "invalid"]
    changed = [one for one in told if one[0].kind.value not in {"invalid", "unchanged"}]
    return {
        "counts": counts,
        "rows": len(told),
        "wrong": len(wrong),
        "changed": len(changed),
        "unchanged": len(told) - len(wrong) - len(changed),
        "page": Paginator([*wrong, *changed], PER_PAGE).get_page(request.GET.get("page")),
    }
