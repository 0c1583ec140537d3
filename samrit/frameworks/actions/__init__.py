"""Writes about frameworks: draft, change, targets, publish, reporting windows."""

from samrit.frameworks.actions.changes import KpiChange, change_draft, set_targets
from samrit.frameworks.actions.confirming import confirm_edition
from samrit.frameworks.actions.details import give_to_library, write_details
from samrit.frameworks.actions.drafts import CARRIED, create_draft, discard_draft
from samrit.frameworks.actions.links import keep_strategic_kpi, link_kpi, unlink_kpi
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
    "KpiChange",
    "Requirement",
    "carry_required_evidence",
    "change_draft",
    "confirm_edition",
    "create_draft",
    "discard_draft",
    "give_to_library",
    "keep_strategic_kpi",
    "link_kpi",
    "publish_edition",
    "put_in_force",
    "restore_year",
    "set_required_evidence",
    "set_revision_facts",
    "set_round_state",
    "set_targets",
    "set_window",
    "set_windows",
    "start_revision",
    "unlink_kpi",
    "void_year",
    "withdraw_edition",
    "write_details",
]
