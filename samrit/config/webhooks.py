"""What an event of the trail is about, for webhooks: codes, keys and addresses, no figures and no texts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from samrit.frameworks.models import Edition, Round
from samrit.indicators.models import Submission
from samrit.notices.actions import Thing
from samrit.reports.models import Filing, Result
from samrit.scores.models import Appeal, ProvinceScore


def things_of(subjects: Sequence[str]) -> dict[str, Thing]:
    """Subject of the trail (``reports.result:12``) → what it is; one query for each kind."""
    found: dict[str, Thing] = {}
    for label, read in READERS.items():
        keys = {int(key) for name, _, key in (one.partition(":") for one in subjects) if name == label}
        if keys:
            found |= {f"{label}:{key}": thing for key, thing in read(keys)}
    return found


Read = Callable[[Iterable[int]], Iterable[tuple[int, Thing]]]


def _results(keys: Iterable[int]) -> Iterable[tuple[int, Thing]]:
    for one in Result.objects.filter(pk__in=keys).select_related("round"):
        entry = [one.round_id, one.indicator_id]
        yield (
            one.pk,
            _of_round(
                one.round,
                {
                    "indicator_id": one.indicator_id,
                    **_links(reverse("reports:entry", args=entry), "/rounds/{}/items/{}", *entry),
                },
            ),
        )


def _filings(keys: Iterable[int]) -> Iterable[tuple[int, Thing]]:
    for one in Filing.objects.filter(pk__in=keys).select_related("round").defer("snapshot"):
        page = reverse("reports:round", args=[one.round_id])
        yield one.pk, _of_round(one.round, {"filing_id": one.pk, **_links(page, "/filings/{}", one.pk)})


def _scores(keys: Iterable[int]) -> Iterable[tuple[int, Thing]]:
    for one in ProvinceScore.objects.filter(pk__in=keys).select_related("round"):
        page = reverse("scores:own", args=[one.round_id])
        facts = {"score_version": one.version, **_links(page, "/rounds/{}/score", one.round_id)}
        yield one.pk, _of_round(one.round, facts)


def _appeals(keys: Iterable[int]) -> Iterable[tuple[int, Thing]]:
    for one in Appeal.objects.filter(pk__in=keys).select_related("round"):
        facts = {"appeal_id": one.pk, "appeal_number": one.number, "indicator_id": one.indicator_id}
        page = _site(reverse("scores:appeal", args=[one.pk]))
        yield one.pk, _of_round(one.round, {**facts, "page": page})


def _rounds(keys: Iterable[int]) -> Iterable[tuple[int, Thing]]:
    for one in Round.objects.filter(pk__in=keys):
        page = reverse("reports:round", args=[one.pk])
        yield one.pk, _of_round(one, _links(page, "/rounds/{}", one.pk))


def _submissions(keys: Iterable[int]) -> Iterable[tuple[int, Thing]]:
    for one in Submission.objects.filter(pk__in=keys):
        page = reverse("indicators:submission", args=[one.area_id, one.pk])
        facts = {"area": one.area_id, "agency_id": one.agency_id, "submission_id": one.pk}
        yield one.pk, Thing(one.area_id, {**facts, **_links(page, "/submissions/{}", one.pk)})


def _editions(keys: Iterable[int]) -> Iterable[tuple[int, Thing]]:
    for one in Edition.objects.filter(pk__in=keys).select_related("framework"):
        page = reverse("frameworks:edition", args=[one.pk])
        facts = {"area": one.framework.area_id, "year": one.framework.fiscal_year_id, "edition_id": one.pk}
        yield (
            one.pk,
            Thing(one.framework.area_id, {**facts, **_links(page, "/editions/{}", one.pk)}),
        )


READERS: Mapping[str, Read] = {
    "reports.result": _results,
    "reports.filing": _filings,
    "scores.provincescore": _scores,
    "scores.appeal": _appeals,
    "frameworks.round": _rounds,
    "frameworks.edition": _editions,
    "indicators.submission": _submissions,
}


def _of_round(round_: Round, facts: Mapping[str, Any]) -> Thing:
    data = {
        "area": round_.area_id,
        "year": round_.fiscal_year_id,
        "months": round_.months,
        "round_id": round_.pk,
    }
    return Thing(round_.area_id, {**data, **facts})


def _links(page: str, operation: str, *keys: int) -> dict[str, str]:
    """Where a person, and where a program, finds it."""
    return {"page": _site(page), "api": _site("/api/v1" + operation.format(*keys))}


def _site(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
