"""What a submission changes in the province's database: how much is new, what moves most."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.indicators.cell_words import CellWords
from samrit.indicators.models import Submission
from samrit.indicators.queries.desk import arriving
from samrit.indicators.store.port import Change, Differences
from samrit.indicators.views.submissions.shown import crumbs, found, name_of
from samrit.people.middleware import PersonRequest
from samrit.ui.pieces import Crumb

PER_PAGE = 100


class Changes(Sequence[Change]):
    """The changes of a submission, the largest first, read a page at a time."""

    def __init__(self, submission: Submission, counted: Differences) -> None:
        self._submission, self._count = submission, counted.changed + counted.new

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: Any) -> Any:
        most = max(0, min(part.stop, self._count) - part.start)
        return arriving(self._submission, first=part.start, most=most).changes


@require_safe
def differences(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """Which figures are new, and which move by how much?"""
    one = found(request, area, pk)
    examination = one.submission.examination
    if examination is None or not examination.is_done:
        raise Http404
    counted = arriving(one.submission)
    page = Paginator(Changes(one.submission, counted), PER_PAGE).get_page(request.GET.get("page"))
    words = CellWords(one.area)
    context = {
        "submission": one.submission,
        "name": name_of(one.submission),
        "counted": counted,
        "page": page,
        "changes": [words.change(change) for change in page.object_list],
        "back": one.url(),
        "crumbs": crumbs(one, Crumb(_("เทียบกับข้อมูลเดิม"))),
    }
    return render(request, "indicators/submissions/differences.html", context)
