"""Every address × reading and sending × every role, against one table: an address without a row fails.

``in``: to the sign-in page. ``+``: something was written. Everything else is written by nobody: an answer without
``+`` must leave every table and the audit trail as they were. The things in the addresses are those of Pathum Thani
(``tests/sweep/filled.py``); at the evaluator's desk those of Chonburi, whose own people are the last two columns.
"""

from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from samrit.people.models import User
from tests.asked import asked
from tests.standing import standing
from tests.sweep.addresses import address, every_name, sent
from tests.sweep.filled import Filled

pytestmark = pytest.mark.django_db

# colleague: recorder and approver; statistician: another agency of the province; stranger: another province's recorder.
ROLES = (
    "visitor", "recorder", "approver", "colleague", "statistician", "coordinator", "evaluator", "stranger",
    "far_coordinator",
)  # fmt: skip
# The evaluator's 422 at people:invite: the central office chooses the province in the address first.
# account_reset_password writes down that the account has this address (allauth), whoever asks.
TABLE = (Path(__file__).parent / "every_address.txt").read_text(encoding="utf-8")


def rows() -> dict[tuple[str, str], list[str]]:
    lines = (line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#"))
    return {(name, method): answers for name, method, *answers in lines}


EXPECTED = rows()


def person_of(filled: Filled, role: str) -> User | None:
    here, far = filled.here.world, filled.far.world
    apart = {"visitor": None, "stranger": far.recorder, "far_coordinator": far.coordinator}
    return apart[role] if role in apart else getattr(here, role)


def browser(filled: Filled, role: str) -> Client:
    client = Client()
    if user := person_of(filled, role):
        client.force_login(user)
    return client


def answer(filled: Filled, name: str, method: str, role: str) -> str:
    form = sent(filled, name) if method == "POST" else {}
    client, url = browser(filled, role), address(filled, name)
    response = client.post(url, form) if method == "POST" else client.get(url)
    response.getvalue()  # reads a file to its end, which closes it
    return _in_short(response)


def _in_short(response: HttpResponseBase) -> str:
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return "in" if to_sign_in else str(response.status_code)


def test_every_address_has_its_row() -> None:
    assert set(EXPECTED) == {(name, method) for name in every_name() for method in ("GET", "POST")}


CASES = [
    pytest.param(*row, id=" ".join(row), marks=[pytest.mark.pdf] if row[0].endswith("_pdf") else [])
    for row in EXPECTED
]


@pytest.mark.parametrize(("name", "method"), CASES)
def test_everybody_gets_the_answer_of_the_table(filled: Filled, name: str, method: str) -> None:
    answers, before = {}, standing()
    for role in asked(ROLES):
        with transaction.atomic():
            said, after = answer(filled, name, method, role), standing()
            answers[role] = said + ("+" if after != before else "")
            transaction.set_rollback(method == "POST")
        before = before if method == "POST" else after
    expected = dict(zip(ROLES, EXPECTED[name, method], strict=True))
    assert answers == {role: expected[role] for role in asked(ROLES)}
