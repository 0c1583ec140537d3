"""Published results for the tests, through the real actions."""

from decimal import Decimal

from django.utils import timezone

from samrit.frameworks.models import Round
from samrit.reports.actions import file_report
from samrit.reports.queries import items_of
from samrit.scores.actions import compute_score, confirm_score, publish_score, verify_result
from samrit.scores.models import ProvinceScore, Publication
from samrit.scores.queries import published_scores
from tests.world import NOW, World, approve, file_all, make_world


def verify_all(world: World, round_: Round, corrections: dict[str, str] | None = None) -> None:
    """The evaluator accepts every filed result, but corrects those named by full number."""
    for item in items_of(round_):
        if item.result is None:
            continue
        value = (corrections or {}).get(item.kpi.full_number)
        verify_result(
            item=item,
            decision="correct" if value else "accept",
            value=Decimal(value) if value else None,
            missing=None,
            reason="ตัวเลขในหลักฐานต่างจากที่รายงาน" if value else "",
            by=world.evaluator,
            now=NOW,
        )


def score_round(world: World, round_: Round, *, publish: bool = True) -> ProvinceScore:
    score = compute_score(round_=round_, by=world.evaluator, now=NOW)
    if not publish:
        return score
    confirmed = confirm_score(round_=round_, by=world.evaluator, now=NOW)
    publish_score(round_=round_, by=world.evaluator, now=NOW)
    return confirmed


def public_score(round_: Round) -> ProvinceScore:
    """What the public sees of the round."""
    return published_scores(timezone.now()).get(round=round_)


def make_public(score: ProvinceScore) -> Publication:
    """As rows: the way there is tested elsewhere."""
    return Publication.objects.create(
        round=score.round, score=score, number=1, publish_at=NOW, decided_at=NOW, told_at=NOW,
        published_by=score.computed_by,
    )  # fmt: skip


def incomplete_world() -> World:
    """The same, but 1-1 does not apply to the province and 2-1.2 was left out of its report."""
    world = make_world()
    approve(world, "1-1", missing="not_applicable")
    approve(world, "1-2", "21")
    approve(world, "2-1.1", "4")
    assert world.round is not None
    file_report(round_=world.round, by=world.coordinator, now=NOW, reason="หน่วยงานยังรวบรวมไม่เสร็จ")
    verify_all(world, world.round)
    score_round(world, world.round)
    return world


def published_world(*, publish: bool = True) -> World:
    """The small province of ``tests.world``, its report filed, verified (1-2 corrected from 21 to 20.5) and published."""
    world = make_world()
    file_all(world)
    assert world.round is not None
    verify_all(world, world.round, {"1-2": "20.5"})
    score_round(world, world.round, publish=publish)
    return world
