"""Resources of a dataset: a file, an address, figures of the provincial database."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import File, Router, Status
from ninja.files import UploadedFile

from samrit.catalog.actions import resources as writing
from samrit.catalog.api import facts
from samrit.catalog.api.datasets import ONE, WRITE, faulty, found, record_of, told
from samrit.catalog.models import Dataset, Resource
from samrit.people.api.operations import done, made, writes
from samrit.people.middleware import PersonRequest
from samrit.ui.api.requests import version_seen
from samrit.ui.api.values import PathKey

router = Router(tags=["catalog"])
FORM = "multipart/form-data"
RESOURCE = ONE + "/resources/{resource_id}"


def _found(request: PersonRequest, dataset: int, key: int) -> tuple[Dataset, Resource]:
    one = found(request, dataset)
    return one, get_object_or_404(Resource.objects.select_related("dataset__agency"), dataset=one, pk=key)


@writes(router, f"{ONE}/resources", scope=WRITE, answers=facts.WholeDataset, made=True)
def add_catalog_link(request: PersonRequest, dataset_id: PathKey, body: facts.ResourceGiven) -> Status[Any]:
    """An address where data are had."""
    one, record = found(request, dataset_id), record_of(body.record)
    faulty(lambda: writing.attach_link(dataset=one, record=record, by=request.user, now=now()))
    return made(told(request, dataset_id))


@writes(router, f"{ONE}/resources/file", scope=WRITE, answers=facts.WholeDataset, made=True, takes=FORM)
def add_catalog_file(request: PersonRequest, dataset_id: PathKey, file: File[UploadedFile]) -> Status[Any]:
    """A file; it is kept in the agency's register of evidence. What is said of it is changed afterwards."""
    one = found(request, dataset_id)
    faulty(
        lambda: writing.attach_upload(
            dataset=one, file=file, name=file.name or "", record={}, by=request.user, now=now()
        )
    )
    return made(told(request, dataset_id))


@writes(router, f"{ONE}/resources/observations", scope=WRITE, answers=facts.WholeDataset, made=True)
def add_catalog_observations(
    request: PersonRequest, dataset_id: PathKey, body: facts.ObservationsGiven
) -> Status[Any]:
    """Figures of one item of the province's database, as they stand when they are asked for."""
    one, record = found(request, dataset_id), record_of(body.record)
    faulty(
        lambda: writing.attach_observations(
            dataset=one, item=body.item, level=body.level, record=record, by=request.user, now=now()
        )
    )
    return made(told(request, dataset_id))


@writes(router, RESOURCE, method="PUT", scope=WRITE, answers=facts.WholeDataset, versioned=True)
def change_catalog_resource(
    request: PersonRequest, dataset_id: PathKey, resource_id: PathKey, body: facts.ResourceGiven
) -> dict[str, Any]:
    """What is said of it, whole, as its dataset was read (If-Match)."""
    seen, (_one, resource) = version_seen(request), _found(request, dataset_id, resource_id)
    said: dict[str, Any] = {"record": record_of(body.record), "seen": seen}
    faulty(lambda: writing.change_resource(resource=resource, by=request.user, now=now(), **said))
    return told(request, dataset_id)


@writes(router, RESOURCE, method="DELETE", scope=WRITE)
def remove_catalog_resource(
    request: PersonRequest, dataset_id: PathKey, resource_id: PathKey
) -> Status[None]:
    """Take it out of the dataset; a file stays in the register."""
    _one, resource = _found(request, dataset_id, resource_id)
    faulty(lambda: writing.remove_resource(resource=resource, by=request.user, now=now()))
    return done()
