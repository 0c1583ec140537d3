"""The typed client that a well-kept generator makes from the document, against the site itself."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from django.core.wsgi import get_wsgi_application

from samrit.reports.models import Result
from tests.api.calling import token_for
from tests.world import World

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def client_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("typed")
    made = subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning",
            "--path", str(DOCS / "openapi.json"), "--config", str(DOCS / "typed-client.yml"),
            "--output-path", str(folder / "samrit_client"),
        ],
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield importlib.import_module("samrit_client")


def operation(tag: str, name: str) -> Any:
    return importlib.import_module(f"samrit_client.api.{tag}.{name}").sync_detailed


def test_a_generated_client_reads_writes_and_is_told_why_not(
    client_package: ModuleType, world: World, one_connection: None
) -> None:
    site = httpx.WSGITransport(app=get_wsgi_application())
    client = client_package.AuthenticatedClient("http://testserver", token_for(world.recorder))
    client.set_httpx_client(
        httpx.Client(
            transport=site, base_url="http://testserver", headers={"Authorization": f"Bearer {client.token}"}
        )
    )
    models = importlib.import_module("samrit_client.models")
    assert operation("people", "me")(client=client).parsed.person.name == world.recorder.name
    item = world.item("1-1", world.recorder)
    place = {"round_id": item.round.pk, "indicator_id": item.kpi.indicator_id, "client": client}
    read = operation("reports", "item")(**place)
    assert read.parsed.number == item.kpi.full_number
    body = models.ResultGiven(value="1200", narrative="ดำเนินการแล้ว")
    saved = operation("reports", "save_result")(**place, body=body, if_match=read.headers["ETag"])
    assert (saved.status_code, saved.parsed.result.value) == (200, "1200")
    other = models.ResultGiven(value="1300", narrative="แก้จากที่อ่านครั้งแรก")
    late = operation("reports", "save_result")(**place, body=other, if_match=read.headers["ETag"])
    assert isinstance(late.parsed, models.Problem)
    assert late.status_code == 412
    assert Result.objects.get().value == 1200
