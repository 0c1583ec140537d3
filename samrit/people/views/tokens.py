"""Tokens by which programs act: one's own, and those of systems in the agencies one looks after."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.people import actions, queries
from samrit.people.forms import CENTRAL, AreaChoice, ServiceTokenForm, TokenForm, area_choices
from samrit.people.middleware import PersonRequest, asked_to_prove
from samrit.people.models import AccessToken
from samrit.people.permissions import refuse_revoking_token
from samrit.people.views.invitations import secret_page
from samrit.people.views.members import agencies_in, chosen_area, managed_areas
from samrit.rules.scopes import SCOPES, SIGNING
from samrit.rules.wording import RefusedError
from samrit.ui.formats import date_and_time
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ROWS = 50


@require_safe
def tokens(request: PersonRequest) -> HttpResponse:
    """Which tokens are there, what may they do, when were they last used?"""
    found = queries.with_systems(queries.tokens_visible_to(request.duties))
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(request, token) for token in page],
        "manages": request.duties.evaluates or request.duties.coordinates,
        "crumbs": [Crumb(_("หน้าแรก"), "/"), Crumb(_("โทเคน"))],
    }
    return render(request, "people/tokens.html", context)


def _row(request: PersonRequest, token: AccessToken) -> dict[str, Any]:
    now = timezone.now()
    state = "revoked" if token.revoked_at else "active" if now < token.expires_at else "expired"
    return {
        "token": token,
        "state": state,
        "scopes": [(scope, in_words(SCOPES[scope])) for scope in token.scopes if scope in SCOPES],
        "refusal": refuse_revoking_token(request.duties, token),
    }


# ── making ──────────────────────────────────────────────────────────────────
@secret_page
@sensitive_variables("text")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: PersonRequest) -> HttpResponse:
    """One's own; after a POST the page with its text, which is shown this once."""
    form, now = TokenForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        if SIGNING & set(form.cleaned_data["scopes"]) and (asked := asked_to_prove(request)):
            return asked
        try:
            token, text = actions.make_token(**form.token(now), by=request.user, now=now)
            return _made(request, token, text)
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "crumbs": _crumbs(_("สร้างโทเคน"))}
    return render(request, "people/token.html", context, status=status)


@secret_page
@sensitive_variables("text")
@require_http_methods(["GET", "HEAD", "POST"])
def make_for_system(request: PersonRequest) -> HttpResponse:
    """A system's, for an agency that one looks after. The province is chosen first."""
    duties, now = request.duties, timezone.now()
    areas = area_choices(managed_areas(duties), central=duties.evaluates)
    area = chosen_area(request, areas)
    form = ServiceTokenForm(
        request.POST or None, agencies=agencies_in(duties, area), duties=duties, central=area == CENTRAL
    )
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("system", "agency", "role")}
        try:
            token, text = actions.make_service_token(**facts, **form.token(now), by=request.user, now=now)
            return _made(request, token, text)
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
    chooser = AreaChoice(initial={"area": area}, areas=areas) if areas else None
    context = {"form": form, "chooser": chooser, "crumbs": _crumbs(_("สร้างโทเคนของระบบ"))}
    return render(request, "people/token.html", context, status=422 if request.method == "POST" else 200)


def _made(request: PersonRequest, token: AccessToken, text: str) -> HttpResponse:
    """Answered without a redirect on purpose: the text is kept nowhere, not even until the next page."""
    context = {
        "token": token,
        "text": text,
        "facts": [
            (_("ทำแทน"), token.user.name),
            (_("หมดอายุ"), date_and_time(token.expires_at)),
            (_("ทำอะไรได้"), " · ".join(in_words(SCOPES[scope]) for scope in token.scopes)),
        ],
        "address": request.build_absolute_uri("/api/v1/me"),
        "crumbs": _crumbs(_("สร้างโทเคนแล้ว")),
    }
    return render(request, "people/token_made.html", context, status=201)


def _crumbs(here: str) -> list[Crumb]:
    return [Crumb(_("โทเคน"), reverse("people:tokens")), Crumb(here)]


@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(queries.tokens_visible_to(request.duties), pk=pk)
    try:
        actions.revoke_token(token=token, by=request.user, now=timezone.now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    else:
        said = _("ยกเลิกโทเคน “%(name)s” แล้ว โปรแกรมที่ใช้อยู่จะเข้าไม่ได้ทันที")
        messages.success(request, said % {"name": token.name})
    return redirect("people:tokens")
