"""A package on its way to a partner: sent over the network, or its receipt brought back on a stick."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.indicators.actions.packaging import keep_returned
from samrit.indicators.forms.exchange import ReceiptForm, SendForm
from samrit.indicators.models import Package
from samrit.indicators.permissions.exchange import refuse_exchanging
from samrit.indicators.queries.exchange import packages_visible_to, to_be_sent_to
from samrit.indicators.sending import send_package
from samrit.indicators.views.exchange.packages import exchange_crumbs
from samrit.indicators.views.found import found_area
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.exchange import receipt_as_file
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

UNPROCESSABLE = 422
MOST_BYTES = 32 * 1024 * 1024  # somebody waits for it; larger ones by command or on a stick
PATIENCE = 90  # seconds
LONGEST_RECEIPT = 1024 * 1024  # bytes


def _exchanging(request: PersonRequest, area: str) -> Area:
    """Those who make packages also send them and keep what comes back."""
    found = found_area(request, area)
    if refuse_exchanging(request.duties, found.pk):
        raise Http404
    return found


# ── over the network ────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """To which partner, with which token? Its receipt is verified and kept; sent again it is told the same."""
    found = _exchanging(request, area)
    made = packages_visible_to(request.duties).filter(direction=Package.Direction.OUT)
    one = get_object_or_404(made, area=found, pk=pk)
    form = SendForm(request.POST or None, partners=to_be_sent_to())
    if request.method == "POST" and form.is_valid() and _sent(request, one, form):
        messages.success(
            request,
            _("{partner} รับแพ็กเกจแล้ว ใบรับที่ลงนามอยู่ในหน้านี้").format(partner=form.cleaned_data["partner"].name),
        )
        return redirect("indicators:exchange_package", found.pk, one.pk)
    named = _("รุ่นที่ {number}").format(number=one.generation)
    context = {
        "area": found,
        "package": one,
        "form": form,
        "most": MOST_BYTES,
        "partners": to_be_sent_to().exists(),
        "crumbs": exchange_crumbs(
            found,
            Crumb(named, reverse("indicators:exchange_package", args=[found.pk, one.pk])),
            Crumb(_("ส่งทางเครือข่าย")),
        ),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "indicators/exchange/send.html", context, status=status)


def _sent(request: PersonRequest, package: Package, form: SendForm) -> bool:
    said: dict[str, Any] = form.cleaned_data
    try:
        send_package(package=package, **said, by=request.user, now=now(), most=MOST_BYTES, patience=PATIENCE)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return False
    return True


# ── on a stick ──────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: PersonRequest, area: str) -> HttpResponse:
    """A receipt that came back; which package it is of stands in it."""
    found = _exchanging(request, area)
    form = ReceiptForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (package := _kept(request, form)):
        messages.success(
            request, _("เก็บใบรับของแพ็กเกจรุ่นที่ {generation} แล้ว").format(generation=package.generation)
        )
        return redirect("indicators:exchange_package", package.area_id, package.pk)
    context = {"area": found, "form": form, "crumbs": exchange_crumbs(found, Crumb(_("เก็บใบรับ")))}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "indicators/exchange/receipt.html", context, status=status)


def _kept(request: PersonRequest, form: ReceiptForm) -> Package | None:
    contents = form.cleaned_data["file"].read(LONGEST_RECEIPT)
    try:
        return keep_returned(contents=contents, by=request.user, now=now()).package
    except RefusedError as refused:
        form.add_error("file", in_words(refused.refusal.message))
        return None


@require_safe
def receipt_file(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """The signed receipt, to be carried back to the sender."""
    found = found_area(request, area)
    packages = packages_visible_to(request.duties).filter(receipt__isnull=False)
    one = get_object_or_404(packages, area=found, pk=pk)
    response = HttpResponse(
        receipt_as_file(one.receipt.text, one.receipt.signature), content_type="application/json"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{one.name}.receipt.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
