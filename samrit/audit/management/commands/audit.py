"""``samrit audit verify`` – whether the trail is what it was; ``samrit audit anchor`` – sign how it stands now."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from samrit.audit.anchors import Reading, make_anchor, promises_of, read_anchors
from samrit.audit.exported import check_export
from samrit.audit.signing import known_keys
from samrit.audit.verifying import Broken, Verification, verify_chain
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.terminal import Command as Terminal
from samrit.ui.wording import in_words


class Command(Terminal):
    help = "ตรวจประวัติการใช้งานว่าไม่มีรายการใดถูกแก้หรือหายไป (verify the audit trail, or anchor it)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what", choices=["verify", "anchor"], help="verify all of it; or sign its end now"
        )
        parser.add_argument(
            "--anchors",
            type=Path,
            metavar="FOLDER",
            help="with verify: the anchors to compare with, e.g. a copy kept elsewhere (SAMRIT_ANCHORS)",
        )
        parser.add_argument(
            "--key", type=Path, nargs="+", default=[], metavar="FILE", help="earlier public keys (PEM)"
        )
        parser.add_argument(
            "--export",
            type=Path,
            metavar="FILE",
            help="with verify: check a piece that was exported as JSON Lines; asks no database",
        )
        parser.add_argument(
            "--complete", action="store_true", help="with --export: it is the whole trail, without a gap"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def run(self, options: dict[str, Any]) -> None:
        if options["what"] == "anchor":
            self._anchor()
            return
        folder = options["anchors"] or settings.AUDIT_ANCHORS
        if options["anchors"] and not folder.is_dir():
            raise RefusedError(refuse("no_anchor_folder", "ไม่มีโฟลเดอร์ {folder}", folder=folder))
        anchors = read_anchors(folder, known_keys(options["key"]))
        if options["export"]:
            self._check(options["export"], anchors, complete=options["complete"])
            return
        found = verify_chain(promises_of(anchors.good.values()))
        self._tell(found, anchors, as_json=options["json"])

    def _anchor(self) -> None:
        try:
            self.stdout.write(str(make_anchor(now=timezone.now())))
        except OSError as failed:
            raise RefusedError(refuse("anchor_unwritten", "เขียนหลักหมุดไม่ได้: {why}", why=str(failed))) from None

    def _check(self, path: Path, anchors: Reading, *, complete: bool) -> None:
        try:
            with path.open(encoding="utf-8") as lines:
                found = check_export(lines, complete=complete, anchored=promises_of(anchors.good.values()))
        except (OSError, UnicodeDecodeError) as failed:
            raise RefusedError(
                refuse("export_unreadable", "อ่าน {file} ไม่ได้: {why}", file=path, why=str(failed))
            ) from None
        if found.broken:
            number, what = found.broken
            self.refuse(_("บรรทัดที่ {number}: {what}").format(number=number, what=in_words(what)))
        self.stdout.write(
            _(
                "ตรงทั้ง {whole} เหตุการณ์ · ไม่เปิดเผยข้อความ {withheld} · ช่วงที่ไม่ต่อกัน {gaps} · ตรงกับหลักหมุด {anchored}"
            ).format(whole=found.whole, withheld=found.withheld, gaps=found.gaps, anchored=found.anchored)
        )

    def _tell(self, found: Verification, anchors: Reading, *, as_json: bool) -> None:
        if as_json:
            self.print_json(_data(found, anchors))
        else:
            for problem in anchors.problems:
                self.stderr.write(in_words(problem))
            if found.broken:
                self.stderr.write(_place(found.broken))
        if found.broken or anchors.problems:
            self.refuse(_("ประวัติหรือหลักหมุดไม่ครบถ้วน – อย่าแก้อะไรในฐานข้อมูล แจ้งผู้ตรวจสอบ"))
        if not as_json:
            self.stdout.write(
                _("ประวัติครบถ้วนทั้ง {events} เหตุการณ์ และตรงกับหลักหมุด {anchors} จุด").format(
                    events=found.events, anchors=len(anchors.good)
                )
            )


def _place(broken: Broken) -> str:
    what = in_words(broken.what)
    if (event := broken.event) is None:
        return _("ลำดับที่ {place}: {what}").format(place=broken.place, what=what)
    named = f"#{event.pk} · {event.at:%Y-%m-%d %H:%M:%S%z} · {event.verb} · {event.subject}"
    return _("ลำดับที่ {place} ({event}): {what}").format(place=broken.place, event=named, what=what)


def _data(found: Verification, anchors: Reading) -> dict[str, Any]:
    broken = found.broken
    return {
        "events": found.events,
        "anchors": len(anchors.good),
        "problems": [in_words(problem) for problem in anchors.problems],
        "broken": broken
        and {
            "place": broken.place,
            "event": broken.event and broken.event.pk,
            "code": broken.what.code,
            "what": in_words(broken.what),
        },
    }
