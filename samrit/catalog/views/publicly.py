"""How pages that anyone may read are answered: without a cookie, kept by any proxy for a few seconds, 304 when unchanged."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from samrit.ui.pieces import Crumb

View = Callable[..., HttpResponseBase]
FRESH_FOR = 5  # seconds that a proxy may answer by itself


def public_page(view: View) -> View:
    """For visitors ``public``; who is signed in has a page of their own, with their name on it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        response = view(request, *args, **values)
        signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache" if signed_in else f"public, max-age={FRESH_FOR}"
        return response

    return login_not_required(require_safe(conditional_page(answered)))


def catalogue_crumb() -> Crumb:
    return Crumb(_("บัญชีข้อมูล"), reverse("catalog:search"))
