"""Writes about frameworks: draft, change, targets, publish, reporting windows."""

from samrit.frameworks.actions.cancelling import cancel_kpi, undo_cancellation
from samrit.frameworks.actions.changes import KpiChange, change_draft, set_targets
from samrit.frameworks.actions.concluding import Conclusion, conclude_proposal
from samrit.frameworks.actions.confirming import confirm_edition
from samrit.frameworks.actions.deciding import ItemDecision, Terms, add_meeting, decide_items
from samrit.frameworks.actions.details import give_to_library, write_details
from samrit.frameworks.actions.drafts import CARRIED, create_draft, discard_draft
from samrit.frameworks.actions.formulas import end_formula, set_formula
from samrit.frameworks.actions.library import add_to_library, change_library, load_library
from samrit.frameworks.actions.links import keep_strategic_kpi, link_kpi, unlink_kpi
from samrit.frameworks.actions.proposal_items import (
    ItemChange,
    add_from_library,
    add_item,
    remove_item,
    save_item,
    save_weights,
)
from samrit.frameworks.actions.proposal_moves import return_proposal, submit_proposal, take_back_proposal
from samrit.frameworks.actions.proposal_start import begin_proposal, start_proposal
from samrit.frameworks.actions.publishing import publish_edition, put_in_force
from samrit.frameworks.actions.requirements import (
    Requirement,
    carry_required_evidence,
    set_required_evidence,
)
from samrit.frameworks.actions.revising import set_revision_facts, start_revision, withdraw_edition
from samrit.frameworks.actions.rounds import restore_year, set_round_state, set_windows, void_year
from samrit.frameworks.actions.windows import set_window

__all__ = [
    "CARRIED",
    "Conclusion",
    "ItemChange",
    "ItemDecision",
    "KpiChange",
    "Requirement",
    "Terms",
    "add_from_library",
    "add_item",
    "add_meeting",
    "add_to_library",
    "begin_proposal",
    "cancel_kpi",
    "carry_required_evidence",
    "change_draft",
    "change_library",
    "conclude_proposal",
    "confirm_edition",
    "create_draft",
    "decide_items",
    "discard_draft",
    "end_formula",
    "give_to_library",
    "keep_strategic_kpi",
    "link_kpi",
    "load_library",
    "publish_edition",
    "put_in_force",
    "remove_item",
    "restore_year",
    "return_proposal",
    "save_item",
    "save_weights",
    "set_formula",
    "set_required_evidence",
    "set_revision_facts",
    "set_round_state",
    "set_targets",
    "set_window",
    "set_windows",
    "start_proposal",
    "start_revision",
    "submit_proposal",
    "take_back_proposal",
    "undo_cancellation",
    "unlink_kpi",
    "void_year",
    "withdraw_edition",
    "write_details",
]
