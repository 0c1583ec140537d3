"""Single datasets, resources and organizations, and the lists of them, as CKAN's actions."""

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext, override

from samrit.catalog.documents.shown import organization, shown
from samrit.catalog.indexing import TAGS
from samrit.catalog.models import DatasetWord
from samrit.catalog.queries.organizations import agency_known_as, organization_name
from samrit.catalog.queries.public import public, public_named, public_resource
from samrit.catalog.views.machine.calling import Call
from samrit.people.models import Agency
from samrit.rules.catalog import newest
from samrit.rules.catalog.ckan import (
    Answer,
    Invalid,
    ListAsked,
    Site,
    not_found,
    not_valid,
    read_list,
    status,
    success,
    written_moment,
)

CATALOG_TYPE = "area_based"  # one portal of all agencies of a province


def package_show(call: Call) -> Answer:
    """One dataset by its id or name."""
    key = call.text("id", "name_or_id")
    if not key:
        return not_valid(call.help, {"name_or_id": ["Missing value"]})
    found = public_named(key)
    return success(call.help, shown(found).package()) if found else not_found(call.help, "Dataset")


def resource_show(call: Call) -> Answer:
    """One resource by its id."""
    key = call.text("id")
    if not key:
        return not_valid(call.help, {"id": ["Missing value"]})
    resource = public_resource(key)
    whole = public_named(str(resource.dataset.public_id)) if resource else None
    if resource is None or whole is None:
        return not_found(call.help, "Resource")
    rows = shown(whole).package()["resources"]
    told = next((row for row in rows if row["id"] == str(resource.public_id)), None)
    return success(call.help, told) if told else not_found(call.help, "Resource")


def package_list(call: Call) -> Answer:
    """The names of all datasets: limit, offset."""
    asked = read_list(call.given)
    if isinstance(asked, Invalid):
        return not_valid(call.help, asked.errors)
    names = public().order_by("name").values_list("name", flat=True)
    return success(call.help, list(_cut(names, asked)))


def _cut(rows: Any, asked: ListAsked) -> Any:
    stop = None if asked.limit is None else asked.offset + asked.limit
    return rows[asked.offset : stop]


# ── organizations ───────────────────────────────────────────────────────────
def organization_list(call: Call) -> Answer:
    """Agencies that publish datasets: names, or with all_fields what is known of each."""
    asked = read_list(call.given)
    if isinstance(asked, Invalid):
        return not_valid(call.help, asked.errors)
    rows = [
        one for one in _publishers() if asked.query in one.name or asked.query in organization_name(one.pk)
    ]
    shown_rows = _cut(rows, asked)
    if not asked.all_fields:
        return success(call.help, [organization_name(one.pk) for one in shown_rows])
    counts = _counts()
    return success(call.help, [_organization(one, counts.get(one.pk, 0)) for one in shown_rows])


def organization_show(call: Call) -> Answer:
    """One agency by its id or name."""
    key = call.text("id")
    if not key:
        return not_valid(call.help, {"id": ["Missing value"]})
    found = agency_known_as(key, _publishers())
    if found is None:
        return not_found(call.help, "Group")
    return success(call.help, _organization(found, _counts().get(found.pk, 0)))


def _publishers() -> list[Agency]:
    return list(Agency.objects.filter(pk__in=public().order_by().values("agency")).order_by("name", "pk"))


def _counts() -> dict[int, int]:
    return dict(public().order_by().values_list("agency").annotate(n=Count("pk")))


def _organization(agency: Agency, count: int) -> dict[str, Any]:
    face = organization(agency)
    return {
        "id": face.id,
        "name": face.name,
        "title": face.title,
        "display_name": face.title,
        "type": "organization",
        "description": face.description,
        "image_url": "",
        "image_display_url": "",
        "created": written_moment(face.created),
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
        "package_count": count,
        "num_followers": 0,
        "extras": [],
        "tags": [],
        "groups": [],
        "users": [],
    }


def group_list(call: Call) -> Answer:
    """Groups of datasets: there are none."""
    asked = read_list(call.given)
    return not_valid(call.help, asked.errors) if isinstance(asked, Invalid) else success(call.help, [])


def group_show(call: Call) -> Answer:
    """One group: there is none."""
    if not call.text("id"):
        return not_valid(call.help, {"id": ["Missing value"]})
    return not_found(call.help, "Group")


# ── tags, the site ──────────────────────────────────────────────────────────
def tag_list(call: Call) -> Answer:
    """Every tag of a dataset: query, all_fields."""
    asked = read_list(call.given)
    if isinstance(asked, Invalid):
        return not_valid(call.help, asked.errors)
    words = DatasetWord.objects.filter(field=TAGS, dataset__in=public().order_by().values("pk"))
    if asked.query:
        words = words.filter(value__contains=asked.query.casefold())
    names = list(_cut(words.order_by("shown").values_list("shown", flat=True).distinct(), asked))
    if not asked.all_fields:
        return success(call.help, names)
    return success(call.help, [{"name": name, "display_name": name, "vocabulary_id": None} for name in names])


def status_show(call: Call) -> Answer:
    """What this site is."""
    with override("th"):
        title, about = gettext("สัมฤทธิ์"), gettext("บัญชีข้อมูลภาครัฐของหน่วยงานในจังหวัด")
    site = Site(title, about, settings.SITE_URL, CATALOG_TYPE, newest().version)
    return success(call.help, status(site))
