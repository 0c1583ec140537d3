"""The ``samrit`` command line: our own commands and the few of Django's that an operator needs."""

import os
import sys
from collections.abc import Sequence

from samrit.config.starting import prepare

STOPPED_BY_THE_KEYBOARD = 130  # as shells have it: 128 + SIGINT
OF_DJANGO = ("check", "collectstatic", "shell")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; ``samrit`` and ``samrit --help`` list them. Unusable arguments end with exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(_help())  # noqa: T201
        return
    if words[0] == "--version":
        from samrit import __version__  # noqa: PLC0415 - only this word needs it

        print(__version__)  # noqa: T201
        return
    prepare(words)
    if words[0] not in _commands():
        print(f"samrit: ไม่รู้จักคำสั่ง {words[0]!r} – ดูรายการด้วย samrit --help", file=sys.stderr)  # noqa: T201
        raise SystemExit(2)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - starts Django

    try:
        execute_from_command_line(["samrit", *words])
    except KeyboardInterrupt:
        raise SystemExit(STOPPED_BY_THE_KEYBOARD) from None


def _commands() -> dict[str, str]:
    """Command name → the package it lives in."""
    import django  # noqa: PLC0415 - starts Django
    from django.core.management import get_commands  # noqa: PLC0415

    django.setup()
    return {
        name: package
        for name, package in sorted(get_commands().items())
        if str(package).startswith("samrit.") or name in OF_DJANGO
    }


def _help() -> str:
    from django.core.management import load_command_class  # noqa: PLC0415 - starts Django

    lines = ["samrit COMMAND [--help]", ""]
    for name, package in _commands().items():
        first_line = load_command_class(package, name).help.strip().splitlines()[0]
        lines.append(f"  {name:<16}{first_line}")
    return "\n".join(lines)
