"""Verification of results, the versions of a province's score, and their publication."""

from samrit.scores.models.appeals import Appeal, AppealDecision, AppealEvidence, PanelMember
from samrit.scores.models.assignments import Assignment, TwoScorers
from samrit.scores.models.official import OfficialFigure, OfficialFile
from samrit.scores.models.opinions import Comparison, Opinion
from samrit.scores.models.publications import Publication
from samrit.scores.models.questions import Answer, AnswerEvidence, Question
from samrit.scores.models.scores import KpiScore, ProvinceScore, RulesKept, ScoreState
from samrit.scores.models.search import PublicWords
from samrit.scores.models.verifications import Verification

__all__ = [
    "Answer",
    "AnswerEvidence",
    "Appeal",
    "AppealDecision",
    "AppealEvidence",
    "Assignment",
    "Comparison",
    "KpiScore",
    "OfficialFigure",
    "OfficialFile",
    "Opinion",
    "PanelMember",
    "ProvinceScore",
    "PublicWords",
    "Publication",
    "Question",
    "RulesKept",
    "ScoreState",
    "TwoScorers",
    "Verification",
]
