"""The rows of each file, column by column as ``open_data.toml`` states them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from samrit.dashboards.documents.open_data.writing import Row, Value
from samrit.dashboards.queries import open_data
from samrit.dashboards.queries.open_data import KpiRow
from samrit.dashboards.queries.standings import ranked_by_total
from samrit.scores.models import ProvinceScore
from samrit.scores.queries import appealed_rounds

BETWEEN = " | "  # names in one cell
_NOTHING: Mapping[str, Any] = {}


def rows_of(file: str, *, now: datetime, year: int | None, as_of: datetime | None) -> Iterator[Row]:
    """The rows of ``results`` or ``provinces``; ``as_of`` stands in each."""
    makers: dict[str, Callable[..., Iterator[Row]]] = {"results": _results, "provinces": _provinces}
    return ({**row, "data_as_of": as_of} for row in makers[file](now, year))


def _of_score(score: ProvinceScore, appealed: Collection[int]) -> dict[str, Value]:
    """``appealed``: the rounds whose score is contested now."""
    round_ = score.round
    return {
        "year": round_.fiscal_year_id,
        "round_months": round_.months,
        "province_code": round_.area_id,
        "province_name": round_.area.name,
        "province_name_en": round_.area.name_en,
        "page_edition": score.page_edition,
        "published_at": score.published_at,
        "score_state": score.state,
        "under_appeal": round_.pk in appealed,
        "total": Decimal(score.total_published) if score.total_published else None,
        "rating": score.rating,
        "rule_set": score.rule_set,
        "rule_version": score.rule_version,
        "page": page_of(score),
    }


def page_of(score: ProvinceScore) -> str:
    """The very edition, so that a row keeps its explanation after another edition has come."""
    edition = f"{score.round.months}-{score.page_edition}"
    place = [score.round.fiscal_year_id, score.round.area_id, edition]
    return urljoin(settings.SITE_URL, reverse("dashboards:page_edition", args=place))


# ── provinces ───────────────────────────────────────────────────────────────
def _provinces(now: datetime, year: int | None) -> Iterator[Row]:
    """Ranks are those of the public page of the year: among the longest round."""
    scores, appealed = open_data.scores_alone(now, year), frozenset(appealed_rounds())
    for _, of_year in groupby(scores, key=lambda score: score.round.fiscal_year_id):
        rows = list(of_year)
        places = {one.score.pk: one for one in ranked_by_total(rows) if one.score}
        for score in rows:
            place = places[score.pk]
            yield {
                **_of_score(score, appealed),
                "rank": place.rank,
                "rank_tied": place.tied if place.rank else None,
                "framework_edition": score.edition.number,
            }


# ── results ─────────────────────────────────────────────────────────────────
def _results(now: datetime, year: int | None) -> Iterator[Row]:
    appealed = frozenset(appealed_rounds())
    for score, kpis, owners in open_data.scores_with_kpis(now, year):
        of_score = _of_score(score, appealed)
        inputs = open_data.by_number(
            (row["number"], kpi) for row in score.inputs["components"] for kpi in row["kpis"]
        )
        outcomes = open_data.by_number((row["component"], row) for row in score.outcome["kpis"])
        for kpi in kpis:
            place = (str(kpi.component), kpi.number)
            agencies = BETWEEN.join(owners.get(kpi.parent or kpi.key, ()))
            of_kpi = _of_kpi(kpi, inputs.get(place, _NOTHING), outcomes.get(place, _NOTHING))
            yield {**of_score, **of_kpi, "agencies": agencies}


def _of_kpi(kpi: KpiRow, given: Mapping[str, Any], came_out: Mapping[str, Any]) -> dict[str, Value]:
    basic, standard, advanced = _levels(given, kpi)
    missing = _missing(kpi, given)
    return {
        "component_number": str(kpi.component),
        "component_name": kpi.component_name,
        "kpi_number": kpi.number,
        "parent_kpi_number": kpi.parent_number or "",
        "kpi_name": kpi.name,
        "library_code": kpi.library_code or "",
        "unit": kpi.unit if kpi.judged_unit is None else kpi.judged_unit,
        "direction": given.get("direction") or kpi.judged_direction or kpi.direction,
        "weight": kpi.weight,
        "weight_used": _decimal(came_out.get("weight_used")),
        "target_basic": basic,
        "target_standard": standard,
        "target_advanced": advanced,
        "value": None if missing else _decimal(given.get("result")),
        "missing": missing,
        "verified_as": kpi.decision or "",
        "score": kpi.score,
        "points": kpi.points,
    }


def _levels(given: Mapping[str, Any], kpi: KpiRow) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Those that judged the result; of a KPI that was not judged, the framework's."""
    if levels := given.get("levels"):
        basic, standard, advanced = (Decimal(level) for level in levels)
        return basic, standard, advanced
    return (None, None, None) if given.get("parts") else (kpi.basic, kpi.standard, kpi.advanced)


def _missing(kpi: KpiRow, given: Mapping[str, Any]) -> str:
    if not kpi.assessed:
        return "not_assessed"
    return "cancelled" if given.get("cancelled") else given.get("missing") or ""


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
