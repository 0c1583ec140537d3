"""Other installations: whose key it is, from whom packages of a province are taken, and since when no more."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.audit.queries import history_of
from samrit.indicators.actions.partners import (
    end_trust,
    recognise_ministry,
    register_partner,
    trust_partner,
)
from samrit.indicators.forms.exchange import EndTrustForm, PartnerForm
from samrit.indicators.models import Trust
from samrit.indicators.permissions.exchange import refuse_exchanging, refuse_recognising
from samrit.indicators.queries.exchange import every_trust_of
from samrit.indicators.views.exchange.packages import exchange_crumbs
from samrit.indicators.views.found import found_area
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Area
from samrit.rules.exchange import fingerprint
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: PersonRequest, area: str) -> HttpResponse:
    """Whose key is it, and are its packages of this province taken?"""
    found = found_area(request, area)
    if refuse_exchanging(request.duties, found.pk):
        raise Http404
    agencies = Agency.objects.filter(area=found).order_by("name", "pk")
    may_recognise = refuse_recognising(request.duties) is None
    form = PartnerForm(request.POST or None, agencies=agencies, may_recognise=may_recognise)
    if request.method == "POST" and form.is_valid() and _registered(request, form):
        messages.success(request, _("ลงทะเบียนแล้ว ตรวจลายนิ้วมือกุญแจกับอีกฝ่ายทางโทรศัพท์ก่อนรับแพ็กเกจแรก"))
        return redirect("indicators:exchange", found.pk)
    context = {
        "area": found,
        "form": form,
        "crumbs": exchange_crumbs(found, Crumb(_("ลงทะเบียนคู่แลกเปลี่ยน"))),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "indicators/exchange/partner.html", context, status=status)


def _registered(request: PersonRequest, form: PartnerForm) -> bool:
    said = dict(form.cleaned_data)
    agency, is_ministry = said.pop("agency"), said.pop("is_ministry", False)
    try:
        made = register_partner(**said, by=request.user, now=now())
        if agency:
            trust_partner(partner=made, agency=agency, by=request.user, now=now())
        if is_ministry:
            recognise_ministry(partner=made, by=request.user, now=now())
    except RefusedError as refused:
        form.add_error("key", in_words(refused.refusal.message))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def trust(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """Since when, as whose data and by whom its packages are taken; POST ends it."""
    found = found_area(request, area)
    one = get_object_or_404(every_trust_of(found.pk), pk=pk)
    form = EndTrustForm(request.POST or None)
    if request.method != "POST":
        return _trust(request, found, one, form)
    if not form.is_valid():
        return _trust(request, found, one, form, UNPROCESSABLE)
    try:
        end_trust(trust=one, reason=form.cleaned_data["reason"], by=request.user, now=now())
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _trust(request, found, one, form, CONFLICT)
    messages.success(request, _("เลิกรับแพ็กเกจจาก {name} แล้ว ข้อมูลที่รับไว้ยังอยู่").format(name=one.partner.name))
    return redirect("indicators:exchange", found.pk)


def _trust(
    request: PersonRequest, area: Area, one: Trust, form: EndTrustForm, status: int = 200
) -> HttpResponse:
    context = {
        "area": area,
        "trust": one,
        "fingerprint": fingerprint(one.partner.key),
        "form": form,
        "refusal": refuse_exchanging(request.duties, area.pk),
        "history": told(history_of(one)),
        "crumbs": exchange_crumbs(area, Crumb(one.partner.name)),
    }
    return render(request, "indicators/exchange/trust.html", context, status=status)
