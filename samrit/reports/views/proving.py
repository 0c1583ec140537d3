"""The evidence part of an entry: attaching, choosing from what is there, ticking the checklist.

With a script only this part of the page is exchanged; without one the whole page comes again, and what is typed
beside it stays as it is, unsaved.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samrit.evidence.forms import level_choices, typed_level
from samrit.evidence.models import Scan
from samrit.evidence.permissions import file_not_yours
from samrit.evidence.queries import owned_by, upload_of, with_people
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.reports import actions
from samrit.reports.checklist import Line, checklist_of
from samrit.reports.models import ResultEvidence
from samrit.reports.proof import proofs, seen_file
from samrit.reports.queries import Item
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.wording import in_words

LONGEST_NUMBER = 18  # digits of a key that a column can hold
OFFERED = 10  # files on one page of the picker
Done = tuple[int, str]  # a message's level and words


def evidence_context(request: PersonRequest, item: Item) -> dict[str, Any]:
    """For ``entry/evidence.html``: the files, the list they answer, and (when asked) what may be chosen."""
    links = list(item.result.evidence.all()) if item.result else []
    lines = checklist_of(item)
    return {
        "evidence": proofs(request.duties, links),
        "checklist": lines,
        "codes": [(line.asked.code, _choice(line)) for line in lines],
        "lacking": [line.asked.title for line in lines if line.lacks],
        "levels": level_choices(),
        "evidence_reason": request.POST.get(
            "evidence_reason", item.result.evidence_reason if item.result else ""
        ),
        **_picker(request, item),
    }


def _choice(line: Line) -> str:
    """A line of the checklist as it is chosen for a new file."""
    return f"{line.asked.title} – {_('ยังขาด')}" if line.lacks else line.asked.title


def _picker(request: PersonRequest, item: Item) -> dict[str, Any]:
    """Files of the own agencies that are not attached here yet, newest first."""
    sent = request.POST if request.method == "POST" else request.GET
    asked = sent.get("action", "").partition(":")[0] == "pick"
    if not asked:
        return {"picker": None}
    attached = item.result.evidence.values("file__sha256") if item.result else ResultEvidence.objects.none()
    files = owned_by(request.duties.agencies(Role.RECORDER)).exclude(scan=Scan.INFECTED)
    if item.result:
        files = files.exclude(sha256__in=attached)
    if words := sent.get("pick_words", "").strip():
        files = files.filter(name__icontains=words)
    page = Paginator(with_people(files).order_by("-id"), OFFERED).get_page(_chosen_page(sent))
    return {
        "picker": page,
        "offered": [seen_file(request.duties, file) for file in page],
        "pick_words": words,
    }


def _chosen_page(sent: Any) -> str:
    return sent.get("action", "").partition(":")[2] or "1"


# ── acts: each returns what to say ──────────────────────────────────────────
def attach_all(request: PersonRequest, item: Item) -> bool:
    """Keep each good file of the form and say so; a refused one gets its own message. Whether all are there."""
    kept, refusals = 0, []
    for file in request.FILES.getlist("evidence"):
        try:
            link = actions.attach_evidence(
                item=item,
                file=file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
                name=file.name or "",
                secrecy=typed_level(request.POST.get("secrecy", "")),
                code=_code(request, item),
                by=request.user,
                now=now(),
            )
        except RefusedError as refused:
            refusals.append(refused.refusal)
            continue
        kept += 1
        if link.file.used_again:
            messages.info(request, _used_again(link))
    if kept:
        words = ngettext("แนบไฟล์ %(n)s ไฟล์แล้ว", "แนบไฟล์ %(n)s ไฟล์แล้ว", kept) % {"n": kept}
        messages.success(request, words)
    wrong = [
        refusal for refusal in refusals if refusal.code != "evidence_twice"
    ]  # those are there, after all
    for refusal in refusals:
        level = messages.ERROR if refusal in wrong else messages.INFO
        messages.add_message(request, level, in_words(refusal.message))
    return not wrong


def _used_again(link: ResultEvidence) -> str:
    return _("มีไฟล์นี้แล้ว (“%(name)s”) จึงใช้ไฟล์เดิม ไม่เก็บซ้ำ") % {"name": link.file.name}


def _code(request: PersonRequest, item: Item) -> str:
    """The line of the list that was chosen for the new files; "" for none."""
    typed = request.POST.get("code", "")
    return typed if typed in {line.code for line in item.kpi.required_evidence.all()} else ""


def attach_kept(request: PersonRequest, item: Item) -> Done:
    """Attach a file that is there already."""
    own = owned_by(request.duties.agencies(Role.RECORDER))
    file = own.filter(pk=whole_number(_subject(request))).first()
    if file is None:
        raise RefusedError(file_not_yours())
    actions.attach_kept(item=item, file=file, by=request.user, now=now(), code=_code(request, item))
    return messages.SUCCESS, _("แนบไฟล์ที่มีอยู่แล้ว ไม่ต้องอัปโหลดซ้ำ")


def attach_upload(request: PersonRequest, item: Item) -> Done:
    """A file that came in pieces has arrived."""
    moment = now()
    upload = upload_of(request.user, _subject(request), now=moment)
    if upload is None:
        raise RefusedError(refuse("upload_gone", "การส่งไฟล์นี้สิ้นสุดแล้ว – ดูรายการหลักฐาน หากยังไม่มีให้ส่งใหม่"))
    link = actions.attach_upload(
        item=item,
        upload=upload,
        secrecy=typed_level(request.POST.get("secrecy", "")),
        code=_code(request, item),
        by=request.user,
        now=moment,
    )
    if link.file.used_again:
        return messages.INFO, _used_again(link)
    if link.file.scan == Scan.WAITING:
        return messages.WARNING, _(
            "แนบไฟล์แล้ว แต่เครื่องตรวจไวรัสไม่ตอบ – ระบบจะตรวจให้เองภายหลัง ระหว่างนี้คนอื่นยังเปิดไม่ได้"
        )
    return messages.SUCCESS, _("แนบไฟล์ “%(name)s” แล้ว") % {"name": link.file.name}


def detach(request: PersonRequest, item: Item) -> Done:
    actions.detach_evidence(item=item, link=whole_number(_subject(request)), by=request.user, now=now())
    return messages.SUCCESS, _("นำไฟล์ออกแล้ว ข้อความที่พิมพ์ยังอยู่ครบ – กดบันทึกร่างเมื่อพร้อม")


def tick(request: PersonRequest, item: Item) -> Done:
    """``tick:<link>:<code>``."""
    link, _colon, code = _subject(request).partition(":")
    actions.tick_evidence(item=item, link=whole_number(link), code=code, by=request.user, now=now())
    return messages.SUCCESS, _("บันทึกแล้วว่าไฟล์นี้ใช้กับรายการที่เลือก")


def untick(request: PersonRequest, item: Item) -> Done:
    """``untick:<link>:<code>``."""
    link, _colon, code = _subject(request).partition(":")
    actions.untick_evidence(item=item, link=whole_number(link), code=code, by=request.user, now=now())
    return messages.SUCCESS, _("นำไฟล์ออกจากรายการนี้แล้ว ไฟล์ยังแนบอยู่")


def pick(_request: PersonRequest, _item: Item) -> Done | None:
    """Show what may be chosen; nothing is written."""
    return None


EVIDENCE_ACTS: dict[str, Callable[[PersonRequest, Item], Done | None]] = {
    "attach": attach_kept,
    "upload": attach_upload,
    "detach": detach,
    "tick": tick,
    "untick": untick,
    "pick": pick,
}


def keep_reason(request: PersonRequest, item: Item) -> None:
    """Why required evidence is not there, typed beside the list; kept with everything else."""
    if "evidence_reason" not in request.POST:
        return
    reason = request.POST["evidence_reason"].replace("\r\n", "\n")
    try:
        actions.explain_missing_evidence(item=item, reason=reason, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))


def fragment(
    request: PersonRequest, item: Item, done: Done | None, refusal: Refusal | None = None
) -> HttpResponse:
    """The evidence part alone, with what is to be said at its head."""
    context = {
        "item": item,
        "kpi": item.kpi,
        "round": item.round,
        "removable": True,
        "said": {"success": done[0] == messages.SUCCESS, "words": done[1]} if done else None,
        "refused": refusal,
        **evidence_context(request, item),
    }
    return render(request, "reports/entry/evidence.html", context)


def _subject(request: PersonRequest) -> str:
    return request.POST.get("action", "").partition(":")[2]


def whole_number(typed: str) -> int:
    """-1 (no key and no version) for anything that no page of ours sends, such as ² or a thousand digits."""
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else -1
