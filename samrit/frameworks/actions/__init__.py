"""Writes about frameworks: draft, change, targets, publish, reporting windows."""

from samrit.frameworks.actions.changes import KpiChange, change_draft, set_targets
from samrit.frameworks.actions.drafts import CARRIED, create_draft, discard_draft
from samrit.frameworks.actions.publishing import publish_edition
from samrit.frameworks.actions.windows import set_window

__all__ = [
    "CARRIED",
    "KpiChange",
    "change_draft",
    "create_draft",
    "discard_draft",
    "publish_edition",
    "set_targets",
    "set_window",
]
