"""Items of a province, or of the national book: the list, one item, its form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.indicators.actions.items import FaultyItemError, Wish, state_item
from samrit.indicators.forms.items import ItemFilter, ItemForm
from samrit.indicators.item_words import name_of, period_name, unit_of
from samrit.indicators.permissions.items import refuse_keeping
from samrit.indicators.queries.items import AreaBook, Entry, area_book
from samrit.indicators.queries.owing import Due, Owing, next_due, owing
from samrit.indicators.views.found import address_of, crumbs_of, found_book, title_of
from samrit.indicators.views.item_page import page_of
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Area
from samrit.rules.items import Group
from samrit.rules.items.stating import new_row, row_of
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@dataclass(frozen=True)
class Line:
    """One item on the list."""

    entry: Entry
    name: str
    unit: str
    frequency: str
    sender: str
    agency: Agency | None
    due: Due | None

    @property
    def period(self) -> str:
        return period_name(self.due.period) if self.due else ""


# ── the list ────────────────────────────────────────────────────────────────
@require_safe
def items(request: PersonRequest, area: str) -> HttpResponse:
    """By the seven groups; what is asked for next, and of whom."""
    found_area = found_book(request, area)
    found = area_book(found_area)
    listed = owing(found_area) if found_area else Owing({}, {})
    form = ItemFilter(found.book, _senders(found, listed), data=request.GET)
    entries = _filtered(found, form)
    context = {
        "area": found_area,
        "address": area,
        "title": title_of(found_area),
        "form": form,
        "groups": _groups(found, entries, listed),
        "shown": len(entries),
        "total": len(found.entries),
        "refusal": refuse_keeping(request.duties, found_area),
        "unnamed": _unnamed(found, listed) if found_area else [],
        "crumbs": crumbs_of(found_area, Crumb(gettext("รายการข้อมูล"))) if found_area else crumbs_of(None)[:2],
    }
    return render(request, "indicators/items/list.html", context)


def _senders(found: AreaBook, listed: Owing) -> list[tuple[str, str]]:
    """Those that owe something in this book, by the agency's own name where it is known."""
    codes = dict.fromkeys(entry.item.expects.by for entry in found.entries.values())
    return [(code, _sender(found, listed, code)) for code in codes]


def _sender(found: AreaBook, listed: Owing, code: str) -> str:
    agency = listed.agency_of(code)
    return agency.name if agency else name_of(found.book.owners[code]) if code in found.book.owners else code


def _filtered(found: AreaBook, form: ItemFilter) -> list[Entry]:
    entries = list(found.entries.values())
    if not form.is_valid():
        return entries
    wanted = form.cleaned_data
    words = wanted["q"].casefold().split()
    return [
        entry
        for entry in entries
        if all(word in _searched(entry) for word in words)
        and wanted["group"] in {"", entry.item.group, *entry.item.also_in}
        and wanted["by"] in {"", entry.item.expects.by}
        and wanted["frequency"] in {"", entry.item.frequency}
        and wanted["status"] in {"", *_states(entry)}
    ]


def _searched(entry: Entry) -> str:
    item = entry.item
    return f"{item.code} {item.name} {item.name_en} {item.definition}".casefold()


def _states(entry: Entry) -> set[str]:
    return {"used" if entry.active else "unused"} | ({"changed"} if entry.revision else set())


def _groups(found: AreaBook, entries: Iterable[Entry], listed: Owing) -> list[tuple[Group, str, list[Line]]]:
    today = localdate()
    lines: dict[str, list[Line]] = {code: [] for code in found.book.groups}
    for entry in entries:
        item = entry.item
        lines[item.group].append(
            Line(
                entry,
                name_of(item),
                unit_of(found.book, item),
                name_of(found.book.frequencies[item.frequency]),
                _sender(found, listed, item.expects.by),
                listed.agency_of(item.expects.by),
                next_due(item, today) if entry.active else None,
            )
        )
    return [(group, name_of(group), lines[code]) for code, group in found.book.groups.items() if lines[code]]


