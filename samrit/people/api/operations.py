"""How every room declares an operation: its scope, its answers, the problems it may meet.

``reads`` and ``writes`` are decorators over a ninja router; nothing else in the house calls a router's methods,
so that each operation has a scope and every status it may answer stands in the document.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from ninja.security.base import AuthBase

from samrit.rules.wording import Message, say
from samrit.ui.api.problems import Problem, ProblemError

View = Callable[..., Any]
JSON = "application/json"
PUBLIC = ""  # an operation that needs no token
CARRY_A_BODY = {"POST", "PUT", "PATCH"}
ANY = "any"  # one that any token may call
_READING = (401, 403, 406, 422, 429)
_WRITING = (400, 409, 413, 415)
_MISSING = say("scope_missing", "โทเคนนี้ไม่มีขอบเขต {scope} – สร้างโทเคนใหม่ที่มีขอบเขตนี้ หรือขอจากผู้ที่สร้างโทเคนให้")


class Bearer(AuthBase):
    """The gate has found the token out already; here its scope is asked for."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str, *, media: str = JSON, takes: str = JSON) -> None:
        self.scope, self.media, self.takes = scope, media, takes
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        token = getattr(request, "token", None)
        if token is None and self.scope != PUBLIC:
            raise ProblemError(401, headers={"WWW-Authenticate": 'Bearer realm="samrit"'})
        if token is not None and self.scope not in {PUBLIC, ANY, *token.scopes}:
            raise ProblemError(403, _needs(self.scope), headers=_asks_for(self.scope))
        if not any(request.accepts(kind) for kind in (self.media, "application/problem+json")):
            raise ProblemError(406)
        if request.method in CARRY_A_BODY and _has_body(request) and request.content_type != self.takes:
            raise ProblemError(415)
        return token or True


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
    responses = {200: answers, 304: None, **dict.fromkeys(sorted(codes), Problem)}
    extra = {"x-scope": scope, "x-media": media, "parameters": [_header("If-None-Match", _SAME)]}
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
    takes: str = JSON,
    also: Iterable[int] = (),
) -> Callable[[View], View]:
    """A POST, PUT, PATCH or DELETE. ``made``: answers 201; ``versioned``: wants If-Match; no ``answers``: 204."""
    known_missing = "{" in path if missing is None else missing
    codes = [
        *_READING,
        *_WRITING,
        *([404] if known_missing else []),
        *([412, 428] if versioned else []),
        *also,
    ]
    done = 204 if answers is None else 201 if made else 200
    responses = {done: answers, **dict.fromkeys(sorted(codes), Problem)}
    headers = [_header("Idempotency-Key", _ONCE, schema={"type": "string", "minLength": 1, "maxLength": 255})]
    headers += [_header("If-Match", _VERSION)] if versioned else []
    extra = {"x-scope": scope, "x-media": JSON, "parameters": headers}
    auth = Bearer(scope, takes=takes)
    return _declare(router, method, path, auth=auth, responses=responses, extra=extra)


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


_SAME = "The ETag of what is known already; 304 when it is still the same"
_ONCE = "A text of the caller's own. The same request with the same key is done once; the answer is kept for 24 hours"
_VERSION = "The ETag that was read; 412 when somebody has changed it since"


def _header(name: str, description: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": False,
        "description": description,
        "schema": schema or {"type": "string"},
    }


def done() -> Status[None]:
    """Nothing more to tell: 204."""
    return Status(204, None)


def made(value: Any) -> Status[Any]:
    """201 with what was made."""
    return Status(201, value)
