"""Every address × the methods that pages do not use: refused, or answered as reading is; nothing is written."""

import pytest
from django.test import Client

from tests.standing import standing
from tests.sweep.addresses import address, every_name
from tests.sweep.filled import Filled

pytestmark = pytest.mark.django_db
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
REFUSED = {403, 404, 405, 412, 429}
# Uploads in parts and the catalogue say which methods they know; the libraries' pages show themselves or their list.
SAYS_ITS_METHODS = ("evidence:upload", "faces:ckan_action")
LIBRARY = ("account_", "mfa_", "usersessions_", "set_language")


def answers_of(client: Client, url: str) -> dict[str, int]:
    """Method → status where it is no refusal; the way to the sign-in is one."""
    said = {method: client.generic(method, url) for method in METHODS}
    return {
        method: one.status_code
        for method, one in said.items()
        if one.status_code not in REFUSED
        and not (one.status_code == 302 and one["Location"].startswith("/accounts/login/"))
    }


def test_no_address_does_anything_by_them(filled: Filled) -> None:
    visitor, signed_in, found = Client(), Client(), {}
    signed_in.force_login(filled.here.world.coordinator)
    for name in sorted(set(every_name())):
        url, before = address(filled, name), standing()
        answers = {**answers_of(visitor, url), **answers_of(signed_in, url)}
        assert standing() == before, f"{name}: something was written"
        if name.startswith(SAYS_ITS_METHODS):
            assert answers.pop("OPTIONS") == 204
        if answers and not (name.startswith(LIBRARY) and set(answers.values()) <= {200, 302}):
            found[name] = answers
    assert found == {}, "\n".join(f"{name}: {said}" for name, said in found.items())
