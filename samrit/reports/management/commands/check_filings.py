"""``samrit check_filings`` – whether everything that was filed still stands as it was sealed."""

from typing import Any

from django.utils.translation import gettext

from samrit.reports.models import Filing
from samrit.reports.queries.filings import broken_filings
from samrit.ui.terminal import Command as Base
from samrit.ui.wording import in_words


class Command(Base):
    help = "ตรวจว่าทุกครั้งที่ส่งยังตรงกับที่ผนึกไว้ (check that every filing still is what was sealed)"

    def run(self, options: dict[str, Any]) -> None:  # noqa: ARG002 - the base's signature
        broken = broken_filings()
        for one in broken:
            self.stderr.write(f"{one.area} · {one.filing or '–'} · #{one.place}: {in_words(one.what)}")
        if broken:
            self.refuse(gettext("พบการส่งที่ไม่ตรงกับที่ผนึกไว้ – อย่าแก้อะไรในฐานข้อมูล แจ้งผู้ตรวจสอบ"))
        self.stdout.write(gettext("การส่งทั้ง {n} ครั้งยังตรงกับที่ผนึกไว้").format(n=Filing.objects.count()))
