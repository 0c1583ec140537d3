"""What the CKAN face answers, to the letter: the envelope, the errors with their HTTP status, the search's result.

[repo: ckan/ckan, views/api.py and logic/action/get.py]. The texts are English, for programs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ACTIONS = (
    "datastore_search",
    "group_list",
    "group_show",
    "help_show",
    "organization_list",
    "organization_show",
    "package_list",
    "package_search",
    "package_show",
    "resource_show",
    "site_read",
    "status_show",
    "tag_list",
)
"""What the face answers; every other action is not known."""


@dataclass(frozen=True)
class Answer:
    """HTTP status and the JSON body."""

    status: int
    body: Any


def success(help_url: str, result: Any) -> Answer:
    """``help_url``: the address of help_show for the action."""
    return Answer(200, {"help": help_url, "success": True, "result": result})


def _failure(help_url: str, status: int, error: dict[str, Any]) -> Answer:
    return Answer(status, {"help": help_url, "success": False, "error": error})


def not_found(help_url: str, what: str = "") -> Answer:
    """``what``: as Dataset; CKAN says Not found: … with it."""
    message = f"Not found: {what}" if what else "Not found"
    return _failure(help_url, 404, {"__type": "Not Found Error", "message": message})


def not_allowed(help_url: str, why: str = "") -> Answer:
    message = f"Access denied: {why}" if why else "Access denied"
    return _failure(help_url, 403, {"__type": "Authorization Error", "message": message})


def not_valid(help_url: str, errors: Mapping[str, Sequence[str]]) -> Answer:
    """``errors``: parameter → sentences."""
    told = {name: list(sentences) for name, sentences in errors.items()}
    return _failure(help_url, 409, {**told, "__type": "Validation Error"})


def out_of_order(help_url: str) -> Answer:
    """The list could not be made whole: better no page than a short one."""
    return _failure(help_url, 500, {"__type": "Internal Server Error", "message": "Internal Server Error"})


def action_unknown(name: str) -> Answer:
    """A text and not an object, as CKAN has it."""
    return Answer(400, f"Bad request - Action name not known: {name}")


def not_json(why: str) -> Answer:
    return Answer(400, f"Bad request - JSON Error: {why}")


@dataclass(frozen=True)
class FacetItem:
    name: str
    display_name: str
    count: int


def search_result(
    *,
    count: int,
    packages: Sequence[Mapping[str, Any]],
    sort: str,
    facets: Mapping[str, Sequence[FacetItem]],
) -> dict[str, Any]:
    """The result of package_search. ``count``: of all that were found; ``facets``: field → its values, most first."""
    return {
        "count": count,
        "facets": {field: {one.name: one.count for one in items} for field, items in facets.items()},
        "results": list(packages),
        "sort": sort,
        "search_facets": {
            field: {
                "title": field,
                "items": [
                    {"name": one.name, "display_name": one.display_name, "count": one.count} for one in items
                ],
            }
            for field, items in facets.items()
        },
    }


@dataclass(frozen=True)
class Site:
    """What status_show says. ``catalog_type``: agency, area_based or data_center."""

    title: str
    description: str
    url: str
    catalog_type: str
    version: str


def status(site: Site) -> dict[str, Any]:
    """The result of status_show, with the keys that Thai catalogues add [repo: ckanext-thai_gdc].

    It tells the truth of itself: no version of CKAN that it is not, and the extensions whose address it answers.
    """
    return {
        "site_title": site.title,
        "site_description": site.description,
        "site_url": site.url,
        "ckan_version": "",
        "error_emails_to": None,
        "locale_default": "th",
        "extensions": ["dcat", "datastore"],
        "thaigdc_catalog_type": site.catalog_type,
        "thaigdc_is_as_a_service": None,
        "thaigdc_version": site.version,
        "thaigdc_update": {"thai_gdc": "", "xloader": "", "discovery": ""},
    }


def datastore_result(
    *,
    resource: str,
    fields: Sequence[tuple[str, str]],
    records: Sequence[Mapping[str, Any]],
    total: int,
    limit: int,
    offset: int,
    address: str,
) -> dict[str, Any]:
    """The result of datastore_search. ``fields``: (name, type); ``address``: of this call without limit and offset."""
    joined = "&" if "?" in address else "?"
    return {
        "include_total": True,
        "limit": limit,
        "offset": offset,
        "records_format": "objects",
        "resource_id": resource,
        "total_estimation_threshold": None,
        "records": list(records),
        "fields": [{"id": name, "type": kind} for name, kind in fields],
        "total": total,
        "total_was_estimated": False,
        "_links": {
            "start": f"{address}{joined}limit={limit}",
            "next": f"{address}{joined}offset={offset + limit}&limit={limit}",
        },
    }
