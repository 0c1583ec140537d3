"""From a letter whose findings are settled to the framework's draft: whose is what, which windows."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from samrit.frameworks.contents import area_name
from samrit.letters import actions
from samrit.letters.forms import ConfirmForm
from samrit.letters.models import Intake
from samrit.letters.permissions import refuse_confirming
from samrit.letters.proposing import agencies_of, draft_in_the_way, owners_of, windows_beside
from samrit.letters.queries import intakes_visible_to
from samrit.letters.understood import understood
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: PersonRequest, pk: int, index: int) -> HttpResponse:
    intake = get_object_or_404(intakes_visible_to(request.duties), pk=pk)
    if index >= len(intake.reading["frameworks"]):
        raise Http404
    form = _form(intake, index, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, intake, index, form)
    if not form.is_valid():
        return _page(request, intake, index, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        confirmed = actions.confirm_framework(
            intake=intake,
            index=index,
            year=form.cleaned_data["year"],
            owners=form.owners(),
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _page(request, intake, index, form, HTTPStatus.CONFLICT)
    messages.success(request, gettext("สร้างร่างกรอบจากหนังสือแล้ว ตรวจน้ำหนักและใส่ค่าเป้าหมาย แล้วจึงประกาศใช้"))
    for notice in confirmed.notices:
        messages.warning(request, in_words(notice))
    return redirect("frameworks:edition", confirmed.edition.pk)


def _form(intake: Intake, index: int, data: Any) -> ConfirmForm:
    initial = {"year": intake.reading["frameworks"][index]["fiscal_year"]}
    return ConfirmForm(owners_of(intake, index), agencies_of(intake), data=data, initial=initial)


def _page(
    request: PersonRequest, intake: Intake, index: int, form: ConfirmForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    framework = understood(intake.reading)["frameworks"][index]
    year = form.cleaned_data.get("year") if form.is_bound else framework["fiscal_year"]
    context = {
        "intake": intake,
        "area_name": area_name(intake.area),
        "form": form,
        "framework": framework,
        "windows": windows_beside(intake, year) if year else [],
        "draft": draft_in_the_way(intake, year),
        "refusal": refuse_confirming(request.duties, intake),
        "crumbs": [
            Crumb(gettext("หนังสือที่อ่าน"), reverse("letters:list")),
            Crumb(intake.name, reverse("letters:detail", args=[intake.pk])),
            Crumb(gettext("สร้างร่างกรอบ")),
        ],
    }
    return render(request, "letters/confirm.html", context, status=status)
