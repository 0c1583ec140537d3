"""A revised edition: what becomes of the results that stand, chosen and then published; taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Router, Schema
from pydantic import Field

from samrit.frameworks.models import Edition
from samrit.frameworks.permissions import refuse_preparing
from samrit.frameworks.queries import editions_visible_to
from samrit.people.api.operations import reads, writes
from samrit.people.middleware import PersonRequest
from samrit.reports import actions
from samrit.reports.api import given
from samrit.reports.forms.revisions import read_fates
from samrit.reports.permissions import refuse_fate_of
from samrit.reports.queries.revising import RoundTouched, TouchedItem, fates_of, rounds_touched
from samrit.rules.amendment import Fate
from samrit.ui.api.problems import Refused, refused
from samrit.ui.api.values import Key, PathKey

router = Router(tags=["frameworks"])
READ, WRITE = "reports:read", "frameworks:write"
AT = "/editions/{edition_id}"
FateCode = Literal["kept", "rescored", "asked_again"]


class OptionFacts(Schema):
    """A fate that a result may have, or why it may not."""

    fate: str
    refusal: Refused | None


class AskedFacts(Schema):
    """A result that the revision touches; ``left``: its KPI is reported no more."""

    indicator_id: int
    number: str
    left: bool
    options: list[OptionFacts]


class RoundAsked(Schema):
    """``asks``: it must be chosen whether the round stays with the amended edition as a whole."""

    round_id: int
    months: int
    filed: bool
    published: bool
    asks: bool
    items: list[AskedFacts]


class FateFacts(Schema):
    """What was chosen; without an indicator for the whole round. Null until it is carried out."""

    round_id: int
    indicator_id: int | None
    fate: str
    carried_out_at: datetime | None


class RevisionFacts(Schema):
    """A draft: what must be chosen. Decided or published: what was chosen."""

    edition_id: int
    status: str
    asked: list[RoundAsked]
    fates: list[FateFacts]


class RoundGiven(Schema):
    """``whole``: the round stays with the amended edition. ``rest``: the fate of all in it not named in ``fates``."""

    round_id: Key
    whole: bool
    rest: FateCode | None = None


class FateGiven(Schema):
    round_id: Key
    indicator_id: Key
    fate: FateCode


class ChosenGiven(Schema):
    """What becomes of every result that is asked about; nothing has a default."""

    rounds: Annotated[list[RoundGiven], Field(max_length=10)] = []
    fates: Annotated[list[FateGiven], Field(max_length=5000)] = []


@reads(router, f"{AT}/fates", scope=READ, answers=RevisionFacts)
def revision_fates(request: PersonRequest, edition_id: PathKey) -> dict[str, Any]:
    """What becomes of results by a revision, for those who prepare the framework."""
    return _told(request, _found(request, edition_id))


@writes(router, f"{AT}/publish-revision", scope="frameworks:sign", answers=RevisionFacts)
def publish_revision(request: PersonRequest, edition_id: PathKey, body: ChosenGiven) -> dict[str, Any]:
    """Publish a revision with what becomes of results; refused while one that stands has no fate."""
    found, moment = _found(request, edition_id), now()
    pairs = [
        (one.round.pk, item.item.kpi.indicator_id) for one in _asked(found, moment) for item in one.items
    ]
    chosen = read_fates(_typed(body), pairs, [one.round_id for one in body.rounds])
    actions.publish_revision(edition=found, chosen=chosen.for_action(pairs), by=request.user, now=moment)
    return _told(request, _found(request, edition_id))


@writes(router, f"{AT}/withdraw-revision", scope=WRITE, answers=RevisionFacts)
def withdraw_revision(request: PersonRequest, edition_id: PathKey, body: given.ReasonGiven) -> dict[str, Any]:
    """Take a revision back whose day has not come: it is a draft again."""
    found = _found(request, edition_id)
    actions.withdraw_revision(edition=found, reason=body.reason, by=request.user, now=now())
    return _told(request, _found(request, edition_id))


def _found(request: PersonRequest, edition_id: int) -> Edition:
    editions = editions_visible_to(request.duties).select_related(
        "framework__area", "framework__fiscal_year", "amends"
    )
    found = get_object_or_404(editions, pk=edition_id, amends__isnull=False)
    if refuse_preparing(request.duties, found.framework.area):
        raise Http404
    return found


def _typed(body: ChosenGiven) -> dict[str, str]:
    """As the fields of the page."""
    rounds = {f"round-{one.round_id}": "kept" if one.whole else "new" for one in body.rounds}
    rest = {f"rest-{one.round_id}": one.rest or "" for one in body.rounds}
    return rounds | rest | {f"fate-{one.round_id}-{one.indicator_id}": one.fate for one in body.fates}


def _asked(found: Edition, moment: datetime) -> Sequence[RoundTouched]:
    return rounds_touched(found, today=localdate(moment)) if found.status == Edition.Status.DRAFT else ()


def _told(request: PersonRequest, found: Edition) -> dict[str, Any]:
    moment = now()
    names = ("round_id", "indicator_id", "fate", "carried_out_at")
    draft = found.status == Edition.Status.DRAFT
    return {
        "edition_id": found.pk,
        "status": found.status,
        "asked": [_round(request, found, one, moment) for one in _asked(found, moment)],
        "fates": [] if draft else [{name: getattr(one, name) for name in names} for one in fates_of(found)],
    }


def _round(request: PersonRequest, found: Edition, one: RoundTouched, moment: datetime) -> dict[str, Any]:
    items = () if one.published else one.items
    return {
        "round_id": one.round.pk,
        "months": one.round.months,
        "filed": one.filed,
        "published": one.published,
        "asks": one.asks,
        "items": [_item(request, found, touched, moment) for touched in items],
    }


def _item(request: PersonRequest, found: Edition, touched: TouchedItem, moment: datetime) -> dict[str, Any]:
    options = [
        {
            "fate": fate.value,
            "refusal": refused(
                refuse_fate_of(fate, touched, duties=request.duties, edition=found, now=moment)
            ),
        }
        for fate in Fate
    ]
    kpi = touched.item.kpi
    return {
        "indicator_id": kpi.indicator_id,
        "number": kpi.full_number,
        "left": touched.after is None,
        "options": options,
    }
