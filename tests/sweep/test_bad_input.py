"""Nasty words, numbers and keys in every field and address: a clear answer each time, and never a page of ours broken."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.sweep.addresses import address, sent
from tests.sweep.filled import Filled

pytestmark = pytest.mark.django_db

NUL = "ก\x00ข"
LONG = "ก" * 10_000
WORDS = (NUL, LONG, "<script>alert(1)</script>", "\u202eexe.fdp", "ข้อความ\r\nBcc: x@example.com", "")
NUMBERS = ("NaN", "-Infinity", "1e400", "-1", "²", "9" * 30, "9" * 5000)
MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59")
BAD = (*WORDS, *NUMBERS, *MOMENTS)

# Who may send the form; what is not named here goes out as the coordinator.
SENDERS = {"reports:entry": "recorder", "scores:verify": "evaluator", "frameworks:window": "evaluator"}
VISITORS = {"people:accept", "account_login", "account_reset_password", "account_signup", "set_language"}
FORMS = [
    "people:invite", "people:accept", "people:add_agency", "letters:read", "letters:settle", "letters:move",
    "letters:confirm", "frameworks:edition", "frameworks:window", "frameworks:targets", "reports:round",
    "reports:entry", "scores:verify", "account_login", "account_reset_password", "account_change_password",
    "set_language",
]  # fmt: skip


def client_for(filled: Filled, name: str) -> Client:
    client = Client()
    if name not in VISITORS:
        client.force_login(getattr(filled.here.world, SENDERS.get(name, "coordinator")))
    return client


def fields_of(form: dict[str, Any]) -> Iterator[str]:
    """Each field, but of a draft's many equal rows those of the first and of the components only."""
    rows = {name.rpartition("-")[0] for name in form if name.startswith("kpi-")}
    first = min(rows, default="")
    return (name for name in form if not name.startswith("kpi-") or name.rpartition("-")[0] == first)


def answers(filled: Filled, name: str, form: dict[str, Any]) -> int:
    """The status of the answer; whatever was changed is taken back."""
    with transaction.atomic():
        try:
            return client_for(filled, name).post(address(filled, name), form).status_code
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", FORMS)
def test_no_field_of_any_form_breaks_the_page(filled: Filled, name: str) -> None:
    form = sent(filled, name)
    statuses = {
        (field, bad[:12]): answers(filled, name, {**form, field: bad})
        for field in fields_of(form)
        for bad in BAD
    }
    assert {sent_: status for sent_, status in statuses.items() if status >= 500} == {}
