"""Meetings as officers hold them: the list, planning one, its page with agenda and invited agencies, its calendar file."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.audit.queries import history_of
from samrit.letters.actions import meeting as actions
from samrit.letters.documents.invitations import PUBLISH, calendar_of
from samrit.letters.forms.links import ReasonForm
from samrit.letters.forms.meetings import InviteForm, ItemForm, MeetingForm, NewMeetingForm
from samrit.letters.models import AgendaItem, Invitee, Meeting
from samrit.letters.permissions.meetings import refuse_attending, refuse_convening, refuse_meeting
from samrit.letters.queries.meetings import (
    agenda_of,
    attendances_of,
    attended,
    invitees_of,
    meetings_visible_to,
    tasks_of,
    with_counts,
)
from samrit.letters.queries.ties import ties_of_meeting
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.queries import agencies_visible_to, areas_managed_by
from samrit.rules.letters.meetings import Verb
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.pieces import Crumb, Event
from samrit.ui.wording import in_words

ON_PAGE = 50
LONGEST_KEY = 18  # digits
CONFLICT, UNPROCESSABLE = 409, 422
CALENDAR = "text/calendar; charset=utf-8"


def found_meeting(request: PersonRequest, pk: int) -> Meeting:
    return get_object_or_404(meetings_visible_to(request.duties), pk=pk)


def own_meeting(request: PersonRequest, pk: int) -> Meeting:
    """One that this person holds; who is only invited finds no such page."""
    found = found_meeting(request, pk)
    if refuse_convening(request.duties, found.area):
        raise Http404
    return found


def crumbs_of(meeting: Meeting | None, *more: Crumb) -> list[Crumb]:
    first = Crumb(gettext("การประชุม"), reverse("meetings:list"))
    if meeting is None:
        return [first, *more]
    own = reverse("meetings:one", args=[meeting.pk]) if more else ""
    return [first, Crumb(str(meeting), own), *more]


def key_in(request: PersonRequest, name: str) -> int:
    """A row's key as a form sent it; 0 (no row has it) for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else 0


