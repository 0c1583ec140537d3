"""One letter: what was understood beside the text, what is to settle, and settling it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from samrit.audit.queries import history_of
from samrit.frameworks.contents import area_name
from samrit.letters import actions
from samrit.letters.forms import MoveForm, SettleForm
from samrit.letters.models import Finding, Intake
from samrit.letters.permissions import OF_ANOTHER_PROVINCE, refuse_confirming, refuse_settling
from samrit.letters.pictures import Picture, pictures_of
from samrit.letters.queries import alike_to, findings_of, intakes_visible_to
from samrit.letters.queries.arrivals import number_of, registered
from samrit.letters.queries.ties import ties_of_intake
from samrit.letters.queries.writing import issuers_of
from samrit.letters.understood import understood
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import Message, Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

SHOWN_EVENTS = 60


@dataclass(frozen=True)
class FindingOnPage:
    """One finding with its sentence and the form that settles it (None when it cannot be settled now)."""

    finding: Finding
    said: Message
    form: SettleForm | None
    note_asked: bool
    picture: Picture | None = None

    @property
    def settled(self) -> bool:
        return self.finding.resolved_at is not None

    @property
    def opened(self) -> bool:
        return self.form is not None and (not self.settled or self.form.is_bound)


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    findings: Sequence[FindingOnPage]


def _found(request: PersonRequest, pk: int) -> Intake:
    return get_object_or_404(intakes_visible_to(request.duties), pk=pk)


@require_safe
def letter(request: PersonRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(
    request: PersonRequest,
    intake: Intake,
    typed: tuple[int, SettleForm] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """``typed``: a finding's key and its form as it came in, when it could not be settled so."""
    findings = _findings(request, intake, typed)
    offices = issuers_of(request.duties).filter(agency__area=intake.area)
    arrival = registered(offices.values_list("pk", flat=True), intake=intake)
    context = _progress(request, intake, findings) | {
        "intake": intake,
        "arrival": arrival,
        "arrival_number": number_of(arrival) if arrival else "",
        "registers": offices.filter(retired_at=None).exists(),
        "area_name": area_name(intake.area),
        "findings": findings,
        "read": _understood(intake),
        "lines": _lines(intake.text, findings),
        "ties": ties_of_intake(intake, request.duties),
        "events": told(history_of(intake)[:SHOWN_EVENTS]),
        "crumbs": [
            Crumb(gettext("หนังสือที่อ่าน"), reverse("letters:list")),
            Crumb(intake.name),
        ],
    }
    return render(request, "letters/letter.html", context, status=status)


def _understood(intake: Intake) -> dict[str, Any]:
    """With the places on the scan beside what was read of each letter."""
    pictures = pictures_of(intake)
    read = understood(intake.reading)
    for place, one in enumerate(read["letters"]):
        one["pictures"] = pictures.of_letter(place)
    return read


def _findings(
    request: PersonRequest, intake: Intake, typed: tuple[int, SettleForm] | None
) -> list[FindingOnPage]:
    refusal = refuse_settling(request.duties, intake)
    findings = findings_of(intake)
    pictures = pictures_of(intake).lines
    asked = Counter(_question(one) for one in findings if one.resolved_at is None and one.readings)

    def form_of(one: Finding) -> SettleForm | None:
        if refusal:
            return None
        alike = asked[_question(one)] - (one.resolved_at is None)
        return typed[1] if typed and typed[0] == one.pk else SettleForm(one, alike=max(alike, 0))

    return [
        FindingOnPage(
            one,
            Message.from_data(one.wording),
            form_of(one),
            one.code == OF_ANOTHER_PROVINCE,
            pictures.get(one.line or 0),
        )
        for one in findings
    ]


def _question(finding: Finding) -> tuple[str, ...]:
    """The same for findings that ask the same."""
    return (finding.code, *finding.readings)


def _progress(request: PersonRequest, intake: Intake, findings: Sequence[FindingOnPage]) -> dict[str, Any]:
    """What changes with every finding that is settled."""
    open_ = [one for one in findings if not one.settled]
    return {
        "settled": len(findings) - len(open_),
        "total": len(findings),
        "next": open_[0].finding.pk if open_ else None,
        "notices": sum(one.finding.severity == "info" for one in open_),
        "frameworks": _frameworks(intake),
        "refusal": refuse_confirming(request.duties, intake),
        "settle_refusal": refuse_settling(request.duties, intake),
    }


def _frameworks(intake: Intake) -> list[dict[str, Any]]:
    return [
        {"index": index, "year": framework["fiscal_year"]}
        for index, framework in enumerate(intake.reading["frameworks"])
    ]


