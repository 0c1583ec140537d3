"""Letters that the office writes: the list, beginning one, one letter with its chain, its PDF."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.audit.queries import history_of
from samrit.letters import actions
from samrit.letters.documents.keeping import keep_paper
from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.sealing import configured
from samrit.letters.forms.writing import BeginForm, ChainForm, ContentForm, MatterForm, chain_typed, typed_of
from samrit.letters.models import Letter, LetterVersion, SealedPaper
from samrit.letters.papers import content_of, paper_of
from samrit.letters.permissions.writing import next_status
from samrit.letters.queries.beginning import choices_for
from samrit.letters.queries.delivery import sends
from samrit.letters.queries.ties import ties_of_letter, with_recipients
from samrit.letters.queries.writing import (
    awaiting,
    chain_of,
    current_step,
    entry_of,
    issuers_of,
    letters_visible_to,
    who_may_sign,
    with_number,
)
from samrit.people.history import told
from samrit.people.middleware import PersonRequest, asked_to_prove
from samrit.people.queries import agencies_managed_by
from samrit.rules.letters.content import Content, from_data, refuse_unnamed
from samrit.rules.letters.kinds import Block, Kind, rules_of
from samrit.rules.letters.paper import refusals
from samrit.rules.letters.signing import STATUS_LABELS, Status, Verb
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ROWS, SHOWN_EVENTS = 50, 60


def of_letters(request: PersonRequest) -> bool:
    """Whether this person has anything to do with letters: writes them, keeps an office, or has one to sign."""
    return (
        issuers_of(request.duties).exists()
        or letters_visible_to(request.duties).exists()
        or agencies_managed_by(request.duties).exists()
    )


# ── the list ────────────────────────────────────────────────────────────────
@require_safe
def written(request: PersonRequest) -> HttpResponse:
    """Newest first; ``?status=`` and ``?q=`` narrow it, what waits for this person stands on top."""
    if not of_letters(request):
        raise Http404
    status, words = request.GET.get("status", ""), request.GET.get("q", "").strip()[:200]
    found = letters_visible_to(request.duties)
    if status in set(Status):
        found = found.filter(status=status)
    if words:
        found = found.filter(subject__icontains=words)
    page = Paginator(with_number(found.order_by("-drafted_at", "-pk")), ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "status": status,
        "words": words,
        "statuses": [(one.value, STATUS_LABELS[one]) for one in Status],
        "awaiting": list(awaiting(request.duties)[:ROWS]),
        "writes": issuers_of(request.duties).filter(retired_at=None).exists(),
        "offices": list(agencies_managed_by(request.duties).exclude(kind="provincial")),
    }
    return render(request, "letters/written/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: PersonRequest) -> HttpResponse:
    """An empty draft of a kind; or from a topic, whose page says whether there is anything to tell."""
    issuers = issuers_of(request.duties).filter(retired_at=None)
    if not issuers.exists():
        raise Http404
    form = BeginForm(issuers, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        content = Content(kind=form.cleaned_data["kind"])
        try:
            letter = actions.draft_letter(
                issuer=form.cleaned_data["issuer"], content=content, by=request.user, now=now()
            )
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
        else:
            return redirect("writing:letter", letter.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    choices = choices_for(request.duties, now=now())
    context = {"form": form, "matters": MatterForm(choices) if choices else None}
    return render(request, "letters/written/write.html", context, status=status)


# ── one letter ──────────────────────────────────────────────────────────────
def found(request: PersonRequest, pk: int) -> Letter:
    return get_object_or_404(letters_visible_to(request.duties), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: PersonRequest, pk: int) -> HttpResponse:
    """The letter, to be written on while it is a draft. POST saves."""
    one = found(request, pk)
    if request.method != "POST":
        return _page(request, one)
    form = ContentForm(request.POST, before=content_of(one))
    if not form.is_valid():
        return _page(request, one, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.edit_letter(
            letter=one,
            content=form.content(),
            version=form.cleaned_data["version"],
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        return _not_saved(request, one, form, refused.refusal)
    messages.success(request, _("บันทึกร่างแล้ว"))
    return redirect("writing:letter", pk)


def _not_saved(request: PersonRequest, one: Letter, form: ContentForm, refusal: Refusal) -> HttpResponse:
    """What was typed stays in the form; saved meanwhile by another, it is saved over the other's only knowingly."""
    form.add_error(None, in_words(refusal.message))
    other = None
    if refusal.code == "letter_saved_meanwhile":
        one.refresh_from_db()
        other = LetterVersion.objects.filter(letter=one, number=one.version).first()
        form.data = {**form.data.dict(), "version": str(one.version)}  # type: ignore[attr-defined]  # of a request
    return _page(request, one, form=form, other=other, status=HTTPStatus.CONFLICT)


