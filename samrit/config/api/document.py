"""The document that describes the API (OpenAPI 3.1), finished where ninja leaves it open."""

import json
from functools import cache
from http.client import responses as phrases
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from samrit.config.api.assembly import assembled
from samrit.config.api.words import ENGLISH, Words, words_in
from samrit.people.api.gate import LANGUAGES
from samrit.people.api.operations import ANY, JSON, PARAMETERS, PUBLIC
from samrit.rules.scopes import SCOPES
from samrit.ui.api.problems import CONTENT_TYPE, TITLES, Problem
from samrit.ui.wording import in_words

Data = dict[str, Any]
PREFIX = "api/v1/"
CHECKSUM_MISMATCH = "Checksum Mismatch"  # 460, which only tus 1.0 knows
SAME, TOO_OFTEN = "304", "429"
SHARED = {SAME, *map(str, TITLES)}
LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
HEADERS = {
    "RateLimit-Limit": ("integer", "Calls a minute"),
    "RateLimit-Remaining": ("integer", "Calls left in this minute"),
    "RateLimit-Reset": ("integer", "Seconds until the count begins anew"),
    "Retry-After": ("integer", "Seconds to wait"),
    "ETag": ("string", 'What this answer says; `"version-…"` for a thing with versions'),
    "Link": ("string", '`rel="next"`: the list\'s next part'),
    "Idempotency-Replayed": ("string", "`true`: told again, not done again"),
}


def openapi_document(api: NinjaAPI | None = None, *, language: str = ENGLISH) -> Data:
    """The whole document, in a stable order; what stands in the code is English, ``words`` knows the Thai of it."""
    with translation.override(language):
        return _document(api, words_in(language))


def _document(api: NinjaAPI | None, words: Words) -> Data:
    raw: Data = json.loads(
        json.dumps(dict((api or assembled()).get_openapi_schema(path_prefix=PREFIX)), default=str)
    )
    raw["servers"] = [{"url": "/"}]
    raw["info"]["description"] = words.general("description", raw["info"]["description"])
    raw["paths"] = {path: _path(raw["paths"][path], words) for path in sorted(raw["paths"])}
    components = raw["components"]
    schemas = components["schemas"] | _schemas_of_problems()
    components["schemas"] = {name: schemas[name] for name in sorted(schemas)}
    components["parameters"] = {
        name: _parameter(header, words.general(name, said), schema)
        for name, (header, said, schema) in PARAMETERS.items()
    }
    components["headers"] = {
        name: _header(kind, words.general(name, said)) for name, (kind, said) in HEADERS.items()
    }
    components["responses"] = {status: _shared(status) for status in sorted(SHARED)}
    components["securitySchemes"] = {"Bearer": _bearer(words)}
    finished: Data = _without_titles(raw)
    return finished


def _without_titles(node: Any) -> Any:
    """The titles that pydantic makes of names say nothing; a property may be named title all the same."""
    if isinstance(node, list):
        return [_without_titles(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without_titles(value)
        for key, value in node.items()
        if key != "title" or not isinstance(value, str) or "version" in node
    }


def openapi_text(language: str = ENGLISH) -> str:
    """In English as ``docs/openapi.json`` keeps it."""
    return json.dumps(openapi_document(language=language), ensure_ascii=False, indent=1) + "\n"


def _path(operations: Data, words: Words) -> Data:
    return {method: _operation(operations[method], words) for method in sorted(operations)}


def _operation(operation: Data, words: Words) -> Data:
    scope, media = operation.pop("x-scope"), operation.pop("x-media")
    summary, more = words.operation(operation["operationId"], operation["summary"], _more(operation))
    operation["summary"], operation["description"] = summary, more or f"{summary}."
    operation["security"] = _security(scope)
    operation["parameters"] = [_own_or_shared(one) for one in operation["parameters"]]
    operation["responses"] = {
        status: {"$ref": f"#/components/responses/{status}"} if status in SHARED else _done(response, media)
        for status, response in operation["responses"].items()
    }
    return operation


def _more(operation: Data) -> str:
    """What the summary does not say; ninja repeats it where there is no more."""
    more = str(operation.get("description", "")).strip()
    return "" if more.rstrip(".") == operation["summary"] else more


def _own_or_shared(parameter: Data | str) -> Data:
    """Headers that many operations take stand once."""
    return {"$ref": f"#/components/parameters/{parameter}"} if isinstance(parameter, str) else parameter


def _parameter(name: str, description: str, schema: Data) -> Data:
    return {"in": "header", "name": name, "required": False, "description": description, "schema": schema}


def _security(scope: str) -> list[Data]:
    if scope == PUBLIC:
        return [{}, {"Bearer": []}]
    return [{"Bearer": [] if scope == ANY else [scope]}]


def _done(response: Data, media: str) -> Data:
    """Files are no JSON; every answer carries the limits."""
    if media != JSON:
        response["content"] = {media: {"schema": {"type": "string", "format": "binary"}}}
    return {**response, "headers": _named(*LIMITS, "ETag", "Link")}


def _schemas_of_problems() -> Data:
    """Told by the shared answers only; no operation answers with them by itself."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), Problem.__name__: schema}


def _shared(status: str) -> Data:
    """What is answered the same way everywhere: 304 and the problems."""
    if status == SAME:
        return {"description": "Not Modified", "headers": _named(*LIMITS, "ETag")}
    return {
        "description": phrases.get(int(status), CHECKSUM_MISMATCH),
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        "headers": _named(*LIMITS, *(["Retry-After"] if status == TOO_OFTEN else [])),
    }


def _named(*names: str) -> Data:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _header(kind: str, description: str) -> Data:
    return {"description": description, "schema": {"type": kind}}


def _bearer(words: Words) -> Data:
    scopes = "\n".join(f"- `{name}`: {in_words(message)}" for name, message in SCOPES.items())
    token = words.general("token", "A token made at /people/tokens/. Scopes:")
    return {"type": "http", "scheme": "bearer", "description": f"{token}\n{scopes}"}


@cache
def _text(language: str) -> str:
    return openapi_text(language)


@require_safe
def document_view(request: HttpRequest) -> HttpResponse:
    """``/api/v1/openapi.json``: for everybody, in the language of ``?lang=`` or, without it, of Accept-Language."""
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else translation.get_language() or LANGUAGES[0]
    return HttpResponse(_text(language), content_type=JSON)
