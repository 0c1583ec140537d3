"""Formulas of KPIs: who states them, their versions, what is refused, and the page that checks while one types."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from samrit.audit.models import Event
from samrit.frameworks.actions import create_draft, end_formula, set_formula
from samrit.frameworks.models import Kpi, KpiFormula
from samrit.frameworks.queries import formula_of, with_formulas
from samrit.people.models import User
from samrit.rules.kpi_formulas import Span, Terms, built_in_by_code
from samrit.rules.wording import RefusedError
from tests.frameworks.browsing import queries, signed_in
from tests.world import NOW, World, terms

pytestmark = pytest.mark.django_db
OTOP = Terms("sum(otop_sales)", "ล้านบาท")
REASON = "ตามหนังสือแจ้ง"


def state(kpi: Kpi, by: User, stated: Terms = OTOP, **more: Any) -> KpiFormula:
    given = {"base": 0, "reason": REASON, **more}
    return set_formula(kpi=kpi, terms=stated, by=by, now=NOW, **given)


def page(kpi: Kpi) -> str:
    return reverse("frameworks:formula", args=[kpi.pk])


# ── versions ────────────────────────────────────────────────────────────────
def test_every_change_is_another_version_that_the_database_keeps(world: World) -> None:
    kpi = world.kpis["1-1"]
    first = state(kpi, world.coordinator, built_in="otop_sales")
    events = Event.objects.count()
    assert state(kpi, world.coordinator, base=1) == first
    assert Event.objects.count() == events
    second = state(
        kpi, world.coordinator, Terms("sum(otop_sales) * 1", "ล้านบาท", Span.TWELVE_MONTHS, 3), base=1
    )
    assert [(one.version, one.expression, one.built_in) for one in (first, second)] == [
        (1, "sum(otop_sales)", "otop_sales"),
        (2, "sum(otop_sales) * 1", ""),
    ]
    assert first.gathers == [
        {"item": "otop_sales", "level": "district", "take": "all", "of": "total", "only": {}}
    ]
    for change in (
        lambda: KpiFormula.objects.update(expression="1"),
        lambda: KpiFormula.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_ending_a_formula_keeps_what_it_was(world: World) -> None:
    kpi = world.kpis["1-1"]
    state(kpi, world.coordinator)
    assert with_formulas([kpi.indicator_id]) == {kpi.indicator_id}
    ended = end_formula(kpi=kpi, base=1, reason="ข้อมูลยังไม่ครบ", by=world.coordinator, now=NOW)
    assert (ended.version, ended.expression, formula_of(kpi.indicator_id)) == (2, "", None)
    assert with_formulas([kpi.indicator_id]) == set()
    with pytest.raises(RefusedError) as refused:
        end_formula(kpi=kpi, base=2, reason="อีกครั้ง", by=world.coordinator, now=NOW)
    assert refused.value.refusal.code == "formula_none"


def test_it_goes_on_into_another_edition(world: World) -> None:
    state(world.kpis["1-1"], world.coordinator)
    draft = create_draft(area=world.area, year=2567, components=terms(world), by=world.coordinator, now=NOW)
    carried = Kpi.objects.get(component__edition=draft, component__number=1, number="1")
    assert carried.indicator_id == world.kpis["1-1"].indicator_id
    assert formula_of(carried.indicator_id) is not None


REFUSED = [
    # those who report do not state how it is computed
    ("1-1", "recorder", OTOP, {}, "not_preparing"),
    ("1-1", "approver", OTOP, {}, "not_preparing"),
    # somebody else was quicker, or the page is old
    ("1-1", "coordinator", OTOP, {"base": 1}, "formula_changed"),
    # recorders of an edition in force are to know why
    ("1-1", "coordinator", OTOP, {"reason": "  "}, "formula_reason"),
    # the KPI counts µg/m³
    ("1-2", "coordinator", OTOP, {}, "formula_gives_other_unit"),
    ("1-1", "coordinator", Terms("sum(otop_sale)", "ล้านบาท"), {}, "formula_item_near"),
    ("1-1", "coordinator", Terms("__import__('os').system('id')", "ล้านบาท"), {}, "formula_unknown"),
]


def test_refused(world: World) -> None:
    for number, who, stated, more, code in REFUSED:
        with pytest.raises(RefusedError) as refused:
            state(world.kpis[number], getattr(world, who), stated, **more)
        assert (stated.expression, refused.value.refusal.code) == (stated.expression, code)
    assert not KpiFormula.objects.exists()


def test_of_a_whole_the_parts_have_formulas(world: World) -> None:
    whole = Kpi.objects.get(parts=world.kpis["2-1.1"])
    with pytest.raises(RefusedError) as refused:
        state(whole, world.coordinator, Terms("1", ""))
    assert refused.value.refusal.code == "formula_of_whole"


# ── the page ────────────────────────────────────────────────────────────────
def typed(expression: str, **more: str) -> dict[str, str]:
    return {
        "expression": expression,
        "span": "fiscal_year",
        "decimals": "2",
        "reason": REASON,
        "base": "0",
        **more,
    }


def test_a_built_in_formula_is_filled_in_and_saved(world: World) -> None:
    client, address = signed_in(world.coordinator), page(world.kpis["1-2"])
    shown = client.get(address, {"built_in": "pm25_annual_mean"})
    assert shown.context["form"]["expression"].value() == "mean_with_capture(pm25_daily, 0.75)"
    assert not KpiFormula.objects.exists()
    sent = typed(
        "mean_with_capture(pm25_daily, 0.75)", action="save", built_in="pm25_annual_mean", decimals="1"
    )
    assert client.post(address, sent).status_code == 302
    made = KpiFormula.objects.get()
    assert made.terms.gathers == built_in_by_code("pm25_annual_mean").terms.gathers
    assert (made.unit, made.decimals, made.built_in) == ("มคก./ลบ.ม.", 1, "pm25_annual_mean")
    assert "mean_with_capture(pm25_daily, 0.75)" in signed_in(world.recorder).get(address).content.decode()


NOT_YET = "จังหวัดยังไม่มีข้อมูลที่รับเข้าฐานข้อมูล"
TYPED = [
    ("sum(otop_sales)", NOT_YET),
    ("sum(waste_generated)", "สูตรให้ผลเป็น “ตัน” แต่ตัวชี้วัดนับเป็น “ล้านบาท”"),
    ("sum(otop_sales) + sum(tourists_thai)", "ใช้ด้วยกันใน + ไม่ได้"),
    ("().__class__.__bases__[0].__subclasses__()", "ในสูตรไม่ได้"),
    ("open(otop_sales)", "ในสูตรไม่ได้"),
    ("(lambda: 1)()", "ในสูตรไม่ได้"),
    ("9**9**9**9", "ในสูตรไม่ได้"),
    ("sum(otop_sales) if 1 else 2", "ในสูตรไม่ได้"),
    ("{{ settings.SECRET_KEY }}", "ในสูตรไม่ได้"),
    ("<script>alert(1)</script>", "อ่านสูตรไม่ได้"),
    ("(" * 300, "ซ้อนกันเกิน"),
    ("sum(otop_sales", "อ่านสูตรไม่ได้"),
    ("otop_sales > 5", "เป็นการเปรียบเทียบ ไม่ใช่ตัวเลข"),
]


def test_while_typing_it_is_checked_and_nothing_runs(world: World) -> None:
    """A part of the page for htmx, the whole page without a script; as typed, never saved."""
    client, address = signed_in(world.coordinator), page(world.kpis["1-1"])
    for expression, said in TYPED:
        sent = typed(expression, action="check")
        part = client.post(address, sent, headers={"HX-Request": "true"})
        whole = client.post(address, sent)
        assert (expression, part.status_code, whole.status_code) == (expression, 200, 200)
        assert [said in one.content.decode() for one in (part, whole)] == [True, True], expression
        assert whole.context["form"]["expression"].value() == expression
        assert "<script>alert" not in whole.content.decode()
        if said != NOT_YET:
            assert client.post(address, {**sent, "action": "save"}).status_code == 422
    assert not KpiFormula.objects.exists()


def test_which_cells_an_item_gives_is_chosen_below_the_formula(world: World) -> None:
    client, address = signed_in(world.coordinator), page(world.kpis["2-1.2"])
    sent = typed("mean(wqi_section)", action="save")
    sent |= {"level:wqi_section": "province", "take:wqi_section": "latest", "of:wqi_section": "each"}
    sent |= {"only:wqi_section:river_section": "chao_phraya_middle"}
    assert client.post(address, sent).status_code == 302
    assert KpiFormula.objects.get().gathers == [
        {
            "item": "wqi_section",
            "level": "province",
            "take": "latest",
            "of": "each",
            "only": {"river_section": ["chao_phraya_middle"]},
        }
    ]
    again = client.get(address).context["form"]["only:wqi_section:river_section"]
    assert again.value() == ["chao_phraya_middle"]


def test_two_persons_one_formula(world: World) -> None:
    """The later one keeps the text and saves it knowingly."""
    kpi = world.kpis["1-1"]
    client, address = signed_in(world.coordinator), page(kpi)
    state(kpi, world.evaluator)
    late = client.post(address, typed("sum(otop_sales) * 2", action="save"))
    assert (late.status_code, late.context["form"]["base"].value()) == (409, 1)
    assert late.context["form"]["expression"].value() == "sum(otop_sales) * 2"
    assert client.post(address, typed("sum(otop_sales) * 2", action="save", base="1")).status_code == 302
    ended = client.post(address, {"action": "end", "base": "2"})
    assert (ended.status_code, "ระบุเหตุผล" in ended.content.decode()) == (422, True)
    assert client.post(address, {"action": "end", "base": "2", "reason": "พิมพ์เอง"}).status_code == 302
    assert [one.expression for one in KpiFormula.objects.all()] == [
        "sum(otop_sales)",
        "sum(otop_sales) * 2",
        "",
    ]


def test_readers_see_it_and_write_nothing(world: World) -> None:
    kpi = world.kpis["1-1"]
    state(kpi, world.coordinator)
    recorder = signed_in(world.recorder)
    assert recorder.get(page(kpi)).context["form"] is None
    assert recorder.post(page(kpi), typed("1", action="save")).status_code == 409
    assert signed_in(world.stranger).get(page(kpi)).status_code == 404
    assert KpiFormula.objects.count() == 1


def test_as_many_queries_for_one_item_as_for_eight(world: World) -> None:
    """And for one version as for three."""
    kpi, coordinator = world.kpis["1-1"], signed_in(world.coordinator)
    state(kpi, world.coordinator, Terms("sum(tourism_revenue_thai)", "ล้านบาท"))
    one = queries(coordinator, page(kpi))
    whole = built_in_by_code("tourism_revenue").terms
    state(kpi, world.coordinator, whole, base=1)
    state(kpi, world.coordinator, built_in_by_code("tourism_revenue_thai").terms, base=2)
    state(kpi, world.coordinator, whole, base=3)
    assert queries(coordinator, page(kpi)) == one
