"""Addresses of the reports room."""

from django.urls import path

from samrit.reports import views
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "reports"
urlpatterns = [
    path("revisions/<key:edition_pk>/", views.revision, name="revision"),
    path("revisions/<key:edition_pk>/withdraw/", views.withdraw, name="withdraw_revision"),
    path("reopenings/", views.reopenings, name="reopenings"),
    path("reopenings/<key:pk>/end/", views.end_reopening, name="end_reopening"),
    path("reopenings/requests/<key:pk>/", views.decide_request, name="decide_request"),
    path("joint/", views.joint_list, name="joint_list"),
    path("joint/new/", views.make_joint, name="make_joint"),
    path("joint/<key:pk>/<int:months>/", views.joint, name="joint"),
    path("joint/entry/<key:round_pk>/<key:indicator_pk>/", views.co_sign, name="co_sign"),
    path("<key:round_pk>/", views.round_page, name="round"),
    path("<key:round_pk>/approval/", views.approval, name="approval"),
    path("<key:round_pk>/sheets/", views.sheets, name="sheets"),
    path("<key:round_pk>/sheets/<key:agency_pk>.xlsx", views.sheet_form, name="sheet_form"),
    path("sheets/<key:pk>/", views.sheet, name="sheet"),
    path("sheets/<key:pk>/notes.xlsx", views.sheet_marked, name="sheet_marked"),
    path("<key:round_pk>/evidence.zip", views.evidence_zip, name="evidence_zip"),
    path("<key:round_pk>/filings/", views.filings, name="filings"),
    path("filings/<key:pk>/", views.filing, name="filing"),
    path("filings/<key:pk>/receipt.pdf", views.receipt, name="receipt"),
    path("filings/<key:pk>/receipt-<key:agency>.pdf", views.slip, name="slip"),
    path("filings/<key:pk>/sealed.json", views.snapshot, name="snapshot"),
    path("<key:round_pk>/wall/", views.wall, name="wall"),
    path("<key:round_pk>/<key:indicator_pk>/", views.entry, name="entry"),
    path("<key:round_pk>/<key:indicator_pk>/history/", views.history, name="history"),
    path("<key:round_pk>/<key:indicator_pk>/reopen/", views.reopening, name="reopening"),
    path("<key:round_pk>/<key:indicator_pk>/stand-by-filed/", views.stand_by_filed, name="stand_by_filed"),
    path("<key:round_pk>/<key:indicator_pk>/progress/", views.progress, name="progress"),
    path("<key:round_pk>/<key:indicator_pk>/computed/", views.computed, name="computed"),
    path("<key:round_pk>/<key:indicator_pk>/computed/<key:number>/", views.computed_one, name="computed_one"),
    path("<key:round_pk>/<key:indicator_pk>/preview/", views.preview, name="preview"),
]

# Under /evidence/, beside the files themselves: the room of evidence does not know what a file proves.
register = (
    [
        path("", views.register, name="list"),
        path("<key:pk>/about/", views.file, name="file"),
    ],
    "register",
)

# For everybody, without signing in: whether a paper says what was filed.
verify = (
    [
        path("", views.verify, name="start"),
        path("<str:code>/", views.verify_code, name="filing"),
    ],
    "verify",
)
