"""Every write on the way from a typed number to the province's submitted report."""

from samrit.reports.actions.approving import Decided, approve_many
from samrit.reports.actions.computing import compute_result, confirm_computed
from samrit.reports.actions.cosigning import co_sign, refuse_co_signing
from samrit.reports.actions.deciding import approve_result, recall_result, return_result, submit_result
from samrit.reports.actions.drafting import discard_entry_draft, keep_entry_draft
from samrit.reports.actions.filing import NAMED_MISSING, file_report
from samrit.reports.actions.joint import contribute, end_objection, make_joint, sign_joint
from samrit.reports.actions.locking import lock_joint, unlock_joint
from samrit.reports.actions.moving import TEXTS, facts_of, holding
from samrit.reports.actions.progressing import save_progress
from samrit.reports.actions.proving import attach_evidence, attach_kept, attach_upload, detach_evidence
from samrit.reports.actions.reopening import (
    ask_to_reopen,
    end_reopening,
    grant_reopening,
    refuse_reopening_request,
    reopen_kpi,
    stand_by_filed,
)
from samrit.reports.actions.returning import Point
from samrit.reports.actions.revising import bring_into_force, publish_revision, withdraw_revision
from samrit.reports.actions.saving import save_result
from samrit.reports.actions.sheets import RowTaken, apply_sheet, take_sheet
from samrit.reports.actions.ticking import explain_missing_evidence, tick_evidence, untick_evidence

__all__ = [
    "NAMED_MISSING",
    "TEXTS",
    "Decided",
    "Point",
    "RowTaken",
    "apply_sheet",
    "approve_many",
    "approve_result",
    "ask_to_reopen",
    "attach_evidence",
    "attach_kept",
    "attach_upload",
    "bring_into_force",
    "co_sign",
    "compute_result",
    "confirm_computed",
    "contribute",
    "detach_evidence",
    "discard_entry_draft",
    "end_objection",
    "end_reopening",
    "explain_missing_evidence",
    "facts_of",
    "file_report",
    "grant_reopening",
    "holding",
    "keep_entry_draft",
    "lock_joint",
    "make_joint",
    "publish_revision",
    "recall_result",
    "refuse_co_signing",
    "refuse_reopening_request",
    "reopen_kpi",
    "return_result",
    "save_progress",
    "save_result",
    "sign_joint",
    "stand_by_filed",
    "submit_result",
    "take_sheet",
    "tick_evidence",
    "unlock_joint",
    "untick_evidence",
    "withdraw_revision",
]
