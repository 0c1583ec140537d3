"""Datasets that everybody may see, with all that is shown of them."""

import uuid
from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from samrit.catalog.models import Dataset, Resource
from samrit.evidence.models import EvidenceFile, Scan
from samrit.rules.secrecy import is_secret


def public() -> QuerySet[Dataset]:
    """Published, not private and not withdrawn."""
    return Dataset.objects.filter(state=Dataset.State.PUBLISHED, private=False)


def for_harvest() -> QuerySet[Dataset]:
    """Of these what agencies let be taken over. CKAN's packages say it themselves, DCAT has no word for it."""
    return public().filter(allow_harvest=True)


def with_contents(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """With the agency and the resources; two queries however many."""
    resources = Resource.objects.select_related("file").order_by("position", "pk")
    return datasets.select_related("agency", "area").prefetch_related(Prefetch("resources", resources))


def in_this_order(keys: Iterable[int]) -> list[Dataset]:
    """Those of these that are public now, with their contents, in the order of the keys."""
    wanted = list(keys)
    found = {one.pk: one for one in with_contents(public().filter(pk__in=wanted))}
    return [found[key] for key in wanted if key in found]


def public_named(key: str) -> Dataset | None:
    """By its public id or by its name."""
    if "\x00" in key:  # which no database keeps in a text
        return None
    found = with_contents(public())
    if (asked := as_id(key)) is not None and (one := found.filter(public_id=asked).first()):
        return one
    return found.filter(name=key).first()


def public_resource(key: str) -> Resource | None:
    """A resource of a public dataset, by its public id."""
    asked = as_id(key)
    if asked is None:
        return None
    found = Resource.objects.filter(public_id=asked, dataset__in=public().values("pk"))
    return found.select_related("file", "dataset__agency", "dataset__area").first()


def as_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def may_be_had(resource: Resource) -> bool:
    """Whether what is in a resource may leave for everybody; links lead elsewhere, and are asked there.

    Of personal and internal data everybody may know that they are there, but not have them. A file is no secret,
    not waiting for the scanner, and without a virus.
    """
    if resource.kind == Resource.Kind.LINK:
        return True
    if not resource.dataset.is_open:
        return False
    return resource.kind != Resource.Kind.FILE or _is_ordinary(resource.file)


def _is_ordinary(file: EvidenceFile | None) -> bool:
    return file is not None and not is_secret(file.secrecy) and file.scan in {Scan.NONE, Scan.CLEAN}
