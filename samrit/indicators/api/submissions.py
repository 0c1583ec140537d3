"""Data files: brought, looked into, handed over, certified, returned; what was found in them."""

from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from samrit.evidence.actions import arrived_file
from samrit.evidence.queries import upload_of
from samrit.indicators.actions.moving import certify, return_, submit, withdraw
from samrit.indicators.actions.receiving import receive
from samrit.indicators.api import data_facts as facts
from samrit.indicators.api.data_telling import (
    cell_facts,
    columns_facts,
    reject_facts,
    submission_facts,
    whole_submission,
)
from samrit.indicators.documents.rejects import rejects_of, titles_of
from samrit.indicators.looking import look
from samrit.indicators.models import Examination, Submission
from samrit.indicators.permissions.submissions import refuse_opening
from samrit.indicators.queries.desk import arriving
from samrit.indicators.queries.items import area_book
from samrit.indicators.queries.observations import path_of
from samrit.indicators.queries.submissions import submission_of, visible_to
from samrit.people.api.operations import FILE, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.people.queries import agencies_visible_to
from samrit.rules.wording import RefusedError
from samrit.ui.api.paging import Page, Slice, paged, paged_by_place
from samrit.ui.api.values import PathKey

router = Router(tags=["data"])
READ, WRITE, SIGN = "data:read", "data:write", "data:sign"
ONE = "/submissions/{submission_id}"
FORM = "multipart/form-data"


def found(request: PersonRequest, key: int) -> Submission:
    return get_object_or_404(visible_to(request.duties), pk=key)


def told(request: PersonRequest, submission: Submission) -> dict[str, Any]:
    return whole_submission(request.duties, submission_of(submission.pk))


# ── bringing ────────────────────────────────────────────────────────────────
@reads(router, "/submissions", scope=READ, answers=Page[facts.SubmissionFacts])
def submissions(request: PersonRequest, at: Query[facts.DataSlice]) -> dict[str, Any]:
    """Data files of the own agencies and of the provinces one looks after, the newest first."""
    rows = visible_to(request.duties)
    for name in ("area", "agency", "state"):
        if value := getattr(at, name):
            rows = rows.filter(**{name: value})
    page = paged(request, rows, at, order=("-pk",))
    return {**page, "items": [submission_facts(one) for one in page["items"]]}


@writes(
    router, "/submissions", scope=WRITE, answers=facts.WholeSubmission, made=True, takes=FORM, missing=True
)
def bring_submission(
    request: PersonRequest, file: File[UploadedFile], whose: Form[facts.DataBringForm]
) -> Status[Any]:
    """Bring a data file of an agency. It is kept to the bit as a draft; the same file brought again is the same draft."""
    return made(_received(request, _agency(request, whose.agency_id), file, file.name or ""))


@writes(
    router, "/submissions/uploaded", scope=WRITE, answers=facts.WholeSubmission, made=True, missing=True
)  # fmt: skip
def bring_uploaded_submission(request: PersonRequest, body: facts.ArrivedGiven) -> Status[Any]:
    """Bring a file that was sent in pieces and has arrived whole (`POST /uploads`); the upload is over then."""
    return made(_arrived(request, _agency(request, body.agency_id), body.key))


@writes(router, f"{ONE}/correction", scope=WRITE, answers=facts.WholeSubmission, made=True, takes=FORM)
def correct_submission(
    request: PersonRequest, submission_id: PathKey, file: File[UploadedFile], why: Form[facts.DataCorrectForm]
) -> Status[Any]:
    """Bring a file in the place of one that was returned or accepted; that one stays as it is."""
    old = found(request, submission_id)
    return made(_received(request, old.agency, file, file.name or "", supersedes=old, reason=why.reason))


@writes(router, f"{ONE}/correction/uploaded", scope=WRITE, answers=facts.WholeSubmission, made=True)
def correct_with_uploaded(
    request: PersonRequest, submission_id: PathKey, body: facts.ArrivedCorrection
) -> Status[Any]:
    """The same with a file that was sent in pieces."""
    old = found(request, submission_id)
    return made(_arrived(request, old.agency, body.key, supersedes=old, reason=body.reason))


def _agency(request: PersonRequest, key: int) -> Agency:
    return get_object_or_404(agencies_visible_to(request.duties), pk=key)


def _arrived(request: PersonRequest, agency: Agency, key: str, **in_place_of: Any) -> dict[str, Any]:
    upload = upload_of(request.user, key, now=now())
    if upload is None:
        raise Http404
    with arrived_file(upload=upload) as part:
        return _received(request, agency, part, upload.name, **in_place_of)


def _received(
    request: PersonRequest, agency: Agency, file: Any, name: str, **in_place_of: Any
) -> dict[str, Any]:
    kept = receive(file=file, name=name, agency=agency, by=request.user, now=now(), **in_place_of)
    return told(request, kept)


