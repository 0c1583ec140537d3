"""Everything that a filing freezes, as data: the edition, each KPI with its terms, what was reported, who signed.

Every number is a text (exact, no float), every moment ISO 8601 in UTC. Names stand as they were; nothing in it is
looked up again when it is shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import Membership, User
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.reports.queries.computed import trace_of
from samrit.reports.queries.items import Item
from samrit.rules.sealing import keyed
from samrit.rules.secrecy import LEVEL_LABELS, Level, is_secret
from samrit.rules.thai import plain_number

FORMAT = 1
NUMBERS = ("value", "numerator", "denominator")
TEXTS = ("missing", "figure_reason", "narrative", "supporting_factors", "obstacles", "evidence_reason")


@dataclass(frozen=True)
class Filed:
    """What is about to be filed: ``inside`` go in, ``outside`` are left out. ``keys``: secret file → its seal key."""

    round: Round
    inside: Sequence[Item]
    outside: Sequence[Item]
    number: int
    place: int
    code: str
    previous: str
    reason: str
    keys: Mapping[int, str]


def standing(result: Result) -> dict[str, Any]:
    """What a result says at this moment: figures, texts, and its evidence by name and digest."""
    figures = {name: _number(getattr(result, name)) for name in NUMBERS}
    texts = {name: getattr(result, name) or "" for name in TEXTS}
    files = [
        {
            "file": link.file_id,
            "name": link.file.name,
            "sha256": link.file.sha256,
            "size": link.file.size,
        }
        for link in result.evidence.all()
    ]
    return {**figures, **texts, "evidence": files}


def secret_files(items: Iterable[Item]) -> set[int]:
    """The attached files that a filing may not name."""
    links = (link for item in items if item.result for link in item.result.evidence.all())
    return {link.file_id for link in links if is_secret(link.file.secrecy)}


def name_of_secret(level: str) -> str:
    """What stands in place of a secret file's name, where it is kept for everybody."""
    return f"เอกสารชั้น{LEVEL_LABELS[Level(level)].thai()}"


def _sealed_files(result: Result, keys: Mapping[int, str]) -> list[dict[str, Any]]:
    """As ``standing`` has them; of a secret one only its level and its digest under a key (``docs/filings.md``)."""
    levels = {link.file_id: link.file.secrecy for link in result.evidence.all()}
    return [
        {
            "file": one["file"],
            "level": levels[one["file"]],
            "name": name_of_secret(levels[one["file"]]),
            "keyed_sha256": keyed(one["sha256"], keys[one["file"]]),
        }
        if one["file"] in keys
        else one
        for one in standing(result)["evidence"]
    ]


def frozen(filed: Filed, *, duties: Duties, now: datetime) -> dict[str, Any]:
    """The whole snapshot."""
    round_, items = filed.round, [*filed.inside, *filed.outside]
    editions = Edition.objects.in_bulk({item.judged_by.component.edition_id for item in items})
    offices = _offices(filed.inside)
    return {
        "format": FORMAT,
        "code": filed.code,
        "number": filed.number,
        "place": filed.place,
        "previous": filed.previous,
        "verify_at": urljoin(settings.SITE_URL, f"/verify/{filed.code}/"),
        "round": round_.pk,
        "province": {"code": round_.area_id, "name": round_.area.name},
        "year": round_.fiscal_year_id,
        "months": round_.months,
        "opens_at": _moment(round_.opens_at),
        "closes_at": _moment(round_.closes_at),
        "filed_at": _moment(now),
        "filed_by": {"name": duties.user.name, "as": duties.described()},
        "reason": filed.reason,
        "results": len(filed.inside),
        "editions": [_edition(edition) for edition in editions.values()],
        "items": [_item(item, editions, offices, filed.keys) for item in filed.inside],
        "left_out": [_left_out(item, filed.reason) for item in filed.outside],
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "kind": edition.kind,
        "source": edition.source,
        "published_at": _moment(edition.published_at),
    }


def _item(
    item: Item, editions: Mapping[int, Edition], offices: Mapping[int, str], keys: Mapping[int, str]
) -> dict[str, Any]:
    result = item.result
    if result is None:
        raise ValueError("what is filed has a result")
    edition = editions[item.judged_by.component.edition_id]
    return {
        **_named(item),
        **_terms(item.judged_by),
        "weight": _number(item.kpi.weight),
        "edition": edition.number,
        **standing(result),
        "evidence": _sealed_files(result, keys),
        **_computed(result),
        "version": result.version,
        "recorded": [_person(user, offices) for user in _people(result.recorders.all())],
        "saved": _signed(result.saved_by, result.saved_at, "", offices),
        "submitted": _signed(result.submitted_by, result.submitted_at, result.submitted_as, offices),
        "approved": _signed(result.approved_by, result.approved_at, result.approved_as, offices),
    }


def _computed(result: Result) -> dict[str, Any]:
    """How the figure came from the provincial database; nothing where it was typed."""
    computed = trace_of(result)
    if computed is None:
        return {}
    return {
        "computed": {
            "number": computed.number,
            "formula": computed.formula.expression,
            "formula_version": computed.formula.version,
            "exact": _number(computed.exact),
            "inputs_sha256": computed.inputs_digest,
            "receipts": [one["receipt"] for one in computed.submissions],
        }
    }


def _left_out(item: Item, reason: str) -> dict[str, Any]:
    return {**_named(item), "status": item.status.value, "reason": reason}


def _named(item: Item) -> dict[str, Any]:
    kpi = item.kpi
    return {
        "indicator": kpi.indicator_id,
        "full_number": kpi.full_number,
        "name": kpi.name,
        "part_of": kpi.parent.name if kpi.parent else "",
        "component": {"number": kpi.component.number, "name": kpi.component.name},
        "owners": [{"key": agency.pk, "name": agency.name} for agency in item.owners],
    }


def _terms(kpi: Kpi) -> dict[str, Any]:
    return {
        "weight": _number(kpi.weight),
        "unit": kpi.unit,
        "direction": kpi.direction,
        "interpolate": kpi.interpolate,
        "levels": [_number(level) for level in kpi.levels] if kpi.levels else None,
        "last_year": _number(kpi.last_year),
    }


def _signed(user: User | None, at: datetime | None, signed_as: str, offices: Mapping[int, str]) -> Any:
    if user is None:
        return None
    return {**_person(user, offices), "as": signed_as, "at": _moment(at)}


def _person(user: User, offices: Mapping[int, str]) -> dict[str, Any]:
    return {"name": user.name, "office": offices.get(user.pk, "")}


def _people(users: Iterable[User]) -> list[User]:
    return sorted(users, key=lambda user: user.pk)


def _offices(items: Collection[Item]) -> dict[int, str]:
    """Person → the role and office in which they recorded or signed any of these items; one query."""
    people = {
        user.pk
        for item in items
        if item.result
        for user in (*item.result.recorders.all(), item.result.submitted_by, item.result.approved_by)
        if user
    }
    agencies = {agency.pk for item in items for agency in item.owners}
    held = Membership.objects.filter(user__in=people, agency__in=agencies).select_related("agency")
    offices: dict[int, list[str]] = {}
    for membership in held.order_by("id"):
        offices.setdefault(membership.user_id, []).append(
            f"{membership.get_role_display()} {membership.agency.name}"
        )
    return {user: ", ".join(dict.fromkeys(names)) for user, names in offices.items()}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
