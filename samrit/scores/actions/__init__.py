"""Verify, score, confirm, publish."""

from samrit.scores.actions.checking import Reproduction, recompute_all, reproduces
from samrit.scores.actions.publishing import publish_score, tell_of_published, withdraw_publication
from samrit.scores.actions.scoring import (
    apply_appeals,
    compute_score,
    confirm_score,
    digest_of,
    finalise_score,
    outcome_of,
    reopen_score,
    rules_of,
)
from samrit.scores.actions.searching import index_publications, rebuild_index
from samrit.scores.actions.verifying import locked_round, settle, verify_result

__all__ = [
    "Reproduction",
    "apply_appeals",
    "compute_score",
    "confirm_score",
    "digest_of",
    "finalise_score",
    "index_publications",
    "locked_round",
    "outcome_of",
    "publish_score",
    "rebuild_index",
    "recompute_all",
    "reopen_score",
    "reproduces",
    "rules_of",
    "settle",
    "tell_of_published",
    "verify_result",
    "withdraw_publication",
]
