"""What the keys of the trail stand for, in words that are no secret of anybody: numbers and names of KPIs, rounds, agencies."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.db.models import Model
from django.utils.translation import gettext as _

from samrit.audit.models import Event
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import Agency, Area, Membership
from samrit.reports.models import Result
from samrit.ui.formats import place_name

Keys = set[int]


def words_for(events: Iterable[Event]) -> dict[str, str]:
    """Subject (``reports.result:12``) → what people call it, where that is known; a query or two for each kind."""
    asked: dict[str, Keys] = defaultdict(set)
    for event in events:
        kind, _colon, key = event.subject.partition(":")
        if kind in _WORDS and key.isdecimal():
            asked[kind].add(int(key))
    return {f"{kind}:{key}": said for kind, keys in asked.items() for key, said in _WORDS[kind](keys).items()}


def area_names() -> dict[str, str]:
    """Code → name."""
    return {area.code: place_name(area) for area in Area.objects.all()}


def _results(keys: Keys) -> dict[int, str]:
    results = Result.objects.filter(pk__in=keys).values_list("pk", "indicator", "round__months")
    found = list(results)
    kpis = _kpi_names({indicator for _key, indicator, _months in found})
    return {key: f"{_months_of(months)} · {kpis.get(indicator, '')}" for key, indicator, months in found}


def _kpi_names(indicators: Keys) -> dict[int, str]:
    """As the newest edition names them."""
    kpis = Kpi.objects.filter(indicator__in=indicators).select_related("component")
    return {
        one.indicator_id: f"{one.full_number} {one.name}"
        for one in kpis.order_by("component__edition__number")
    }


def _months_of(months: int) -> str:
    return _("รอบ %(months)s เดือน") % {"months": months}


def _rounds(keys: Keys) -> dict[int, str]:
    rounds = Round.objects.filter(pk__in=keys).select_related("area")
    return {one.pk: f"{place_name(one.area)} {one.fiscal_year_id} {_months_of(one.months)}" for one in rounds}


def _kpis(keys: Keys) -> dict[int, str]:
    kpis = Kpi.objects.filter(pk__in=keys).select_related("component")
    return {one.pk: f"{one.full_number} {one.name}" for one in kpis}


def _editions(keys: Keys) -> dict[int, str]:
    editions = Edition.objects.filter(pk__in=keys).select_related("framework__area")
    ask = _("กรอบตัวชี้วัด%(area)s %(year)s ฉบับที่ %(number)s")
    return {
        one.pk: ask
        % {"area": place_name(one.framework.area), "year": one.framework.fiscal_year_id, "number": one.number}
        for one in editions
    }


def _memberships(keys: Keys) -> dict[int, str]:
    held = Membership.objects.filter(pk__in=keys).select_related("agency")
    return {one.pk: f"{one.get_role_display()} · {one.agency.name}" for one in held}


def _named(model: type[Model]) -> Callable[[Keys], dict[int, str]]:
    return lambda keys: dict(model._default_manager.filter(pk__in=keys).values_list("pk", "name"))  # noqa: SLF001 - Django's own way to a model's rows


_WORDS: Mapping[str, Callable[[Keys], dict[int, str]]] = {
    "reports.result": _results,
    "frameworks.round": _rounds,
    "frameworks.kpi": _kpis,
    "frameworks.edition": _editions,
    "people.membership": _memberships,
    "people.agency": _named(Agency),
}
