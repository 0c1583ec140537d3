"""What an operation hands to the gate beside its answer."""

from django.http import HttpRequest
from django.utils.http import parse_etags

from samrit.rules.wording import say
from samrit.ui.api.problems import ProblemError

_OTHER = say("version_unknown", "If-Match ไม่ใช่ ETag ของสิ่งนี้ – อ่านใหม่ แล้วส่ง ETag ที่ได้")
LONGEST_VERSION = 9  # digits


class ApiRequest(HttpRequest):
    """The request as operations get it; the gate reads what they leave here."""

    version: int | None = None  # of the one thing answered: the first part of its ETag
    next_page: str | None = None  # address of the list's next part


def version_seen(request: HttpRequest) -> int:
    """The version that If-Match names; 428 without one, 412 when it names none of ours."""
    tags = parse_etags(request.headers.get("If-Match", ""))
    if not tags:
        raise ProblemError(428)
    seen = [tag.removeprefix("W/").strip('"').partition("-")[0] for tag in tags]
    known = [int(part) for part in seen if part.isascii() and part.isdigit() and len(part) <= LONGEST_VERSION]
    if not known:
        raise ProblemError(412, _OTHER)
    return known[0]


def answers_with(request: HttpRequest, version: int) -> None:
    """The ETag of this answer begins with ``version``, so that If-Match can name it."""
    request.version = version  # type: ignore[attr-defined]
