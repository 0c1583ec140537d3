"""Datasets of the catalogue in the office: listed, made, changed, published, withdrawn."""

from collections.abc import Callable, Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Query, Router, Status

from samrit.catalog.actions import datasets as writing
from samrit.catalog.actions.settling import FaultyDatasetError
from samrit.catalog.api import facts
from samrit.catalog.api.telling import dataset_facts, whole_dataset
from samrit.catalog.models import Dataset
from samrit.catalog.queries.datasets import (
    agencies_looked_after,
    history_of,
    holidays,
    narrowed,
    visible_to,
    with_answers,
    with_resources,
)
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.catalog import Fault, Record, available
from samrit.rules.wording import say
from samrit.ui.api.paging import Page, Slice, paged
from samrit.ui.api.problems import FieldProblem, ProblemError, wrong
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import PathKey
from samrit.ui.wording import in_words

router = Router(tags=["catalog"])
READ, WRITE, SIGN = "data:read", "data:write", "data:sign"
ONE = "/catalog/datasets/{dataset_id}"
_MEND = say("invalid", "แก้ค่าที่บอกไว้ใน errors แล้วส่งใหม่ – ไม่มีอะไรถูกบันทึก")


def found(request: PersonRequest, key: int) -> Dataset:
    """A dataset that this person sees in the office; 404 for strangers."""
    return get_object_or_404(with_answers(with_resources(visible_to(request.duties))), pk=key)


def told(request: PersonRequest, key: int) -> dict[str, Any]:
    """The whole dataset as it stands now; its revision becomes the ETag's version."""
    one = found(request, key)
    answers_with(request, one.revision)
    return whole_dataset(request.duties, one, holidays())


def record_of(given: Mapping[str, Any]) -> Record:
    """A record as the rules have it: several values as a tuple."""
    return {code: tuple(value) if isinstance(value, list) else value for code, value in given.items()}


def faulty(write: Callable[[], Any]) -> Any:
    """What ``write`` gives; 422 with each fault where a published dataset would hold one."""
    try:
        return write()
    except FaultyDatasetError as error:
        raise ProblemError(422, _MEND, errors=[_problem(fault) for fault in error.faults]) from None


def _problem(fault: Fault) -> FieldProblem:
    place = f"resources.{fault.resource}" if fault.resource is not None else "record"
    text = f"{in_words(fault.message)} – {in_words(fault.mend)}"
    return FieldProblem(field=f"body.{place}.{fault.field}", code=fault.message.code, message=text)


# ── reading ─────────────────────────────────────────────────────────────────
@reads(router, "/catalog/datasets", scope=READ, answers=Page[facts.DatasetFacts])
def catalog_datasets(request: PersonRequest, at: Query[facts.DatasetSlice]) -> dict[str, Any]:
    """Datasets of the own agencies and of the provinces one looks after, drafts too."""
    rows = narrowed(visible_to(request.duties), at.dict(), on=localdate())
    if at.area:
        rows = rows.filter(area=at.area)
    page, free = paged(request, with_answers(rows), at), holidays()
    return {**page, "items": [dataset_facts(one, free) for one in page["items"]]}


@reads(router, ONE, scope=READ, answers=facts.WholeDataset)
def catalog_dataset(request: PersonRequest, dataset_id: PathKey) -> dict[str, Any]:
    """One dataset: its record, resources, what is missing, and what may be done with it now."""
    return told(request, dataset_id)


@reads(router, f"{ONE}/revisions", scope=READ, answers=Page[facts.DatasetRevisionFacts])
def catalog_dataset_revisions(
    request: PersonRequest, dataset_id: PathKey, at: Query[Slice]
) -> dict[str, Any]:
    """Every change of it with what stood before and after, the newest first."""
    page = paged(request, history_of(found(request, dataset_id)), at, order=("-number",))
    names = "number verb before after reason at"
    items = [
        {**{name: getattr(one, name) for name in names.split()}, "by": one.by.name if one.by else ""}
        for one in page["items"]
    ]
    return {**page, "items": items}


