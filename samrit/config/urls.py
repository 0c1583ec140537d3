"""Every address, room by room."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import TemplateView
from django.views.i18n import set_language

from samrit.assessments.urls import instrument_addresses, public_addresses, survey_addresses
from samrit.catalog.urls import faces
from samrit.config import views
from samrit.config.api.addresses import api_addresses
from samrit.config.api.guide import guide
from samrit.dashboards.urls import privacy_addresses, trail_addresses
from samrit.frameworks.urls import proposal_addresses
from samrit.letters.urls import (
    attending_addresses,
    link_addresses,
    meeting_addresses,
    short_addresses,
    verify_letter,
    writing_addresses,
)
from samrit.people.urls import openid_addresses, security_addresses
from samrit.reports.urls import register, verify
from samrit.scores.queries import past_results

handler400 = views.unreadable
handler500 = views.failed
urlpatterns = [
    path("s/", include(public_addresses)),  # first: at the counter most come at once
    path("", include("samrit.dashboards.urls")),
    path("people/", include("samrit.people.urls")),
    path("audit/", include(trail_addresses)),
    path("privacy/", include(privacy_addresses)),
    path("letters/", include("samrit.letters.urls")),
    path("letters/written/", include(writing_addresses)),
    path("links/", include(link_addresses)),
    path("l/", include(short_addresses)),
    path("meetings/", include(meeting_addresses)),
    path("m/", include(attending_addresses)),
    path("frameworks/", include("samrit.frameworks.urls")),
    path("proposals/", include(proposal_addresses(past_results))),
    path("reports/", include("samrit.reports.urls")),
    path("assessments/", include("samrit.assessments.urls")),
    path("instruments/", include(instrument_addresses)),
    path("surveys/", include(survey_addresses)),
    path("data/", include("samrit.indicators.urls")),
    path("catalog/", include("samrit.catalog.urls")),
    path("", include(faces)),
    path("evidence/", include("samrit.evidence.urls")),
    path("evidence/", include(register)),
    verify_letter,
    path("verify/", include(verify)),
    path("scores/", include("samrit.scores.urls")),
    path("notices/", include("samrit.notices.urls")),
    # Before allauth's own, which would let people take any address: an account's e-mail comes from its invitation.
    path("accounts/email/", TemplateView.as_view(template_name="account/email.html"), name="account_email"),
    path("accounts/2fa/", include(security_addresses)),  # our own page, and one list less
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/openid/", include(openid_addresses)),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("api/", guide, name="api_guide"),
    path("api/v1/", api_addresses()),
    path("healthz", views.health, name="health"),
    path("readyz", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
    path("language/", login_not_required(set_language), name="set_language"),
]
if settings.DEBUG:
    urlpatterns.append(path("ui/", include("samrit.ui.urls")))
