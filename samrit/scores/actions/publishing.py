"""What of the scores is public: publish from a moment on, take back, tell."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Round
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.actions.searching import index_publications
from samrit.scores.actions.verifying import locked_round
from samrit.scores.models import Publication
from samrit.scores.permissions import refuse_publishing, refuse_withdrawing
from samrit.scores.queries import (
    names_of,
    publications_of,
    publications_to_tell,
    score_of,
    standing_publication,
)
from samrit.scores.telling import tell_of_publication


@transaction.atomic
def publish_score(
    *, round_: Round, by: User, now: datetime, publish_at: datetime | None = None, reason: str = ""
) -> Publication:
    """ประกาศผล: from ``publish_at`` on (None: now) the public page, the PDF and the Excel show the current version."""
    duties = duties_of(by, localdate(now))
    round_ = locked_round(round_)
    score, standing, newest = score_of(round_), standing_publication(round_), publications_of(round_).first()
    moment = publish_at or now
    refusal = refuse_publishing(
        duties, score, round_, standing=standing, newest=newest, reason=reason, publish_at=moment, now=now
    )
    if refusal or score is None:
        raise RefusedError(refusal or refuse("no_score", "ยังไม่ได้คิดคะแนน – คิดคะแนนก่อน"))
    publication = Publication.objects.create(
        round=round_,
        score=score,
        number=newest.number + 1 if newest else 1,
        names=names_of(score.edition),
        publish_at=moment,
        reason=reason.strip() if newest else "",
        published_by=by,
        decided_at=now,
    )
    if standing is None:
        Round.objects.filter(pk=round_.pk).update(published_at=moment)
    record(
        verb="publish_score",
        subject=score,
        by=by,
        now=now,
        after=_facts(publication),
        reason=publication.reason,
        area_code=round_.area_id,
        actor_role=duties.described(),
    )
    _tell(publication, by=by, now=now)
    index_publications(now=now)
    return publication


def _facts(publication: Publication) -> dict[str, Any]:
    score = publication.score
    return {
        "page_edition": publication.number, "version": score.version, "total": score.total_published,
        "rating": score.rating, "publish_at": publication.publish_at.isoformat(),
    }  # fmt: skip


@transaction.atomic
def withdraw_publication(*, round_: Round, reason: str, by: User, now: datetime) -> Publication:
    """ถอนประกาศ: the page says from now on that it was withdrawn, when and why; the score itself stays."""
    duties = duties_of(by, localdate(now))
    round_ = locked_round(round_)
    standing = standing_publication(round_)
    refusal = refuse_withdrawing(duties, standing, round_, reason=reason)
    if refusal or standing is None:
        raise RefusedError(refusal or refuse("not_published", "ยังไม่ได้ประกาศผล"))
    standing.withdrawn_at, standing.withdrawn_by, standing.withdrawal_reason = now, by, reason.strip()
    standing.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    left = standing_before(standing) if standing.publish_at >= now else None
    Round.objects.filter(pk=round_.pk).update(published_at=left.publish_at if left else None)
    record(
        verb="withdraw_publication",
        subject=standing.score,
        by=by,
        now=now,
        before={"page_edition": standing.number, "publish_at": standing.publish_at.isoformat()},
        after={},
        reason=reason.strip(),
        area_code=round_.area_id,
        actor_role=duties.described(),
    )
    index_publications(now=now)
    return standing


def standing_before(taken_back: Publication) -> Publication | None:
    """What stays public when an edition is taken back before its moment came."""
    earlier = publications_of(taken_back.round).filter(number__lt=taken_back.number).first()
    return earlier if earlier and earlier.withdrawn_at is None else None


def _tell(publication: Publication, *, by: User | None, now: datetime) -> None:
    """Nobody is told before the moment."""
    if publication.publish_at > now:
        return
    tell_of_publication(publication, by=by, now=now)
    Publication.objects.filter(pk=publication.pk).update(told_at=now)


@transaction.atomic
def tell_of_published(*, now: datetime) -> int:
    """Editions whose moment has come since the last turn; how many were told of."""
    due = list(publications_to_tell(now).select_for_update(of=("self",), skip_locked=True))
    for publication in due:
        _tell(publication, by=None, now=now)
    return len(due)
