"""The pages of a round and of one KPI in it."""

from samrit.reports.views.approval import approval
from samrit.reports.views.computed import computed, computed_one
from samrit.reports.views.cosigning import co_sign
from samrit.reports.views.entry import entry, preview
from samrit.reports.views.filings import filing, filings, receipt, slip, snapshot
from samrit.reports.views.history import history
from samrit.reports.views.joint import joint, joint_list, make_joint
from samrit.reports.views.packing import evidence_zip
from samrit.reports.views.progress import progress
from samrit.reports.views.register import file, register
from samrit.reports.views.reopening import (
    decide_request,
    end_reopening,
    reopening,
    reopenings,
    stand_by_filed,
)
from samrit.reports.views.revision import revision, withdraw
from samrit.reports.views.round import round_page
from samrit.reports.views.sheets import sheet, sheet_form, sheet_marked, sheets
from samrit.reports.views.verifying import verify, verify_code
from samrit.reports.views.wall import wall

__all__ = [
    "approval",
    "co_sign",
    "computed",
    "computed_one",
    "decide_request",
    "end_reopening",
    "entry",
    "evidence_zip",
    "file",
    "filing",
    "filings",
    "history",
    "joint",
    "joint_list",
    "make_joint",
    "preview",
    "progress",
    "receipt",
    "register",
    "reopening",
    "reopenings",
    "revision",
    "round_page",
    "sheet",
    "sheet_form",
    "sheet_marked",
    "sheets",
    "slip",
    "snapshot",
    "stand_by_filed",
    "verify",
    "verify_code",
    "wall",
    "withdraw",
]
