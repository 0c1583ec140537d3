"""The quality of a province's data, and what was found in its figures."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router

from samrit.indicators.actions.answering import explain_finding, settle_finding
from samrit.indicators.api import quality_facts as facts
from samrit.indicators.item_words import name_of
from samrit.indicators.models import Finding, QualityScore
from samrit.indicators.permissions.items import readable
from samrit.indicators.queries.items import area_book
from samrit.indicators.queries.quality import (
    counts_visible_to,
    findings_visible_to,
    newest_score,
    rounds_of,
    scored_again,
    terms_of,
)
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.quality import Quality, suggestions
from samrit.rules.quality import in_words as fix_in_words
from samrit.rules.wording import Message
from samrit.ui.api.paging import Page, paged
from samrit.ui.api.problems import ProblemError
from samrit.ui.api.values import PathKey
from samrit.ui.wording import in_words

router = Router(tags=["data"])
READ, WRITE, SIGN = "data:read", "data:write", "data:sign"
MOST_SUGGESTED = 10


@reads(router, "/data/{area}/quality", scope=READ, answers=facts.QualityFacts)
def data_quality(request: PersonRequest, area: str, at: Query[facts.QualityAsked]) -> dict[str, Any]:
    """The percentage of a round with its steps and what would raise it; 404 before the round was looked at."""
    found = _area(request, area)
    made = _asked(found, at.round)
    rows, terms = counts_visible_to(request.duties, made), terms_of(made)
    names = {code: name_of(entry.item) for code, entry in area_book(found).entries.items()}
    first = suggestions(rows, terms)[:MOST_SUGGESTED]
    return {
        **_facts(made, scored_again(made)),
        "to_do": [in_words(fix_in_words(one, names.get(one.item, one.item), terms)) for one in first],
        "items": [
            {
                "item": row.item,
                "agency_id": int(row.agency) if row.agency else None,
                "percent": _amount(made.items.get(row.item, "")),
                "owed": row.owed,
                "given": row.given,
            }
            for row in rows
        ],
    }


def _area(request: PersonRequest, code: str) -> Area:
    return get_object_or_404(readable(request.duties), pk=code)


def _asked(area: Area, text: str | None) -> QualityScore:
    looked = rounds_of(area.pk)
    chosen = tuple(map(int, text.split("-"))) if text else next(iter(looked), None)
    made = newest_score(area.pk, *chosen) if chosen else None
    if made is None:
        raise ProblemError(404)
    return made


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _facts(made: QualityScore, quality: Quality) -> dict[str, Any]:
    return {
        "round": f"{made.fiscal_year}-{made.months}",
        "number": made.number,
        "day": made.day,
        "made_at": made.made_at,
        "percent": made.value,
        "level": made.level,
        "terms_version": made.terms_version,
        "steps": [in_words(step) for step in quality.steps],
        "measures": [
            {
                "measure": one.measure.value,
                "name": in_words(one.name),
                "weight": one.weight,
                "percent": one.percent,
                "points": one.points,
            }
            for one in quality.measures
        ],
    }


# ── findings ────────────────────────────────────────────────────────────────
@reads(router, "/data/{area}/findings", scope=READ, answers=Page[facts.DataFindingFacts])
def data_findings(request: PersonRequest, area: str, at: Query[facts.DataFindingSlice]) -> dict[str, Any]:
    """Figures that break a rule or stand out, of the own agencies and of provinces one looks after, the newest first."""
    rows = findings_visible_to(request.duties).filter(area=_area(request, area))
    for name in ("state", "severity", "agency"):
        if value := getattr(at, name):
            rows = rows.filter(**{name: value})
    page = paged(request, rows, at, order=("-pk",))
    return {**page, "items": [_finding(one) for one in page["items"]]}


@writes(router, "/data/findings/{finding_id}/explanation", scope=WRITE, answers=facts.DataFindingFacts)
def explain_data_finding(
    request: PersonRequest, finding_id: PathKey, body: facts.FindingAnswerGiven
) -> dict[str, Any]:
    """Say why a figure that is asked about is right. It holds until the figure changes."""
    return _answered(request, finding_id, explain_finding, body.answer)


@writes(router, "/data/findings/{finding_id}/settlement", scope=SIGN, answers=facts.DataFindingFacts)
def settle_data_finding(
    request: PersonRequest, finding_id: PathKey, body: facts.FindingAnswerGiven
) -> dict[str, Any]:
    """Let a figure stand, as the province's data steward, with a reason."""
    return _answered(request, finding_id, settle_finding, body.answer)


def _answered(request: PersonRequest, key: int, answer: Callable[..., Finding], text: str) -> dict[str, Any]:
    one = get_object_or_404(findings_visible_to(request.duties), pk=key)
    return _finding(answer(finding=one, answer=text, by=request.user, now=now()))


def _named(figures: list[list[str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in figures]


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "id": one.pk,
        "item": one.item.code,
        "area": one.place,
        "period": one.period,
        "part": one.part,
        "rule": one.rule,
        "severity": one.severity,
        "state": one.state,
        "agency_id": one.agency_id,
        "message": in_words(Message.from_data(one.message)),
        "figures": _named(one.figures),
        "against": _named(one.against),
        "answer": one.answer,
        "answered_at": one.answered_at,
        "found_at": one.found_at,
    }
