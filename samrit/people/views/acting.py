"""Acting officials: who holds whose role, by which order, until when."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.people import actions, queries
from samrit.people.forms import ActingForm, PlaceChoice
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.people.views.members import ended, member_row
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words

ROWS = 50


@require_safe
def acting(request: PersonRequest) -> HttpResponse:
    """Everybody who acts for somebody in the agencies that concern this person, the latest to end first."""
    if not request.duties.memberships:
        raise Http404
    found = queries.acting_visible_to(request.duties)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [member_row(request.duties, membership) for membership in page],
        "may_appoint": queries.places_to_fill(request.duties).exists(),
    }
    return render(request, "people/acting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: PersonRequest) -> HttpResponse:
    """The order's facts. The agency is chosen first; where there is one only, it is chosen."""
    places = queries.places_to_fill(request.duties)
    choice = PlaceChoice(request.GET, places=places)
    if not choice.fields["agency"].queryset.exists():  # type: ignore[attr-defined]
        raise Http404
    agency = choice.chosen()
    if agency is None:
        return render(request, "people/appoint.html", {"choice": choice})
    form = ActingForm(
        request.POST or None, people=queries.who_may_act(agency, timezone.localdate()), agency=agency
    )
    if request.method == "POST" and form.is_valid() and _appointed(request, agency, form):
        return redirect("people:acting")
    status = 422 if request.method == "POST" else 200
    context = {"choice": choice, "form": form, "agency": agency}
    return render(request, "people/appoint.html", context, status=status)


def _appointed(request: PersonRequest, agency: Agency, form: ActingForm) -> bool:
    try:
        made = actions.appoint_acting(agency=agency, **form.cleaned_data, by=request.user, now=timezone.now())
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return False
    messages.success(
        request,
        _("บันทึกแล้ว %(name)s ทำหน้าที่แทนได้เฉพาะในช่วงวันที่ที่กำหนด และจะแสดงกำกับลายมือชื่อทุกครั้ง")
        % {"name": made.user.name},
    )
    return True


@require_POST
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """Before its day: today is the last."""
    membership = get_object_or_404(queries.acting_visible_to(request.duties), pk=pk)
    said = _("การทำหน้าที่แทนสิ้นสุดวันนี้ สิ่งที่ลงนามไว้แล้วยังมีผล")
    return ended(request, membership, said=said, back="people:acting")
