"""Verify, score, confirm, publish."""

from samrit.scores.actions.answering import (
    attach_kept_to_answer,
    attach_to_answer,
    attach_upload_to_answer,
    detach_from_answer,
    save_answer,
    send_answer,
)
from samrit.scores.actions.appeal_decisions import Ruling, decide_appeal, finalise_due
from samrit.scores.actions.appealing import (
    appoint_panel,
    attach_to_appeal,
    open_appeal,
    refuse_appeal,
    take_up_appeal,
    withdraw_appeal,
)
from samrit.scores.actions.asking import ask_on, ask_question, close_question, remind_of_questions
from samrit.scores.actions.assigning import (
    ask_two_scorers,
    assign_scorers,
    end_two_scorers,
    reassign,
    tell_of_due_assignments,
)
from samrit.scores.actions.checking import Reproduction, recompute_all, reproduces
from samrit.scores.actions.judging import decide_dispute, give_opinion
from samrit.scores.actions.official import (
    Applied,
    apply_official_file,
    settle_by_tolerance,
    take_official_file,
)
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
from samrit.scores.actions.sealing import altered_opinions, seal_of
from samrit.scores.actions.searching import index_publications, rebuild_index
from samrit.scores.actions.verifying import locked_round, settle, verify_result

__all__ = [
    "Applied",
    "Reproduction",
    "Ruling",
    "altered_opinions",
    "apply_appeals",
    "apply_official_file",
    "appoint_panel",
    "ask_on",
    "ask_question",
    "ask_two_scorers",
    "assign_scorers",
    "attach_kept_to_answer",
    "attach_to_answer",
    "attach_to_appeal",
    "attach_upload_to_answer",
    "close_question",
    "compute_score",
    "confirm_score",
    "decide_appeal",
    "decide_dispute",
    "detach_from_answer",
    "digest_of",
    "end_two_scorers",
    "finalise_due",
    "finalise_score",
    "give_opinion",
    "index_publications",
    "locked_round",
    "open_appeal",
    "outcome_of",
    "publish_score",
    "reassign",
    "rebuild_index",
    "recompute_all",
    "refuse_appeal",
    "remind_of_questions",
    "reopen_score",
    "reproduces",
    "rules_of",
    "save_answer",
    "seal_of",
    "send_answer",
    "settle",
    "settle_by_tolerance",
    "take_official_file",
    "take_up_appeal",
    "tell_of_due_assignments",
    "tell_of_published",
    "verify_result",
    "withdraw_appeal",
    "withdraw_publication",
]