def _unnamed(found: AreaBook, listed: Owing) -> list[str]:
    """Kinds of agency that owe something here, and of which nobody said which agency it is."""
    codes = dict.fromkeys(entry.item.expects.by for entry in found.entries.values() if entry.active)
    return [code for code in codes if listed.agency_of(code) is None]


# ── one item ────────────────────────────────────────────────────────────────
@require_safe
def item(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """What it counts, who owes it, and what was changed when."""
    found_area = found_book(request, area)
    found, entry = _entry(found_area, pk)
    context = page_of(found, entry, today=localdate()) | {
        "area": found_area,
        "address": area,
        "refusal": refuse_keeping(request.duties, found_area),
        "crumbs": _crumbs(found_area, Crumb(name_of(entry.item))),
    }
    return render(request, "indicators/items/item.html", context)


def _entry(area: Area | None, pk: int) -> tuple[AreaBook, Entry]:
    found = area_book(area)
    entry = found.entry_of(pk)
    if entry is None:
        raise Http404
    return found, entry


def _crumbs(area: Area | None, *more: Crumb) -> list[Crumb]:
    if area is None:
        return crumbs_of(None, *more)
    items_crumb = Crumb(gettext("รายการข้อมูล"), reverse("indicators:items", args=[area.pk]))
    return crumbs_of(area, items_crumb, *more)


# ── stating ─────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    found_area = _kept(request, area)
    found, entry = _entry(found_area, pk)
    data = request.POST if request.method == "POST" else None
    form = ItemForm(found.book, row_of(entry.item), is_new=False, active=entry.active, data=data)
    return _answered(request, found_area, form, entry)


@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: PersonRequest, area: str) -> HttpResponse:
    found_area = _kept(request, area)
    data = request.POST if request.method == "POST" else None
    form = ItemForm(area_book(found_area).book, new_row(), is_new=True, data=data)
    return _answered(request, found_area, form, None)


def _kept(request: PersonRequest, area: str) -> Area | None:
    """404 for people who read this book and do not keep it."""
    found = found_book(request, area)
    if refuse_keeping(request.duties, found):
        raise Http404
    return found


def _answered(request: PersonRequest, area: Area | None, form: ItemForm, entry: Entry | None) -> HttpResponse:
    if not form.is_bound:
        return _form(request, area, form, entry)
    if not form.is_valid():
        return _form(request, area, form, entry, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = _stated(request, area, form)
    except FaultyItemError as faulty:
        form.tell(faulty.faults)
        return _form(request, area, form, entry, HTTPStatus.UNPROCESSABLE_ENTITY)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _form(request, area, form, entry, HTTPStatus.CONFLICT)
    if done is None and entry is not None:
        messages.info(request, gettext("ไม่มีอะไรเปลี่ยน รายการบอกไว้อย่างนี้อยู่แล้ว"))
        return redirect("indicators:item", address_of(area), entry.key)
    assert done is not None  # noqa: S101 - a new item always says something
    messages.success(request, gettext("บันทึกแล้ว ข้อมูลที่ส่งไว้ก่อนไม่เปลี่ยนตาม"))
    return redirect("indicators:item", address_of(area), done.item_id)


def _stated(request: PersonRequest, area: Area | None, form: ItemForm) -> Any:
    wish = Wish(form.stated_row(), form.cleaned_data["active"], seen=_seen(request))
    return state_item(area=area, wish=wish, reason=form.cleaned_data["reason"], by=request.user, now=now())


def _seen(request: PersonRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < len("9" * 9) else 0


def _form(
    request: PersonRequest,
    area: Area | None,
    form: ItemForm,
    entry: Entry | None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    last = Crumb(name_of(entry.item) if entry else gettext("เพิ่มรายการ"))
    context: Mapping[str, Any] = {
        "area": area,
        "address": address_of(area),
        "form": form,
        "entry": entry,
        "sections": form.sections(),
        "crumbs": _crumbs(area, last),
    }
    return render(request, "indicators/items/edit.html", context, status=status)
