"""Addresses of the reports room."""

from django.urls import path

from samrit.reports import views

app_name = "reports"
urlpatterns = [
    path("<int:round_pk>/", views.round_page, name="round"),
    path("<int:round_pk>/<int:indicator_pk>/", views.entry, name="entry"),
    path("<int:round_pk>/<int:indicator_pk>/preview/", views.preview, name="preview"),
]
