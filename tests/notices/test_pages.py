"""The inbox, the settings, LINE's calls, the demo's outbox: what people see, and what strangers do not."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samrit.audit.models import Event
from samrit.notices.actions import make_line_code, tell
from samrit.notices.models import CalendarFeed, LineAccount, LineCode, Notice, OutboxMail, Preference
from samrit.people.models import User
from samrit.rules.wording import say
from tests.notices.standins import SECRET
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def tell_of(world: World, count: int, to: User | None = None) -> None:
    for place in range(count):
        tell(
            to=[to or world.recorder], kind="returned", subject=say("r", "ส่งกลับ {n} <b>", n=place),
            url="/frameworks/", key=f"k{place}", by=world.approver, now=NOW,
        )  # fmt: skip


# ── the inbox ───────────────────────────────────────────────────────────────
def test_the_bell_counts_what_is_unread(world: World) -> None:
    tell_of(world, 2)
    page = signed_in(world.recorder).get("/notices/").content.decode()
    assert '<span class="bell-count">2<' in page
    assert "ส่งกลับ 0 &lt;b&gt;" in page
    assert "bell-count" not in signed_in(world.stranger).get("/notices/").content.decode()


def test_opening_one_reads_it_and_leads_on(world: World) -> None:
    tell_of(world, 2)
    notice = Notice.objects.filter(key="k0").get()
    client = signed_in(world.recorder)
    assert client.post(f"/notices/{notice.pk}/open/")["Location"] == "/frameworks/"
    assert "ส่งกลับ 0" not in client.get("/notices/?show=unread").content.decode()
    assert "ส่งกลับ 1" in client.get("/notices/?show=unread").content.decode()
    client.post("/notices/read/")
    assert Notice.objects.filter(read_at=None).count() == 0


def test_another_persons_notice_does_not_exist(world: World) -> None:
    tell_of(world, 1)
    notice = Notice.objects.get()
    assert signed_in(world.colleague).post(f"/notices/{notice.pk}/open/").status_code == 404
    signed_in(world.colleague).post("/notices/read/")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_one_and_three_and_many_take_the_same_queries(world: World) -> None:
    client, counts = signed_in(world.recorder), []
    for many in (1, 3, 200):
        tell_of(world, many)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/notices/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


# ── settings ────────────────────────────────────────────────────────────────
WISHES = {"email": "on", "digest_hour": "9", "quiet_from": "20", "quiet_until": "7", "language": "en"}


def saved(world: World, **changed: str) -> HttpResponse:
    return signed_in(world.recorder).post("/notices/settings/", {**WISHES, **changed})


def test_wishes_are_kept_and_leave_a_trace(world: World) -> None:
    assert saved(world)["Location"] == "/notices/settings/"
    wishes = Preference.objects.get(person=world.recorder)
    assert (wishes.email, wishes.digest_hour, wishes.language) == (True, 9, "en")
    event = Event.objects.get(verb="change_preference")
    assert (event.before, event.after) == (
        {"digest_hour": 8, "language": "th"}, {"digest_hour": 9, "language": "en"},
    )  # fmt: skip
    saved(world)
    assert Event.objects.filter(verb="change_preference").count() == 1


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"digest_hour": "21"}, "งดรบกวน"),
        ({"digest_hour": "24"}, "24"),
        ({"quiet_from": ""}, "ทั้งเวลาเริ่มและเวลาสิ้นสุด"),
        ({"language": "fr"}, "fr"),
    ],
)
def test_wishes_that_cannot_be_are_refused(world: World, changed: dict[str, str], word: str) -> None:
    answer = saved(world, **changed)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not Preference.objects.exists()


# ── LINE ────────────────────────────────────────────────────────────────────
@pytest.fixture
def channel(settings: Any) -> None:
    settings.LINE_TOKEN, settings.LINE_SECRET, settings.LINE_ACCOUNT = "token", SECRET, "@samrit"


def call(*events: object, secret: str = SECRET, body: bytes | None = None) -> HttpResponse:
    sent = json.dumps({"events": events}).encode() if body is None else body
    signature = base64.b64encode(hmac.new(secret.encode(), sent, hashlib.sha256).digest()).decode()
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    return client.post("/notices/line/", sent, "application/json", headers={"X-Line-Signature": signature})


def message(text: str, line_id: str = "U1") -> dict[str, object]:
    return {"type": "message", "source": {"userId": line_id}, "message": {"type": "text", "text": text}}


def test_a_code_links_the_account_that_sends_it_once(channel: None, world: World) -> None:
    page = signed_in(world.recorder).post("/notices/settings/line/")
    assert page.status_code == 201
    assert "@samrit" in page.content.decode()
    code = page.context["line_code"]
    assert code not in str(list(LineCode.objects.values_list("code_hash")))
    assert call(message(f" {code.lower()} ")).status_code == 200
    assert LineAccount.objects.get().person == world.recorder
    call(message(code, "U2"))
    assert LineAccount.objects.get().line_id == "U1"


@pytest.mark.parametrize(("seconds", "linked"), [(899, 1), (900, 0)])
def test_a_code_lasts_fifteen_minutes(
    channel: None, world: World, clock: Any, seconds: int, linked: int
) -> None:
    code = make_line_code(by=world.recorder, now=NOW)
    clock.move_to(NOW + timedelta(seconds=seconds))
    assert call(message(code)).status_code == 200
    assert LineAccount.objects.count() == linked


def test_an_account_belongs_to_the_newest_person(channel: None, world: World) -> None:
    for person in (world.recorder, world.colleague):
        call(message(make_line_code(by=person, now=NOW)))
    assert LineAccount.objects.get().person == world.colleague


def test_only_line_can_call(channel: None, world: World) -> None:
    code = make_line_code(by=world.recorder, now=NOW)
    assert call(message(code), secret="another").status_code == 403
    assert Client(headers={"host": "localhost"}).post("/notices/line/", {}).status_code == 403
    assert not LineAccount.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"events":[]}', 200), (b"{}", 400), (b"no json", 400), (b'{"events":7}', 400), (b"[]", 400),
        (b'{"events":[7,{},{"type":"message","source":7},{"type":"message","message":7}]}', 200),
    ],
)  # fmt: skip
def test_any_body_gets_an_answer(channel: None, world: World, body: bytes, status: int) -> None:
    assert call(body=body).status_code == status


def test_blocking_the_account_unlinks_it(channel: None, world: World) -> None:
    LineAccount.objects.create(person=world.recorder, line_id="U1", linked_at=NOW)
    call({"type": "unfollow", "source": {"userId": "U1"}})
    call({"type": "unfollow", "source": {"userId": "U1"}})
    assert not LineAccount.objects.exists()
    assert Event.objects.filter(verb="unlink_line").count() == 1


def test_without_a_channel_there_is_no_such_address(world: World) -> None:
    assert call(message("x")).status_code == 404


# ── the calendar's address ──────────────────────────────────────────────────
def test_the_address_is_shown_once_and_only_its_hash_is_kept(world: World) -> None:
    client = signed_in(world.recorder)
    page = client.post("/notices/settings/calendar/")
    address = page.context["calendar_address"]
    token = address.removesuffix(".ics").rpartition("/")[2]
    assert (page.status_code, len(token)) == (201, 43)
    assert address in page.content.decode()
    assert token not in client.get("/notices/settings/").content.decode()
    assert CalendarFeed.objects.get().token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(list(Event.objects.values_list("before", "after")))


# ── the demo's outbox ───────────────────────────────────────────────────────
def test_the_outbox_of_a_demo_looks_like_a_mail_program(settings: Any, world: World) -> None:
    settings.DEMO = True
    client = signed_in(world.recorder)
    assert "ยังไม่มีอีเมล" in client.get("/notices/outbox/").content.decode()
    box = get_connection("samrit.notices.outbox.EmailBackend")
    for subject in ("ฉบับแรก", "ฉบับที่สอง"):
        mail = EmailMessage(subject, "ดู https://samrit.example.go.th/x <b>", to=["a@example.go.th"])
        mail.extra_headers["Message-ID"] = f"<{len(subject)}@x>"
        assert box.send_messages([mail, mail]) == 1
    first = OutboxMail.objects.get(subject="ฉบับแรก")
    page = client.get(f"/notices/outbox/{first.pk}/").content.decode()
    assert page.count("<h2") == 1
    assert '<a href="https://samrit.example.go.th/x" rel="nofollow">' in page
    assert "&lt;b&gt;" in page
    assert client.get("/notices/outbox/999/").status_code == 404


def test_elsewhere_there_is_no_outbox(world: World) -> None:
    assert signed_in(world.recorder).get("/notices/outbox/").status_code == 404
