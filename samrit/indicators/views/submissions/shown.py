"""What several of the pages show in the same way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.indicators.models import Submission
from samrit.indicators.queries.submissions import visible_to
from samrit.indicators.views.found import crumbs_of, found_area
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.submitting import State
from samrit.ui.pieces import Crumb


@dataclass(frozen=True)
class Found:
    """One submission of the province in the address."""

    area: Area
    submission: Submission

    def url(self, name: str = "submission") -> str:
        return reverse(f"indicators:{name}", args=[self.area.pk, self.submission.pk])


def found(request: PersonRequest, area: str, pk: int) -> Found:
    """404 for whoever may not know of it."""
    province = found_area(request, area)
    return Found(province, get_object_or_404(visible_to(request.duties), area=province, pk=pk))


def list_crumbs(area: Area, *more: Crumb) -> list[Crumb]:
    return crumbs_of(area, Crumb(_("ชุดข้อมูลที่ส่ง"), reverse("indicators:submissions", args=[area.pk])), *more)


def crumbs(one: Found, *more: Crumb) -> list[Crumb]:
    return list_crumbs(one.area, Crumb(name_of(one.submission), one.url()), *more)


def name_of(submission: Submission) -> str:
    """By the number of its receipt once it has one."""
    return submission.receipt or submission.name


def state_of(submission: Submission) -> str:
    """The code of its badge: of a draft, how far its examination is."""
    if submission.state == State.DRAFT:
        examination = submission.examination
        if examination is None:
            return "data_draft"
        if examination.is_done:
            return "data_rejects" if examination.counts.get("cells_rejected") else "data_good"
        return "data_examining" if examination.is_under_way else "data_unreadable"
    return "data_accepting" if submission.accepting_at else f"data_{submission.state}"


@dataclass(frozen=True)
class Row:
    """One file of the list."""

    it: Submission
    name: str
    state: str
    counts: Mapping[str, Any]


def row_of(submission: Submission) -> Row:
    return Row(submission, name_of(submission), state_of(submission), submission.counts)
