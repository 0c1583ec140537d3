"""Addresses of the letters room."""

from django.urls import path

from samrit.letters.views import catalogue, confirming, letter, reading

app_name = "letters"
urlpatterns = [
    path("", catalogue.catalogue, name="list"),
    path("read/", reading.read_letter, name="read"),
    path("<int:pk>/", letter.letter, name="detail"),
    path("<int:pk>/original/", letter.original, name="original"),
    path("<int:pk>/findings/notices/", letter.settle_notices, name="settle_notices"),
    path("<int:pk>/findings/<int:finding_pk>/", letter.settle, name="settle"),
    path("<int:pk>/move/", letter.move, name="move"),
    path("<int:pk>/frameworks/<int:index>/", confirming.confirm, name="confirm"),
]
