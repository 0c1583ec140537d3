"""Every address × reading and sending × every role, against one table: an address without a row fails.

``in``: to the sign-in page. ``+``: something was written. Everything else is written by nobody: an answer without
``+`` must leave every table and the audit trail as they were. The things in the addresses are those of Pathum Thani
(``tests/sweep/filled.py``); at the evaluator's desk those of Chonburi, whose own people are the last two columns.
"""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from samrit.audit.models import Chain
from samrit.people.models import User
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
TABLE = """
#                                           visi reco appr coll stat coor eval stra far-coordinator
# dashboards
dashboards:work                        GET  200  200  200  200  200  200  200  200  200
dashboards:work                        POST 405  405  405  405  405  405  405  405  405
dashboards:performance                 GET  200  200  200  200  200  200  200  200  200
dashboards:performance                 POST 405  405  405  405  405  405  405  405  405
dashboards:year                        GET  200  200  200  200  200  200  200  200  200
dashboards:year                        POST 405  405  405  405  405  405  405  405  405
dashboards:province                    GET  200  200  200  200  200  200  200  200  200
dashboards:province                    POST 405  405  405  405  405  405  405  405  405
dashboards:province_pdf                GET  200  200  200  200  200  200  200  200  200
dashboards:province_pdf                POST 405  405  405  405  405  405  405  405  405
dashboards:province_xlsx               GET  200  200  200  200  200  200  200  200  200
dashboards:province_xlsx               POST 405  405  405  405  405  405  405  405  405
# people
people:list                            GET  in   404  404  404  404  200  200  404  200
people:list                            POST in   405  405  405  405  405  405  405  405
people:end                             GET  in   405  405  405  405  405  405  405  405
people:end                             POST in   404  404  404  404  302+ 302+ 404  404
people:invite                          GET  in   404  404  404  404  200  200  404  200
people:invite                          POST in   404  404  404  404  201+ 422  404  422
people:revoke                          GET  in   405  405  405  405  405  405  405  405
people:revoke                          POST in   404  404  404  404  302+ 302+ 404  404
people:accept                          GET  200  403  403  403  403  403  403  403  403
people:accept                          POST 302+ 403  403  403  403  403  403  403  403
people:add_agency                      GET  in   404  404  404  404  200  200  404  404
people:add_agency                      POST in   404  404  404  404  302+ 302+ 404  404
people:demo                            GET  404  404  404  404  404  404  404  404  404
people:demo                            POST 405  405  405  405  405  405  405  405  405
people:demo_sign_in                    GET  405  405  405  405  405  405  405  405  405
people:demo_sign_in                    POST 404  404  404  404  404  404  404  404  404
# letters
letters:list                           GET  in   404  404  404  404  200  200  404  200
letters:list                           POST in   405  405  405  405  405  405  405  405
letters:read                           GET  in   404  404  404  404  200  200  404  200
letters:read                           POST in   404  404  404  404  302+ 302+ 404  422
letters:detail                         GET  in   404  404  404  404  200  200  404  404
letters:detail                         POST in   405  405  405  405  405  405  405  405
letters:original                       GET  in   404  404  404  404  200  200  404  404
letters:original                       POST in   405  405  405  405  405  405  405  405
letters:settle_notices                 GET  in   405  405  405  405  405  405  405  405
letters:settle_notices                 POST in   404  404  404  404  302+ 302+ 404  404
letters:settle                         GET  in   405  405  405  405  405  405  405  405
letters:settle                         POST in   404  404  404  404  302+ 302+ 404  404
letters:move                           GET  in   405  405  405  405  405  405  405  405
letters:move                           POST in   404  404  404  404  302+ 302+ 404  404
letters:confirm                        GET  in   404  404  404  404  200  200  404  404
letters:confirm                        POST in   404  404  404  404  302+ 302+ 404  404
# frameworks
frameworks:list                        GET  in   200  200  200  200  200  200  200  200
frameworks:list                        POST in   405  405  405  405  405  405  405  405
frameworks:edition                     GET  in   404  404  404  404  200  200  404  404
frameworks:edition                     POST in   404  404  404  404  302+ 302+ 404  404
frameworks:publish                     GET  in   405  405  405  405  405  405  405  405
frameworks:publish                     POST in   404  404  404  404  302+ 302+ 404  404
frameworks:discard                     GET  in   405  405  405  405  405  405  405  405
frameworks:discard                     POST in   404  404  404  404  302+ 302+ 404  404
frameworks:window                      GET  in   405  405  405  405  405  405  405  405
frameworks:window                      POST in   409  409  409  409  302+ 302+ 404  404
frameworks:targets                     GET  in   405  405  405  405  405  405  405  405
frameworks:targets                     POST in   409  409  409  409  302+ 302+ 404  404
# reports
reports:round                          GET  in   200  200  200  200  200  200  404  404
reports:round                          POST 403  409  409  409  409  302+ 409  404  404
reports:entry                          GET  in   200  200  200  404  200  200  404  404
reports:entry                          POST 403  302+ 409  302+ 404  409  409  404  404
reports:preview                        GET  200  200  200  200  404  200  200  404  404
reports:preview                        POST 405  405  405  405  405  405  405  405  405
# evidence
evidence:download                      GET  in   200  200  200  404  200  200  404  404
evidence:download                      POST in   405  405  405  405  405  405  405  405
# scores
scores:list                            GET  in   404  404  404  404  404  200  404  404
scores:list                            POST in   405  405  405  405  405  405  405  405
scores:round                           GET  in   404  404  404  404  404  200  404  404
scores:round                           POST in   405  405  405  405  405  405  405  405
scores:compute                         GET  in   405  405  405  405  405  405  405  405
scores:compute                         POST in   404  404  404  404  404  302+ 404  404
scores:publish                         GET  in   405  405  405  405  405  405  405  405
scores:publish                         POST in   404  404  404  404  404  302+ 404  404
scores:verify                          GET  in   404  404  404  404  404  200  404  404
scores:verify                          POST in   404  404  404  404  404  302+ 404  404
# accounts
account_login                          GET  200  302  302  302  302  302  302  302  302
account_login                          POST 200  302  302  302  302  302  302  302  302
account_logout                         GET  302  200  200  200  200  200  200  200  200
account_logout                         POST 302  302  302  302  302  302  302  302  302
account_inactive                       GET  200  200  200  200  200  200  200  200  200
account_inactive                       POST 405  405  405  405  405  405  405  405  405
account_signup                         GET  200  302  302  302  302  302  302  302  302
account_signup                         POST 200  302  302  302  302  302  302  302  302
account_reauthenticate                 GET  in   403  403  403  403  403  403  403  403
account_reauthenticate                 POST in   403  403  403  403  403  403  403  403
account_email                          GET  in   200  200  200  200  200  200  200  200
account_email                          POST in   405  405  405  405  405  405  405  405
account_email_verification_sent        GET  200  200  200  200  200  200  200  200  200
account_email_verification_sent        POST 405  405  405  405  405  405  405  405  405
account_change_password                GET  in   302  302  302  302  302  302  302  302
account_change_password                POST in   302  302  302  302  302  302  302  302
account_set_password                   GET  in   200  200  200  200  200  200  200  200
account_set_password                   POST in   200  200  200  200  200  200  200  200
account_reset_password                 GET  200  200  200  200  200  200  200  200  200
account_reset_password                 POST 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+ 302+
account_confirm_login_code             GET  in   302  302  302  302  302  302  302  302
account_confirm_login_code             POST in   302  302  302  302  302  302  302  302
account_confirm_email                  GET  200  200  200  200  200  200  200  200  200
account_confirm_email                  POST 404  404  404  404  404  404  404  404  404
account_reset_password_from_key_done   GET  200  200  200  200  200  200  200  200  200
account_reset_password_from_key_done   POST 405  405  405  405  405  405  405  405  405
account_reset_password_from_key        GET  200  200  200  200  200  200  200  200  200
account_reset_password_from_key        POST 200  200  200  200  200  200  200  200  200
account_reset_password_done            GET  200  200  200  200  200  200  200  200  200
account_reset_password_done            POST 405  405  405  405  405  405  405  405  405
# the rest
health                                 GET  200  200  200  200  200  200  200  200  200
health                                 POST 200  200  200  200  200  200  200  200  200
# set
set_language                           GET  302  302  302  302  302  302  302  302  302
set_language                           POST 302  302  302  302  302  302  302  302  302
"""


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


def standing() -> dict[str, object]:
    """How many rows every table has (but sessions), and the head of the trail."""
    models = [model for model in apps.get_models() if model is not Session]
    return {**{model.__name__: model.objects.count() for model in models}, "trail": Chain.objects.get().head}


def answer(filled: Filled, name: str, method: str, role: str) -> str:
    form = sent(filled, name) if method == "POST" else {}
    client, url, before = browser(filled, role), address(filled, name), standing()
    response = client.post(url, form) if method == "POST" else client.get(url)
    response.getvalue()  # reads a file to its end, which closes it
    return _in_short(response) + ("+" if standing() != before else "")


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
    answers = []
    for role in ROLES:
        with transaction.atomic():
            answers.append(answer(filled, name, method, role))
            transaction.set_rollback(method == "POST")
    assert dict(zip(ROLES, answers, strict=True)) == dict(zip(ROLES, EXPECTED[name, method], strict=True))
