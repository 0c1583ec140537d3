"""Short links: made by those who look after a province, counted without keeping who, revoked for good."""

from datetime import timedelta

import pytest
import zxingcpp
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from time_machine import travel

from samrit.audit.queries import history_of
from samrit.letters.actions.links import count_opening, make_link, revoke_link
from samrit.letters.models import LinkDay, ShortLink
from samrit.letters.queries.links import last_days, links_visible_to, openings_of
from samrit.letters.views.following import WRONG_CODES, guesses
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules.letters.links import is_code
from samrit.rules.wording import RefusedError
from tests.world import DAY, NOW, World, make_people, person

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"}
OUTSIDE = "https://www.example.go.th/form?id=7"


@pytest.fixture
def world() -> World:
    guesses.forget()
    return make_people()


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with travel(NOW, tick=False):
        yield


def link(world: World, target: str = OUTSIDE, **more: object) -> ShortLink:
    facts = {"area": world.area, "title": "แบบตอบรับ", "expires_at": None, "by": world.coordinator, "now": NOW}
    return make_link(target=target, **facts | more)  # type: ignore[arg-type]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def follow(one: ShortLink, **headers: str) -> str:
    return Client(headers=BROWSER | headers).get(f"/l/{one.code}/")  # type: ignore[return-value]


# ── making ──────────────────────────────────────────────────────────────────
def test_a_link_is_made_with_its_event(world: World) -> None:
    made = link(world)
    assert is_code(made.code)
    assert (made.target, made.is_outside) == (OUTSIDE, True)
    assert [event.verb for event in history_of(made)] == ["make_link"]


@pytest.mark.parametrize("who", ["recorder", "approver", "stranger"])
def test_only_who_looks_after_the_province_makes_links(world: World, who: str) -> None:
    with pytest.raises(RefusedError):
        link(world, by=getattr(world, who))


