"""The way in of every API request: language, token, limit; once only; and what every answer carries.

A middleware beneath all others. It knows no operation: scopes are asked for by ``operations.Bearer``.
"""

import re
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation.trans_real import parse_accept_lang_header

from samrit.audit.actions import coming_by
from samrit.people import actions, queries
from samrit.people.api.once import answer_once
from samrit.people.api.rates import Counted, count_call
from samrit.people.models import AccessToken
from samrit.ui.api.problems import CONTENT_TYPE, ProblemError, problem_response
from samrit.ui.api.tags import etag_of

ROOT = "/api/v1/"
Answer = Callable[[HttpRequest], HttpResponse]
LANGUAGES = ("th", "en")
EMPTY, SAME, BAD_REQUEST = 204, 304, 400


def gate_middleware(get_response: Answer) -> Answer:
    """Only for addresses under ``/api/v1/``; every other request passes by."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return get_response(request)
        with translation.override(_language(request)):
            answered = _told_without_body if request.method == "HEAD" else _answered
            response = answered(request, get_response)
            response["Content-Language"] = translation.get_language() or LANGUAGES[0]
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        response.headers.setdefault("Cache-Control", "private, no-cache" if _token(request) else "no-cache")
        return response

    return middleware


def _language(request: HttpRequest) -> str:
    """The first of Thai and English that the caller names; Thai when it names neither."""
    for wish, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (language := wish.partition("-")[0]) in LANGUAGES:
            return language
    return LANGUAGES[0]


def _told_without_body(request: HttpRequest, get_response: Answer) -> HttpResponse:
    """HEAD: what GET would answer, its length among it, and nothing of its body."""
    request.method = "GET"
    try:
        whole = _answered(request, get_response)
    finally:
        request.method = "HEAD"
    headers = dict(whole.items())
    if not _streams(whole):
        headers["Content-Length"] = str(len(whole.content))
    told = HttpResponse(status=whole.status_code, headers=headers)
    # What was opened is closed with this answer: closing the other one now would say that the request is over.
    told._resource_closers += whole._resource_closers  # type: ignore[attr-defined]  # noqa: SLF001 - Django has no other way
    return told


def _answered(request: HttpRequest, get_response: Answer) -> HttpResponse:
    try:
        counted = _come_in(request)
        response = problem_response(_too_often(counted)) if counted.over else _done(request, get_response)
    except ProblemError as problem:  # an unusable token, a key used for something else
        response = problem_response(problem)
    except RequestDataTooBig:
        response = problem_response(ProblemError(413))
    except (UnreadablePostError, MultiPartParserError):
        response = problem_response(ProblemError(400))
    response = _as_problem(response)
    for name, value in request.counted.headers().items():  # type: ignore[attr-defined]
        response[name] = value
    return _with_links(request, response)


# ── coming in ───────────────────────────────────────────────────────────────
def _come_in(request: HttpRequest) -> Counted:
    """Whose request it is. A cookie counts for nothing here, so nothing can be done by somebody else's page."""
    now = timezone.now()
    header = request.headers.get("Authorization", "")
    kind, _, text = header.partition(" ")
    token = (
        queries.working_token(actions.token_digest(text.strip()), now) if kind.lower() == "bearer" else None
    )
    request.token = token  # type: ignore[attr-defined]
    request.user = token.user if token else AnonymousUser()
    request.counted = counted = count_call(request, token, now)  # type: ignore[attr-defined]
    if counted.over:
        return counted
    if header and token is None:
        raise ProblemError(401, headers={"WWW-Authenticate": 'Bearer realm="samrit", error="invalid_token"'})
    if token:
        actions.note_use(token=token, now=now)
    return counted


def _token(request: HttpRequest) -> AccessToken | None:
    return getattr(request, "token", None)


def _too_often(counted: Counted) -> ProblemError:
    return ProblemError(429, counted.message(), headers={"Retry-After": str(counted.seconds)})


def _done(request: HttpRequest, get_response: Answer) -> HttpResponse:
    token = _token(request)
    if token is None:
        return get_response(request)
    # In Thai like the roles beside which it stands in the trail. A system's account says it by its name.
    with coming_by("" if token.user.is_service else f"ผ่านโทเคน “{token.name}”"):
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        return answer_once(request, token, get_response, now=timezone.now())


# ── going out ───────────────────────────────────────────────────────────────
def _as_problem(response: HttpResponse) -> HttpResponse:
    """What Django itself answered (no such address, not that method, a failure) in the form of all others."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code < BAD_REQUEST or kind.startswith(CONTENT_TYPE):
        return response
    problem = problem_response(ProblemError(response.status_code))
    if "Retry-After" in response:
        problem["Retry-After"] = response["Retry-After"]
    if "Allow" in response:  # of what knows GET; HEAD is answered here
        problem["Allow"] = re.sub(r"\bGET\b(?!, HEAD)", "GET, HEAD", response["Allow"])
    return problem


def _with_links(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """ETag, and the way to a list's next part; 304 when the caller knows this answer already."""
    if following := getattr(request, "next_page", None):
        response["Link"] = f'<{request.build_absolute_uri(following)}>; rel="next"'
    if response.status_code == EMPTY:
        del response["Content-Type"]
    if response.status_code not in {200, 201} or _streams(response):
        return response
    if "ETag" not in response:
        response["ETag"] = etag_of(response.content, getattr(request, "version", None))
    tag = response["ETag"]
    known = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
    if request.method == "GET" and known & {tag, "*"}:
        unchanged = HttpResponse(status=SAME)
        for name in ("ETag", "Link", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
            if name in response:
                unchanged[name] = response[name]
        del unchanged["Content-Type"]
        return unchanged
    return response


def _streams(response: HttpResponseBase) -> bool:
    return response.streaming