# ── reading ─────────────────────────────────────────────────────────────────
@reads(router, ONE, scope=READ, answers=facts.WholeSubmission)
def submission(request: PersonRequest, submission_id: PathKey) -> dict[str, Any]:
    """One data file: what was found in it, and what may be done with it now."""
    return told(request, found(request, submission_id))


@reads(router, f"{ONE}/file", scope=READ, answers=None, media=FILE, also=(409,))
def submission_file(request: PersonRequest, submission_id: PathKey) -> FileResponse:
    """The file as it was submitted, to the bit."""
    one = found(request, submission_id)
    if refusal := refuse_opening(request.duties, one):
        raise RefusedError(refusal)
    response = FileResponse(path_of(one.file).open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"  # noqa: FBT003
    response["Content-Encoding"] = "identity"  # what is packed already is not packed again
    response["Cache-Control"] = "private, no-store"
    return response


@reads(router, f"{ONE}/columns", scope=READ, answers=facts.DataColumnsFacts, also=(409,))
def submission_columns(
    request: PersonRequest, submission_id: PathKey, at: Query[facts.HowRead]
) -> dict[str, Any]:
    """Each column with its first values and what it is taken for, and the mapping to send back, changed or not."""
    said = {name: value for name, value in at.dict().items() if value not in ("", None)}
    return columns_facts(look(found(request, submission_id), said or None))


@reads(router, f"{ONE}/rejects", scope=READ, answers=Page[facts.RejectFacts])
def submission_rejects(
    request: PersonRequest, submission_id: PathKey, at: Query[facts.RejectSlice]
) -> dict[str, Any]:
    """The cells that were not accepted, by row and column, each with its reason and how to mend it."""
    examination = _examined(found(request, submission_id))
    titles = titles_of(examination)
    page = paged_by_place(
        request,
        lambda first, most: rejects_of(examination, first=first, most=most, code=at.reason or ""),
        at,
        of=examination.pk,
    )
    return {**page, "items": [reject_facts(one, titles) for one in page["items"]]}


@reads(router, f"{ONE}/differences", scope=READ, answers=facts.DifferencesFacts)
def submission_differences(
    request: PersonRequest, submission_id: PathKey, at: Query[Slice]
) -> dict[str, Any]:
    """What accepting it changes: how many cells are new, changed or the same, and which, the largest moves first."""
    one = found(request, submission_id)
    _examined(one)
    counted = arriving(one)
    page = paged_by_place(
        request, lambda first, most: arriving(one, first=first, most=most).changes, at, of=one.pk
    )
    book = area_book(one.area)
    sides = [side for change in page["items"] for side in (change.before, change.after)]
    cells = iter(cell_facts(book, [side for side in sides if side]))
    items = [
        {"before": next(cells) if change.before else None, "after": next(cells)} for change in page["items"]
    ]
    counts = {"new": counted.new, "changed": counted.changed, "unchanged": counted.unchanged}
    return {**counts, "items": items, "next": page["next"]}


def _examined(one: Submission) -> Examination:
    """404 before there is anything to tell."""
    examination = one.examination
    if examination is None or not examination.is_done:
        raise Http404
    return examination


# ── moving ──────────────────────────────────────────────────────────────────
@writes(router, f"{ONE}/submit", scope=WRITE, answers=facts.WholeSubmission)
def submit_submission(
    request: PersonRequest, submission_id: PathKey, body: facts.DataSubmitGiven
) -> dict[str, Any]:
    """Hand it over as it was examined; answers with its receipt. Refused while cells are rejected, unless `only_good`."""
    one = found(request, submission_id)
    return told(request, submit(submission=one, **body.dict(), by=request.user, now=now()))


@writes(router, f"{ONE}/certify", scope=SIGN, answers=facts.WholeSubmission)
def certify_submission(request: PersonRequest, submission_id: PathKey) -> dict[str, Any]:
    """Stand by the figures as the agency's head."""
    return told(request, certify(submission=found(request, submission_id), by=request.user, now=now()))


@writes(router, f"{ONE}/return", scope=SIGN, answers=facts.WholeSubmission)
def return_submission(
    request: PersonRequest, submission_id: PathKey, body: facts.DataReasonGiven
) -> dict[str, Any]:
    """Send it back with a reason; another file comes in its place."""
    one = found(request, submission_id)
    return told(request, return_(submission=one, reason=body.reason, by=request.user, now=now()))


@writes(router, f"{ONE}/withdraw", scope=WRITE, answers=facts.WholeSubmission)
def withdraw_submission(
    request: PersonRequest, submission_id: PathKey, body: facts.DataReasonGiven
) -> dict[str, Any]:
    """Take it back before it was accepted; file and trail stay."""
    one = found(request, submission_id)
    return told(request, withdraw(submission=one, reason=body.reason, by=request.user, now=now()))
