"""Packages of a province: made here, taken from partners, each with its receipt; and who these partners are."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.audit.queries import history_of
from samrit.indicators.actions.packaging import make_package
from samrit.indicators.actions.taking import Looked, look_into, take_package
from samrit.indicators.cell_words import CellWords
from samrit.indicators.forms.exchange import PackageForm
from samrit.indicators.landing import landed
from samrit.indicators.models import Package, PackageReceipt
from samrit.indicators.permissions.exchange import refuse_exchanging, refuse_opening
from samrit.indicators.queries.desk import agencies_to_bring
from samrit.indicators.queries.exchange import (
    every_trust_of,
    ministries,
    packages_visible_to,
    partner_of,
    receivers_of,
    reconciliations_visible_to,
)
from samrit.indicators.queries.observations import path_of
from samrit.indicators.signing import own_key
from samrit.indicators.views.found import crumbs_of, found_area
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.exchange import FAULTS, CellFault, Settling, fingerprint, read_receipt
from samrit.rules.sealing import in_groups
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50
DIGEST_GROUP = 8
CONFLICT, UNPROCESSABLE = 409, 422


def exchange_crumbs(area: Area, *more: Crumb) -> list[Crumb]:
    address = reverse("indicators:exchange", args=[area.pk]) if more else ""
    return crumbs_of(area, Crumb(_("แลกเปลี่ยนข้อมูล"), address), *more)


# ── all ─────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: PersonRequest, area: str) -> HttpResponse:
    """Which packages went and came, from whom they are taken, what waits for a decision; POST makes one."""
    found = found_area(request, area)
    if request.method == "POST":
        return _made(request, found)
    return _exchange(request, found)


def _exchange(request: PersonRequest, area: Area, refusal: Any = None, status: int = 200) -> HttpResponse:
    packages = packages_visible_to(request.duties).filter(area=area)
    waiting = reconciliations_visible_to(request.duties).filter(area=area, state=Settling.OPEN)
    trusts = [(trust, fingerprint(trust.partner.key)) for trust in every_trust_of(area.pk)]
    context = {
        "area": area,
        "page": Paginator(packages, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting.count(),
        "trusts": [one for one in trusts if one[0].ended_at is None],
        "ended": [one for one in trusts if one[0].ended_at],
        "receivers": [(one, fingerprint(one.key)) for one in receivers_of(request.duties, area.pk)],
        "ministries": [(one, fingerprint(one.key)) for one in ministries()],
        "fingerprint": fingerprint(own_key()),
        "key": own_key(),
        "make_refusal": refuse_exchanging(request.duties, area.pk),
        "may_take": agencies_to_bring(request.duties, area).exists(),
        "refusal": refusal,
        "crumbs": exchange_crumbs(area),
    }
    return render(request, "indicators/exchange/list.html", context, status=status)


def _made(request: PersonRequest, area: Area) -> HttpResponse:
    try:
        package = make_package(area=area, by=request.user, now=now())
    except RefusedError as refused:
        return _exchange(request, area, refused.refusal, CONFLICT)
    messages.success(request, _("แพ็กเกจพร้อมแล้ว ดาวน์โหลดลงแฟลชไดรฟ์ หรือส่งด้วย samrit exchange send"))
    return redirect("indicators:exchange_package", area.pk, package.pk)


# ── one ─────────────────────────────────────────────────────────────────────
@require_safe
def package(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """What is in it, what became of it, and the signed receipt."""
    found = found_area(request, area)
    one = get_object_or_404(packages_visible_to(request.duties), area=found, pk=pk)
    context = {
        "area": found,
        "package": one,
        "digest": in_groups(one.sha256, DIGEST_GROUP),
        "fingerprint": fingerprint(one.signer),
        **_receipt(one),
        "may_open": bool(one.file) and refuse_opening(request.duties, one) is None,
        "may_send": not one.partner and refuse_exchanging(request.duties, found.pk) is None,
        "history": told(history_of(one)),
        "crumbs": exchange_crumbs(found, Crumb(_("รุ่นที่ {number}").format(number=one.generation))),
    }
    return render(request, "indicators/exchange/package.html", context)


def _receipt(one: Package) -> dict[str, Any]:
    """What the receiver signed, in parts."""
    receipt: PackageReceipt | None = getattr(one, "receipt", None)
    if receipt is None:
        return {}
    said = read_receipt(receipt.text)
    signer = partner_of(said.signer)
    return {
        "receipt": receipt,
        "said": said,
        "said_mark": fingerprint(said.signer),
        "signed_by": _("ระบบนี้") if said.signer == own_key() else signer.name if signer else "",
        "not_taken": said.counts.get("conflicting", 0) + said.counts.get("rejected", 0),
    }


@require_safe
def package_file(request: PersonRequest, area: str, pk: int) -> FileResponse:
    """The package itself, to the bit."""
    found = found_area(request, area)
    one = get_object_or_404(packages_visible_to(request.duties), area=found, pk=pk)
    if refuse_opening(request.duties, one):
        raise Http404
    try:
        file = path_of(one.file).open("rb")
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=one.name, content_type="application/zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Encoding"] = "identity"  # what is packed already is not packed again
    return response


# ── taking ──────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: PersonRequest, area: str) -> HttpResponse:
    """A package from a stick: looked into first (nothing is kept), then taken."""
    found = found_area(request, area)
    if not agencies_to_bring(request.duties, found).exists():
        raise Http404
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _take(request, found, form)
    if not form.is_valid():
        return _take(request, found, form, status=UNPROCESSABLE)
    try:
        done = _taken(request, form.cleaned_data["file"])
    except RefusedError as refused:
        return _take(request, found, form, refusal=refused.refusal, status=UNPROCESSABLE)
    if isinstance(done, Looked):
        return _take(request, found, form, looked=done)
    messages.success(request, _("รับแพ็กเกจแล้ว ค่าใหม่รอผู้ดูแลข้อมูลจังหวัดรับเข้าฐานข้อมูล"))
    return redirect("indicators:exchange_package", done.area_id, done.pk)


def _taken(request: PersonRequest, file: Any) -> Package | Looked:
    with landed(file, file.name) as path:
        if request.POST.get("verb") == "take":
            return take_package(path=path, name=file.name, by=request.user, now=now())
        return look_into(path=path, by=request.user, now=now())


def _take(
    request: PersonRequest,
    area: Area,
    form: PackageForm,
    *,
    looked: Looked | None = None,
    refusal: Any = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "area": area,
        "form": form,
        "refusal": refusal,
        "crumbs": exchange_crumbs(area, Crumb(_("รับแพ็กเกจ"))),
    }
    if looked:
        words, taken = CellWords(looked.trust.area), looked.taken
        context |= {
            "looked": looked,
            "counted": {"new": taken.new, "changed": taken.changed, "unchanged": taken.same},
            "changes": [shown for change in taken.changes if (shown := words.change(change))],
            "conflicts": [shown for change in taken.conflicts[:PER_PAGE] if (shown := words.change(change))],
            "rejects": [(*row[:3], in_words(FAULTS[CellFault(row[3])])) for row in taken.listed],
        }
    return render(request, "indicators/exchange/take.html", context, status=status)
