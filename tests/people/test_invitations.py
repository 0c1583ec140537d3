"""Inviting and accepting: one use, to the second, by the right people, and the token is kept nowhere."""

import threading
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samrit.audit.models import Event
from samrit.people.actions import (
    INVITATION_LASTS,
    accept_invitation,
    end_membership,
    invite,
    invite_first_evaluator,
    revoke_invitation,
)
from samrit.people.models import Agency, Invitation, Membership, Role, User
from samrit.rules.wording import RefusedError
from tests import world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db

PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret
EMAIL = "new.person@example.go.th"


@pytest.fixture
def made() -> World:
    return world.make_people()


def invited(made: World, *, email: str = EMAIL, now: datetime | None = None, **changes: Any) -> str:
    """A token for a recorder of the development agency, made by the coordinator."""
    terms = {"agency": made.development, "role": Role.RECORDER, "by": made.coordinator, **changes}
    _, token = invite(email=email, name="ผู้บันทึกคนใหม่", now=now or timezone.now(), **terms)
    return token


def refusal_of(act: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        act()
    return refused.value.refusal.code


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(token: str) -> str:
    return reverse("people:accept", args=[token])


def accepting(name: str = "ชื่อจริง นามสกุล", password: str = PASSWORD) -> dict[str, str]:
    return {"name": name, "password": password, "again": password}


# ── who may invite whom ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("who", "agency", "role", "refused"),
    [
        ("coordinator", "development", Role.RECORDER, None),
        ("coordinator", "statistics", Role.APPROVER, None),
        ("coordinator", "office", Role.COORDINATOR, "invited_by_central_office"),
        ("coordinator", "elsewhere", Role.RECORDER, "not_your_agency"),
        ("coordinator", "central", Role.EVALUATOR, "not_your_agency"),
        ("coordinator", "development", Role.COORDINATOR, "coordinator_in_provincial_office"),
        ("evaluator", "office", Role.COORDINATOR, None),
        ("evaluator", "elsewhere", Role.RECORDER, None),
        ("evaluator", "central", Role.EVALUATOR, None),
        ("evaluator", "development", Role.EVALUATOR, "role_not_in_agency"),
        ("evaluator", "central", Role.RECORDER, "role_not_in_agency"),
        ("recorder", "development", Role.RECORDER, "not_your_agency"),
        ("approver", "development", Role.RECORDER, "not_your_agency"),
        ("stranger", "elsewhere", Role.RECORDER, "not_your_agency"),
    ],
)
def test_who_may_invite_whom(made: World, who: str, agency: str, role: Role, refused: str | None) -> None:
    terms = {"agency": getattr(made, agency), "role": role, "by": getattr(made, who)}
    if refused:
        assert refusal_of(lambda: invited(made, **terms)) == refused
        assert Invitation.objects.count() == 0
    else:
        invited(made, **terms)
        assert Invitation.objects.get().role == role


def test_the_form_of_another_province_is_refused_by_the_server(made: World) -> None:
    client = client_of(made.coordinator)
    sent = {"name": "ก", "email": EMAIL, "agency": made.elsewhere.pk, "role": Role.RECORDER}
    assert client.post(reverse("people:invite"), sent).status_code == 422
    assert client.post(reverse("people:invite") + "?area=20", sent).status_code == 422
    assert Invitation.objects.count() == 0


def test_nobody_is_invited_twice_to_the_same(made: World) -> None:
    invited(made)
    assert refusal_of(lambda: invited(made, email=EMAIL.upper())) == "invited_already"
    invited(made, role=Role.APPROVER)
    assert refusal_of(lambda: invited(made, email=made.recorder.email)) == "already_member"


def test_an_expired_invitation_stands_in_nobodys_way(made: World) -> None:
    invited(made, now=timezone.now() - timedelta(days=8))
    invited(made)
    assert Invitation.objects.count() == 2


