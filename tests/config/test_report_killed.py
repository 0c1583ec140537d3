"""A worker killed in the middle of a national report: the next one makes it, and nobody has to ask again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.workers import Site, eventually, kill

ASKED = """
import django; django.setup()
from django.utils import timezone
from samrit.dashboards.making import ask_and_make
from samrit.dashboards.tasks import build_report
from tests.dashboards.published import published_world
world = published_world()
ask_and_make(year=2567, scope="published", by=world.evaluator, now=timezone.now(), enqueue=build_report.enqueue)
"""
STATE = "select state, attempts from dashboards_nationalreport"


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Iterator[Site]:
    made = Site(tmp_path / "data")
    made.copy_of(migrated)
    made.run(ASKED)
    yield made
    made.end()


def test_the_next_worker_makes_it_from_the_beginning(site: Site) -> None:
    assert site.ask(STATE) == [("waiting", 0)]
    worker = site.start("worker")
    eventually(lambda: site.ask(STATE) == [("building", 1)], 60)
    kill(worker)
    assert site.ask(STATE) == [("building", 1)]
    second = site.start("worker")
    eventually(lambda: site.ask(STATE) == [("done", 2)], 180)
    second.terminate()
    ((file, size),) = site.ask("select file, size from dashboards_nationalreport")
    assert (site.data / "files" / file).stat().st_size == size
    assert [path.name for path in (site.data / "files" / "national-reports" / "2567").iterdir()] == [
        Path(file).name
    ]
