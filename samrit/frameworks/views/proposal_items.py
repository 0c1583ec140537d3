"""One KPI of a proposal: adding it from the library or in own words, filling it in, taking it out."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from samrit.frameworks import actions
from samrit.frameworks.forms import ItemForm, LibraryFilter, OwnNameForm, item_forms
from samrit.frameworks.models import LibraryKpi, Proposal, ProposalGroup, ProposalItem
from samrit.frameworks.permissions import next_proposal_status
from samrit.frameworks.queries import PastResults, items_with_all, proposals_visible_to
from samrit.frameworks.queries.proposals import groups_of
from samrit.frameworks.views.proposal_page import crumbs
from samrit.frameworks.views.proposals import seen
from samrit.people.middleware import PersonRequest
from samrit.rules.proposals import Verb
from samrit.rules.wording import Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ENTRIES_PER_PAGE = 20


def _found(request: PersonRequest, pk: int) -> Proposal:
    return get_object_or_404(proposals_visible_to(request.duties).select_related("base__framework"), pk=pk)


def _refusal(request: PersonRequest, proposal: Proposal) -> Refusal | None:
    after = next_proposal_status(request.duties, proposal, Verb.CHANGE)
    return after if isinstance(after, Refusal) else None


# ── adding ──────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest, pk: int, results: PastResults) -> HttpResponse:
    """The library to choose from, and a form for a KPI that is not in it."""
    found = _found(request, pk)
    groups = groups_of(found)
    own = OwnNameForm(
        groups=[(str(group.pk), _label(group)) for group in groups],
        data=request.POST if request.method == "POST" and "entry" not in request.POST else None,
    )
    if refusal := _refusal(request, found):
        messages.error(request, in_words(refusal.message))
        return redirect("proposals:detail", pk)
    if request.method != "POST":
        return _show_adding(request, found, own)
    if own.is_bound and not own.is_valid():
        return _show_adding(request, found, own, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        item = _add(request, found, groups, own, results)
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _show_adding(request, found, own, HTTPStatus.CONFLICT)
    messages.success(
        request, gettext("เพิ่ม {name} แล้ว – กรอกน้ำหนัก ค่าเป้าหมาย และเหตุผลต่อได้เลย").format(name=item.name)
    )
    return redirect("proposals:item", pk, item.pk)


def _add(
    request: PersonRequest,
    proposal: Proposal,
    groups: list[ProposalGroup],
    own: OwnNameForm,
    results: PastResults,
) -> ProposalItem:
    if own.is_bound:
        group = next(one for one in groups if str(one.pk) == own.cleaned_data["group"])
        name = own.cleaned_data["name"]
        return actions.add_item(
            proposal=proposal, group=group, entry=None, name=name, pasts={}, by=request.user, now=now()
        )
    chosen = request.POST["entry"]
    keys = LibraryKpi.objects.filter(part_of=None)
    entry = get_object_or_404(keys, pk=int(chosen) if chosen.isascii() and chosen.isdigit() else 0)
    return actions.add_from_library(
        proposal=proposal, entry=entry, results=results, by=request.user, now=now()
    )


def _label(group: ProposalGroup) -> str:
    name = group.name or gettext("องค์ประกอบที่ {number}").format(number=group.component.number)
    return f"{group.number} {name}" if group.number else name


def _show_adding(
    request: PersonRequest, proposal: Proposal, own: OwnNameForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    form = LibraryFilter(data=request.GET)
    form.fields.pop("status")
    entries = LibraryKpi.objects.filter(part_of=None, active=True).prefetch_related("parts")
    if form.is_valid():
        words, category = form.cleaned_data["q"].strip(), form.cleaned_data["category"]
        if words:
            entries = entries.filter(
                Q(name__icontains=words) | Q(code__icontains=words) | Q(aliases__icontains=words)
            )
        entries = entries.filter(category=category) if category else entries
    taken = ProposalItem.objects.filter(proposal=proposal, library_kpi__isnull=False)
    context = {
        "proposal": proposal,
        "form": form,
        "own": own,
        "page": Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page")),
        "taken": set(taken.values_list("library_kpi", flat=True)),
        "crumbs": crumbs(proposal, Crumb(gettext("เพิ่มตัวชี้วัด"))),
    }
    return render(request, "frameworks/proposals/add.html", context, status=status)


# ── filling in ──────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: PersonRequest, pk: int, item_pk: int) -> HttpResponse:
    """One KPI with its parts: weight, targets, owners, reason, three years."""
    proposal = _found(request, pk)
    found = get_object_or_404(items_with_all(_items(proposal)), pk=item_pk)
    forms = item_forms(proposal, found, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show_item(request, proposal, found, forms)
    if any([not form.is_valid() for form in forms]):  # noqa: C419 - every form says what is wrong with it
        return _show_item(request, proposal, found, forms, HTTPStatus.UNPROCESSABLE_ENTITY)
    changes = {form.item.pk: actions.ItemChange(*form.values()) for form in forms if form.has_changed()}
    try:
        actions.save_item(item=found, changes=changes, version=seen(request), by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return _show_item(request, proposal, found, forms, HTTPStatus.CONFLICT)
    messages.success(request, gettext("บันทึก {name} แล้ว").format(name=found.name))
    if "next" in request.POST and (following := _following(proposal, found)):
        return redirect("proposals:item", pk, following)
    return redirect(f"{reverse('proposals:detail', args=[pk])}#item-{found.pk}")


def _items(proposal: Proposal) -> Any:
    return ProposalItem.objects.filter(proposal=proposal).select_related("proposal")


def _following(proposal: Proposal, item: ProposalItem) -> int | None:
    """The KPI after this one, in the order of the page."""
    order = ProposalItem.objects.filter(proposal=proposal, parent=None).order_by(
        "group__component__number", "group__position", "position", "pk"
    )
    keys = list(order.values_list("pk", flat=True))
    place = keys.index(item.pk) + 1
    return keys[place] if place < len(keys) else None


def _show_item(
    request: PersonRequest,
    proposal: Proposal,
    item: ProposalItem,
    forms: list[ItemForm],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    fresh = ProposalItem.objects.filter(pk=item.pk).values_list("version", flat=True).first()
    context = {
        "proposal": proposal,
        "item": item,
        "forms": forms,
        "seen": fresh or 0,
        "refusal": _refusal(request, proposal),
        "crumbs": crumbs(proposal, Crumb(item.name)),
        "following": _following(proposal, item),
        "conflict": status == HTTPStatus.CONFLICT,
    }
    return render(request, "frameworks/proposals/item.html", context, status=status)


@require_POST
def remove(request: PersonRequest, pk: int, item_pk: int) -> HttpResponse:
    proposal = _found(request, pk)
    found = get_object_or_404(_items(proposal).filter(parent=None), pk=item_pk)
    try:
        actions.remove_item(item=found, by=request.user, now=now())
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
        return redirect("proposals:detail", pk)
    messages.success(request, gettext("นำ {name} ออกจากข้อเสนอแล้ว").format(name=found.name))
    return redirect("proposals:detail", pk)
