"""Results with their evidence on their way from the recorder to the province's report."""

from samrit.reports.models.filings import Filing
from samrit.reports.models.results import Missing, Result, ResultEvidence

__all__ = ["Filing", "Missing", "Result", "ResultEvidence"]
