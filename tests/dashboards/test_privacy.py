"""Personal data: every column that may hold it is accounted for; what is over goes; a person's own is handed out and forgotten."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client

from samrit.audit.models import Event
from samrit.audit.verifying import verify_chain
from samrit.dashboards import retention
from samrit.dashboards.erasing import erase_person, refuse_erasing
from samrit.dashboards.retention import apply_retention, counts_due
from samrit.notices.models import Delivery, Digest, Notice, OutboxMail, Preference
from samrit.people.actions import make_token
from samrit.people.actions.invitations import token_digest
from samrit.people.history import told
from samrit.people.models import Invitation, Role
from samrit.people.queries import working_token
from samrit.rules.privacy import privacy
from samrit.rules.wording import RefusedError
from tests import world
from tests.world import DAY, NOW, World

# Columns by these names are looked at by a person, who puts them under an activity or among the impersonal ones.
TELLING = re.compile(
    r"name|mail|phone|address|person|user|agent|position|recipient|wording|contact|data|salutation|addressee|headers|body|text|device"
)


def columns() -> dict[str, models.Field[Any, Any]]:
    every = apps.get_models(include_auto_created=True)
    return {
        f"{model._meta.label_lower}.{field.name}": field  # noqa: SLF001 - Django's public way to a model's columns
        for model in every
        for field in model._meta.concrete_fields  # noqa: SLF001 - as above
    }


def may_be_personal(field: models.Field[Any, Any]) -> bool:
    if field.remote_field:
        return False  # an account's number: the activity "work"
    if isinstance(field, models.EmailField | models.GenericIPAddressField):
        return True
    text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return text and not field.choices and TELLING.search(field.name) is not None


def test_every_column_that_may_hold_personal_data_is_listed() -> None:
    """A new one fails until ``samrit/rules/privacy.toml`` says why it is kept and how long, or that it is impersonal."""
    listed = privacy().fields.keys() | privacy().impersonal
    known = columns()
    assert {name for name, field in known.items() if may_be_personal(field)} - listed == set()
    assert listed - known.keys() == set()
    assert privacy().fields.keys() & privacy().impersonal == set()


def test_every_rule_of_retention_names_what_there_is() -> None:
    codes = [rule.code for rule in privacy().retention]
    assert len(codes) == len(set(codes))
    for rule in privacy().retention:
        column = apps.get_model(rule.model)._meta.get_field(rule.older)  # noqa: SLF001 - as above
        assert isinstance(column, models.DateTimeField)
        assert rule.days >= 90


@pytest.mark.django_db
def test_what_is_over_goes_in_batches_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = world.make_people()
    old, long_ago = NOW - timedelta(days=400), NOW - timedelta(days=800)
    digest = Digest.objects.create(person=made.recorder, day=old.date(), composed_at=old)
    Delivery.objects.create(
        person=made.recorder, channel="email", key="old", digest=digest, state="sent", made_at=old, next_at=old, sent_at=old
    )  # fmt: skip
    for number, read in enumerate((long_ago, long_ago, long_ago, old, None)):
        Notice.objects.create(
            person=made.recorder, kind="x", subject={}, url="/", key=str(number), created_at=long_ago, read_at=read
        )  # fmt: skip
    monkeypatch.setattr(retention, "BATCH", 2)
    expected = {"sent_messages": 1, "read_notices": 3}
    before = Event.objects.count()
    assert {rule.code: count for rule, count in counts_due(now=NOW) if count} == expected
    assert Event.objects.count() == before
    gone = {rule.code: count for rule, count in apply_retention(by=None, now=NOW) if count}
    assert gone == {**expected, "digests": 1}  # nothing names it any more
    assert Notice.objects.count() == 2
    noted = [event.after["retention_rows"] for event in Event.objects.filter(verb="apply_retention")]
    assert noted == [1, 2, 1, 1]
    assert [count for _rule, count in apply_retention(by=None, now=NOW) if count] == []
    assert verify_chain({}).broken is None


@pytest.fixture
def full() -> World:
    made = world.make_world()
    world.file_all(made)
    return made


def test_a_person_takes_all_that_is_kept_of_the_person_and_no_secret(db: None, full: World) -> None:
    recorder = full.recorder
    _token, text = make_token(
        name="ดึงผล", scopes=["reports:read"], expires_at=NOW + timedelta(days=9), by=recorder, now=NOW
    )
    client = Client()
    client.force_login(recorder)
    page = client.get("/privacy/mine/").content.decode()
    assert recorder.email in page
    answer = client.post("/privacy/mine/take/")
    archive = ZipFile(BytesIO(answer.content))
    data = json.loads(archive.read("data.json"))
    assert data["account"]["email"] == recorder.email
    assert data["memberships"][0]["role"] == Role.RECORDER
    assert data["done"]["reports.result.saved_by"] >= 1
    assert {event["verb"] for event in data["events"]} >= {"save", "submit", "make_token"}
    everything = archive.read("data.json").decode() + archive.read("data.html").decode()
    assert full.approver.email not in everything
    assert token_digest(text) not in everything
    assert recorder.password not in everything
    assert Event.objects.latest("pk").verb == "export_person"
    assert "พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล" in Client().get("/privacy/").content.decode()


def known_in_many_places(full: World) -> str:
    """The recorder with a token (its text), an address, a wish and an invitation."""
    recorder = full.recorder
    _token, text = make_token(
        name="ดึงผล", scopes=["reports:read"], expires_at=NOW + timedelta(days=9), by=recorder, now=NOW
    )
    EmailAddress.objects.create(user=recorder, email=recorder.email)
    Preference.objects.create(person=recorder)
    Invitation.objects.create(
        token_hash="x", email=recorder.email, name=recorder.name, agency=full.development, role=Role.RECORDER, invited_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )  # fmt: skip
    return text


def test_a_person_is_forgotten_and_the_chain_holds(
    db: None, full: World, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder, address = full.recorder, full.recorder.email
    today = DAY
    refusal = refuse_erasing(recorder, today=today)
    assert refusal
    assert refusal.message.code == "erase_with_roles"
    with pytest.raises(RefusedError):
        erase_person(user=recorder, by=None, now=NOW)
    text = known_in_many_places(full)
    recorder.memberships.update(ends_on=today - timedelta(days=1))
    client = Client()
    client.force_login(recorder)
    saved = list(Event.objects.filter(verb="save", actor_id=recorder.pk))
    assert verify_chain({}).broken is None
    for mail in (f"other@example.go.th, {address.upper()}", f"not-{address}"):
        OutboxMail.objects.create(message_id=mail, sent_at=NOW, sender="samrit", recipients=mail)

    call_command("person", "erase", address, to=None)
    assert "ลบตัวตนแล้ว" in capsys.readouterr().out
    recorder.refresh_from_db()
    assert (recorder.email, recorder.is_active) == (f"erased-{recorder.pk}@erased.invalid", False)
    assert not recorder.has_usable_password()
    assert working_token(token_digest(text), NOW) is None
    assert client.get("/people/tokens/").status_code == 302
    for kept in (EmailAddress, UserSession):
        assert not kept.objects.filter(user=recorder).exists()
    assert not Preference.objects.filter(person=recorder).exists()
    assert OutboxMail.objects.get().recipients == f"not-{address}"  # another's
    assert not Invitation.objects.filter(email=address).exists()
    assert verify_chain({}).broken is None
    assert told(saved)[0].who.startswith(f"บัญชีที่ลบตัวตนแล้ว #{recorder.pk}")
    again = refuse_erasing(recorder, today=today)
    assert again
    assert again.message.code == "erased_already"
    assert address not in json.dumps(
        [[e.before, e.after, e.reason, e.actor_role] for e in Event.objects.all()]
    )
