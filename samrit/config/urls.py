"""Every address, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("samrit.dashboards.urls")),
    path("people/", include("samrit.people.urls")),
    path("letters/", include("samrit.letters.urls")),
    path("frameworks/", include("samrit.frameworks.urls")),
    path("reports/", include("samrit.reports.urls")),
    path("evidence/", include("samrit.evidence.urls")),
    path("scores/", include("samrit.scores.urls")),
    path("accounts/", include("allauth.account.urls")),
]
