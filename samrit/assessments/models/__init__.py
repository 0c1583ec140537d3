"""What is kept of instruments, assessments and surveys."""

from samrit.assessments.models.assessments import (
    AnswerChange,
    AnswerEvidence,
    Assessment,
    StageScore,
    StageSheet,
)
from samrit.assessments.models.official import OfficialResult
from samrit.assessments.models.plans import FollowUp, ImprovementTask
from samrit.assessments.models.releases import InstrumentRelease

__all__ = [
    "AnswerChange",
    "AnswerEvidence",
    "Assessment",
    "FollowUp",
    "ImprovementTask",
    "InstrumentRelease",
    "OfficialResult",
    "StageScore",
    "StageSheet",
]
