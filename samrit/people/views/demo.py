"""Signing in as one of the demo's fictitious people. Where the site is no demo these addresses do not exist."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from samrit.people.actions import sign_in_as_demo
from samrit.people.models import User
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words


@login_not_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "people/demo.html")


@login_not_required
@require_POST
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    try:
        user = sign_in_as_demo(user=get_object_or_404(User, pk=pk), now=timezone.now())
    except RefusedError as refused:
        raise PermissionDenied(in_words(refused.refusal.message)) from refused
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else "/")
