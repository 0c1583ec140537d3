"""The 12-month round: a KPI cancelled, one shared, one left out and reported after closing; then the scores."""

from decimal import Decimal

from django.urls import reverse

from samrit.reports.models import JointKpi
from samrit.scores.queries import current_scores
from tests.sweep.desk import look, press
from tests.sweep.the_rounds import approve, file, record, standard, statuses
from tests.sweep.the_year import YEAR, Year, edition_of, items, on, recorder_of, round_of
from tests.world import World

LATE = "รอตัวเลขจากประกาศผลสำรวจ"
CANCELLED, LEFT_OUT, WITHOUT = "1-2", "2-1", "2-1.2"


def cancel(year: Year) -> None:
    """10 ก.ค. 2567: in one province a KPI is asked for no more from the 12-month round on."""
    with on("2024-07-10 10:00"):
        kpi = edition_of(year.far).components.get(number=1).kpis.get(number="2")
        typed = {
            "from_months": "12",
            "reweight": "spread_component",
            "resolution": "มติครั้งที่ 4/2567",
            "reason": "ยกเลิกโครงการ",
        }
        press(year.evaluator, reverse("scores:cancel", args=[kpi.pk]), typed)
        assert items(year.far, 12)[CANCELLED].state == "cancelled"
        assert items(year.far, 6)[CANCELLED].state == "filed"


def share(year: Year) -> None:
    """1 ส.ค. 2567: the first KPI of two provinces is one figure, the mean of what both give."""
    with on("2024-08-01 10:00"):
        members = [items(world, 12)["1-1"].kpi.indicator_id for world in (year.here, year.third)]
        typed = {
            "name": "รายได้ชุมชนลุ่มน้ำเดียวกัน",
            "members": members,
            "lead": year.here.development.pk,
            "method": "mean",
        }
        press(year.evaluator, f"{reverse('reports:make_joint')}?year={YEAR}", typed)


def report_twelve_months(year: Year) -> None:
    """7–18 ต.ค. 2567: everything but the KPI that is left out with a reason; one has no data and says so."""
    with on("2024-10-07 09:00"):
        _agree(year)
    with on("2024-10-08 09:00"):
        for world in year.provinces:
            for number, item in items(world, 12).items():
                if (world, number) in ((year.far, CANCELLED), (year.far, LEFT_OUT)):
                    continue
                missing = (world, number) == (year.here, WITHOUT)
                record(world, item, "" if missing else standard(item), "no_data" if missing else "")
                approve(world, item)
    with on("2024-10-18 15:40"):
        for world in year.provinces:
            file(world, 12, LATE if world == year.far else "")


def _agree(year: Year) -> None:
    """Both give their part and sign; the leading agency locks the figure."""
    page = reverse("reports:joint", args=[JointKpi.objects.get().pk, 12])
    worlds = (year.here, year.third)
    for world in worlds:
        prefix = f"party-{world.development.pk}"
        given = {f"{prefix}-value": standard(items(world, 12)["1-1"]), f"{prefix}-note": "12 เดือน"}
        press(world.recorder, page, given, button="action=contribute")
    for world in worlds:
        press(world.approver, page, {"agency": world.development.pk}, button="action=sign")
    press(year.here.approver, page, button="action=lock")


def report_after_closing(year: Year) -> None:
    """25 ต.ค. 2567: what was left out is opened for its agency, reported, and filed again."""
    world = year.far
    with on("2024-10-25 09:00"):
        item = items(world, 12)[LEFT_OUT]
        agency = item.owners[0]
        page = reverse("reports:reopening", args=[item.round.pk, item.kpi.indicator_id])
        press(
            year.evaluator,
            page,
            {"agency": agency.pk, "until": "2024-11-01T16:30", "reason": "ประกาศผลสำรวจแล้ว"},
        )
    with on("2024-10-28 09:00"):
        record(world, item, standard(item))
        approve(world, item)
        file(world, 12, "รายงานตัวชี้วัดที่เปิดให้แก้ไข")
    with on("2024-11-02 09:00"):
        closed = press_is_refused(world)
    assert closed
    first, second = round_of(world, 12).filings.order_by("pk")
    assert second.previous_sha256 == first.sha256


def press_is_refused(world: World) -> bool:
    """After the re-opening's last minute the recorder's page has no button to keep anything."""
    item = items(world, 12)[LEFT_OUT]
    page = reverse("reports:entry", args=[item.round.pk, item.kpi.indicator_id])
    return b'value="save"' not in look(recorder_of(world, item.owners[0]), page).content


def verify_score_publish(year: Year) -> None:
    """พ.ย. 2567: every result verified, one corrected; the scores computed and published."""
    with on("2024-11-12 10:00"):
        for world in year.provinces:
            for number, item in items(world, 12).items():
                if item.state != "cancelled":
                    _verify(year, world, number)
            page = reverse("scores:round", args=[round_of(world, 12).pk])
            press(year.evaluator, page, to="/compute/")
            press(year.evaluator, page, to="/confirm/")
            press(year.evaluator, page, to="/publish/")
            assert statuses(world, 12) <= {"verified", "not_started"}
    assert current_scores().filter(publications=None).count() == 0


def _verify(year: Year, world: World, number: str) -> None:
    item = items(world, 12)[number]
    page = reverse("scores:verify", args=[item.round.pk, item.kpi.indicator_id])
    typed = {"decision": "accept"}
    if (world, number) == (year.third, "2-1.1"):
        assert item.result is not None
        assert item.result.value is not None
        typed = {
            "decision": "correct",
            "value": str(item.result.value - Decimal("0.5")),
            "reason": "ตามประกาศผลสำรวจ",
        }
    press(year.evaluator, page, typed)


def receipts(world: World) -> list[bool]:
    """Of every filing of the round: does the public page say that a newer one holds?"""
    found = []
    for filing in round_of(world, 12).filings.order_by("number"):
        page = look(None, reverse("verify:filing", args=[filing.code]))
        assert (page.status, "มีการส่งรายงานนี้จริง" in page.text) == (200, True)
        found.append("ฉบับนี้ถูกแทนที่ด้วย" in page.text)
    return found