# ── the link ────────────────────────────────────────────────────────────────
def test_the_link_is_shown_once_and_mailed_and_kept_nowhere(made: World) -> None:
    client = client_of(made.coordinator)
    sent = {"name": "ผู้บันทึกใหม่", "email": EMAIL, "agency": made.development.pk, "role": Role.RECORDER}
    answer = client.post(reverse("people:invite"), sent)
    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    link = answer.context["link"]
    token = link.rstrip("/").rsplit("/", 1)[-1]
    assert link in answer.content.decode()
    assert [(message.to, link in message.body) for message in mail.outbox] == [([EMAIL], True)]
    assert PASSWORD not in mail.outbox[0].body
    assert client.get(reverse("people:list")).content.decode().count(token) == 0
    kept = [str(vars(event)) for event in Event.objects.all()]
    kept += [str(vars(one)) for one in Invitation.objects.all()]
    kept += [str(session.get_decoded()) for session in Session.objects.all()]
    assert [text for text in kept if token in text] == []


def test_reloading_the_answer_makes_no_second_invitation(made: World) -> None:
    client = client_of(made.coordinator)
    sent = {"name": "ผู้บันทึกใหม่", "email": EMAIL, "agency": made.development.pk, "role": Role.RECORDER}
    assert client.post(reverse("people:invite"), sent).status_code == 201
    again = client.post(reverse("people:invite"), sent)
    assert again.status_code == 422
    assert "ยกเลิกคำเชิญเดิมก่อน" in again.content.decode()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_loses_nothing(made: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sent = {"name": "ผู้บันทึกใหม่", "email": EMAIL, "agency": made.development.pk, "role": Role.RECORDER}
    answer = client_of(made.coordinator).post(reverse("people:invite"), sent)
    assert answer.status_code == 201
    assert answer.context["mailed"] is False
    assert answer.context["link"] in answer.content.decode()


def test_token_pages_are_kept_by_nobody(made: World) -> None:
    for token in (invited(made), "unknown"):
        answer = Client().get(address(token))
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]


# ── accepting ───────────────────────────────────────────────────────────────
def test_the_page_says_who_invites_to_what(made: World) -> None:
    answer = Client().get(address(invited(made)))
    shown = answer.content.decode()
    assert answer.status_code == 200
    for words in (made.coordinator.name, made.development.name, "ผู้บันทึกข้อมูล", EMAIL):
        assert words in shown


def test_a_new_person_sets_a_password_and_is_in(made: World) -> None:
    client = Client()
    answer = client.post(address(invited(made)), accepting(), follow=True)
    assert answer.redirect_chain == [("/", 302)]
    user = User.objects.get(email=EMAIL)
    assert answer.context["user"] == user
    assert (user.name, user.check_password(PASSWORD), user.is_demo) == ("ชื่อจริง นามสกุล", True, False)
    held = Membership.objects.get(user=user)
    assert (held.agency, held.role, held.starts_on, held.ends_on) == (
        made.development, Role.RECORDER, timezone.localdate(), None,
    )  # fmt: skip


def test_the_password_then_opens_the_door(made: World) -> None:
    Client().post(address(invited(made)), accepting())
    client = Client()
    answer = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("สั้น", "สั้น", "สั้นเกินไป"),
        ("password1234", "password1234", "เดาง่าย"),
        ("938475610293", "938475610293", "มีแต่ตัวเลข"),
        ("new.person@example", "new.person@example", "คล้ายชื่อหรืออีเมล"),
        (PASSWORD, PASSWORD + "!", "ไม่ตรงกัน"),
        ("", "", ""),
    ],
)
def test_weak_or_different_passwords_are_refused(
    made: World, password: str, again: str, sentence: str
) -> None:
    token = invited(made)
    answer = Client().post(address(token), {"name": "ชื่อ", "password": password, "again": again})
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors.as_text()
    assert not User.objects.filter(email=EMAIL).exists()
    assert Client().get(address(token)).status_code == 200


