"""The other sides, and a delivery on its way to them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from samrit.notices.actions import keep_digest
from samrit.notices.contents import Letter, Section
from samrit.notices.contents import Line as Saying
from samrit.notices.models import Delivery, LineAccount
from samrit.people.models import User
from samrit.rules.wording import say
from tests.notices.standins import TOKEN, Line, Mailbox, serve_line, serve_mail
from tests.world import DAY, NOW, World, make_people

LETTER = Letter(
    say("digest_todo", "รอคุณดำเนินการ {count} เรื่อง", count=2),
    (
        Section(
            say("digest_part_todo", "รอคุณดำเนินการ"),
            (
                Saying(
                    say("digest_line", "{what}: {title}", what="บันทึกผล", title="1-1 OTOP <b>"),
                    "/reports/1/7/",
                ),
            ),
            more=1,
            url="/?list=todo",
        ),
    ),
)


@pytest.fixture
def world(db: None) -> World:
    return make_people()


@pytest.fixture
def line(settings: Any) -> Iterator[Line]:
    made = Line()
    server = serve_line(made)
    settings.LINE_TOKEN, settings.LINE_URL = TOKEN, made.url
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    made = Mailbox()
    controller = serve_mail(made)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield made
    made.go_on.set()
    controller.stop()


Digested = Callable[..., Delivery]


@pytest.fixture
def digested(world: World) -> Digested:
    """A digest of a person with one delivery."""

    def made(person: User | None = None, *, channel: str = "email", now: datetime = NOW) -> Delivery:
        to = person or world.recorder
        if channel == "line":
            LineAccount.objects.get_or_create(
                person=to, defaults={"line_id": f"U{to.pk:032}", "linked_at": now}
            )
        keep_digest(person=to, day=DAY, letter=LETTER, reported=[], channels=[channel], url="/", now=now)
        return Delivery.objects.get(person=to, channel=channel)

    return made
