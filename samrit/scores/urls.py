"""Addresses of the scores room: the evaluator's desk."""

from django.urls import path

from samrit.scores import views
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "scores"
urlpatterns = [
    path("", views.rounds, name="list"),
    path("<key:round_pk>/", views.round_page, name="round"),
    path("<key:round_pk>/compute/", views.compute, name="compute"),
    path("<key:round_pk>/publish/", views.publish, name="publish"),
    path("<key:round_pk>/<key:indicator_pk>/", views.verify, name="verify"),
]
