"""Every request knows what its person may do today."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request  # what its own decorator does
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from samrit.people import actions
from samrit.people.models import User
from samrit.people.permissions import refuse_without_second_factor
from samrit.people.queries import Duties, duties_of, second_steps

Rest = ParamSpec("Rest")


class PersonRequest(HttpRequest):
    """The request as our signed-in pages get it."""

    user: User  # only signed-in people reach these pages
    duties: Duties
    htmx: HtmxDetails


def duties_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put ``request.duties`` there, read from the database only when a page asks (one query).

    What was answered to somebody's session is for that browser alone, and is asked for anew.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.duties = SimpleLazyObject(lambda: _duties(request))  # type: ignore[attr-defined]
        response = get_response(request)
        if request.session.accessed:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def _duties(request: HttpRequest) -> Duties | None:
    """None for a visitor who has not signed in."""
    return duties_of(request.user, localdate()) if request.user.is_authenticated else None


# ── the second step of signing in ───────────────────────────────────────────
# Where a second step is made, the way out, and what knows no session: the API, whose tokens have rules of their own.
# Public pages are not among them: to who is signed in they show more.
ALWAYS_OPEN = (
    "mfa_",
    "account_",
    "openid_",
    "usersessions_",
    "set_language",
    "people:accept",
    "health",
    "api",
)


class SecondFactorMiddleware:
    """Who must have a second step and has none is led to where one is made, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _named: Any) -> HttpResponse | None:
        if settings.SECOND_FACTOR_FROM is None:
            return None
        match = request.resolver_match
        if match is None or match.view_name.startswith(ALWAYS_OPEN) or not _lacks_second_factor(request):
            return None
        to = reverse("mfa_index")
        return HttpResponseClientRedirect(to) if request.htmx else redirect(to)  # type: ignore[attr-defined]


def _lacks_second_factor(request: HttpRequest) -> bool:
    """Asks the database only in sessions that did not begin with a second step."""
    if not isinstance(request.user, User):
        return False
    if any(
        one["method"] == "mfa" or one.get("second_step")
        for one in get_authentication_records(request, request.user)
    ):
        return False
    refusal = refuse_without_second_factor(
        request.duties,  # type: ignore[attr-defined]
        has_one=second_steps(request.user).any,
        demanded_from=settings.SECOND_FACTOR_FROM,
        today=localdate(),
    )
    return refusal is not None


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def note_in_the_trail(signal: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """The library writes second steps itself and tells so afterwards."""
    verbs = {
        id(authenticator_added): "add_second_factor",
        id(authenticator_removed): "remove_second_factor",
        id(authenticator_reset): "renew_second_factor",
    }
    actions.note_second_factor(verb=verbs[id(signal)], kind=authenticator.type, by=user, now=timezone.now())


# ── how long a session lasts ────────────────────────────────────────────────
WAYS_BACK = {
    "account_login", "account_logout", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "openid_begin", "openid_prove", "openid_callback", "set_language", "health",
}  # fmt: skip
REAUTHENTICATION_TIMEOUT = 300  # seconds; what the library itself allows
BEGAN, SEEN = "samrit_began", "samrit_seen"  # in the session: seconds since 1970
SEEN_EVERY = 60  # seconds between two notes that somebody was there


class SessionLimitsMiddleware:
    """Who was away too long, or signed in too long ago, proves again who it is; what was sent meanwhile is kept and then done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _named: Any) -> HttpResponse | None:
        limits = settings.IDLE_MINUTES * 60, settings.SESSION_HOURS * 3600
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if match is None or match.view_name in WAYS_BACK or not isinstance(request.user, User):
            return None
        if match.view_name in CHANGES_OF_WAYS_IN and (asked := _asked_at_the_provider(request)):
            return asked
        if not any(limits):
            return None
        at = int(timezone.now().timestamp())
        proven = proven_at(request)
        began = max(proven, request.session.get(BEGAN, 0)) or at
        seen = max(proven, request.session.get(SEEN, began))
        if any(limit and at - since > limit for limit, since in zip(limits, (seen, began), strict=True)):
            return _prove_again(request)
        polls = request.htmx and request.method == "GET"  # type: ignore[attr-defined]  # a page left open is nobody
        if not polls and at - request.session.get(SEEN, 0) >= SEEN_EVERY:
            request.session[BEGAN], request.session[SEEN] = began, at
        return None


# The library asks who it is before these only people with a password or a second step of their own.
CHANGES_OF_WAYS_IN = {
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
    "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
    "account_set_password", "account_change_password",
}  # fmt: skip


def _asked_at_the_provider(request: HttpRequest) -> HttpResponse | None:
    """Who comes in by a provider alone proves it there; None where the library asks, or that was done just now."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways or not all(way["id"].startswith("openid:") for way in ways):
        return None
    lately = timezone.now().timestamp() - REAUTHENTICATION_TIMEOUT
    return None if proven_at(request) >= lately else _prove_again(request)


def proven_at(request: HttpRequest) -> int:
    """When this person last proved who it is in this session, by whatever way; 0: nobody knows."""
    records = get_authentication_records(request, request.user)
    return max((int(one["at"]) for one in records), default=0)


def _prove_again(request: HttpRequest) -> HttpResponse:
    """By the person's strongest way; who has none (the demo's people) signs in anew."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        logout(request)
        return redirect_to_login(request.get_full_path())
    if request.htmx:  # type: ignore[attr-defined]
        back = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(f"{ways[0]['url']}?{urlencode({'next': back})}")
    answer: HttpResponse = suspend_request(request, ways[0]["url"])
    if request.method == "POST":  # what was sent is found again by its path alone
        answer["Location"] = f"{ways[0]['url']}?{urlencode({'next': request.path})}"
    return answer


# ── before a person's word becomes the record ───────────────────────────────
def asked_to_prove(request: HttpRequest) -> HttpResponse | None:
    """Where the proof is long ago: the way to giving it, after which what was sent is done. Who can give none is let through."""
    lately = timezone.now().timestamp() - settings.STEP_UP_MINUTES * 60
    if not settings.STEP_UP_MINUTES or proven_at(request) >= lately:
        return None
    return _prove_again(request) if get_adapter().get_reauthentication_methods(request.user) else None


def proven(view: Callable[Concatenate[PersonRequest, Rest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Of a view that approves, files, publishes or signs."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Rest.args, **named: Rest.kwargs) -> HttpResponse:
        return asked_to_prove(request) or view(request, *args, **named)

    return guarded


def proven_when(
    field: str, *values: str
) -> Callable[[Callable[Concatenate[PersonRequest, Rest], HttpResponse]], Callable[..., HttpResponse]]:
    """The same of a view whose form says in ``field`` what is done, for these of its values."""

    def decorated(
        view: Callable[Concatenate[PersonRequest, Rest], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: PersonRequest, *args: Rest.args, **named: Rest.kwargs) -> HttpResponse:
            if (
                request.method == "POST"
                and request.POST.get(field) in values
                and (asked := asked_to_prove(request))
            ):
                return asked
            return view(request, *args, **named)

        return guarded

    return decorated
