"""What the QR code at the door opens: one tap for who is signed in, name and office for a visitor; its papers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from samrit.letters.actions.meeting import sign_in, sign_in_visitor
from samrit.letters.documents.minutes import draw_sign_in_sheet
from samrit.letters.documents.posters import draw_poster
from samrit.letters.forms.meetings import VisitorForm
from samrit.letters.models import Meeting
from samrit.letters.permissions.meetings import refuse_attending
from samrit.letters.queries.meetings import attendances_of, invitees_of, meeting_of, own_attendance
from samrit.letters.views.following import GONE, NOT_FOUND, TOO_MANY, WRONG_CODES, guesses
from samrit.letters.views.links import as_pdf, no_paper
from samrit.letters.views.meetings import own_meeting
from samrit.people.middleware import PersonRequest
from samrit.people.models import User
from samrit.rules.letters.links import code_typed, is_code
from samrit.rules.wording import RefusedError
from samrit.ui.flooding import Flood
from samrit.ui.formats import date_and_time
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.places import place_of
from samrit.ui.wording import in_words

UNPROCESSABLE = 422
visitors = Flood()


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def attend(request: HttpRequest, code: str) -> HttpResponse:
    """Are you here?"""
    place = place_of(request)
    if wait := guesses.seconds_to_wait(place, limit=WRONG_CODES - 1, now=now(), many=0):
        return _wait(request, wait)
    if (meant := code_typed(code)) != code and is_code(meant):
        return redirect("attend:sign_in", meant)
    meeting = meeting_of(code) if is_code(code) else None
    if meeting is None:
        guesses.seconds_to_wait(place, limit=WRONG_CODES, now=now())
        return _page(request, "unknown", status=NOT_FOUND)
    if refusal := refuse_attending(meeting, now=now()):
        return _page(request, "closed", status=GONE, meeting=meeting, why=refusal)
    return _signed(request, meeting) if request.method == "POST" else _form(request, meeting, VisitorForm())


def _form(request: HttpRequest, meeting: Meeting, form: VisitorForm, *, status: int = 200) -> HttpResponse:
    there = own_attendance(meeting, request.user) if isinstance(request.user, User) else None
    page = "signed" if there else "form"
    return _page(request, page, status=status, meeting=meeting, form=form, there=there)


def _signed(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = VisitorForm(data=request.POST)
    is_person = isinstance(request.user, User)
    if not is_person and not form.is_valid():
        return _form(request, meeting, form, status=UNPROCESSABLE)
    if wait := visitors.seconds_to_wait(place_of(request), limit=settings.SURVEY_RATE, now=now()):
        return _wait(request, wait)
    try:
        if isinstance(request.user, User):
            there, _new = sign_in(meeting=meeting, by=request.user, now=now())
        else:
            there, _new = sign_in_visitor(meeting=meeting, **form.cleaned_data, now=now())
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _form(request, meeting, form, status=UNPROCESSABLE)
    return _page(request, "signed", meeting=meeting, there=there)


def _wait(request: HttpRequest, wait: int) -> HttpResponse:
    response = _page(request, "wait", status=TOO_MANY, wait=wait)
    response["Retry-After"] = str(wait)
    return response


def _page(request: HttpRequest, page: str, *, status: int = 200, **more: object) -> HttpResponse:
    response = render(request, "letters/meetings/attend.html", {"page": page, **more}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


# ── papers ──────────────────────────────────────────────────────────────────
@require_safe
def poster(request: PersonRequest, pk: int) -> HttpResponse:
    """โปสเตอร์ A4 for the door."""
    meeting = own_meeting(request, pk)
    office = f"จังหวัด{meeting.area.name}" if meeting.area else "สำนักงาน ก.พ.ร."
    lines = tuple(filter(None, (date_and_time(meeting.starts_at), meeting.place)))
    address = request.build_absolute_uri(reverse("attend:sign_in", args=[meeting.sign_in_code]))
    try:
        content = draw_poster(
            office=office, title=str(meeting), ask="สแกนเพื่อลงชื่อเข้าประชุม", lines=lines, address=address
        )
    except PaperUnavailableError:
        return no_paper(request, reverse("meetings:one", args=[pk]))
    return as_pdf(content, f"sign-in-{pk}")


@require_safe
def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """บัญชีรายชื่อ to sign by hand where the network fails: the invited, who has signed, empty lines."""
    meeting = own_meeting(request, pk)
    try:
        content = draw_sign_in_sheet(meeting, invitees_of(meeting), list(attendances_of(meeting)))
    except PaperUnavailableError:
        return no_paper(request, reverse("meetings:one", args=[pk]))
    return as_pdf(content, f"attendance-{pk}")
