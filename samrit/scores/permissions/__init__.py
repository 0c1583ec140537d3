"""Who may verify, score, confirm and publish."""

from samrit.scores.permissions.evaluating import refuse_changing, refuse_evaluating, refuse_unscored
from samrit.scores.permissions.publishing import refuse_publishing, refuse_withdrawing
from samrit.scores.permissions.scoring import (
    refuse_confirming,
    refuse_finalising,
    refuse_reopening,
    refuse_scoring,
)

__all__ = [
    "refuse_changing",
    "refuse_confirming",
    "refuse_evaluating",
    "refuse_finalising",
    "refuse_publishing",
    "refuse_reopening",
    "refuse_scoring",
    "refuse_unscored",
    "refuse_withdrawing",
]
