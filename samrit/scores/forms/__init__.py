"""What is typed at the evaluator's desk, as clean values."""

from samrit.scores.forms.assigning import PlanForm, ReassignForm, TwoScorersForm
from samrit.scores.forms.cancellation import CancellationForm
from samrit.scores.forms.judging import MISSING, JudgementForm, Judging, LevelForm, judging_form
from samrit.scores.forms.official import OfficialFileForm, owner_name
from samrit.scores.forms.publication import PublicationForm
from samrit.scores.forms.questions import AnswerForm, ClosingForm, QuestionForm
from samrit.scores.forms.simulation import SimulationForm, read_draft
from samrit.scores.forms.verification import VerificationForm

__all__ = [
    "MISSING",
    "AnswerForm",
    "CancellationForm",
    "ClosingForm",
    "JudgementForm",
    "Judging",
    "LevelForm",
    "OfficialFileForm",
    "PlanForm",
    "PublicationForm",
    "QuestionForm",
    "ReassignForm",
    "SimulationForm",
    "TwoScorersForm",
    "VerificationForm",
    "judging_form",
    "owner_name",
    "read_draft",
]
