"""Files that prove one answer: what is there, a new one, one of the register."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.assessments.actions.proving import (
    attach_file,
    attach_kept,
    attach_to_others,
    attach_upload,
    detach_file,
)
from samrit.assessments.models import AnswerEvidence
from samrit.assessments.permissions.assessing import refuse_writing
from samrit.assessments.queries.assessments import Read
from samrit.assessments.views.assessing.answering import Teller
from samrit.assessments.views.assessing.found import crumbs, found_read, in_page, section_name, url_of
from samrit.evidence.forms import NewFilesForm, file_limits, level_choices, typed_level
from samrit.evidence.models import Scan
from samrit.evidence.queries import owned_by, upload_of, with_people
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.rules.instruments import Question
from samrit.rules.wording import Message, RefusedError, say
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

OFFERED = 10
LONGEST_KEY = 18
MOST_FILES = 10


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: PersonRequest, pk: int, question: str) -> HttpResponse:
    """What proves this answer?"""
    read = found_read(request, pk)
    asked = read.instrument.questions.get(question)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _done(request, read, asked)
    return _page(request, read, asked)


def _done(request: PersonRequest, read: Read, asked: Question) -> HttpResponse:
    verb, _sign, key = request.POST.get("action", "").partition(":")
    if verb == "upload":
        return _arrived(request, read, asked, key)
    number = int(key) if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY else 0
    try:
        if verb == "use":
            own = owned_by(request.duties.agencies(Role.RECORDER))
            file = get_object_or_404(own, pk=number)
            attach_kept(
                assessment=read.assessment, question=asked.code, file=file, by=request.user, now=now()
            )
        elif verb == "share":
            _share(request, read, asked, number)
        elif verb == "remove":
            detach_file(assessment=read.assessment, link=number, by=request.user, now=now())
        elif not _attached(request, read, asked):
            messages.error(request, _("เลือกไฟล์ก่อน แล้วกดแนบ"))
            return _page(request, read, asked, HTTPStatus.UNPROCESSABLE_ENTITY)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _page(request, found_read(request, read.assessment.pk), asked, HTTPStatus.CONFLICT)
    messages.success(
        request, _("นำไฟล์ออกจากข้อนี้แล้ว ไฟล์ยังอยู่ในทะเบียนหลักฐาน") if verb == "remove" else _("แนบหลักฐานแล้ว")
    )
    return redirect("assessments:evidence", read.assessment.pk, asked.code)


def _arrived(request: PersonRequest, read: Read, asked: Question, key: str) -> HttpResponse:
    """A file that came in pieces; the script asks for what the answer is proved by now, and what is to be said."""
    moment = now()
    upload = upload_of(request.user, key, now=moment)
    if upload is None:
        gone = say("upload_gone", "การส่งไฟล์นี้สิ้นสุดแล้ว – ดูรายการหลักฐาน หากยังไม่มีให้ส่งใหม่")
        return _proof(request, read, asked, refused=gone)
    try:
        attach_upload(
            assessment=read.assessment,
            question=asked.code,
            upload=upload,
            secrecy=typed_level(request.POST.get("secrecy", "")),
            by=request.user,
            now=moment,
        )
    except RefusedError as refused:
        return _proof(request, read, asked, refused=refused.refusal.message)
    return _proof(request, read, asked, said=_("แนบหลักฐานแล้ว"))


def _proof(
    request: PersonRequest, read: Read, asked: Question, *, said: str = "", refused: Message | None = None
) -> HttpResponse:
    fresh = found_read(request, read.assessment.pk)
    context = {"said": said, "refused": refused, **_attached_now(request, fresh, asked)}
    return render(request, "assessments/assessing/proof.html", context)


def _share(request: PersonRequest, read: Read, asked: Question, link: int) -> None:
    """The file of one of this answer's links proves the chosen answers too."""
    links = AnswerEvidence.objects.filter(sheet__assessment=read.assessment, question=asked.code)
    attach_to_others(
        assessment=read.assessment,
        questions=request.POST.getlist("q"),
        file=get_object_or_404(links.select_related("file"), pk=link).file,
        by=request.user,
        now=now(),
    )


def _others(read: Read, asked: Question) -> list[tuple[Question, bool]]:
    """Ticked answers around this one that ask for proof; whether they have any."""
    row = read.row(read.own)
    top = list(read.instrument.around(asked.section))[-1]
    proved = {link.question for link in row.evidence.all()} if row else set()
    given = row.answers if row else {}
    return [
        (one, code in proved)
        for code, one in read.instrument.questions.items()
        if one.evidence
        and code != asked.code
        and given.get(code, {}).get("value") is True
        and list(read.instrument.around(one.section))[-1] == top
    ]


def _attached(request: PersonRequest, read: Read, asked: Question) -> int:
    files = request.FILES.getlist("evidence")
    for file in files:
        attach_file(
            assessment=read.assessment,
            question=asked.code,
            file=file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
            name=file.name or "",
            secrecy=typed_level(request.POST.get("secrecy", "")),
            by=request.user,
            now=now(),
        )
    return len(files)


def _page(request: PersonRequest, read: Read, asked: Question, status: int = HTTPStatus.OK) -> HttpResponse:
    top = list(read.instrument.around(asked.section))[-1]
    back = url_of(read, "sheet", read.own, top.code)
    context = in_page(
        read,
        back=f"{back}#{asked.code}",
        form=NewFilesForm(),
        levels=level_choices(),
        limits=file_limits(MOST_FILES),
        crumbs=crumbs(read, Crumb(section_name(top), back), Crumb(_("หลักฐาน"))),
        **_attached_now(request, read, asked),
        **_picker(request, read, asked),
    )
    return render(request, "assessments/assessing/evidence.html", context, status=status)


def _attached_now(request: PersonRequest, read: Read, asked: Question) -> dict[str, Any]:
    """For ``proof.html``, which is exchanged as a whole."""
    shown = Teller(request.duties, read, read.own, {}, None).question(asked)
    return {
        "shown": shown,
        "entry_url": url_of(read, "evidence", asked.code),
        "others": _others(read, asked) if shown.files else [],
        "refusal": refuse_writing(request.duties, read, read.own, now=now()),
    }


def _picker(request: PersonRequest, read: Read, asked: Question) -> dict[str, Any]:
    """Files of the own agencies that do not prove this answer yet, the newest first."""
    row = read.row(read.own)
    there = [link.file_id for link in row.evidence.all() if link.question == asked.code] if row else []
    own = request.duties.agencies(Role.RECORDER) & {read.assessment.agency_id}
    files = owned_by(own).exclude(scan=Scan.INFECTED).exclude(pk__in=there)
    words = request.GET.get("q", "").strip()[:100]
    if words:
        files = files.filter(name__icontains=words)
    page = Paginator(with_people(files).order_by("-id"), OFFERED).get_page(request.GET.get("page"))
    return {"picker": page, "words": words}
