"""``samrit doctor`` – what is wrong with this installation and how to mend it."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from samrit.config.doctor.checks import Entry, examine
from samrit.config.doctor.findings import Finding, State
from samrit.ui.terminal import Command as Terminal
from samrit.ui.wording import in_words

MARKS = {State.OK: "✓", State.WARNING: "!", State.WRONG: "✗"}
SOMETHING_IS_WRONG = 1  # exit code, for whoever watches


class Command(Terminal):
    help = "ตรวจการติดตั้ง บอกว่าอะไรผิดและแก้อย่างไร (tell what is wrong here and how to mend it)"

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def run(self, options: dict[str, Any]) -> None:
        found = []
        for entry, finding in examine(now=timezone.now()):
            found.append((entry, finding))
            if not options["json"]:
                self._tell(entry, finding)
        worst = max(finding.state for _entry, finding in found)
        if options["json"]:
            checks = [_data(entry, finding) for entry, finding in found]
            self.print_json({"state": worst.name.lower(), "checks": checks})
        else:
            self._sum_up([finding.state for _entry, finding in found])
        if worst is State.WRONG:
            raise SystemExit(SOMETHING_IS_WRONG)

    def _tell(self, entry: Entry, finding: Finding) -> None:
        self.stdout.write(f"{MARKS[finding.state]} {entry.title}: {in_words(finding.what)}")
        if finding.mend:
            self.stdout.write(f"    → {in_words(finding.mend)}")
        self.stdout.flush()

    def _sum_up(self, states: list[State]) -> None:
        self.stdout.write(
            gettext("ผิด {wrong} · ควรดู {warnings} · เรียบร้อย {fine}").format(
                wrong=states.count(State.WRONG),
                warnings=states.count(State.WARNING),
                fine=states.count(State.OK),
            )
        )


def _data(entry: Entry, finding: Finding) -> dict[str, Any]:
    return {
        "check": entry.name,
        "state": finding.state.name.lower(),
        "code": finding.what.code,
        "what": in_words(finding.what),
        "mend": in_words(finding.mend) if finding.mend else "",
    }
