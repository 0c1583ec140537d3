"""Large files piece by piece, as tus 1.0 wants it (creation, expiration, checksum, termination); pages as pictures."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.timezone import now
from ninja import Header, Router, Schema, Status
from pydantic import Field

from samrit.evidence import parts, tus
from samrit.evidence.actions import begin_upload, end_upload, note_opening
from samrit.evidence.drawing import count_pages, drawn_page
from samrit.evidence.models import EvidenceFile, Upload
from samrit.evidence.permissions import refuse_opening
from samrit.evidence.queries import upload_of, uploads_of, visible_to, with_people
from samrit.people.api.operations import done, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Message, RefusedError, say
from samrit.ui.api.problems import ProblemError, wrong
from samrit.ui.api.values import HIGHEST_KEY, PathKey

router = Router(tags=["evidence"])
READ, WRITE = "evidence:read", "evidence:write"
PNG = "image/png"
PDF = "application/pdf"
STATUSES = {**tus.STATUSES, "uploads_yours": 409}  # 429 says here that there were too many calls
_CHECKSUM = say("upload_checksum_unknown", "Upload-Checksum ต้องเป็น sha1 หรือ sha256 ตามด้วยค่าเป็น base64")
_BEYOND = say("upload_beyond", "ส่งมาเกินขนาดที่บอกไว้ตอนเริ่ม ({length} ไบต์) – ส่งเฉพาะส่วนที่เหลือ")
_VERSION = say("tus_version", "รับเฉพาะ Tus-Resumable: {version}")

UploadKey = Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
Did = TypeVar("Did")


class Speaks(Schema):
    """Which version of the protocol the client speaks."""

    version: str = Field(tus.VERSION, alias="Tus-Resumable", max_length=20)


class Begins(Speaks):
    """How large the file is, and its name: ``filename`` and base64."""

    length: int = Field(alias="Upload-Length", ge=1, le=HIGHEST_KEY)
    metadata: str = Field(alias="Upload-Metadata", max_length=2000)


class GoesOn(Speaks):
    """Where the piece begins, and (if the client wants it looked after) its checksum."""

    offset: int = Field(alias="Upload-Offset", ge=0, le=HIGHEST_KEY)
    checksum: str = Field("", alias="Upload-Checksum", max_length=200)


class UploadFacts(Schema):
    """A file on its way; ``arrived`` bytes of ``length`` are here. Not attached until ``expires_at``, it is gone."""

    key: str
    name: str
    length: int
    arrived: int
    begun_at: datetime
    expires_at: datetime


class UploadsFacts(Schema):
    """What may be sent here, and what is on its way; sizes in bytes."""

    most_bytes: int
    algorithms: list[str]
    uploads: list[UploadFacts]


class PagesFacts(Schema):
    """How many pages a PDF has."""

    count: int


@reads(router, "/uploads", scope=READ, answers=UploadsFacts)
def uploads(request: PersonRequest) -> dict[str, Any]:
    """The own files on their way, and the largest size."""
    return {
        "most_bytes": settings.EVIDENCE_UPLOAD_MAX_BYTES,
        "algorithms": list(parts.ALGORITHMS),
        "uploads": [_facts(one) for one in uploads_of(request.user, now=now())],
    }


@writes(router, "/uploads", scope=WRITE, answers=UploadFacts, made=True, also=(412, 507))
def start_upload(request: PersonRequest, response: HttpResponse, said: Header[Begins]) -> Status[Any]:
    """Begin to send a file in pieces, as clients of tus 1.0 do: `Location` is where the pieces go.

    ``Upload-Metadata``: ``filename`` and the name in base64; of a file of figures for the provincial database also
    ``purpose`` and ``data``. When all has arrived, attach it (or submit it) with its ``key``.
    """
    _speak(response, said)
    name = tus.file_name(said.metadata)
    begun = _as_tus(
        lambda: begin_upload(
            name=name, length=said.length, by=request.user, now=now(), data=tus.is_data(said.metadata)
        )
    )
    response["Location"] = reverse("api:upload", args=[begun.key])
    _tell(response, begun)
    return made(_facts(begun))


@reads(router, "/uploads/{key}", scope=WRITE, answers=UploadFacts, also=(412,))
def upload(
    request: PersonRequest, key: UploadKey, response: HttpResponse, said: Header[Speaks]
) -> dict[str, Any]:
    """How much of a file has arrived; `Upload-Offset` says the same to clients of tus, who ask with HEAD."""
    _speak(response, said)
    begun = _found(request, key)
    response["Cache-Control"] = "no-store"
    _tell(response, begun)
    return _facts(begun)


@writes(
    router, "/uploads/{key}", method="PATCH", scope=WRITE, takes=tus.BYTES, also=(412, 423, 460)
)  # fmt: skip
def send_piece(
    request: PersonRequest, key: UploadKey, response: HttpResponse, said: Header[GoesOn]
) -> Status[None]:
    """The next piece of a file, from where the last one ended; a cut line loses nothing that has arrived."""
    _speak(response, said)
    begun = _found(request, key)
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if said.offset + announced > begun.length:
        raise ProblemError(413, Message(_BEYOND.code, _BEYOND.text, {"length": begun.length}))
    known = tus.checksum(said.checksum)
    if said.checksum and known is None:
        raise wrong("header.Upload-Checksum", _CHECKSUM)
    with suppress(UnreadablePostError):  # cut; nobody is there to read the answer
        _as_tus(lambda: parts.receive(key, request.read, offset=said.offset, most=announced, checksum=known))
    _tell(response, begun)
    return done()


@writes(router, "/uploads/{key}", method="DELETE", scope=WRITE, also=(412,))
def give_up_upload(
    request: PersonRequest, key: UploadKey, response: HttpResponse, said: Header[Speaks]
) -> Status[None]:
    """Give a file on its way up; what has arrived is deleted."""
    _speak(response, said)
    end_upload(upload=_found(request, key))
    return done()


def _found(request: PersonRequest, key: str) -> Upload:
    """An upload belongs to the person who began it, on a page or by any token of theirs."""
    begun = upload_of(request.user, key, now=now())
    if begun is None:
        raise Http404
    return begun


def _facts(begun: Upload) -> dict[str, Any]:
    names = ("key", "name", "length", "begun_at", "expires_at")
    return {**{name: getattr(begun, name) for name in names}, "arrived": parts.arrived(begun.key)}


def _speak(response: HttpResponse, said: Speaks) -> None:
    response["Tus-Resumable"] = tus.VERSION
    if said.version != tus.VERSION:
        told = Message(_VERSION.code, _VERSION.text, {"version": tus.VERSION})
        raise ProblemError(412, told, headers={"Tus-Version": tus.VERSION})


def _tell(response: HttpResponse, begun: Upload) -> None:
    response["Upload-Offset"] = str(parts.arrived(begun.key))
    response["Upload-Length"] = str(begun.length)
    response["Upload-Expires"] = http_date(begun.expires_at.timestamp())


def _as_tus(act: Callable[[], Did]) -> Did:
    """What the protocol has statuses of its own for."""
    try:
        return act()
    except RefusedError as refused:
        if status := STATUSES.get(refused.refusal.code):
            raise ProblemError(status, refused.refusal.message) from None
        raise


# ── pages as pictures ───────────────────────────────────────────────────────
@reads(router, "/evidence/{file_id}/pages", scope=READ, answers=PagesFacts, also=(409,))
def pages(request: PersonRequest, file_id: PathKey) -> dict[str, Any]:
    """How many pages a PDF has; 404 for anything else."""
    count = count_pages(_opened(request, file_id).file.path)
    if not count:
        raise Http404
    return {"count": count}


@reads(router, "/evidence/{file_id}/pages/{number}", scope=READ, answers=None, media=PNG, also=(409,))
def page(request: PersonRequest, file_id: PathKey, number: PathKey) -> HttpResponse:
    """One page of a PDF as a picture, 1,000 px wide. The first one of a secret file is noted in the trail."""
    found = _opened(request, file_id)
    drawn = drawn_page(found.file.path, number)
    if drawn is None:
        raise Http404
    if number == 1:
        note_opening(file=found, by=request.user, now=now())
    return HttpResponse(drawn, content_type=PNG, headers={"Cache-Control": "private, no-store"})


def _opened(request: PersonRequest, file_id: int) -> EvidenceFile:
    found = get_object_or_404(with_people(visible_to(request.duties)), pk=file_id)
    if refusal := refuse_opening(request.duties, found):
        raise RefusedError(refusal)
    if found.media_type != PDF:
        raise Http404
    return found
