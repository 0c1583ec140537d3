"""Who changed what of one result, before and after, from the first word on; made to be printed too."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.audit.models import Event
from samrit.audit.queries import history_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports.compared import Shown, in_words
from samrit.reports.queries.filings import filings_visible_to
from samrit.reports.queries.returns import returns_of
from samrit.reports.secrets_kept import state_of, told_differences, told_names
from samrit.reports.views.shown import found_item, round_name
from samrit.rules.comparing import ANSWER, FRACTION, TEXTS
from samrit.ui import pieces
from samrit.ui.pieces import Crumb

SHOWN_APART = {*ANSWER, *FRACTION, *TEXTS, "evidence", "sha256"}


@dataclass(frozen=True)
class Happened:
    """One event: who, when, why, and what it changed of the result."""

    event: pieces.Event
    differences: Sequence[Shown]


@require_safe
def history(request: PersonRequest, round_pk: int, indicator_pk: int) -> HttpResponse:
    """Who changed what, when and why?"""
    item = found_item(request, round_pk, indicator_pk)
    result = item.result
    events = list(history_of(result)) if result else []
    pairs = {event.pk: (state_of(event.before), state_of(event.after)) for event in events}
    changed, returns = told_differences(request.duties, pairs), returns_of(result) if result else []
    shown = told([_without_contents(event) for event in events])
    context = {
        "item": item,
        "kpi": item.kpi,
        "round": item.round,
        "round_name": round_name(item.round),
        "now": now(),
        "happened": [
            Happened(line, in_words(changed[event.pk], item.kpi.unit))
            for line, event in zip(shown, events, strict=True)
        ],
        "returns": told_names(request.duties, returns),
        "filings": filings_visible_to(request.duties).filter(round=item.round).order_by("-number"),
        "crumbs": [
            Crumb(_("หน้าแรก"), "/"),
            Crumb(round_name(item.round), reverse("reports:round", args=[item.round.pk])),
            Crumb(item.kpi.full_number, reverse("reports:entry", args=[item.round.pk, indicator_pk])),
            Crumb(_("ประวัติ")),
        ],
    }
    return render(request, "reports/history.html", context)


def _without_contents(event: Event) -> Event:
    """The same event with what is not shown apart: the state, and whatever else it changed."""
    rest = [
        {key: facts[key] for key in facts if key not in SHOWN_APART} for facts in (event.before, event.after)
    ]
    names = ("at", "actor_id", "actor_role", "verb", "subject", "area_code", "reason")
    return Event(before=rest[0], after=rest[1], **{name: getattr(event, name) for name in names})
