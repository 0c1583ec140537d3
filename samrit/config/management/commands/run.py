"""``samrit run``: bring the database up to date, then serve until Ctrl-C."""

import os
import time
from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.config import starting, static_files
from samrit.config.beside import worker_beside
from samrit.config.demo.seeding import seed
from samrit.config.serving import heeding_interrupts, one_at_a_time, serve
from samrit.people.queries import count_people
from samrit.ui.catalogue import compile_catalogues
from samrit.ui.terminal import Command as Terminal


class Command(Terminal):
    help = "เปิดสัมฤทธิ์และบอกที่อยู่ในเบราว์เซอร์ (start Samrit and print its address)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        starting.add_arguments(parser)

    def run(self, options: dict[str, Any]) -> None:
        began = time.monotonic()
        self._check_people()
        with heeding_interrupts(), one_at_a_time(settings.DATA_DIR):
            self._prepare()
        host, port = options["host"], self._port(options)
        connections.close_all()
        health = f"{starting.local_address(host, port)}/healthz"
        with nullcontext() if options["no_worker"] else worker_beside():
            serve(host, port, health=health, ready=lambda: self._announce(began))
        self._say(_("ปิดแล้ว"))

    def _say(self, line: str) -> None:
        self.stdout.write(f"• {line}")
        self.stdout.flush()

    def _port(self, options: dict[str, Any]) -> int:
        """The port settled before Django started, unless somebody took it meanwhile."""
        settled = int(os.environ.get(starting.PORT, options["port"]))
        port = starting.free_port(options["host"], settled)
        if port != options["port"]:
            self._say(
                _("พอร์ต %(taken)s มีโปรแกรมอื่นใช้อยู่ จึงใช้พอร์ต %(port)s แทน")
                % {"taken": options["port"], "port": port}
            )
        return port

    def _check_people(self) -> None:
        """A demo never opens real people's data, and fictitious people have no business in a real database."""
        try:
            real, fictitious = count_people()
        except DatabaseError:  # the tables are not made yet, so nobody is in them
            return
        if settings.DEMO and real:
            self.refuse(
                _("ฐานข้อมูลนี้มีผู้ใช้จริง %(count)s คน จึงเปิดเป็นระบบสาธิตไม่ได้ – เปิดโดยไม่ใส่ --demo หรือใช้ฐานข้อมูลอื่น")
                % {"count": real}
            )
        if fictitious and not settings.DEMO:
            self._say(
                _("ฐานข้อมูลนี้มีบุคคลสมมติของระบบสาธิต %(count)s คน ซึ่งเข้าระบบและทำอะไรไม่ได้นอกโหมดสาธิต")
                % {"count": fictitious}
            )

    def _prepare(self) -> None:
        self._say(_("เตรียมฐานข้อมูล"))
        call_command("migrate", verbosity=0, interactive=False)
        if static_files.are_outdated():
            self._say(_("รวมไฟล์ของหน้าเว็บ"))
            compile_catalogues()
            static_files.collect()
        if settings.DEMO and sum(count_people()) == 0:
            seed(say=self._say, now=timezone.now())

    def _announce(self, began: float) -> None:
        seconds = round(time.monotonic() - began, 1)
        self._say(
            _("พร้อมแล้วใน %(seconds)s วินาที เปิดเบราว์เซอร์ที่ %(address)s (กด Ctrl-C เพื่อปิด)")
            % {"seconds": seconds, "address": f"{settings.SITE_URL.rstrip('/')}/"}
        )
