"""``samrit score``: the score of one result, or of a whole framework in a file, with the steps."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from samrit.rules.amounts import number_from
from samrit.rules.rulesets import RuleSet, load
from samrit.rules.scoring import from_json, parse, score_framework, score_result, to_json
from samrit.rules.scoring.steps import in_full
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.management.recomputing import recompute
from samrit.ui.terminal import Command as TerminalCommand
from samrit.ui.wording import in_words

LARGEST_FILE = 5 * 1024 * 1024  # bytes; a province's framework has some ten thousand
OF_ONE_RESULT = ("direction", "levels", "result", "interpolate", "below_basic")
NEEDED = ("rules", "direction", "levels", "result")
NEGATIVE = re.compile(r"-[\d.][\d.,;eE+\s-]*")


class Command(TerminalCommand):
    help = "คิดคะแนนผลการดำเนินงานหนึ่งค่า หรือทั้งกรอบการประเมินจากไฟล์ พร้อมขั้นตอน (score one result, or a framework in a file)"

    def run_from_argv(self, argv: list[str]) -> None:
        super().run_from_argv(_joined(argv))

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file", metavar="FILE", help="framework with results as JSON; - reads standard input"
        )
        parser.add_argument("--rules", metavar="NAME", help="rule set, e.g. 2567")
        parser.add_argument("--direction", metavar="up|down", help="up: more is better; down: less is better")
        parser.add_argument(
            "--levels", metavar="BASIC,STANDARD,ADVANCED", help="the three targets, e.g. 98.72,98.84,98.90"
        )
        parser.add_argument("--result", metavar="NUMBER", help="the result, in the unit of the targets")
        parser.add_argument(
            "--interpolate", metavar="linear|step", help="between two targets (as the rule set says)"
        )
        parser.add_argument(
            "--below-basic", metavar="zero|proportional", help="under the first target (as the rule set says)"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--recompute-all",
            action="store_true",
            help="compute every stored score again; 2 when a digit differs",
        )

    def run(self, options: dict[str, Any]) -> None:
        if options["recompute_all"]:
            recompute(self)
        elif options["file"] is None:
            self._score_one(options)
        else:
            self._score_file(options)

    def _score_one(self, options: dict[str, Any]) -> None:
        if absent := [f"--{name}" for name in NEEDED if options[name] is None]:
            raise RefusedError(
                refuse(
                    "options_missing",
                    "ยังไม่ระบุ {absent} – หรือใช้ --file กับไฟล์ของทั้งกรอบการประเมิน",
                    absent=" ".join(absent),
                )
            )
        rules = load(options["rules"])
        scored = score_result(
            rules,
            direction=options["direction"],
            levels=[number_from(level, rules.limits) for level in _separate(options["levels"])],
            result=number_from(options["result"], rules.limits),
            interpolate=options["interpolate"],
            below_basic=options["below_basic"],
        )
        steps = [in_words(step) for step in scored.steps]
        if options["json"]:
            self.print_json({"score": plain_number(scored.score), "steps": steps, **_made_by(rules)})
        else:
            self.stdout.write("\n".join(steps))

    def _score_file(self, options: dict[str, Any]) -> None:
        if given := [
            f"--{name.replace('_', '-')}" for name in ("rules", *OF_ONE_RESULT) if options[name] is not None
        ]:
            raise RefusedError(
                refuse(
                    "options_beside_file",
                    "ใช้ --file ร่วมกับ {given} ไม่ได้ – ค่าเหล่านี้อยู่ในไฟล์แล้ว",
                    given=" ".join(given),
                )
            )
        request = from_json(parse(_text(options["file"])))
        score = score_framework(request.rules, request.components, reweight=request.reweight)
        if options["json"]:
            self.print_json(to_json(score, in_words))
        else:
            self.stdout.write("\n".join("  " * depth + in_words(step) for depth, step in in_full(score)))


def _made_by(rules: RuleSet) -> dict[str, str]:
    return {"rules": rules.name, "rules_version": rules.version}


def _separate(levels: str) -> list[str]:
    """``98.72,98.84,98.90``; whoever writes thousands commas puts ; between the targets."""
    return levels.split(";" if ";" in levels else ",")


def _joined(argv: Sequence[str]) -> list[str]:
    """``--levels -5,-3,-1`` → ``--levels=-5,-3,-1``: argparse would take the list for an option."""
    joined: list[str] = []
    for word in argv:
        if joined and joined[-1] in {"--levels", "--result"} and NEGATIVE.fullmatch(word):
            joined[-1] = f"{joined[-1]}={word}"
        else:
            joined.append(word)
    return joined


def _text(name: str) -> str:
    """The text of the file, or of standard input for ``-``."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
    except OSError as why:
        raise RefusedError(
            refuse("file_unreadable", "เปิดไฟล์ {name} ไม่ได้ ({why})", name=name, why=why.strerror)
        ) from None
    if len(data) > LARGEST_FILE:
        raise RefusedError(
            refuse("file_too_large", "ไฟล์ใหญ่เกิน {megabytes} MB", megabytes=LARGEST_FILE // 1024**2)
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(refuse("not_utf8", "ไฟล์ไม่ใช่ข้อความ UTF-8 – บันทึกไฟล์ใหม่ด้วยรหัสอักขระ UTF-8")) from None
