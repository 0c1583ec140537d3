"""A survey that is open today, in the database of SAMRIT_DATA. Prints the code of its point."""

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
django.setup()

from django.utils import timezone  # noqa: E402 - once Django is there

from samrit.assessments.actions.holding import Wish, open_survey  # noqa: E402
from samrit.assessments.models import InstrumentRelease  # noqa: E402
from samrit.people.models import Agency, Membership, Role, User  # noqa: E402


def main() -> None:
    at = timezone.now()
    day = timezone.localdate(at)
    agency = Agency.objects.create(area_id="13", name="หน่วยงานทดสอบ")
    person = User.objects.create_user("counter@example.go.th", name="ผู้บันทึก")
    Membership.objects.create(user=person, agency=agency, role=Role.RECORDER, starts_on=day)
    wish = Wish(
        name="ความพึงพอใจ", opens_on=day, closes_on=day + timedelta(days=30), fiscal_year=day.year + 543
    )
    release = InstrumentRelease.objects.get(code="eservice", agency=None)
    run = open_survey(
        agency=agency, release=release, wish=wish, points=[("ทะเบียนราษฎร", "")], by=person, now=at
    )
    print(run.points.get().code)


if __name__ == "__main__":
    main()
