"""A call of another catalogue: who calls, with which parameters, and how it is answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from samrit.rules.catalog.ckan import Answer, not_json
from samrit.ui.places import place_of

JSON = "application/json;charset=utf-8"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Call:
    """``given``: parameters of the address as texts, or what the body of JSON holds. ``help``: the address of the help."""

    given: Mapping[str, object]
    caller: str
    help: str
    moment: datetime

    def text(self, *names: str) -> str:
        """The first of these parameters that is a text with something in it."""
        found = (self.given.get(name) for name in names)
        return next((one.strip() for one in found if isinstance(one, str) and one.strip()), "")


def given_in(request: HttpRequest) -> Mapping[str, object] | Answer:
    """The parameters; a refusal where the body is no object of JSON."""
    if request.method != "POST":
        return request.GET.dict()
    if request.content_type in FORMS:
        return {**request.GET.dict(), **request.POST.dict()}
    if not request.body.strip():
        return request.GET.dict()
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return not_json("Error decoding JSON data.")
    if not isinstance(told, dict):
        return not_json("Request data JSON decoded to something that is not an object.")
    return told


def caller_of(request: HttpRequest) -> str:
    """By whom a walk goes on from page to page: a digest that tells nobody's address."""
    said = f"{place_of(request)} {request.headers.get('User-Agent', '')}"
    return salted_hmac("samrit.catalog.walk", said, algorithm="sha256").hexdigest()


def answered(answer: Answer) -> HttpResponse:
    content = json.dumps(answer.body, ensure_ascii=False, default=str)
    return open_to_all(HttpResponse(content, status=answer.status, content_type=JSON))


Response = TypeVar("Response", bound=HttpResponseBase)


def open_to_all(response: Response) -> Response:
    """Programs on other sites may read it in a browser too; it is the same for everybody, and never an old one."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Content-Type, Authorization, X-CKAN-API-Key"
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
