"""What is done with personal data, for everybody; and what is kept of oneself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrit.dashboards.persons import SECTIONS, data_of, export_person
from samrit.people.middleware import PersonRequest
from samrit.rules.privacy import privacy
from samrit.ui.pieces import Crumb


@login_not_required
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The record of processing: which data, why, by which law, who sees them, how long."""
    crumbs = [Crumb(_("หน้าแรก"), "/"), Crumb(_("ข้อมูลส่วนบุคคล"))]
    return render(request, "dashboards/privacy/record.html", {"privacy": privacy(), "crumbs": crumbs})


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """What is kept of me?"""
    data = data_of(request.user)
    lists = [(name, section) for name, section in data.items() if isinstance(section, list) and section]
    context = {
        "account": request.user,
        "counts": [(_(SECTIONS[name]), len(section)) for name, section in lists],
        "done": sum(data["done"].values()),
        "crumbs": [Crumb(_("หน้าแรก"), "/"), Crumb(_("ข้อมูลของฉัน"))],
    }
    return render(request, "dashboards/privacy/mine.html", context)


@require_POST
def take(request: PersonRequest) -> HttpResponse:
    moment = now()
    content = export_person(user=request.user, by=request.user, now=moment)
    response = HttpResponse(content, content_type="application/zip")
    name = f"samrit-my-data-{localtime(moment):%Y%m%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
