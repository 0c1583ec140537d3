"""ทะเบียนรับ: what came in, registering it, one letter with whom it was passed on to and what it belongs to."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.audit.queries import history_of
from samrit.letters import actions
from samrit.letters.actions import arriving
from samrit.letters.forms.arrivals import ArrivalForm, ReasonForm, RouteForm
from samrit.letters.incoming import (
    agencies_named,
    days_of,
    facts_of_delivery,
    facts_of_intake,
    file_of,
    next_day,
)
from samrit.letters.models import Arrival, Delivery, Intake, Issuer, Routing
from samrit.letters.permissions.arrivals import (
    refuse_finishing,
    refuse_routing,
    refuse_voiding,
    refuse_withdrawing,
)
from samrit.letters.queries import intakes_visible_to
from samrit.letters.queries.arrivals import (
    agencies_for,
    arrivals_visible_to,
    entry_of,
    number_of,
    people_for,
    registered,
    routings_of,
    routings_to,
)
from samrit.letters.queries.delivery import deliveries_received_by
from samrit.letters.queries.ties import ties_of_arrival
from samrit.letters.queries.writing import issuers_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.queries import Duties
from samrit.rules.letters.arriving import PURPOSE_LABELS, Purpose, is_late
from samrit.rules.letters.topics import Topic
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

SHOWN_EVENTS, MOST_DIGITS = 60, 18


# ── registering ─────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def new_arrival(request: PersonRequest) -> HttpResponse:
    """``?intake=`` (with ``&letter=``, its place in the file) or ``?delivery=``: what is known stands in the form."""
    issuers = issuers_of(request.duties).filter(retired_at=None)
    intake, delivery = _intake(request), _delivery(request)
    if intake:
        issuers = issuers.filter(agency__area=intake.area)
    if delivery:
        issuers = issuers.filter(agency=delivery.agency_id)
    if not issuers.exists():
        raise Http404
    if same := registered(issuers.values_list("pk", flat=True), intake=intake, delivery=delivery):
        return redirect("letters:arrival", same.pk)
    form = ArrivalForm(issuers, data=request.POST or None, initial=_known(request, intake, delivery))
    if request.method == "POST" and form.is_valid():
        try:
            made = arriving.register_arrival(
                issuer=form.cleaned_data["issuer"],
                facts=arriving.ArrivalFacts(**form.facts()),
                by=request.user,
                now=now(),
                intake=intake,
                delivery=delivery,
            )
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
        else:
            messages.success(request, _("ลงทะเบียนรับแล้ว เลขรับ {number}").format(number=number_of(made)))
            return redirect("letters:arrival", made.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {
        "form": form,
        "intake": intake,
        "delivery": delivery,
        "letters": intake.reading["letters"] if intake else (),
        "crumbs": [_register_crumb(), Crumb(_("ลงทะเบียนรับ"))],
    }
    return render(request, "letters/arrivals/new.html", context, status=status)


def _register_crumb() -> Crumb:
    return Crumb(_("ทะเบียนรับ"), reverse("letters:arrivals"))


def _key(request: PersonRequest, name: str) -> int | None:
    """None where it is not said; what is no key is found nowhere."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise Http404
    return int(text)


def _intake(request: PersonRequest) -> Intake | None:
    key = _key(request, "intake")
    return None if key is None else get_object_or_404(intakes_visible_to(request.duties), pk=key)


def _delivery(request: PersonRequest) -> Delivery | None:
    key = _key(request, "delivery")
    return None if key is None else get_object_or_404(deliveries_received_by(request.duties), pk=key)


def _known(request: PersonRequest, intake: Intake | None, delivery: Delivery | None) -> dict[str, Any]:
    if delivery:
        return facts_of_delivery(delivery)
    if intake:
        return facts_of_intake(intake, place=_key(request, "letter") or 0, today=localdate())
    return {}


# ── one letter ──────────────────────────────────────────────────────────────
def _found(request: PersonRequest, pk: int) -> Arrival:
    return get_object_or_404(arrivals_visible_to(request.duties), pk=pk)


def _is_office(duties: Duties, one: Arrival) -> bool:
    return one.issuer.agency_id in duties.agencies()


