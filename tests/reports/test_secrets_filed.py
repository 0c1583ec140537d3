"""A secret file in what is filed: neither its name nor its digest is told to those who may not open it."""

import hashlib
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from samrit.evidence.actions import set_secrecy
from samrit.evidence.models import EvidenceFile
from samrit.frameworks.models import KpiOwner
from samrit.people.queries import duties_of
from samrit.reports.actions import detach_evidence, file_report
from samrit.reports.models import Filing, ResultEvidence, SealKey
from samrit.reports.queries.filings import broken_filings
from samrit.reports.secrets_kept import teller
from samrit.rules.comparing import differences
from samrit.rules.sealing import keyed, sealed
from tests import world
from tests.reports.filing import taken_back_and_mended
from tests.reports.pages import entry_url, signed_in, text
from tests.reports.test_evidence_levels import attach
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NAME = "รายชื่อ.pdf"


def share(made: World) -> None:
    """1-1 gets a second owner (whose recorder is ``statistician``), after it was approved."""
    KpiOwner.objects.create(kpi=made.kpis["1-1"], agency=made.statistics, position=2)
    for file in EvidenceFile.objects.all():
        file.shared_with.add(made.statistics)


def file_shared(made: World) -> Filing:
    for number, value in (("1-1", "1176.285"), ("1-2", "21"), ("2-1.1", "4"), ("2-1.2", "70")):
        world.approve(made, number, value)
    share(made)
    assert made.round is not None
    return file_report(round_=made.round, by=made.coordinator, now=NOW)


def get(made: World, who: str, name: str, *keys: Any) -> HttpResponse:
    return signed_in(getattr(made, who)).get(reverse(name, args=keys))


def told(made: World, file: EvidenceFile, who: str, filing: Filing) -> tuple[bool, bool]:
    """Whether the filing's page tells this person the name, and the digest."""
    page = text(get(made, who, "reports:filing", filing.pk))
    return NAME in page, file.sha256 in page


@pytest.mark.parametrize(
    ("level", "who", "tells"),
    [
        ("ordinary", "statistician", True),
        ("confidential", "statistician", False),
        ("confidential", "coordinator", True),
        ("secret", "coordinator", False),
        ("secret", "evaluator", True),
        ("top_secret", "evaluator", False),
        ("top_secret", "recorder", True),
    ],
)
def test_a_filing_names_a_file_to_those_who_may_open_it(made: World, level: str, who: str, *, tells: bool):
    file = attach(made, level)
    filing = file_shared(made)
    assert told(made, file, who, filing) == (tells, tells)


def test_a_stranger_gets_no_filing(made: World):
    attach(made, "secret")
    filing = file_shared(made)
    for name in ("reports:filing", "reports:snapshot", "reports:receipt"):
        assert get(made, "stranger", name, filing.pk).status_code == 404


def test_the_sealed_text_has_a_keyed_digest_and_stands_the_test(made: World):
    file = attach(made, "secret")
    filing = file_shared(made)
    page = get(made, "coordinator", "reports:snapshot", filing.pk)
    assert hashlib.sha256(page.content).hexdigest() == filing.sha256 == sealed(filing.snapshot)
    (entry,) = filing.contents["items"][0]["evidence"]
    key = SealKey.objects.get(file=file).key
    assert entry == {
        "file": file.pk, "level": "secret", "name": "เอกสารชั้นลับมาก", "keyed_sha256": keyed(file.sha256, key),
    }  # fmt: skip
    assert (NAME in filing.snapshot, file.sha256 in filing.snapshot) == (False, False)
    assert broken_filings() == []


def test_a_file_made_secret_after_the_filing_is_named_no_more(made: World):
    file = attach(made)
    filing = file_shared(made)
    assert told(made, file, "coordinator", filing) == (True, True)
    set_secrecy(file=file, level="secret", reason="มีชื่อผู้ป่วย", by=made.approver, now=NOW)
    assert told(made, file, "coordinator", filing) == (False, False)
    assert [
        get(made, who, "reports:snapshot", filing.pk).status_code for who in ("coordinator", "evaluator")
    ] == [404, 200]
    assert broken_filings() == []


def test_the_same_file_is_no_difference_when_its_level_was_raised_between(made: World):
    file = attach(made)
    first = world.file_all(made)
    set_secrecy(file=file, level="secret", reason="มีชื่อผู้ป่วย", by=made.approver, now=NOW)
    taken_back_and_mended(made)
    assert made.round is not None
    second = file_report(round_=made.round, by=made.coordinator, now=NOW, reason="แก้ยอด")
    for who in ("recorder", "coordinator"):
        duties = duties_of(getattr(made, who), localdate(NOW))
        told = teller(duties, [*first.contents["items"], *second.contents["items"]])
        before, after = (told(filing.contents["items"][0]) for filing in (first, second))
        assert [one.field for one in differences(before, after)] == [
            "value",
            "narrative",
            "supporting_factors",
        ]


@pytest.mark.parametrize(
    ("who", "tells"), [("statistician", False), ("coordinator", False), ("recorder", True)]
)
def test_the_history_and_the_entry_name_no_secret(made: World, who: str, *, tells: bool):
    file = attach(made)
    detach_evidence(
        item=made.item("1-1", made.recorder),
        link=ResultEvidence.objects.get().pk,
        by=made.recorder,
        now=NOW,
    )
    set_secrecy(file=file, level="secret", reason="มีชื่อผู้ป่วย", by=made.approver, now=NOW)
    share(made)
    assert made.round is not None
    history = get(made, who, "reports:history", made.round.pk, made.kpis["1-1"].indicator_id)
    for page in (text(history), text(signed_in(getattr(made, who)).get(entry_url(made, "1-1")))):
        assert (NAME in page, file.sha256 in page) == (tells, False)
