"""Verification of results, the versions of a province's score, and their publication."""

from samrit.scores.models.publications import Publication
from samrit.scores.models.scores import KpiScore, ProvinceScore, RulesKept, ScoreState
from samrit.scores.models.search import PublicWords
from samrit.scores.models.verifications import Verification

__all__ = [
    "KpiScore",
    "ProvinceScore",
    "PublicWords",
    "Publication",
    "RulesKept",
    "ScoreState",
    "Verification",
]
