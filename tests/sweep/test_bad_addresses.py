"""Keys, codes and page numbers that nobody would type: not found, or the first page, and never a broken one."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.sweep.addresses import address
from tests.sweep.filled import Filled

pytestmark = pytest.mark.django_db

KEYS = ("0", "-1", "9" * 18, "9" * 30, "9" * 5000, "%C2%B2", "%00", "1%00", "๑", "None", "1.5", "' OR 1=1")
NUMBERED = (
    "/performance/{}/", "/performance/{}/14/", "/performance/2567/{}/", "/performance/2567/{}.xlsx",
    "/people/invitation/{}/", "/people/agencies/{}/add/", "/letters/{}/", "/letters/{}/original/", "/letters/{}/pages/1/", "/letters/1/pages/{}/",
"/frameworks/{}/", "/reports/{}/", "/reports/1/{}/", "/reports/{}/1/preview/",
    "/evidence/{}/", "/scores/{}/", "/scores/1/{}/", "/accounts/password/reset/key/{}-x/",
    "/accounts/confirm-email/{}/", "/static/{}", "/{}",
)  # fmt: skip
SENT = (
    "/people/memberships/{}/end/", "/people/invitations/{}/revoke/", "/people/demo-sign-in/{}/",
    "/letters/{}/move/", "/letters/1/findings/{}/", "/letters/{}/findings/notices/", "/frameworks/{}/publish/",
    "/frameworks/{}/discard/", "/frameworks/{}/window/6/", "/frameworks/1/targets/{}/", "/scores/{}/compute/",
    "/scores/{}/publish/",
)  # fmt: skip


def signed_in(filled: Filled, who: str) -> Client:
    client = Client()
    client.force_login(getattr(filled.here.world, who))
    return client


@pytest.mark.parametrize("who", ["coordinator", "evaluator"])
@pytest.mark.parametrize("pattern", NUMBERED)
def test_keys_that_cannot_be_are_not_found(filled: Filled, pattern: str, who: str) -> None:
    client = signed_in(filled, who)
    statuses = {key[:20]: client.get(pattern.format(key)).status_code for key in KEYS}
    found = {key: status for key, status in statuses.items() if status != 404}
    # The page for a reset link that no longer works, and for a confirmation that is none, say so with 200.
    assert found == ({key[:20]: 200 for key in found} if pattern.startswith("/accounts/") else {})


@pytest.mark.parametrize("pattern", SENT)
def test_nothing_is_done_to_keys_that_cannot_be(filled: Filled, pattern: str) -> None:
    client = signed_in(filled, "evaluator")
    assert {key[:20]: client.post(pattern.format(key)).status_code for key in KEYS} == {
        key[:20]: 404 for key in KEYS
    }


@pytest.mark.parametrize("months", ["0", "1", "7", "99", "32768", "9" * 12, "9" * 30])
def test_there_are_rounds_of_six_and_twelve_months_only(filled: Filled, months: str) -> None:
    edition = filled.here.world.edition
    assert edition is not None
    form = {
        f"window-{int(months)}-{name}": value
        for name, value in {
            "opens_at": "2024-10-01T08:30",
            "closes_at": "2024-10-20T16:30",
            "reason": "ก",
        }.items()
    }
    answer = signed_in(filled, "evaluator").post(f"/frameworks/{edition.pk}/window/{months}/", form)
    assert answer.status_code == 404


VALUES = (
    "-1",
    "0",
    "99999999999999999999",
    "²",
    "abc",
    "\x00",
    "ก" * 5000,
    "<script>",
    "' OR 1=1 --",
    "1.5",
    "last",
)
LISTS = {
    "dashboards:work": ("list", "page"), "dashboards:performance": ("page",),
    "dashboards:search": ("q", "year", "kind", "page"), "dashboards:compare": ("year", "province"),
    "dashboards:year": ("name", "rating"), "people:list": ("q", "area", "show", "page"), "people:invite": ("area",),
    "letters:list": ("page",), "frameworks:list": ("year", "area", "status", "page"),
    "frameworks:edition": ("page",), "reports:round": ("agency", "status", "page", "view"),
    "reports:entry": ("x",), "scores:list": ("page",), "evidence:download": ("show",),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_questions_that_make_no_sense_show_the_page_all_the_same(filled: Filled, name: str) -> None:
    client, url = signed_in(filled, "evaluator"), address(filled, name)
    statuses = {}
    for parameter in LISTS[name]:
        for value in VALUES:
            response = client.get(f"{url}?list=todo&{parameter}={quote(value)}")
            response.getvalue()  # reads a file to its end, which closes it
            statuses[parameter, value[:10]] = response.status_code
    assert {asked: status for asked, status in statuses.items() if status != 200} == {}


PREVIEWED = ("NaN", "Infinity", "1e400", "1E9", "9" * 5000, "-0", "²", "\x00", "", "๑,๒๐๐", "<script>")


def test_whatever_is_typed_the_preview_answers(filled: Filled) -> None:
    client, url = signed_in(filled, "recorder"), address(filled, "reports:preview")
    for name in ("value", "answer"):
        answers = [client.get(url, {"answer": "number", "value": "1", name: typed}) for typed in PREVIEWED]
        assert [answer.status_code for answer in answers] == [200] * len(PREVIEWED)
        assert [answer for answer in answers if b"<script>" in answer.content] == []


ACTS = (
    "detach:²", "detach:-1", "detach:" + "9" * 30, "detach:" + "9" * 5000, "detach:", "take:", "take:__class__",
    "take:version", "take:value", "look", "approve", "return", "recall", "submit", "delete", "", "\x00",
)  # fmt: skip


@pytest.mark.parametrize("who", ["recorder", "approver", "colleague", "coordinator", "evaluator"])
def test_no_act_of_the_entry_breaks_it(filled: Filled, who: str) -> None:
    client, url = signed_in(filled, who), address(filled, "reports:entry")
    for act in ACTS:
        for version in ("1", "²", "-1", "9" * 5000, ""):
            form = {"action": act, "version": version, "answer": "number", "value": "1", "reason": "ก"}
            assert client.post(url, form).status_code in {200, 302, 409, 422}


def test_an_empty_form_is_answered(filled: Filled) -> None:
    client = signed_in(filled, "recorder")
    assert client.post(address(filled, "reports:entry"), {}).status_code == 422
    assert client.post(reverse("set_language"), {}).status_code == 302
