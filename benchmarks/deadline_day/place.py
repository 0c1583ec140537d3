"""The country on its last day: provinces × 27 agencies × 40 KPIs, nothing reported yet, the round open for hours.

Fills the database of DATABASE_URL or SAMRIT_DATA and writes who works there, with a session each, to the file that is named.
"""

import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - once Django is there
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.utils import timezone  # noqa: E402

from samrit.frameworks.models import (  # noqa: E402
    Component,
    Edition,
    FiscalYear,
    Framework,
    Indicator,
    Kpi,
    KpiGroup,
    KpiOwner,
    Round,
    YearRound,
)  # fmt: skip
from samrit.people.models import Agency, Area, Membership, Role, User  # noqa: E402
from samrit.rules.thai import fiscal_year  # noqa: E402

AGENCIES, KPIS = 27, 40  # of a province, as the letter of 2567 has them
PARTS = ((1, 28), (2, 12))  # component → KPIs of 2.5 each: 70 and 30
BATCH = 2000
RULES = "2567"  # how it is scored does not matter to the load
HOURS = 12
PASSWORD = "one for all of a benchmark"  # noqa: S105 - nobody's
Data = dict[str, Any]


def main() -> None:
    file, provinces = Path(sys.argv[1]), int(sys.argv[2])
    at = timezone.now()
    areas = list(Area.objects.filter(reports=True).order_by("code")[:provinces])
    central = _person("evaluator", "ผู้ประเมิน")
    central.save()
    rounds, items = _frameworks(areas, agencies := _agencies(areas), by=central, at=at)
    cast = _cast(areas, agencies, rounds, items, at)
    file.write_text(json.dumps(cast), encoding="utf-8")


def _agencies(areas: Sequence[Area]) -> dict[str, list[Agency]]:
    """The first is the provincial office, whose people coordinate."""
    made = Agency.objects.bulk_create(
        [
            Agency(area=area, name=f"หน่วยงานที่ {place} จังหวัด{area.name}", kind=_kind(place))
            for area in areas
            for place in range(1, AGENCIES + 1)
        ],
        batch_size=BATCH,
    )
    return {area.code: made[start * AGENCIES : (start + 1) * AGENCIES] for start, area in enumerate(areas)}


def _kind(place: int) -> str:
    return Agency.Kind.PROVINCIAL_OFFICE if place == 1 else Agency.Kind.PROVINCIAL


def _frameworks(
    areas: Sequence[Area], agencies: dict[str, list[Agency]], *, by: User, at: datetime
) -> tuple[dict[str, Round], dict[int, list[int]]]:
    """(The open round of each province, the indicators of each agency)."""
    day = timezone.localdate(at)
    year, _new = FiscalYear.objects.get_or_create(year=fiscal_year(day), defaults={"rule_set": RULES})
    YearRound.objects.get_or_create(fiscal_year=year, months=12)
    frameworks = Framework.objects.bulk_create(Framework(area=area, fiscal_year=year) for area in areas)
    editions = Edition.objects.bulk_create(
        Edition(
            framework=one, number=1, status=Edition.Status.PUBLISHED, source="หนังสือแจ้งตัวชี้วัด", created_by=by,
            created_at=at, published_by=by, published_at=at, effective_on=day,
        )
        for one in frameworks
    )  # fmt: skip
    window = {"opens_at": at - timedelta(days=15), "closes_at": at + timedelta(hours=HOURS)}
    rounds = Round.objects.bulk_create(
        Round(area=area, fiscal_year=year, months=12, **window) for area in areas
    )
    items: dict[int, list[int]] = {}
    for edition, area in zip(editions, areas, strict=True):
        _kpis(edition, agencies[area.code], items)
    return {round_.area_id: round_ for round_ in rounds}, items


def _kpis(edition: Edition, agencies: Sequence[Agency], items: dict[int, list[int]]) -> None:
    place = 0
    for number, count in PARTS:
        component = Component.objects.create(
            edition=edition, number=number, name=f"องค์ประกอบที่ {number}", weight=Decimal("2.5") * count
        )
        group = KpiGroup.objects.create(component=component, position=1)
        indicators = Indicator.objects.bulk_create(
            Indicator(framework=edition.framework) for _ in range(count)
        )
        kpis = Kpi.objects.bulk_create(
            Kpi(
                component=component, group=group, indicator=indicator, position=line, number=str(line),
                name=f"ร้อยละความสำเร็จของงานที่ {number}.{line}", weight=Decimal("2.5"), unit="ร้อยละ",
                basic=Decimal(60), standard=Decimal(75), advanced=Decimal(90),
            )
            for line, indicator in enumerate(indicators, start=1)
        )  # fmt: skip
        owners = [agencies[(place + step) % len(agencies)] for step in range(count)]
        KpiOwner.objects.bulk_create(
            KpiOwner(kpi=kpi, agency=agency, position=1) for kpi, agency in zip(kpis, owners, strict=True)
        )
        for kpi, agency in zip(kpis, owners, strict=True):
            items.setdefault(agency.pk, []).append(kpi.indicator_id)
        place += count


# ── who works there ─────────────────────────────────────────────────────────
def _person(name: str, position: str) -> User:
    return User(email=f"{name}@example.go.th", name=position, password=_hashed())


_KNOWN: list[str] = []


def _hashed() -> str:
    if not _KNOWN:
        _KNOWN.append(make_password(PASSWORD))
    return _KNOWN[0]


def _cast(
    areas: Sequence[Area],
    agencies: dict[str, list[Agency]],
    rounds: dict[str, Round],
    items: dict[int, list[int]],
    at: datetime,
) -> Data:
    roles = (Role.RECORDER, Role.APPROVER)
    posts = [(agency, role) for area in areas for agency in agencies[area.code] for role in roles]
    posts += [(agencies[area.code][0], Role.COORDINATOR) for area in areas]
    users = User.objects.bulk_create(
        [_person(f"{role.value}-{agency.pk}", f"{role.label} {agency.pk}") for agency, role in posts],
        batch_size=BATCH,
    )
    since = timezone.localdate(at) - timedelta(days=365)
    Membership.objects.bulk_create(
        [
            Membership(user=user, agency=agency, role=role, starts_on=since)
            for user, (agency, role) in zip(users, posts, strict=True)
        ],
        batch_size=BATCH,
    )
    people = {
        (agency.pk, role.value): {"email": user.email, "session": _session(user, at)}
        for user, (agency, role) in zip(users, posts, strict=True)
    }
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "password": PASSWORD,
        "provinces": [
            {
                "round": rounds[area.code].pk,
                "coordinator": people[agencies[area.code][0].pk, Role.COORDINATOR.value],
                "agencies": [
                    {
                        "recorder": people[agency.pk, Role.RECORDER.value],
                        "approver": people[agency.pk, Role.APPROVER.value],
                        "items": items[agency.pk],
                    }
                    for agency in agencies[area.code]
                ],
            }
            for area in areas
        ],
    }


def _session(user: User, at: datetime) -> str:
    """Signed in this morning with a second step: what a browser that is open all day holds."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    proof = [{"method": method, "at": at.timestamp()} for method in ("password", "mfa")]
    store.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            "account_authentication_methods": proof,
            "account_authentication_methods_user": str(user.pk),
        }
    )
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    main()
