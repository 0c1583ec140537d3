"""The national report and the executive page through the API: asked for once, made, read byte for byte, stopped."""

from hashlib import sha256
from http import HTTPStatus

import pytest
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from samrit.dashboards.models import ReportState
from samrit.dashboards.tasks import build_report
from tests.api.calling import Program, token_for
from tests.api.test_boards import read
from tests.dashboards.portal import content
from tests.dashboards.published import published_world

pytestmark = pytest.mark.django_db
AT = "/boards/2567/reports"


def test_a_report_is_asked_for_made_and_read() -> None:
    world, anybody = published_world(), Program(None)
    works, records = Program(token_for(world.coordinator)), Program(token_for(world.recorder))
    assert [(one["scope"], one["refusal"]) for one in read(works, f"{AT}/choices")] == [("published", None)]
    assert records.call("post", AT, {"scope": "published"}).json()["code"] == "report_not_yours"
    assert works.call("post", AT, {"scope": "internal"}).status_code == HTTPStatus.FORBIDDEN
    asked = [works.call("post", AT, {"scope": "published"}, Idempotency_Key="once") for _ in range(2)]
    assert [one.status_code for one in asked] == [HTTPStatus.CREATED] * 2
    key = asked[0].json()["id"]
    assert (asked[1].json()["id"], DBTaskResult.objects.count()) == (key, 1)
    assert works.call("post", AT, {"scope": "published"}).json()["code"] == "report_under_way"
    assert anybody.call("get", "/results/boards/2567/report").status_code == HTTPStatus.NOT_FOUND
    assert build_report.func(key) == ReportState.DONE
    told = read(records, f"{AT}/{key}")
    assert (told["state"], told["stale"], told["no_cancelling"]["code"]) == (
        "done",
        False,
        "report_of_another",
    )
    made = content(records.get(told["url"], headers={"Authorization": f"Bearer {records.token}"}))
    assert (sha256(made).hexdigest(), len(made)) == (told["sha256"], told["size"])
    assert content(anybody.call("get", "/results/boards/2567/report")) == made
    assert [one["id"] for one in read(records, AT)["items"]] == [key]
    default_storage.delete(f"national-reports/2567/{key}-{told['sha256'][:12]}.pdf")


def test_one_that_waits_is_stopped_by_who_asked() -> None:
    world = published_world()
    works, others = Program(token_for(world.coordinator)), Program(token_for(world.approver))
    key = works.call("post", AT, {"scope": "published"}).json()["id"]
    assert others.call("post", f"{AT}/{key}/cancel").status_code == HTTPStatus.FORBIDDEN
    stopped = works.call("post", f"{AT}/{key}/cancel").json()
    assert (stopped["state"], stopped["no_cancelling"]["code"]) == ("cancelled", "report_ended")
    assert works.call("get", f"{AT}/{key}/content").status_code == HTTPStatus.NOT_FOUND


def test_the_executive_page_is_of_what_one_may_see() -> None:
    world = published_world(publish=False)
    path = "/boards/2567/provinces/13/brief"
    drawn = Program(token_for(world.evaluator)).call("get", path)
    assert (drawn.status_code, drawn.content[:5]) == (HTTPStatus.OK, b"%PDF-")
    assert Program(token_for(world.recorder)).call("get", path).status_code == HTTPStatus.NOT_FOUND
