"""เชื่อมโยง: counted from packages that the ministry took, and only when its own key signed for them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.packaging import keep_returned, make_package
from samrit.indicators.actions.partners import recognise_ministry, register_partner
from samrit.indicators.actions.quality import examine_quality
from samrit.indicators.actions.taking import take_package
from samrit.indicators.models import Keeper, Ministry, Package, Partner
from samrit.indicators.queries.quality import counts_in, scored_again
from samrit.indicators.signing import own_key
from samrit.rules.exchange import Receipt, read_receipt, receipt_as_file
from samrit.rules.quality import Measure
from tests.indicators.packages import Sender, of_districts, trusted
from tests.indicators.submitting import all_of, refused, taken
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
MINISTRY = Sender({})  # only its key is asked for


@pytest.fixture
def world() -> World:
    made = make_people()
    Keeper.objects.create(area=made.area, owner="local_government", agency=made.development)
    return made


def registered(world: World, key: str = MINISTRY.public, *, counts: bool = True) -> Partner:
    partner = register_partner(name="กระทรวง", key=key, by=world.evaluator, now=NOW)
    if counts:
        recognise_ministry(partner=partner, by=world.evaluator, now=NOW)
    return partner


def acknowledged(
    world: World, package: Package, left_out: Mapping[str, Mapping[str, int]] | None = None
) -> None:
    """The ministry's receipt came back on a stick."""
    text = Receipt(
        package.sha256, "13", package.generation, "", {"cells": 7}, NOW, MINISTRY.public, left_out or {}
    ).to_text()
    contents = receipt_as_file(text, MINISTRY.key.sign(text.encode()).hex()).encode()
    keep_returned(contents=contents, by=world.coordinator, now=NOW)


def made(world: World) -> Package:
    return make_package(area=world.area, by=world.coordinator, now=NOW)


def linked(world: World) -> tuple[int, int]:
    """Of the waste that is due in the round: what the ministry has, of what is owed to it."""
    score = examine_quality(area=world.area, by=world.recorder, now=NOW, fiscal_year=2567, months=12)
    one = next(row for row in counts_in(score) if row.item == "waste_generated")
    measured = scored_again(score, item="waste_generated").measures
    share = next(each for each in measured if each.measure is Measure.LINKED)
    assert (one.linked, one.to_link) == (int(share.part), share.whole)
    return one.linked, one.to_link


def test_nothing_is_owed_until_the_central_office_says_whose_system_it_is(world: World) -> None:
    taken(world, all_of("3"))
    partner = registered(world, counts=False)
    acknowledged(world, made(world))
    assert linked(world) == (0, 0)
    said: dict[str, Any] = {"partner": partner, "now": NOW}
    for who in (world.coordinator, world.recorder, world.stranger):
        given = said | {"by": who}
        assert refused(partial(recognise_ministry, **given)) == "ministry_not_yours"
    assert recognise_ministry(**said, by=world.evaluator) == recognise_ministry(**said, by=world.evaluator)
    assert linked(world) == (7, 7)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ministry.objects.update(said_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ministry.objects.all().delete()


def test_a_package_counts_from_its_receipt_on_until_a_figure_is_another_one(world: World) -> None:
    registered(world)
    taken(world, {"1301": "3", "1302": "3", "1303": "-"})
    package = made(world)
    assert linked(world) == (0, 7)  # sent or not: nobody signed for it
    acknowledged(world, package)
    assert linked(world) == (2, 7)
    taken(world, {"1302": "4", "1304": "4"}, days=1)
    assert linked(world) == (1, 7)  # 1302 is another figure there
    acknowledged(world, made(world))
    assert linked(world) == (3, 7)


@pytest.mark.parametrize(
    ("left_out", "count"),
    [
        ({"waste_generated": {"2023": 2}}, 5),
        ({"waste_generated": {"2022": 2}}, 7),
        ({"waste_generated": {"": 2}}, 5),
        ({"waste_generated": {"2023": 99}}, 0),
        ({"births": {"2023": 2}}, 7),
    ],
)
def test_what_the_ministry_left_out_does_not_count(
    world: World, left_out: Mapping[str, Mapping[str, int]], count: int
) -> None:
    registered(world)
    taken(world, all_of("3"))
    acknowledged(world, made(world), left_out)
    assert linked(world) == (count, 7)


def test_at_the_ministry_what_packages_brought_counts(world: World, tmp_path: Any) -> None:
    taken(world, {"1301": "3", "1302": "3"})
    sender = Sender(of_districts("3") | {1302: "4", 1307: "-1"}, key=MINISTRY.key)
    trusted(world, sender)
    package = take_package(path=sender.write(tmp_path), name="p.zip", by=world.recorder, now=NOW)
    assert read_receipt(package.receipt.text).left_out == {"waste_generated": {"2023": 2}}
    assert package.submission is not None
    accept(submission=package.submission, by=world.coordinator, now=NOW)
    assert linked(world) == (0, 0)
    registered(world, own_key())
    assert linked(world) == (4, 7)  # 1301 and 1302 were typed here
