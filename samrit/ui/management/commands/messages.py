"""``samrit messages`` – keep the list of Thai sentences and their English."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_lazy

from samrit.ui import catalogue
from samrit.ui.terminal import Command as Base

HEADINGS = {
    "missing": gettext_lazy("ยังไม่มีภาษาอังกฤษ"),
    "unused": gettext_lazy("มีภาษาอังกฤษแต่ไม่มีประโยคนี้ในโปรแกรม"),
    "fields": gettext_lazy("ช่องเติมค่าในสองภาษาไม่ตรงกัน"),
}


class Command(Base):
    help = "รวบรวมประโยคภาษาไทยและคำแปล สำหรับผู้พัฒนา (list the Thai sentences and their English)"

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit code 1 when English is missing"
        )
        parser.add_argument(
            "--compile", action="store_true", help="only compile the catalogues for the program to read"
        )
        parser.add_argument(
            "--merge", nargs="+", metavar="FILE", type=Path, default=[], help="take English from .po files"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def run(self, options: dict[str, Any]) -> None:
        if options["compile"]:
            catalogue.compile_catalogues()
            return
        found = catalogue.sentences()
        if not options["check"]:
            self.keep(found, options["merge"])
        faults = catalogue.faults(found, catalogue.read())
        if options["json"]:
            self.print_json(faults._asdict())
        else:
            self.report(faults)
        if options["check"] and any(faults):
            raise SystemExit(1)

    def keep(self, found: list[catalogue.Sentence], merged: list[Path]) -> None:
        """Bring the file to the sentences found; English that fits none of them is named, not silently dropped."""
        for path in merged:
            if not path.exists():
                self.refuse(gettext("ไม่พบไฟล์ {path}").format(path=path))
        sources = [catalogue.read(path) for path in (catalogue.ENGLISH, *merged)]
        for source in sources:
            self.report(
                catalogue.Faults(missing=[], unused=catalogue.faults(found, source).unused, fields=[])
            )
        catalogue.ENGLISH.parent.mkdir(parents=True, exist_ok=True)
        catalogue.ENGLISH.write_bytes(catalogue.written(catalogue.updated(found, *sources)))
        catalogue.compile_catalogues()

    def report(self, faults: catalogue.Faults) -> None:
        for kind, sentences in faults._asdict().items():
            for sentence in sentences:
                self.stdout.write(f"{HEADINGS[kind]}: {sentence}")