def test_a_link_works_once(made: World) -> None:
    token = invited(made)
    Client().post(address(token), accepting())
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address(token), accepting())
        assert answer.status_code == 410
        assert "ใช้ไปแล้ว" in answer.content.decode()
    assert User.objects.filter(email=EMAIL).count() == 1


def test_it_expires_to_the_second(made: World) -> None:
    token = invited(made, now=NOW)
    invitation = Invitation.objects.get()
    late = NOW + INVITATION_LASTS
    assert invitation.expires_at == late
    code = refusal_of(lambda: accept_invitation(invitation=invitation, password=PASSWORD, by=None, now=late))
    assert code == "invitation_expired"
    accept_invitation(invitation=invitation, password=PASSWORD, by=None, now=late - timedelta(seconds=1))
    assert User.objects.filter(email=EMAIL).count() == 1
    assert token


def test_an_expired_link_says_so(made: World) -> None:
    answer = Client().get(address(invited(made, now=timezone.now() - INVITATION_LASTS)))
    assert answer.status_code == 410
    assert "หมดอายุ" in answer.content.decode()


def test_a_revoked_link_says_so(made: World) -> None:
    token = invited(made)
    client_of(made.coordinator).post(reverse("people:revoke", args=[Invitation.objects.get().pk]))
    answer = Client().post(address(token), accepting())
    assert answer.status_code == 410
    assert "ถูกยกเลิกแล้ว" in answer.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


def test_an_unknown_link_says_so(made: World) -> None:
    answer = Client().get(address("x" * 43))
    assert answer.status_code == 404
    assert "ไม่พบคำเชิญนี้" in answer.content.decode()


# ── an address that has an account ──────────────────────────────────────────
def test_with_an_account_one_signs_in_first(made: World) -> None:
    token = invited(made, email=made.statistician.email)
    for method in ("get", "post"):
        shown = getattr(Client(), method)(address(token), accepting()).content.decode()
        assert f"{reverse('account_login')}?next={address(token)}" in shown
    assert not Membership.objects.filter(user=made.statistician, agency=made.development).exists()


def test_the_signed_in_person_only_confirms(made: World) -> None:
    token = invited(made, email=made.statistician.email)
    client = client_of(made.statistician)
    assert "รับบทบาทนี้" in client.get(address(token)).content.decode()
    answer = client.post(address(token))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert made.statistician.memberships.filter(agency=made.development, role=Role.RECORDER).count() == 1
    assert User.objects.filter(email=made.statistician.email).count() == 1


def test_somebody_else_is_told_to_sign_out(made: World) -> None:
    token = invited(made)
    for method in ("get", "post"):
        answer = getattr(client_of(made.statistician), method)(address(token), accepting())
        assert answer.status_code == 403
        assert "ออกจากระบบ" in answer.content.decode()
    assert Invitation.objects.get().accepted_at is None


