"""Addresses of assessments (/assessments/), instruments (/instruments/), surveys (/surveys/) and public forms (/s/)."""

from django.urls import path

from samrit.assessments.views.assessing import (
    answering,
    comparing,
    listing,
    official,
    overview,
    planning,
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
    path("<key:pk>/plan/<key:task_pk>/", planning.task, name="plan_task"),
    path("<key:pk>/report.pdf", reports.report_pdf, name="report_pdf"),
    path("<key:pk>/report.docx", reports.report_docx, name="report_docx"),
]
