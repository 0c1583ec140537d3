"""Minutes and resolutions: written item by item, adopted, given out; what they assign and decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.frameworks.models import ProposalItem
from samrit.frameworks.permissions import refuse_committee
from samrit.letters.actions import meeting as actions
from samrit.letters.documents.minutes import CONTENT_TYPE, draw_minutes
from samrit.letters.documents.minutes import write_minutes as word_of
from samrit.letters.forms.meetings import DecideForm, DoneForm, MinutesForm, ResolutionForm
from samrit.letters.models import AgendaItem, Meeting, Resolution
from samrit.letters.permissions.meetings import refuse_convening, refuse_doing, refuse_meeting
from samrit.letters.queries.meetings import agenda_of, attendances_of, invitees_of
from samrit.letters.views.links import as_pdf, no_paper
from samrit.letters.views.meetings import crumbs_of, found_meeting, key_in, own_meeting
from samrit.people.middleware import PersonRequest, proven_when
from samrit.people.queries import agencies_visible_to
from samrit.rules.letters.meetings import Kind, Status, Verb
from samrit.rules.proposals import Status as ProposalStatus
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

CONFLICT, UNPROCESSABLE = 409, 422
Forms = dict[tuple[int, str], Any]


def read_meeting(request: PersonRequest, pk: int) -> Meeting:
    """Who was invited reads the minutes once they are adopted; who holds the meeting, always."""
    found = found_meeting(request, pk)
    if refuse_convening(request.duties, found.area) and found.status != Status.ADOPTED:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@proven_when("verb", "adopt")
def minutes(request: PersonRequest, pk: int) -> HttpResponse:
    """What was said and resolved? POST writes one item, resolves, takes back, adopts."""
    if request.method != "POST":
        return _page(request, read_meeting(request, pk), {})
    found = own_meeting(request, pk)
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb is None:
        return _page(request, found, {}, status=UNPROCESSABLE)
    forms: Forms = {}
    try:
        said = verb(request, found, forms)
    except RefusedError as refused:
        return _page(request, found, forms, refusal=refused.refusal, status=CONFLICT)
    if not said:
        return _page(request, found, forms, status=UNPROCESSABLE)
    messages.success(request, said)
    return redirect(f"{reverse('meetings:minutes', args=[pk])}#item-{key_in(request, 'item')}")


def _item(request: PersonRequest, found: Meeting) -> AgendaItem:
    items = AgendaItem.objects.filter(meeting=found).select_related("meeting")
    return get_object_or_404(items, pk=key_in(request, "item"))


def _write(request: PersonRequest, found: Meeting, forms: Forms) -> str:
    item = _item(request, found)
    form = forms[item.pk, "minutes"] = MinutesForm(data=request.POST, auto_id=f"id_{item.pk}_%s")
    if not form.is_valid():
        return ""
    try:
        actions.write_minutes(item=item, **form.cleaned_data, by=request.user, now=now())
    except RefusedError:
        newest = AgendaItem.objects.get(pk=item.pk)
        form.data = {
            **request.POST.dict(),
            "seen": newest.version,
        }  # once read, the own words may be saved over it
        raise
    return gettext("บันทึกรายงานของวาระนี้แล้ว")


def _agencies(request: PersonRequest, found: Meeting) -> Any:
    agencies = agencies_visible_to(request.duties).order_by("area_id", "name", "pk")
    return agencies.filter(area=found.area_id) if found.area_id else agencies


def _resolve(request: PersonRequest, found: Meeting, forms: Forms) -> str:
    item = _item(request, found)
    form = ResolutionForm(_agencies(request, found), data=request.POST, auto_id=f"id_{item.pk}_%s")
    forms[item.pk, "resolution"] = form
    if not form.is_valid():
        return ""
    actions.resolve(item=item, **form.cleaned_data, by=request.user, now=now())
    return gettext("บันทึกมติแล้ว")


def _resolution(request: PersonRequest, found: Meeting) -> Resolution:
    made = Resolution.objects.filter(item__meeting=found).select_related("item__meeting")
    return get_object_or_404(made, pk=key_in(request, "resolution"))


def _take_back(request: PersonRequest, found: Meeting, _forms: Forms) -> str:
    actions.take_back_resolution(resolution=_resolution(request, found), by=request.user, now=now())
    return gettext("ลบมติแล้ว")


def _adopt(request: PersonRequest, found: Meeting, _forms: Forms) -> str:
    actions.adopt_minutes(meeting=found, by=request.user, now=now())
    return gettext("รับรองรายงานการประชุมแล้ว ผู้รับเชิญอ่านได้")


VERBS: dict[str, Callable[[PersonRequest, Meeting, Forms], str]] = {
    "write": _write,
    "resolve": _resolve,
    "take_back": _take_back,
    "adopt": _adopt,
}


def _page(
    request: PersonRequest, found: Meeting, forms: Forms, *, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    moment = now()
    writing = refuse_meeting(request.duties, found, Verb.WRITE, now=moment)
    items, agencies = agenda_of(found), _agencies(request, found)
    context = {
        "meeting": found,
        "rows": [(one, *_forms(one, agencies, forms)) for one in items],
        "holds": refuse_convening(request.duties, found.area) is None,
        "writing": writing,
        "adopting": refuse_meeting(request.duties, found, Verb.ADOPT, now=moment),
        "decides": refuse_committee(request.duties) is None and writing is None,
        "refusal": refusal,
        "crumbs": crumbs_of(found, Crumb(gettext("รายงานการประชุม"))),
    }
    return render(request, "letters/meetings/minutes.html", context, status=status)


def _forms(one: AgendaItem, agencies: Any, forms: Forms) -> tuple[MinutesForm, ResolutionForm]:
    kept = {"minutes": one.minutes, "seen": one.version}
    ids = f"id_{one.pk}_%s"
    return (
        forms.get((one.pk, "minutes")) or MinutesForm(initial=kept, auto_id=ids),
        forms.get((one.pk, "resolution")) or ResolutionForm(agencies, auto_id=ids),
    )


# ── papers ──────────────────────────────────────────────────────────────────
def _absent(meeting: Meeting) -> list[str]:
    came = list(attendances_of(meeting))
    agencies = {one.agency_id for one in came if one.agency_id}
    persons = {one.person_id for one in came if one.person_id}
    return [
        str(one.agency or one.person)
        for one in invitees_of(meeting)
        if one.agency_id not in agencies and one.person_id not in persons
    ]


@require_safe
def minutes_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    found = read_meeting(request, pk)
    try:
        content = draw_minutes(found, agenda_of(found), list(attendances_of(found)), _absent(found))
    except PaperUnavailableError:
        return no_paper(request, reverse("meetings:minutes", args=[pk]))
    return as_pdf(content, f"minutes-{pk}")


@require_safe
def minutes_docx(request: PersonRequest, pk: int) -> HttpResponse:
    found = read_meeting(request, pk)
    content = word_of(found, agenda_of(found), list(attendances_of(found)), _absent(found))
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="minutes-{pk}.docx"'
    return response


# ── what resolutions do ─────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PersonRequest, pk: int, resolution_pk: int) -> HttpResponse:
    """Which proposed KPIs does this resolution decide? The central office records it."""
    found = own_meeting(request, pk)
    if refuse_committee(request.duties):
        raise Http404
    made = get_object_or_404(
        Resolution.objects.filter(kind=Kind.APPROVED.value, item__meeting=found).select_related(
            "item__meeting"
        ),
        pk=resolution_pk,
    )
    data = request.POST if request.method == "POST" else None
    form = DecideForm(_open_items(found), data=data)
    status = UNPROCESSABLE if form.errors else 200
    if data is not None and form.is_valid():
        try:
            count = len(_decided(request, made, form))
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
            status = CONFLICT
        else:
            text = ngettext(
                "บันทึกเป็นมติของคณะกรรมการต่อตัวชี้วัด {n} ตัวแล้ว", "บันทึกเป็นมติของคณะกรรมการต่อตัวชี้วัด {n} ตัวแล้ว", count
            )
            messages.success(request, text.format(n=count))
            return redirect("meetings:minutes", pk)
    trail = [
        Crumb(gettext("รายงานการประชุม"), reverse("meetings:minutes", args=[pk])),
        Crumb(gettext("ตัดสินข้อเสนอ")),
    ]
    context = {
        "form": form, "meeting": found, "resolution": made, "crumbs": crumbs_of(found, *trail),
        "refusal": refuse_meeting(request.duties, found, Verb.WRITE, now=now()),
    }  # fmt: skip
    return render(request, "letters/meetings/decide.html", context, status=status)


def _open_items(found: Meeting) -> Any:
    items = ProposalItem.objects.filter(parent=None, proposal__status=ProposalStatus.SUBMITTED.value)
    items = items.filter(proposal__area=found.area_id) if found.area_id else items
    return items.select_related("proposal__area").order_by("proposal__area", "proposal", "position", "pk")


def _decided(request: PersonRequest, made: Resolution, form: DecideForm) -> list[Any]:
    said = form.cleaned_data
    return actions.decide_by_resolution(
        resolution=made, items=list(said["items"]), outcome=said["outcome"], reason=said["reason"],
        by=request.user, now=now(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: PersonRequest, pk: int) -> HttpResponse:
    """What a meeting assigned to one's agency; POST says that it is done."""
    tasks = Resolution.objects.filter(kind=Kind.ASSIGNED.value, agency__in=request.duties.agencies())
    made = get_object_or_404(tasks.select_related("item__meeting__area", "agency", "done_by"), pk=pk)
    form = DoneForm(data=request.POST if request.method == "POST" else None)
    status = UNPROCESSABLE if form.errors else 200
    if form.is_bound and form.is_valid():
        try:
            actions.report_done(resolution=made, note=form.cleaned_data["note"], by=request.user, now=now())
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
            status = CONFLICT
        else:
            messages.success(request, gettext("แจ้งผลตามมติแล้ว ฝ่ายเลขานุการได้รับทราบ"))
            return redirect("meetings:task", pk)
    context = {
        "task": made, "form": form, "refusal": refuse_doing(request.duties, made), "today": localdate(),
        "crumbs": crumbs_of(None, Crumb(gettext("งานตามมติ"))),
    }  # fmt: skip
    return render(request, "letters/meetings/task.html", context, status=status)
