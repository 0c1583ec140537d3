"""Packages of a province's observations between installations, and figures that two sources state differently."""

from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from samrit.indicators.actions.differing import settle_difference
from samrit.indicators.actions.packaging import make_package
from samrit.indicators.actions.taking import look_into, take_package, take_theirs
from samrit.indicators.api import exchange_facts as facts
from samrit.indicators.api.data_facts import SubmissionFacts
from samrit.indicators.api.data_telling import submission_facts
from samrit.indicators.landing import landed
from samrit.indicators.models import Package, Reconciliation
from samrit.indicators.permissions.exchange import refuse_opening
from samrit.indicators.permissions.items import readable
from samrit.indicators.queries.exchange import packages_visible_to, reconciliations_visible_to
from samrit.indicators.queries.observations import path_of
from samrit.indicators.queries.submissions import submission_of
from samrit.indicators.signing import own_key, own_key_as_pem
from samrit.people.api.operations import FILE, made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.exchange import Settling
from samrit.rules.wording import RefusedError
from samrit.ui.api.paging import Page, paged
from samrit.ui.api.values import PathKey

router = Router(tags=["data"])
READ, WRITE, SIGN = "data:read", "data:write", "data:sign"
FORM = "multipart/form-data"
ONE, DIFFERENCE = "/packages/{package_id}", "/differences/{difference_id}"
NAMELESS = "package.zip"


# ── packages ────────────────────────────────────────────────────────────────
@reads(router, "/signing-key", scope=READ, answers=facts.SigningKeyFacts)
def signing_key(request: PersonRequest) -> dict[str, str]:
    """The public key under which this installation signs packages and receipts."""
    return facts.key_facts(own_key(), own_key_as_pem())


@reads(router, "/packages", scope=READ, answers=Page[facts.PackageFacts])
def data_packages(request: PersonRequest, at: Query[facts.PackageSlice]) -> dict[str, Any]:
    """Packages that were made here or came in, of the provinces whose database one reads, the newest first."""
    rows = packages_visible_to(request.duties)
    for name in ("area", "direction"):
        if value := getattr(at, name):
            rows = rows.filter(**{name: value})
    page = paged(request, rows, at, order=("-pk",))
    return {**page, "items": [facts.package_facts(one) for one in page["items"]]}


@writes(router, "/packages", scope=WRITE, answers=facts.PackageFacts, made=True, takes=FORM)
def take_data_package(request: PersonRequest, file: File[UploadedFile]) -> Status[Any]:
    """Take a package of a partner whose key is trusted for its province; answers with the signed receipt.

    What is new is handed over as a submission of the partner's agency and waits for the data steward; what another source
    states differently waits in `/differences`. The same file again is answered with the same receipt.
    """
    name = file.name or NAMELESS
    with landed(file, name) as path:
        taken = take_package(path=path, name=name, by=request.user, now=now())
    return made(facts.package_facts(taken))


@writes(router, "/packages/look", scope=WRITE, answers=facts.PackageLookFacts, takes=FORM)
def look_into_data_package(request: PersonRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """Verify a package and tell what taking it would do; nothing is kept."""
    with landed(file, file.name or NAMELESS) as path:
        return facts.look_facts(look_into(path=path, by=request.user, now=now()))


@writes(router, "/packages/made", scope=WRITE, answers=facts.PackageFacts, made=True, missing=True)
def make_data_package(request: PersonRequest, body: facts.ExchangedAreaGiven) -> Status[Any]:
    """Make the package of the province's generation in force; where there is one already, that one."""
    area = _area(request, body.area)
    return made(facts.package_facts(make_package(area=area, by=request.user, now=now())))


@reads(router, ONE, scope=READ, answers=facts.PackageFacts)
def data_package(request: PersonRequest, package_id: PathKey) -> dict[str, Any]:
    """One package, with its receipt once there is one."""
    return facts.package_facts(_package(request, package_id))


@reads(router, f"{ONE}/file", scope=READ, answers=None, media=FILE)
def data_package_file(request: PersonRequest, package_id: PathKey) -> FileResponse:
    """The package itself, to the bit; verify its SHA-256 and signature."""
    one = _package(request, package_id)
    if refusal := refuse_opening(request.duties, one):
        raise RefusedError(refusal)
    path = path_of(one.file) if one.file else None
    if path is None or not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"  # noqa: FBT003
    response["Content-Encoding"] = "identity"  # what is packed already is not packed again
    response["Cache-Control"] = "private, no-store"
    return response


def _package(request: PersonRequest, key: int) -> Package:
    return get_object_or_404(packages_visible_to(request.duties), pk=key)


def _area(request: PersonRequest, code: str) -> Area:
    return get_object_or_404(readable(request.duties), pk=code)


# ── differences ─────────────────────────────────────────────────────────────
@reads(router, "/differences", scope=READ, answers=Page[facts.DifferenceFacts])
def differences(request: PersonRequest, at: Query[facts.DifferenceSlice]) -> dict[str, Any]:
    """Figures that two sources state differently, the oldest first."""
    rows = reconciliations_visible_to(request.duties)
    for name in ("area", "state"):
        if value := getattr(at, name):
            rows = rows.filter(**{name: value})
    page = paged(request, rows, at, order=("pk",))
    return {**page, "items": [facts.difference_facts(one) for one in page["items"]]}


@writes(router, "/differences/taken", scope=WRITE, answers=list[SubmissionFacts], missing=True)
def take_settled_differences(request: PersonRequest, body: facts.ExchangedAreaGiven) -> list[dict[str, Any]]:
    """Bring in what was decided for theirs, as one submission a package; it waits for the data steward."""
    area = _area(request, body.area)
    sent = take_theirs(area_code=area.pk, by=request.user, now=now())
    return [submission_facts(submission_of(one.pk)) for one in sent]


@reads(router, DIFFERENCE, scope=READ, answers=facts.DifferenceFacts)
def difference(request: PersonRequest, difference_id: PathKey) -> dict[str, Any]:
    """One of them, with the decision."""
    return facts.difference_facts(_difference(request, difference_id))


@writes(router, f"{DIFFERENCE}/settle", scope=SIGN, answers=facts.DifferenceFacts)
def settle_one_difference(
    request: PersonRequest, difference_id: PathKey, body: facts.SettleGiven
) -> dict[str, Any]:
    """Decide between the two figures, with a reason."""
    settled = settle_difference(
        reconciliation=_difference(request, difference_id),
        choice=Settling(body.choice),
        reason=body.reason,
        by=request.user,
        now=now(),
    )
    return facts.difference_facts(settled)


def _difference(request: PersonRequest, key: int) -> Reconciliation:
    return get_object_or_404(reconciliations_visible_to(request.duties), pk=key)
