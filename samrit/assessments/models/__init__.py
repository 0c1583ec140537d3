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
from samrit.assessments.models.surveys import (
    AnswerImport,
    ReleasedFigures,
    SurveyAnswer,
    SurveyPoint,
    SurveyRun,
    SurveyTally,
)

__all__ = [
    "AnswerChange",
    "AnswerEvidence",
    "AnswerImport",
    "Assessment",
    "FollowUp",
    "ImprovementTask",
    "InstrumentRelease",
    "OfficialResult",
    "ReleasedFigures",
    "StageScore",
    "StageSheet",
    "SurveyAnswer",
    "SurveyPoint",
    "SurveyRun",
    "SurveyTally",
]
