"""How many of the datasets that were found have each value of a field."""

from collections.abc import Sequence

from django.db.models import Count, Max, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat

from samrit.catalog.indexing import TAGS
from samrit.catalog.models import Dataset, DatasetWord
from samrit.catalog.queries.finding import is_indexed
from samrit.catalog.queries.organizations import organization_id, organization_name
from samrit.people.models import Agency
from samrit.rules.catalog.ckan import FacetItem

ALL_OF_THEM = -1
_OTHERWISE = frozenset({"organization", "owner_org", "groups"})
_SAME_FOR_ALL = {"private": "false", "capacity": "public", "state": "active", "type": "dataset"}


def facets(
    found: QuerySet[Dataset], fields: Sequence[str], most: int, known_as: dict[str, str]
) -> dict[str, list[FacetItem]]:
    """Of each field the values, most first. ``most``: -1 for all; ``known_as``: what it is asked of.

    Those that are indexed are counted in one query, the others in one each: finding costs more than counting.
    """
    plain = found.order_by()
    asked = {field: _own_name(known_as.get(field, field)) for field in fields}
    indexed = _indexed(plain, [own for own in asked.values() if _is_counted_in_index(own)])
    return {
        field: _cut(indexed[own] if own in indexed else _counted(plain, own), most)
        for field, own in asked.items()
    }


def _own_name(field: str) -> str:
    return TAGS if field == "tag_string" else field


def _is_counted_in_index(field: str) -> bool:
    return is_indexed(field) and field not in _SAME_FOR_ALL and field not in _OTHERWISE


def _cut(items: list[FacetItem], most: int) -> list[FacetItem]:
    return items if most == ALL_OF_THEM else items[:most]


def _counted(found: QuerySet[Dataset], field: str) -> list[FacetItem]:
    if field in {"organization", "owner_org"}:
        return _organizations(found, by_id=field == "owner_org")
    if field in _SAME_FOR_ALL:
        count = found.count()
        return [FacetItem(_SAME_FOR_ALL[field], _SAME_FOR_ALL[field], count)] if count else []
    return [] if field == "groups" else _in_records(found, field)


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


def _indexed(found: QuerySet[Dataset], fields: Sequence[str]) -> dict[str, list[FacetItem]]:
    counted: dict[str, list[FacetItem]] = {field: [] for field in fields}
    if not counted:
        return counted
    # Joined to nothing, so that no database begins at the field's index, which holds everybody's words, and not at
    # the datasets that were found.
    words = DatasetWord.objects.annotate(named=Concat("field", Value(""))).filter(
        named__in=list(counted), dataset__in=found.values("pk")
    )
    rows = (
        words.values("field", "value").annotate(n=Count("pk"), written=Max("shown")).order_by("-n", "value")
    )
    for row in rows:
        counted[row["field"]].append(FacetItem(row["written"], row["written"], row["n"]))
    return counted


def _in_records(found: QuerySet[Dataset], field: str) -> list[FacetItem]:
    """Of a field that is not indexed: from the records themselves."""
    column = {"name": "name", "id": "public_id"}.get(field)
    said = found.annotate(said=KT(f"record__{field}")) if column is None else found
    name = column or "said"
    rows = said.filter(**{f"{name}__isnull": False}).values(name).annotate(n=Count("pk")).order_by("-n", name)
    return [FacetItem(str(row[name]), str(row[name]), row["n"]) for row in rows]