def _lines(text: str, findings: Sequence[FindingOnPage]) -> list[Line]:
    marked: dict[int, list[FindingOnPage]] = {}
    for one in findings:
        marked.setdefault(one.finding.line or 0, []).append(one)
    return [
        Line(number, line, marked.get(number, ())) for number, line in enumerate(text.split("\n"), start=1)
    ]


# ── settling ────────────────────────────────────────────────────────────────
@require_POST
def settle(request: PersonRequest, pk: int, finding_pk: int) -> HttpResponse:
    """With htmx only the finding (and the progress) comes back, else the page at the same place."""
    intake = _found(request, pk)
    finding = get_object_or_404(intake.findings.select_related("resolved_by"), pk=finding_pk)
    form = SettleForm(finding, alike=len(alike_to(finding)), data=request.POST)
    if not form.is_valid():
        return _again(request, intake, finding, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        settled = actions.settle_finding(
            finding=finding,
            chosen=form.chosen,
            note=form.cleaned_data["note"],
            alike=form.cleaned_data.get("alike", False),
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        return _refused(request, intake, finding, form, refused.refusal)
    if request.htmx:
        return _part(request, intake, [one.pk for one in settled], None)
    count = len(settled)
    messages.success(
        request, ngettext("ยืนยันข้อสังเกตแล้ว {n} ข้อ", "ยืนยันข้อสังเกตแล้ว {n} ข้อ", count).format(n=count)
    )
    return redirect(f"{reverse('letters:detail', args=[pk])}#finding-{finding.pk}")


def _refused(
    request: PersonRequest, intake: Intake, finding: Finding, form: SettleForm, refusal: Refusal
) -> HttpResponse:
    if refuse_settling(request.duties, intake):
        messages.error(request, in_words(refusal.message))
        return _again(request, intake, finding, form, HTTPStatus.CONFLICT)
    field = "note" if refusal.code == "overruled_without_reason" else "choice"
    form.add_error(field if field in form.fields else None, in_words(refusal.message))
    return _again(request, intake, finding, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _again(
    request: PersonRequest, intake: Intake, finding: Finding, form: SettleForm, status: int
) -> HttpResponse:
    """What was typed, with what to correct. htmx swaps only what succeeded, so a part comes back with 200."""
    if request.htmx:
        return _part(request, intake, [finding.pk], form)
    return _page(request, intake, (finding.pk, form), status)


def _part(
    request: PersonRequest, intake: Intake, settled: Sequence[int], form: SettleForm | None
) -> HttpResponse:
    """The finding answered first, those settled with it, and the progress."""
    findings = _findings(request, intake, (settled[0], form) if form else None)
    shown = {one.finding.pk: one for one in findings}
    context = _progress(request, intake, findings) | {
        "intake": intake,
        "one": shown[settled[0]],
        "others": [shown[pk] for pk in settled[1:]],
        "swapped": True,
    }
    return render(request, "letters/letter.html#swapped", context)


@require_POST
def settle_notices(request: PersonRequest, pk: int) -> HttpResponse:
    intake = _found(request, pk)
    try:
        count = actions.settle_notices(intake=intake, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _page(request, intake, status=HTTPStatus.CONFLICT)
    text = ngettext("รับทราบข้อสังเกตที่เป็นข้อมูล {n} ข้อแล้ว", "รับทราบข้อสังเกตที่เป็นข้อมูล {n} ข้อแล้ว", count)
    messages.success(request, text.format(n=count))
    return redirect(f"{reverse('letters:detail', args=[pk])}#findings")


# ── putting away, the original ──────────────────────────────────────────────
@require_POST
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Set the letter aside (with the reason), or take it up again."""
    intake = _found(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        if "verb" in form.errors:
            raise BadRequest("verb")
        messages.error(request, str(form.errors["reason"][0]))
        return _page(request, intake, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if form.cleaned_data["verb"] == "set_aside":
            reason = form.cleaned_data["reason"]
            actions.set_aside(intake=intake, reason=reason, by=request.user, now=now())
            messages.success(request, gettext("พักหนังสือไว้แล้ว เนื้อหายังอยู่ครบและนำกลับมาได้"))
        else:
            actions.take_up(intake=intake, by=request.user, now=now())
            messages.success(request, gettext("นำหนังสือกลับมาแล้ว"))
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _page(request, intake, status=HTTPStatus.CONFLICT)
    return redirect("letters:detail", pk)


@require_safe
def original(request: PersonRequest, pk: int) -> FileResponse:
    """The file as it was uploaded; there is none when it held a secret."""
    intake = _found(request, pk)
    if not intake.file:
        raise Http404
    return FileResponse(intake.file.open("rb"), as_attachment=True, filename=intake.name)
