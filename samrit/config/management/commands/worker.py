"""``samrit worker``: what happens without anybody waiting for it – digests, mail, LINE, tidying."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.db import OperationalError, ProgrammingError
from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.config.status import Status, status
from samrit.config.tasks import ENDING, enqueue_tick
from samrit.config.working import work
from samrit.notices.actions import send_again
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.formats import date_and_time
from samrit.ui.terminal import Command as Terminal

NOBODY_WORKS = 1  # exit code, for whoever watches


class Command(Terminal):
    help = "ทำงานเบื้องหลัง: สรุปงานประจำวัน อีเมล LINE และการเก็บกวาด (do the background work)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end (for cron)")
        parser.add_argument("--status", action="store_true", help="say who works and what is stuck, then end")
        parser.add_argument("--json", action="store_true", help="with --status: as JSON")
        parser.add_argument(
            "--send-again", nargs="+", metavar="KEY", help="send what was given up or is uncertain once more"
        )
        parser.add_argument("--beside", type=int, metavar="PROCESS", help="end when this process has ended")

    def run(self, options: dict[str, Any]) -> None:
        if options["status"]:
            self._show(status(now=timezone.now()), as_json=options["json"])
        elif options["send_again"]:
            self._send_again(options["send_again"])
        else:
            self._work(once=options["once"], beside=options["beside"])

    def _work(self, *, once: bool, beside: int | None) -> None:
        enqueue = partial(enqueue_tick, at_once=once)
        try:
            work(once=once, enqueue=enqueue, ending=ENDING, clock=timezone.now, beside=beside)
        except (OperationalError, ProgrammingError) as failed:
            self.stderr.write(str(failed).strip())
            self.refuse(_("เปิดฐานข้อมูลไม่ได้ หรือยังไม่มีตาราง – เปิดด้วย samrit run หรือสั่ง samrit migrate ก่อน"))

    def _send_again(self, keys: list[str]) -> None:
        count = send_again(keys=keys, now=timezone.now())
        if not count:
            raise RefusedError(
                refuse("nothing_to_send_again", "ไม่มีรายการค้างตามรหัสนี้ – ดูรหัสด้วย samrit worker --status")
            )
        self.stdout.write(_("จะส่งอีกครั้ง %(count)s รายการ") % {"count": count})

    def _show(self, found: Status, *, as_json: bool) -> None:
        if as_json:
            self.print_json(found.to_data())
        else:
            self._say(found)
        if not found.workers:
            raise SystemExit(NOBODY_WORKS)

    def _say(self, found: Status) -> None:
        self.stdout.write(_("โปรแกรมเบื้องหลังที่ทำงานอยู่: %(count)s") % {"count": len(found.workers)})
        for worker in found.workers:
            self.stdout.write(f"  {worker.host} · {worker.process} · {date_and_time(worker.started_at)}")
        self.stdout.write(_("งานในคิว: %(count)s") % {"count": found.queued})
        self.stdout.write(_("งานที่ล้มเหลว: %(count)s") % {"count": found.failed_tasks})
        for label, count in found.deliveries:
            self.stdout.write(f"{label}: {count}")
        for stuck in found.stuck:
            self.stdout.write(
                f"  {stuck.key} · {stuck.get_state_display()} · {stuck.person.email} · "
                + _("พยายาม %(count)s ครั้ง") % {"count": stuck.attempts}
                + f" · {stuck.problem}"
            )
