"""Who acts for somebody else hears of the order, of a changed last day, and of the end: each once."""

from datetime import date, timedelta

import pytest

from samrit.notices.actions import tell_of_orders
from samrit.notices.models import Notice
from samrit.people.actions import appoint_acting, end_membership
from samrit.people.models import Membership, Role
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    return make_people()


def appoint(world: World) -> Membership:
    return appoint_acting(
        user=world.statistician, agency=world.development, role=Role.APPROVER, capacity="acting",
        position="พัฒนาการจังหวัด", order_number="12/2567", order_date=date(2024, 10, 1),
        starts_on=DAY, ends_on=DAY + 4 * ONE_DAY, by=world.approver, now=NOW,
    )  # fmt: skip


def sentences(world: World) -> list[str]:
    return [
        one.subject_message.thai() for one in Notice.objects.filter(person=world.statistician).order_by("id")
    ]


def test_the_appointed_hears_once(world: World) -> None:
    assert tell_of_orders(now=NOW) == 0
    appoint(world)
    assert [tell_of_orders(now=NOW), tell_of_orders(now=NOW + ONE_DAY)] == [1, 0]
    assert sentences(world) == [
        "คุณทำหน้าที่แทนพัฒนาการจังหวัด สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี ตั้งแต่ 10 ต.ค. 2567 ถึง 14 ต.ค. 2567 ตามคำสั่งที่ 12/2567"
    ]
    assert Notice.objects.count() == 1


def test_an_end_before_its_time_is_told_at_once_and_the_end_when_it_is_over(world: World) -> None:
    acting = appoint(world)
    tell_of_orders(now=NOW)
    end_membership(membership=acting, by=world.approver, now=NOW + ONE_DAY)
    assert [tell_of_orders(now=NOW + days * ONE_DAY) for days in (1, 1, 2, 3)] == [1, 0, 1, 0]
    assert "ถึง 11 ต.ค. 2567" in sentences(world)[1]
    assert sentences(world)[2] == (
        "การทำหน้าที่แทนพัฒนาการจังหวัด สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี สิ้นสุดแล้วเมื่อ 11 ต.ค. 2567"
    )


def test_an_end_long_ago_is_no_news(world: World) -> None:
    appoint(world)
    assert [tell_of_orders(now=NOW + days * ONE_DAY) for days in (12, 11)] == [0, 1]


def test_an_own_role_is_no_order(world: World) -> None:
    assert (tell_of_orders(now=NOW), Notice.objects.count()) == (0, 0)
