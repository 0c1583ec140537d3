"""The register of evidence: all files, one file, its level and its redacted copy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.assessments.models import OfficialResult
from samrit.assessments.queries.proved import Proved, proved_by
from samrit.audit.queries import history_of
from samrit.evidence.actions import add_redacted_copy, set_secrecy
from samrit.evidence.drawing import MOST_PAGES, count_pages
from samrit.evidence.models import EvidenceFile
from samrit.evidence.permissions import refuse_copy, refuse_level
from samrit.evidence.queries import copies_of, visible_to, with_people
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.reports.forms.evidence import KINDS, CopyForm, LevelForm, RegisterFilter
from samrit.reports.proof import SeenFile, seen_file
from samrit.reports.queries.register import (
    Use,
    agencies_in,
    indicators_in,
    narrowed,
    register_of,
    uses_of,
)
from samrit.reports.views.keeping import keeps_typed_text
from samrit.reports.views.shown import round_name
from samrit.rules.instruments import Question, Words
from samrit.rules.secrecy import Level
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50


@dataclass(frozen=True)
class ShownUse:
    """One KPI in one round that a file proves."""

    label: str
    round: str
    url: str


@dataclass(frozen=True)
class Row:
    """One line of the register; ``copies`` is how many files have the same bytes, when more than this one."""

    seen: SeenFile
    uses: Sequence[ShownUse]
    copies: int


@require_safe
def register(request: PersonRequest) -> HttpResponse:
    """What evidence is there, and what does it prove?"""
    duties = request.duties
    files = register_of(duties)
    form = RegisterFilter(request.GET or None, agencies=agencies_in(files), indicators=indicators_in(duties))
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = with_people(narrowed(files, wanted, KINDS))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    keys = [file.pk for file in page]
    uses, proved = uses_of(duties, keys), proved_by(duties, keys)
    same = copies_of(files, [file.sha256 for file in page])
    context = {
        "page": page,
        "rows": [
            Row(
                seen_file(duties, file),
                [*_shown_uses(uses[file.pk]), *_shown_proofs(proved[file.pk])],
                same.get(file.sha256, 0),
            )
            for file in page
        ],
        "narrowing": form,
        "narrowed": bool(request.GET),
        "crumbs": [Crumb(_("หน้าแรก"), "/"), Crumb(_("ทะเบียนหลักฐาน"))],
    }
    return render(request, "reports/register.html", context)


def _shown_uses(uses: Sequence[Use]) -> list[ShownUse]:
    return [_shown_use(use) for use in uses]


def _shown_use(use: Use) -> ShownUse:
    label = f"{use.kpi.full_number} {use.kpi.name}" if use.kpi else _("ตัวชี้วัดที่ยกเลิกแล้ว")
    url = reverse("reports:entry", args=[use.round.pk, use.indicator]) if use.kpi else ""
    where = f"{use.round.area} · {round_name(use.round)}"
    return ShownUse(label, f"{where} · {use.what}" if use.what else where, url)


def _shown_proofs(proofs: Iterable[Proved | OfficialResult], *, each: bool = False) -> list[ShownUse]:
    """What a file proves in agencies' assessments; ``each``: every answer on a line of its own."""
    shown = []
    for proof in proofs:
        if isinstance(proof, OfficialResult):
            place = f"{proof.agency.name} · {proof.fiscal_year}"
            shown.append(ShownUse(_("ผลอย่างเป็นทางการ"), place, reverse("assessments:official")))
        elif proof.questions:
            count = len(proof.questions)
            told = proof.questions if each else proof.questions[:1]
            shown += [_shown_answer(proof, one, 0 if each else count - 1) for one in told]
        else:
            url = reverse("assessments:plan", args=[proof.assessment.pk])
            shown.append(ShownUse(_("การติดตามแผนพัฒนา"), _place(proof), url))
    return shown