def test_the_central_office_makes_them_in_its_own_name(world: World) -> None:
    assert link(world, area=None, by=world.evaluator).area is None
    with pytest.raises(RefusedError):
        link(world, area=None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": " "}, "link_title"),
        ({"expires_at": NOW}, "link_expiry_past"),
        ({"target": "http://www.example.go.th/"}, "link_target_https"),
        ({"target": "//www.example.go.th/"}, "link_target_path"),
    ],
)
def test_what_makes_no_link(world: World, said: dict[str, object], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        link(world, **{"target": OUTSIDE, **said})  # type: ignore[arg-type]
    assert refused.value.refusal.code == code
    assert not ShortLink.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "//evil.example/"},
        {"target": "http://evil.example/"},
        {"code": ""},
        {"revoked_at": NOW},
        {"expires_at": NOW - timedelta(days=1)},
    ],
)
def test_the_database_keeps_links_sound(world: World, wrong: dict[str, object]) -> None:
    made = link(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShortLink.objects.filter(pk=made.pk).update(**wrong)


# ── following ───────────────────────────────────────────────────────────────
def test_an_own_page_is_opened_at_once(world: World) -> None:
    made = link(world, "/performance/")
    response = follow(made)
    assert (response.status_code, response["Location"]) == (302, "/performance/")
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_an_outside_page_is_shown_before_one_goes_there(world: World) -> None:
    response = follow(link(world, "https://ехаmple.go.th/form"))  # Cyrillic letters
    page = response.content.decode()
    assert response.status_code == 200
    assert "xn--" in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert "Location" not in response


def test_every_person_is_counted_and_nobody_kept(world: World) -> None:
    made = link(world)
    for _ in range(3):
        follow(made)
    Client(headers=BROWSER).head(f"/l/{made.code}/")
    follow(made, **{"sec-purpose": "prefetch"})
    follow(made, **{"user-agent": "Googlebot/2.1"})
    assert [(one.day, one.count) for one in last_days(made, DAY)] == [(DAY, 3)]
    assert {field.name for field in LinkDay._meta.get_fields()} == {"id", "link", "day", "count"}  # noqa: SLF001 - how Django names its model API


def test_counting_is_one_statement_and_one_row_a_day(world: World) -> None:
    made = link(world)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _ in range(5):
            count_opening(link=made, day=DAY)
    assert len(asked) == 5
    count_opening(link=made, day=DAY + timedelta(days=1))
    assert LinkDay.objects.count() == 2
    assert openings_of(made) == 6


def test_a_revoked_link_says_so(world: World) -> None:
    made = link(world, "/performance/")
    revoke_link(link=made, reason="พิมพ์ผิด", by=world.coordinator, now=NOW)
    response = follow(made)
    assert response.status_code == 410
    assert "ลิงก์นี้ถูกยกเลิกแล้ว" in response.content.decode()
    assert not LinkDay.objects.exists()
    with pytest.raises(RefusedError):
        revoke_link(link=made, reason="อีกครั้ง", by=world.coordinator, now=NOW)


def test_a_link_ends_with_its_time(world: World) -> None:
    made = link(world, "/performance/", expires_at=NOW + timedelta(hours=1))
    assert follow(made).status_code == 302
    with travel(NOW + timedelta(hours=1), tick=False):
        assert follow(made).status_code == 410


def test_a_code_typed_in_another_way_is_found(world: World) -> None:
    made = link(world)
    response = Client(headers=BROWSER).get(f"/l/{made.code.upper()}/")
    assert response["Location"] == f"/l/{made.code}/"


def test_guessing_codes_ends_soon(world: World) -> None:
    made, client = link(world, "/performance/"), Client(headers=BROWSER, REMOTE_ADDR="198.51.100.7")
    answers = [client.get("/l/zzzzzzzz/").status_code for _ in range(WRONG_CODES)]
    assert answers == [404] * WRONG_CODES
    response = client.get(f"/l/{made.code}/")  # not even a right one any more
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    assert Client(headers=BROWSER, REMOTE_ADDR="198.51.100.8").get(f"/l/{made.code}/").status_code == 302


# ── pages ───────────────────────────────────────────────────────────────────
def test_three_people_and_their_links(world: World) -> None:
    made = link(world)
    far = person("far", world.elsewhere, "coordinator")  # type: ignore[arg-type]
    addresses = [reverse("links:one", args=[made.pk]), reverse("links:qr", args=[made.pk, "png"])]
    for user, expected in (
        (world.coordinator, 200),
        (world.evaluator, 200),
        (far, 404),
        (world.recorder, 404),
    ):
        assert [signed_in(user).get(one).status_code for one in addresses] == [expected, expected]
    assert list(links_visible_to(duties_of(far, DAY))) == []
    assert signed_in(world.recorder).get(reverse("links:list")).status_code == 404


def test_what_was_typed_wrongly_stays_in_the_form(world: World) -> None:
    typed = {"area": world.area.pk, "title": "แบบตอบรับ", "target": "http://www.example.go.th/"}
    response = signed_in(world.coordinator).post(reverse("links:new"), typed)
    assert response.status_code == 422
    assert "http://www.example.go.th/" in response.content.decode()
    response = signed_in(world.coordinator).post(reverse("links:new"), typed | {"target": OUTSIDE})
    assert response.status_code == 302
    assert ShortLink.objects.get().target == OUTSIDE


def test_a_link_of_another_province_cannot_be_made(world: World) -> None:
    typed = {"area": Area.objects.get(code="20").pk, "title": "ก", "target": OUTSIDE}
    assert signed_in(world.coordinator).post(reverse("links:new"), typed).status_code == 422


def test_revoking_needs_a_reason(world: World) -> None:
    made, client = link(world), signed_in(world.coordinator)
    here = reverse("links:one", args=[made.pk])
    assert client.post(here, {"reason": " "}).status_code == 422
    assert client.post(here, {"reason": "พิมพ์ผิด"}).status_code == 302
    assert client.post(here, {"reason": "พิมพ์ผิด"}).status_code == 409
    assert "พิมพ์ผิด" in client.get(here).content.decode()


def test_the_picture_says_the_address(world: World) -> None:
    from io import BytesIO  # noqa: PLC0415

    made = link(world)
    response = signed_in(world.coordinator).get(reverse("links:qr", args=[made.pk, "png"]))
    drawn = Image.open(BytesIO(response.content))
    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == [f"http://testserver/l/{made.code}/"]
    assert (
        signed_in(world.coordinator)
        .get(reverse("links:qr", args=[made.pk, "svg"]))
        .content.startswith(b"<?xml")
    )


def test_the_list_asks_as_much_for_three_as_for_one(world: World) -> None:
    client, counts = signed_in(world.coordinator), []
    for _ in range(2):
        count_opening(link=link(world), day=DAY)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("links:list")).status_code == 200
        counts.append(len(asked))
        link(world)
    assert counts[0] == counts[1]


def test_the_list_is_searched(world: World) -> None:
    link(world, title="ตอบรับประชุม")
    link(world, title="แบบสำรวจ")
    page = signed_in(world.coordinator).get(reverse("links:list"), {"q": "ประชุม"}).content.decode()
    assert "ตอบรับประชุม" in page
    assert "แบบสำรวจ" not in page.split("<table")[1]
