"""Sending a letter, and chasing it: who has not opened it, who has not acknowledged?"""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.letters.actions import delivering as actions
from samrit.letters.actions.mailing import mail_again
from samrit.letters.documents.delivery_mail import file_name
from samrit.letters.documents.recipients import as_csv, as_workbook, draw_recipients
from samrit.letters.forms.delivery import ChaseFilter, NoteForm, SendForm
from samrit.letters.models import Delivery, DeliveryMail, Letter
from samrit.letters.permissions.delivery import is_void, refuse_reminding, refuse_sending
from samrit.letters.queries.chasing import ChaseRow, chase_rows
from samrit.letters.queries.delivery import (
    deliveries_of,
    letters_sent_by,
    lists_for,
    number_of,
    offices_first,
    recipients_for,
    with_counts,
)
from samrit.letters.views.delivery.offering import offers_few
from samrit.people.middleware import PersonRequest
from samrit.rules.letters.delivering import Standing
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.paper import PaperUnavailableError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50
RECIPIENTS_PER_PAGE = 100  # every province's office on one page
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def sent(request: PersonRequest) -> HttpResponse:
    """Signed letters of the own offices: to how many, how many have opened and acknowledged."""
    if not request.duties.memberships:
        raise Http404
    letters = with_counts(letters_sent_by(request.duties))
    page = Paginator(letters, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, number_of(one), is_void(one)) for one in page],
        "today": localdate(),
        "crumbs": [Crumb(gettext("หนังสือเข้า"), reverse("letters:inbox")), Crumb(gettext("หนังสือที่ส่ง"))],
    }
    return render(request, "letters/delivery/sent.html", context)


def _letter(request: PersonRequest, pk: int) -> Letter:
    return get_object_or_404(letters_sent_by(request.duties), pk=pk)


def _crumbs(letter: Letter, last: str = "") -> list[Crumb]:
    named = number_of(letter) or letter.subject
    above = [Crumb(gettext("หนังสือที่ส่ง"), reverse("letters:sent"))]
    if not last:
        return [*above, Crumb(named)]
    return [*above, Crumb(named, reverse("letters:chasing", args=[letter.pk])), Crumb(last)]