@require_safe
def arrival(request: PersonRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(
    request: PersonRequest,
    one: Arrival,
    *,
    form: RouteForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The office sees all; whom it was passed on to the letter and the own part."""
    office = _is_office(request.duties, one)
    refusal = refuse_routing(request.duties, one)
    context = {
        "arrival": one,
        "entry": entry_of(one),
        "number": number_of(one),
        "office": office,
        "mine": _mine(request.duties, one),
        "rows": [_row(request.duties, routing) for routing in routings_of(one)] if office else (),
        "days": days_of(one),
        "form": form or (None if refusal else _route_form(request.duties, one)),
        "void_refusal": refuse_voiding(request.duties, one, reason="-"),
        "drafts": issuers_of(request.duties).filter(pk=one.issuer_id, retired_at=None).exists(),
        "has_file": file_of(one) is not None,
        "ties": ties_of_arrival(one, request.duties),
        "reads_intake": one.intake_id
        and intakes_visible_to(request.duties).filter(pk=one.intake_id).exists(),
        "events": told(history_of(one)[:SHOWN_EVENTS]) if office else None,
        "crumbs": [_register_crumb(), Crumb(number_of(one))],
    }
    return render(request, "letters/arrivals/one.html", context, status=status)


def _route_form(duties: Duties, one: Arrival, data: Mapping[str, Any] | None = None) -> RouteForm:
    agencies, today = agencies_for(duties, one), localdate()
    routed = {routing.agency_id for routing in one.routings.all() if not routing.withdrawn}
    proposed = [
        read for read in agencies_named(one, list(agencies)) if read.agency and read.agency.pk not in routed
    ]
    return RouteForm(
        people_for(one, day=today),
        agencies,
        proposed=proposed,
        initial={"due_on": next_day(one, today=today)},
        data=data,
    )


def _mine(duties: Duties, one: Arrival) -> list[tuple[Routing, Refusal | None]]:
    found = routings_to(duties).filter(arrival=one).order_by("pk")
    return [(routing, refuse_finishing(duties, routing)) for routing in found if routing.done_at is None]


def _row(duties: Duties, routing: Routing) -> dict[str, Any]:
    late = is_late(due_on=routing.due_on, done=routing.done_at is not None, today=localdate())
    state = "late" if late else "task_under_way" if routing.done_at is None else "task_done"
    return {
        "routing": routing,
        "purpose": PURPOSE_LABELS[Purpose(routing.purpose)],
        "state": "routing_withdrawn" if routing.withdrawn else state,
        "withdraws": refuse_withdrawing(duties, routing) is None,
    }


# ── what is done with it ────────────────────────────────────────────────────
@require_POST
def void_arrival(request: PersonRequest, pk: int) -> HttpResponse:
    one, form = _found(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _told(request, one, str(form.errors["reason"][0]), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        arriving.void_arrival(arrival=one, reason=form.cleaned_data["reason"], by=request.user, now=now())
    except RefusedError as refused:
        return _told(request, one, in_words(refused.refusal.message))
    messages.success(request, _("ยกเลิกเลขรับแล้ว เลขและเหตุผลยังอยู่ในทะเบียน"))
    return redirect("letters:arrival", pk)


@require_POST
def route_arrival(request: PersonRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    if refusal := refuse_routing(request.duties, one):
        return _told(request, one, in_words(refusal.message))
    form = _route_form(request.duties, one, request.POST)
    if not form.is_valid():
        return _page(request, one, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    own, chosen = one.issuer.agency_id, form.cleaned_data
    to = [
        *(arriving.Receiver(own, person.pk) for person in chosen["people"]),
        *(arriving.Receiver(agency.pk) for agency in chosen["agencies"]),
    ]
    try:
        arriving.route_arrival(
            arrival=one,
            to=to,
            purpose=Purpose(chosen["purpose"]),
            instruction=chosen["instruction"],
            due_on=chosen["due_on"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _page(request, one, form=form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("มอบหมายแล้ว ผู้รับได้รับแจ้งและเห็นในงานของฉัน"))
    return redirect("letters:arrival", pk)


@require_POST
def end_routing(request: PersonRequest, pk: int, routing_pk: int) -> HttpResponse:
    """``verb``: done (whom it was passed on to), withdraw (the office)."""
    one, form = _found(request, pk), ReasonForm(request.POST)
    within = (
        routings_of(one)
        if _is_office(request.duties, one)
        else routings_to(request.duties).filter(arrival=one)
    )
    routing, verb = get_object_or_404(within, pk=routing_pk), request.POST.get("verb")
    if verb not in {"done", "withdraw"}:
        raise BadRequest("verb")
    if not form.is_valid():
        return _told(request, one, str(form.errors["reason"][0]), HTTPStatus.UNPROCESSABLE_ENTITY)
    reason = form.cleaned_data["reason"]
    try:
        if verb == "done":
            arriving.finish_routing(routing=routing, note=reason, by=request.user, now=now())
        else:
            arriving.withdraw_routing(routing=routing, reason=reason, by=request.user, now=now())
    except RefusedError as refused:
        return _told(request, one, in_words(refused.refusal.message))
    messages.success(request, _("แจ้งว่าดำเนินการแล้ว") if verb == "done" else _("ถอนการมอบหมายแล้ว"))
    return redirect("letters:arrival", pk)


@require_POST
def draft_forward(request: PersonRequest, pk: int) -> HttpResponse:
    """A letter that hands it on to the agencies that it was passed on to; the one that was begun today, if any."""
    one = _found(request, pk)
    issuer = get_object_or_404(Issuer.objects.filter(agency__in=request.duties.agencies()), pk=one.issuer_id)
    try:
        made, _new = actions.begin_from_topic(
            issuer=issuer, topic=Topic.FORWARD_INCOMING, about=one, by=request.user, now=now()
        )
    except RefusedError as refused:
        return _told(request, one, in_words(refused.refusal.message))
    messages.success(request, _("ร่างหนังสือส่งต่อแล้ว ตรวจและเสนอลงนามได้"))
    return redirect("writing:letter", made.pk)


def _told(
    request: PersonRequest, one: Arrival, sentence: str, status: int = HTTPStatus.CONFLICT
) -> HttpResponse:
    messages.error(request, sentence)
    return _page(request, one, status=status)


# ── the file ────────────────────────────────────────────────────────────────
@require_safe
def arrival_file(request: PersonRequest, pk: int) -> FileResponse:
    found = file_of(_found(request, pk))
    if found is None:
        raise Http404
    file, name = found
    return FileResponse(file.open("rb"), as_attachment=True, filename=name)
