"""Addresses of the provincial database."""

from django.urls import path

from samrit.indicators.views.quality import findings, scores

app_name = "indicators"
urlpatterns = [
    # quality
    path("<str:area>/quality/", scores.quality, name="quality"),
    path("<str:area>/quality/examine/", scores.examine, name="quality_examine"),
    path("<str:area>/quality/agencies/<int:pk>/", scores.agency_quality, name="quality_agency"),
    path("<str:area>/quality/items/<slug:code>/", scores.item_quality, name="quality_item"),
    path("<str:area>/quality/findings/", findings.findings, name="findings"),
    path("<str:area>/quality/findings.csv", findings.findings_csv, name="findings_csv"),
    path("<str:area>/quality/findings/<int:pk>/", findings.finding, name="finding"),
]
