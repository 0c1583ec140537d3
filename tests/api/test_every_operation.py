"""Every operation × every role, against one table: an operation without a row fails.

``+``: something was written. An answer without it must leave every table and the trail as they were. Every status must
stand in the document. ``/api/v1``'s things are those of Pathum Thani (``tests/api/filled.py``); filings are Chonburi's,
whose own people are the last two columns.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from samrit.config.api.document import openapi_document
from samrit.people.models import AccessToken, KeptAnswer, User
from tests.api.calling import ROOT, token_for
from tests.api.filled import Operation, address, every_operation, form, sent, version
from tests.api.filled_reports import AS_BYTES
from tests.asked import asked
from tests.standing import standing
from tests.sweep.filled import Filled
from tests.world import NOW

pytestmark = pytest.mark.django_db
# expired: the evaluator's token of yesterday; narrow: the evaluator's without the scope.
ROLES = (
    "nobody", "expired", "narrow", "recorder", "approver", "colleague", "statistician", "coordinator", "evaluator",
    "stranger", "far_coordinator",
)  # fmt: skip
TABLE = (Path(__file__).parent / "every_operation.txt").read_text(encoding="utf-8")
OPERATIONS = {one.name: one for one in every_operation()}


def rows() -> dict[str, list[str]]:
    lines = (line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#"))
    return {name: answers for name, *answers in lines}


def person_of(filled: Filled, role: str) -> User:
    here, far = filled.here.world, filled.far.world
    apart = {
        "expired": here.evaluator, "narrow": here.evaluator, "stranger": far.recorder,
        "far_coordinator": far.coordinator,
    }  # fmt: skip
    return apart[role] if role in apart else getattr(here, role)


def authorization(filled: Filled, role: str) -> dict[str, str]:
    if role == "nobody":
        return {}
    if role == "expired":
        text = token_for(person_of(filled, role), now=NOW - timedelta(days=31), days=30)
    elif role == "narrow":
        text = token_for(person_of(filled, role), ["notices:write"])
    else:
        text = token_for(person_of(filled, role))
    return {"Authorization": f"Bearer {text}"}


def answer(filled: Filled, operation: Operation, role: str) -> str:
    headers = authorization(filled, role)
    if operation.versioned:
        headers["If-Match"] = f'"{version(filled, operation)}"'
    body = sent(filled, operation.name)
    data: dict[str, Any] = {} if body is None else {"data": body, "content_type": "application/json"}
    if operation.file:
        data = {"data": form(operation.name)}
    as_bytes = AS_BYTES.get(operation.name, {})
    headers |= as_bytes.get("headers", {})
    data |= {name: value for name, value in as_bytes.items() if name != "headers"}
    path = address(filled, operation)
    before = standing()
    response = getattr(Client(), operation.method.lower())(f"{ROOT}{path}", headers=headers, **data)
    response.getvalue()  # reads a file to its end, which closes it
    assert str(response.status_code) in DOCUMENTED[operation.name], response.content
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
    return f"{response.status_code}{'+' if standing() != before else ''}"


DOCUMENTED = {
    it["operationId"]: set(it["responses"])
    for operations in openapi_document()["paths"].values()
    for it in operations.values()
}
EXPECTED = rows()


def test_every_operation_has_its_row() -> None:
    assert list(EXPECTED) == list(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_everybody_gets_the_answer_of_the_table(filled: Filled, name: str) -> None:
    given = answers(filled, OPERATIONS[name])
    expected = dict(zip(ROLES, EXPECTED.get(name, ()), strict=True))
    assert given == {role: expected[role] for role in asked(ROLES)}


def answers(filled: Filled, operation: Operation) -> dict[str, str]:
    found = {}
    for role in asked(ROLES):
        with transaction.atomic():
            found[role] = answer(filled, operation, role)
            transaction.set_rollback(True)
    assert not AccessToken.objects.filter(name="ระบบทดสอบ").exists()
    assert not KeptAnswer.objects.exists()
    return found
