"""Requests that nobody thought of, made by schemathesis from the document: no failure, nothing undocumented.

Each is sent twice: as it was made up, and with the keys of things that are really there, so that it comes past the 404.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from samrit.config.api.document import openapi_document
from samrit.evidence import tus
from samrit.people.models import User
from tests.api.calling import token_for
from tests.api.filled import keys
from tests.sweep.filled import Filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]
# `make fuzz` makes more of them, as more people, and counts what was sent.
MANY, COUNTED = "SAMRIT_EXAMPLES" in os.environ, os.environ.get("SAMRIT_EXAMPLES_COUNT", "")
EXAMPLES = int(os.environ.get("SAMRIT_EXAMPLES", "5"))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
ROLES = ("recorder", "coordinator", "evaluator", *(("visitor", "approver", "administrator") if MANY else ()))
schemathesis.serializer.alias(tus.BYTES, "application/octet-stream")
schema = schemathesis.openapi.from_dict(openapi_document())
site = get_wsgi_application()


def closing(environ: Any, start: Any) -> list[bytes]:
    """The site; what it answers with is read and closed, which schemathesis leaves undone."""
    parts = site(environ, start)
    try:
        return [b"".join(parts)]
    finally:
        if hasattr(parts, "close"):
            parts.close()


schema.app = closing


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=not MANY, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_whatever_is_sent_is_answered_as_documented(case: Case, filled: Filled) -> None:
    known = {name: value for name, value in keys(filled).items() if name in (case.path_parameters or {})}
    role = ROLES[len(str(case.body)) % len(ROLES)]
    send(case, filled, role)
    if known:
        case.path_parameters = {**case.path_parameters, **known}
        send(case, filled, role)


def send(case: Case, filled: Filled, role: str) -> None:
    if COUNTED:
        with Path(COUNTED).open("ab") as counted:
            counted.write(b".")
    with transaction.atomic():
        response: Any = case.call(headers={**authorization(filled, role), "Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)
        transaction.set_rollback(True)


def authorization(filled: Filled, role: str) -> dict[str, str]:
    """The token of one of Pathum Thani's; of the site's administrator, who has no role in any agency; a visitor's none."""
    if role == "visitor":
        return {}
    if role == "administrator":
        made = User.objects.create(email="administrator@example.go.th", is_staff=True, is_superuser=True)
        return {"Authorization": f"Bearer {token_for(made)}"}
    return {"Authorization": f"Bearer {token_for(getattr(filled.here.world, role))}"}
