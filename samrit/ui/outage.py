"""Something the site stands on is away for a while: the database restarts, the disk is full, the store of files does not answer.

Not a mistake in the program, so not a 500: a 503 that says what to do and when to come again, with what was typed.
"""

import errno
from collections.abc import Iterator

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
# What PostgreSQL calls a connection that held a transaction and said nothing: no OperationalError, but gone like one.
IDLE_IN_TRANSACTION = "25P03"
RETRY_AFTER = 10  # seconds
UNREADABLE = (RequestDataTooBig, SuspiciousOperation, MultiPartParserError, UnreadablePostError, OSError)
# Never shown again, nor sent by a button: who somebody is is proven anew.
SECRETS = ("password", "code")
ACCOUNTS = "/accounts/"


class AwayError(OSError):
    """A place of files that does not answer."""


def is_outage(failure: BaseException | None) -> bool:
    """Whether this failure, or what it came from, ends by itself or by the operator's hand."""
    return any(
        isinstance(one, (OperationalError, InterfaceError, AwayError))
        or (isinstance(one, OSError) and one.errno in FULL)
        or getattr(one, "sqlstate", None) == IDLE_IN_TRANSACTION
        for one in _chain(failure)
    )


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while failure is not None and id(failure) not in seen:
        seen.add(id(failure))
        yield failure
        failure = failure.__cause__ or failure.__context__


def away(request: HttpRequest) -> HttpResponse:
    """The page for it, which needs neither database nor session. What was typed can be sent again or copied."""
    typed, files = _sent(request)
    context = {
        "path": request.get_full_path(),
        "post": request.method == "POST",
        "typed": typed,
        "texts": [text for _name, text in typed if any(sign.isspace() for sign in text.strip())],
        "files": files,
    }
    response = render(None, "503.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _sent(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """(every field with its value, whether files were among it); nothing of what proves who somebody is."""
    if request.method != "POST" or request.path.startswith(ACCOUNTS):
        return [], False
    try:
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except UNREADABLE:
        return [], False
    return ([], files) if any(word in name for name, _ in fields for word in SECRETS) else (fields, files)
