"""A new dataset, and every field of one that there is."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from samrit.catalog.actions.datasets import change_dataset, create_dataset
from samrit.catalog.actions.settling import FaultyDatasetError
from samrit.catalog.forms.datasets import DatasetForm
from samrit.catalog.forms.office import AgencyForm
from samrit.catalog.models import Dataset, as_record
from samrit.catalog.permissions.datasets import refuse_changing, writable
from samrit.catalog.queries.datasets import agencies_to_write, stated_of
from samrit.catalog.views.found import crumbs_of, crumbs_to, found_dataset, seen_of
from samrit.people.middleware import PersonRequest
from samrit.rules.catalog import Fault, faults_of, load, meter, newest
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

RETYPE = "retype"  # the button that asks for the fields of another type


@require_http_methods(["GET", "HEAD", "POST"])
def new_dataset(request: PersonRequest) -> HttpResponse:
    """Whose data, and what does one say of them? What is left out is asked for before it is published."""
    agencies = agencies_to_write(writable(request.duties))
    if not agencies:
        raise Http404
    data = request.POST if request.method == "POST" else None
    schema = newest()
    form = DatasetForm(schema, {}, is_new=True, data=data)
    whose = AgencyForm(data, agencies=agencies)
    context = {"whose": whose, "crumbs": crumbs_of(Crumb(gettext("เพิ่มชุดข้อมูล")))}
    if data is None:
        return _form(request, form, context)
    if RETYPE in data:
        return _retyped(request, form, context, is_new=True)

    def write() -> Dataset:
        return create_dataset(
            agency=whose.cleaned_data["agency"], record=form.stated(), by=request.user, now=now()
        )

    return _answered(request, form, context, write, is_good=whose.is_valid())


@require_http_methods(["GET", "HEAD", "POST"])
def edit_dataset(request: PersonRequest, name: str) -> HttpResponse:
    """Every field of its type, with what is still to be mended beside it."""
    dataset = found_dataset(request, name)
    context: dict[str, Any] = {
        "dataset": dataset,
        "seen": dataset.revision,
        "crumbs": crumbs_to(dataset, Crumb(gettext("แก้ไข"))),
    }
    if refusal := refuse_changing(request.duties, dataset):
        context |= {"closed": refusal}
        return render(request, "catalog/office/edit.html", context, status=HTTPStatus.CONFLICT)
    schema, record = load(dataset.schema_version), as_record(dataset.record)
    data = request.POST if request.method == "POST" else None
    form = DatasetForm(schema, record, data=data)
    if data is None:
        faults = faults_of(schema, stated_of(dataset, dataset.resources.all()))
        context |= {"meter": meter(schema, record), "faults": _own(faults)}
        return _form(request, form, context)
    if RETYPE in data:
        return _retyped(request, form, context, is_new=False)

    def write() -> Dataset:
        said: dict[str, Any] = {
            "record": form.stated(),
            "seen": seen_of(data),
            "reason": data.get("reason", ""),
        }
        return change_dataset(dataset=dataset, by=request.user, now=now(), **said)

    return _answered(request, form, context, write)


def _own(faults: Sequence[Fault]) -> list[Fault]:
    """Those of the dataset itself, which this form can mend."""
    return [fault for fault in faults if fault.resource is None and fault.refuses]


def _retyped(
    request: PersonRequest, form: DatasetForm, context: dict[str, Any], *, is_new: bool
) -> HttpResponse:
    """The fields of the type that was chosen; what was typed stays. Nothing is saved."""
    if not form.is_valid():
        return _form(request, form, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _form(request, DatasetForm(form.schema, form.stated(), is_new=is_new), context)


def _answered(
    request: PersonRequest,
    form: DatasetForm,
    context: dict[str, Any],
    write: Callable[[], Dataset],
    *,
    is_good: bool = True,
) -> HttpResponse:
    if not form.is_valid() or not is_good:
        return _form(request, form, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = write()
    except FaultyDatasetError as faulty:
        form.tell(faulty.faults)
        return _form(request, form, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    except RefusedError as refused:
        form.add_error(None, in_words(refused.refusal.message))
        if refused.refusal.code == "dataset_changed_meanwhile":
            context |= {
                "seen": Dataset.objects.values_list("revision", flat=True).get(name=context["dataset"].name)
            }
        return _form(request, form, context, HTTPStatus.CONFLICT)
    messages.success(request, gettext("บันทึกแล้ว"))
    return redirect("catalog:own_dataset", done.name)


def _form(
    request: PersonRequest, form: DatasetForm, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    shown = {"form": form, "sections": form.sections(), "schema": form.schema, **context}
    return render(request, "catalog/office/edit.html", shown, status=status)
