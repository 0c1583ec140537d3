"""Answers from LimeSurvey or Google Forms: the file, its columns, what would be taken in, and taking it in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.assessments.actions.bringing import bring_table, look, map_columns, parsed, take_table
from samrit.assessments.forms.bringing import BringForm, ColumnsForm
from samrit.assessments.models import AnswerImport, InstrumentRelease
from samrit.assessments.permissions.surveys import refuse_changing_run, refuse_holding, refuse_taking
from samrit.assessments.queries.surveys import asked_by, imports_of, points_of
from samrit.assessments.questions import spoken
from samrit.assessments.views.surveys import crumbs_of, found_run
from samrit.people.middleware import PersonRequest
from samrit.rules.instruments import Wrong
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: PersonRequest, pk: int) -> HttpResponse:
    run = found_run(request, pk)
    if refuse_changing_run(request.duties, run):
        raise Http404
    points = points_of(run).select_related("run__release", "run__agency")
    form = BringForm(points, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = bring_table(
                point=form.cleaned_data["point"],
                name=file.name,
                content=file.read(),
                by=request.user,
                now=now(),
            )
        except RefusedError as refused:
            form.add_error("file", in_words(refused.refusal.message))
        else:
            return redirect("surveys:brought", run.pk, made.pk)
    context = {"run": run, "form": form, "crumbs": crumbs_of(run, Crumb(_("นำเข้าคำตอบ")))}
    return render(
        request, "assessments/surveys/bring.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: PersonRequest, pk: int, file: int) -> HttpResponse:
    """Which column is which question? POST ``verb`` map names them, take takes the answers in."""
    run = found_run(request, pk)
    if refuse_holding(request.duties, run.agency):
        raise Http404
    found = get_object_or_404(imports_of(run).defer(None).select_related("point__run__release"), pk=file)
    mapped = request.method == "POST" and request.POST.get("verb") == "map"
    form = ColumnsForm(
        asked_by(found.point.run.release), parsed(found.content)[0], found.mapping,
        data=request.POST if mapped else None,
    )  # fmt: skip
    if request.method != "POST" or (mapped and not form.is_valid()):
        return _page(request, found, form)
    try:
        if mapped:
            map_columns(brought=found, mapping=form.mapping(), by=request.user, now=now())
            return redirect("surveys:brought", run.pk, found.pk)
        done = take_table(brought=found, by=request.user, now=now())
    except RefusedError as refused:
        return _page(request, found, form, refused.refusal)
    messages.success(request, _("นำเข้า {n} คำตอบแล้ว").format(n=f"{done.counts['taken']:,}"))
    return redirect("surveys:one", run.pk)


def _page(
    request: PersonRequest, found: AnswerImport, form: ColumnsForm, refusal: Refusal | None = None
) -> HttpResponse:
    run = found.point.run
    looked = None if found.taken_at else look(found, localdate())
    wrong = looked.wrong if looked else ()
    context = {
        "run": run,
        "brought": found,
        "form": form,
        "looked": looked,
        "wrong": [(line, [_said(run.release, one) for one in faults]) for line, faults in wrong],
        "taking": refuse_taking(request.duties, found),
        "refusal": refusal,
        "crumbs": crumbs_of(run, Crumb(found.name)),
    }
    status = CONFLICT if refusal else UNPROCESSABLE if form.errors else 200
    return render(request, "assessments/surveys/brought.html", context, status=status)


def _said(release: InstrumentRelease, wrong: Wrong) -> str:
    """What is wrong, with the question that it is about."""
    asked = asked_by(release).questions.get(wrong.question)
    about = f"{spoken(asked.words)}: " if asked else ""
    return about + in_words(wrong.message)
