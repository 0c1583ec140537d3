"""Addresses of the reports room."""

from django.urls import path

from samrit.reports import views
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "reports"
urlpatterns = [
    path("<key:round_pk>/", views.round_page, name="round"),
    path("<key:round_pk>/approval/", views.approval, name="approval"),
    path("<key:round_pk>/wall/", views.wall, name="wall"),
    path("<key:round_pk>/<key:indicator_pk>/", views.entry, name="entry"),
    path("<key:round_pk>/<key:indicator_pk>/preview/", views.preview, name="preview"),
]
