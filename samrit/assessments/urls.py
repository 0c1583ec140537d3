"""Addresses of assessments (/assessments/), instruments (/instruments/), surveys (/surveys/) and public forms (/s/)."""

from django.urls import path

from samrit.assessments.views import answering as public
from samrit.assessments.views import bringing, building, kiosk, survey_results, surveys
from samrit.assessments.views.assessing import (
    answering,
    comparing,
    following,
    listing,
    official,
    overview,
    planning,
    progress,
    proving,
    reports,
)
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "assessments"
_SHEET = "<key:pk>/sheets/<slug:stage>"
urlpatterns = [
    # agencies' assessments
    path("", listing.assessments, name="list"),
    path("invite/", listing.invite, name="invite"),
    path("progress/", progress.progress_matrix, name="progress"),
    path("official/", official.official, name="official"),
    path("<key:pk>/", overview.assessment, name="assessment"),
    path("<key:pk>/move/", overview.move, name="move"),
    path("<key:pk>/window/", overview.window, name="window"),
    path(f"{_SHEET}/", overview.stage_step, name="stage_step"),
    path(f"{_SHEET}/<slug:section>/", answering.sheet, name="sheet"),
    path("<key:pk>/evidence/<slug:question>/", proving.evidence, name="evidence"),
    path("<key:pk>/compare/", comparing.compare, name="compare"),
    path("<key:pk>/next/", planning.next_ticks, name="next"),
    path("<key:pk>/plan/", planning.plan, name="plan"),
    path("<key:pk>/plan/new/", planning.plan_new, name="plan_new"),
    path("<key:pk>/plan/<key:task_pk>/", following.task, name="plan_task"),
    path("<key:pk>/report.pdf", reports.report_pdf, name="report_pdf"),
    path("<key:pk>/report.docx", reports.report_docx, name="report_docx"),
]

# Under /surveys/: as officers hold them.
survey_addresses = (
    [
        path("", surveys.surveys, name="list"),
        path("new/", surveys.new_survey, name="new"),
        path("<key:pk>/", surveys.survey, name="one"),
        path("<key:pk>/results/", survey_results.results, name="results"),
        path("<key:pk>/answers.csv", survey_results.raw, name="raw"),
        path("<key:pk>/points/<key:point>/poster.pdf", surveys.poster, name="poster_pdf"),
        path("<key:pk>/imports/new/", bringing.bring, name="bring"),
        path("<key:pk>/imports/<key:file>/", bringing.brought, name="brought"),
    ],
    "surveys",
)

# Under /instruments/: questionnaires and making them.
instrument_addresses = (
    [
        path("", building.instruments, name="list"),
        path("new/", building.new_instrument, name="new"),
        path("<key:pk>/", building.instrument, name="one"),
        path("<key:pk>/preview/", building.preview, name="preview"),
        path("<key:pk>/questions/new/", building.question, name="new_question"),
        path("<key:pk>/questions/<slug:code>/", building.question, name="question"),
    ],
    "instruments",
)

# Under /s/: for everybody, as it stands on a poster.
public_addresses = (
    [
        path("<slug:code>/", public.answer, name="answer"),
        path("<slug:code>/thanks/", public.thanks, name="thanks"),
        path("<slug:code>/kiosk/<str:key>/", kiosk.kiosk, name="kiosk"),
        path("<slug:code>/kiosk/<str:key>/worker.js", kiosk.kiosk_worker, name="kiosk_worker"),
        path("<slug:code>/kiosk/<str:key>/answers/", kiosk.kiosk_answers, name="kiosk_answers"),
    ],
    "survey",
)
