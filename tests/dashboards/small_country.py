"""A few provinces of the seeded country, published: for papers that show many figures."""

from django.test import override_settings
from django.utils import timezone

from samrit.config.demo.country.seeding import Size, seed_country
from samrit.config.demo.offices import DOMAIN
from samrit.frameworks.actions import load_library
from samrit.frameworks.reading import library_entries
from samrit.people.actions import open_demo
from samrit.people.models import Agency, Role, User
from tests.world import person


def seed_small(*, provinces: int = 4, years: int = 2, kpis: int = 11) -> User:
    """An evaluator who is real: fictitious people hold no role where the site is no demo."""
    now, told = timezone.now(), list[str]()
    with override_settings(DEMO=True):
        open_demo(email=f"evaluator1@{DOMAIN}", name="ผู้ประเมิน", now=now)
        load_library(entries=library_entries(), now=now)
        seed_country(size=Size(years, kpis, seed=1, provinces=provinces), say=told.append, now=now)
    return person("evaluator-of-all", Agency.objects.get(kind=Agency.Kind.CENTRAL), Role.EVALUATOR)
