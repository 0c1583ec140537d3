"""A new file: with the form, or piece by piece before it; and one that stands in the place of another."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.evidence.actions import arrived_file
from samrit.evidence.contents import DATA_ENDINGS
from samrit.evidence.queries import upload_of
from samrit.indicators.actions.examining import ask_to_examine
from samrit.indicators.actions.receiving import receive
from samrit.indicators.forms.submissions import BringForm, CorrectForm
from samrit.indicators.looking import look
from samrit.indicators.models import Submission
from samrit.indicators.permissions.submissions import refuse_verb
from samrit.indicators.queries.desk import agencies_to_bring
from samrit.indicators.views.found import found_area
from samrit.indicators.views.submissions.shown import Found, crumbs, found, list_crumbs, name_of
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Area
from samrit.rules.submitting import State, Verb
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.pieces import Crumb

MEGABYTE = 1024 * 1024
Enqueue = Callable[[int], object]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, area: str, examine: Enqueue) -> HttpResponse:
    """Which file, and whose data is it?"""
    province = found_area(request, area)
    agencies = agencies_to_bring(request.duties, province)
    if not agencies:
        raise Http404
    form = BringForm(request.POST or None, request.FILES or None, agencies=agencies)
    refusal = None
    if request.method == "POST" and form.is_valid():
        taken = _take(request, form)
        if isinstance(taken, Submission):
            return _next(request, taken, examine)
        refusal = taken
    context = {
        **_shown(request, province, form, refusal),
        "crumbs": list_crumbs(province, Crumb(_("นำเข้าข้อมูล"))),
        "address": reverse("indicators:submission_new", args=[province.pk]),
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "indicators/submissions/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PersonRequest, area: str, pk: int, examine: Enqueue) -> HttpResponse:
    """A file in the place of one that was returned or has to be put right; that one stays as it is."""
    one = found(request, area, pk)
    if refused := refuse_verb(Verb.CORRECT, request.duties, one.submission):
        context = {"submission": one.submission, "closed": refused, "crumbs": crumbs(one)}
        return render(request, "indicators/submissions/new.html", context, status=409)
    form = CorrectForm(
        request.POST or None,
        request.FILES or None,
        agencies=Agency.objects.filter(pk=one.submission.agency_id),
        reason_needed=one.submission.state == State.ACCEPTED,
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        taken = _take(request, form, one)
        if isinstance(taken, Submission):
            return _next(request, taken, examine)
        refusal = taken
    context = {
        **_shown(request, one.area, form, refusal),
        "submission": one.submission,
        "name": name_of(one.submission),
        "crumbs": crumbs(one, Crumb(_("ส่งแก้ไขแทน"))),
        "address": one.url("submission_correct"),
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "indicators/submissions/new.html", context, status=status)


def _shown(request: PersonRequest, area: Area, form: BringForm, refusal: Refusal | None) -> dict[str, Any]:
    kept = upload_of(request.user, str(form["upload"].value() or ""), now=now())
    return {
        "area": area,
        "form": form,
        "refusal": refusal,
        "kept": kept,  # a file that has arrived and is still there, whatever else was refused
        "most_bytes": settings.OBSERVATIONS_MAX_BYTES,
        "megabytes": settings.OBSERVATIONS_MAX_BYTES // MEGABYTE,
        "accepts": ",".join(DATA_ENDINGS),
    }


# ── taking it ───────────────────────────────────────────────────────────────
def _take(request: PersonRequest, form: BringForm, old: Found | None = None) -> Submission | Refusal:
    cleaned = form.cleaned_data
    said: dict[str, Any] = {"agency": cleaned["agency"], "by": request.user, "now": now()}
    if old:
        said |= {"supersedes": old.submission, "reason": cleaned["reason"]}
    try:
        if file := cleaned["file"]:
            return receive(file=file, name=file.name or "", **said)
        upload = upload_of(request.user, cleaned["upload"], now=now())
        if upload is None:
            return refuse("upload_gone", "ไฟล์ที่ส่งไว้หมดเวลาหรือนำไปใช้แล้ว – เลือกไฟล์เดิมอีกครั้ง")
        with arrived_file(upload=upload) as part:
            return receive(file=part, name=upload.name, **said)
    except RefusedError as refused:
        return refused.refusal


def _next(request: PersonRequest, taken: Submission, examine: Enqueue) -> HttpResponse:
    """A file like the last one is examined at once; of any other one is asked what its columns say."""
    args = [taken.area_id, taken.pk]
    if taken.examination is not None:
        messages.info(request, _("ไฟล์นี้นำเข้าไว้แล้ว ทำต่อจากเดิมได้เลย"))
        return redirect("indicators:submission", *args)
    try:
        seen = look(taken)
        if seen.source == "remembered" and not seen.said:
            ask_to_examine(submission=taken, by=request.user, now=now(), enqueue=examine)
            messages.success(request, _("รับไฟล์แล้ว คอลัมน์เหมือนครั้งก่อน จึงใช้การจับคู่ที่จำไว้"))
            return redirect("indicators:submission", *args)
    except RefusedError:  # the page of columns says why, and what can be done
        pass
    return redirect("indicators:submission_columns", *args)
