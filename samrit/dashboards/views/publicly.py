"""How pages that anyone may read are answered: without a cookie, kept by any proxy for a few seconds, 304 when unchanged."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from samrit.people.models import Area
from samrit.ui.formats import in_english
from samrit.ui.pieces import Crumb

View = Callable[..., HttpResponseBase]
FRESH_FOR = 5  # seconds that a proxy may answer by itself: a publication is seen that soon


def public_page(view: View) -> View:
    """For visitors ``public``; who is signed in has a page of their own, with their name on it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        response = view(request, *args, **values)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = cache_of(request)
        return response

    return login_not_required(require_safe(conditional_page(answered)))


def cache_of(request: HttpRequest) -> str:
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    return "private, no-cache" if signed_in else f"public, max-age={FRESH_FOR}"


def absolute(address: str) -> str:
    """With the configured site, whatever name the request came by."""
    return urljoin(settings.SITE_URL, address)


def performance_crumb() -> Crumb:
    return Crumb(_("ผลการประเมิน"), reverse("dashboards:performance"))


def province_name(area: Area) -> str:
    return area.name_en if in_english() else area.name


def year_words(year: int) -> str:
    return _("ปีงบประมาณ พ.ศ. %(year)s") % {"year": year}
