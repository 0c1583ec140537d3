"""Evidence of a result: what is attached, attaching, taking off; and the files themselves."""

from typing import Annotated, Any, Literal

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from ninja import File, Form, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from samrit.evidence.actions import note_opening, set_secrecy
from samrit.evidence.permissions import refuse_opening
from samrit.evidence.queries import owned_by, upload_of, visible_to, with_people
from samrit.people.api.operations import FILE, done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.reports import actions
from samrit.reports.api import facts, given
from samrit.reports.api.found import AtItem, ItemPath, found_item
from samrit.reports.api.told import evidence_facts, file_facts
from samrit.reports.forms.evidence import KINDS
from samrit.reports.models import ResultEvidence
from samrit.reports.proof import proofs, seen_file
from samrit.reports.queries import Item
from samrit.reports.queries.register import narrowed, register_of
from samrit.rules.wording import RefusedError, say
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import wrong
from samrit.ui.api.values import Key, PathKey, Text

router = Router(tags=["evidence"])
READ, WRITE = "evidence:read", "evidence:write"
AT = "/rounds/{round_id}/items/{indicator_id}/evidence"
Secrecy = Literal["ordinary", "confidential", "secret", "top_secret"]
_NO_LINE = say("checklist_unknown", "ไม่มีรายการหลักฐานรหัสนี้ในตัวชี้วัดนี้ – ดูรหัสใน checklist ของตัวชี้วัด")


class AttachForm(Schema):
    """How a file is kept; ``code``: the line of the checklist that it answers."""

    secrecy: Secrecy = "ordinary"
    code: Annotated[str, Text(40)] = ""


class LinkPath(ItemPath):
    """Which attached file of which result."""

    link_id: Key


class RegisterSlice(Slice):
    """What to look for among the files."""

    q: str | None = Field(
        None, max_length=200, description="Words of the name, or the beginning of the SHA-256"
    )
    kind: Literal["pdf", "image", "sheet", "document"] | None = None
    secrecy: Secrecy | None = None
    agency: Key | None = None
    indicator: Key | None = None
    unused: bool = Field(default=False, description="Only those that prove nothing")


@reads(router, AT, scope=READ, answers=list[facts.EvidenceFacts])
def evidence(request: PersonRequest, at: AtItem) -> list[dict[str, Any]]:
    """The files attached to a result, as one may know of them."""
    item = found_item(request, at)
    links = item.result.evidence.all() if item.result else []
    return [evidence_facts(proof) for proof in proofs(request.duties, links)]


@writes(router, AT, scope=WRITE, answers=facts.EvidenceFacts, made=True, takes="multipart/form-data")
def attach_evidence(
    request: PersonRequest, at: AtItem, file: File[UploadedFile], how: Form[AttachForm]
) -> Status[Any]:
    """Attach a file. It is judged by its content, kept by its SHA-256, and scanned for viruses where a scanner is."""
    item = found_item(request, at)
    link = actions.attach_evidence(
        item=item,
        file=file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
        name=file.name or "",
        secrecy=how.secrecy,
        code=_line(item, how.code),
        by=request.user,
        now=now(),
    )
    return made(_told(request, link))


@writes(router, f"{AT}/kept", scope=WRITE, answers=facts.EvidenceFacts, made=True)
def attach_kept(request: PersonRequest, at: AtItem, body: given.FileGiven) -> Status[Any]:
    """Attach a file that the own agency has already: one file serves many KPIs."""
    item = found_item(request, at)
    file = get_object_or_404(owned_by(request.duties.agencies(Role.RECORDER)), pk=body.file_id)
    link = actions.attach_kept(item=item, file=file, by=request.user, now=now(), code=_line(item, body.code))
    return made(_told(request, link))


@writes(router, f"{AT}/uploaded", scope=WRITE, answers=facts.EvidenceFacts, made=True)
def attach_upload(request: PersonRequest, at: AtItem, body: given.UploadGiven) -> Status[Any]:
    """Attach a file that was sent in pieces and has arrived whole (`POST /uploads`); the upload is over then."""
    item, moment = found_item(request, at), now()
    upload = upload_of(request.user, body.key, now=moment)
    if upload is None:
        raise Http404
    link = actions.attach_upload(
        item=item,
        upload=upload,
        secrecy=body.secrecy,
        code=_line(item, body.code),
        by=request.user,
        now=moment,
    )
    return made(_told(request, link))


