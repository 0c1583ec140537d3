"""``samrit observations``: data files into the provincial database, and its observations out of it."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samrit.indicators.actions.accepting import accept
from samrit.indicators.actions.freezing import freeze
from samrit.indicators.management.exporting import export
from samrit.indicators.management.finding import area_of, person_of
from samrit.indicators.management.importing import import_file
from samrit.indicators.queries.submissions import of_receipt
from samrit.indicators.store.port import Form
from samrit.rules.submitting import State
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.terminal import Command as TerminalCommand

STEPS = {
    "opening": gettext_noop("เปิดไฟล์"),
    "checking": gettext_noop("ตรวจทุกช่อง"),
    "keeping": gettext_noop("เก็บผลตรวจ"),
}


class Command(TerminalCommand):
    help = "นำข้อมูลเข้าฐานข้อมูลจังหวัด รับเข้า ตรึง และส่งออก (observations: import, accept, freeze, export)"

    def add_own_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", metavar="import|accept|freeze|export", required=True)
        _importing(words)
        accepting = words.add_parser("accept", help="accept what was handed over under a receipt")
        accepting.add_argument("receipt", metavar="RECEIPT", help="number on the receipt, e.g. 13-2567-00042")
        _as(accepting)
        freezing = words.add_parser(
            "freeze", help="freeze the observations that a round's figures are made from"
        )
        _area(freezing)
        freezing.add_argument("--round", metavar="REF", required=True, help="name of the round, e.g. 2567-12")
        freezing.add_argument("--reason", default="", help="why it is frozen again")
        _as(freezing)
        _exporting(words)

    def run(self, options: dict[str, Any]) -> None:
        match options["word"]:
            case "import":
                code = import_file(options, say=self.stdout.write, progress=self._progress)
                self._end_line()
                if code:
                    raise SystemExit(code)
            case "accept":
                self._accept(options)
            case "freeze":
                self._freeze(options)
            case _:
                self.stdout.write(export(options))

    def _accept(self, options: dict[str, Any]) -> None:
        person, found = person_of(options["as"]), of_receipt(options["receipt"])
        if found is None:
            raise RefusedError(
                refuse("no_such_receipt", "ไม่พบใบรับเลขที่ {receipt}", receipt=options["receipt"])
            )
        if found.state == State.ACCEPTED:  # said twice, or a run that was killed after its last step
            self.stdout.write(_("รับเข้าแล้วตั้งแต่ก่อนหน้านี้ รุ่นที่ {number}").format(number=found.generation.number))
            return
        made = accept(submission=found, by=person, now=now())
        self.stdout.write(_("รับเข้าฐานข้อมูลแล้ว รุ่นที่ {number}").format(number=made.number))

    def _freeze(self, options: dict[str, Any]) -> None:
        made = freeze(
            area=area_of(options["area"]), round_ref=options["round"], reason=options["reason"],
            by=person_of(options["as"]), now=now(),
        )  # fmt: skip
        generation = made.generation.number if made.generation else 0
        self.stdout.write(
            _("ตรึงชุดข้อมูลของรอบ {round} แล้ว: รุ่นที่ {generation} จากข้อมูลที่ส่ง {count} ชุด").format(
                round=made.round_ref, generation=generation, count=len(made.submissions)
            )
        )

    def _progress(self, step: str, done: int, total: int) -> None:
        """One line that changes, on a terminal only."""
        if not sys.stderr.isatty():
            return
        of = f" {total:,} {_('แถว')}" if total else ""
        self.stderr.write(f"\r\033[K{_(STEPS[step])}{of} …", ending="")
        if total and done == total:
            self._end_line()

    def _end_line(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")


def _importing(words: Any) -> None:
    parser = words.add_parser("import", help="receive a file, check every cell, hand it over")
    parser.add_argument("file", metavar="FILE", help="CSV, XLSX, Parquet or JSON lines")
    _area(parser)
    parser.add_argument("--agency", required=True, help="the agency whose data it is: its number or name")
    _as(parser)
    parser.add_argument("--sheet", default="", help="of a workbook (the first that is not empty)")
    parser.add_argument("--header", type=int, help="row of the titles, 0 for none (found by itself)")
    parser.add_argument("--encoding", default="", help="utf-8, tis-620 or utf-16 (found by itself)")
    parser.add_argument(
        "--map", metavar="JSON", default="", help="what the columns mean, or a file that says so"
    )
    parser.add_argument(
        "--write-map", metavar="FILE", default="", help="write down how the columns were read, for --map"
    )
    parser.add_argument("--dry-run", action="store_true", help="check only; nothing is kept")
    parser.add_argument(
        "--good-rows", action="store_true", help="hand over the good cells without the rejected ones"
    )
    parser.add_argument(
        "--rejects", metavar="CSV", default="", help="list of all rejected cells (FILE.rejects.csv)"
    )
    parser.add_argument(
        "--corrects", metavar="RECEIPT", default="", help="it stands for an earlier submission"
    )
    parser.add_argument("--reason", default="", help="why, where it corrects another one")
    for name in ("source", "method", "contact"):
        parser.add_argument(f"--{name}", default="", help=f"{name} of the figures, kept with them")


def _exporting(words: Any) -> None:
    parser = words.add_parser("export", help="write observations to a file, as they are or as they were")
    parser.add_argument("to", metavar="FILE", type=Path)
    _area(parser)
    parser.add_argument(
        "--format", choices=[form.value for form in Form], default="", help="by the file's ending"
    )
    parser.add_argument(
        "--as-of", metavar="MOMENT", default="", help="2024-04-11 (its end) or 2024-04-11T16:30"
    )
    parser.add_argument("--round", metavar="REF", default="", help="as a round froze them")
    parser.add_argument(
        "--item", action="append", default=[], metavar="CODE", help="only this item; may be said again"
    )


def _area(parser: Any) -> None:
    parser.add_argument("--area", required=True, help="province: its code (13) or name")


def _as(parser: Any) -> None:
    parser.add_argument("--as", metavar="EMAIL", required=True, help="for whom it is done")
