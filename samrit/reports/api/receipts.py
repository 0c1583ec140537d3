"""What was filed, item by item; slips of agencies; whether a paper says what was filed (for everybody, without a token)."""

from datetime import datetime
from typing import Annotated, Any

from allauth.core import ratelimit
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from samrit.people.api.happened import ChangeFacts
from samrit.people.api.operations import PUBLIC, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports.api import facts
from samrit.reports.api.found import found_round
from samrit.reports.compared import Shown
from samrit.reports.documents import paper_check, receipts
from samrit.reports.filed import FiledItem, agencies_with_slips, filed_items, known_to_all, seen, with_names
from samrit.reports.models import Filing
from samrit.reports.queries import standings_visible_to
from samrit.reports.queries.filings import by_code, filing_of, filings_visible_to, superseded
from samrit.reports.unfiled import Unfiled, unfiled
from samrit.rules.sealing import code_read, digest_read
from samrit.ui.api.problems import ProblemError, wrong
from samrit.ui.api.values import PathKey, Text
from samrit.ui.paper import PaperUnavailableError

router = Router(tags=["filings"])
READ = "reports:read"
PDF = "application/pdf"
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00/]+$")]


class FiledFacts(Schema):
    """One item of a filing, as it was sealed. ``kind``: new, changed, same, dropped – against the filing before."""

    indicator_id: int
    number: str
    name: str
    value: str
    missing: str | None
    approved_at: datetime | None
    kind: str
    changes: list[ChangeFacts]


class UnfiledFacts(Schema):
    """An item that is not filed as it stands; ``new``: the last filing did not have it."""

    indicator_id: int
    number: str
    state: str
    new: bool
    changes: list[ChangeFacts]


class PublishedItem(Schema):
    """What was reported for one KPI, in words."""

    number: str
    name: str
    value: str


class VerifiedFacts(Schema):
    """What anybody may know of a filing. ``sound``: the sealed text still has the digest that was told.

    ``digest_matches``: of the digest that was asked about. ``items`` are empty until the round's results are published.
    """

    code: str
    province: str
    year: int
    months: int
    number: int
    filed_at: datetime
    results: int
    left_out: int
    sha256: str
    sound: bool
    in_force: bool
    superseded_by: str | None
    digest_matches: bool | None
    items: list[PublishedItem]


class PaperFacts(VerifiedFacts):
    """``same``: every line of the paper is one of ours and none lacks; null where papers cannot be drawn here."""

    same: bool | None
    strange: list[str]
    lacking: int | None


class DigestAsked(Schema):
    """The digest on the paper, in groups or as it is."""

    sha256: Annotated[str, Text(120)] = ""


# ── what was filed ──────────────────────────────────────────────────────────
@reads(router, "/filings/{filing_id}/items", scope=READ, answers=list[FiledFacts])
def filing_items(request: PersonRequest, filing_id: PathKey) -> list[dict[str, Any]]:
    """The items of a filing that one may read, with what differs from the filing before."""
    found, duties = _found(request, filing_id), request.duties
    earlier = superseded(found)
    before, filed = with_names(
        duties, seen(duties, earlier, "items") if earlier else [], seen(duties, found, "items")
    )
    return [_item(one) for one in filed_items(filed, before if earlier else None)]


@reads(router, "/filings/{filing_id}/slips", scope=READ, answers=list[facts.Named])
def filing_slips(request: PersonRequest, filing_id: PathKey) -> list[dict[str, Any]]:
    """The agencies whose slip one may have."""
    found = _found(request, filing_id)
    return [{"id": key, "name": name} for key, name in agencies_with_slips(request.duties, found)]


@reads(router, "/filings/{filing_id}/slips/{agency_id}.pdf", scope=READ, answers=None, media=PDF, also=(503,))
def filing_slip(request: PersonRequest, filing_id: PathKey, agency_id: PathKey) -> HttpResponse:
    """The slip of one agency's items, as paper."""
    found = _found(request, filing_id)
    if agency_id not in dict(agencies_with_slips(request.duties, found)):
        raise Http404
    try:
        return HttpResponse(receipts.draw(found, agency=agency_id), content_type=PDF)
    except PaperUnavailableError:
        raise ProblemError(503) from None


