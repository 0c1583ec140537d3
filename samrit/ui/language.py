"""Thai unless a person chose English: the browser's own wish does not count, offices share computers set to English.

``?lang=en`` is a page's English address, for those who share it and for search engines; who follows it has chosen.
"""

from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

ASKED = "lang"  # in an address


def language_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The language that the address asks for, else that of the cookie that the switch sets, else the default."""

    def middleware(request: HttpRequest) -> HttpResponse:
        kept, asked = (
            _known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)),
            _known(request.GET.get(ASKED)) if request.META.get("QUERY_STRING") else None,
        )
        language = asked or kept or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        # Most speak the language that the thread speaks already; turning it twice would be for nothing.
        with nullcontext() if translation.get_language() == language else translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        if asked and asked != (kept or settings.LANGUAGE_CODE):
            _keep(response, asked)
        return response

    return middleware


def _known(language: str | None) -> str | None:
    return language if language in dict(settings.LANGUAGES) else None


def _keep(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
