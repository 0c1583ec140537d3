"""Resources of a dataset: a file, an address, observations of the provincial database."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from samrit.catalog.actions import resources as writing
from samrit.catalog.actions.settling import FaultyDatasetError
from samrit.catalog.forms.datasets import ResourceForm
from samrit.catalog.forms.office import FileForm, ItemForm
from samrit.catalog.models import Dataset, Resource, as_record
from samrit.catalog.permissions.datasets import refuse_changing
from samrit.catalog.views.found import crumbs_to, found_dataset, seen_of
from samrit.indicators.item_words import name_of
from samrit.indicators.queries.items import area_book
from samrit.people.middleware import PersonRequest
from samrit.rules.areas import AreaLevel, level_name
from samrit.rules.catalog import load
from samrit.rules.wording import Message, Refusal, RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def new_resource(request: PersonRequest, name: str, kind: str) -> HttpResponse:
    """Where are the data had?"""
    dataset = _open(request, name)
    if kind not in Resource.Kind.values:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = _form_of(dataset, {}, link=kind == Resource.Kind.LINK, data=data)
    extra = _extra(request, dataset, kind)
    context = {"dataset": dataset, "kind": kind, "form": form, "extra": extra}
    if data is None:
        return _page(request, context)
    if not form.is_valid() or (extra is not None and not extra.is_valid()):
        return _page(request, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _attach(request, dataset, kind, form, extra)
    except (RefusedError, FaultyDatasetError) as refused:
        return _refused(request, context, refused)
    messages.success(request, gettext("เพิ่มทรัพยากรแล้ว"))
    return redirect("catalog:own_dataset", dataset.name)


def _open(request: PersonRequest, name: str) -> Dataset:
    """404 for those who see the dataset and may not change it."""
    dataset = found_dataset(request, name)
    if refuse_changing(request.duties, dataset):
        raise Http404
    return dataset


def _form_of(dataset: Dataset, record: dict[str, Any], *, link: bool, data: Any) -> ResourceForm:
    schema = load(dataset.schema_version)
    kind = schema.dataset_type(as_record(dataset.record))
    return ResourceForm(schema, record, dataset_type=kind, link=link, data=data)


def _extra(request: PersonRequest, dataset: Dataset, kind: str) -> FileForm | ItemForm | None:
    data = request.POST if request.method == "POST" else None
    if kind == Resource.Kind.FILE:
        return FileForm(data, request.FILES or None)
    if kind == Resource.Kind.OBSERVATIONS:
        entries = area_book(dataset.area).entries.values()
        items = sorted((one.item.code, name_of(one.item)) for one in entries if one.active)
        levels = [(one.value, in_words(level_name(one))) for one in AreaLevel]
        return ItemForm(data, items=items, levels=levels)
    return None


def _attach(
    request: PersonRequest, dataset: Dataset, kind: str, form: ResourceForm, extra: FileForm | ItemForm | None
) -> Resource:
    said: dict[str, Any] = {
        "dataset": dataset,
        "record": form.stated(),
        "by": request.user,
        "now": now(),
    }
    if kind == Resource.Kind.FILE and extra is not None:
        file = extra.cleaned_data["file"]
        return writing.attach_upload(**said, file=file, name=file.name or "")
    if kind == Resource.Kind.OBSERVATIONS and extra is not None:
        return writing.attach_observations(**said, **extra.cleaned_data)
    return writing.attach_link(**said)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_resource(request: PersonRequest, name: str, key: UUID) -> HttpResponse:
    """What is said of a resource."""
    dataset = _open(request, name)
    resource = get_object_or_404(Resource, dataset=dataset, public_id=key)
    data = request.POST if request.method == "POST" else None
    link = resource.kind == Resource.Kind.LINK
    form = _form_of(dataset, as_record(resource.record), link=link, data=data)
    context = {
        "dataset": dataset,
        "kind": resource.kind,
        "form": form,
        "resource": resource,
        "seen": dataset.revision,
    }
    if data is None:
        return _page(request, context)
    if not form.is_valid():
        return _page(request, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        writing.change_resource(
            resource=resource, record=form.stated(), seen=seen_of(data), by=request.user, now=now()
        )
    except (RefusedError, FaultyDatasetError) as refused:
        context["seen"] = Dataset.objects.values_list("revision", flat=True).get(pk=dataset.pk)
        return _refused(request, context, refused)
    messages.success(request, gettext("บันทึกแล้ว"))
    return redirect("catalog:own_dataset", dataset.name)


@require_POST
def move_resource(request: PersonRequest, name: str, key: UUID, verb: str) -> HttpResponse:
    """One place up, one place down, or out of the dataset."""
    dataset = _open(request, name)
    resource = get_object_or_404(Resource, dataset=dataset, public_id=key)
    said: dict[str, Any] = {"resource": resource, "by": request.user, "now": now()}
    if verb not in {"up", "down", "remove"}:
        raise Http404
    try:
        if verb == "remove":
            writing.remove_resource(**said)
            messages.success(request, gettext("นำทรัพยากรออกแล้ว ไฟล์ยังอยู่ในทะเบียนหลักฐาน"))
        else:
            writing.move_resource(**said, up=verb == "up")
    except RefusedError as refused:
        messages.error(request, in_words(refused.refusal.message))
    except FaultyDatasetError as faulty:
        messages.error(request, in_words(faulty.faults[0].message))
    return redirect("catalog:own_dataset", dataset.name)


def _refused(
    request: PersonRequest, context: dict[str, Any], refused: RefusedError | FaultyDatasetError
) -> HttpResponse:
    refusal: Refusal | Message = (
        refused.refusal if isinstance(refused, RefusedError) else refused.faults[0].message
    )
    return _page(request, {**context, "refusal": refusal}, HTTPStatus.CONFLICT)


def _page(request: PersonRequest, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    titles = {
        Resource.Kind.FILE: gettext("ทรัพยากรเป็นไฟล์"),
        Resource.Kind.LINK: gettext("ทรัพยากรเป็นที่อยู่เว็บ"),
        Resource.Kind.OBSERVATIONS: gettext("ทรัพยากรจากฐานข้อมูลจังหวัด"),
    }
    title = titles[Resource.Kind(context["kind"])]
    crumbs = crumbs_to(context["dataset"], Crumb(title))
    shown = {**context, "title": title, "crumbs": crumbs}
    return render(request, "catalog/office/resource.html", shown, status=status)
