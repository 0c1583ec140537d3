"""Areas of a province: districts, subdistricts, villages, and what became of them."""

from collections import Counter
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from samrit.audit.queries import history_of
from samrit.indicators.actions.places import take_villages
from samrit.indicators.area_words import area_name, events_of
from samrit.indicators.forms.places import VillageFilter, VillageForm
from samrit.indicators.models import Place
from samrit.indicators.permissions.items import refuse_keeping
from samrit.indicators.queries.places import stood, villages, villages_now
from samrit.indicators.views.found import crumbs_of, found_area
from samrit.people.history import told
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.areas import Area as Official
from samrit.rules.areas import AreaLevel, area_by_code, children, ended_areas, level_name, level_of
from samrit.rules.areas.villages import Line, planned
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import RefusedError
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

VILLAGES_PER_PAGE = 100
SHOWN_EVENTS = 10


@require_safe
def areas(request: PersonRequest, area: str) -> HttpResponse:
    """Districts with what lies in them; villages are found by name or code."""
    found = found_area(request, area)
    form = VillageFilter(data=request.GET)
    counted = Counter(code[:4] for code in villages_now(found.pk).values_list("parent", flat=True))
    context = {
        "area": found,
        "rows": [
            (one, area_name(one), len(children(one.code)), counted[one.code]) for one in children(found.pk)
        ],
        "ended": [(one, area_name(one)) for one in _ended(found.pk)],
        "events": events_of(found.pk),
        "form": form,
        "page": _search(request, found, form),
        "villages": sum(counted.values()),
        "refusal": refuse_keeping(request.duties, found),
        "trail": told(history_of(found).filter(verb="take_villages")[:SHOWN_EVENTS]),
        "crumbs": crumbs_of(found, Crumb(gettext("พื้นที่"))),
    }
    return render(request, "indicators/places/list.html", context)


def _ended(province: str) -> list[Official]:
    """Codes that ended right below what stands; those within them are found on their pages."""
    gone = {one.code: one for one in ended_areas() if one.code.startswith(province)}
    return [one for one in gone.values() if one.parent not in gone]


def _search(request: PersonRequest, area: Area, form: VillageFilter) -> Any:
    """A page of the villages that were asked for; None where nothing was."""
    words = form.cleaned_data["q"].split() if form.is_valid() else []
    if not words:
        return None
    found: QuerySet[Place] = villages_now(area.pk)
    for word in words:
        found = found.filter(
            Q(name__icontains=word) | Q(name_en__icontains=word) | Q(code__startswith=arabic_digits(word))
        )
    return _paged(request, found)


def _paged(request: PersonRequest, rows: QuerySet[Place]) -> Any:
    """(village, the subdistrict it lies in) a row."""
    page: Any = Paginator(rows, VILLAGES_PER_PAGE).get_page(request.GET.get("page"))
    parents = {row.parent: area_by_code(row.parent) for row in page.object_list}
    names = {code: area_name(parent) if parent else code for code, parent in parents.items()}
    page.object_list = [(row, names[row.parent]) for row in page.object_list]
    return page


# ── one area ────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def area_page(request: PersonRequest, area: str, code: str) -> HttpResponse:
    """A district, a subdistrict with its villages, or a village."""
    found = found_area(request, area)
    if not code.startswith(found.pk):
        raise Http404
    if level_of(code) is AreaLevel.VILLAGE:
        return _village(request, found, code)
    official = area_by_code(code)
    if official is None or request.method == "POST":
        raise Http404
    below = children(code) or tuple(one for one in ended_areas() if one.parent == code)
    context = {
        "area": found,
        "official": official,
        "title": area_name(official),
        "level": level_name(official.level),
        "below": [(one, area_name(one)) for one in below],
        "events": events_of(code),
        "page": _paged(request, villages_now(found.pk).filter(parent=code))
        if official.level is AreaLevel.SUBDISTRICT
        else None,
        "refusal": refuse_keeping(request.duties, found),
        "crumbs": _crumbs(found, official),
    }
    return render(request, "indicators/places/area.html", context)


def _crumbs(area: Area, official: Official | None, *more: Crumb) -> list[Crumb]:
    """Down to the area itself."""
    room = Crumb(gettext("พื้นที่"), reverse("indicators:areas", args=[area.pk]))
    ways = []
    if official is not None and official.level is not AreaLevel.PROVINCE:
        codes = [official.code[:length] for length in range(4, len(official.code) + 1, 2)]
        named = [(code, area_by_code(code)) for code in codes]
        ways = [
            Crumb(area_name(one), reverse("indicators:area", args=[area.pk, code]))
            for code, one in named
            if one
        ]
    return crumbs_of(area, room, *ways, *more)


# ── a village ───────────────────────────────────────────────────────────────
def _village(request: PersonRequest, area: Area, code: str) -> HttpResponse:
    """Its names through the years; the coordinator renames or ends it."""
    rows = list(villages(area.pk).filter(code=code).select_related("imported_by"))
    refusal = refuse_keeping(request.duties, area)
    if not rows or (refusal and request.method == "POST"):
        raise Http404
    last, status = rows[-1], HTTPStatus.OK
    form = VillageForm(
        data=request.POST if request.method == "POST" else None,
        initial={"name": last.name, "name_en": last.name_en, "split_from": last.split_from},
    )
    if form.is_bound:
        if form.is_valid() and _changed(request, area, code, form):
            return redirect("indicators:area", area.pk, code)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "area": area,
        "village": last,
        "rows": rows[::-1],
        "form": form,
        "refusal": refusal,
        "crumbs": _crumbs(area, area_by_code(last.parent), Crumb(last.name)),
    }
    return render(request, "indicators/places/village.html", context, status=status)


def _changed(request: PersonRequest, area: Area, code: str, form: VillageForm) -> bool:
    """Taken over as a list of one line; what does not fit is told beside its field."""
    said = form.cleaned_data
    days = {key: said[key].isoformat() if said[key] else "" for key in ("valid_from", "valid_to")}
    line = Line(1, code, said["name"], said["name_en"], split_from=said["split_from"], **days)
    try:
        take_villages(area=area, lines=[line], good_rows=False, by=request.user, now=now(), source=code)
    except RefusedError:
        for key, message in planned([line], stood(area.pk, code), area.pk)[0].problems:
            form.add_error(key if key in form.fields else None, in_words(message))
        return False
    messages.success(request, gettext("บันทึกแล้ว"))
    return True
