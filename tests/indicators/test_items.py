"""A province's book: what shipped, what the national book and the province state besides, and what a release changes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from samrit.audit.queries import history_of
from samrit.indicators.actions.items import FaultyItemError, Wish, state_item
from samrit.indicators.actions.parts import make_parts
from samrit.indicators.actions.releases import take_release
from samrit.indicators.models import BookRelease, Item, ItemRevision, ListedPlace, Part
from samrit.indicators.queries.items import area_book, book_for
from samrit.indicators.queries.terms import terms
from samrit.people.models import Area
from samrit.rules.items import book, documents
from samrit.rules.items.stating import row_of
from samrit.rules.wording import RefusedError
from tests.conftest import unsealed
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def world() -> World:
    return make_people()


def change(world: World, code: str, **said: object) -> ItemRevision | None:
    """The coordinator states something about an item of the province."""
    row = row_of(area_book(world.area).entries[code].item) | said
    return state_item(area=world.area, wish=Wish(row), reason="ตามมติคณะทำงาน", by=world.coordinator, now=NOW)


def test_the_book_that_shipped_has_a_key_for_every_item(world: World) -> None:
    found = area_book(world.area)
    assert found.book.items == book().items
    assert found.book.rules == book().rules
    assert {entry.key for entry in found.entries.values()} == set(Item.objects.values_list("pk", flat=True))
    assert book_for(None).items == book().items


def test_a_change_is_the_provinces_alone_and_the_rest_goes_on_following(world: World) -> None:
    made = change(world, "otop_sales", definition="รวมยอดขายออนไลน์ด้วย")
    assert made is not None
    assert made.own == ["definition"]
    assert area_book(world.area).entries["otop_sales"].item.definition == "รวมยอดขายออนไลน์ด้วย"
    assert area_book(Area.objects.get(pk="20")).entries["otop_sales"].item == book().items["otop_sales"]
    state_item(
        area=None,
        wish=Wish(row_of(book().items["otop_sales"]) | {"name": "ยอดขาย OTOP", "definition": "ของทั้งประเทศ"}),
        reason="ให้ตรงกับกรม",
        by=world.evaluator,
        now=NOW,
    )
    here, there = area_book(world.area), area_book(Area.objects.get(pk="20"))
    assert here.entries["otop_sales"].item.name == "ยอดขาย OTOP"
    assert here.entries["otop_sales"].item.definition == "รวมยอดขายออนไลน์ด้วย"
    assert there.entries["otop_sales"].item.definition == "ของทั้งประเทศ"
    assert here.entries["otop_sales"].key == there.entries["otop_sales"].key
    assert history_of(made.item)[0].after["revision"] == 1


def test_saying_the_same_again_changes_nothing(world: World) -> None:
    assert change(world, "otop_sales", expects_due_days=60) is not None
    assert change(world, "otop_sales", expects_due_days=60) is None
    assert ItemRevision.objects.count() == 1


def test_as_of_a_day_it_says_what_it_said(world: World) -> None:
    before = NOW - timedelta(seconds=1)
    change(world, "otop_sales", expects_due_days=60)
    assert area_book(world.area, NOW).entries["otop_sales"].item.expects.due_days == 60
    assert area_book(world.area, before).entries["otop_sales"].item == book().items["otop_sales"]


def test_an_item_of_its_own_and_one_not_used(world: World) -> None:
    own = row_of(book().items["otop_sales"]) | {
        "code": "durian_sales",
        "name": "ยอดขายทุเรียน",
        "name_en": "Durian sales",
        "owner": f"agency_{world.development.pk}",
        "expects_by": f"agency_{world.development.pk}",
    }
    state_item(area=world.area, wish=Wish(own), reason="ของดีจังหวัด", by=world.coordinator, now=NOW)
    unused = Wish(row_of(book().items["otop_sales"]), active=False)
    state_item(area=world.area, wish=unused, reason="ไม่มีในจังหวัด", by=world.coordinator, now=NOW)
    found = area_book(world.area)
    assert found.entries["durian_sales"].local
    assert found.book.owners[found.book.items["durian_sales"].owner].name == world.development.name
    assert "otop_sales" not in found.book.items
    assert not found.entries["otop_sales"].active
    assert all("otop_sales" not in rule.left + rule.right for rule in found.book.rules.values())
    assert "durian_sales" not in area_book(Area.objects.get(pk="20")).entries
    with pytest.raises(FaultyItemError):  # the same name would be taken for it
        state_item(
            area=world.area, wish=Wish(own | {"code": "durian"}), reason="ก", by=world.coordinator, now=NOW
        )


def test_what_does_not_hold_together_is_refused_by_key(world: World) -> None:
    with pytest.raises(FaultyItemError) as refused:
        change(world, "otop_sales", least="9", most="1", expects_level="village", level="province")
    assert [fault.where for fault in refused.value.faults] == [
        "least",
        "expects_level",
        "rules/otop_sales_districts",
    ]
    assert not ItemRevision.objects.exists()


def test_a_stale_page_and_people_without_the_duty_are_refused(world: World) -> None:
    change(world, "otop_sales", expects_due_days=60)
    row = row_of(book().items["otop_sales"]) | {"expects_due_days": 70}
    for by, area, seen in (
        (world.coordinator, world.area, 0),
        (world.recorder, world.area, 1),
        (world.evaluator, world.area, 1),
        (world.coordinator, None, 0),
        (world.coordinator, Area.objects.get(pk="20"), 0),
    ):
        with pytest.raises(RefusedError):
            state_item(area=area, wish=Wish(row, seen=seen), reason="ก", by=by, now=NOW)
    with pytest.raises(RefusedError):
        state_item(area=world.area, wish=Wish(row, seen=1), reason=" ", by=world.coordinator, now=NOW)


def test_the_database_itself_keeps_revisions(world: World) -> None:
    change(world, "otop_sales", expects_due_days=60)
    for attempt in (
        lambda: ItemRevision.objects.update(reason="ก"),
        lambda: ItemRevision.objects.all().delete(),
        lambda: BookRelease.objects.update(version="x"),
        lambda: Item.objects.create(code="otop_sales"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


# ── parts and terms ─────────────────────────────────────────────────────────
def test_each_combination_of_codes_has_one_key(world: World) -> None:
    made = make_parts(area=world.area)
    assert made == Part.objects.count() > 100
    assert make_parts(area=world.area) == 0
    ListedPlace.objects.create(area=world.area, list="air_station", code="20t", name="สถานีปากเกร็ด")
    assert make_parts(area=world.area) == 1
    found, entries = terms(world.area), area_book(world.area).entries
    key, total = entries["population"].key, (entries["population"].key, ("", ""))
    assert found.items[key].decimals == 0
    assert found.parts[key, ("male", "")] != found.parts[key, ("male", "age_00_04")]
    assert total not in found.parts
    assert found.lists["air_station"]["สถานีปากเกร็ด"] == "20t"
    assert found.parts[entries["pm25_daily"].key, ("20t",)]
    assert found.known_area("1301") is not None


# ── a new release ───────────────────────────────────────────────────────────
def _be_of_an_earlier_release() -> None:
    """The database as an installation has it that took a release with other words, one item more and one less."""
    texts = dict(documents())
    other = texts["economy.toml"].replace('code = "gpp"', 'code = "gpp_of_old"')
    assert other != texts["economy.toml"]
    texts["economy.toml"] = other.replace(book().items["gpp"].name, "ผลิตภัณฑ์มวลรวมเดิม").replace(
        book().items["gpp"].name_en, "GPP of old"
    )
    texts = {name: _without_rules_of(text, "gpp") for name, text in texts.items()}
    with unsealed():
        BookRelease.objects.all().delete()
        BookRelease.objects.create(version="earlier", documents=texts, taken_at=NOW - timedelta(days=300))
    Item.objects.filter(code="gpp").update(code="gpp_of_old")


def _without_rules_of(text: str, code: str) -> str:
    head, *rules = text.split("[[rules]]")
    kept = [rule for rule in rules if f'"{code}' not in rule and f" {code}" not in rule]
    return "[[rules]]".join([head, *kept])


def test_a_new_release_is_taken_once_and_what_was_changed_is_kept(world: World) -> None:
    _be_of_an_earlier_release()
    change(world, "otop_sales", definition="รวมยอดขายออนไลน์ด้วย")
    assert "gpp_of_old" in area_book(world.area, NOW).book.items
    assert take_release(now=LATER) == 1
    assert take_release(now=LATER) == 0
    found = area_book(world.area)
    assert found.entries["gpp"].active
    assert not found.entries["gpp_of_old"].active
    assert found.entries["gpp_of_old"].item.name == "ผลิตภัณฑ์มวลรวมเดิม"
    assert found.entries["otop_sales"].item.definition == "รวมยอดขายออนไลน์ด้วย"
    assert "gpp_of_old" in area_book(world.area, LATER - timedelta(days=1)).book.items


def test_where_a_release_contradicts_a_province_the_item_stays_as_it_was(world: World) -> None:
    item = book().items["gpp"]
    _be_of_an_earlier_release()
    with unsealed():
        texts = BookRelease.objects.get().documents
        texts["economy.toml"] = texts["economy.toml"].replace("gpp_of_old", "gpp")
        BookRelease.objects.update(documents=texts, version="earlier still")
    Item.objects.filter(code="gpp_of_old").update(code="gpp")
    made = change(world, "gpp", name=book().items["otop_products"].name + " (เดิม)")
    assert made is not None
    with unsealed():  # the province had stated a bound that the new definition cannot have
        said = made.definition | {"most": "-1"}
        ItemRevision.objects.filter(pk=made.pk).update(definition=said, own=["name", "most"])
    take_release(now=LATER)
    kept = ItemRevision.objects.order_by("pk").last()
    assert kept is not None
    assert (kept.area, kept.by, kept.number) == (world.area, None, 2)
    assert area_book(world.area).entries["gpp"].item.unit == item.unit
    assert area_book(world.area).entries["gpp"].item.most == Decimal(-1)
