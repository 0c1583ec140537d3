"""The datasets of one's agencies, and one of them: how complete, what keeps it from being published, its way."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from samrit.audit.queries import history_of
from samrit.catalog.actions import datasets as writing
from samrit.catalog.actions.settling import FaultyDatasetError
from samrit.catalog.documents.template import template_book
from samrit.catalog.forms.office import ConfirmForm, DatasetFilter, RegisterForm
from samrit.catalog.models import CurrencyConfirmation, Dataset, as_record
from samrit.catalog.permissions import datasets as permissions
from samrit.catalog.queries.datasets import (
    agencies_looked_after,
    holidays,
    narrowed,
    page_of,
    stated_of,
    visible_to,
    with_answers,
    with_resources,
)
from samrit.catalog.views.found import (
    ShownCurrency,
    agencies_of,
    crumbs_of,
    found_dataset,
    needs_role,
    shown_currency,
    workbook_response,
)
from samrit.people.history import told
from samrit.people.middleware import PersonRequest, asked_to_prove
from samrit.rules.catalog import Field, Kind, Schema, day_of, faults_of, load, meter, refusing
from samrit.rules.catalog.kinds import first, texts
from samrit.rules.wording import RefusedError
from samrit.ui.formats import date_short
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 50
MOST_EXPORTED = 5_000
SHOWN_EVENTS = 30


@dataclass(frozen=True)
class Line:
    """One dataset on the list."""

    it: Dataset
    state: str
    currency: ShownCurrency
    total: int

    @property
    def is_complete(self) -> bool:
        return self.it.filled >= self.total


@require_safe
def own(request: PersonRequest) -> HttpResponse:
    """Which datasets have we, and what is to be done with each?"""
    needs_role(request)
    mine = visible_to(request.duties)
    agencies = [(one.pk, one.name) for one in agencies_looked_after(request.duties)]
    form = DatasetFilter(request.GET or None, agencies=agencies)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = with_answers(narrowed(mine, wanted, on=localdate())).order_by("title", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    free = holidays()
    context = {
        "page": page,
        "rows": [_line(one, free) for one in page],
        "narrowing": form,
        "narrowed": bool(request.GET),
        "writes": bool(agencies_of(request)),
        "crumbs": crumbs_of(),
    }
    return render(request, "catalog/office/list.html", context)


def _line(one: Dataset, free: frozenset[Any]) -> Line:
    rows = len(load(one.schema_version).rows)
    return Line(one, gettext(one.get_state_display()), shown_currency(one, free), rows)


@require_safe
def own_xlsx(request: PersonRequest) -> HttpResponse:
    """The datasets of the list in the official template, to be mended there and brought back."""
    needs_role(request)
    agencies = [(one.pk, one.name) for one in agencies_looked_after(request.duties)]
    form = DatasetFilter(request.GET or None, agencies=agencies)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = narrowed(visible_to(request.duties), wanted, on=localdate())
    if not wanted.get("state"):
        rows = rows.exclude(state=Dataset.State.WITHDRAWN)
    return workbook_response(
        template_book(with_resources(rows.order_by("title", "pk"))[:MOST_EXPORTED]), gettext("ชุดข้อมูล")
    )


@require_safe
def template_xlsx(request: PersonRequest) -> HttpResponse:
    """The official template, empty."""
    needs_role(request)
    return workbook_response(template_book(), gettext("แม่แบบบัญชีข้อมูล"))


# ── one dataset ─────────────────────────────────────────────────────────────
@require_safe
def own_dataset(request: PersonRequest, name: str) -> HttpResponse:
    """What does it say, what is missing, what may I do with it?"""
    return _shown(request, found_dataset(request, name))


def _shown(
    request: PersonRequest, dataset: Dataset, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    duties, schema = request.duties, load(dataset.schema_version)
    resources = list(dataset.resources.all())
    stated = stated_of(dataset, resources)
    faults = faults_of(schema, stated)
    refusing_ones, shown_meter = refusing(faults), meter(schema, stated.record)
    asked = [code for row in shown_meter.missing for code, _mend in row.wanting]
    context = {
        "dataset": dataset,
        "state": gettext(dataset.get_state_display()),
        "meter": shown_meter,
        "refusing": [one for one in refusing_ones if one.resource is not None or one.field not in asked],
        "first_missing": next(iter(asked), ""),
        "advice": [one for one in faults if not one.refuses],
        "fields": list(shown_fields(schema, dataset)),
        "resources": resources,
        "currency": shown_currency(dataset, holidays()),
        "confirmed": CurrencyConfirmation.objects.filter(dataset=dataset, until__gte=localdate())
        .select_related("by")
        .first(),
        "changing": permissions.refuse_changing(duties, dataset),
        "publishing": permissions.refuse_publishing(duties, dataset, refusing_ones),
        "withdrawing": permissions.refuse_withdrawing(duties, dataset),
        "restoring": permissions.refuse_restoring(duties, dataset),
        "confirming": permissions.refuse_confirming(duties, dataset),
        "registering": permissions.refuse_registering(duties, dataset),
        "confirm_form": ConfirmForm(),
        "register_form": RegisterForm(
            initial={"on": date_short(dataset.registered_on) if dataset.registered_on else ""}
        ),
        "public_page": page_of(dataset),
        "events": told(history_of(dataset)[:SHOWN_EVENTS]),
        "crumbs": crumbs_of(Crumb(dataset.title)),
        **more,
    }
    return render(request, "catalog/office/dataset.html", context, status=status)


def shown_fields(schema: Schema, dataset: Dataset) -> Any:
    """(name, words) of every field that says something."""
    record = as_record(dataset.record)
    for asked in schema.fields.values():
        value = record.get(asked.code)
        if value:
            yield in_words(asked.label), _in_words(schema, asked, record)


def _in_words(schema: Schema, asked: Field, record: dict[str, Any]) -> str:
    words = []
    if asked.kind is Kind.DATE and (day := day_of(first(record.get(asked.code)))):
        return date_short(day)
    for text in texts(record.get(asked.code)):
        found = schema.choice(asked, text)
        other = record.get(asked.other, "") if found and found.other else ""
        words.append(
            f"{in_words(found.label)}: {other}"
            if found and other
            else in_words(found.label)
            if found
            else text
        )
    return ", ".join(words)


# ── its way ─────────────────────────────────────────────────────────────────
@require_POST
def move(request: PersonRequest, name: str, verb: str) -> HttpResponse:
    """Publish, withdraw, bring back, hide, show: then the same page."""
    dataset = found_dataset(request, name)
    said: dict[str, Any] = {"dataset": dataset, "by": request.user, "now": now()}
    moves: dict[str, tuple[Any, str]] = {
        "publish": (lambda: writing.publish_dataset(**said), gettext("เผยแพร่แล้ว ทุกคนเห็นชุดข้อมูลนี้ในบัญชีข้อมูล")),
        "withdraw": (
            lambda: writing.withdraw_dataset(**said, reason=request.POST.get("reason", "")),
            gettext("ถอนออกแล้ว ประวัติยังอยู่ครบ"),
        ),
        "restore": (lambda: writing.restore_dataset(**said), gettext("นำกลับเป็นร่างแล้ว")),
        "hide": (lambda: writing.set_private(**said, private=True), gettext("แสดงเฉพาะภายในหน่วยงานแล้ว")),
        "show": (lambda: writing.set_private(**said, private=False), gettext("แสดงต่อสาธารณะเมื่อเผยแพร่")),
    }
    if verb not in moves:
        raise Http404
    if verb == "publish" and (asked := asked_to_prove(request)):
        return asked
    act, done = moves[verb]
    return _answered(request, dataset, act, done)


def _answered(request: PersonRequest, dataset: Dataset, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except RefusedError as refused:
        return _shown(request, dataset, HTTPStatus.CONFLICT, refusal=refused.refusal)
    except FaultyDatasetError as faulty:
        return _shown(request, dataset, HTTPStatus.CONFLICT, refusal=faulty.faults[0].message)
    messages.success(request, done)
    return redirect("catalog:own_dataset", dataset.name)


@require_POST
def confirm(request: PersonRequest, name: str) -> HttpResponse:
    """That its data are up to date, where no rule can tell."""
    dataset = found_dataset(request, name)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _shown(request, dataset, HTTPStatus.UNPROCESSABLE_ENTITY, confirm_form=form)
    said: dict[str, Any] = {"dataset": dataset, "by": request.user, "now": now()}
    return _answered(
        request,
        dataset,
        lambda: writing.confirm_currency(**said, **form.cleaned_data),
        gettext("บันทึกการยืนยันแล้ว"),
    )


@require_POST
def register(request: PersonRequest, name: str) -> HttpResponse:
    """On which day GD Catalog took it up."""
    dataset = found_dataset(request, name)
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _shown(request, dataset, HTTPStatus.UNPROCESSABLE_ENTITY, register_form=form)
    said: dict[str, Any] = {"dataset": dataset, "by": request.user, "now": now()}
    return _answered(
        request,
        dataset,
        lambda: writing.register_dataset(**said, on=form.cleaned_data["on"]),
        gettext("บันทึกวันที่ลงทะเบียนแล้ว"),
    )