@reads(router, "/rounds/{round_id}/unfiled", scope=READ, answers=list[UnfiledFacts])
def unfiled_items(request: PersonRequest, round_id: PathKey) -> list[dict[str, Any]]:
    """What changed since the last filing and is not filed yet (50 at most); for the coordinator and the central office."""
    round_, duties = found_round(request, round_id), request.duties
    if not duties.evaluates and round_.area_id not in duties.coordinated_areas():
        raise Http404
    filing = filing_of(round_)
    standings = standings_visible_to(duties, round_)
    return [_unfiled(one) for one in unfiled(duties, round_, standings, filing)] if filing else []


def _found(request: PersonRequest, filing_id: int) -> Filing:
    return get_object_or_404(filings_visible_to(request.duties), pk=filing_id)


def _item(one: FiledItem) -> dict[str, Any]:
    return {
        "indicator_id": one.it["indicator"],
        "number": one.it["full_number"],
        "name": one.it["name"],
        "value": one.value,
        "missing": one.missing or None,
        "approved_at": one.approved_at,
        "kind": one.kind,
        "changes": [_change(shown) for shown in one.differences],
    }


def _unfiled(one: Unfiled) -> dict[str, Any]:
    return {
        "indicator_id": one.item.kpi.indicator_id,
        "number": one.item.kpi.full_number,
        "state": one.item.state,
        "new": one.new,
        "changes": [_change(shown) for shown in one.differences],
    }


def _change(shown: Shown) -> dict[str, str | None]:
    """Long texts whole, before and after; files by their names."""
    before, after = shown.before, shown.after
    if shown.runs:
        before = "".join(run.text for run in shown.runs if run.kind != "added")
        after = "".join(run.text for run in shown.runs if run.kind != "removed")
    if shown.came or shown.went:
        before, after = ", ".join(shown.went), ", ".join(shown.came)
    return {"label": shown.label, "before": before or None, "after": after or None}


# ── does this paper say what was filed? ─────────────────────────────────────
@reads(router, "/verify/{code}", scope=PUBLIC, answers=VerifiedFacts)
def verify_receipt(request: PersonRequest, code: Code, asked: Query[DigestAsked]) -> dict[str, Any]:
    """What was filed under the code on a receipt, and whether it is in force. No token is needed."""
    filing = by_code(code_read(code) or "")
    if filing is None:
        raise Http404
    return _told(filing, digest_read(asked.sha256) if asked.sha256.strip() else "")


@writes(router, "/verify", scope=PUBLIC, answers=PaperFacts, takes="multipart/form-data", missing=True)
def verify_paper(request: PersonRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """Compare a receipt that is a PDF with what was sealed, line by line; the file is not kept. No token is needed."""
    if not ratelimit.consume(request, action="verify_paper"):
        raise ProblemError(429, paper_check.TOO_OFTEN, headers={"Retry-After": "60"})
    if (file.size or 0) > paper_check.MOST_BYTES:
        raise ProblemError(413, paper_check.TOO_LARGE)
    paper = paper_check.read(file.read())
    if paper is None or paper.code is None:
        raise wrong("body.file", paper_check.WITHOUT_CODE)
    filing = by_code(paper.code)
    if filing is None:
        raise Http404
    try:
        check = paper_check.check(paper, filing)
    except PaperUnavailableError:
        check = None
    return {
        **_told(filing, paper.digest),
        "same": check.same if check else None,
        "strange": check.strange if check else [],
        "lacking": check.lacking if check else None,
    }


def _told(filing: Filing, digest: str | None) -> dict[str, Any]:
    """``digest`` "": none was asked about; None: it could not be read."""
    known = known_to_all(filing, now=now())
    it, later = known["it"], known["later"]
    names = ("code", "number", "filed_at", "results", "sha256")
    return {
        **{name: getattr(filing, name) for name in names},
        "province": it["province"]["name"],
        "year": it["year"],
        "months": it["months"],
        "left_out": known["left_out"],
        "sound": known["sound"],
        "in_force": later is None,
        "superseded_by": later.code if later else None,
        "digest_matches": None if digest == "" else digest == filing.sha256,
        "items": [
            {"number": one.it["full_number"], "name": one.it["name"], "value": one.value}
            for one in known["items"]
        ],
    }
