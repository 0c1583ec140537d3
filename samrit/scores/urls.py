"""Addresses of the scores room: the evaluator's desk."""

from django.urls import path

from samrit.scores import views

app_name = "scores"
urlpatterns = [
    path("", views.rounds, name="list"),
    path("<int:round_pk>/", views.round_page, name="round"),
    path("<int:round_pk>/compute/", views.compute, name="compute"),
    path("<int:round_pk>/publish/", views.publish, name="publish"),
    path("<int:round_pk>/<int:indicator_pk>/", views.verify, name="verify"),
]
