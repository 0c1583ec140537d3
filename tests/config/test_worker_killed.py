"""Real workers, really killed (SIGKILL) in the middle of what they do: nothing is lost, nothing is sent twice."""

import email
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.workers import Site, eventually, kill
from tests.notices.receiver import Receiver, serve
from tests.notices.standins import TOKEN, Line, Mailbox, serve_line, serve_mail


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    controller = serve_mail(made)
    made.port = controller.port
    yield made
    made.go_on.set()
    controller.stop()


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    server = serve_line(made)
    yield made
    made.go_on.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    server = serve(made)
    yield made
    made.go_on.set()
    server.shutdown()
    server.server_close()


Opened = Callable[..., Site]


@pytest.fixture
def opened(tmp_path: Path, migrated: Path, mailbox: Mailbox, line: Line) -> Iterator[Opened]:
    sites: list[Site] = []

    def site(count: int, *, channel: str = "email") -> Site:
        made = Site(
            tmp_path / "data",
            SAMRIT_SMTP=f"smtp-plain://127.0.0.1:{mailbox.port}",
            SAMRIT_LINE_URL=line.url,
            SAMRIT_LINE_TOKEN=TOKEN,
        )
        sites.append(made)
        made.copy_of(migrated)
        made.people(count, email=channel == "email", line=channel == "line")
        return made

    yield site
    for made in sites:
        made.end()


def ids(mailbox: Mailbox) -> list[str]:
    return [email.message_from_bytes(mail)["Message-ID"] for mail in mailbox.mails]


def test_killed_after_the_server_has_the_whole_mail(opened: Opened, mailbox: Mailbox) -> None:
    """The server took it, the worker never heard so: not sent again, and said in the inbox."""
    site = opened(1)
    mailbox.pause_at = "after DATA"
    worker = site.start("worker")
    assert mailbox.reached.wait(30)
    kill(worker)
    mailbox.pause_at = ""
    mailbox.go_on.set()
    assert site.states() == {"handed": 1}
    for _ in range(2):
        site.command("worker", "--once")
    assert site.states() == {"uncertain": 1}
    assert len(mailbox.mails) == 1
    assert site.ask("select count(*) from notices_notice where kind = 'undelivered'") == [(1,)]
    shown = site.command("worker", "--status")
    assert "ไม่แน่ใจว่าถึง" in shown.stdout
    assert "p0@example.go.th" in shown.stdout


def test_killed_before_anything_was_given_away(opened: Opened, mailbox: Mailbox) -> None:
    """Only the envelope was spoken of: the next worker sends it, once."""
    site = opened(1)
    mailbox.pause_at = "before DATA"
    worker = site.start("worker")
    assert mailbox.reached.wait(30)
    kill(worker)
    mailbox.pause_at = ""
    mailbox.go_on.set()
    assert site.states() == {"claimed": 1}
    site.command("worker", "--once")
    assert site.states() == {"sent": 1}
    assert len(mailbox.mails) == 1


def test_killed_while_line_has_taken_it_and_not_answered(opened: Opened, line: Line) -> None:
    """Pushed again with the same key: LINE says 409, and the person has it once."""
    site = opened(1, channel="line")
    line.pauses = True
    worker = site.start("worker")
    assert line.reached.wait(30)
    kill(worker)
    line.pauses = False
    line.go_on.set()
    assert site.states() == {"handed": 1}
    site.command("worker", "--once")
    assert site.states() == {"sent": 1}
    assert len(line.taken) == 1
    assert [code for code, _key in line.calls][-1] == 409


HOOK = """
import django; django.setup()
from django.utils import timezone
from samrit.notices.actions import make_webhook, ping_webhook
from samrit.people.models import Agency, Membership, Role, User
now = timezone.now()
office = Agency.objects.create(area_id="13", kind=Agency.Kind.PROVINCIAL_OFFICE, name="สำนักงานจังหวัดปทุมธานี")
person = User.objects.create_user("coordinator@example.go.th", name="coordinator")
Membership.objects.create(user=person, agency=office, role=Role.COORDINATOR, starts_on="2020-01-01")
made, _ = make_webhook(
    name="แดชบอร์ด", address="{url}", events=["report.filed"], area=office.area, by=person, now=now
)
ping_webhook(webhook=made, by=person, now=now)
"""


def test_killed_while_a_system_is_called(opened: Opened, receiver: Receiver) -> None:
    """Nobody knows whether it was taken: called once more under the same id, and the log counts both."""
    site = opened(0)
    site.environment["SAMRIT_DEBUG"] = "1"  # a receiver on this machine
    site.run(HOOK.replace("{url}", receiver.url))
    log = "select state, tries, status, claimed_by = '' from notices_webhookcall"
    receiver.pauses = True
    worker = site.start("worker")
    assert receiver.reached.wait(30)
    kill(worker)
    receiver.pauses = False
    receiver.go_on.set()
    assert site.ask(log) == [("claimed", 1, None, 0)]
    for _ in range(2):
        site.command("worker", "--once")
    assert site.ask(log) == [("delivered", 2, 200, 1)]
    assert len(receiver.calls) == 2
    assert len({got.headers["webhook-id"] for got in receiver.calls}) == 1


def test_killed_again_and_again_in_the_middle_of_digests(opened: Opened, mailbox: Mailbox) -> None:
    """Ten times at any moment: everybody has one digest, nobody gets a mail twice."""
    people = 120
    site = opened(people)
    dice = random.Random(2567)  # noqa: S311 - any moments will do
    for _ in range(10):
        worker = site.start("worker")
        time.sleep(0.8 + dice.random())
        kill(worker)
    for _ in range(3):
        site.command("worker", "--once")
    assert site.ask("select count(*), count(distinct person_id) from notices_digest") == [(people, people)]
    assert site.ask("select count(*) from notices_notice where kind = 'digest'") == [(people,)]
    states = site.states()
    assert set(states) <= {"sent", "uncertain"}
    assert sum(states.values()) == people
    assert states["sent"] <= len(mailbox.mails) <= people
    assert len(set(ids(mailbox))) == len(mailbox.mails)
    undelivered = site.ask("select count(*) from notices_notice where kind = 'undelivered'")
    assert undelivered == [(states.get("uncertain", 0),)]


def test_several_workers_at_once_send_each_mail_once(opened: Opened, mailbox: Mailbox) -> None:
    people = 60
    site = opened(people)
    workers = [site.start("worker") for _ in range(3)]
    eventually(lambda: site.states() == {"sent": people}, 60)
    assert len(set(ids(mailbox))) == len(mailbox.mails) == people
    for worker in workers:
        worker.terminate()
    assert [worker.wait(20) for worker in workers] == [0, 0, 0]
    assert [worker.stdout.read() for worker in workers if worker.stdout] == ["", "", ""]
