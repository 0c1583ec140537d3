"""Making a national report in the background: asked for with its task in one transaction, begun, told of, ended."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from samrit.dashboards.actions import ask_for_report, begin_report, fail_report, finish_report, move_on
from samrit.dashboards.documents import national
from samrit.dashboards.models import NationalReport
from samrit.dashboards.queries.national import national_figures, reports_before, seen_in, stamp_of
from samrit.people.models import User
from samrit.people.queries import duties_of

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
MOST_ATTEMPTS = 3  # of a report whose workers die
CANNOT_DRAW = gettext_noop("เครื่องนี้ยังออก PDF ไม่ได้ – ให้ผู้ดูแลระบบติดตั้งตัวจัดหน้าเอกสารและตัววาดกราฟ แล้วสั่งจัดทำใหม่")
WORKERS_DIED = gettext_noop("โปรแกรมเบื้องหลังหยุดกลางคันหลายครั้ง – ให้ผู้ดูแลระบบตรวจหน่วยความจำของเครื่อง แล้วสั่งจัดทำใหม่")
UNEXPECTED = gettext_noop("จัดทำไม่สำเร็จเพราะเหตุที่ไม่คาดไว้ ซึ่งบันทึกไว้ให้ผู้ดูแลระบบแล้ว – สั่งจัดทำใหม่ได้")


@transaction.atomic
def ask_and_make(
    *, year: int, scope: str, by: User, now: datetime, enqueue: Callable[[int], object]
) -> NationalReport:
    """Ask for a report; the task that ``enqueue`` puts into the queue makes it. Neither without the other."""
    report = ask_for_report(year=year, scope=scope, by=by, now=now)
    enqueue(report.pk)
    return report


class CancelledError(Exception):
    """Somebody cancelled the report that is being made."""


def make_report(report: int, *, clock: Clock) -> str:
    """Make it from the beginning; a worker that takes up what a dead one left does the same. Returns its state."""
    found = NationalReport.objects.select_related("fiscal_year", "asked_by").get(pk=report)
    if found.attempts >= MOST_ATTEMPTS:
        fail_report(report=found, problem=WORKERS_DIED, now=clock())
    elif begun := begin_report(report=found, now=clock()):
        _make(begun, clock)
    found.refresh_from_db()
    return found.state


def _make(report: NationalReport, clock: Clock) -> None:
    try:
        _draw(report, clock)
    except CancelledError:
        log.info("report %s was cancelled", report.pk)
    except (national.PaperUnavailableError, national.ChartsUnavailableError):
        fail_report(report=report, problem=CANNOT_DRAW, now=clock())
    except Exception:
        log.exception("report %s failed", report.pk)
        fail_report(report=report, problem=UNEXPECTED, now=clock())


def _draw(report: NationalReport, clock: Clock) -> None:
    as_of = report.as_of or report.asked_at
    duties = duties_of(report.asked_by, localdate(as_of))
    with transaction.atomic():  # of one moment
        year, scope = report.fiscal_year_id, report.scope
        figures = national_figures(report.fiscal_year, seen_in(year, scope, duties, now=as_of))
        stamp = stamp_of(year, scope, duties, now=as_of)
    furthest = 0

    def on_step(step: str, done: int, total: int) -> None:
        nonlocal furthest  # page numbers in the contents ask for another turn: nobody wants to see it go back
        furthest = max(furthest, done)
        if not move_on(report=report, step=step, done=furthest, total=total):
            raise CancelledError

    number = reports_before(report) + 1
    printed = national.draw_report(figures, report, number=number, as_of=as_of, on_step=on_step)
    finish_report(
        report=report,
        content=printed.content,
        pages=printed.pages,
        figures=stamp,
        now=clock(),
    )