@writes(router, f"{AT}/{{link_id}}", method="DELETE", scope=WRITE)
def detach_evidence(request: PersonRequest, at: Annotated[LinkPath, Path()]) -> Status[None]:
    """Take a file off a result while it may be edited; the file itself and the trail stay."""
    item = found_item(request, at)
    actions.detach_evidence(item=item, link=_link(item, at.link_id).pk, by=request.user, now=now())
    return done()


@writes(router, f"{AT}/{{link_id}}/lines/{{code}}", method="PUT", scope=WRITE)
def tick_evidence(request: PersonRequest, at: Annotated[LinkPath, Path()], code: str) -> Status[None]:
    """Say that an attached file answers a line of the checklist."""
    item = found_item(request, at)
    actions.tick_evidence(item=item, link=at.link_id, code=code, by=request.user, now=now())
    return done()


@writes(router, f"{AT}/{{link_id}}/lines/{{code}}", method="DELETE", scope=WRITE)
def untick_evidence(request: PersonRequest, at: Annotated[LinkPath, Path()], code: str) -> Status[None]:
    """Take back that a file answers a line."""
    item = found_item(request, at)
    actions.untick_evidence(item=item, link=at.link_id, code=code, by=request.user, now=now())
    return done()


@writes(router, f"{AT}-reason", method="PUT", scope=WRITE)
def explain_missing_evidence(request: PersonRequest, at: AtItem, body: given.ReasonGiven) -> Status[None]:
    """Say why evidence that is asked for is not there."""
    actions.explain_missing_evidence(
        item=found_item(request, at), reason=body.reason, by=request.user, now=now()
    )
    return done()


# ── the files ───────────────────────────────────────────────────────────────
@reads(router, "/evidence", scope=READ, answers=Page[facts.FileFacts])
def files(request: PersonRequest, at: Query[RegisterSlice]) -> dict[str, Any]:
    """Every file one may know of, the newest first."""
    wanted = at.dict(exclude={"limit", "cursor"})
    page = paged(
        request, with_people(narrowed(register_of(request.duties), wanted, KINDS)), at, order=("-pk",)
    )
    return {**page, "items": [file_facts(seen_file(request.duties, file)) for file in page["items"]]}


@reads(router, "/evidence/{file_id}", scope=READ, answers=facts.FileFacts)
def file(request: PersonRequest, file_id: PathKey) -> dict[str, Any]:
    """What is known of one file."""
    found = get_object_or_404(with_people(visible_to(request.duties)), pk=file_id)
    return file_facts(seen_file(request.duties, found))


@reads(router, "/evidence/{file_id}/content", scope=READ, answers=None, media=FILE, also=(409,))
def file_content(request: PersonRequest, file_id: PathKey) -> FileResponse:
    """The file as it was uploaded. Opening a secret one is noted in the trail."""
    found = get_object_or_404(with_people(visible_to(request.duties)), pk=file_id)
    if refusal := refuse_opening(request.duties, found):
        raise RefusedError(refusal)
    note_opening(file=found, by=request.user, now=now())
    response = FileResponse(found.file.open("rb"), content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"  # noqa: FBT003
    response["Content-Encoding"] = "identity"  # what is packed already is not packed again
    response["Cache-Control"] = "private, no-store"
    return response


@writes(router, "/evidence/{file_id}/secrecy", method="PUT", scope=WRITE, answers=facts.FileFacts)
def set_file_secrecy(request: PersonRequest, file_id: PathKey, body: given.LevelGiven) -> dict[str, Any]:
    """Set a file's level of secrecy, with a reason."""
    found = get_object_or_404(with_people(visible_to(request.duties)), pk=file_id)
    set_secrecy(file=found, level=body.level, reason=body.reason, by=request.user, now=now())
    return file_facts(seen_file(request.duties, with_people(visible_to(request.duties)).get(pk=file_id)))


def _line(item: Item, code: str) -> str:
    if code and code not in {line.code for line in item.kpi.required_evidence.all()}:
        raise wrong("body.code", _NO_LINE)
    return code


def _link(item: Item, key: int) -> ResultEvidence:
    links = item.result.evidence.all() if item.result else ()
    found = next((link for link in links if link.pk == key), None)
    if found is None:
        raise Http404
    return found


def _told(request: PersonRequest, link: ResultEvidence) -> dict[str, Any]:
    return evidence_facts(proofs(request.duties, [link])[0])
