"""Ctrl-C while the site is prepared is never lost."""

import os
import signal
from contextlib import suppress

import pytest

from samrit.config.serving import heeding_interrupts


def interrupted_and_swallowed() -> None:
    with heeding_interrupts(), suppress(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_an_interrupt_that_something_swallowed_ends_it_all_the_same() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        interrupted_and_swallowed()
    assert signal.getsignal(signal.SIGINT) is before


def test_without_one_nothing_is_raised() -> None:
    with heeding_interrupts():
        pass
