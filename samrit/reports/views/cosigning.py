"""A co-owner looks at an entry and signs it, or objects."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from samrit.frameworks.queries import rounds_visible_to
from samrit.people.middleware import PersonRequest, proven_when
from samrit.people.models import Role
from samrit.reports import actions
from samrit.reports.forms.joint import VersionForm
from samrit.reports.queries import Item, item_visible_to
from samrit.reports.sharing import latest_of
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
@proven_when("action", "sign")
def co_sign(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """What the other owner wrote, and the signature of this person's agency (POST: ``action``)."""
    round_ = get_object_or_404(rounds_visible_to(request.duties), pk=round_pk)
    item = item_visible_to(request.duties, round_, indicator_pk)
    if item is None or len(item.owners) < 2:  # noqa: PLR2004 - two owners and more
        raise Http404
    if request.method != "POST":
        return _show(request, item)
    form = VersionForm(request.POST)
    agency = next((one for one in item.owners if str(one.pk) == request.POST.get("agency")), None)
    if not form.is_valid() or agency is None or request.POST.get("action") not in {"sign", "object"}:
        return _show(request, item, HTTPStatus.UNPROCESSABLE_ENTITY)
    decision, values = request.POST["action"], form.cleaned_data
    try:
        actions.co_sign(
            item=item, agency=agency, decision=decision, reason=values["reason"], version=values["version"] or 0,
            by=request.user, now=now(),
        )  # fmt: skip
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _show(request, item, HTTPStatus.CONFLICT)
    said = (
        gettext("ลงนามร่วมแล้ว หน่วยงานเจ้าของส่งผลได้")
        if decision == "sign"
        else gettext("ส่งคำคัดค้านให้หน่วยงานเจ้าของแล้ว")
    )
    messages.success(request, said)
    return redirect("reports:joint_list")


def _show(request: PersonRequest, item: Item, status: int = HTTPStatus.OK) -> HttpResponse:
    own = request.duties.agencies(Role.APPROVER)
    signing = [
        (agency, actions.refuse_co_signing(request.duties, item, agency))
        for agency in item.owners
        if agency.pk in own
    ]
    context = {
        "item": item,
        "round": item.round,
        "said": [(agency, latest_of(item, agency)) for agency in item.owners],
        "signing": signing,
        "crumbs": [
            Crumb(gettext("ตัวชี้วัดร่วม"), reverse("reports:joint_list")),
            Crumb(
                item.kpi.full_number, reverse("reports:entry", args=[item.round.pk, item.kpi.indicator_id])
            ),
        ],
    }
    return render(request, "reports/joint/co_sign.html", context, status=status)
