"""Entering an agency."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.people import actions
from samrit.people.forms import AgencyForm
from samrit.people.middleware import PersonRequest
from samrit.people.views.members import managed_areas
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest, code: str) -> HttpResponse:
    """An agency of one province; then back to inviting its people."""
    area = get_object_or_404(managed_areas(request.duties), code=code)
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agency = actions.add_agency(area=area, **form.cleaned_data, by=request.user, now=timezone.now())
        except RefusedError as refused:
            form.add_error("name", in_words(refused.refusal.message))
        else:
            messages.success(request, _("เพิ่ม%(agency)sแล้ว เชิญคนของหน่วยงานได้เลย") % {"agency": agency.name})
            return redirect(f"{reverse('people:invite')}?area={area.code}")
    status = 422 if request.method == "POST" else 200
    return render(request, "people/agency.html", {"form": form, "area": area}, status=status)
