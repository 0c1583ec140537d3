"""The library of KPIs: the list, one entry with where it is used, and keeping it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.audit.queries import history_of
from samrit.frameworks import actions
from samrit.frameworks.forms import LibraryFilter, LibraryForm
from samrit.frameworks.models import Edition, Kpi, LibraryKpi
from samrit.frameworks.permissions import refuse_library
from samrit.frameworks.queries import frameworks_visible_to, library_visible_to
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

ENTRIES_PER_PAGE = 50
USES_PER_PAGE = 100
SHOWN_EVENTS = 20


@require_safe
def library(request: PersonRequest) -> HttpResponse:
    """Every entry, wholes and parts, by code."""
    entries = library_visible_to(request.duties).order_by("code")
    form = LibraryFilter(data=request.GET)
    if not request.duties.memberships:
        raise Http404
    found = (
        _filtered(entries, form).annotate(used=Count("indicators", distinct=True)).select_related("part_of")
    )
    context = {
        "form": form,
        "page": Paginator(found, ENTRIES_PER_PAGE).get_page(request.GET.get("page")),
        "is_empty": not entries.exists(),
        "refusal": refuse_library(request.duties),
    }
    return render(request, "frameworks/library/list.html", context)


def _filtered(entries: QuerySet[LibraryKpi], form: LibraryFilter) -> QuerySet[LibraryKpi]:
    if not form.is_valid():
        return entries
    wanted = form.cleaned_data
    if words := wanted["q"].strip():
        entries = entries.filter(
            Q(name__icontains=words) | Q(code__icontains=words) | Q(aliases__icontains=words)
        )
    if wanted["category"]:
        entries = entries.filter(category=wanted["category"])
    if wanted["status"]:
        entries = entries.filter(active=wanted["status"] == "active")
    return entries


@require_safe
def entry(request: PersonRequest, pk: int) -> HttpResponse:
    """One entry: what it says, and which provinces used it in which years."""
    found = get_object_or_404(library_visible_to(request.duties).select_related("part_of"), pk=pk)
    uses = Paginator(_uses(request, found), USES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "entry": found,
        "parts": found.parts.all(),
        "uses": uses,
        "crumbs": _crumbs(found),
        "refusal": refuse_library(request.duties),
        "events": told(history_of(found)[:SHOWN_EVENTS]),
    }
    return render(request, "frameworks/library/entry.html", context)


def _uses(request: PersonRequest, entry: LibraryKpi) -> QuerySet[Kpi]:
    """In editions in force, of the frameworks that this person sees; the newest year first."""
    frameworks = frameworks_visible_to(request.duties).values("pk")
    return (
        Kpi.objects.filter(
            indicator__library_kpi=entry,
            component__edition__status=Edition.Status.PUBLISHED,
            component__edition__framework__in=frameworks,
        )
        .select_related("component__edition__framework__area")
        .order_by("-component__edition__framework__fiscal_year", "component__edition__framework__area")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    if refuse_library(request.duties):
        raise Http404
    form = LibraryForm(data=request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _form(request, form, None)
    if not form.is_valid():
        return _form(request, form, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    made = actions.add_to_library(values=form.cleaned_data, by=request.user, now=now())
    messages.success(request, gettext("เพิ่ม {name} ในคลังแล้ว").format(name=made.name))
    return redirect("frameworks:library_entry", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(library_visible_to(request.duties), pk=pk)
    if refuse_library(request.duties):
        raise Http404
    form = LibraryForm(found, data=request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _form(request, form, found)
    if not form.is_valid():
        return _form(request, form, found, HTTPStatus.UNPROCESSABLE_ENTITY)
    changed = {name: form.cleaned_data[name] for name in form.changed_data}
    try:
        actions.change_library(
            entry=found, values=changed, version=_seen(request), by=request.user, now=now()
        )
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        return _form(request, form, found, HTTPStatus.CONFLICT)
    messages.success(request, gettext("บันทึกแล้ว กรอบที่ประกาศไว้ก่อนไม่เปลี่ยนตาม"))
    return redirect("frameworks:library_entry", pk)


def _seen(request: PersonRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() else 0


def _form(
    request: PersonRequest, form: LibraryForm, entry: LibraryKpi | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "entry": entry, "crumbs": _crumbs(entry)}
    return render(request, "frameworks/library/edit.html", context, status=status)


def _crumbs(entry: LibraryKpi | None) -> list[Crumb]:
    return [
        Crumb(gettext("กรอบการประเมิน"), reverse("frameworks:list")),
        Crumb(gettext("คลังตัวชี้วัด"), reverse("frameworks:library")),
        Crumb(entry.code if entry else gettext("เพิ่มตัวชี้วัด")),
    ]