# ── sending ─────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: PersonRequest, pk: int) -> HttpResponse:
    """To whom, and by which ways? Whoever has it already does not get it twice."""
    letter = _letter(request, pk)
    chosen = [agency.pk for agency in letter.agencies.all()]
    agencies = recipients_for(letter.issuer.agency.area_id)
    if few := offers_few(request, letter.issuer.agency.area_id):
        agencies = offices_first(agencies, chosen)
    form = SendForm(
        lists_for(letter, request.duties),
        agencies.exclude(pk__in=letter.deliveries.values("agency")),
        chosen=chosen,
        data=request.POST if request.method == "POST" else None,
    )
    if request.method != "POST":
        return _send_page(request, letter, form, few=few)
    if not form.is_valid():
        return _send_page(request, letter, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    recipients = [actions.Recipient(agency, wording) for agency, wording in form.recipients()]
    try:
        made = actions.send_letter(
            letter=letter,
            recipients=recipients,
            ways=actions.Ways(
                list_name=form.list_name,
                by_mail=form.cleaned_data["by_mail"],
                on_paper=form.cleaned_data["on_paper"],
            ),
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _send_page(request, letter, form, HTTPStatus.CONFLICT)
    _say_sent(request, made)
    return redirect("letters:chasing", pk)


def _say_sent(request: PersonRequest, made: list[Delivery]) -> None:
    if not made:
        messages.info(request, gettext("ผู้รับทุกแห่งได้รับหนังสือฉบับนี้อยู่แล้ว จึงไม่ส่งซ้ำ"))
        return
    text = ngettext("ส่งหนังสือแล้ว {n} แห่ง", "ส่งหนังสือแล้ว {n} แห่ง", len(made))
    messages.success(request, text.format(n=len(made)))
    if left := sum(one.not_mailed is not None for one in made):
        said = ngettext(
            "ไม่ได้ส่งอีเมล {n} แห่ง เหตุผลอยู่ในรายการด้านล่าง ทุกแห่งเปิดอ่านในระบบได้",
            "ไม่ได้ส่งอีเมล {n} แห่ง เหตุผลอยู่ในรายการด้านล่าง ทุกแห่งเปิดอ่านในระบบได้",
            left,
        )
        messages.warning(request, said.format(n=left))


def _send_page(
    request: PersonRequest, letter: Letter, form: SendForm, status: int = HTTPStatus.OK, *, few: bool = False
) -> HttpResponse:
    context = {
        "few": few,
        "letter": letter,
        "number": number_of(letter),
        "form": form,
        "lists": lists_for(letter, request.duties),
        "refusal": refuse_sending(request.duties, letter, recipients=1),
        "crumbs": _crumbs(letter, gettext("ส่งหนังสือ")),
    }
    return render(request, "letters/delivery/send.html", context, status=status)


# ── chasing ─────────────────────────────────────────────────────────────────
@require_safe
def chasing(request: PersonRequest, pk: int) -> HttpResponse:
    return _chasing_page(request, _letter(request, pk))


def _chasing_page(request: PersonRequest, letter: Letter, status: int = HTTPStatus.OK) -> HttpResponse:
    form = ChaseFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "show": ""}
    today = localdate()
    everybody = chase_rows(letter, today=today)
    rows = (
        chase_rows(letter, today=today, show=asked["show"], words=asked["q"])
        if asked["q"] or asked["show"]
        else everybody
    )
    page = Paginator(rows, RECIPIENTS_PER_PAGE).get_page(request.GET.get("page"))
    refusals = {row.delivery.pk: refuse_reminding(row.delivery, today=today) for row in everybody}
    context = {
        "letter": letter,
        "number": number_of(letter),
        "void": is_void(letter),
        "filter": form,
        "page": page,
        "rows": [(row, _badge(letter, row), refusals[row.delivery.pk]) for row in page],
        "counts": _counts(everybody),
        "to_remind": sum(refusal is None for refusal in refusals.values()),
        "remind_refusal": _first_refusal(everybody, refusals),
        "crumbs": _crumbs(letter),
    }
    return render(request, "letters/delivery/chasing.html", context, status=status)


def _badge(letter: Letter, row: ChaseRow) -> str:
    return "letter_void" if is_void(letter) else f"letter_{row.standing}"


def _counts(rows: list[ChaseRow]) -> dict[str, int]:
    return {
        "recipients": len(rows),
        "opened": sum(row.standing != Standing.UNOPENED for row in rows),
        "acknowledged": sum(row.standing == Standing.ACKNOWLEDGED for row in rows),
        "overdue": sum(row.overdue for row in rows),
    }


def _first_refusal(rows: list[ChaseRow], refusals: Mapping[int, Refusal | None]) -> Refusal | None:
    """Why nobody can be reminded now; None when somebody can. What is not done says more than what is."""
    if not rows or any(refusal is None for refusal in refusals.values()):
        return None
    open_ = [row for row in rows if row.standing != Standing.ACKNOWLEDGED]
    return refusals[(open_ or rows)[0].delivery.pk]


@require_POST
def remind(request: PersonRequest, pk: int) -> HttpResponse:
    """Everybody who has not acknowledged, or the one ``delivery``."""
    letter = _letter(request, pk)
    one = request.POST.get("delivery", "")
    only = [get_object_or_404(letter.deliveries, pk=one).pk] if one.isascii() and one.isdecimal() else []
    try:
        count = actions.remind_recipients(letter=letter, only=only, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _chasing_page(request, letter, HTTPStatus.CONFLICT)
    text = ngettext("เตือนแล้ว {n} แห่ง", "เตือนแล้ว {n} แห่ง", count)
    messages.success(request, text.format(n=count))
    return redirect("letters:chasing", pk)


@require_POST
def signed_on_paper(request: PersonRequest, pk: int, delivery_pk: int) -> HttpResponse:
    letter = _letter(request, pk)
    delivery = get_object_or_404(letter.deliveries.select_related("letter__issuer"), pk=delivery_pk)
    form = NoteForm({"note": request.POST.get("reason", "")})
    if not form.is_valid():
        messages.error(request, str(form.errors["note"][0]))
        return _chasing_page(request, letter, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.note_signed_on_paper(
            delivery=delivery, note=form.cleaned_data["note"], by=request.user, now=now()
        )
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _chasing_page(request, letter, HTTPStatus.CONFLICT)
    messages.success(request, gettext("บันทึกแล้วว่าผู้รับลงชื่อรับบนเอกสาร"))
    return redirect("letters:chasing", pk)


@require_POST
def again(request: PersonRequest, pk: int, mail_pk: int) -> HttpResponse:
    """A mail that did not get through, to the address as it is now."""
    letter = _letter(request, pk)
    mail = get_object_or_404(DeliveryMail, pk=mail_pk, delivery__letter=letter)
    try:
        mail_again(mail=mail, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _chasing_page(request, letter, HTTPStatus.CONFLICT)
    messages.success(request, gettext("ตั้งให้ส่งอีเมลอีกครั้งแล้ว"))
    return redirect("letters:chasing", pk)


# ── files ───────────────────────────────────────────────────────────────────
@require_safe
def chasing_file(request: PersonRequest, pk: int, form: str) -> HttpResponse:
    """All recipients with their times: csv or xlsx."""
    letter = _letter(request, pk)
    rows = chase_rows(letter, today=localdate())
    if form not in {"csv", "xlsx"}:
        raise Http404
    content = as_csv(rows) if form == "csv" else as_workbook(letter, rows)
    kind = "text/csv; charset=utf-8" if form == "csv" else WORKBOOK
    return _file(content, kind, _named(letter, form))


def _named(letter: Letter, ending: str) -> str:
    return file_name(f"{gettext('ผู้รับ')} {number_of(letter)}").removesuffix(".pdf") + f".{ending}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_safe
def recipients_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """บัญชีรายชื่อผู้รับ, with a column to sign."""
    letter = _letter(request, pk)
    try:
        content = draw_recipients(letter, list(deliveries_of(letter)))
    except PaperUnavailableError:
        messages.error(request, gettext("เครื่องนี้ยังพิมพ์ PDF ไม่ได้ – ดาวน์โหลดเป็น Excel แทนได้ หรือแจ้งผู้ดูแลระบบ"))
        return _chasing_page(request, letter, HTTPStatus.SERVICE_UNAVAILABLE)
    return _file(content, "application/pdf", _named(letter, "pdf"))
