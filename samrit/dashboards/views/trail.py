"""The trail for who audits it: looked through, opened event by event, taken away as a file."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrit.audit.models import Event
from samrit.audit.queries import standing_of
from samrit.dashboards.documents.trail import KINDS, take_piece
from samrit.dashboards.forms import TrailFilter
from samrit.dashboards.queries.subjects import area_names, words_for
from samrit.dashboards.queries.trail import events_visible_to, found, may_audit, withheld
from samrit.people.forms import area_choices
from samrit.people.history import fields_of, names_in, sentence_of, who_did
from samrit.people.middleware import PersonRequest
from samrit.people.queries import areas_managed_by, names
from samrit.ui.pieces import Crumb

ROWS = 50


@require_safe
def trail(request: PersonRequest) -> HttpResponse:
    """Who did what to which thing, the newest first; older ones from a place on, never counted."""
    events, form = _seen(request), _form(request, request.GET)
    asked = form.asked()
    before = request.GET.get("before", "")
    shown = found(events, asked) if asked else Event.objects.none()
    if before.isascii() and before.isdigit():
        shown = shown.filter(pk__lt=int(before[:18]))
    page = list(shown.order_by("-pk")[: ROWS + 1])
    context = {
        "filter": form,
        "rows": _rows(page[:ROWS]),
        "older": _older(request, page[ROWS - 1].pk) if len(page) > ROWS else "",
        "newest": _kept(request) if before else None,
        "kept": request.GET.items(),
        "refused": asked is None,
        "crumbs": [Crumb(_("หน้าแรก"), "/"), Crumb(_("ประวัติการใช้งาน"))],
    }
    return render(request, "dashboards/trail/list.html", context)


def _seen(request: PersonRequest) -> QuerySet[Event]:
    if not may_audit(request.duties):
        raise Http404
    return events_visible_to(request.duties)


def _form(request: PersonRequest, data: Any) -> TrailFilter:
    areas = area_choices(areas_managed_by(request.duties), central=False)
    return TrailFilter(data, areas=areas)


def _rows(events: list[Event]) -> list[dict[str, Any]]:
    known, things, areas = names(event.actor_id for event in events), words_for(events), area_names()
    return [
        {
            "event": event, "what": sentence_of(event.verb), "at": localtime(event.at),
            "name": known.get(event.actor_id or 0, _("ระบบ")),
            "thing": things.get(event.subject, ""),
            "area": areas.get(event.area_code, event.area_code),
        }
        for event in events
    ]  # fmt: skip


def _kept(request: PersonRequest, **more: object) -> str:
    """The address with the same filters."""
    asked = request.GET.copy()
    asked.pop("before", None)
    for name, value in more.items():
        asked[name] = str(value)
    return f"{request.path}?{asked.urlencode()}"


def _older(request: PersonRequest, last: int) -> str:
    return _kept(request, before=last)


@require_safe
def event(request: PersonRequest, pk: int) -> HttpResponse:
    """One event: what stood before and after, and where it hangs in the chain."""
    one = get_object_or_404(_seen(request), pk=pk)
    closed = bool(withheld(request.duties, [one]))
    known = names_in([one])
    standing = standing_of(one)
    signed = (
        datetime.fromisoformat(standing.anchor.anchor.at)
        if standing.anchor and standing.anchor.holds
        else None
    )
    context = {
        "event": one,
        "what": sentence_of(one.verb),
        "who": who_did(one, known),
        "at": localtime(one.at),
        "thing": words_for([one]).get(one.subject, ""),
        "closed": closed,
        "changes": [] if closed else fields_of(one, known),
        "standing": standing,
        "signed": signed and localtime(signed),
        "crumbs": [Crumb(_("ประวัติการใช้งาน"), reverse("trail:list")), Crumb(f"#{one.pk}")],
    }
    return render(request, "dashboards/trail/event.html", context)


@require_POST
def export(request: PersonRequest) -> HttpResponse | StreamingHttpResponse:
    """What the filters find, the oldest first; it is noted who took it."""
    _seen(request)
    form = _form(request, request.POST)
    asked, kind = form.asked(), request.POST.get("form", "")
    if asked is None or kind not in KINDS:
        context = {"filter": form, "rows": [], "refused": True, "crumbs": [Crumb(_("ประวัติการใช้งาน"))]}
        return render(request, "dashboards/trail/list.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return take_piece(asked=asked, kind=kind, duties=request.duties, by=request.user, now=now())
