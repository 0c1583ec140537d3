"""The evaluator's desk: verifying and scoring, cancelling a KPI, trying other rules."""

from samrit.scores.views.cancelling import cancel, undo_cancellation
from samrit.scores.views.deciding import compute, confirm, publish, reopen, withdraw
from samrit.scores.views.evaluating import round_page, rounds, verify
from samrit.scores.views.own import own, version
from samrit.scores.views.simulating import simulation, simulation_xlsx
from samrit.scores.views.trying import whatif, whatif_xlsx

__all__ = [
    "cancel",
    "compute",
    "confirm",
    "own",
    "publish",
    "reopen",
    "round_page",
    "rounds",
    "simulation",
    "simulation_xlsx",
    "undo_cancellation",
    "verify",
    "version",
    "whatif",
    "whatif_xlsx",
    "withdraw",
]
