import socket

import pytest

from tests.conftest import NetworkIsClosedError


def test_other_machines_are_out_of_reach():
    with socket.socket() as plug, pytest.raises(NetworkIsClosedError):
        plug.connect(("192.0.2.1", 80))
