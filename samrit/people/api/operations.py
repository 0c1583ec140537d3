"""How every room declares an operation: its scope, its answers, the problems it may meet.

``reads`` and ``writes`` are decorators over a ninja router; nothing else in the house calls a router's methods,
so that each operation has a scope and every status it may answer stands in the document.
"""

from collections.abc import Callable, Iterable
from inspect import signature
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from ninja.security.base import AuthBase

from samrit.people.models import AccessToken
from samrit.rules.scopes import refuse_signing
from samrit.rules.wording import Message, say
from samrit.ui.api.problems import ProblemError

View = Callable[..., Any]
JSON = "application/json"
FILE = "*/*"  # of whatever type it is
PUBLIC = ""  # an operation that needs no token
ANY = "any"  # one that any token may call
_READING = (401, 403, 406, 422, 429)
_WRITING = (400, 409, 413, 415)
_MISSING = say("scope_missing", "โทเคนนี้ไม่มีขอบเขต {scope} – สร้างโทเคนใหม่ที่มีขอบเขตนี้ หรือขอจากผู้ที่สร้างโทเคนให้")


class Bearer(AuthBase):
    """The gate has found the token out already; here its scope is asked for."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str, *, media: str = JSON, takes: str | None = None) -> None:
        self.scope, self.media, self.takes = scope, media, takes
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        token = getattr(request, "token", None)
        if token is None and self.scope != PUBLIC:
            raise ProblemError(401, headers={"WWW-Authenticate": 'Bearer realm="samrit"'})
        if token is not None and self.scope not in {PUBLIC, ANY}:
            ask_for(token, self.scope)
        if not _told(request, self.media):
            raise ProblemError(406)
        if self.takes and _has_body(request) and request.content_type != self.takes:
            raise ProblemError(415)
        return token or True


def ask_for(token: AccessToken, scope: str) -> None:
    """403 with the scope's name when the token lacks it."""
    if scope not in token.scopes:
        raise ProblemError(403, _needs(scope), headers=_asks_for(scope))
    if refusal := refuse_signing(scope, made_at=token.made_at, now=timezone.now()):
        raise ProblemError(403, refusal.message, headers=_asks_for(scope))


def _told(request: HttpRequest, media: str) -> bool:
    """Whether the caller takes what this operation answers with."""
    return media == FILE or any(request.accepts(kind) for kind in (media, "application/problem+json"))


def _has_body(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_LENGTH") not in {None, "", "0"}


def _needs(scope: str) -> Message:
    return say(_MISSING.code, _MISSING.text, scope=scope)


def _asks_for(scope: str) -> dict[str, str]:
    """As RFC 6750 wants it said."""
    return {"WWW-Authenticate": f'Bearer realm="samrit", error="insufficient_scope", scope="{scope}"'}


def reads(
    router: Router,
    path: str,
    *,
    scope: str,
    answers: Any,
    missing: bool | None = None,
    media: str = JSON,
    also: Iterable[int] = (),
) -> Callable[[View], View]:
    """A GET. ``missing``: whether 404 can be answered (None: when the path has a parameter)."""
    known_missing = "{" in path if missing is None else missing
    codes = [*_READING, *([404] if known_missing else []), *also]
    extra = _told_beside(scope, media, ["IfNoneMatch"], codes)
    responses = {200: answers, 304: None}
    return _declare(router, "GET", path, auth=Bearer(scope, media=media), responses=responses, extra=extra)


def writes(
    router: Router,
    path: str,
    *,
    scope: str,
    answers: Any = None,
    method: str = "POST",
    made: bool = False,
    versioned: bool = False,
    missing: bool | None = None,
    takes: str | None = None,
    also: Iterable[int] = (),
) -> Callable[[View], View]:
    """A POST, PUT, PATCH or DELETE. ``made``: answers 201; ``versioned``: wants If-Match; no ``answers``: 204.

    ``takes``: the type of what is sent, where it is no JSON ``body``: a form, or bytes as they are.
    """
    known_missing = "{" in path if missing is None else missing
    codes = [
        *_READING,
        *_WRITING,
        *([404] if known_missing else []),
        *([412, 428] if versioned else []),
        *also,
    ]
    done = 204 if answers is None else 201 if made else 200
    extra = _told_beside(scope, JSON, ["IdempotencyKey", *(["IfMatch"] if versioned else [])], codes)
    if takes and not takes.startswith("multipart/"):
        binary = {"schema": {"type": "string", "format": "binary"}}
        extra["requestBody"] = {"content": {takes: binary}, "required": True}

    def declare(view: View) -> View:
        body = JSON if "body" in signature(view).parameters else None
        auth = Bearer(scope, takes=takes or body)
        return _declare(router, method, path, auth=auth, responses={done: answers}, extra=extra)(view)

    return declare


def _told_beside(scope: str, media: str, parameters: list[str], problems: Iterable[int]) -> dict[str, Any]:
    """What the document tells and no view answers by itself: problems are raised.

    Declared as answers, ninja would make a model of each at every operation: seconds of every start.
    """
    told = {status: {"description": ""} for status in sorted(problems)}
    return {"x-scope": scope, "x-media": media, "parameters": parameters, "responses": told}


def _declare(
    router: Router,
    method: str,
    path: str,
    *,
    auth: Bearer,
    responses: dict[int, Any],
    extra: dict[str, Any],
) -> Callable[[View], View]:
    def declare(view: View) -> View:
        first, _, rest = (view.__doc__ or "").strip().partition("\n")
        router.add_api_operation(
            path,
            [method],
            view,
            auth=auth,
            response=responses,
            operation_id=view.__name__,
            url_name=view.__name__,
            summary=first.strip().rstrip("."),
            description=" ".join(rest.split()) or None,
            openapi_extra=extra,
        )
        return view

    return declare


# Headers that operations take, by the name under which the document keeps them.
PARAMETERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "IfNoneMatch": (
        "If-None-Match",
        "The ETag of what is known already; 304 when it is still the same",
        {"type": "string"},
    ),
    "IdempotencyKey": (
        "Idempotency-Key",
        "A text of the caller's own. The same request with the same key is done once; its answer is kept for 24 hours",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    ),
    "IfMatch": (
        "If-Match",
        "The ETag that was read; 412 when somebody has changed it since, 428 without it",
        {"type": "string"},
    ),
}


def done() -> Status[None]:
    """Nothing more to tell: 204."""
    return Status(204, None)


def made(value: Any) -> Status[Any]:
    """201 with what was made."""
    return Status(201, value)
