"""Approving, filing, publishing and signing, each through its page by somebody who signed in long ago.

Nothing is done and nothing is lost: after the proof the same form gives what it gives whoever proved it just now.
Which pages must ask is asked of the code itself in ``tests/people/test_step_up.py``.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.standing import standing
from tests.sweep.addresses import address, sent
from tests.sweep.filled import Filled
from tests.sweep.test_every_address import person_of

pytestmark = pytest.mark.django_db

PASSWORD = "ทะเลสีครามยามเช้า"  # noqa: S105 - made for a test, no secret
PROOF = "/accounts/reauthenticate/"
# Address, who goes there, and what is sent besides what the sweep sends. "+": it is then done, and written.
ROWS: list[tuple[str, str, dict[str, str], str]] = [
    ("reports:approval", "approver", {"chosen": "1:1"}, ""),
    ("reports:entry", "approver", {"action": "approve"}, ""),
    ("reports:round", "coordinator", {}, "+"),
    ("reports:revision", "coordinator", {}, ""),
    ("reports:co_sign", "approver", {}, ""),
    ("reports:joint", "statistician", {"action": "sign"}, ""),
    ("frameworks:publish", "coordinator", {}, "+"),
    ("frameworks:confirm", "approver", {}, "+"),
    ("proposals:move", "coordinator", {}, "+"),
    ("proposals:conclude", "evaluator", {}, ""),
    ("scores:confirm", "evaluator", {}, "+"),
    ("scores:publish", "evaluator", {}, ""),
    ("scores:decide_appeal", "evaluator", {}, ""),
    ("scores:official_file", "evaluator", {}, ""),
    ("assessments:move", "approver", {"verb": "sign_assessment"}, ""),
    ("instruments:one", "evaluator", {}, ""),
    ("indicators:submission", "approver", {"action": "certify"}, "+"),
    ("catalog:move", "approver", {}, "+"),
    ("writing:move", "coordinator", {"verb": "sign"}, ""),
    ("meetings:minutes", "coordinator", {"verb": "adopt"}, "+"),
]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_form_waits_for_the_proof_and_then_is_done(
    filled: Filled, settings: Any, row: tuple[str, str, dict[str, str], str]
) -> None:
    name, role, more, done = row
    settings.STEP_UP_MINUTES = 15
    with transaction.atomic():
        client, password = signed_in_long_ago(filled, role)
        url, form, before = address(filled, name), sent(filled, name) | more, standing()
        asked = client.post(url, form)
        assert (asked.status_code, urlsplit(asked["Location"]).path) == (302, PROOF)
        assert parse_qs(urlsplit(asked["Location"]).query) == {"next": [url]}
        assert standing() == before
        wrong = client.post(asked["Location"], {"password": "wrong", "next": url})
        assert (wrong.status_code, standing()) == (200, before)
        answer = client.post(asked["Location"], {"password": password, "next": url})
        written = standing() != before
        transaction.set_rollback(True)
    with transaction.atomic():
        settings.STEP_UP_MINUTES = 0
        client, _password = signed_in_long_ago(filled, role)
        at_once = client.post(address(filled, name), sent(filled, name) | more)
        transaction.set_rollback(True)
    assert (answer.status_code, answer.get("Location")) == (at_once.status_code, at_once.get("Location"))
    assert written == (done == "+")


def signed_in_long_ago(filled: Filled, role: str) -> tuple[Client, str]:
    user = person_of(filled, role)
    assert user is not None
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    client = Client()
    client.force_login(user)
    return client, PASSWORD
