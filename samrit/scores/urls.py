"""Addresses of the scores room: the evaluator's desk."""

from django.urls import path

from samrit.scores import views
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "scores"
urlpatterns = [
    path("", views.rounds, name="list"),
    path("simulation/", views.simulation, name="simulation"),
    path("simulation.xlsx", views.simulation_xlsx, name="simulation_xlsx"),
    path("whatif/<key:round_pk>/", views.whatif, name="whatif"),
    path("whatif/<key:round_pk>.xlsx", views.whatif_xlsx, name="whatif_xlsx"),
    path("cancel/<key:kpi_pk>/", views.cancel, name="cancel"),
    path("cancel/<key:kpi_pk>/undo/", views.undo_cancellation, name="undo_cancellation"),
    path("<key:round_pk>/", views.round_page, name="round"),
    path("<key:round_pk>/compute/", views.compute, name="compute"),
    path("<key:round_pk>/confirm/", views.confirm, name="confirm"),
    path("<key:round_pk>/reopen/", views.reopen, name="reopen"),
    path("<key:round_pk>/publish/", views.publish, name="publish"),
    path("<key:round_pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<key:round_pk>/own/", views.own, name="own"),
    path("<key:round_pk>/versions/<key:number>/", views.version, name="version"),
    path("<key:round_pk>/<key:indicator_pk>/", views.verify, name="verify"),
]
