"""A revised edition in the middle of the year, with three answers for what was filed before it."""

from typing import Any

from django.urls import reverse

from samrit.frameworks.models import Kpi
from tests.sweep.desk import look, press
from tests.sweep.the_rounds import approve, file, record, standard
from tests.sweep.the_year import Year, approver_of, edition_of, items, on, round_of
from tests.world import World

FATES = ("kept", "rescored", "asked_again")
FACTS = {
    "effective_on": "3/4/2567", "meeting": "2/2567", "resolved_on": "28 ก.พ. 2567",
    "resolution": "เห็นชอบทบทวนจำนวนครัวเรือนเป้าหมาย", "reason": "ทบทวนครัวเรือนเป้าหมาย",
}  # fmt: skip


def revise(year: Year) -> None:
    """3 เม.ย. 2567: lower targets for the first KPI of each province; three answers for what was filed."""
    with on("2024-04-03 09:00"):
        for world, fate in zip(year.provinces, FATES, strict=True):
            before = items(world, 6)["1-1"].result
            _publish_revision(year, world, fate)
            _confirm(world)
            assert edition_of(world).number == 2
            _has_become(world, fate, before)


def _publish_revision(year: Year, world: World, fate: str) -> None:
    first = items(world, 6)["1-1"]
    page = reverse("frameworks:edition", args=[edition_of(world).pk])
    draft = press(year.evaluator, page, to="/revise/").address
    kpi = Kpi.objects.get(
        component__edition=int(draft.strip("/").split("/")[-1]), indicator=first.kpi.indicator_id
    )
    lower = str(kpi.basic - 1)
    press(world.coordinator, draft, {f"kpi-{kpi.pk}-basic": lower})
    press(world.coordinator, draft, FACTS, to="/facts/")
    chosen = {f"round-{first.round.pk}": "new", f"fate-{first.round.pk}-{kpi.indicator_id}": fate}
    press(year.evaluator, reverse("reports:revision", args=[kpi.component.edition_id]), chosen)


def _confirm(world: World) -> None:
    """Every agency that the revision concerns takes note; then none is asked any more."""
    edition = edition_of(world)
    page = reverse("frameworks:edition", args=[edition.pk])
    waiting = edition.confirmations.filter(confirmed_at=None)
    assert waiting.exists()
    for one in list(waiting):
        to = reverse("frameworks:confirm", args=[edition.pk, one.pk])
        press(approver_of(world, one.agency), page, {"remark": "รับทราบ"}, to=to)
    assert not edition.confirmations.filter(confirmed_at=None).exists()


def _has_become(world: World, fate: str, before: Any) -> None:
    item = items(world, 6)["1-1"]
    assert item.result is not None
    status = "returned" if fate == "asked_again" else "filed"
    assert (item.status.value, item.judged_by.component.edition.number) == (
        status,
        1 if fate == "kept" else 2,
    )
    assert item.result.value == before.value


def file_again(year: Year) -> None:
    """5 เม.ย. 2567: what was asked again is reported by the new terms; the new filing supersedes the first."""
    with on("2024-04-05 11:00"):
        world = year.third
        item = items(world, 6)["1-1"]
        record(world, item, standard(item))
        approve(world, item)
        file(world, 6, "รายงานใหม่ตามฉบับปรับปรุง")
        first, second = round_of(world, 6).filings.order_by("pk")
        pages = [look(None, reverse("verify:filing", args=[one.code])).text for one in (first, second)]
        assert ["ฉบับนี้ถูกแทนที่ด้วย" in page for page in pages] == [True, False]
