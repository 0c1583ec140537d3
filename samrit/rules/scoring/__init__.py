"""Scoring: one result (คะแนนตัวชี้วัด), a whole framework (คะแนนรวมและระดับ), and the document that carries both.

Everything is computed in Decimal with 60 digits and nothing is rounded on the way; see docs/scoring.md.
"""

from samrit.rules.scorecard import (
    ComponentInput,
    ComponentScore,
    FrameworkScore,
    KpiInput,
    KpiScore,
    ScoredResult,
)
from samrit.rules.scoring.document import Request, from_json, parse, to_json
from samrit.rules.scoring.framework import score_framework
from samrit.rules.scoring.inverse import result_for
from samrit.rules.scoring.result import check_levels, score_result

__all__ = [
    "ComponentInput",
    "ComponentScore",
    "FrameworkScore",
    "KpiInput",
    "KpiScore",
    "Request",
    "ScoredResult",
    "check_levels",
    "from_json",
    "parse",
    "result_for",
    "score_framework",
    "score_result",
    "to_json",
]