def _shown_answer(proof: Proved, question: Question, others: int) -> ShownUse:
    label = in_words(question.words.message())
    if others:
        label = _("{label} และอีก {n} ข้อ").format(label=label, n=others)
    url = reverse("assessments:evidence", args=[proof.assessment.pk, question.code])
    return ShownUse(label, _place(proof), url)


def _place(proof: Proved) -> str:
    one = proof.assessment
    name = in_words(Words(one.release.name, one.release.name_en).message())
    return f"{name} · {one.agency.name} · {one.fiscal_year}"


# ── one file ────────────────────────────────────────────────────────────────
@keeps_typed_text
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: PersonRequest, pk: int) -> HttpResponse:
    """What is this file, who may open it, and what does it prove?"""
    found = get_object_or_404(visible_to(request.duties), pk=pk)
    if found.redacted_of_id:
        return redirect("register:file", found.redacted_of_id)
    if request.method != "POST":
        return _shown(request, pk)
    return _copy(request, pk) if request.POST.get("action") == "copy" else _level(request, pk)


def _seen(request: PersonRequest, pk: int) -> EvidenceFile:
    return get_object_or_404(with_people(visible_to(request.duties)), pk=pk)


def _level(request: PersonRequest, pk: int) -> HttpResponse:
    """เปลี่ยนชั้นความลับ."""
    form = LevelForm(request.POST)
    if not form.is_valid():
        return _shown(request, pk, level_form=form, status=422)
    try:
        set_secrecy(
            file=_seen(request, pk),
            level=form.cleaned_data["level"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _shown(request, pk, level_form=form, status=409)
    messages.success(request, _("เปลี่ยนชั้นความลับแล้ว"))
    return redirect("register:file", pk)


def _copy(request: PersonRequest, pk: int) -> HttpResponse:
    """แนบฉบับปิดทับข้อความ."""
    form = CopyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, pk, copy_form=form, status=422)
    sent = form.cleaned_data["file"]
    try:
        add_redacted_copy(
            original=_seen(request, pk), file=sent, name=sent.name or "", by=request.user, now=now()
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _shown(request, pk, copy_form=form, status=409)
    messages.success(request, _("แนบฉบับปิดทับข้อความแล้ว ผู้ที่เปิดฉบับจริงไม่ได้จะเห็นฉบับนี้"))
    return redirect("register:file", pk)


def _shown(
    request: PersonRequest,
    pk: int,
    *,
    level_form: LevelForm | None = None,
    copy_form: CopyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = _seen(request, pk)
    seen = seen_file(request.duties, found)
    other = [level for level in Level if level != found.secrecy]
    context = {
        "seen": seen,
        "uses": [
            *_shown_uses(uses_of(request.duties, [pk])[pk]),
            *_shown_proofs(proved_by(request.duties, [pk])[pk], each=True),
        ],
        "agencies": list(found.agencies.all()),
        "sharers": list(found.shared_with.all()),
        "copies": copies_of(register_of(request.duties), [found.sha256]).get(found.sha256, 0),
        "pages": _pages(seen),
        "level_refusal": refuse_level(request.duties, found, other[0]),
        "level_form": level_form or LevelForm(initial={"level": found.secrecy}),
        "copy_refusal": refuse_copy(request.duties, found),
        "copy_form": copy_form or CopyForm(),
        "history": [] if seen.hidden else told(list(history_of(found)[:30])),
        "crumbs": [
            Crumb(_("หน้าแรก"), "/"),
            Crumb(_("ทะเบียนหลักฐาน"), reverse("register:list")),
            Crumb(seen.name),
        ],
    }
    return render(request, "reports/register_file.html", context, status=status)


def _pages(seen: SeenFile) -> dict[str, Any]:
    """The numbers of the pages that the preview shows, of a PDF that may be opened."""
    if not seen.shows or seen.kind != "pdf":
        return {"numbers": [], "more": 0}
    count = count_pages(seen.file.file.path) or 0
    return {"numbers": list(range(1, min(count, MOST_PAGES) + 1)), "more": max(0, count - MOST_PAGES)}
