"""Pages of what a province lists beside its items: agencies, areas that owe, measured places."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from samrit.indicators.actions.listing import PlaceTold, keep_place, list_areas, name_keepers
from samrit.indicators.area_words import area_name
from samrit.indicators.forms.listing import KeepersForm, ListedAreasForm, PlaceForm
from samrit.indicators.item_words import name_of
from samrit.indicators.permissions.items import refuse_keeping
from samrit.indicators.queries.items import OF_AN_AGENCY, AreaBook, area_book, items_of, places_of
from samrit.indicators.queries.owing import codes_of, owing
from samrit.indicators.queries.places import known
from samrit.indicators.views.found import crumbs_of, found_area
from samrit.people.middleware import PersonRequest
from samrit.people.models import Agency, Area
from samrit.rules.areas import AreaLevel
from samrit.rules.items.naming import Bearer, likely
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words


# ── who is which owner ──────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def keepers(request: PersonRequest, area: str) -> HttpResponse:
    """Which agency of the province each kind of agency is: proposed by name, said by the coordinator."""
    found = _kept(request, area)
    agencies = list(Agency.objects.filter(area=found).order_by("name"))
    data = request.POST if request.method == "POST" else None
    form = _keepers_form(found, agencies, data)
    if form.is_bound and form.is_valid():
        changed = name_keepers(area=found, keepers=form.keepers(), by=request.user, now=now())
        text = gettext("บันทึกแล้ว เปลี่ยน {n} ประเภท").format(n=changed) if changed else gettext("ไม่มีอะไรเปลี่ยน")
        messages.success(request, text)
        return redirect("indicators:keepers", found.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {
        "area": found,
        "form": form,
        "agencies": agencies,
        "crumbs": _crumbs(found, gettext("จับคู่หน่วยงาน")),
    }
    return render(request, "indicators/items/keepers.html", context, status=status)


def _keepers_form(area: Area, agencies: list[Agency], data: object) -> KeepersForm:
    found = area_book(area)
    named = {code: agency.pk for code, agency in owing(area).agencies.items()}
    codes = dict.fromkeys(
        code
        for entry in found.entries.values()
        if entry.active
        for code in (entry.item.expects.by, entry.item.owner)
        if not code.startswith(OF_AN_AGENCY) and not found.book.owners[code].central
    )
    owners = [(code, name_of(found.book.owners[code])) for code in codes]
    bearers = [Bearer(one.pk, (one.name, one.short_name, *one.aliases)) for one in agencies]
    proposed = {code: likely(found.book.owners[code].name, bearers, area.name) for code in codes}
    sure = {code: key for code, key in proposed.items() if key is not None}
    return KeepersForm(owners, agencies, named, sure, data=data)


def _kept(request: PersonRequest, code: str) -> Area:
    found = found_area(request, code)
    if refuse_keeping(request.duties, found):
        raise Http404
    return found


def _crumbs(area: Area, *titles: str) -> list[Crumb]:
    items = Crumb(gettext("รายการข้อมูล"), reverse("indicators:items", args=[area.pk]))
    return crumbs_of(area, items, *map(Crumb, titles))


# ── areas that owe ──────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def listed_areas(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """Which areas of the province owe an item that only listed ones owe."""
    found = _kept(request, area)
    row = get_object_or_404(items_of(found), pk=pk)
    entry = area_book(found).entry_of(pk)
    if entry is None or not entry.item.expects.listed:
        raise Http404
    stood = list(owing(found).listed.get(pk, ()))
    choices = _choices(found, entry.item.expects.level, stood)
    data = request.POST if request.method == "POST" else None
    form = ListedAreasForm(choices, data=data, initial={"areas": stood})
    if form.is_bound and form.is_valid():
        list_areas(area=found, item=row, codes=form.cleaned_data["areas"], by=request.user, now=now())
        messages.success(request, gettext("บันทึกแล้ว"))
        return redirect("indicators:item", found.pk, pk)
    context = {
        "area": found,
        "form": form,
        "name": name_of(entry.item),
        "item": row,
        "crumbs": _crumbs(found, name_of(entry.item), gettext("กำหนดพื้นที่")),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "indicators/items/listed_areas.html", context, status=status)


def _choices(area: Area, level: AreaLevel, stood: list[str]) -> list[tuple[str, str]]:
    find = known(area.pk)
    codes = dict.fromkeys((*codes_of(area.pk, level, localdate()), *stood))
    return [(code, area_name(found) if (found := find(code)) else code) for code in codes]


# ── places of open lists ────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def code_list(request: PersonRequest, area: str, name: str) -> HttpResponse:
    """The places of an open list that the province keeps: stations, sections of rivers."""
    found = found_area(request, area)
    book: AreaBook = area_book(found)
    codes = book.book.lists.get(name)
    if codes is None or not codes.place:
        raise Http404
    refusal = refuse_keeping(request.duties, found)
    if request.method == "POST" and refusal:
        raise Http404
    form = PlaceForm(data=request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            kept = keep_place(
                area=found, codes=codes, place=PlaceTold(**form.cleaned_data), by=request.user, now=now()
            )
        except RefusedError as refused:
            form.add_error("code", in_words(refused.refusal.message))
        else:
            messages.success(request, gettext("บันทึก {name} แล้ว").format(name=kept.name))
            return redirect("indicators:code_list", found.pk, name)
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "area": found,
        "codes": codes,
        "title": name_of(codes),
        "known": ", ".join(f"{name_of(code)} ({code.code})" for code in codes.codes),
        "places": places_of(found).filter(list=name),
        "form": form,
        "refusal": refusal,
        "crumbs": _crumbs(found, name_of(codes)),
    }
    return render(request, "indicators/items/code_list.html", context, status=status)
