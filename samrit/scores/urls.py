"""Addresses of the scores room: the evaluator's desk."""

from django.urls import path

from samrit.reports.views.keeping import keeps_typed_text
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
    path("official/", views.official, name="official"),
    path("official/<key:year>/", views.official_year, name="official_year"),
    path("official/<key:year>/<slug:owner>-<key:months>.xlsx", views.official_form, name="official_form"),
    path("official/files/<key:pk>/", views.official_file, name="official_file"),
    path("<key:round_pk>/tolerance/", views.tolerance, name="tolerance"),
    path("questions/", views.questions, name="questions"),
    path("questions/<key:pk>/", keeps_typed_text(views.question), name="question"),
    path("questions/<key:pk>/on/", keeps_typed_text(views.ask_on), name="ask_on"),
    path("questions/<key:pk>/close/", keeps_typed_text(views.close_question), name="close_question"),
    path("questions/of/<key:round_pk>/<key:indicator_pk>/", views.of_item, name="questions_of"),
    path("appeals/", views.appeals, name="appeals"),
    path("appeals/<key:pk>/", views.appeal, name="appeal"),
    path("appeals/<key:pk>/evidence/", views.attach_evidence, name="appeal_evidence"),
    path("appeals/<key:pk>/withdraw/", views.withdraw_appeal, name="withdraw_appeal"),
    path("appeals/<key:pk>/take-up/", views.take_up_appeal, name="take_up_appeal"),
    path("appeals/<key:pk>/refuse/", keeps_typed_text(views.refuse_appeal), name="refuse_appeal"),
    path("appeals/<key:pk>/panel/", views.appoint_panel, name="appoint_panel"),
    path("appeals/<key:pk>/decide/", keeps_typed_text(views.decide_appeal), name="decide_appeal"),
    path("assignments/<key:year>/", views.assignments, name="assignments"),
    path("assignments/<key:year>/two/", views.ask_two_scorers, name="ask_two_scorers"),
    path("assignments/<key:year>/two/<key:pk>/end/", views.end_two_scorers, name="end_two_scorers"),
    path("reconcile/", views.disputes, name="disputes"),
    path("reconcile/<key:pk>/", views.reconcile, name="reconcile"),
    path("calibration/<key:year>/", views.calibration, name="calibration"),
    path("<key:round_pk>/assignments/", views.round_assignments, name="round_assignments"),
    path("<key:round_pk>/", views.round_page, name="round"),
    path("<key:round_pk>/compute/", views.compute, name="compute"),
    path("<key:round_pk>/confirm/", views.confirm, name="confirm"),
    path("<key:round_pk>/reopen/", views.reopen, name="reopen"),
    path("<key:round_pk>/publish/", views.publish, name="publish"),
    path("<key:round_pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<key:round_pk>/own/", views.own, name="own"),
    path("<key:round_pk>/appeals/new/", keeps_typed_text(views.new_appeal), name="new_appeal"),
    path("<key:round_pk>/versions/<key:number>/", views.version, name="version"),
    path("<key:round_pk>/<key:indicator_pk>/", views.verify, name="verify"),
    path("<key:round_pk>/<key:indicator_pk>/ask/", keeps_typed_text(views.ask), name="ask"),
]
