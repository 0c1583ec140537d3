"""Telling people: once for each fact, in the transaction of the fact, alone only when a digest would be too late."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrit.notices.actions import mark_all_read, mark_read, tell
from samrit.notices.models import Delivery, Digest, LineAccount, Notice, Preference
from samrit.notices.queries import count_unread, notices_of
from samrit.people.models import Role, User
from samrit.rules.wording import say
from tests.world import DAY, NOW, World, make_people, person

pytestmark = pytest.mark.django_db
SUBJECT = say("returned", "ส่งกลับ {name}", name="OTOP")


@pytest.fixture
def world() -> World:
    return make_people()


def told(world: World, *, to: list[User] | None = None, key: str = "returned:1:2", **more: object) -> int:
    facts = {"kind": "returned", "subject": SUBJECT, "url": "/reports/1/", "by": world.approver, "now": NOW}
    return tell(to=to or [world.recorder], key=key, **{**facts, **more})


def test_a_fact_is_told_to_each_person_once(world: World) -> None:
    assert told(world, to=[world.recorder, world.colleague]) == 2
    assert told(world, to=[world.recorder, world.colleague, world.statistician]) == 1
    assert Notice.objects.count() == 3
    assert told(world, key="returned:1:4") == 1


def test_nobody_is_told_what_they_did_themselves(world: World) -> None:
    assert told(world, to=[world.approver]) == 0
    assert told(world, to=[world.approver], by=None) == 1


def test_the_sentence_is_kept_and_read_again(world: World) -> None:
    told(world, text=say("why", "ดูเหตุผลในหน้ารายการ"))
    notice = notices_of(world.recorder).get()
    assert (notice.subject_message.thai(), str(notice.text_message)) == ("ส่งกลับ OTOP", "ดูเหตุผลในหน้ารายการ")
    assert notice.told_by == world.approver


def test_an_unknown_kind_is_a_mistake_of_the_caller(world: World) -> None:
    with pytest.raises(ValueError, match="no kind of notice"):
        told(world, kind="shout")


def test_everybody_sees_only_their_own(world: World) -> None:
    told(world)
    assert [count_unread(one) for one in (world.recorder, world.colleague, world.stranger)] == [1, 0, 0]


def test_read_once_and_all_at_once(world: World) -> None:
    for key in "abc":
        told(world, key=key)
    told(world, to=[world.colleague], key="d")
    first = notices_of(world.recorder)[0]
    mark_read(notice=first, now=NOW)
    mark_read(notice=first, now=NOW + timedelta(hours=1))
    first.refresh_from_db()
    assert first.read_at == NOW
    assert mark_all_read(by=world.recorder, now=NOW) == 2
    assert (count_unread(world.recorder), count_unread(world.colleague)) == (0, 1)


# ── what cannot wait ────────────────────────────────────────────────────────
# NOW is 10.00 น.; the usual digest comes at 08.00, the next one tomorrow at 08.00 (a digest of today is still to come
# when none has been made: then it is made right now).
TOMORROW_8 = NOW + timedelta(hours=22)


@pytest.mark.parametrize(
    ("closes", "alone"),
    [(TOMORROW_8 + timedelta(seconds=1), 0), (TOMORROW_8, 1), (NOW + timedelta(hours=6), 1), (NOW, 0)],
)
def test_only_what_closes_before_the_next_digest_goes_out_alone(
    world: World, closes: object, alone: int
) -> None:
    Digest.objects.create(person=world.recorder, day=DAY, composed_at=NOW)
    told(world, closes_at=closes)
    assert Delivery.objects.count() == alone


def test_todays_digest_comes_early_enough(world: World) -> None:
    told(world, closes_at=NOW + timedelta(hours=6))
    assert Delivery.objects.count() == 0


def test_what_is_not_urgent_waits(world: World) -> None:
    Digest.objects.create(person=world.recorder, day=DAY, composed_at=NOW)
    told(world, kind="approved", closes_at=NOW + timedelta(hours=6))
    assert Delivery.objects.count() == 0


def test_quiet_hours_are_kept_unless_it_closes_in_them(world: World) -> None:
    evening = NOW + timedelta(hours=11)  # 21.00 น.
    for person_, day in ((world.recorder, DAY), (world.colleague, DAY)):
        Digest.objects.create(person=person_, day=day, composed_at=NOW)
    told(world, now=evening, closes_at=NOW + timedelta(hours=21, minutes=30), key="closes at 07.30")
    told(
        world,
        to=[world.colleague],
        now=evening,
        closes_at=NOW + timedelta(hours=14),
        key="closes at midnight",
    )
    moments = {delivery.person: delivery.next_at for delivery in Delivery.objects.all()}
    assert moments == {world.recorder: NOW + timedelta(hours=21), world.colleague: evening}


def test_the_channels_are_those_that_are_wished_for_and_set_up(world: World, settings: object) -> None:
    settings.LINE_TOKEN = "token"  # type: ignore[attr-defined]  # noqa: S105
    people = [world.recorder, world.colleague, world.statistician]
    for one in people:
        Digest.objects.create(person=one, day=DAY, composed_at=NOW)
    LineAccount.objects.create(person=world.recorder, line_id="U1", linked_at=NOW)
    LineAccount.objects.create(person=world.colleague, line_id="U2", linked_at=NOW)
    Preference.objects.create(person=world.colleague, email=False)
    Preference.objects.create(person=world.statistician, email=False)
    told(world, to=people, closes_at=NOW + timedelta(hours=1))
    rows = set(Delivery.objects.values_list("person__name", "channel"))
    assert rows == {("recorder", "email"), ("recorder", "line"), ("colleague", "line")}
    assert Notice.objects.count() == 3


def test_many_are_told_with_the_same_queries(world: World) -> None:
    people = [person(f"p{place}", world.development, Role.RECORDER) for place in range(30)]
    Digest.objects.bulk_create(Digest(person=one, day=DAY, composed_at=NOW) for one in people)
    counts = []
    for place, some in enumerate(([people[0]], people[1:4], people[4:])):
        with CaptureQueriesContext(connection) as asked:
            told(world, to=some, key=f"fact {place}", closes_at=NOW + timedelta(hours=1))
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
