"""A result that the provincial database gives: looking at it, keeping a computation, confirming it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.utils.timezone import now
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samrit.indicators.models import QualityScore
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.people.queries import Duties
from samrit.reports import actions
from samrit.reports.api import facts
from samrit.reports.api.found import AtItem, ItemPath, found_item
from samrit.reports.api.told import whole_item
from samrit.reports.behind import KINDS as BEHIND
from samrit.reports.behind import Behind
from samrit.reports.computed_shown import Live, live, used_by
from samrit.reports.models import ComputedResult
from samrit.reports.queries import Item
from samrit.reports.queries.computed import computed_results, frames_of, scores_behind
from samrit.rules.wording import Message, RefusedError, refuse
from samrit.ui.api.requests import answers_with, version_seen
from samrit.ui.api.values import Amount
from samrit.ui.wording import in_words

router = Router(tags=["reports"])
READ, WRITE = "reports:read", "reports:write"
AT = "/rounds/{round_id}/items/{indicator_id}"
MOST_KEPT = 20


class SourceFacts(Schema):
    """A submission that figures came with, and how many."""

    submission_id: int
    receipt: str
    cells: int


class QualitySource(Schema):
    """Which look at the quality of the data the figure is of: of ``/data/{area}/quality?round=``, the version ``number``."""

    round: str
    number: int
    made_at: datetime


class StrandFacts(Schema):
    """One row that a figure was made of, as its own room keeps it: an agency's result or a survey's.

    ``details``: its address for people, null where the reader may see the figure only.
    """

    key: int
    name: str
    said: str
    value: Amount | None
    details: str | None


class FormulaFigureFacts(Schema):
    """A figure of another room in the formula; ``kind`` is catalog, assessment, official or survey."""

    word: str
    kind: str
    name: str
    unit: str
    made_of: list[StrandFacts]


class KeptFigure(Schema):
    """Of which rows of its own room a figure was made; from these it comes out the same again."""

    word: str
    kind: str
    keys: list[int]


class ComputedFacts(Schema):
    """A kept computation. ``inputs_digest`` tells whether the cells are the same; ``generation`` null: no data yet."""

    number: int
    formula_version: int
    expression: str
    value: Amount | None
    exact: Amount | None
    missing: str | None
    steps: list[str]
    inputs_digest: str
    generation: int | None
    sources: list[SourceFacts]
    quality: QualitySource | None
    figures: list[KeptFigure]
    computed_at: datetime
    computed_by: str


class LiveFacts(Schema):
    """What comes out now. ``used``: number of the computation whose figure is reported; ``changed``: since that one."""

    formula_version: int
    expression: str
    value: Amount | None
    missing: str | None
    steps: list[str]
    inputs_digest: str | None
    generation: int | None
    sources: list[SourceFacts]
    quality: QualitySource | None
    figures: list[FormulaFigureFacts]
    expected_cells: int
    empty_cells: int
    used: int | None
    changed: bool
    kept: list[ComputedFacts]


class ComputedPath(ItemPath):
    number: Annotated[int, Field(ge=1, le=30_000)]


@reads(router, f"{AT}/computed", scope=READ, answers=LiveFacts, also=(409,))
def computed_result(request: PersonRequest, at: AtItem) -> dict[str, Any]:
    """What the database gives for a KPI now, of which submissions, and what was kept before. 409 without a formula."""
    item = found_item(request, at)
    found = live(item)
    if found is None:
        raise RefusedError(
            refuse(
                "formula_none_here", "ตัวชี้วัดนี้ไม่มีสูตรคำนวณจากฐานข้อมูล – พิมพ์ผลเอง หรือขอให้ผู้ประสานงานจังหวัดกำหนดสูตร"
            )
        )
    return _live(item, found, request.duties)


@writes(router, f"{AT}/computed", scope=WRITE, answers=ComputedFacts, made=True)
def compute_result(request: PersonRequest, at: AtItem) -> Status[Any]:
    """Compute and keep it with all that makes it again; where nothing changed, the one that is kept. Nothing is reported."""
    one = actions.compute_result(item=found_item(request, at), by=request.user, now=now())
    return made(_kept(one, scores_behind([one])))


@writes(router, f"{AT}/computed/{{number}}/confirm", scope=WRITE, answers=facts.WholeItem, versioned=True)
def confirm_computed_result(request: PersonRequest, at: Annotated[ComputedPath, Path()]) -> dict[str, Any]:
    """Report a kept computation as one's own figure (If-Match: the result that was read); texts stay as they are."""
    item, version = found_item(request, at), version_seen(request)
    actions.confirm_computed(item=item, computed=at.number, version=version, by=request.user, now=now())
    item = found_item(request, at)
    answers_with(request, item.result.version if item.result else 0)
    return whole_item(item, request.duties, now=now())


# ── in the shape of facts ───────────────────────────────────────────────────
def _live(item: Item, found: Live, duties: Duties) -> dict[str, Any]:
    used, computation = used_by(item), found.computation
    kept = list(computed_results(item)[:MOST_KEPT])
    scores = scores_behind(kept)
    return {
        "formula_version": found.formula.version,
        "expression": found.formula.expression,
        "value": found.value,
        "missing": in_words(found.missing) if found.missing else None,
        "steps": [in_words(step) for step in computation.answer.steps] if computation else [],
        "inputs_digest": computation.answer.digest if computation else None,
        "generation": found.generation.number if found.generation else None,
        "sources": [
            {"submission_id": one.pk, "receipt": one.receipt or "", "cells": cells}
            for one, cells in found.sources
        ],
        "quality": _quality(found.score),
        "figures": list(map(_figure, found.behind(duties))),
        "expected_cells": computation.found.expected if computation else 0,
        "empty_cells": found.empty_count,
        "used": used.number if used else None,
        "changed": found.changed_since(used),
        "kept": [_kept(one, scores) for one in kept],
    }


def _quality(score: QualityScore | None) -> dict[str, Any] | None:
    if score is None:
        return None
    return {"round": f"{score.fiscal_year}-{score.months}", "number": score.number, "made_at": score.made_at}


def _figure(one: Behind) -> dict[str, Any]:
    made_of = [
        {
            "key": each.key,
            "name": each.name,
            "said": each.said,
            "value": each.value,
            "details": each.url or None,
        }
        for each in one.strands
    ]
    return {"word": one.code, "kind": one.kind, "name": one.name, "unit": one.unit, "made_of": made_of}


def _kept(one: ComputedResult, scores: Mapping[int, QualityScore]) -> dict[str, Any]:
    return {
        "number": one.number,
        "formula_version": one.formula.version,
        "expression": one.formula.expression,
        "value": one.value,
        "exact": one.exact,
        "missing": in_words(Message.from_data(one.missing)) if one.missing else None,
        "steps": [in_words(Message.from_data(step)) for step in one.steps],
        "inputs_digest": one.inputs_digest,
        "generation": one.generation.number if one.generation else None,
        "sources": [
            {"submission_id": row["id"], "receipt": row["receipt"], "cells": row["cells"]}
            for row in one.submissions
        ],
        "quality": _quality(scores.get(one.pk)),
        "figures": [
            {"word": frame.need.code, "kind": frame.kind, "keys": list(frame.keys)}
            for frame in frames_of(one)
            if frame.kind in BEHIND
        ],
        "computed_at": one.computed_at,
        "computed_by": one.computed_by.name,
    }