# ── writing ─────────────────────────────────────────────────────────────────
@writes(
    router, "/catalog/datasets", scope=WRITE, answers=facts.WholeDataset, made=True, missing=True
)  # fmt: skip
def make_catalog_dataset(request: PersonRequest, body: facts.CatalogDatasetMade) -> Status[Any]:
    """A draft of an agency. It may be incomplete, but has a title; the answer says what is missing."""
    agency = get_object_or_404(agencies_looked_after(request.duties), pk=body.agency_id)
    if body.schema_version and body.schema_version not in available():
        raise wrong("body.schema_version", say("unknown_schema_version", "ไม่มีมาตรฐานคำอธิบายข้อมูลรุ่นนี้"))
    done = writing.create_dataset(
        agency=agency,
        record=record_of(body.record),
        schema=body.schema_version,
        by=request.user,
        now=now(),
    )
    return made(told(request, done.pk))


@writes(router, ONE, method="PUT", scope=WRITE, answers=facts.WholeDataset, versioned=True)
def change_catalog_dataset(
    request: PersonRequest, dataset_id: PathKey, body: facts.CatalogDatasetGiven
) -> dict[str, Any]:
    """The whole record anew, as it was read (If-Match). A published dataset takes no fault: 422 with each."""
    seen, one = version_seen(request), found(request, dataset_id)
    said: dict[str, Any] = {"record": record_of(body.record), "seen": seen, "reason": body.reason}
    faulty(lambda: writing.change_dataset(dataset=one, by=request.user, now=now(), **said))
    return told(request, dataset_id)


@writes(router, f"{ONE}/publish", scope=SIGN, answers=facts.WholeDataset)
def publish_catalog_dataset(request: PersonRequest, dataset_id: PathKey) -> dict[str, Any]:
    """Show it to everybody; refused with the first thing that keeps it from that."""
    writing.publish_dataset(dataset=found(request, dataset_id), by=request.user, now=now())
    return told(request, dataset_id)


@writes(router, f"{ONE}/withdraw", scope=SIGN, answers=facts.WholeDataset)
def withdraw_catalog_dataset(
    request: PersonRequest, dataset_id: PathKey, body: facts.CatalogReasonGiven
) -> dict[str, Any]:
    """Take it out of the catalogue, with a reason; its name and history stay."""
    one = found(request, dataset_id)
    writing.withdraw_dataset(dataset=one, reason=body.reason, by=request.user, now=now())
    return told(request, dataset_id)


@writes(router, f"{ONE}/restore", scope=WRITE, answers=facts.WholeDataset)
def restore_catalog_dataset(request: PersonRequest, dataset_id: PathKey) -> dict[str, Any]:
    """A withdrawn one as a draft again."""
    writing.restore_dataset(dataset=found(request, dataset_id), by=request.user, now=now())
    return told(request, dataset_id)


@writes(router, f"{ONE}/private", scope=WRITE, answers=facts.WholeDataset)
def hide_catalog_dataset(
    request: PersonRequest, dataset_id: PathKey, body: facts.CatalogPrivateGiven
) -> dict[str, Any]:
    """Whether it is shown in the office only, published or not."""
    one = found(request, dataset_id)
    writing.set_private(dataset=one, private=body.private, by=request.user, now=now())
    return told(request, dataset_id)


@writes(router, f"{ONE}/registered", scope=WRITE, answers=facts.WholeDataset)
def register_catalog_dataset(
    request: PersonRequest, dataset_id: PathKey, body: facts.CatalogRegisteredGiven
) -> dict[str, Any]:
    """On which day GD Catalog took it up."""
    one = found(request, dataset_id)
    writing.register_dataset(dataset=one, on=body.on, by=request.user, now=now())
    return told(request, dataset_id)


@writes(router, f"{ONE}/confirmed", scope=WRITE, answers=facts.WholeDataset)
def confirm_catalog_dataset(
    request: PersonRequest, dataset_id: PathKey, body: facts.CatalogConfirmedGiven
) -> dict[str, Any]:
    """That its data are up to date, where its frequency is อื่นๆ and no rule can tell."""
    one = found(request, dataset_id)
    writing.confirm_currency(dataset=one, **body.dict(), by=request.user, now=now())
    return told(request, dataset_id)
