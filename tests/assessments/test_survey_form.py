"""The public form: without script, without account, once a device, in no hurry and not in floods."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from time_machine import Traveller, travel

from samrit.assessments.actions.holding import close_survey, end_point
from samrit.assessments.models import SurveyAnswer, SurveyPoint
from samrit.assessments.moments import is_kiosk_key, kiosk_key, new_moment, read_moment
from samrit.ui.flooding import Flood, flood
from tests.assessments.surveying import NOT_PLEASED, PLEASED, as_, asked_in, hidden_fields, opened, typed
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def world(clock: Traveller) -> World:
    flood.forget()  # what other tests counted in this process
    return make_people()


@pytest.fixture
def point(world: World) -> SurveyPoint:
    return opened(world).points.get()


def sent(
    client: Client, point: SurveyPoint, fields: dict[str, object], clock: Traveller, *, after: int = 30
) -> Any:
    """Open the form, wait, send."""
    page = client.get(f"/s/{point.code}/")
    assert page.status_code == 200
    clock.shift(after)
    return client.post(f"/s/{point.code}/", hidden_fields(page.content.decode()) | fields)


def test_an_answer_is_kept_without_anything_that_tells_whose_it_is(
    point: SurveyPoint, clock: Traveller
) -> None:
    done = sent(as_(None), point, typed(PLEASED), clock)
    assert (done.status_code, done["Location"]) == (303, f"/s/{point.code}/thanks/")
    kept = SurveyAnswer.objects.get()
    assert (kept.answers, kept.day, kept.way, kept.counted) == (PLEASED, NOW.date(), "link", False)
    assert {field.name for field in SurveyAnswer._meta.fields} == {  # noqa: SLF001
        "id", "point", "client", "answers", "day", "way", "counted",
    }  # fmt: skip
    point.run.release.refresh_from_db()
    assert point.run.release.is_locked


def test_questions_that_answers_lead_to_are_asked_on_the_next_page(
    point: SurveyPoint, clock: Traveller
) -> None:
    client = as_(None)
    first = client.get(f"/s/{point.code}/")
    assert asked_in(first.content.decode()) == [
        "channel",
        "finished",
        "aspects",
        "overall",
        "recommend",
        "wish",
    ]
    fields = typed({key: value for key, value in NOT_PLEASED.items() if key not in {"obstacles", "reason"}})
    more = sent(client, point, fields, clock)
    page = more.content.decode()
    assert (more.status_code, SurveyAnswer.objects.count()) == (200, 0)
    assert asked_in(page) == [
        "channel", "finished", "obstacles", "aspects", "overall", "recommend", "reason", "wish",
    ]  # fmt: skip
    assert 'name="q.overall" value="1" checked' in page
    done = client.post(f"/s/{point.code}/", hidden_fields(page) | typed(NOT_PLEASED))
    assert done.status_code == 303
    assert SurveyAnswer.objects.get().answers == NOT_PLEASED


def test_what_is_open_is_told_and_the_rest_stays(point: SurveyPoint, clock: Traveller) -> None:
    partly = {key: value for key, value in PLEASED.items() if key != "overall"}
    done = sent(as_(None), point, typed(partly), clock)
    page = done.content.decode()
    assert (done.status_code, SurveyAnswer.objects.count()) == (422, 0)
    assert "ยังไม่ได้ตอบ" in page
    assert 'name="q.aspects.easy" value="5" checked' in page


def test_the_same_form_counts_once_and_the_same_device_is_asked_softly(
    point: SurveyPoint, clock: Traveller
) -> None:
    client = as_(None)
    page = client.get(f"/s/{point.code}/").content.decode()
    clock.shift(30)
    fields = hidden_fields(page) | typed(PLEASED)
    assert client.post(f"/s/{point.code}/", fields).status_code == 303
    assert client.post(f"/s/{point.code}/", fields).status_code == 303  # a second press
    assert as_(None).post(f"/s/{point.code}/", fields).status_code == 303  # the page, copied elsewhere
    assert SurveyAnswer.objects.count() == 1
    assert "เครื่องนี้ตอบแล้ว" in client.get(f"/s/{point.code}/").content.decode()
    again = client.get(f"/s/{point.code}/?again=1").content.decode()
    clock.shift(30)
    assert client.post(f"/s/{point.code}/?again=1", hidden_fields(again) | typed(PLEASED)).status_code == 303
    assert SurveyAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("after", "status", "kept"), [(1, 429, 0), (2, 303, 1), (24 * 3600, 303, 1), (24 * 3600 + 1, 200, 0)]
)
def test_nobody_answers_at_once_nor_a_day_later(
    point: SurveyPoint, clock: Traveller, after: int, status: int, kept: int
) -> None:
    """The boundaries: two seconds, one day. What was typed stays on the page."""
    done = sent(as_(None), point, typed(PLEASED), clock, after=after)
    assert (done.status_code, SurveyAnswer.objects.count()) == (status, kept)
    if not kept:
        assert 'name="q.overall" value="5" checked' in done.content.decode()


def test_scripts_that_fill_in_everything_are_thanked_and_forgotten(
    point: SurveyPoint, clock: Traveller
) -> None:
    done = sent(as_(None), point, typed(PLEASED) | {"website": "https://example.com"}, clock)
    assert (done.status_code, SurveyAnswer.objects.count()) == (303, 0)


def test_a_flood_from_one_place_waits_and_others_do_not(
    point: SurveyPoint, clock: Traveller, settings: Any
) -> None:
    settings.SURVEY_RATE = 2
    place = f"/s/{point.code}/"
    pages = [as_(None).get(place).content.decode() for _ in range(4)]
    clock.shift(60 - NOW.second + 5)
    clients = [as_(None) for _ in pages]
    posted = [
        client.post(place, hidden_fields(page) | typed(PLEASED))
        for client, page in zip(clients, pages, strict=True)
    ]
    assert [one.status_code for one in posted] == [303, 303, 429, 429]
    assert posted[2]["Retry-After"] == str(60 - timezone.now().second)
    clock.shift(60)
    assert clients[2].post(place, hidden_fields(pages[2]) | typed(PLEASED)).status_code == 303
    assert SurveyAnswer.objects.count() == 3


def test_a_place_has_another_name_every_day_and_in_every_process() -> None:
    one, other = Flood(), Flood()
    today = one.name_of("192.0.2.1", NOW.date())
    assert today == one.name_of("192.0.2.1", NOW.date())
    assert today != other.name_of("192.0.2.1", NOW.date())
    one.name_of("192.0.2.1", NOW.date().replace(day=11))
    assert today != one.name_of("192.0.2.1", NOW.date())


def test_a_moment_belongs_to_its_point_and_a_key_to_its_series() -> None:
    signed = new_moment("abc", NOW)
    assert read_moment("abc", signed, NOW) is not None
    assert read_moment("abd", signed, NOW) is None
    assert read_moment("abc", signed[:-1], NOW) is None
    assert is_kiosk_key("abc", 1, kiosk_key("abc", 1))
    assert not is_kiosk_key("abc", 2, kiosk_key("abc", 1))


def test_what_is_ended_closed_or_unknown_takes_nothing(
    world: World, point: SurveyPoint, clock: Traveller
) -> None:
    client = as_(None)
    page = client.get(f"/s/{point.code}/").content.decode()
    clock.shift(30)
    end_point(point=point, by=world.recorder, now=timezone.now())
    late = client.post(f"/s/{point.code}/", hidden_fields(page) | typed(PLEASED))
    assert (late.status_code, SurveyAnswer.objects.count()) == (410, 0)
    assert client.get("/s/nosuchcode/").status_code == 404
    other = opened(world, ("ใบอนุญาต", "")).points.get()
    close_survey(run=other.run, by=world.recorder, now=timezone.now())
    assert client.get(f"/s/{other.code}/").status_code == 410


def test_the_whole_form_weighs_less_than_50_kb(point: SurveyPoint) -> None:
    html = as_(None).get(f"/s/{point.code}/").content
    assert b"<script" not in html
    style = finders.find("assessments/answer.css")
    assert style is not None
    weight = len(html) + len(Path(style).read_bytes())  # unpacked, as an old proxy may hand it on
    packed = len(gzip.compress(html)) + len(gzip.compress(Path(style).read_bytes()))
    print(f"\nsurvey form: {weight:,} bytes, packed {packed:,}")  # noqa: T201 - the figures are wanted
    assert weight < 50 * 1024


def test_english_is_asked_in_english(point: SurveyPoint) -> None:
    page = as_(None).get(f"/s/{point.code}/?lang=en").content.decode()
    assert "<h1>Online services</h1>" in page
    assert "Overall, how satisfied are you with this service?" in page
