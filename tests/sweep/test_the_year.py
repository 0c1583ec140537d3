"""The year from the first proposal to the published result, at the pages and by their own forms."""

import pytest
from django.core import mail

from samrit.audit.queries import first_broken_link
from samrit.scores.actions import reproduces
from samrit.scores.models import ProvinceScore
from tests.sweep import the_end, the_mail, the_revision, the_rounds, the_year


@pytest.mark.anywhere
@pytest.mark.django_db
def test_the_year_of_three_provinces() -> None:
    year = the_year.begin()
    the_year.propose(year)
    the_year.decide(year)
    the_mail.come_by("2023-10-11")
    the_year.conclude(year)
    the_year.open_windows(year)
    the_mail.come_by("2024-03-25")
    the_rounds.report_six_months(year)
    the_rounds.file_six_months(year)
    the_revision.revise(year)
    the_mail.come_by("2024-04-04")
    the_revision.file_again(year)
    the_end.cancel(year)
    the_end.share(year)
    the_mail.come_by("2024-10-01")
    the_end.report_twelve_months(year)
    the_mail.come_by("2024-10-20")
    the_end.report_after_closing(year)
    the_end.verify_score_publish(year)
    the_mail.come_by("2024-11-13")

    assert [the_end.receipts(world) for world in year.provinces] == [[False], [True, False], [False]]
    assert first_broken_link() is None
    assert [reproduces(score) for score in ProvinceScore.objects.all()] == [True] * 6
    assert len(mail.outbox) > 10
    assert the_mail.told_twice() == []
