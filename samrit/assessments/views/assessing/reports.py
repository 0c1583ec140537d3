"""The report of an assessment: PDF and DOCX."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samrit.assessments.documents import report_word
from samrit.assessments.documents.report_facts import ReportFacts, address_of, facts_of, name_of
from samrit.assessments.documents.report_paper import draw_report
from samrit.assessments.permissions.assessing import sees_sheet
from samrit.assessments.queries.assessments import Read
from samrit.assessments.queries.plans import planned, tasks_visible_to
from samrit.assessments.views.assessing.found import found_read
from samrit.people.middleware import PersonRequest
from samrit.ui.paper import PaperUnavailableError


@require_safe
def report_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    read = found_read(request, pk)
    try:
        drawn = draw_report(_facts(request, read), address=address_of(read))
    except PaperUnavailableError:
        context = {"assessment": read.assessment}
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "assessments/assessing/paper_unavailable.html", context, status=status)
    return _file(drawn, "application/pdf", f"{name_of(read)}.pdf")


@require_safe
def report_docx(request: PersonRequest, pk: int) -> HttpResponse:
    read = found_read(request, pk)
    written = report_word.write(_facts(request, read), address=address_of(read))
    return _file(written, report_word.CONTENT_TYPE, f"{name_of(read)}.docx")


def _facts(request: PersonRequest, read: Read) -> ReportFacts:
    stages = [
        stage.code
        for stage in read.stages
        if stage.code == read.own or (read.row(stage.code) and sees_sheet(request.duties, read, stage.code))
    ]
    today = localdate()
    tasks = [planned(task, today) for task in tasks_visible_to(request.duties, read.assessment)]
    return facts_of(read, stages, tasks)


def _file(contents: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return HttpResponse(contents, content_type=media_type, headers=headers)
