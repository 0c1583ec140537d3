"""How an edition stands: what may be done with it, what stands against it, what it changes, what happened to it."""

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Query, Router, Schema
from pydantic import Field

from samrit.audit.models import subject_of
from samrit.frameworks import queries
from samrit.frameworks.models import Edition, Kpi
from samrit.frameworks.permissions import refuse_change, refuse_revising, refuse_withdrawing
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import reads
from samrit.people.middleware import PersonRequest
from samrit.ui.api.paging import Page, Slice
from samrit.ui.api.problems import Refused, refused
from samrit.ui.api.values import Key, PathKey
from samrit.ui.wording import in_words

router = Router(tags=["frameworks"])
READ = "frameworks:read"


class EditionMay(Schema):
    """What this token's owner may do with it now: null, or why not."""

    change: Refused | None
    revise: Refused | None
    withdraw: Refused | None


class EditionStanding(Schema):
    """``obstacles``: what a draft still needs before it may be published; ``without_targets``: KPIs and parts."""

    may: EditionMay
    obstacles: list[Refused]
    without_targets: int


class AmendedFacts(Schema):
    """One change between two editions, in words; ``indicator_id`` null: of a component or of the edition."""

    kind: str
    indicator_id: int | None
    place: str
    name: str
    change: str


class AmendmentFacts(Schema):
    """What differs from the edition ``against``; null where there is none before it."""

    against: int | None
    changes: list[AmendedFacts]


class Against(Schema):
    against: Key | None = Field(None, description="Another edition of the same framework")


@reads(router, "/editions/{edition_id}/standing", scope=READ, answers=EditionStanding)
def edition_standing(request: PersonRequest, edition_id: PathKey) -> dict[str, Any]:
    """What may be done with an edition now, and what stands against its publication."""
    found = _found(request, edition_id)
    beside = queries.editions_beside(found)
    return {
        "may": {
            "change": refused(refuse_change(request.duties, found)),
            "revise": refused(refuse_revising(request.duties, found, beside=beside)),
            "withdraw": refused(refuse_withdrawing(request.duties, found)),
        },
        "obstacles": [refused(one) for one in _obstacles(found)],
        "without_targets": sum(leaf.levels is None for leaf in queries.leaf_kpis(found)),
    }


@reads(router, "/editions/{edition_id}/changes", scope=READ, answers=AmendmentFacts)
def edition_changes(request: PersonRequest, edition_id: PathKey, at: Query[Against]) -> dict[str, Any]:
    """What an edition changes: against another one, else the one that it amends, else the one before it."""
    found = _found(request, edition_id)
    others = list(queries.editions_visible_to(request.duties) & queries.editions_beside(found))
    against = queries.compared_with(found, others, at.against)
    changes = queries.changes_between(against, found) if against else ()
    return {
        "against": against.pk if against else None,
        "changes": [
            {
                "kind": one.kind,
                "indicator_id": one.subject,
                "place": one.place,
                "name": one.name,
                "change": in_words(one.sentence()),
            }
            for one in changes
        ],
    }


@reads(router, "/editions/{edition_id}/history", scope=READ, answers=Page[HappenedFacts])
def edition_history(request: PersonRequest, edition_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """What happened to an edition, its windows, targets and cancellations, the newest first."""
    found = _found(request, edition_id)
    own = [subject_of(one) for one in Kpi.objects.filter(component__edition=found)]
    of_others = Q(verb="set_targets") & ~Q(subject__in=own)
    return happened(request, queries.trail_of(found).exclude(of_others), at)


def _obstacles(edition: Edition) -> list[Any]:
    if edition.status != Edition.Status.DRAFT:
        return []
    today = localdate(now())
    return [*queries.refusals_to_publish_edition(edition), *queries.refusals_to_revise(edition, today)]


def _found(request: PersonRequest, edition_id: int) -> Edition:
    return get_object_or_404(
        queries.with_contents(queries.editions_visible_to(request.duties)), pk=edition_id
    )
