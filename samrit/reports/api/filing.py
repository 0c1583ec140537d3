"""The province's report: filing it, what was filed, its receipt; opening a KPI again."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Status

from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.api import facts, given
from samrit.reports.api.found import found_round
from samrit.reports.api.told import filing_facts
from samrit.reports.documents import receipts
from samrit.reports.filed import names_secrets, sees_all
from samrit.reports.models import Filing
from samrit.reports.queries.filings import filings_visible_to, superseding, with_later
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import ProblemError
from samrit.ui.api.values import PathKey
from samrit.ui.paper import PaperUnavailableError

router = Router(tags=["filings"])
READ, SIGN = "reports:read", "reports:sign"
PDF = "application/pdf"


@writes(router, "/rounds/{round_id}/filings", scope=SIGN, answers=facts.FilingFacts, made=True)
def file_report(request: PersonRequest, round_id: PathKey, body: given.ReasonGiven) -> Status[Any]:
    """File the province's report: everything approved at once. With a reason where something is missing or filed again."""
    filing = actions.file_report(
        round_=found_round(request, round_id), by=request.user, now=now(), reason=body.reason
    )
    return made(filing_facts(filing, later=None))


@reads(router, "/filings", scope=READ, answers=Page[facts.FilingFacts])
def filings(request: PersonRequest, at: Query[Slice]) -> dict[str, Any]:
    """What was filed by the provinces one works in, the newest first."""
    page = paged(request, with_later(filings_visible_to(request.duties)), at, order=("-pk",))
    return {**page, "items": [filing_facts(one, later=one.is_superseded) for one in page["items"]]}


@reads(router, "/filings/{filing_id}", scope=READ, answers=facts.FilingFacts)
def filing(request: PersonRequest, filing_id: PathKey) -> dict[str, Any]:
    """One filing."""
    found = _found(request, filing_id)
    return filing_facts(found, later=superseding(found))


@reads(router, "/filings/{filing_id}/receipt.pdf", scope=READ, answers=None, media=PDF, also=(503,))
def filing_receipt(request: PersonRequest, filing_id: PathKey) -> HttpResponse:
    """The receipt as paper, for those who read the whole filing."""
    found = _found(request, filing_id)
    if not sees_all(request.duties, found):
        raise Http404
    try:
        return HttpResponse(receipts.draw(found, agency=None), content_type=PDF)
    except PaperUnavailableError:
        raise ProblemError(503) from None


@reads(router, "/filings/{filing_id}/sealed", scope=READ, answers=facts.Sealed)
def filing_sealed(request: PersonRequest, filing_id: PathKey) -> dict[str, Any]:
    """The sealed text: its SHA-256 (as UTF-8) is the digest on the receipt."""
    found = _found(request, filing_id)
    if not sees_all(request.duties, found) or names_secrets(request.duties, found):
        raise Http404
    return {"text": found.snapshot, "sha256": found.sha256, "previous_sha256": found.previous_sha256}


def _found(request: PersonRequest, filing_id: int) -> Filing:
    return get_object_or_404(filings_visible_to(request.duties), pk=filing_id)
