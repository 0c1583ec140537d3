"""Keeping what is being typed, by itself: the page's script asks every few seconds and is answered in JSON."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.arrival import counted_now
from samrit.reports.forms import LONGEST_TEXT, PrintsField
from samrit.reports.models import EntryDraft
from samrit.reports.permissions import may
from samrit.reports.queries import Item, others_typing
from samrit.reports.words import typed_words
from samrit.rules.wording import Refusal, RefusedError
from samrit.rules.workflow import Verb
from samrit.ui.formats import time_of_day
from samrit.ui.wording import in_words

LONGEST_NUMBER = 9  # digits of a version or revision
LONGEST_SITTING = 40


def autosave(request: PersonRequest, item: Item) -> HttpResponse:
    """เก็บร่างอัตโนมัติ: the words as typed, readable or not; nothing is saved yet."""
    words = typed_words(request.POST)
    if any(len(text) > LONGEST_TEXT for text in words.values()):
        said = _("ข้อความยาวเกิน %(most)s ตัวอักษร จึงยังไม่ได้เก็บ – ตัดให้สั้นลงหรือแนบเป็นไฟล์") % {
            "most": f"{LONGEST_TEXT:,}"
        }
        return JsonResponse({"state": "too_long", "words": said}, status=422)
    moment = now()
    try:
        draft = actions.keep_entry_draft(
            item=item,
            typed=words,
            version=_number(request, "version"),
            opened=PrintsField().to_python(request.POST.get("opened")),
            revision=_number(request, "draft"),
            sitting=request.POST.get("sitting", "")[:LONGEST_SITTING],
            by=request.user,
            now=moment,
        )
    except RefusedError as refused:
        answer = {"state": refused.refusal.code, "words": in_words(refused.refusal.message)}
        return JsonResponse(answer, status=409)
    return JsonResponse(_kept(request, item, draft))


def _kept(request: PersonRequest, item: Item, draft: EntryDraft | None) -> dict[str, Any]:
    if draft is None:
        said = _("ตรงกับที่บันทึกไว้แล้ว")
    else:
        said = _("เก็บร่างอัตโนมัติแล้ว %(at)s ยังไม่ได้บันทึก") % {"at": time_of_day(draft.kept_at)}
    revision = draft.revision if draft else 0
    return {"state": "kept", "draft": revision, "words": said, "notes": list(_notes(request, item))}


def _notes(request: PersonRequest, item: Item) -> list[str]:
    """What the person should know while typing: closed meanwhile, somebody saved, somebody types too."""
    notes, moment = [], now()
    counted = counted_now(item, duties=request.duties, now=moment)
    decision = may(Verb.SAVE, item, duties=request.duties, now=counted)
    if isinstance(decision, Refusal):
        notes.append(_("เก็บเป็นร่างของคุณแล้ว แต่ยังไม่นับ: %(why)s") % {"why": in_words(decision.message)})
    result = item.result
    if result and result.version != _number(request, "version") and result.saved_by and result.saved_at:
        values = {"who": result.saved_by.name, "at": time_of_day(result.saved_at)}
        notes.append(_("%(who)s บันทึกรายการนี้เมื่อ %(at)s – เมื่อคุณบันทึก ระบบจะรวมให้ หรือให้เทียบทั้งสองฉบับ") % values)
    for other in others_typing(item, request.user):
        values = {"who": other.person.name, "at": time_of_day(other.kept_at)}
        notes.append(_("%(who)s พิมพ์รายการนี้ค้างไว้เช่นกัน (ล่าสุด %(at)s)") % values)
    return notes


def _number(request: PersonRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0


def discard(request: PersonRequest, item: Item) -> HttpResponse:
    """ทิ้งข้อความที่พิมพ์ค้างไว้: back to what is saved."""
    revision = request.POST["action"].partition(":")[2]
    known = int(revision) if revision.isdecimal() and len(revision) <= LONGEST_NUMBER else 0
    if actions.discard_entry_draft(item=item, revision=known, by=request.user):
        messages.success(request, _("ทิ้งข้อความที่พิมพ์ค้างไว้แล้ว หน้านี้แสดงฉบับที่บันทึกไว้"))
    else:
        messages.info(request, _("ข้อความที่ค้างไว้เปลี่ยนไปแล้ว จึงยังไม่ได้ทิ้ง"))
    return redirect("reports:entry", item.round.pk, item.kpi.indicator_id)
