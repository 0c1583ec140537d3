"""Questionnaires: which there are, and making one question by question."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrit.assessments.actions.building import (
    FaultyDraftError,
    change_draft,
    discard_draft,
    publish_release,
    start_draft,
)
from samrit.assessments.forms.answering import bare_answers
from samrit.assessments.forms.building import CopyForm, QuestionForm, conditions_on
from samrit.assessments.models import InstrumentRelease
from samrit.assessments.permissions.surveys import refuse_building
from samrit.assessments.queries.surveys import agencies_holding, releases_visible_to
from samrit.assessments.questions import parts_of
from samrit.audit.queries import history_of
from samrit.people.history import told
from samrit.people.middleware import PersonRequest, proven
from samrit.rules.instruments import Instrument, QuestionKind, read, read_sheet, refuse_whole
from samrit.rules.instruments.drafting import (
    Data,
    Row,
    data_of,
    moved,
    question_in,
    with_question,
    without_question,
)
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

CONFLICT, UNPROCESSABLE = 409, 422
KINDS = {one.value: one.words for one in QuestionKind}
LONGEST_NUMBER = 9


def _found(request: PersonRequest, pk: int) -> InstrumentRelease:
    return get_object_or_404(releases_visible_to(request.duties), pk=pk)


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("การสำรวจ"), reverse("surveys:list")),
        Crumb(_("แบบ"), reverse("instruments:list")),
        *more,
    ]


def _crumb(release: InstrumentRelease) -> Crumb:
    return Crumb(release.name, reverse("instruments:one", args=[release.pk]))


@require_safe
def instruments(request: PersonRequest) -> HttpResponse:
    """Which questionnaires are there, and which may I make my own?"""
    if not request.duties.memberships:
        raise Http404
    context = {
        "releases": releases_visible_to(request.duties).defer("documents"),
        "may_make": request.duties.evaluates or agencies_holding(request.duties).exists(),
    }
    return render(request, "assessments/instruments/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_instrument(request: PersonRequest) -> HttpResponse:
    agencies = agencies_holding(request.duties)
    if not request.duties.evaluates and not agencies.exists():
        raise Http404
    releases = releases_visible_to(request.duties)
    if not request.duties.evaluates:
        releases = releases.filter(is_survey=True)
    form = CopyForm(
        releases, agencies, for_everybody=request.duties.evaluates,
        data=request.POST or None, initial={"source": request.GET.get("source")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        source, agency, names = form.stated()
        try:
            made = start_draft(source=source, agency=agency, names=names, by=request.user, now=now())
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
        else:
            messages.success(request, _("ทำร่างแล้ว แก้คำถามได้ ยังไม่มีใครเห็นจนกว่าจะประกาศใช้"))
            return redirect("instruments:one", made.pk)
    context = {"form": form, "crumbs": _crumbs(Crumb(_("ทำแบบใหม่")))}
    return render(
        request, "assessments/instruments/new.html", context, status=UNPROCESSABLE if form.errors else 200
    )


# ── one questionnaire ───────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def instrument(request: PersonRequest, pk: int) -> HttpResponse:
    """What does it ask? POST moves and removes questions, publishes or discards the draft."""
    release = _found(request, pk)
    if request.method != "POST":
        return _page(request, release)
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb is None:
        return _page(request, release, status=UNPROCESSABLE)
    try:
        return verb(request, release)
    except FaultyDraftError as faulty:
        return _page(request, release, refusal=faulty.refusal, status=CONFLICT)
    except RefusedError as refused:
        return _page(request, release, refusal=refused.refusal, status=CONFLICT)


def _move(request: PersonRequest, release: InstrumentRelease) -> HttpResponse:
    steps = -1 if request.POST.get("way") == "up" else 1
    _changed(request, release, moved(data_of(release.documents), request.POST.get("question", ""), steps))
    return redirect("instruments:one", release.pk)


def _remove(request: PersonRequest, release: InstrumentRelease) -> HttpResponse:
    _changed(request, release, without_question(data_of(release.documents), request.POST.get("question", "")))
    messages.success(request, _("ลบคำถามแล้ว"))
    return redirect("instruments:one", release.pk)


@proven
def _publish(request: PersonRequest, release: InstrumentRelease) -> HttpResponse:
    publish_release(release=release, by=request.user, now=now())
    messages.success(request, _("ประกาศใช้แล้ว แบบนี้ไม่เปลี่ยนอีก เปิดการสำรวจด้วยแบบนี้ได้"))
    return redirect("instruments:one", release.pk)


def _discard(request: PersonRequest, release: InstrumentRelease) -> HttpResponse:
    discard_draft(release=release, by=request.user, now=now())
    messages.success(request, _("ลบร่างแล้ว"))
    return redirect("instruments:list")


VERBS: dict[str, Callable[[PersonRequest, InstrumentRelease], HttpResponse]] = {
    "move": _move,
    "remove": _remove,
    "publish": _publish,
    "discard": _discard,
}


def _changed(request: PersonRequest, release: InstrumentRelease, data: Data) -> InstrumentRelease:
    seen = request.POST.get("seen", "")
    is_number = seen.isascii() and seen.isdigit() and len(seen) <= LONGEST_NUMBER
    return change_draft(
        release=release, data=data, seen=int(seen) if is_number else 0, by=request.user, now=now()
    )


def _page(
    request: PersonRequest, release: InstrumentRelease, *, refusal: Any = None, status: int = 200
) -> HttpResponse:
    data = data_of(release.documents)
    stated = read(release.documents)
    context = {
        "release": release,
        "seen": release.revision,
        "sections": _sections(data),
        "faults": () if isinstance(stated, Instrument) else stated,
        "building": refuse_building(request.duties, release),
        "may_copy": request.duties.evaluates or agencies_holding(request.duties).exists(),
        "refusal": refusal,
        "history": told(history_of(release)),
        "crumbs": _crumbs(Crumb(release.name)),
    }
    return render(request, "assessments/instruments/one.html", context, status=status)


def _sections(data: Data) -> list[tuple[str, list[dict[str, Any]]]]:
    """Section by section in the order of asking; a condition in the words of the question that it looks at."""
    names = {one.get("code"): one.get("name", "") for one in data.get("sections", [])}
    said: dict[str, str] = {}
    found: dict[str, list[dict[str, Any]]] = {}
    for number, row in enumerate(_as_shown(data.get("questions", [])), 1):
        when = row.get("when", "")
        line = {
            "number": number,
            "it": row,
            "kind": KINDS.get(row.get("kind", "")),
            "when": said.get(when, when),
        }
        found.setdefault(row.get("section", ""), []).append(line)
        said |= {text: f"{number} {label}" for text, label in conditions_on(data, row)}
    return [(names.get(code, ""), rows) for code, rows in found.items()]


def _as_shown(rows: Sequence[Row]) -> list[Row]:
    """Section by section, as forms show and number them."""
    sections = list(dict.fromkeys(row.get("section", "") for row in rows))
    return sorted(rows, key=lambda row: sections.index(row.get("section", "")))


# ── one question ────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: PersonRequest, pk: int, code: str = "") -> HttpResponse:
    """What is asked, with which answers, and when?"""
    release = _found(request, pk)
    if refuse_building(request.duties, release):
        raise Http404
    data = data_of(release.documents)
    row = question_in(data, code)
    if code and row is None:
        raise Http404
    form = QuestionForm(data, row, data=request.POST or None)
    status = UNPROCESSABLE if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            _changed(request, release, with_question(*form.stated()))
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
            status = CONFLICT
        else:
            messages.success(request, _("บันทึกคำถามแล้ว"))
            return redirect("instruments:one", release.pk)
    title = _("แก้คำถาม") if row else _("เพิ่มคำถาม")
    seen = request.POST.get("seen", release.revision)
    context = {
        "release": release,
        "form": form,
        "title": title,
        "seen": seen,
        "crumbs": _crumbs(_crumb(release), Crumb(title)),
    }
    return render(request, "assessments/instruments/question.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    """The form as people will see it, branching and all; nothing is kept."""
    release = _found(request, pk)
    stated = read(release.documents)
    if not isinstance(stated, Instrument):
        return _page(request, release, status=CONFLICT)
    answers = bare_answers(stated, request.POST)
    sheet = read_sheet(stated, answers)
    wrong = refuse_whole(stated, sheet) if request.method == "POST" else ()
    context = {
        "release": release,
        "parts": parts_of(stated, sheet.reached, answers, wrong),
        "asked": len(sheet.reached),
        "whole": request.method == "POST" and not wrong,
        "crumbs": _crumbs(_crumb(release), Crumb(_("ดูตัวอย่าง"))),
    }
    return render(request, "assessments/instruments/preview.html", context)
