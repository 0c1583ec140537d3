"""What every ``samrit`` command has: Thai or English words, exit codes, JSON, no clutter."""

import json
import os
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words


class Command(BaseCommand):
    """Base of our commands. ``run`` does the work; a RefusedError becomes one clear line and exit code 2."""

    requires_system_checks: list[str] = []
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
        "--skip-checks",
    }  # fmt: skip

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lang", choices=["th", "en"], default="th", help="language of the messages (th)"
        )
        self.add_own_arguments(parser)

    def add_own_arguments(self, parser: CommandParser) -> None:
        """What this command takes besides ``--lang``."""

    def handle(self, *_args: Any, **options: Any) -> None:
        with override(options["lang"]):
            try:
                self.run(options)
            except RefusedError as refused:
                self.refuse(in_words(refused.refusal.message))
            except BrokenPipeError:  # the reader (head, less) has seen enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def run(self, options: dict[str, Any]) -> None:
        raise NotImplementedError

    def refuse(self, why: str) -> NoReturn:
        """Say why on standard error and end with exit code 2."""
        self.stderr.write(f"samrit: {why}", self.style.NOTICE)
        raise SystemExit(2)

    def print_json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))