def _page(
    request: PersonRequest,
    one: Letter,
    *,
    form: ContentForm | None = None,
    chain_form: ChainForm | None = None,
    other: LetterVersion | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    moves = {verb.name.lower(): next_status(verb, one, request.duties) for verb in Verb}
    editable = not isinstance(moves["edit"], Refusal)
    content = content_of(one)
    steps = chain_of(one)
    if form is None and editable:
        form = ContentForm(initial=typed_of(content, one.version), before=content)
    if chain_form is None and editable:
        people = who_may_sign(one.issuer, localdate(now()))
        chain_form = ChainForm(initial=chain_typed(steps, one.version), people=people)
    context = {
        "letter": one,
        "entry": entry_of(one),
        "paper": SealedPaper.objects.filter(letter=one).first(),
        "shown": paper_of(one),
        "state": f"letter_{one.status}",
        "form": form if editable else None,
        "chain_form": chain_form if editable else None,
        "other": typed_of(from_data(other.content), other.number) if other else None,
        "steps": steps,
        "current": current_step(one),
        "wanting": _wanting(one) if editable else (),
        "refusals": {name: found for name, found in moves.items() if isinstance(found, Refusal)},
        "certificate": configured() is not None,
        "sends": one.status == Status.SIGNED.value and sends(request.duties, one),
        "ties": ties_of_letter(one, request.duties),
        "recipients": with_recipients(one),
        "events": told(history_of(one)[:SHOWN_EVENTS]),
        "crumbs": [Crumb(_("หนังสือที่ออก"), reverse("writing:list")), Crumb(one.subject or _("ร่างใหม่"))],
    }
    return render(request, "letters/written/letter.html", context, status=status)


def _wanting(one: Letter) -> list[Refusal]:
    """All that it lacks before it can be proposed, the paper's own and the register's; each thing once."""
    found = list(refusals(paper_of(one)))
    unnamed = refuse_unnamed(content_of(one))
    return [unnamed, *found] if unnamed and not rules_of(Kind(one.kind)).has(Block.SUBJECT) else found


# ── moving it on ────────────────────────────────────────────────────────────
@require_POST
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """``verb``: propose, take_back, approve, return, sign, void."""
    one = found(request, pk)
    verb = request.POST.get("verb", "")
    if verb not in MOVES:
        raise BadRequest("verb")
    if verb == "propose":
        return _propose(request, one)
    if verb in {"approve", "sign"} and (asked := asked_to_prove(request)):
        return asked
    try:
        _moved(request, one, verb)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _page(request, found(request, pk), status=HTTPStatus.CONFLICT)
    messages.success(request, MOVES[verb]())
    return redirect("writing:letter", pk)


MOVES = {
    "propose": lambda: _("เสนอลงนามแล้ว"),
    "take_back": lambda: _("ดึงกลับมาแล้ว แก้ไขได้"),
    "approve": lambda: _("เห็นชอบแล้ว ส่งต่อให้ผู้ที่อยู่ลำดับถัดไป"),
    "return": lambda: _("ส่งกลับให้ผู้ร่างแก้ไขแล้ว"),
    "sign": lambda: _("ลงนามแล้ว"),
    "void": lambda: _("ยกเลิกแล้ว เลขที่และเหตุผลยังอยู่ในทะเบียน"),
    "seal": lambda: _("จัดทำฉบับลงนามแล้ว"),
}


def _moved(request: PersonRequest, one: Letter, verb: str) -> None:
    by, moment = request.user, now()
    reason, version = request.POST.get("reason", "")[:2000], _version(request)
    match verb:
        case "take_back":
            actions.take_back_letter(letter=one, by=by, now=moment)
        case "approve":
            actions.approve_letter(letter=one, version=version, by=by, now=moment)
        case "return":
            actions.return_letter(letter=one, reason=reason, version=version, by=by, now=moment)
        case "sign":
            seal(request, actions.sign_letter(letter=one, version=version, by=by, now=moment))
        case "void":
            actions.void_letter(letter=one, reason=reason, by=by, now=moment)
        case _:
            seal(request, one)


def _version(request: PersonRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0  # noqa: PLR2004 - no key is longer


def _propose(request: PersonRequest, one: Letter) -> HttpResponse:
    form = ChainForm(request.POST, people=who_may_sign(one.issuer, localdate(now())))
    if form.is_valid():
        try:
            actions.propose_letter(
                letter=one,
                chain=form.chain(),
                version=form.cleaned_data["version"],
                by=request.user,
                now=now(),
            )
        except RefusedError as refused:
            form.add_error(None, in_words(refused.refusal.message))
            return _page(request, found(request, one.pk), chain_form=form, status=HTTPStatus.CONFLICT)
        messages.success(request, MOVES["propose"]())
        return redirect("writing:letter", one.pk)
    return _page(request, one, chain_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def seal(request: PersonRequest, one: Letter) -> None:
    """Of a letter that has its number. What fails here can be done again."""
    try:
        keep_paper(one, now=now())
    except PaperUnavailableError:
        messages.warning(request, _("ออกเลขแล้ว แต่เครื่องนี้ยังจัดทำ PDF ไม่ได้ – แจ้งผู้ดูแลระบบ แล้วกดจัดทำฉบับลงนามอีกครั้ง"))


# ── the paper ───────────────────────────────────────────────────────────────
@require_safe
def pdf(request: PersonRequest, pk: int) -> HttpResponse | FileResponse:
    """The paper as it was sealed; of a draft, as it would be, with its mark."""
    one = found(request, pk)
    name = f"{one.subject[:80] or 'letter'}.pdf"
    kept = SealedPaper.objects.filter(letter=one).first()
    if kept is not None and one.status == Status.SIGNED:
        return FileResponse(kept.file.open("rb"), filename=name, content_type="application/pdf")
    try:
        drawn = letter_pdf(paper_of(one))
    except PaperUnavailableError:
        return render(request, "letters/written/no_paper.html", {"letter": one}, status=503)
    response = HttpResponse(drawn, content_type="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response
