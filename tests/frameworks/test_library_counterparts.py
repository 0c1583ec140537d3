"""The same KPI in other years and provinces, and which entry of the library a draft's KPI gets."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrit.frameworks.actions import create_draft, publish_edition
from samrit.frameworks.models import Edition, Indicator, Kpi, LibraryKpi
from samrit.frameworks.queries import counterparts
from samrit.people.models import Area
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
OTOP = "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"


def entry(code: str, name: str, **fields: object) -> LibraryKpi:
    return LibraryKpi.objects.create(code=code, name=name, category="joint", **fields)


def draft(world: World, year: int, name: str, *, area: str = "13", parts: tuple[str, ...] = ()) -> Edition:
    """A draft of one KPI in component 1."""
    kpi = KpiTerms(
        "1",
        name,
        Decimal(100),
        (world.development.pk,),
        tuple(KpiTerms("", part, Decimal(100) / len(parts)) for part in parts),
    )
    return create_draft(
        area=Area.objects.get(pk=area),
        year=year,
        components=[ComponentTerms(1, "องค์ประกอบ", Decimal(100), groups=(GroupTerms(kpis=(kpi,)),))],
        by=world.evaluator,
        now=NOW,
    )


def framework(world: World, year: int, name: str, **more: object) -> Edition:
    """The same, published."""
    edition = draft(world, year, name, **more)  # type: ignore[arg-type]
    return publish_edition(edition=edition, by=world.evaluator, now=NOW)


def kpi_of(edition: Edition, number: str = "1") -> Kpi:
    return Kpi.objects.select_related("indicator").get(component__edition=edition, number=number)


def where(indicator: int, **narrowed: object) -> list[tuple[int, str, bool]]:
    found = counterparts([indicator], **narrowed)[indicator]  # type: ignore[arg-type]
    return [(one.year, one.area.pk, one.certain) for one in found]


def test_the_same_entry_is_the_same_kpi_whatever_its_name(world: World) -> None:
    otop = entry("J-02", OTOP)
    here = kpi_of(framework(world, 2568, OTOP))
    other = kpi_of(framework(world, 2568, "ยอดขายสินค้าชุมชน", area="12"))
    Indicator.objects.filter(pk=other.indicator_id).update(library_kpi=otop)
    assert here.indicator.library_kpi == otop
    assert where(here.indicator_id) == [(2568, "12", True), (2567, "13", False)]


def test_without_an_entry_the_name_says_it_and_at_home_a_like_one(world: World) -> None:
    here = kpi_of(framework(world, 2568, "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน OTOP"))
    framework(world, 2569, "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน OTOP", area="12")
    framework(world, 2566, "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (โอทอป)", area="12")  # like, but not at home
    assert where(here.indicator_id) == [(2569, "12", False), (2567, "13", False)]


def test_two_entries_are_two_kpis_even_of_like_names(world: World) -> None:
    entry("J-01", "รายได้จากการท่องเที่ยว")
    entry("J-01-2", "รายได้จากการท่องเที่ยวเมืองรอง")
    here = kpi_of(framework(world, 2568, "รายได้จากการท่องเที่ยว"))
    framework(world, 2569, "รายได้จากการท่องเที่ยวเมืองรอง")
    assert where(here.indicator_id) == []


def test_years_and_provinces_can_be_narrowed(world: World) -> None:
    here = kpi_of(framework(world, 2568, OTOP))
    framework(world, 2568, OTOP, area="12")
    assert where(here.indicator_id, years=[2567]) == [(2567, "13", False)]
    assert where(here.indicator_id, areas=["12"]) == [(2568, "12", False)]


def test_any_number_is_found_with_two_queries(world: World) -> None:
    edition = framework(world, 2568, OTOP)
    one = [kpi_of(edition).indicator_id]
    every = list(Indicator.objects.values_list("pk", flat=True))
    for indicators in (one, every):
        with CaptureQueriesContext(connection) as queries:
            counterparts(indicators)
        assert len(queries) == 2


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (OTOP, "J-02"),
        ("รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชนOTOP", "J-02"),  # spaces and brackets do not count
        ("รายได้จากการจำหนายผลิตภัณฑ์ชุมชน (OTOP)", "J-02"),  # a mark was misread
        ("ยอดขาย OTOP", "J-02"),  # an alias
        ("รายได้จากการท่องเที่ยว", None),
    ],
)
def test_a_name_that_fits_one_entry_gets_it(world: World, name: str, found: str | None) -> None:
    otop = entry("J-02", OTOP, aliases=["ยอดขาย OTOP"])
    assert kpi_of(framework(world, 2568, name)).indicator.library_kpi == ({"J-02": otop}.get(found or ""))


def test_a_name_that_might_be_two_gets_none(world: World) -> None:
    entry("J-06-1", "คุณภาพน้ำของแม่น้ำเจ้าพระยาช่วงตอนบน")
    entry("J-06-2", "คุณภาพน้ำของแม่น้ำเจ้าพระยาช่วงตอนล่าง")
    middle = framework(world, 2568, "คุณภาพน้ำของแม่น้ำเจ้าพระยาช่วงตอน")
    assert kpi_of(middle).indicator.library_kpi is None


def test_an_entry_no_longer_offered_is_not_guessed(world: World) -> None:
    entry("J-02", OTOP, active=False)
    assert kpi_of(framework(world, 2568, OTOP)).indicator.library_kpi is None


def test_parts_are_found_among_the_parts_of_their_kpi(world: World) -> None:
    river = entry("J-06", "คุณภาพของแม่น้ำสายหลัก")
    middle = entry("J-06-1", "แม่น้ำเจ้าพระยาตอนกลาง", part_of=river)
    edition = framework(world, 2568, river.name, parts=(middle.name, "แม่น้ำท่าจีน"))
    assert kpi_of(edition, "1.1").indicator.library_kpi == middle
    assert kpi_of(edition, "1.2").indicator.library_kpi is None


def test_a_revised_edition_keeps_the_entry(world: World) -> None:
    otop = entry("J-02", OTOP)
    first = kpi_of(framework(world, 2568, OTOP))
    LibraryKpi.objects.filter(pk=otop.pk).update(active=False)
    again = kpi_of(draft(world, 2568, OTOP + " ฉบับแก้"))
    assert (again.indicator_id, again.indicator.library_kpi) == (first.indicator_id, otop)
