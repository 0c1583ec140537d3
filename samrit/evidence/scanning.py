"""Asking ClamAV whether a file carries a virus (``SAMRIT_CLAMD``); what it says is kept with the file."""

import logging
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
        return bool(_scanner().ping() == "PONG")
    except (OSError, clamd.ClamdError):
        return False


def examine(file: BinaryIO) -> Verdict:
    """Read the whole file past the scanner. One that does not answer is no reason to turn people away: WAITING."""
    if not is_set_up():
        return Verdict(Scan.NONE)
    file.seek(0)
    try:
        status, signature = _scanner().instream(file)["stream"]
    except (OSError, clamd.ClamdError) as failed:  # away, or the file is larger than its StreamMaxLength
        logger.warning("clamd at %s gave no answer: %s", settings.CLAMD, failed)
        return Verdict(Scan.WAITING)
    finally:
        file.seek(0)
    if status == "FOUND":
        return Verdict(Scan.INFECTED, (signature or "?")[:200])
    return Verdict(Scan.CLEAN if status == "OK" else Scan.WAITING)


def _scanner() -> Any:
    """``/run/clamav/clamd.ctl`` or ``host:port``."""
    address: str = settings.CLAMD.removeprefix("unix:")
    if address.startswith("/"):
        return clamd.ClamdUnixSocket(address, timeout=SECONDS)
    host, _, port = address.rpartition(":")
    return clamd.ClamdNetworkSocket(host or address, int(port) if port.isdigit() else 3310, timeout=SECONDS)
