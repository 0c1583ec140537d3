"""The second step of signing in: who must have one, how one is made, and what stands in for it."""

import re
from datetime import date, timedelta
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from samrit.audit.queries import history_of
from samrit.people.adapter import SecondFactorAdapter
from samrit.people.history import told
from samrit.people.models import User
from samrit.people.permissions import refuse_without_second_factor
from samrit.people.queries import duties_of, second_steps
from tests.world import DAY, World, make_people

pytestmark = pytest.mark.django_db

PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret
SECURITY = "/accounts/2fa/"


@pytest.fixture
def world() -> World:
    return make_people()


def sign_in(user: User) -> tuple[Client, Any]:
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    return client, client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def test_the_code_to_scan_is_a_picture_by_itself() -> None:
    """A browser draws an SVG of an address only with its namespace."""
    drawn = ET.fromstring(SecondFactorAdapter().build_totp_svg("otpauth://totp/Samrit"))  # noqa: S314 - our own
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"


def test_only_whose_word_becomes_the_record_must_and_only_from_the_day_on(world: World) -> None:
    def refused(user: User, demanded_from: date | None, *, has_one: bool = False) -> str:
        found = refuse_without_second_factor(
            duties_of(user, DAY), has_one=has_one, demanded_from=demanded_from, today=DAY
        )
        return found.code if found else ""

    must = {
        name: refused(getattr(world, name), DAY)
        for name in ("recorder", "approver", "coordinator", "evaluator")
    }
    assert must == {
        "recorder": "", "approver": "second_factor_needed", "coordinator": "", "evaluator": "second_factor_needed",
    }  # fmt: skip
    assert refused(world.approver, None) == ""
    assert refused(world.approver, DAY + timedelta(days=1)) == ""
    assert refused(world.approver, DAY, has_one=True) == ""


def test_an_approver_makes_a_second_step_and_then_works(
    world: World, settings: Any, django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]
) -> None:
    settings.SECOND_FACTOR_FROM = date.min
    with travel(DAY, tick=False) as clock:
        client, answer = sign_in(world.approver)
        assert answer["Location"] == "/"
        # Led to the page, whatever was asked for; htmx is led there whole. The way out stays open.
        assert client.get("/")["Location"] == SECURITY
        assert client.post(reverse("people:make_token"), {})["Location"] == SECURITY
        assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == SECURITY
        assert client.get(reverse("account_logout")).status_code == 200
        assert "ผู้อนุมัติและผู้ประเมินต้องยืนยันตัวตนสองขั้น" in client.get(SECURITY).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            secret, codes = set_up(client)
        assert client.get("/").status_code == 200
        # The owner is told, and what to do when it was somebody else.
        assert [one.subject.partition(": ")[2] for one in mailoutbox] == ["เพิ่มแอปสร้างรหัส"]
        assert all("ถ้าไม่ใช่คุณ ทำทันที" in one.body and secret not in one.body for one in mailoutbox)
        assert "เหลือ 10 รหัส" in client.get(SECURITY).content.decode()
        # Nothing that opens the account lies readable in the database.
        assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
        assert {(one.what, one.changes[0].after) for one in told(history_of(world.approver))} == {
            ("เพิ่มการยืนยันตัวตนสองขั้น", "แอปสร้างรหัส"), ("เพิ่มการยืนยันตัวตนสองขั้น", "รหัสสำรอง"),
        }  # fmt: skip
        clock.shift(timedelta(minutes=10))
        comes_back(world.approver, secret, codes)


def set_up(client: Client) -> tuple[str, list[str]]:
    """Who sits at an open screen cannot: the password is asked again, and the page wanted comes after it."""
    activate = reverse("mfa_activate_totp")
    asked = client.get(activate)["Location"]
    assert client.post(asked, {"password": "wrong"}).status_code == 200
    assert client.post(asked, {"password": PASSWORD})["Location"] == activate
    secret = re.search(r'value="([A-Z2-7]{32})"', client.get(activate).content.decode())
    assert secret is not None
    assert "รหัสไม่ถูกต้อง" in client.post(activate, {"code": "000000"}).content.decode()
    shown = client.post(activate, {"code": code_of(secret[1])}, follow=True)
    codes = re.findall(r"\b\d{8}\b", shown.content.decode())
    assert len(codes) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == codes
    return secret[1], codes


def comes_back(user: User, secret: str, codes: list[str]) -> None:
    """The password alone opens nothing now; a code on paper stands in, once."""
    step = reverse("mfa_authenticate")
    client, answer = sign_in(user)
    assert answer["Location"] == step
    assert client.get(reverse("people:tokens"))["Location"].startswith("/accounts/login/")
    assert "รหัสไม่ถูกต้อง" in client.post(step, {"code": "000000"}).content.decode()
    assert client.post(step, {"code": codes[0]})["Location"] == "/"
    assert client.get("/").status_code == 200
    again, _answer = sign_in(user)
    assert again.post(step, {"code": codes[0]}).status_code == 200
    assert again.post(step, {"code": code_of(secret)})["Location"] == "/"


def test_a_code_that_was_used_opens_nothing_while_it_would_still_be_taken(world: World) -> None:
    """A clock may be half a minute off, so a code is good for three periods: seen over a shoulder, it is not."""
    secret, step = "A" * 32, reverse("mfa_authenticate")
    TOTP.activate(world.approver, secret)
    with travel(timezone.now().replace(second=0, microsecond=0), tick=False) as clock:
        code = code_of(secret)
        (first, _), (thief, _), (late, _) = (sign_in(world.approver) for _ in range(3))
        assert first.post(step, {"code": code})["Location"] == "/"
        for later in (1, 35):
            clock.shift(timedelta(seconds=later))
            assert "รหัสไม่ถูกต้อง" in thief.post(step, {"code": code}).content.decode()
        assert late.post(step, {"code": code_of(secret)})["Location"] == "/"


def test_who_lost_everything_is_let_in_by_the_operator(world: World, mailoutbox: list[Any]) -> None:
    def unlock(email: str) -> str:
        said = StringIO()
        call_command("unlock", email, stdout=said, stderr=said)
        return said.getvalue()

    with pytest.raises(SystemExit):
        unlock("nobody@example.go.th")
    with pytest.raises(SystemExit):
        unlock(world.approver.email)
    Authenticator.objects.create(user=world.approver, type="totp", data={"secret": "x"})
    assert world.approver.name in unlock(world.approver.email.upper())
    assert not second_steps(world.approver).any
    assert [one.what for one in told(history_of(world.approver))] == ["ผู้ดูแลระบบล้างการยืนยันตัวตนสองขั้น"]
    assert [(one.to, "ผู้ดูแลระบบล้าง" in one.subject) for one in mailoutbox] == [([world.approver.email], True)]
