"""The register of what came in, per office and year: on the page, searched, as CSV."""

import csv
from io import StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.letters.forms.arrivals import RegisterFilter
from samrit.letters.models import Arrival, Register, RegisterEntry
from samrit.letters.queries.arrivals import (
    entries_shown,
    incoming_registers,
    number_of,
    readable_arrivals,
    waiting_for,
)
from samrit.letters.queries.writing import issuers_of, offices_to_set_up
from samrit.letters.views.registers import plain
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.arriving import PURPOSE_LABELS, Purpose, is_late
from samrit.ui.wording import in_words

ROWS, WAITING = 50, 20


@require_safe
def arrivals(request: PersonRequest) -> HttpResponse:
    """The newest register unless ``?register=`` says another; what waits for this person stands on top."""
    if not request.duties.memberships:
        raise Http404
    registers = list(incoming_registers(request.duties))
    form = RegisterFilter(registers, data=request.GET)
    form.is_valid()
    asked = form.cleaned_data.get("register") or ""
    if request.GET.get("register") and not asked:
        raise Http404
    chosen = next((one for one in registers if str(one.pk) == asked), registers[0] if registers else None)
    words, show = form.cleaned_data.get("q", ""), form.cleaned_data.get("show", "")
    entries = RegisterEntry.objects.none()
    if chosen:
        entries = entries_shown(request.duties, chosen, words=words, show=show, today=localdate())
        if request.GET.get("format") == "csv":
            return _csv(request, chosen, list(entries.order_by("number")))
    page = Paginator(entries, ROWS).get_page(request.GET.get("page"))
    readable = readable_arrivals(request.duties, chosen) if chosen else set()
    context = {
        "form": form,
        "chosen": chosen,
        "page": page,
        "rows": [(entry, entry.arrival_id in readable, _state(entry.arrival)) for entry in page],
        "narrowed": bool(words or show),
        "waiting": [
            (one, number_of(one.arrival))
            for one in waiting_for(request.duties).prefetch_related("arrival__entries__register")[:WAITING]
        ],
        "today": localdate(),
        "registers": issuers_of(request.duties).filter(retired_at=None).exists(),
        "offices": list(offices_to_set_up(request.duties)),
    }
    return render(request, "letters/arrivals/list.html", context)


def _state(arrival: Arrival | None) -> str:
    """A badge's code. Reads the routings that were not taken back: prefetched."""
    if arrival is None or arrival.void:
        return "letter_void"
    routings, today = list(arrival.routings.all()), localdate()
    if any(is_late(due_on=one.due_on, done=one.done_at is not None, today=today) for one in routings):
        return "late"
    if any(one.done_at is None for one in routings):
        return "arrival_open"
    return "arrival_done" if routings else "arrival_unrouted"


def _csv(request: PersonRequest, register: Register, entries: list[RegisterEntry]) -> HttpResponse:
    """The columns of the regulation's register (ทะเบียนหนังสือรับ), as it is narrowed on the page."""
    readable = readable_arrivals(request.duties, register)
    rows = StringIO()
    writer = csv.writer(rows)
    writer.writerow(
        [
            _("เลขทะเบียนรับ"), _("วันที่รับ"), _("ที่"), _("ลงวันที่"), _("จาก"), _("ถึง"), _("เรื่อง"),
            _("การปฏิบัติ"), _("กำหนด"), _("ยกเลิก"),
        ]
    )  # fmt: skip
    writer.writerows(_cells(entry, readable=entry.arrival_id in readable) for entry in entries)
    response = HttpResponse("\ufeff" + rows.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="register-{register.year}-incoming.csv"'
    return response


def _cells(entry: RegisterEntry, *, readable: bool) -> list[Any]:
    day, arrival = localtime(entry.drawn_at).date().isoformat(), entry.arrival
    if arrival is None or not readable:
        return [entry.number, day, "", "", "", "", _("เรื่องลับ"), "", "", plain(entry.void_reason)]
    facts = [
        arrival.sender_number,
        arrival.dated.isoformat() if arrival.dated else "",
        arrival.sender,
        arrival.addressee,
        arrival.subject,
        "; ".join(
            f"{one.person.name if one.person else one.agency.name} {in_words(PURPOSE_LABELS[Purpose(one.purpose)])}"
            for one in arrival.routings.all()
        ),
        arrival.due_on.isoformat() if arrival.due_on else "",
    ]
    return [entry.number, day, *map(plain, facts), plain(entry.void_reason)]
