"""Asking ClamAV whether a file carries a virus (``SAMRIT_CLAMD``); what it says is kept with the file."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import clamd
from django.conf import settings

from samrit.evidence.models import Scan

logger = logging.getLogger(__name__)
SECONDS = 120  # for one answer; 200 MB take a few seconds


@dataclass(frozen=True)
class Verdict:
    """``signature`` is the virus' name as the scanner calls it, of an infected file only."""

    scan: Scan
    signature: str = ""


def is_set_up() -> bool:
    return bool(settings.CLAMD)


def answers() -> bool:
    """Whether the scanner can be asked now."""
    if not is_set_up():
        return False
    try:
        with _scanner() as scanner:
            return bool(scanner.ping() == "PONG")
    except (OSError, clamd.ClamdError):
        return False


def examine(file: BinaryIO) -> Verdict:
    """Read the whole file past the scanner. One that does not answer is no reason to turn people away: WAITING."""
    if not is_set_up():
        return Verdict(Scan.NONE)
    file.seek(0)
    try:
        with _scanner() as scanner:
            status, signature = scanner.instream(file)["stream"]
    except (OSError, clamd.ClamdError) as failed:  # away, or the file is larger than its StreamMaxLength
        logger.warning("clamd at %s gave no answer: %s", settings.CLAMD, failed)
        return Verdict(Scan.WAITING)
    finally:
        file.seek(0)
    if status == "FOUND":
        return Verdict(Scan.INFECTED, (signature or "?")[:200])
    return Verdict(Scan.CLEAN if status == "OK" else Scan.WAITING)


@contextmanager
def _scanner() -> Iterator[Any]:
    """``/run/clamav/clamd.ctl`` or ``host:port``. The library leaves the socket open when nobody answers."""
    address: str = settings.CLAMD.removeprefix("unix:")
    if address.startswith("/"):
        scanner = clamd.ClamdUnixSocket(address, timeout=SECONDS)
    else:
        host, _, port = address.rpartition(":")
        scanner = clamd.ClamdNetworkSocket(
            host or address, int(port) if port.isdigit() else 3310, timeout=SECONDS
        )
    try:
        yield scanner
    finally:
        if plug := getattr(scanner, "clamd_socket", None):
            plug.close()
