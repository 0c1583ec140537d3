"""Agency × section: who has answered which part of a questionnaire in a year."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.assessments.forms.assessing import ProgressFilter
from samrit.assessments.models import Assessment
from samrit.assessments.queries.assessments import Read, choices_in, narrowed, visible_to
from samrit.assessments.views.assessing.found import section_name, url_of
from samrit.people.middleware import PersonRequest
from samrit.rules.instruments import Section, progress
from samrit.ui.pieces import Cell, Crumb, Head, Matrix

MOST_ROWS = 200  # agencies that can be read on one page


@require_safe
def progress_matrix(request: PersonRequest) -> HttpResponse:
    """Which agency lacks which part?"""
    rows = visible_to(request.duties)
    years, instruments = choices_in(rows)
    form = ProgressFilter(years, instruments, data=request.GET)
    wanted = form.chosen()
    found = list(narrowed(rows, wanted).order_by("area_id", "agency_id", "pk")[: MOST_ROWS + 1])
    context = {
        "form": form,
        "matrix": matrix_of(found[:MOST_ROWS]) if found else None,
        "more": len(found) > MOST_ROWS,
        "most": MOST_ROWS,
        "crumbs": [Crumb(_("แบบประเมิน"), reverse("assessments:list")), Crumb(_("ความคืบหน้ารายด้าน"))],
    }
    return render(request, "assessments/assessing/progress.html", context)


def matrix_of(assessments: Sequence[Assessment]) -> Matrix:
    """Of one questionnaire's year; the columns are those of the newest version, by code."""
    reads = [Read(one) for one in assessments]
    newest = max(reads, key=lambda read: read.assessment.release_id)
    tops = newest.instrument.parts("")
    return Matrix(
        columns=[
            Head(section.number or str(place), section_name(section)) for place, section in enumerate(tops, 1)
        ],
        rows=[
            (Head(read.assessment.agency.name, url=url_of(read)), [_cell(read, section) for section in tops])
            for read in reads
        ],
        caption=_("หน่วยงานกับด้านที่ตอบแล้ว"),
        corner=_("หน่วยงาน"),
    )


def _cell(read: Read, section: Section) -> Cell | None:
    """None where the way taken asks nothing of a section, or its version does not have it."""
    if section.code not in read.instrument.sections:
        return None
    done = progress(read.instrument, read.sheet(read.own), section.code)
    if not done.asked:
        return None
    state, label = (
        ("approved", _("ครบข้อบังคับแล้ว"))
        if not done.left
        else ("draft", _("ตอบแล้วบางส่วน"))
        if done.answered
        else ("not_started", _("ยังไม่ตอบ"))
    )
    url = url_of(read, "sheet", read.own, section.code)
    return Cell(state, url, f"{done.answered}/{done.asked}", label)
