"""What an office page is about, and where it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext

from samrit.catalog.documents.template import CONTENT_TYPE
from samrit.catalog.models import Dataset
from samrit.catalog.permissions.datasets import writable
from samrit.catalog.queries.datasets import (
    agencies_to_write,
    currency_of,
    is_near,
    visible_to,
    with_answers,
    with_resources,
)
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.rules.catalog import Currency, State
from samrit.ui.pieces import Crumb

# State of the currency → the badge and its word.
BADGES = {
    State.CURRENT: "approved",
    State.DUE: "warning",
    State.LATE: "late",
    State.UNKNOWN: "no_data",
    State.JUDGE: "info",
}


def needs_role(request: PersonRequest) -> None:
    """404 for people who work nowhere."""
    if not request.duties.memberships:
        raise Http404


def found_dataset(request: PersonRequest, name: str) -> Dataset:
    """A dataset that this person sees in the office, with its resources; 404 for strangers."""
    return get_object_or_404(with_answers(with_resources(visible_to(request.duties))), name=name)


def agencies_of(request: PersonRequest) -> list[Agency]:
    """Those for which this person writes."""
    return list(agencies_to_write(writable(request.duties)))


def seen_of(data: Any) -> int:
    """The revision that a form was filled in on; 0 where it says none."""
    seen = data.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < len("9" * 9) else 0


def crumbs_of(*more: Crumb) -> list[Crumb]:
    return [Crumb(gettext("ชุดข้อมูลของหน่วยงาน"), reverse("catalog:own")), *more]


def crumbs_to(dataset: Dataset, *more: Crumb) -> list[Crumb]:
    return crumbs_of(Crumb(dataset.title, reverse("catalog:own_dataset", args=[dataset.name])), *more)


@dataclass(frozen=True)
class ShownCurrency:
    """The badge's code and word, and the sentence behind it."""

    badge: str
    label: str
    why: object
    state: str


def shown_currency(dataset: Dataset, free: frozenset[date]) -> ShownCurrency:
    answered = getattr(dataset, "answered", None)
    found: Currency = currency_of(dataset, on=localdate(), free=free, answered=answered)
    labels = {
        State.CURRENT: gettext("เป็นปัจจุบัน"),
        State.DUE: gettext("ครบกำหนดแล้ว"),
        State.LATE: gettext("ไม่เป็นปัจจุบัน"),
        State.UNKNOWN: gettext("บอกไม่ได้"),
        State.JUDGE: gettext("ต้องยืนยัน"),
    }
    near = found.state is State.CURRENT and is_near(dataset, localdate())
    badge, label = ("warning", gettext("ใกล้ครบกำหนด")) if near else (BADGES[found.state], labels[found.state])
    return ShownCurrency(badge, label, found.why, found.state.value)


def workbook_response(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet to be kept."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"  # noqa: FBT003
    response["Cache-Control"] = "private, no-store"
    return response
