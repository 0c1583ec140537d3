"""The list of assessments reads what was kept and reckons nothing, however many there are."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.assessments.actions.moving import return_assessment
from samrit.assessments.models import Assessment, StageSheet
from samrit.assessments.queries.assessments import Read, assessment_of
from samrit.assessments.queries.listing import kept_standing, listed, own_standing, standing_of, value_of
from samrit.people.models import Agency, User
from samrit.rules.instruments import read_sheet
from tests.assessments.assessing import invited, save, signed, submitted
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_people()


def shown_to(who: User, query: str = "") -> tuple[int, str]:
    """How many queries the page takes, and what it says."""
    client = Client()
    client.force_login(who)
    with time_machine.travel(NOW), CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("assessments:list") + query)
    assert response.status_code == 200
    return len(queries), response.getvalue().decode()


def many(world: World, count: int) -> None:
    """So many agencies of the province, each with the same questionnaire to answer."""
    made = Agency.objects.bulk_create(
        Agency(name=f"สำนักงานที่ {number}", short_name=f"ส.{number}", area=world.area)
        for number in range(count)
    )
    (pattern,) = invited(world, "pmqa")
    given = {
        field.attname: getattr(pattern, field.attname)
        for field in Assessment._meta.concrete_fields  # noqa: SLF001 - Django's public way
        if field.attname not in {"id", "agency_id"}
    }
    others = Assessment.objects.bulk_create(Assessment(**given, agency=agency) for agency in made[1:])
    standing = StageSheet.objects.get(assessment=pattern).standing
    StageSheet.objects.bulk_create(
        StageSheet(assessment=one, stage="self", standing=standing) for one in others
    )


@pytest.mark.parametrize("count", [3, 300])
def test_the_list_takes_as_many_queries_for_many_as_for_one(world: World, count: int) -> None:
    (one,) = invited(world, "pmqa", world.statistics, year=2566)
    alone, _page = shown_to(world.coordinator, "?year=2566")
    many(world, count)
    together, page = shown_to(world.coordinator, "?year=2567")
    assert Assessment.objects.exclude(pk=one.pk).count() == count
    assert f"พบ {count} การประเมิน" in page
    assert together == alone


def test_the_list_reads_what_was_kept(world: World) -> None:
    """Other answers put beneath, past every action, change nothing: of one signed its score counts, of one open its last saving."""
    signed(world, "pmqa")
    (one,) = invited(world, "pmqa", world.statistics)
    save(one, world.statistician, {"item_1_1_basic_1": True})
    told = {"answered": 7, "asked": 9, "left": 2, "value": "123.45", "level": ""}
    StageSheet.objects.filter(assessment=one).update(standing=told)
    StageSheet.objects.update(answers={})
    page = shown_to(world.coordinator)[1]
    assert all(text in page for text in ("500.00", "7/9", "ข้อบังคับเหลือ 2 ข้อ", "123.45"))


def test_a_saving_keeps_what_it_comes_to(world: World) -> None:
    (one,) = invited(world, "pmqa")
    for revision, answers in enumerate(
        ({"item_1_1_basic_1": True}, {"item_1_1_basic_2": True}, {"item_1_1_basic_1": None})
    ):
        save(one, world.recorder, answers, revision=revision)
        whole = Read(assessment_of(one.pk))
        row = StageSheet.objects.get()
        assert kept_standing(row) == standing_of(whole.instrument, read_sheet(whole.instrument, row.answers))
    assert own_standing(listed([one.pk])[one.pk]).answered == 1


def test_what_is_listed_is_what_its_page_says(world: World) -> None:
    """Invited, half answered, handed in, signed, sent back: the list and the reckoning agree."""

    def agreed(one: Assessment) -> bool:
        told, whole = listed([one.pk])[one.pk], Read(assessment_of(one.pk))
        found = whole.score(whole.own)
        level = found.level.code if found.level else ""
        done = standing_of(whole.instrument, whole.sheet(whole.own))
        return value_of(told, told.own) == (found.value, level) and own_standing(told) == done

    one = submitted(world, "pmqa")
    assert agreed(one)
    return_assessment(assessment=one, reason="ขอหลักฐานเพิ่ม", by=world.approver, now=NOW)
    assert agreed(one)
    revision = StageSheet.objects.get().revision
    save(one, world.recorder, {"item_1_1_basic_1": False}, revision=revision)
    assert agreed(one)
    (fresh,) = invited(world, "readiness")
    assert agreed(fresh)
    assert agreed(signed(world, "readiness", year=2566))


def test_a_sheet_of_before_is_reckoned_until_it_is_saved_again(world: World) -> None:
    (one,) = invited(world, "pmqa")
    save(one, world.recorder, {"item_1_1_basic_1": True})
    StageSheet.objects.update(standing=None)
    assert own_standing(listed([one.pk])[one.pk]).answered == 1
    assert shown_to(world.recorder)[1].count("1/") >= 1
