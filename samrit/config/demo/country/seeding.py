"""Filling the demo's database with the whole country: every province and year that the story does not tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samrit.config.demo.country.agreements import agree, open_year
from samrit.config.demo.country.places import Province, settle_provinces
from samrit.config.demo.country.plan import LEAST, MOST, Drawing
from samrit.config.demo.country.reporting import report
from samrit.config.demo.country.scoring import score
from samrit.config.demo.offices import DOMAIN
from samrit.frameworks.actions import void_year
from samrit.frameworks.models import FiscalYear, Framework, RoundState, YearRound
from samrit.people.models import Area, User
from samrit.people.queries import Duties, count_people, duties_of
from samrit.reports.models import Result
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.models import ProvinceScore

LAST_YEAR = 2567  # the year the story tells of
VOIDED = 2563
MOST_YEARS = 10


@dataclass(frozen=True)
class Size:
    """How much is made, drawn from ``seed``.

    The last ``years`` years, ``kpis`` of each framework, all ``provinces`` or the first so many.
    """

    years: int = MOST_YEARS
    kpis: int = LEAST
    seed: int = 1
    provinces: int | None = None


def is_there() -> bool:
    """Whether every reporting province has a framework."""
    provinces = Area.objects.filter(reports=True).count()
    return Framework.objects.values("area").distinct().count() == provinces


@transaction.atomic
def seed_country(*, size: Size, say: Callable[[str], None], now: datetime) -> None:
    """All provinces of all years, all or nothing; what the demo's story tells stays as it is."""
    _check(size)
    by = User.objects.get(email=f"evaluator1@{DOMAIN}")
    duties = duties_of(by, localdate(now))
    provinces = settle_provinces(size.provinces)
    drawing = Drawing(size.seed, tuple(sorted(provinces)))
    for year in range(LAST_YEAR - size.years + 1, LAST_YEAR + 1):
        made = _fill_year(year, size, drawing, list(provinces.values()), duties=duties, now=now)
        say(_("ปี %(year)s: คะแนน %(count)s รายการ") % {"year": year, "count": made})
    say(summary())


def _check(size: Size) -> None:
    real, _fictitious = count_people()
    if real or not settings.DEMO:
        raise RefusedError(refuse("no_place_for_country", "ข้อมูลสาธิตทั้งประเทศเติมได้เฉพาะในโหมดสาธิตที่ไม่มีผู้ใช้จริง"))
    if not (1 <= size.years <= MOST_YEARS and LEAST <= size.kpis <= MOST):
        raise RefusedError(
            refuse(
                "country_size",
                "--years ต้องเป็น 1 ถึง {years} และ --kpis ต้องเป็น {least} ถึง {most}",
                years=MOST_YEARS,
                least=LEAST,
                most=MOST,
            )
        )


def _fill_year(
    year: int, size: Size, drawing: Drawing, provinces: Sequence[Province], *, duties: Duties, now: datetime
) -> int:
    told = set(Framework.objects.filter(fiscal_year=year).values_list("area", flat=True))
    terms = open_year(year, size.kpis, drawing, duties.user)
    agreements = agree(terms, [one for one in provinces if one.area.code not in told])
    waived = set(
        YearRound.objects.filter(fiscal_year=year, state=RoundState.WAIVED).values_list("months", flat=True)
    )
    made = 0
    for months in {6, 12} - waived - ({12} if year == VOIDED else set()):
        reported = report(terms, months, agreements, newest=(year, months) == (LAST_YEAR, 12))
        made += score(terms, reported, duties=duties, now=now)
    if year == VOIDED and not FiscalYear.objects.get(pk=year).voided_at:
        _void(year, duties.user, now)
    return made


def _void(year: int, by: User, now: datetime) -> None:
    void_year(
        year=year,
        reason="สถานการณ์โรคระบาดทำให้ผลของทุกจังหวัดเทียบกันไม่ได้ (สมมติ)",
        resolution="มติคณะรัฐมนตรี (สมมติ)",
        by=by,
        now=now,
    )


def summary() -> str:
    counts = {
        "frameworks": Framework.objects.count(),
        "years": FiscalYear.objects.count(),
        "results": Result.objects.count(),
        "scores": ProvinceScore.objects.count(),
    }
    return _("ทั้งประเทศ: %(frameworks)s กรอบ %(years)s ปี %(results)s ผล %(scores)s คะแนน") % counts
