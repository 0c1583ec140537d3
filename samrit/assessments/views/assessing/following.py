"""One task of the plan: changed, followed up with what proves it, given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrit.assessments.actions.planning import PLANNERS, Paper, change_task, drop_task, follow_up
from samrit.assessments.forms.assessing import FollowUpForm, TaskForm
from samrit.assessments.models import ImprovementTask
from samrit.assessments.permissions.assessing import refuse_verb
from samrit.assessments.queries.assessments import Read
from samrit.assessments.queries.plans import Station, planned, tasks_visible_to
from samrit.assessments.views.assessing.files import FileShown, files_shown
from samrit.assessments.views.assessing.found import crumbs, found_read, in_page, url_of
from samrit.assessments.views.assessing.planning import section_choices, section_of
from samrit.evidence.forms import file_limits, typed_level
from samrit.evidence.models import EvidenceFile, Scan
from samrit.evidence.permissions import refuse_opening
from samrit.evidence.queries import owned_by, with_people
from samrit.people.middleware import PersonRequest
from samrit.rules.assessing import Verb, follow_ups_of
from samrit.rules.wording import RefusedError
from samrit.ui.formats import date_short
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

OFFERED = 30  # files of the register at a time


@dataclass(frozen=True)
class StationShown:
    station: Station
    files: Sequence[FileShown]


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: PersonRequest, pk: int, task_pk: int) -> HttpResponse:
    """One task: change it, follow it up, give it up."""
    read = found_read(request, pk)
    tasks = tasks_visible_to(request.duties, read.assessment)
    one = next((each for each in tasks if each.pk == task_pk), None)
    if one is None:
        raise Http404
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    form, told, offered = _task_form(request, read, one, verb), *_follow_form(request, read, one, verb)
    status = HTTPStatus.OK
    if verb and verb != "pick":
        try:
            if _done(request, one, form, told, offered):
                return redirect("assessments:plan_task", pk, task_pk)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        except RefusedError as refused:
            messages.error(request, in_words(refused.refusal.message))
            status = HTTPStatus.CONFLICT
    context = _context(request, read, one, form=form, follow_form=told)
    return render(request, "assessments/assessing/task.html", context, status=status)


def _context(request: PersonRequest, read: Read, one: ImprovementTask, **forms: Any) -> dict[str, Any]:
    shown, known = planned(one, localdate()), read.instrument.questions
    files = files_shown(request.duties, (file.pk for station in shown.stations for file in station.files))
    return in_page(
        read,
        planned=shown,
        stations=[
            StationShown(station, [files[file.pk] for file in station.files]) for station in shown.stations
        ],
        section=section_of(read, one.section),
        questions=[known[code] for code in one.questions if code in known],
        limits=file_limits(1),
        refusal=refuse_verb(Verb.PLAN, request.duties, read.assessment, now=now()),
        crumbs=crumbs(read, Crumb(_("แผนพัฒนาองค์การ"), url_of(read, "plan")), Crumb(_("งานในแผน"))),
        **forms,
    )


def _task_form(request: PersonRequest, read: Read, one: ImprovementTask, verb: str) -> TaskForm:
    start = {"section": one.section, "what": one.what, "owner": one.owner, "due": one.due, "years": one.years}
    sent = {**request.POST.dict(), "section": one.section, "years": str(one.years)}
    return TaskForm(section_choices(read), data=sent if verb == "change" else None, initial=start)


def _follow_form(
    request: PersonRequest, read: Read, one: ImprovementTask, verb: str
) -> tuple[FollowUpForm, dict[str, EvidenceFile]]:
    """The form with the files of the register that it offers; ``pick`` looks for others and keeps what is typed."""
    sent = request.POST if verb in {"follow_up", "pick"} else {}
    offered = _offered(request, read, sent.get("words", "").strip()[:100])
    names = [(key, f"{file.name} ({date_short(file.uploaded_at)})") for key, file in offered.items()]
    following = planned(one, localdate()).next
    start = {"months": str(following.months) if following else ""}
    is_sent = verb == "follow_up"
    form = FollowUpForm(
        follow_ups_of(one.years),
        names,
        data=sent if is_sent else None,
        files=request.FILES if is_sent else None,
        initial={**start, **{name: sent[name] for name in sent}},
    )
    return form, offered


def _offered(request: PersonRequest, read: Read, words: str) -> dict[str, EvidenceFile]:
    """The newest files of the agency that this person may open, by their key."""
    own = request.duties.agencies(*PLANNERS) & {read.assessment.agency_id}
    files = owned_by(own).exclude(scan=Scan.INFECTED)
    if words:
        files = files.filter(name__icontains=words)
    newest = with_people(files).order_by("-id")[:OFFERED]
    return {str(file.pk): file for file in newest if refuse_opening(request.duties, file) is None}


def _done(
    request: PersonRequest,
    one: ImprovementTask,
    form: TaskForm,
    told: FollowUpForm,
    offered: dict[str, EvidenceFile],
) -> bool:
    """Whether the act was done; what is wrong stands in the forms."""
    verb = request.POST.get("verb", "")
    if verb == "drop":
        drop_task(task=one, reason=request.POST.get("reason", "")[:2000], by=request.user, now=now())
        messages.success(request, _("ยกเลิกงานนี้แล้ว เหตุผลเก็บไว้"))
        return True
    if verb == "follow_up" and told.is_valid():
        _followed_up(request, one, told.cleaned_data, offered)
        messages.success(request, _("บันทึกผลการติดตามแล้ว"))
        return True
    if verb == "change" and form.is_valid():
        given = form.cleaned_data
        change_task(
            task=one, what=given["what"], owner=given["owner"], due=given["due"], by=request.user, now=now()
        )
        messages.success(request, _("แก้งานในแผนแล้ว"))
        return True
    return False


def _followed_up(
    request: PersonRequest, one: ImprovementTask, given: dict[str, Any], offered: dict[str, EvidenceFile]
) -> None:
    new = given["file"]
    follow_up(
        task=one,
        months=given["months"],
        standing=given["standing"],
        said=given["said"],
        file=offered.get(given["kept"]),
        paper=Paper(new, new.name or "", typed_level(given["secrecy"])) if new is not None else None,
        by=request.user,
        now=now(),
    )
