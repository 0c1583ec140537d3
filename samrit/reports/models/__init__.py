"""Results with their evidence on their way from the recorder to the province's report."""

from samrit.reports.models.drafts import EntryDraft
from samrit.reports.models.filings import Filing
from samrit.reports.models.results import Missing, Result, ResultEvidence
from samrit.reports.models.revisions import ResultFate

__all__ = ["EntryDraft", "Filing", "Missing", "Result", "ResultEvidence", "ResultFate"]
