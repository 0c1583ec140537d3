"""Areas of a province's database: what ships, and its villages."""

from collections import Counter
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router

from samrit.indicators.actions.places import take_villages
from samrit.indicators.api import shapes
from samrit.indicators.area_words import events_of
from samrit.indicators.permissions.items import readable, refuse_keeping
from samrit.indicators.queries.places import known, stood, village_areas, villages
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.areas import Area as Official
from samrit.rules.areas import AreaLevel, area_by_code, areas
from samrit.rules.areas.villages import Kind, Line, Step, planned
from samrit.rules.wording import RefusedError
from samrit.ui.api.paging import Page, paged_list
from samrit.ui.api.problems import ProblemError
from samrit.ui.wording import in_words

router = Router(tags=["data"])
READ, WRITE = "data:read", "data:write"
MOST_PROBLEMS = 1000


@reads(router, "/data/{area}/areas", scope=READ, answers=Page[shapes.DataAreaFacts])
def data_areas(request: PersonRequest, area: str, at: Query[shapes.AreaSlice]) -> dict[str, Any]:
    """The province, its districts, subdistricts and villages that stand now."""
    found = _area(request, area)
    wanted = [AreaLevel(at.level)] if at.level else list(AreaLevel)
    rows = [one for level in wanted for one in _of_level(found.pk, level) if one.valid_to is None]
    within = at.within or found.pk
    facts = [_facts(one) for one in rows if one.code.startswith(within) and one.code != at.within]
    return paged_list(request, facts, at, key=lambda one: (one["code"],))


@reads(router, "/data/{area}/areas/{code}", scope=READ, answers=shapes.AreaWhole)
def data_area(request: PersonRequest, area: str, code: str) -> dict[str, Any]:
    """One area, also one that ended, with what became of it."""
    found = _area(request, area)
    official = known(found.pk)(code) if code.startswith(found.pk) else None
    if official is None:
        raise ProblemError(404)
    names = villages(found.pk).filter(code=code).values("name", "name_en", "valid_from", "valid_to")
    history = [{"on": one.on, "what": one.what, "law": one.law} for one in events_of(code)]
    return _facts(official) | {"history": history, "names": list(names)}


@writes(router, "/data/{area}/villages", scope=WRITE, answers=shapes.VillagesTaken)
def import_villages(request: PersonRequest, area: str, body: shapes.VillagesGiven) -> dict[str, Any]:
    """Take a list of villages over, or tell what it would change.

    A village that the list does not name stays as it is, and the same list again changes nothing.
    """
    found = _area(request, area)
    lines = [_line(row, one) for row, one in enumerate(body.villages, 1)]
    if refusal := refuse_keeping(request.duties, found):
        raise RefusedError(refusal)
    steps = planned(lines, stood(found.pk), found.pk)
    counts = Counter(step.kind.value for step in steps)
    if not body.dry_run:
        taken = take_villages(
            area=found, lines=lines, good_rows=body.good_rows, by=request.user, now=now(), source="API"
        )
        counts = Counter(taken)
    return {
        "dry_run": body.dry_run,
        "counts": {kind.value: counts[kind.value] for kind in Kind},
        "problems": [told for step in steps for told in _problems(step)][:MOST_PROBLEMS],
    }


def _area(request: PersonRequest, code: str) -> Area:
    return get_object_or_404(readable(request.duties), pk=code)


def _of_level(province: str, level: AreaLevel) -> list[Official]:
    if level is AreaLevel.VILLAGE:
        return village_areas(province)
    if level is AreaLevel.PROVINCE:
        found = area_by_code(province)
        return [found] if found else []
    return [one for one in areas(level) if one.code.startswith(province)]


def _facts(one: Official) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "level": one.level,
        "parent": one.parent,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def _line(row: int, given: shapes.VillageGiven) -> Line:
    return Line(
        row,
        given.code,
        given.name,
        given.name_en,
        given.valid_from.isoformat() if given.valid_from else "",
        given.valid_to.isoformat() if given.valid_to else "",
        given.split_from,
    )


def _problems(step: Step) -> list[dict[str, Any]]:
    return [
        {"row": step.line.row, "field": field, "code": message.code, "message": in_words(message)}
        for field, message in step.problems
    ]