@require_safe
def meetings(request: PersonRequest) -> HttpResponse:
    """Which meetings are there, and what did they assign to us?"""
    page = Paginator(with_counts(meetings_visible_to(request.duties)), ON_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "may_plan": areas_managed_by(request.duties).exists(),
        "tasks": list(tasks_of(request.duties)[:ON_PAGE]),
    }
    return render(request, "letters/meetings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: PersonRequest) -> HttpResponse:
    areas = areas_managed_by(request.duties)
    if not areas.exists():
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = NewMeetingForm(areas, central=request.duties.evaluates, data=data)
    if data is not None and form.is_valid() and (made := _planned(request, form)):
        messages.success(request, gettext("กำหนดการประชุมแล้ว เพิ่มวาระและเลือกผู้รับเชิญต่อได้เลย"))
        return redirect("meetings:one", made.pk)
    context = {"form": form, "crumbs": crumbs_of(None, Crumb(gettext("กำหนดการประชุม")))}
    return render(
        request, "letters/meetings/form.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def _plan(said: dict[str, Any]) -> actions.Plan:
    return actions.Plan(**{name: said[name] for name in MeetingForm.base_fields})


def _planned(request: PersonRequest, form: NewMeetingForm) -> Meeting | None:
    said = form.cleaned_data
    try:
        return actions.plan_meeting(
            area=said["area"], plan=_plan(said), usual_agenda=said["usual_agenda"], by=request.user, now=now()
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def change_meeting(request: PersonRequest, pk: int) -> HttpResponse:
    meeting = own_meeting(request, pk)
    data = request.POST if request.method == "POST" else None
    form = MeetingForm.of(meeting, data=data)
    status = UNPROCESSABLE if form.errors else 200
    if data is not None and form.is_valid():
        try:
            actions.change_meeting(
                meeting=meeting, plan=_plan(form.cleaned_data), seen=key_in(request, "seen"),
                by=request.user, now=now(),
            )  # fmt: skip
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
            status = CONFLICT
        else:
            messages.success(request, gettext("บันทึกแล้ว ส่งคำเชิญอีกครั้งเพื่อให้ปฏิทินของผู้รับเชิญเปลี่ยนตาม"))
            return redirect("meetings:one", pk)
    context = {
        "form": form,
        "meeting": meeting,
        "crumbs": crumbs_of(meeting, Crumb(gettext("แก้ไข"))),
        "refusal": refuse_meeting(request.duties, meeting, Verb.CHANGE, now=now()),
    }
    return render(request, "letters/meetings/form.html", context, status=status)


@require_safe
def calendar_file(request: PersonRequest, pk: int) -> HttpResponse:
    meeting = found_meeting(request, pk)
    response = HttpResponse(calendar_of(meeting, method=PUBLISH, now=now()), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return response


# ── who is invited ──────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    meeting = own_meeting(request, pk)
    agencies = agencies_visible_to(request.duties).order_by("area_id", "name", "pk")
    if meeting.area_id:
        agencies = agencies.filter(area=meeting.area_id)
    there = {one.agency_id for one in invitees_of(meeting) if one.agency_id}
    data = request.POST if request.method == "POST" else None
    form = InviteForm(agencies.exclude(pk__in=there), data=data)
    status = UNPROCESSABLE if form.errors else 200
    if data is not None and form.is_valid():
        try:
            count = actions.invite(
                meeting=meeting, agencies=form.cleaned_data["agencies"], by=request.user, now=now()
            )
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
            status = CONFLICT
        else:
            text = ngettext(
                "เพิ่มผู้รับเชิญ {n} หน่วยงานแล้ว ยังไม่ได้ส่งคำเชิญ", "เพิ่มผู้รับเชิญ {n} หน่วยงานแล้ว ยังไม่ได้ส่งคำเชิญ", count
            )
            messages.success(request, text.format(n=count))
            return redirect("meetings:one", pk)
    context = {
        "form": form, "meeting": meeting, "crumbs": crumbs_of(meeting, Crumb(gettext("เลือกผู้รับเชิญ"))),
        "refusal": refuse_meeting(request.duties, meeting, Verb.CHANGE, now=now()),
    }  # fmt: skip
    return render(request, "letters/meetings/invite.html", context, status=status)


# ── one meeting ─────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: PersonRequest, pk: int) -> HttpResponse:
    """When, where, what about, who comes? POST changes the agenda or moves the meeting on."""
    found = found_meeting(request, pk)
    form = ItemForm(data=request.POST if request.POST.get("verb") == "add" else None)
    if request.method != "POST":
        return _page(request, found, form)
    if refusal := refuse_convening(request.duties, found.area):
        return _page(request, found, form, refusal=refusal, status=CONFLICT)
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb is None or (verb is _add and not form.is_valid()):
        return _page(request, found, form, status=UNPROCESSABLE)
    try:
        said = verb(request, found, form)
    except RefusedError as refused:
        return _page(request, found, form, refusal=refused.refusal, status=CONFLICT)
    if said:
        messages.success(request, said)
    return redirect("meetings:one", found.pk)


def _add(request: PersonRequest, found: Meeting, form: ItemForm) -> str:
    actions.add_item(meeting=found, **form.cleaned_data, by=request.user, now=now())
    return gettext("เพิ่มวาระแล้ว")


def _item(request: PersonRequest, found: Meeting) -> AgendaItem:
    items = AgendaItem.objects.filter(meeting=found).select_related("meeting")
    return get_object_or_404(items, pk=key_in(request, "item"))


def _remove(request: PersonRequest, found: Meeting, _form: ItemForm) -> str:
    actions.remove_item(item=_item(request, found), by=request.user, now=now())
    return gettext("ลบวาระแล้ว")


def _up(request: PersonRequest, found: Meeting, _form: ItemForm) -> str:
    actions.move_item(item=_item(request, found), up=True, by=request.user, now=now())
    return ""


def _down(request: PersonRequest, found: Meeting, _form: ItemForm) -> str:
    actions.move_item(item=_item(request, found), up=False, by=request.user, now=now())
    return ""


def _uninvite(request: PersonRequest, found: Meeting, _form: ItemForm) -> str:
    invitees = Invitee.objects.filter(meeting=found).select_related("meeting")
    invitee = get_object_or_404(invitees, pk=key_in(request, "invitee"))
    actions.uninvite(invitee=invitee, by=request.user, now=now())
    return gettext("นำออกจากรายชื่อผู้รับเชิญแล้ว")


def _send(request: PersonRequest, found: Meeting, _form: ItemForm) -> str:
    count = actions.send_invitations(meeting=found, by=request.user, now=now())
    return ngettext("ส่งคำเชิญถึง {n} คนแล้ว", "ส่งคำเชิญถึง {n} คนแล้ว", count).format(n=count)


def _hold(request: PersonRequest, found: Meeting, _form: ItemForm) -> str:
    actions.hold_meeting(meeting=found, by=request.user, now=now())
    return gettext("บันทึกว่าประชุมแล้ว จดรายงานการประชุมได้เลย")


def _cancel(request: PersonRequest, found: Meeting, _form: ItemForm) -> str:
    form = ReasonForm(data=request.POST)
    if not form.is_valid():
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    actions.cancel_meeting(meeting=found, reason=form.cleaned_data["reason"], by=request.user, now=now())
    return gettext("ยกเลิกการประชุมแล้ว ผู้รับเชิญได้รับแจ้งและปฏิทินจะนำออก")


def _renew(request: PersonRequest, found: Meeting, _form: ItemForm) -> str:
    actions.renew_sign_in(meeting=found, by=request.user, now=now())
    return gettext("เปลี่ยนรหัสลงชื่อแล้ว พิมพ์โปสเตอร์ใหม่ รหัสเดิมใช้ไม่ได้อีก")


VERBS: dict[str, Callable[[PersonRequest, Meeting, ItemForm], str]] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "uninvite": _uninvite,
    "send": _send,
    "hold": _hold,
    "cancel": _cancel,
    "renew": _renew,
}


def _history(found: Meeting) -> list[Event]:
    """Without the meeting's own name in each line: it stands above them all."""
    name = str(found)
    return [
        replace(one, changes=[it for it in one.changes if it.before or it.after != name])
        for one in told(history_of(found))
    ]


def _page(
    request: PersonRequest,
    found: Meeting,
    form: ItemForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    moment, duties = now(), request.duties
    invitees, came = invitees_of(found), list(attendances_of(found))
    holds = refuse_convening(duties, found.area) is None
    context = {
        "meeting": found,
        "items": agenda_of(found),
        "form": form,
        "holds": holds,
        "changing": refuse_meeting(duties, found, Verb.CHANGE, now=moment),
        "sending": refuse_meeting(duties, found, Verb.INVITE, now=moment),
        "holding": refuse_meeting(duties, found, Verb.HOLD, now=moment),
        "cancelling": refuse_meeting(duties, found, Verb.CANCEL, now=moment),
        "refusal": refusal,
        "invitees": invitees,
        "came": came if holds else [],
        "attended": attended(invitees, came),
        "signing": refuse_attending(found, now=moment),
        "sign_in": request.build_absolute_uri(reverse("attend:sign_in", args=[found.sign_in_code]))
        if holds
        else "",
        "ties": ties_of_meeting(found, duties) if holds else (),
        "history": _history(found) if holds else [],
        "crumbs": crumbs_of(found),
    }
    return render(request, "letters/meetings/one.html", context, status=status)
