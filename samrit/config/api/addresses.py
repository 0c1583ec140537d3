"""The API's addresses."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path
from ninja import NinjaAPI

from samrit.config.api.assembly import assembled
from samrit.config.api.document import document_view


@cache
def the_api() -> NinjaAPI:
    return assembled()


def api_addresses() -> tuple[list[URLPattern], str, str]:
    """Every operation, and the document that describes them. The gate asks for tokens, not for a session."""
    found, app, namespace = the_api().urls
    patterns = [one for one in found if isinstance(one, URLPattern) and one.name != "api-root"]
    for pattern in patterns:
        login_not_required(pattern.callback)
    document = path("openapi.json", login_not_required(document_view), name="openapi")
    return [document, *patterns], app, namespace
