"""The formula that computes a KPI's result from the provincial database: read, tried, stated."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.timezone import now
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.frameworks import actions, queries
from samrit.frameworks.api.details import found_kpi
from samrit.frameworks.computing import compute_example
from samrit.frameworks.models import Kpi
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.areas import AreaLevel
from samrit.rules.formula import LONGEST_CODE
from samrit.rules.kpi_formulas import MOST_DECIMALS, BuiltIn, Gather, Of, Span, Take, Terms, built_in, checked
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import Amount, PathKey, Text
from samrit.ui.formats import in_english
from samrit.ui.wording import in_words

router = Router(tags=["frameworks"])
READ, WRITE = "frameworks:read", "frameworks:write"
SpanCode = Literal["fiscal_year", "year_ended", "year", "twelve_months"]
Code = Annotated[str, Text(64, least=1)]
Expression = Annotated[str, Text(1000)]


class GatherFacts(Schema):
    """Which cells of an item are taken. ``only``: list → codes; left out or empty is all of them."""

    item: Code
    level: Literal["province", "district", "subdistrict", "village"]
    take: Literal["all", "latest"] = "all"
    of: Literal["total", "each"] = "total"
    only: dict[Code, Annotated[list[Code], Field(max_length=500)]] = Field({}, max_length=20)


class FormulaFacts(Schema):
    """สูตรคำนวณ; ``version`` 0: nobody stated any. An empty ``expression``: the result is typed."""

    kpi_id: int
    version: int
    expression: str
    unit: str
    span: SpanCode
    decimals: int
    gathers: list[GatherFacts]
    built_in: str
    reason: str
    made_at: datetime | None
    made_by: str | None


class FormulaGiven(Schema):
    """``gathers`` left out: each item as its owner owes it. An empty ``expression`` ends the formula."""

    expression: Expression
    span: SpanCode = "fiscal_year"
    decimals: Annotated[int, Field(ge=0, le=MOST_DECIMALS)] = 2
    gathers: list[GatherFacts] = Field([], max_length=40)
    built_in: Annotated[str, Text(LONGEST_CODE)] = ""
    reason: Annotated[str, Text(2000)] = ""


class FormulaTried(Schema):
    """What it comes to for the whole year with the data of now; ``missing`` says why there is no value."""

    expression: str
    value: Amount | None
    missing: str | None
    steps: list[str]
    expected_cells: int
    empty_cells: int
    gathers: list[GatherFacts]


class BuiltInFacts(Schema):
    """สูตรสำเร็จรูป; ``basis`` is public, letter or assumed."""

    code: str
    name: str
    expression: str
    unit: str
    span: SpanCode
    decimals: int
    gathers: list[GatherFacts]
    source: str
    basis: str
    note: str


class Trying(Schema):
    """Left out: the formula that stands."""

    expression: Expression = ""
    span: SpanCode = "fiscal_year"
    decimals: int = Field(2, ge=0, le=MOST_DECIMALS)


@reads(router, "/kpi-formulas", scope=READ, answers=list[BuiltInFacts])
def built_in_formulas(request: PersonRequest) -> list[dict[str, Any]]:
    """The formulas that are built in, each with its source."""
    return [_built_in(one) for one in built_in()]


@reads(router, "/kpis/{kpi_id}/formula", scope=READ, answers=FormulaFacts)
def kpi_formula(request: PersonRequest, kpi_id: PathKey) -> dict[str, Any]:
    """The formula of a KPI; the ETag names its version for If-Match."""
    return _told(request, found_kpi(request, kpi_id))


@reads(router, "/kpis/{kpi_id}/formula/try", scope=READ, answers=FormulaTried, also=(409,))
def try_kpi_formula(request: PersonRequest, kpi_id: PathKey, tried: Query[Trying]) -> dict[str, Any]:
    """Check a formula and compute it with the data of now; nothing is saved. 409 says what is wrong with it."""
    kpi = found_kpi(request, kpi_id)
    standing = queries.formula_of(kpi.indicator_id)
    typed = Terms(tried.expression, kpi.unit, Span(tried.span), tried.decimals)
    wanted = standing.terms if standing and not tried.expression else typed
    terms, _ = checked(wanted, queries.items_for(kpi))
    found = compute_example(terms, kpi)
    return {
        "expression": terms.expression,
        "value": found.answer.value,
        "missing": in_words(found.answer.missing) if found.answer.missing else None,
        "steps": [in_words(step) for step in found.answer.steps],
        "expected_cells": found.found.expected,
        "empty_cells": len(found.found.empty),
        "gathers": [gather.to_data() for gather in terms.gathers],
    }


@writes(router, "/kpis/{kpi_id}/formula", method="PUT", scope=WRITE, answers=FormulaFacts, versioned=True)
def set_kpi_formula(request: PersonRequest, kpi_id: PathKey, body: FormulaGiven) -> dict[str, Any]:
    """State a KPI's formula over the one that was read (If-Match); of an edition in force with a reason."""
    kpi, base = found_kpi(request, kpi_id), version_seen(request)
    common: dict[str, Any] = {
        "kpi": kpi,
        "base": base,
        "reason": body.reason,
        "by": request.user,
        "now": now(),
    }
    if body.expression:
        actions.set_formula(**common, terms=_terms(kpi, body), built_in=body.built_in)
    else:
        actions.end_formula(**common)
    return _told(request, kpi)


def _terms(kpi: Kpi, body: FormulaGiven) -> Terms:
    gathers = tuple(
        Gather(
            one.item,
            AreaLevel(one.level),
            Take(one.take),
            Of(one.of),
            {name: tuple(codes) for name, codes in one.only.items()},
        )
        for one in body.gathers
    )
    return Terms(body.expression, kpi.unit, Span(body.span), body.decimals, gathers)


def _told(request: PersonRequest, kpi: Kpi) -> dict[str, Any]:
    newest = queries.newest_formula(kpi.indicator_id)
    answers_with(request, newest.version if newest else 0)
    if newest is None:
        none = Terms("", kpi.unit)
        return {**_terms_facts(none), "kpi_id": kpi.pk, "version": 0, "built_in": "", "reason": "",
                "made_at": None, "made_by": None}  # fmt: skip
    return {
        **_terms_facts(newest.terms),
        "kpi_id": kpi.pk,
        "version": newest.version,
        "built_in": newest.built_in,
        "reason": newest.reason,
        "made_at": newest.made_at,
        "made_by": newest.made_by.name,
    }


def _terms_facts(terms: Terms) -> dict[str, Any]:
    return {
        "expression": terms.expression,
        "unit": terms.unit,
        "span": terms.span.value,
        "decimals": terms.decimals,
        "gathers": [gather.to_data() for gather in terms.gathers],
    }


def _built_in(one: BuiltIn) -> dict[str, Any]:
    english = in_english()
    return {
        **_terms_facts(one.terms),
        "code": one.code,
        "name": one.name_en if english else one.name,
        "source": one.source,
        "basis": one.basis,
        "note": one.note_en if english else one.note,
    }
