"""Distribution lists and saraban mailboxes: to whom do our letters go, and by which address?"""

from collections.abc import Collection
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.frameworks.contents import area_name
from samrit.letters.actions import distributing as actions
from samrit.letters.forms.delivery import ListForm, MailboxForm
from samrit.letters.models import DistributionList
from samrit.letters.permissions.delivery import refuse_keeping_list
from samrit.letters.queries.delivery import (
    lists_visible_to,
    mailbox_owners,
    offices_first,
    recipients_for,
)
from samrit.letters.views.delivery.offering import offers_few
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Area
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

MAILBOXES_PER_PAGE = 100
CENTRAL = "central"  # in the address, where a province's code would stand


def offices_of(request: PersonRequest) -> list[tuple[str, str]]:
    """For whom this person keeps lists: (what stands in the address, name)."""
    provinces = Area.objects.filter(pk__in=request.duties.coordinated_areas()).order_by("pk")
    found = [(area.pk, area_name(area)) for area in provinces]
    return [(CENTRAL, gettext("สำนักงาน ก.พ.ร.")), *found] if request.duties.evaluates else found


@require_safe
def lists(request: PersonRequest) -> HttpResponse:
    offices = offices_of(request)
    if not offices:
        raise Http404
    context = {
        "lists": lists_visible_to(request.duties),
        "offices": offices,
        "crumbs": [Crumb(gettext("หนังสือที่ส่ง"), reverse("letters:sent")), Crumb(gettext("บัญชีผู้รับ"))],
    }
    return render(request, "letters/delivery/lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: PersonRequest, office: str) -> HttpResponse:
    if office not in dict(offices_of(request)):
        raise Http404
    area = None if office == CENTRAL else get_object_or_404(Area, pk=office)
    agencies = _offered(request, area.pk if area else None)
    if request.method != "POST":
        return _list_page(request, ListForm(agencies), few=offers_few(request, area.pk if area else None))
    form = ListForm(agencies, data=request.POST)
    if not form.is_valid():
        return _list_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.make_list(
            area=area, name=form.cleaned_data["name"], members=form.members(), by=request.user, now=now()
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _list_page(request, form, status=HTTPStatus.CONFLICT)
    messages.success(request, gettext("ทำบัญชีผู้รับแล้ว เลือกใช้ได้เมื่อส่งหนังสือ"))
    return redirect("letters:lists")


def _offered(request: PersonRequest, area: str | None, members: Collection[int] = ()) -> list[Agency]:
    """Who may stand in the list; what was sent is about those that the page showed."""
    agencies = recipients_for(area)
    if request.method == "POST":
        return [one for one in agencies if f"place-{one.pk}" in request.POST]
    return list(offices_first(agencies, members) if offers_few(request, area) else agencies)


@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: PersonRequest, pk: int) -> HttpResponse:
    kept = _kept(request, pk)
    agencies = _offered(request, kept.area_id, [one.agency_id for one in kept.members.all()])
    if request.method != "POST":
        return _list_page(request, ListForm(agencies, kept), kept, few=offers_few(request, kept.area_id))
    form = ListForm(agencies, kept, data=request.POST)
    if not form.is_valid():
        return _list_page(request, form, kept, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.change_list(
            distribution_list=kept,
            name=form.cleaned_data["name"],
            members=form.members(),
            by=request.user,
            now=now(),
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _list_page(request, form, kept, HTTPStatus.CONFLICT)
    messages.success(request, gettext("แก้บัญชีผู้รับแล้ว หนังสือที่ส่งไปก่อนหน้านี้ไม่เปลี่ยน"))
    return redirect("letters:lists")


def _kept(request: PersonRequest, pk: int) -> DistributionList:
    """Only who keeps it sees its page."""
    kept = get_object_or_404(lists_visible_to(request.duties), pk=pk)
    if refuse_keeping_list(request.duties, kept.area_id):
        raise Http404
    return kept


def _list_page(
    request: PersonRequest,
    form: ListForm,
    kept: DistributionList | None = None,
    status: int = HTTPStatus.OK,
    *,
    few: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "kept": kept,
        "few": few,
        "crumbs": [
            Crumb(gettext("บัญชีผู้รับ"), reverse("letters:lists")),
            Crumb(kept.name if kept else gettext("บัญชีใหม่")),
        ],
    }
    return render(request, "letters/delivery/list.html", context, status=status)


@require_POST
def end_list(request: PersonRequest, pk: int) -> HttpResponse:
    actions.end_list(distribution_list=_kept(request, pk), by=request.user, now=now())
    messages.success(request, gettext("เลิกใช้บัญชีผู้รับแล้ว หนังสือที่ส่งไปแล้วยังอยู่ครบ"))
    return redirect("letters:lists")


# ── mailboxes ───────────────────────────────────────────────────────────────
@require_safe
def mailboxes(request: PersonRequest) -> HttpResponse:
    return _mailbox_page(request)


@require_POST
def mailbox(request: PersonRequest, agency_pk: int) -> HttpResponse:
    agency = get_object_or_404(mailbox_owners(request.duties), pk=agency_pk)
    form = MailboxForm(request.POST, prefix=f"agency-{agency.pk}")
    if not form.is_valid():
        return _mailbox_page(request, (agency, form), HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.set_mailbox(agency=agency, address=form.cleaned_data["address"], by=request.user, now=now())
    messages.success(request, gettext("บันทึกอีเมลสารบรรณของ %(name)s แล้ว") % {"name": agency.name})
    place = _page_of(mailbox_owners(request.duties), agency)
    return redirect(reverse("letters:mailboxes") + (f"?page={place}" if place > 1 else ""))


def _page_of(owners: QuerySet[Agency], agency: Agency) -> int:
    """On which page of the mailboxes this agency stands."""
    return list(owners.values_list("pk", flat=True)).index(agency.pk) // MAILBOXES_PER_PAGE + 1


def _mailbox_page(
    request: PersonRequest, typed: tuple[Agency, MailboxForm] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """``typed``: what could not be kept so."""
    owners = mailbox_owners(request.duties)
    if not owners.exists():
        raise Http404
    asked = _page_of(owners, typed[0]) if typed else request.GET.get("page")
    page = Paginator(owners, MAILBOXES_PER_PAGE).get_page(asked)
    rows = [(one, typed[1] if typed and typed[0] == one else _form_of(one)) for one in page]
    context = {
        "page": page,
        "rows": rows,
        "crumbs": [Crumb(gettext("หนังสือเข้า"), reverse("letters:inbox")), Crumb(gettext("อีเมลสารบรรณ"))],
    }
    return render(request, "letters/delivery/mailboxes.html", context, status=status)


def _form_of(agency: Agency) -> MailboxForm:
    kept = getattr(agency, "saraban_mailbox", None)
    return MailboxForm(prefix=f"agency-{agency.pk}", initial={"address": kept.address if kept else ""})
