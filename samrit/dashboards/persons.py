"""All that is kept of one person, to be handed to that person: as JSON for programs and as a page to be read, in one ZIP."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop

from samrit.audit.actions import record
from samrit.audit.models import Event
from samrit.letters.models import Attendance
from samrit.notices.models import CalendarFeed, Digest, LineAccount, Notice, Preference
from samrit.people.models import AccessToken, Invitation, LinkedIdentity, Membership, User
from samrit.reports.models import EntryDraft
from samrit.rules.privacy import privacy

# What would let somebody in, or stands for a thing that does: nobody gets that, not even the person.
SECRETS = frozenset(
    {"password", "token_hash", "code_hash", "session_key", "key_mark", "data", "session_data"}
)
MOST_EVENTS = 100_000
SECTIONS: dict[str, str] = {
    "account": gettext_noop("บัญชี"),
    "memberships": gettext_noop("บทบาทในหน่วยงาน"),
    "invitations": gettext_noop("คำเชิญ"),
    "second_steps": gettext_noop("วิธียืนยันตัวตน"),
    "identities": gettext_noop("บัญชีภายนอกที่ผูกไว้"),
    "sessions": gettext_noop("เซสชันที่เข้าระบบ"),
    "tokens": gettext_noop("โทเคน"),
    "preferences": gettext_noop("การตั้งค่าการแจ้งเตือน"),
    "line": gettext_noop("บัญชี LINE ที่เชื่อมไว้"),
    "calendar": gettext_noop("ปฏิทินส่วนตัว"),
    "notices": gettext_noop("การแจ้งเตือน"),
    "digests": gettext_noop("สรุปงานประจำวัน"),
    "attendances": gettext_noop("การลงชื่อเข้าประชุม"),
    "drafts": gettext_noop("ข้อความที่พิมพ์ค้างไว้"),
    "done": gettext_noop("งานที่ลงชื่อด้วยเลขบัญชีนี้"),
    "events": gettext_noop("ประวัติการใช้งาน"),
}


def data_of(user: User) -> dict[str, Any]:
    """Sections of plain values. ``done``: how often the person stands in tables of work, by column."""
    return {
        "account": _row(user),
        "memberships": _rows(Membership.objects.filter(user=user)),
        "invitations": _rows(Invitation.objects.filter(email=user.email)),
        "second_steps": _rows(Authenticator.objects.filter(user=user)),
        "identities": _rows(LinkedIdentity.objects.filter(user=user)),
        "sessions": _rows(UserSession.objects.filter(user=user)),
        "tokens": _rows(AccessToken.objects.filter(user=user)),
        "preferences": _rows(Preference.objects.filter(person=user)),
        "line": _rows(LineAccount.objects.filter(person=user)),
        "calendar": _rows(CalendarFeed.objects.filter(person=user)),
        "notices": _rows(Notice.objects.filter(person=user)),
        "digests": _rows(Digest.objects.filter(person=user)),
        "attendances": _rows(Attendance.objects.filter(person=user)),
        "drafts": _rows(EntryDraft.objects.filter(person=user)),
        "done": _done(user),
        "events": _events(user),
    }


def _rows(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    return [_row(row) for row in rows.order_by("pk")]


def _row(row: Model) -> dict[str, Any]:
    return {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django's public way to a model's columns
        if field.name not in SECRETS
    }


def _done(user: User) -> dict[str, int]:
    """``reports.result.approved_by`` → in how many rows this account stands there."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:  # noqa: SLF001 - as above
            if field.remote_field is not None and field.remote_field.model is User:
                count = model._default_manager.filter(**{field.name: user}).count()  # noqa: SLF001 - as above
                if count:
                    found[f"{model._meta.label_lower}.{field.name}"] = count  # noqa: SLF001 - as above
    return found


def _events(user: User) -> list[dict[str, Any]]:
    """What the trail says that this person did: when, what, to which thing. Contents belong to the thing."""
    names = ("id", "at", "verb", "subject", "actor_role")
    rows = Event.objects.filter(actor_id=user.pk).order_by("-pk")[:MOST_EVENTS]
    return list(rows.values(*names))


@transaction.atomic
def export_person(*, user: User, by: User | None, now: datetime) -> bytes:
    """The ZIP; that it was made is an event."""
    data = data_of(user)
    record(verb="export_person", subject=user, by=by, now=now)
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    page = render_to_string(
        "dashboards/privacy/person.html",
        {"sections": list(_shown(data)), "activities": privacy().activities, "made_at": now},
    )
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", text)
        archive.writestr("data.html", page)
    return held.getvalue()


def _shown(data: Mapping[str, Any]) -> Iterable[tuple[str, list[list[tuple[str, Any]]]]]:
    """Each section as rows of (name, value)."""
    for name, section in data.items():
        rows = section if isinstance(section, list) else [section]
        yield gettext(SECTIONS[name]), [list(row.items()) for row in rows]
