"""Files of an agency's draft answer: attached, taken off, until it is sent."""

from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from samrit.evidence.queries import owned_by, upload_of
from samrit.people.api.operations import done, made, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.reports.api.given import FileGiven
from samrit.rules.wording import RefusedError, refuse
from samrit.scores import actions
from samrit.scores.api.questions import AnswerFileFacts, file_told, found_question, shown_of
from samrit.scores.models import AnswerEvidence, Question
from samrit.scores.queries import with_answers
from samrit.ui.api.values import Key, PathKey, Text

router = Router(tags=["questions"])
WRITE = "evidence:write"
AT = "/questions/{question_id}/answer/files"
Secrecy = Literal["ordinary", "confidential", "secret", "top_secret"]


class AnswerFileForm(Schema):
    """How a file is kept; ``code``: the line of the KPI's checklist that it answers."""

    secrecy: Secrecy = "ordinary"
    code: Annotated[str, Text(40)] = ""


class UploadAttached(AnswerFileForm):
    """A file that came in pieces, by its key."""

    upload: Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]


class AnswerFilePath(Schema):
    """Which file of which question's draft."""

    question_id: Key
    link_id: Key


@writes(router, AT, scope=WRITE, answers=AnswerFileFacts, made=True, takes="multipart/form-data")
def attach_to_answer(
    request: PersonRequest, question_id: PathKey, file: File[UploadedFile], how: Form[AnswerFileForm]
) -> Status[Any]:
    """Attach a file to the draft of one's agency; evaluators do not see it until the answer is sent."""
    question = found_question(request, question_id)
    link = actions.attach_to_answer(
        question=question,
        file=file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
        name=file.name or "",
        by=request.user,
        now=now(),
        **how.dict(),
    )
    return made(_told(request, question, link))


@writes(router, f"{AT}/kept", scope=WRITE, answers=AnswerFileFacts, made=True)
def attach_kept_to_answer(request: PersonRequest, question_id: PathKey, body: FileGiven) -> Status[Any]:
    """Attach a file that the own agency has already, such as one that proves the result itself."""
    question = found_question(request, question_id)
    own = owned_by(request.duties.agencies(Role.RECORDER, Role.APPROVER))
    file = get_object_or_404(own, pk=body.file_id)
    link = actions.attach_kept_to_answer(
        question=question, file=file, code=body.code, by=request.user, now=now()
    )
    return made(_told(request, question, link))


@writes(router, f"{AT}/uploaded", scope=WRITE, answers=AnswerFileFacts, made=True)
def attach_upload_to_answer(
    request: PersonRequest, question_id: PathKey, body: UploadAttached
) -> Status[Any]:
    """Attach a file that came in pieces and is complete."""
    question, moment = found_question(request, question_id), now()
    upload = upload_of(request.user, body.upload, now=moment)
    if upload is None:
        raise RefusedError(refuse("upload_gone", "การส่งไฟล์นี้สิ้นสุดแล้ว – ดูรายการหลักฐาน หากยังไม่มีให้ส่งใหม่"))
    link = actions.attach_upload_to_answer(
        question=question, upload=upload, secrecy=body.secrecy, code=body.code, by=request.user, now=moment
    )
    return made(_told(request, question, link))


@writes(router, f"{AT}/{{link_id}}", method="DELETE", scope=WRITE)
def detach_from_answer(request: PersonRequest, at: Annotated[AnswerFilePath, Path()]) -> Status[None]:
    """Take a file off the draft; the file itself stays in the register."""
    question = found_question(request, at.question_id)
    actions.detach_from_answer(question=question, link=at.link_id, by=request.user, now=now())
    return done()


def _told(request: PersonRequest, question: Question, link: AnswerEvidence) -> dict[str, Any]:
    fresh = with_answers(Question.objects.filter(pk=question.pk)).get()
    draft = shown_of(request, [fresh])[0].draft
    files = draft.files if draft else ()
    return next(file_told(one) for one in files if one.link == link.pk)
