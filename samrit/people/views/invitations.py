"""Inviting a person, and accepting an invitation."""

import logging
import smtplib
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from samrit.people import actions, queries
from samrit.people.documents import invitation_link, invitation_mail
from samrit.people.forms import CENTRAL, AcceptanceForm, AreaChoice, InvitationForm, area_choices
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area, Invitation, User
from samrit.people.openid.providers import provider_named
from samrit.people.permissions import refuse_acceptance
from samrit.people.views.members import agencies_in, chosen_area, managed_areas
from samrit.people.views.openid import go
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words

log = logging.getLogger(__name__)
Parameters = ParamSpec("Parameters")


def secret_page(view: Callable[Parameters, HttpResponse]) -> Callable[Parameters, HttpResponse]:
    """A page whose address or text is a secret: kept nowhere, named to nobody, not even in our own referrers."""

    @wraps(view)
    def guarded(*args: Parameters.args, **named: Parameters.kwargs) -> HttpResponse:
        response = view(*args, **named)
        add_never_cache_headers(response)
        # Not "no-referrer": that makes browsers send "Origin: null", which the CSRF check rightly refuses.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


# ── inviting ────────────────────────────────────────────────────────────────
@secret_page
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PersonRequest) -> HttpResponse:
    """The form; after a POST the page with the link, which is shown this once."""
    duties = request.duties
    areas = area_choices(managed_areas(duties), central=duties.evaluates)
    area = chosen_area(request, areas)
    form = InvitationForm(
        request.POST or None, agencies=agencies_in(duties, area), duties=duties, central=area == CENTRAL
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                invitation, token = actions.invite(**form.cleaned_data, by=request.user, now=timezone.now())
                return _invited(request, invitation, invitation_link(token))
            except RefusedError as refused:
                form.add_error(None, in_words(refused.refusal.message))
    context = {
        "form": form,
        "chooser": AreaChoice(initial={"area": area}, areas=areas) if areas else None,
        "province": Area.objects.filter(code=area).first() if areas else managed_areas(duties).first(),
        "area": area,
    }
    return render(request, "people/invite.html", context, status=status)


def _invited(request: HttpRequest, invitation: Invitation, link: str) -> HttpResponse:
    """Answered without a redirect on purpose: the link is kept nowhere, not even until the next page."""
    mailed = True
    try:
        invitation_mail(invitation, link).send()
    except (OSError, smtplib.SMTPException):
        log.exception("the invitation %s could not be mailed", invitation.pk)
        mailed = False
    return render(
        request, "people/invited.html", {"invitation": invitation, "link": link, "mailed": mailed}, status=201
    )


# ── accepting ───────────────────────────────────────────────────────────────
@login_not_required
@secret_page
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what; a new person sets a password, one with an account confirms."""
    invitation = queries.invitation_of(actions.token_digest(token))
    if invitation is None:
        return _problem(request, _("ไม่พบคำเชิญนี้ – ตรวจว่าคัดลอกลิงก์มาครบ หรือขอคำเชิญใหม่จากผู้ที่เชิญคุณ"), status=404)
    if refusal := refuse_acceptance(invitation, now=timezone.now()):
        return _problem(request, in_words(refusal.message), status=410)
    if isinstance(request.user, User):
        return _accept_as(request, invitation, request.user)
    if queries.has_account(invitation.email):
        status = 409 if request.method == "POST" else 200  # the account was made since the page was shown
        return render(request, "people/accept_with_account.html", {"invitation": invitation}, status=status)
    return _accept_new(request, invitation)


@login_not_required
@secret_page
@require_POST
def accept_by(request: HttpRequest, token: str, provider: str) -> HttpResponse:
    """The same without a password: by a provider, who says from now on who it is."""
    invitation, there = queries.invitation_of(actions.token_digest(token)), provider_named(provider)
    if invitation is None or there is None:
        raise Http404
    if isinstance(request.user, User) or queries.has_account(invitation.email):
        return redirect("people:accept", token=token)
    if refusal := refuse_acceptance(invitation, now=timezone.now()):
        return _problem(request, in_words(refusal.message), status=410)
    return go(request, there, purpose="accept", invitation=invitation.pk)


def _accept_as(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if user.email != invitation.email:
        return render(request, "people/accept_as_another.html", {"invitation": invitation}, status=403)
    if request.method == "POST":
        return _accepted(request, invitation, password=None, name="", by=user)
    return render(request, "people/accept_with_account.html", {"invitation": invitation})


def _accept_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = AcceptanceForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        return _accepted(request, invitation, password=values["password"], name=values["name"], by=None)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/accept.html", {"invitation": invitation, "form": form}, status=status)


@sensitive_variables("password")
def _accepted(
    request: HttpRequest, invitation: Invitation, *, password: str | None, name: str, by: User | None
) -> HttpResponse:
    try:
        user = actions.accept_invitation(
            invitation=invitation, password=password, name=name, by=by, now=timezone.now()
        )
    except RefusedError as refused:
        return _problem(request, in_words(refused.refusal.message), status=409)
    if by is None:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        UserSession.objects.create_from_request(request)
    messages.success(
        request,
        _("รับคำเชิญแล้ว คุณเป็น%(role)sของ%(agency)s")
        % {"role": _(invitation.get_role_display()), "agency": invitation.agency.name},
    )
    return redirect("dashboards:work")


def _problem(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    return render(request, "people/invitation_problem.html", {"why": why}, status=status)
