"""The evaluator's desk: verifying and scoring, cancelling a KPI, trying other rules."""

from samrit.scores.views.appeal import (
    appeal,
    appoint_panel,
    attach_evidence,
    decide_appeal,
    refuse_appeal,
    take_up_appeal,
    withdraw_appeal,
)
from samrit.scores.views.appeals import appeals, new_appeal
from samrit.scores.views.asking import ask, ask_on, close_question
from samrit.scores.views.assigning import ask_two_scorers, assignments, end_two_scorers, round_assignments
from samrit.scores.views.calibrating import calibration
from samrit.scores.views.cancelling import cancel, undo_cancellation
from samrit.scores.views.deciding import compute, confirm, publish, reopen, withdraw
from samrit.scores.views.evaluating import round_page, rounds
from samrit.scores.views.official import official, official_file, official_form, official_year, tolerance
from samrit.scores.views.own import own, version
from samrit.scores.views.questions import of_item, question, questions
from samrit.scores.views.reconciling import disputes, reconcile
from samrit.scores.views.simulating import simulation, simulation_xlsx
from samrit.scores.views.trying import whatif, whatif_xlsx
from samrit.scores.views.verifying import verify

__all__ = [
    "appeal",
    "appeals",
    "appoint_panel",
    "ask",
    "ask_on",
    "ask_two_scorers",
    "assignments",
    "attach_evidence",
    "calibration",
    "cancel",
    "close_question",
    "compute",
    "confirm",
    "decide_appeal",
    "disputes",
    "end_two_scorers",
    "new_appeal",
    "of_item",
    "official",
    "official_file",
    "official_form",
    "official_year",
    "own",
    "publish",
    "question",
    "questions",
    "reconcile",
    "refuse_appeal",
    "reopen",
    "round_assignments",
    "round_page",
    "rounds",
    "simulation",
    "simulation_xlsx",
    "take_up_appeal",
    "tolerance",
    "undo_cancellation",
    "verify",
    "version",
    "whatif",
    "whatif_xlsx",
    "withdraw",
    "withdraw_appeal",
]
