"""หนังสือเข้า: what has my agency received, what must I acknowledge?"""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from samrit.audit.queries import history_of
from samrit.letters.actions import receiving as actions
from samrit.letters.documents.delivery_mail import file_name
from samrit.letters.forms.delivery import ForwardForm, NoteForm
from samrit.letters.models import Delivery, SealedPaper
from samrit.letters.permissions.delivery import is_void, refuse_acknowledging, refuse_forwarding
from samrit.letters.queries import arrivals
from samrit.letters.queries.arrivals import registered
from samrit.letters.queries.delivery import (
    colleagues,
    deliveries_received_by,
    forwards_of,
    forwards_to,
    number_of,
    waiting,
)
from samrit.letters.queries.writing import issuers_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.delivering import refuse_reading_void
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


@require_safe
def inbox(request: PersonRequest) -> HttpResponse:
    """The newest first; ``?show=waiting`` only what is still to be acknowledged."""
    if not request.duties.memberships:
        raise Http404
    only_waiting = request.GET.get("show") == "waiting"
    received = deliveries_received_by(request.duties)
    found = waiting(received) if only_waiting else received
    page = Paginator(found.order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, number_of(one.letter), state_of(one)) for one in page],
        "only_waiting": only_waiting,
        "waiting": waiting(received).count(),
        "today": localdate(),
    }
    return render(request, "letters/delivery/inbox.html", context)


def state_of(delivery: Delivery) -> str:
    """A badge's code."""
    return "letter_void" if is_void(delivery.letter) else f"letter_{delivery.standing}"


def _found(request: PersonRequest, pk: int) -> Delivery:
    return get_object_or_404(deliveries_received_by(request.duties), pk=pk)


def is_looked_at(request: HttpRequest) -> bool:
    """A person opened the page. A HEAD, or a browser that fetches ahead, is nobody reading."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in purpose and "prerender" not in purpose


@require_safe
def received(request: PersonRequest, pk: int) -> HttpResponse:
    """The letter as its recipient sees it; looking at it is written down, once."""
    delivery = _found(request, pk)
    if is_looked_at(request) and actions.open_delivery(delivery=delivery, by=request.user, now=now()):
        delivery = _found(request, pk)
    return _page(request, delivery)


def _page(
    request: PersonRequest,
    delivery: Delivery,
    *,
    note: NoteForm | None = None,
    forward: ForwardForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    people = colleagues(delivery, day=localdate())
    initial = {"due_on": delivery.letter.due_on}
    offices = issuers_of(request.duties).filter(agency=delivery.agency_id)
    arrival = registered(offices.values_list("pk", flat=True), delivery=delivery)
    context = {
        "delivery": delivery,
        "letter": delivery.letter,
        "number": number_of(delivery.letter),
        "state": state_of(delivery),
        "void": is_void(delivery.letter),
        "has_paper": SealedPaper.objects.filter(letter=delivery.letter).exists(),
        "note_form": note or NoteForm(),
        "forward_form": forward or ForwardForm(people, initial=initial),
        "forwards": forwards_of(delivery),
        "mine": forwards_to(request.duties).filter(delivery=delivery).first(),
        "arrival": arrival,
        "arrival_number": arrivals.number_of(arrival) if arrival else "",
        "registers": not is_void(delivery.letter) and offices.filter(retired_at=None).exists(),
        "refusal": refuse_acknowledging(request.duties, delivery),
        "forward_refusal": refuse_forwarding(request.duties, delivery),
        "events": told(history_of(delivery)[:30]),
        "crumbs": [
            Crumb(gettext("หนังสือเข้า"), reverse("letters:inbox")),
            Crumb(number_of(delivery.letter) or delivery.letter.subject),
        ],
    }
    return render(request, "letters/delivery/received.html", context, status=status)


@require_safe
def received_file(request: PersonRequest, pk: int) -> HttpResponse | FileResponse:
    """The sealed PDF; having it is having opened the letter."""
    delivery = _found(request, pk)
    if refusal := refuse_reading_void(void=is_void(delivery.letter)):
        messages.error(request, in_words(refusal.message))
        return _page(request, delivery, status=HTTPStatus.CONFLICT)
    paper = get_object_or_404(SealedPaper, letter=delivery.letter)
    if is_looked_at(request):
        actions.open_delivery(delivery=delivery, by=request.user, now=now())
    name = file_name(number_of(delivery.letter))
    return FileResponse(paper.file.open("rb"), as_attachment=True, filename=name)


@require_POST
def acknowledge(request: PersonRequest, pk: int) -> HttpResponse:
    delivery = _found(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, delivery, note=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.acknowledge(delivery=delivery, note=form.cleaned_data["note"], by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _page(request, delivery, note=form, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("รับทราบหนังสือแล้ว ผู้ส่งเห็นเวลาและชื่อผู้รับทราบ"))
    return redirect("letters:received", pk)


@require_POST
def forward(request: PersonRequest, pk: int) -> HttpResponse:
    delivery = _found(request, pk)
    form = ForwardForm(colleagues(delivery, day=localdate()), data=request.POST)
    if not form.is_valid():
        return _page(request, delivery, forward=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    asked = form.cleaned_data
    try:
        actions.forward(
            delivery=delivery,
            person=asked["person"],
            note=asked["instruction"],
            due_on=asked["due_on"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _page(request, delivery, forward=form, status=HTTPStatus.CONFLICT)
    messages.success(
        request, gettext("มอบหมายให้ %(name)s แล้ว เรื่องนี้อยู่ในงานของผู้นั้น") % {"name": asked["person"].name}
    )
    return redirect("letters:received", pk)


@require_POST
def finish(request: PersonRequest, pk: int) -> HttpResponse:
    """What one was asked to do about this letter is done."""
    delivery = _found(request, pk)
    asked = get_object_or_404(forwards_to(request.duties), delivery=delivery)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["note"][0]))
        return _page(request, delivery, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.finish_forward(forward=asked, note=form.cleaned_data["note"], by=request.user, now=now())
    messages.success(request, gettext("แจ้งว่าดำเนินการแล้ว เรื่องนี้ไม่อยู่ในงานของคุณแล้ว"))
    return redirect("letters:received", pk)
