"""The registers of numbers, and the office's own facts."""

import csv
from collections.abc import Collection
from http import HTTPStatus
from io import StringIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.letters import actions
from samrit.letters.forms.writing import IssuerForm
from samrit.letters.models import Issuer, Register, RegisterEntry
from samrit.letters.permissions.writing import refuse_keeping_issuer
from samrit.letters.queries.registers import entries_of, readable_letters, registers_visible_to
from samrit.letters.views.written import of_letters
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.people.queries import agencies_visible_to
from samrit.rules.letters.registers import Direction, book_label
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ROWS = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate


@require_safe
def registers(request: PersonRequest) -> HttpResponse:
    """The outgoing books of the person's offices; one of them opened: ``?register=``, as a file with ``&format=csv``."""
    if not of_letters(request):
        raise Http404
    known = list(registers_visible_to(request.duties).filter(direction=Direction.OUTGOING.value))
    asked = request.GET.get("register", "")
    chosen = next((one for one in known if str(one.pk) == asked), known[0] if known and not asked else None)
    if asked and chosen is None:
        raise Http404
    if chosen and request.GET.get("format") == "csv":
        return _csv(request, chosen)
    page = Paginator(entries_of(chosen) if chosen else RegisterEntry.objects.none(), ROWS)
    context = {
        "books": [(one, _name(one)) for one in known],
        "chosen": chosen,
        "name": _name(chosen) if chosen else "",
        "page": page.get_page(request.GET.get("page")),
        "readable": readable_letters(request.duties, chosen) if chosen else set(),
        "crumbs": [Crumb(_("หนังสือที่ออก"), reverse("writing:list")), Crumb(_("ทะเบียน"))],
    }
    return render(request, "letters/written/registers.html", context)


def _name(register: Register) -> str:
    return f"{book_label(register.book)} {register.issuer.code} · {register.year}"


def _csv(request: PersonRequest, register: Register) -> HttpResponse:
    readable: Collection[int | None] = readable_letters(request.duties, register)
    rows = StringIO()
    writer = csv.writer(rows)
    writer.writerow([_("ลำดับ"), _("เลขที่หนังสือ"), _("วันที่"), _("จาก"), _("ถึง"), _("เรื่อง"), _("ยกเลิก")])
    writer.writerows(_cells(entry, readable) for entry in entries_of(register).order_by("number"))
    response = HttpResponse("\ufeff" + rows.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"register-{register.year}-{register.direction}-{register.book}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(entry: RegisterEntry, readable: Collection[int | None]) -> list[Any]:
    day = localtime(entry.drawn_at).date().isoformat()
    if entry.letter and entry.letter_id in readable:
        facts = [entry.written, day, "", entry.letter.addressee, entry.letter.subject]
    else:
        facts = [entry.written, day, "", "", _("เรื่องลับ")]
    return [entry.number, *map(plain, facts), plain(entry.void_reason)]


def plain(text: str) -> str:
    """As text, also where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


@require_http_methods(["GET", "HEAD", "POST"])
def issuer(request: PersonRequest, agency_pk: int) -> HttpResponse:
    """The office's code, address and unit, as they stand on its letters."""
    agency = get_object_or_404(agencies_visible_to(request.duties), pk=agency_pk)
    if refuse_keeping_issuer(request.duties, agency):
        raise Http404
    kept = Issuer.objects.filter(agency=agency, retired_at=None).first()
    form = IssuerForm(request.POST or None, initial=_initial(agency, kept))
    if request.method == "POST" and form.is_valid() and _kept(request, agency, kept, form):
        return redirect("writing:list")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {
        "agency": agency,
        "form": form,
        "crumbs": [Crumb(_("หนังสือที่ออก"), reverse("writing:list")), Crumb(_("ส่วนราชการเจ้าของหนังสือ"))],
    }
    return render(request, "letters/written/issuer.html", context, status=status)


def _initial(agency: Agency, kept: Issuer | None) -> dict[str, Any]:
    if kept:
        return {name: getattr(kept, name) for name in IssuerForm.Meta.fields}
    area = agency.area
    return {
        "name": agency.name,
        "authority": f"จังหวัด{area.name}" if area else "",
        "code": area.letter_code if area else "",
    }


def _kept(request: PersonRequest, agency: Agency, kept: Issuer | None, form: IssuerForm) -> bool:
    try:
        actions.keep_issuer(
            agency=agency,
            facts=actions.IssuerFacts(**form.cleaned_data),
            by=request.user,
            now=now(),
            issuer=kept,
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return False
    messages.success(request, _("บันทึกส่วนราชการเจ้าของหนังสือแล้ว"))
    return True