# ── in parallel ─────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_gets_in() -> None:
    made = world.make_people()
    token = invited(made)
    start, statuses = threading.Barrier(2), []

    def accept() -> None:
        start.wait()
        try:
            statuses.append(Client().post(address(token), accepting()).status_code)
        finally:
            connection.close()

    tries = [threading.Thread(target=accept) for _ in range(2)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert sorted(statuses) in ([302, 409], [302, 410])
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Event.objects.filter(verb="accept_invitation").count() == 1


# ── taking back ─────────────────────────────────────────────────────────────
def test_revoking_is_for_those_who_look_after_the_role(made: World) -> None:
    invited(made, agency=made.office, role=Role.COORDINATOR, by=made.evaluator)
    invitation = Invitation.objects.get()
    for user, code in ((made.coordinator, "invited_by_central_office"), (made.stranger, "not_your_agency")):
        found = refusal_of(lambda user=user: revoke_invitation(invitation=invitation, by=user, now=NOW))
        assert found == code
    revoke_invitation(invitation=invitation, by=made.evaluator, now=NOW)
    assert (
        refusal_of(lambda: revoke_invitation(invitation=invitation, by=made.evaluator, now=NOW))
        == "invitation_revoked_already"
    )


def test_a_role_ends_with_today_and_only_once(made: World) -> None:
    held = made.recorder.memberships.get()
    end_membership(membership=held, by=made.coordinator, now=NOW)
    held.refresh_from_db()
    assert held.ends_on == world.DAY
    code = refusal_of(
        lambda: end_membership(membership=held, by=made.coordinator, now=NOW + timedelta(days=3))
    )
    assert code == "membership_ended"
    held.refresh_from_db()
    assert held.ends_on == world.DAY


def test_nobody_ends_the_own_role_or_one_they_do_not_look_after(made: World) -> None:
    other = world.person("coordinator2", made.office, Role.COORDINATOR)
    for by, held, code in (
        (made.evaluator, made.evaluator.memberships.get(), "own_membership"),
        (made.coordinator, other.memberships.get(), "invited_by_central_office"),
        (made.coordinator, made.stranger.memberships.first(), "not_your_agency"),
        (made.recorder, made.approver.memberships.get(), "not_your_agency"),
    ):
        found = refusal_of(lambda by=by, held=held: end_membership(membership=held, by=by, now=NOW))
        assert found == code


def test_who_left_may_be_invited_back(made: World) -> None:
    """Two memberships with a gap between them; the first keeps its dates."""
    held = made.recorder.memberships.get()
    end_membership(membership=held, by=made.coordinator, now=NOW)
    back = NOW + timedelta(days=30)
    invited(made, email=made.recorder.email, now=back)
    accept_invitation(invitation=Invitation.objects.get(), password=None, by=made.recorder, now=back)
    dates = made.recorder.memberships.values_list("starts_on", "ends_on")
    assert list(dates) == [(held.starts_on, world.DAY), (world.DAY + timedelta(days=30), None)]


def test_who_left_and_comes_back_on_the_same_day_holds_the_role_again(made: World) -> None:
    first = invited(made, now=NOW)
    user = accept_invitation(invitation=Invitation.objects.get(), password=None, by=None, now=NOW)
    end_membership(membership=user.memberships.get(), by=made.coordinator, now=NOW)
    Invitation.objects.all().delete()
    Invitation.objects.create(
        token_hash=first, email=EMAIL, name="x", agency=made.development, role=Role.RECORDER,
        invited_at=NOW, expires_at=NOW + INVITATION_LASTS,
    )  # fmt: skip
    accept_invitation(invitation=Invitation.objects.get(), password=None, by=user, now=NOW)
    assert user.memberships.get().ends_on is None


# ── the first one ───────────────────────────────────────────────────────────
def test_the_first_evaluator_is_invited_from_the_command_line() -> None:
    invitation, _ = invite_first_evaluator(email="First@example.go.th", name="ผู้ประเมินคนแรก", now=NOW)
    assert (invitation.email, invitation.role, invitation.invited_by) == (
        "first@example.go.th", Role.EVALUATOR, None,
    )  # fmt: skip
    assert Agency.objects.get().kind == Agency.Kind.CENTRAL
    accept_invitation(invitation=invitation, password=PASSWORD, by=None, now=NOW)
    assert refusal_of(lambda: invite_first_evaluator(email=EMAIL, name="x", now=NOW)) == "evaluator_exists"


def test_the_command_prints_the_link_once_and_no_password() -> None:
    said, aside = StringIO(), StringIO()
    call_command("invite", EMAIL, "--name", "ผู้ประเมินคนแรก", stdout=said, stderr=aside)
    link = said.getvalue().strip()
    assert link.startswith("http://127.0.0.1:8000/people/invitation/")
    assert Client().get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert "ใช้ได้ครั้งเดียว" in aside.getvalue()


def test_the_command_refuses_what_is_no_address() -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("invite", "ไม่ใช่อีเมล", stderr=StringIO())
    assert ended.value.code == 2
    assert Invitation.objects.count() == 0
