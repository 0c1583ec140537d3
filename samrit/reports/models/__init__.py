"""Results with their evidence on their way from the recorder to the province's report."""

from samrit.reports.models.computed import ComputedResult
from samrit.reports.models.drafts import EntryDraft
from samrit.reports.models.filings import Filing
from samrit.reports.models.joint import (
    CoSignature,
    JointContribution,
    JointKpi,
    JointMember,
    JointResult,
    JointShare,
    JointSignature,
)
from samrit.reports.models.progress import Accumulates, Progress, ProgressValue, Span
from samrit.reports.models.results import Missing, Result, ResultEvidence
from samrit.reports.models.returns import Return, ReturnPoint
from samrit.reports.models.revisions import ResultFate
from samrit.reports.models.seals import SealKey
from samrit.reports.models.sheets import FilledSheet
from samrit.reports.models.ticks import EvidenceTick

__all__ = [
    "Accumulates",
    "CoSignature",
    "ComputedResult",
    "EntryDraft",
    "EvidenceTick",
    "Filing",
    "FilledSheet",
    "JointContribution",
    "JointKpi",
    "JointMember",
    "JointResult",
    "JointShare",
    "JointSignature",
    "Missing",
    "Progress",
    "ProgressValue",
    "Result",
    "ResultEvidence",
    "ResultFate",
    "Return",
    "ReturnPoint",
    "SealKey",
    "Span",
]
