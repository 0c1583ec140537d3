"""Around an appeal: what may be contested and until when, its files, who may decide it, the letter of the decision."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404
from django.utils.timezone import localdate, now
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from samrit.audit.queries import history_of
from samrit.people.api.facts import PersonFacts
from samrit.people.api.happened import HappenedFacts, happened
from samrit.people.api.operations import made, reads, writes
from samrit.people.middleware import PersonRequest
from samrit.rules.appeals import label_of_ground
from samrit.scores import actions
from samrit.scores.api.appeals import SeenFileFacts, file_told, found_appeal
from samrit.scores.appeal_begun import sealed_beginning
from samrit.scores.appeals_shown import appeal_proofs, candidates_of
from samrit.scores.models import Appeal, KpiScore
from samrit.scores.permissions.appealing import Bench, refuse_opening_appeal
from samrit.scores.queries.appeals import (
    appeal_window,
    contestable_visible_to,
    latest_appeals,
    terms_of_appeals,
)
from samrit.ui.api.paging import Page, Slice
from samrit.ui.api.problems import Refused, refused
from samrit.ui.api.values import Amount, PathKey
from samrit.ui.wording import in_words

router = Router(tags=["appeals"])
READ = "scores:read"
PDF = "application/pdf"


class GroundFacts(Schema):
    """One of the grounds that the year's rules know."""

    code: str
    name: str


class ContestableItem(Schema):
    """One item of the confirmed score. ``begun`` goes with the appeal: who began in time has the grace of the year."""

    indicator_id: int
    kpi_number: str
    kpi_name: str
    value: Amount | None
    missing: str | None
    score: Amount | None
    latest_appeal_id: int | None
    refusal: Refused | None
    begun: str


class ContestableFacts(Schema):
    """What may be contested, until when, on which grounds."""

    opens_at: datetime
    closes_at: datetime
    decision_days: int
    grounds: list[GroundFacts]
    items: list[ContestableItem]


class CandidateFacts(Schema):
    """Somebody who evaluates, and why they may not decide this appeal."""

    person: PersonFacts
    refusal: Refused | None


class AppealFileForm(Schema):
    """How the file is kept."""

    secrecy: Literal["ordinary", "confidential", "secret", "top_secret"] = "ordinary"


@reads(router, "/rounds/{round_id}/contestable", scope=READ, answers=ContestableFacts)
def contestable(request: PersonRequest, round_id: PathKey) -> dict[str, Any]:
    """Which items of the confirmed score one's province or agency may contest, until when, and why not."""
    items = list(contestable_visible_to(request.duties, round_id))
    if not items:
        raise Http404
    round_ = items[0].province_score.round
    window, terms, latest = appeal_window(round_), terms_of_appeals(round_), latest_appeals(round_)
    moment = now()
    return {
        "opens_at": window.opens_at,
        "closes_at": window.closes_at,
        "decision_days": terms.decision_days,
        "grounds": [{"code": one.code, "name": in_words(label_of_ground(one.code))} for one in terms.grounds],
        "items": [_item(request, one, latest.get(one.kpi.indicator_id), moment) for one in items],
    }


def _item(request: PersonRequest, one: KpiScore, latest: Appeal | None, moment: datetime) -> dict[str, Any]:
    found = one.verification
    refusal = refuse_opening_appeal(request.duties, one, latest=latest, now=moment)
    return {
        "indicator_id": one.kpi.indicator_id,
        "kpi_number": one.kpi.full_number,
        "kpi_name": one.kpi.name,
        "value": found.value if found else None,
        "missing": found.missing if found else None,
        "score": one.score,
        "latest_appeal_id": latest.pk if latest else None,
        "refusal": refused(refusal),
        "begun": sealed_beginning(request.user, one, moment),
    }


@writes(
    router,
    "/appeals/{appeal_id}/files",
    scope="evidence:write",
    answers=SeenFileFacts,
    made=True,
    takes="multipart/form-data",
)
def attach_to_appeal(
    request: PersonRequest, appeal_id: PathKey, file: File[UploadedFile], how: Form[AppealFileForm]
) -> Status[Any]:
    """Attach a file while the appeal is not decided; it stays with it."""
    found = found_appeal(request, appeal_id)
    link = actions.attach_to_appeal(
        appeal=found,
        file=file,  # type: ignore[arg-type]  # Django's File is a binary file by duck typing
        name=file.name or "",
        secrecy=how.secrecy,
        by=request.user,
        now=now(),
    )
    proofs = appeal_proofs(request.duties, found_appeal(request, appeal_id))
    return made(next(file_told(one.seen, one.link) for one in proofs if one.link == link.pk))


@reads(router, "/appeals/{appeal_id}/candidates", scope=READ, answers=list[CandidateFacts])
def panel_candidates(request: PersonRequest, appeal_id: PathKey) -> list[dict[str, Any]]:
    """Who evaluates today, and why some may not sit on the panel; for the central office."""
    if not request.duties.evaluates:
        raise Http404
    found, moment = found_appeal(request, appeal_id), now()
    said = candidates_of(found, Bench(found.round, now=moment), day=localdate(moment))
    return [{"person": one.person, "refusal": refused(one.refusal)} for one in said]


@reads(router, "/appeals/{appeal_id}/history", scope=READ, answers=Page[HappenedFacts])
def appeal_history(request: PersonRequest, appeal_id: PathKey, at: Query[Slice]) -> dict[str, Any]:
    """What happened to an appeal, by whom and why, the newest first."""
    return happened(request, history_of(found_appeal(request, appeal_id)), at)
