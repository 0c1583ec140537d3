"""How one wishes to be told: settings, LINE, the calendar's secret address."""

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from ninja import Schema, Status
from pydantic import Field

from samrit.notices import actions
from samrit.notices.api.inbox import router
from samrit.notices.forms import WishesForm
from samrit.notices.models import CalendarFeed, LineAccount
from samrit.notices.queries import line_offered, wishes_of
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import say
from samrit.ui.api.problems import of_form, wrong

READ, WRITE = "notices:read", "notices:settings"
QUIET = ("quiet_from", "quiet_until")
_NOT_LINKED = say("line_not_linked", "ยังไม่ได้เชื่อม LINE – ขอรหัสแล้วส่งให้บัญชีทางการก่อน")


class WishesFacts(Schema):
    """``line_offered``: this site sends by LINE; ``line_linked_at`` and ``calendar_made_at`` null: not set up."""

    email: bool
    line: bool
    digest_hour: int
    quiet_from: int | None
    quiet_until: int | None
    language: str
    line_offered: bool
    line_account: str
    line_linked_at: datetime | None
    calendar_made_at: datetime | None


class WishesGiven(Schema):
    """Hours from 0 to 23; what is left out stays. Quiet hours have both ends or (null) none."""

    email: bool | None = None
    line: bool | None = None
    digest_hour: int | None = Field(None, ge=0, le=23)
    quiet_from: int | None = Field(None, ge=0, le=23)
    quiet_until: int | None = Field(None, ge=0, le=23)
    language: Literal["th", "en"] | None = None


class LineCodeMade(Schema):
    """Told this once, to be sent to the official account within 15 minutes; null when the answer is told again."""

    code: str | None
    account: str


class CalendarMade(Schema):
    """Told this once: null when the same answer is told again (Idempotency-Key)."""

    address: str | None


@reads(router, "/notices/settings", scope=READ, answers=WishesFacts)
def notice_settings(request: PersonRequest) -> dict[str, Any]:
    """How one wishes to be told, and what is set up."""
    return _told(request)


@writes(router, "/notices/settings", method="PATCH", scope=WRITE, answers=WishesFacts)
def change_notice_settings(request: PersonRequest, body: WishesGiven) -> dict[str, Any]:
    """Change how one is told."""
    wishes, linked = wishes_of([request.user.pk])[request.user.pk], _line(request) is not None
    asked = body.dict(exclude_unset=True)
    given = {name: value for name, value in asked.items() if value is not None or name in QUIET}
    if given.get("line") and not linked:
        raise wrong("body.line", _NOT_LINKED)
    values = {name: given.get(name, getattr(wishes, name)) for name in actions.WISHES}
    form = WishesForm(_as_typed(values), wishes=wishes, linked=linked)
    if not form.is_valid():
        raise of_form(form)
    actions.change_preference(by=request.user, now=timezone.now(), **form.cleaned_data)
    return _told(request)


@writes(router, "/notices/settings/line-code", scope=WRITE, answers=LineCodeMade, made=True, missing=True)
def make_line_code(request: PersonRequest) -> Status[Any]:
    """A code that links one's LINE account; where this site sends by LINE."""
    if not line_offered():
        raise Http404
    code = actions.make_line_code(by=request.user, now=timezone.now())
    request.kept_without = code  # type: ignore[attr-defined]  # the gate keeps answers
    return made({"code": code, "account": settings.LINE_ACCOUNT})


@writes(router, "/notices/settings/line", method="DELETE", scope=WRITE)
def unlink_line(request: PersonRequest) -> Status[None]:
    """Send nothing to LINE any more."""
    actions.unlink_line(person=request.user, now=timezone.now())
    return done()


@writes(router, "/notices/settings/calendar", scope=WRITE, answers=CalendarMade, made=True)
def make_calendar_address(request: PersonRequest) -> Status[Any]:
    """A new secret address of one's calendar of windows; the one before stops working."""
    token = actions.make_calendar(by=request.user, now=timezone.now())
    address = settings.SITE_URL.rstrip("/") + reverse("dashboards:calendar", args=[token])
    request.kept_without = address  # type: ignore[attr-defined]  # the gate keeps answers
    return made({"address": address})


@writes(router, "/notices/settings/calendar", method="DELETE", scope=WRITE)
def revoke_calendar_address(request: PersonRequest) -> Status[None]:
    """The calendar's address stops working."""
    actions.revoke_calendar(by=request.user, now=timezone.now())
    return done()


def _as_typed(values: dict[str, Any]) -> dict[str, Any]:
    """As the form of the page would be sent: what is off is not there."""
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def _line(request: PersonRequest) -> LineAccount | None:
    return LineAccount.objects.filter(person=request.user).first()


def _told(request: PersonRequest) -> dict[str, Any]:
    wishes, linked = wishes_of([request.user.pk])[request.user.pk], _line(request)
    feed = CalendarFeed.objects.filter(person=request.user).first()
    return {
        **{name: getattr(wishes, name) for name in actions.WISHES},
        "line_offered": line_offered(),
        "line_account": settings.LINE_ACCOUNT,
        "line_linked_at": linked.linked_at if linked else None,
        "calendar_made_at": feed.made_at if feed else None,
    }
