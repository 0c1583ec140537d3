"""Who hears of re-openings, of revised editions and of signatures that are asked of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samrit.notices.models import Notice
from samrit.reports.actions import (
    co_sign,
    end_reopening,
    grant_reopening,
    refuse_reopening_request,
)
from samrit.reports.models import Result
from samrit.rules.amendment import Fate
from tests import world
from tests.reports.joint import make_shared, two_owners
from tests.reports.test_reopening_requests import LATER, asked
from tests.revisions import publish_revised, revise
from tests.world import NOW, World, save

pytestmark = pytest.mark.django_db
OF_DEVELOPMENT = ["approver", "colleague", "coordinator", "recorder"]


def told(kind: str, code: str) -> list[str]:
    """Who was told this, by name."""
    found = Notice.objects.filter(kind=kind, subject__code=code)
    return sorted(found.values_list("person__name", flat=True))


def unread(code: str) -> int:
    return Notice.objects.filter(subject__code=code, read_at=None).count()


# ── re-openings ─────────────────────────────────────────────────────────────
def test_the_central_office_hears_what_is_asked_until_it_is_decided(made: World) -> None:
    world.file_all(made)
    request = asked(made)
    assert told("task", "told_asked_to_reopen") == ["evaluator"]
    notice = Notice.objects.get(subject__code="told_asked_to_reopen")
    assert notice.subject_message.thai() == "จังหวัดปทุมธานีขอเปิดให้แก้ไข: 1-1 รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"
    assert made.round is not None
    assert notice.url == reverse("reports:reopening", args=[made.round.pk, made.kpis["1-1"].indicator_id])
    grant_reopening(request=request, until=request.until, by=made.evaluator, now=LATER)
    assert unread("told_asked_to_reopen") == 0
    assert told("reopened", "told_reopened") == OF_DEVELOPMENT
    assert told("decided", "told_not_reopened") == []


def test_a_refusal_is_told_to_who_asked_and_to_the_agency(made: World) -> None:
    world.file_all(made)
    refuse_reopening_request(request=asked(made), reason="ตรวจสอบเสร็จแล้ว", by=made.evaluator, now=LATER)
    assert (unread("told_asked_to_reopen"), told("decided", "told_not_reopened")) == (0, OF_DEVELOPMENT)


def test_an_early_end_is_told(made: World) -> None:
    world.file_all(made)
    request = asked(made)
    reopening = grant_reopening(request=request, until=request.until, by=made.evaluator, now=LATER)
    end_reopening(reopening=reopening, reason="แก้เสร็จแล้ว", by=made.evaluator, now=LATER + timedelta(hours=1))
    assert told("decided", "told_reopening_ended") == OF_DEVELOPMENT


# ── revised editions ────────────────────────────────────────────────────────
def test_only_those_concerned_hear_of_a_revision_and_approvers_are_asked_to_confirm(made: World) -> None:
    Notice.objects.all().delete()
    publish_revised(made, revise(made, by=made.evaluator), by=made.evaluator)
    assert told("task", "told_confirm") == ["approver", "colleague"]
    assert told("revised", "told_revision") == ["coordinator", "recorder"]
    assert told("revised", "told_edition") == []


def test_who_typed_it_hears_that_it_is_asked_again(made: World) -> None:
    save(made, "1-1", "1200")
    publish_revised(made, revise(made), {"1-1": Fate.ASKED_AGAIN})
    assert Result.objects.get().status == "returned"
    assert told("returned", "told_asked_again") == ["recorder"]


# ── signatures ──────────────────────────────────────────────────────────────
def sign(made: World, decision: str) -> None:
    item = made.item("1-1", made.statistics_approver)
    assert item.result is not None
    co_sign(
        item=item, agency=made.statistics, decision=decision, reason="ยอดไม่ตรงกับทะเบียน",
        version=item.result.version, by=made.statistics_approver, now=NOW,
    )  # fmt: skip


def test_a_co_owner_hears_of_each_answer_once_until_it_is_signed(made: World) -> None:
    two_owners(made)
    save(made, "1-1", "1200")
    save(made, "1-1", "1200")
    assert told("task", "told_to_co_sign") == ["statistics-approver"]
    save(made, "1-1", "1300")
    assert (told("task", "told_to_co_sign"), unread("told_to_co_sign")) == (["statistics-approver"] * 2, 1)
    sign(made, "sign")
    assert (unread("told_to_co_sign"), told("task", "told_co_objected")) == (0, [])


def test_the_recorders_hear_of_an_objection(made: World) -> None:
    two_owners(made)
    save(made, "1-1", "1200")
    sign(made, "object")
    assert told("task", "told_co_objected") == ["colleague", "recorder"]


def test_an_owner_alone_is_asked_for_no_signature(made: World) -> None:
    save(made, "1-1", "1200")
    assert told("task", "told_to_co_sign") == []


def test_once_all_have_given_their_part_every_approver_is_asked_to_sign() -> None:
    shared = make_shared()
    shared.give(shared.here, "20")
    assert told("task", "told_to_sign_joint") == []
    shared.give(shared.far, "24")
    both = ["approver", "colleague", "far-approver", "far-colleague", "stranger"]
    assert told("task", "told_to_sign_joint") == both
    shared.sign(shared.far, "object", "ตัวเลขยังไม่ยืนยัน")
    heard = Notice.objects.filter(subject__code="told_objected_joint")
    assert sorted(heard.values_list("person__name", flat=True)) == ["approver", "colleague", "recorder"]
    assert set(heard.values_list("person__memberships__agency", flat=True)) == {shared.here.development.pk}
