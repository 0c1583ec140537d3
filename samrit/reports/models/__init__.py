"""Results with their evidence on their way from the recorder to the province's report."""

from samrit.reports.models.drafts import EntryDraft
from samrit.reports.models.filings import Filing
from samrit.reports.models.results import Missing, Result, ResultEvidence

__all__ = ["EntryDraft", "Filing", "Missing", "Result", "ResultEvidence"]
