"""``samrit migrate``: Django's own, and the table of the cache, which no migration makes."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    help = "ทำให้ตารางของฐานข้อมูลตรงกับรุ่นของโปรแกรม (bring the database's tables to what this version needs)"

    def handle(self, *words: Any, **options: Any) -> None:
        super().handle(*words, **options)
        if not (options["plan"] or options["check_unapplied"]):
            call_command("createcachetable", verbosity=0, database=options["database"])
