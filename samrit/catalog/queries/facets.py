"""How many of the datasets that were found have each value of a field."""

from collections.abc import Sequence

from django.db.models import Count, Max, QuerySet
from django.db.models.fields.json import KT

from samrit.catalog.indexing import TAGS
from samrit.catalog.models import Dataset, DatasetWord
from samrit.catalog.queries.finding import is_indexed
from samrit.catalog.queries.organizations import organization_id, organization_name
from samrit.people.models import Agency
from samrit.rules.catalog.ckan import FacetItem

ALL_OF_THEM = -1
_SAME_FOR_ALL = {"private": "false", "capacity": "public", "state": "active", "type": "dataset"}


def facets(
    found: QuerySet[Dataset], fields: Sequence[str], most: int, known_as: dict[str, str]
) -> dict[str, list[FacetItem]]:
    """Of each field the values, most first; one query each. ``most``: -1 for all; ``known_as``: what it is asked of."""
    plain = found.order_by()
    return {field: _cut(_counted(plain, known_as.get(field, field)), most) for field in fields}


def _cut(items: list[FacetItem], most: int) -> list[FacetItem]:
    return items if most == ALL_OF_THEM else items[:most]


def _counted(found: QuerySet[Dataset], field: str) -> list[FacetItem]:
    if field in {"organization", "owner_org"}:
        return _organizations(found, by_id=field == "owner_org")
    if field in _SAME_FOR_ALL:
        count = found.count()
        return [FacetItem(_SAME_FOR_ALL[field], _SAME_FOR_ALL[field], count)] if count else []
    if field == "groups":
        return []
    field = TAGS if field == "tag_string" else field
    return _indexed(found, field) if is_indexed(field) else _in_records(found, field)


def _organizations(found: QuerySet[Dataset], *, by_id: bool) -> list[FacetItem]:
    counts = dict(found.values_list("agency").annotate(n=Count("pk")))
    agencies = Agency.objects.filter(pk__in=counts)
    items = [
        FacetItem(
            organization_id(one.pk) if by_id else organization_name(one.pk),
            one.name,
            counts[one.pk],
        )
        for one in agencies
    ]
    return sorted(items, key=lambda item: (-item.count, item.name))


def _indexed(found: QuerySet[Dataset], field: str) -> list[FacetItem]:
    words = DatasetWord.objects.filter(field=field, dataset__in=found.values("pk"))
    rows = words.values("value").annotate(n=Count("pk"), written=Max("shown")).order_by("-n", "value")
    return [FacetItem(row["written"], row["written"], row["n"]) for row in rows]


def _in_records(found: QuerySet[Dataset], field: str) -> list[FacetItem]:
    """Of a field that is not indexed: from the records themselves."""
    column = {"name": "name", "id": "public_id"}.get(field)
    said = found.annotate(said=KT(f"record__{field}")) if column is None else found
    name = column or "said"
    rows = said.filter(**{f"{name}__isnull": False}).values(name).annotate(n=Count("pk")).order_by("-n", name)
    return [FacetItem(str(row[name]), str(row[name]), row["n"]) for row in rows]
