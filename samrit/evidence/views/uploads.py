"""Large files piece by piece: a server of the tus protocol 1.0 (creation, expiration, checksum, termination).

An upload belongs to the person who began it; for everybody else its address does not exist. Every writing request
carries the form token in ``X-CSRFToken``, as any other.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.utils.timezone import now
from django.utils.translation import gettext as _

from samrit.evidence import parts, tus
from samrit.evidence.actions import begin_upload, end_upload
from samrit.evidence.models import Upload
from samrit.evidence.queries import upload_of
from samrit.evidence.tus import BYTES, VERSION
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words

LONGEST_NUMBER = 18
View = Callable[..., HttpResponse]


def speaks_tus(view: View) -> View:
    """Only for signed-in people who speak our version; a refusal is answered in one sentence of plain text."""

    @login_not_required  # a redirect to the sign-in would end the upload; it is told in words, and goes on afterwards
    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _abilities()
        if not request.user.is_authenticated:
            return _said(_("หมดเวลาการเข้าสู่ระบบ – เข้าสู่ระบบในแท็บใหม่ แล้วการส่งไฟล์จะไปต่อเอง"), 403)
        if request.headers.get("Tus-Resumable") != VERSION:
            return _said("Tus-Resumable: 1.0.0", 412, **{"Tus-Version": VERSION})
        try:
            response = view(request, *args, **kwargs)
        except RefusedError as refused:
            response = _said(in_words(refused.refusal.message), tus.STATUSES.get(refused.refusal.code, 422))
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return speaking


@speaks_tus
def uploads(request: PersonRequest) -> HttpResponse:
    """Begin one (POST): ``Upload-Length``, and ``Upload-Metadata`` with the name of the file."""
    if request.method != "POST":
        return _said("POST", 405, Allow="POST, OPTIONS")
    length = _number(request, "Upload-Length")
    metadata = request.headers.get("Upload-Metadata", "")
    name = tus.file_name(metadata)
    if length is None:
        return _said("Upload-Length", 400)
    begun = begin_upload(name=name, length=length, by=request.user, now=now(), data=tus.is_data(metadata))
    headers = {"Location": reverse("evidence:upload", args=[begun.key]), **_times(begun)}
    return _said("", 201, **headers)


@speaks_tus
def upload(request: PersonRequest, key: str) -> HttpResponse:
    """How far it is (HEAD), the next piece (PATCH), give it up (DELETE)."""
    begun = upload_of(request.user, key, now=now())
    if begun is None:
        return _said(_("การส่งไฟล์นี้สิ้นสุดหรือหมดเวลาแล้ว – เลือกไฟล์แล้วส่งใหม่"), 404)
    acts = {"HEAD": _tell, "PATCH": _receive, "DELETE": _give_up}
    act = acts.get(request.method or "")
    return act(request, begun) if act else _said("", 405, Allow="HEAD, PATCH, DELETE, OPTIONS")


def _tell(_request: PersonRequest, begun: Upload) -> HttpResponse:
    here = {"Upload-Offset": str(parts.arrived(begun.key)), "Upload-Length": str(begun.length)}
    return _said("", 200, **here, **_times(begun))


def _receive(request: PersonRequest, begun: Upload) -> HttpResponse:
    """The next piece; a connection cut in the middle of it loses nothing that has arrived."""
    offset, announced = _number(request, "Upload-Offset"), _announced(request)
    if request.content_type != BYTES:
        return _said(BYTES, 415)
    if offset is None or announced is None:
        return _said("Upload-Offset, Content-Length", 400)
    if offset + announced > begun.length:
        return _said("Upload-Length", 413)
    checksum = tus.checksum(request.headers.get("Upload-Checksum", ""))
    if checksum is None and "Upload-Checksum" in request.headers:
        return _said("Upload-Checksum", 400)
    try:
        arrived = parts.receive(begun.key, request.read, offset=offset, most=announced, checksum=checksum)
    except UnreadablePostError:  # cut; nobody is there to read the answer
        arrived = parts.arrived(begun.key)
    return _said("", 204, **{"Upload-Offset": str(arrived), **_times(begun)})


def _give_up(_request: PersonRequest, begun: Upload) -> HttpResponse:
    end_upload(upload=begun)
    return _said("", 204)


# ── reading and writing headers ─────────────────────────────────────────────
def _abilities() -> HttpResponse:
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": tus.EXTENSIONS,
        "Tus-Max-Size": str(settings.EVIDENCE_UPLOAD_MAX_BYTES),
        "Tus-Checksum-Algorithm": ",".join(parts.ALGORITHMS),
    }
    return _said("", 204, **headers)


def _said(text: str, status: int, **headers: str) -> HttpResponse:
    return HttpResponse(text, status=status, headers=headers, content_type="text/plain; charset=utf-8")


def _times(begun: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date(begun.expires_at.timestamp())}


def _number(request: HttpRequest, header: str) -> int | None:
    return _whole(request.headers.get(header, ""))


def _announced(request: HttpRequest) -> int | None:
    return _whole(request.META.get("CONTENT_LENGTH") or "")


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
