"""Other rules on a year's stored results: who would move, and why. Nothing is written."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules import rulesets
from samrit.rules.rulesets import RuleSet
from samrit.rules.simulation import Movement, Place
from samrit.rules.wording import say
from samrit.scores.api.official import workbook_response
from samrit.scores.documents import CONTENT_TYPE, in_one_line, simulation_workbook
from samrit.scores.forms import SimulationForm, read_draft
from samrit.scores.queries import scored_years
from samrit.scores.simulated import Moved, moved_by
from samrit.ui.api.problems import FieldProblem, ProblemError, of_form, wrong
from samrit.ui.api.values import Amount
from samrit.ui.wording import in_words

router = Router(tags=["scores"])
READ = "scores:read"
MOST = 100
Change = Annotated[str, Field(max_length=120, pattern=r"^[a-z][a-z0-9_]{0,60}:[^\x00]{1,50}$")]
_NO_YEAR = say("year_not_scored_yet", "ปีนี้ยังไม่มีคะแนน – ปีที่มีคะแนนอยู่ใน years")
_NO_RULES = say("rules_unknown", "ไม่มีชุดเกณฑ์ชื่อนี้ – ชื่อที่มีอยู่ใน available")
_UNREADABLE = say("draft_unreadable", "อ่านเป็นชุดเกณฑ์ไม่ได้")
_NO_FIELD = say("unknown_field", "ไม่มีช่องชื่อนี้")


class SimulationAsked(Schema):
    """Whose results (null: the newest scored year), which rules (null: the newest), and what is changed in them."""

    year: int | None = Field(None, ge=2500, le=2700)
    rules: str | None = Field(None, max_length=40)
    change: list[Change] = Field(
        [],
        max_length=MOST,
        description="`name:value`, e.g. `band_good:85`, `below_basic:zero`; names: `fields`",
    )


class SimulationDraft(Schema):
    """A rule set as TOML text, tried on a year's results."""

    year: int | None = Field(None, ge=2500, le=2700)
    draft: Annotated[str, Field(min_length=1, max_length=65_536, pattern=r"^[^\x00]*$")]


class StandFacts(Schema):
    """Where a province stands."""

    total: Amount | None
    rating: str | None
    rank: int | None


class MovedFacts(Schema):
    """One province; ``reasons``: the first step of each KPI that is another; ``refusal``: it cannot be scored so."""

    area: str
    name: str
    before: StandFacts
    after: StandFacts
    difference: Amount | None
    ranks_up: int | None
    reasons: list[str]
    refusal: str | None


class SimulationFacts(Schema):
    """A simulation, no published result. ``fields``: what can be changed, with the value of the rules as they are."""

    year: int
    years: list[int]
    rules: str
    rules_version: str
    available: list[str]
    fields: dict[str, str]
    provinces: list[MovedFacts]


@reads(router, "/simulation", scope=READ, answers=SimulationFacts, missing=True)
def simulation(request: PersonRequest, asked: Query[SimulationAsked]) -> dict[str, Any]:
    """Who would move, and why, when other rules meet a year's results; for the central office."""
    year, base = _year(request, asked.year), _rules(asked.rules)
    rules, rows = _moved(year, base, asked.change)
    return _told(year, base, rules, rows)


@reads(router, "/simulation.xlsx", scope=READ, answers=None, media=CONTENT_TYPE, missing=True)
def simulation_xlsx(request: PersonRequest, asked: Query[SimulationAsked]) -> HttpResponse:
    """The same as a workbook."""
    year = _year(request, asked.year)
    rules, rows = _moved(year, _rules(asked.rules), asked.change)
    named = [(row.area.name, row.movement) for row in rows]
    name = _("ลองเกณฑ์ %(rules)s กับผลปี %(year)s") % {"rules": rules.name, "year": year}
    return workbook_response(simulation_workbook(named, rules=rules, year=year), f"{name}.xlsx")


@writes(router, "/simulation/draft", scope=READ, answers=SimulationFacts, missing=True)
def simulate_draft(request: PersonRequest, body: SimulationDraft) -> dict[str, Any]:
    """The same with a rule set of one's own; it is not kept."""
    year = _year(request, body.year)
    try:
        rules = read_draft(body.draft)
    except ValidationError as invalid:
        said = FieldProblem(field="body.draft", code=_UNREADABLE.code, message=invalid.messages[0])
        raise ProblemError(422, _UNREADABLE, errors=[said]) from None
    return _told(year, rules, rules, moved_by(year, rules))


def _year(request: PersonRequest, asked: int | None) -> int:
    if not request.duties.evaluates:
        raise Http404
    years = scored_years()
    if asked is None and years:
        return next(iter(years))
    if asked not in years:
        raise wrong("query.year", _NO_YEAR)
    return int(asked)


def _rules(name: str | None) -> RuleSet:
    if name is not None and name not in rulesets.available():
        raise wrong("query.rules", _NO_RULES)
    return rulesets.load(name or rulesets.available()[-1])


def _moved(year: int, base: RuleSet, change: list[str]) -> tuple[RuleSet, list[Moved]]:
    """The rules as they are tried, and what they make of the year."""
    if not change:
        return base, moved_by(year, base)
    pairs = {name: value for name, _colon, value in (one.partition(":") for one in change)}
    form = SimulationForm(base, data=pairs)
    if unknown := pairs.keys() - form.fields.keys():
        raise wrong(f"query.change.{min(unknown)}", _NO_FIELD)
    if not form.is_valid():
        raise of_form(form)
    rules = form.cleaned_data["rules"]
    return rules, moved_by(year, rules, method=form.cleaned_data["reweight"] or None)


def _told(year: int, base: RuleSet, rules: RuleSet, rows: list[Moved]) -> dict[str, Any]:
    fields = SimulationForm(base).fields
    return {
        "year": year,
        "years": list(scored_years()),
        "rules": rules.name,
        "rules_version": rules.version,
        "available": list(rulesets.available()),
        "fields": {name: str(field.initial) for name, field in fields.items()},
        "provinces": [_province(row.area.code, row.area.name, row.movement) for row in rows],
    }


def _province(code: str, name: str, movement: Movement) -> dict[str, Any]:
    return {
        "area": code,
        "name": name,
        "before": _stand(movement.before),
        "after": _stand(movement.after),
        "difference": movement.delta,
        "ranks_up": movement.ranks_up,
        "reasons": [in_one_line(one) for one in movement.reasons],
        "refusal": in_words(movement.refusal) if movement.refusal else None,
    }


def _stand(place: Place) -> dict[str, Any]:
    rating = in_words(place.rating) if place.rating else None
    return {"total": place.total, "rating": rating, "rank": place.rank}
