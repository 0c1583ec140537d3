"""Who is assessed with what this year, how far each agency is; inviting more of them."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.assessments.actions.inviting import invite_agencies
from samrit.assessments.forms.assessing import AssessmentFilter, InviteForm
from samrit.assessments.models import Assessment, InstrumentRelease
from samrit.assessments.permissions.assessing import refuse_inviting, sees_sheet
from samrit.assessments.queries.assessments import Read, choices_in, narrowed, visible_to
from samrit.assessments.queries.instruments import assessed_releases
from samrit.assessments.queries.listing import listed, own_standing, rung_of, value_of
from samrit.assessments.views.assessing.found import named, shown, stage_name
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency
from samrit.people.queries import agencies_managed_by
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import RefusedError
from samrit.ui.formats import in_english
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """An assessment in the list; ``stage``: whose score is shown."""

    assessment: Assessment
    instrument: str
    answered: int
    asked: int
    left: int
    value: str
    light: str
    level: str
    stage: str
    is_late: bool


def line_of(request: PersonRequest, read: Read, moment: datetime) -> Line:
    assessment, done = read.assessment, own_standing(read)
    final = read.final_stage()
    stage = final if sees_sheet(request.duties, read, final) else read.own
    value, code = value_of(read, stage)
    level = rung_of(read.instrument, code)
    return Line(
        assessment,
        named(read.instrument.words),
        done.answered,
        done.asked,
        done.left,
        shown(read.instrument, value),
        f"light_{level.light}" if level and level.light else "",
        named(level.words) if level else "",
        stage_name(read, stage),
        is_late=assessment.state in {"open", "returned"} and assessment.closes_at <= moment,
    )


@require_safe
def assessments(request: PersonRequest) -> HttpResponse:
    """Which assessments are mine to answer, sign or look after, and how far are they?"""
    rows = visible_to(request.duties)
    years, instruments = choices_in(rows)
    form = AssessmentFilter(years, instruments, data=request.GET)
    wanted = narrowed(rows, form.cleaned_data if form.is_valid() else {})
    ordered = wanted.order_by("-fiscal_year", "release__code", "agency_id", "pk")
    page = Paginator(ordered.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    moment, keys = now(), list(page.object_list)
    reads = listed(keys)
    context = {
        "form": form,
        "page": page,
        "lines": [line_of(request, reads[key], moment) for key in keys],
        "now": moment,
        "refusal": refuse_inviting(request.duties, None),
        "crumbs": [Crumb(_("แบบประเมิน"))],
    }
    return render(request, "assessments/assessing/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PersonRequest) -> HttpResponse:
    """Whom do we assess, with what, until when?"""
    refusal = refuse_inviting(request.duties, None)
    releases = assessed_releases(request.duties)
    agencies = agencies_managed_by(request.duties).filter(area__isnull=False).order_by("area_id", "name")
    form = InviteForm(
        [(str(one.pk), _release_name(one)) for one in releases],
        [(str(one.pk), f"{one.name}") for one in agencies],
        data=request.POST or None,
        initial={"fiscal_year": fiscal_year(localdate())},
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid() and (done := _invited(request, form)):
            return done
    context = {
        "form": form,
        "refusal": refusal,
        "crumbs": [Crumb(_("แบบประเมิน"), reverse("assessments:list")), Crumb(_("เชิญหน่วยงาน"))],
    }
    return render(request, "assessments/assessing/invite.html", context, status=status)


def _release_name(release: InstrumentRelease) -> str:
    name = release.name_en if in_english() else release.name
    return f"{name} ({release.version})"


def _invited(request: PersonRequest, form: InviteForm) -> HttpResponse | None:
    given = form.cleaned_data
    release = get_object_or_404(InstrumentRelease, pk=given["release"])
    chosen = list(Agency.objects.filter(pk__in=given["agencies"]))
    try:
        made = invite_agencies(
            release=release,
            agencies=chosen,
            fiscal_year=given["fiscal_year"],
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return None
    count, there = len(made), len(chosen) - len(made)
    text = ngettext("เชิญแล้ว {n} หน่วยงาน", "เชิญแล้ว {n} หน่วยงาน", count).format(n=count)
    if there:
        text = f"{text} · {_('เชิญไว้ก่อนแล้ว {n} หน่วยงาน').format(n=there)}"
    messages.success(request, text)
    return redirect(f"{reverse('assessments:list')}?year={given['fiscal_year']}&code={release.code}")
