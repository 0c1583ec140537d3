"""Operations of the reports room."""

from ninja import Router

from samrit.reports.api.computed import router as computed
from samrit.reports.api.deciding import router as deciding
from samrit.reports.api.drafts import router as drafts
from samrit.reports.api.evidence import router as evidence
from samrit.reports.api.files import router as files
from samrit.reports.api.filing import router as filing
from samrit.reports.api.joint import router as joint
from samrit.reports.api.progress import router as progress
from samrit.reports.api.receipts import router as receipts
from samrit.reports.api.reopenings import router as reopenings
from samrit.reports.api.revisions import router as revisions
from samrit.reports.api.rounds import router as rounds
from samrit.reports.api.sheets import router as sheets

routers: tuple[Router, ...] = (
    rounds, progress, computed, deciding, drafts, sheets, evidence, files, filing, receipts, reopenings, joint, revisions,
)  # fmt: skip
