"""The worker comes by in the morning, twice: who was told what, and how often."""

from collections import Counter

from django.core import mail

from samrit.dashboards.tasks import compose_due
from samrit.notices.models import Digest, Notice
from samrit.notices.tasks import send_due
from tests.sweep.the_year import on


def come_by(day: str) -> None:
    """At nine o'clock every digest of the day is made and sent; a minute later there is nothing more to do."""
    with on(f"{day} 09:30"):
        compose_due()
        send_due(worker="morning")
        assert (compose_due(), send_due(worker="morning")) == (0, 0)


def told_twice() -> list[object]:
    """Facts, digests and mails that somebody got more than once."""
    facts = Counter(
        (one.person_id, one.kind, one.url, str(one.subject), one.created_at) for one in Notice.objects.all()
    )
    digests = Counter(Digest.objects.values_list("person", "day"))
    mails = Counter((tuple(one.to), one.subject, str(one.message()["Message-ID"])) for one in mail.outbox)
    return [one for counted in (facts, digests, mails) for one, times in counted.items() if times > 1]
