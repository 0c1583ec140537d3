"""Verification of results, the versions of a province's score, and their publication."""

from samrit.scores.models.appeals import Appeal, AppealDecision, AppealEvidence, PanelMember
from samrit.scores.models.assignments import Assignment, TwoScorers
from samrit.scores.models.opinions import Comparison, Opinion
from samrit.scores.models.publications import Publication
from samrit.scores.models.scores import KpiScore, ProvinceScore, RulesKept, ScoreState
from samrit.scores.models.search import PublicWords
from samrit.scores.models.verifications import Verification

__all__ = [
    "Appeal",
    "AppealDecision",
    "AppealEvidence",
    "Assignment",
    "Comparison",
    "KpiScore",
    "Opinion",
    "PanelMember",
    "ProvinceScore",
    "PublicWords",
    "Publication",
    "RulesKept",
    "ScoreState",
    "TwoScorers",
    "Verification",
]
