"""A dataset's way: a draft that may be incomplete, published without a fault, withdrawn with a reason, never rewritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from samrit.audit.queries import history_of
from samrit.catalog.actions.datasets import (
    change_dataset,
    confirm_currency,
    create_dataset,
    move_dataset,
    publish_dataset,
    register_dataset,
    restore_dataset,
    set_private,
    withdraw_dataset,
)
from samrit.catalog.actions.plans import set_holiday
from samrit.catalog.actions.refreshing import refresh_dates
from samrit.catalog.actions.resources import attach_link, change_resource, move_resource, remove_resource
from samrit.catalog.actions.settling import FaultyDatasetError
from samrit.catalog.models import Dataset, DatasetRevision, DatasetWord, as_record
from samrit.catalog.queries.public import public
from samrit.people.history import told
from samrit.people.trail_words import VERBS
from samrit.rules.wording import RefusedError
from tests.catalog.catalogued import dataset
from tests.rules.catalog_records import record
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return make_people()


def refused(code: str) -> Any:
    """A refusal with this code."""
    return pytest.raises(RefusedError, check=lambda error: error.refusal.code == code)


def test_a_draft_may_be_incomplete_and_says_what_is_missing(world: World) -> None:
    made = create_dataset(agency=world.development, record={"title": "ปริมาณขยะ"}, by=world.recorder, now=NOW)
    assert (made.state, made.filled, made.revision) == ("draft", 2, 1)  # its title and its organization
    assert made.faults == 12
    assert made.record["owner_org"] == world.development.name
    assert made.name.startswith("dataset-")
    assert made.name == made.record["name"]


def test_a_name_of_a_page_or_of_another_dataset_is_refused(world: World) -> None:
    said: dict[str, Any] = {"agency": world.development, "by": world.recorder, "now": NOW}
    create_dataset(record=record(name="waste"), **said)
    with refused("catalog_name_taken"):
        create_dataset(record=record(name="waste", title="อีกชุด"), **said)
    with pytest.raises(RefusedError):
        create_dataset(record=record(name="ขยะ/1", title="อีกชุด"), **said)
    with refused("catalog_name_reserved"):
        create_dataset(record=record(name="import", title="อีกชุด"), **said)


def test_strangers_and_colleagues_of_another_agency_write_nothing(world: World) -> None:
    made = dataset(world, "waste", publish=False)
    for person in (world.stranger, world.statistician, world.approver, world.evaluator):
        with refused("catalog_not_yours"):
            change_dataset(dataset=made, record=record(), by=person, now=NOW)
        with refused("catalog_not_yours"):
            create_dataset(agency=world.development, record=record(title="อื่น"), by=person, now=NOW)


def test_the_recorder_writes_and_the_approver_publishes(world: World) -> None:
    made = dataset(world, "waste", publish=False)
    with refused("catalog_not_signing"):
        publish_dataset(dataset=made, by=world.recorder, now=NOW)
    done = publish_dataset(dataset=made, by=world.approver, now=LATER)
    assert (done.state, done.published_at, done.modified_at) == ("published", LATER, LATER)
    with refused("catalog_published_already"):
        publish_dataset(dataset=made, by=world.approver, now=LATER)


def test_what_keeps_it_from_being_published_is_said(world: World) -> None:
    made = dataset(world, "waste", publish=False, data_category="ของใครของมัน")
    with refused("catalog_not_ready") as error:
        publish_dataset(dataset=made, by=world.approver, now=NOW)
    assert "ของใครของมัน" in str(error.value.refusal.message)
    assert Dataset.objects.get(pk=made.pk).state == "draft"


@pytest.mark.parametrize("category", ["ข้อมูลความมั่นคง", "ข้อมูลความลับทางราชการ"])
def test_what_is_secret_is_shown_to_nobody_outside(world: World, category: str) -> None:
    made = dataset(world, "plans", publish=False, data_category=category)
    with refused("catalog_secret_shown"):
        publish_dataset(dataset=made, by=world.approver, now=NOW)
    set_private(dataset=made, private=True, by=world.recorder, now=NOW)
    done = publish_dataset(dataset=made, by=world.approver, now=NOW)
    with refused("catalog_secret_shown"):
        set_private(dataset=done, private=False, by=world.recorder, now=LATER)
    assert not public().exists()


def test_what_everybody_sees_does_not_become_secret(world: World) -> None:
    made = dataset(world, "waste")
    secret = record(name="waste", title=made.title, data_category="ข้อมูลความมั่นคง")
    with refused("catalog_secret_shown"):
        change_dataset(dataset=made, record=secret, by=world.recorder, now=LATER)
    assert Dataset.objects.get(pk=made.pk).record == made.record


def test_a_published_one_takes_no_fault(world: World) -> None:
    made = dataset(world, "waste")
    with pytest.raises(FaultyDatasetError) as error:
        change_dataset(
            dataset=made, record=record(name="waste", maintainer_email="ไม่มี"), by=world.recorder, now=LATER
        )
    assert [fault.field for fault in error.value.faults] == ["maintainer_email"]
    stands = Dataset.objects.get(pk=made.pk)
    assert (stands.record, stands.revision) == (made.record, made.revision)


def test_saying_the_same_changes_nothing(world: World) -> None:
    made = dataset(world, "waste")
    change_dataset(dataset=made, record=as_record(made.record), by=world.recorder, now=LATER)
    stands = Dataset.objects.get(pk=made.pk)
    assert (stands.revision, stands.modified_at) == (made.revision, made.modified_at)


def test_what_was_changed_meanwhile_is_not_overwritten(world: World) -> None:
    made = dataset(world, "waste")
    change_dataset(
        dataset=made,
        record={**as_record(made.record), "notes": "ใหม่"},
        seen=made.revision,
        by=world.recorder,
        now=LATER,
    )
    with refused("dataset_changed_meanwhile"):
        change_dataset(dataset=made, record=record(), seen=made.revision, by=world.recorder, now=LATER)


def test_a_title_stands_once_in_a_province(world: World) -> None:
    made = dataset(world, "waste", title="ปริมาณขยะ")
    with refused("catalog_title_taken"):
        dataset(world, "other", title="ปริมาณ ขยะ", agency=world.statistics)
    create_dataset(
        agency=world.elsewhere, record=record(name="far", title="ปริมาณขยะ"), by=world.stranger, now=NOW
    )
    withdraw_dataset(dataset=made, reason="ซ้ำ", by=world.approver, now=NOW)
    dataset(world, "other", title="ปริมาณ ขยะ", agency=world.statistics)
    with refused("catalog_title_taken"):
        restore_dataset(dataset=made, by=world.recorder, now=NOW)


def test_a_withdrawn_one_comes_back_as_a_draft(world: World) -> None:
    made = dataset(world, "waste")
    with refused("catalog_withdraw_reason"):
        withdraw_dataset(dataset=made, reason=" ", by=world.approver, now=NOW)
    withdraw_dataset(dataset=made, reason="เลิกจัดเก็บ", by=world.approver, now=NOW)
    with refused("catalog_withdrawn"):
        change_dataset(dataset=made, record=record(), by=world.recorder, now=NOW)
    assert restore_dataset(dataset=made, by=world.recorder, now=LATER).state == "draft"


def test_revisions_stay_as_they_are(world: World) -> None:
    made = dataset(world, "waste", links=1)
    numbers = list(DatasetRevision.objects.filter(dataset=made).values_list("number", "verb"))
    assert numbers == [(1, "create_dataset"), (2, "attach_resource"), (3, "publish_dataset")]
    for statement in (
        lambda: DatasetRevision.objects.filter(dataset=made).update(reason="แก้"),
        lambda: DatasetRevision.objects.filter(dataset=made).delete(),
        lambda: Dataset.objects.filter(pk=made.pk).update(name="other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()


def test_everything_that_happens_is_told_in_words(world: World) -> None:
    made = dataset(world, "waste")
    set_private(dataset=made, private=True, by=world.recorder, now=NOW)
    register_dataset(dataset=made, on=DAY, by=world.recorder, now=NOW)
    withdraw_dataset(dataset=made, reason="ซ้ำ", by=world.approver, now=NOW)
    events = list(history_of(made))
    assert {event.verb for event in events} <= VERBS.keys()
    assert len(told(events)) == len(events)
    assert events[0].reason == "ซ้ำ"


# ── resources ───────────────────────────────────────────────────────────────
def test_a_change_of_a_resource_moves_the_dataset(world: World) -> None:
    made = dataset(world, "waste", links=2)
    first, second = made.resources.order_by("position")
    change_resource(
        resource=first, record={**first.record, "description": "รายตำบล"}, by=world.recorder, now=LATER
    )
    stands = Dataset.objects.get(pk=made.pk)
    assert (stands.modified_at, stands.revision) == (LATER, made.revision + 1)
    move_resource(resource=second, up=True, by=world.recorder, now=LATER)
    assert [one.pk for one in made.resources.order_by("position")] == [second.pk, first.pk]
    remove_resource(resource=second, by=world.recorder, now=LATER)
    assert [one.pk for one in made.resources.order_by("position")] == [first.pk]


def test_a_resource_without_an_address_or_a_name_does_not_stand(world: World) -> None:
    made = dataset(world, "waste")
    with refused("catalog_link_missing"):
        attach_link(dataset=made, record={"name": "ไฟล์", "url": " "}, by=world.recorder, now=NOW)
    with pytest.raises(FaultyDatasetError):
        attach_link(dataset=made, record={"url": "https://a.example.go.th"}, by=world.recorder, now=NOW)
    assert made.resources.count() == 1


# ── currency ────────────────────────────────────────────────────────────────
def test_the_day_from_which_it_is_late_follows_from_the_record(world: World) -> None:
    """Every year, updated on 31 Jan 2567: due on 31 Jan 2568."""
    made = dataset(world, "waste", last_updated_date="2024-01-31")
    assert (made.currency, made.updated_on, made.due_on) == ("dated", date(2024, 1, 31), date(2025, 1, 31))
    assert made.late_from is not None
    assert made.late_from > date(2025, 1, 31)
    never = dataset(
        world, "once", update_frequency_unit="ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", update_frequency_interval=None
    )
    assert (never.currency, never.due_on) == ("always", None)


def test_a_holiday_moves_working_days(world: World) -> None:
    """Every working day, updated on Wednesday 9 Oct: due on Thursday the 10th; when that is a holiday, on Friday."""
    made = dataset(world, "waste", update_frequency_unit="วันทำการ", last_updated_date="2024-10-09")
    assert made.due_on == date(2024, 10, 10)
    set_holiday(day=date(2024, 10, 10), name="วันหยุดพิเศษ", by=world.evaluator, now=NOW)
    assert refresh_dates(now=NOW) == 1
    assert Dataset.objects.get(pk=made.pk).due_on == date(2024, 10, 11)
    assert refresh_dates(now=NOW) == 0


def test_where_no_rule_can_tell_a_person_answers(world: World) -> None:
    said: dict[str, Any] = {
        "update_frequency_unit": "อื่นๆ",
        "update_frequency_unit_other": "ตามมติ",
        "update_frequency_interval": None,
    }
    made = dataset(world, "waste", **said)
    assert made.currency == "judge"
    confirmed = confirm_currency(
        dataset=made, until=DAY + timedelta(days=30), reason="ตรวจกับต้นทางแล้ว", by=world.recorder, now=NOW
    )
    assert (confirmed.on, confirmed.until) == (DAY, DAY + timedelta(days=30))
    with refused("catalog_confirm_term"):
        confirm_currency(
            dataset=made, until=DAY - timedelta(days=1), reason="ก่อน", by=world.recorder, now=NOW
        )
    with refused("catalog_judged_by_rule"):
        confirm_currency(
            dataset=dataset(world, "ruled"), until=DAY, reason="ไม่ต้อง", by=world.recorder, now=NOW
        )


def test_another_version_of_the_standard_keeps_what_it_knows(world: World) -> None:
    made = dataset(world, "waste", publish=False)
    moved, lost = move_dataset(dataset=made, schema="2026", by=world.recorder, now=LATER)
    assert (moved.schema_version, lost.record) == ("2026", {})
    assert moved.record["title"] == made.record["title"]
    assert moved.faults == 1  # its data class is asked for now


def test_lists_are_narrowed_by_the_words_of_the_record_as_it_stands(world: World) -> None:
    made = dataset(world, "waste", tag_string=("ขยะ", "น้ำ"))
    tags = DatasetWord.objects.filter(dataset=made, field="tags").values_list("value", flat=True)
    assert set(tags) == {"ขยะ", "น้ำ"}
    change_dataset(
        dataset=made, record={**as_record(made.record), "tag_string": ("ขยะ",)}, by=world.recorder, now=LATER
    )
    assert list(tags.all()) == ["ขยะ"]
