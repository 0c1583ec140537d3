"""What is done in a round of the year: recording, signing, returning, approving, filing; and at the central office."""

from typing import Any

from django.urls import reverse

from make.machine import has_pdf_libraries
from samrit.reports.queries import Item
from tests.sweep.desk import Answer, look, press
from tests.sweep.the_year import Year, approver_of, entry, items, on, recorder_of, round_of
from tests.world import World

STORY = "ดำเนินการตามแผนครบทุกพื้นที่"


# ── one result ──────────────────────────────────────────────────────────────
def record(world: World, item: Item, value: str = "", missing: str = "", **more: Any) -> None:
    """Typed and kept by the leading owner's recorder, signed by the other owners, sent to the approver."""
    by = recorder_of(world, item.owners[0])
    answer = {"answer": missing or "number", "value": value, "narrative": STORY, **more}
    press(by, entry(item), answer, button="action=save")
    for agency in item.owners[1:]:
        page = reverse("reports:co_sign", args=[item.round.pk, item.kpi.indicator_id])
        press(approver_of(world, agency), page, {"agency": agency.pk}, button="action=sign")
    sent = press(by, entry(item), button="action=submit")
    now = items(world, item.round.months)[item.kpi.full_number]
    assert now.status.value == "submitted", sent.text[:1500]


def approve(world: World, item: Item) -> None:
    press(approver_of(world, item.owners[0]), entry(item), button="action=approve")


def standard(item: Item) -> str:
    """A figure that meets the standard target."""
    return str(item.kpi.standard)


def statuses(world: World, months: int) -> set[str]:
    return {item.status.value for item in items(world, months).values()}


def file(world: World, months: int, reason: str = "") -> Answer:
    page = reverse("reports:round", args=[round_of(world, months).pk])
    return press(world.coordinator, page, {"reason": reason} if reason else {})


# ── the 6-month round ───────────────────────────────────────────────────────
def report_six_months(year: Year) -> None:
    """25 มี.ค.–2 เม.ย. 2567: every KPI of the three provinces, one returned for its figure and mended."""
    with on("2024-03-27 09:00"):
        for world in year.provinces:
            for item in items(world, 6).values():
                record(world, item, standard(item))
    with on("2024-03-28 10:00"):
        for world in year.provinces:
            first, *others = items(world, 6).values()
            _return_and_mend(world, first)
            for item in others:
                approve(world, item)
            assert statuses(world, 6) == {"approved"}


def _return_and_mend(world: World, item: Item) -> None:
    """The approver marks the number; the recorder sees that mark, mends it and sends it again."""
    reason = "ยอดในตารางแนบเป็นอีกตัวเลขหนึ่ง"
    approver, recorder = approver_of(world, item.owners[0]), recorder_of(world, item.owners[0])
    press(approver, entry(item), {"point-value": reason}, button="action=return")
    assert reason in look(recorder, entry(item)).text
    record(world, item, str(item.kpi.basic))
    approve(world, item)


def file_six_months(year: Year) -> None:
    """1 เม.ย. 2567: filed, and the receipt can be drawn by whoever filed."""
    with on("2024-04-01 14:05"):
        for world in year.provinces:
            file(world, 6)
            filing = round_of(world, 6).filings.get()
            assert statuses(world, 6) == {"filed"}
            if has_pdf_libraries():
                receipt = look(world.coordinator, reverse("reports:receipt", args=[filing.pk]))
                assert receipt.content[:5] == b"%PDF-"
            assert look(None, reverse("verify:filing", args=[filing.code])).status == 200
