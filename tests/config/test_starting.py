"""What is settled before Django starts: the data, the port, the address."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from samrit.config import starting

VARIABLES = ("SAMRIT_DEMO", "SAMRIT_DATA", "DATABASE_URL", "SAMRIT_URL", starting.PORT)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of the variables is set, and what the test sets is forgotten."""
    for name in VARIABLES:
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        plug.listen()
        yield plug.getsockname()[1]


def test_a_demo_gets_data_of_its_own(environment: None) -> None:
    starting.prepare(["run", "--demo", "--port", "18123"])
    assert os.environ["SAMRIT_DEMO"] == "1"
    assert Path(os.environ["SAMRIT_DATA"]) == starting.ROOT / "var" / "demo"


def test_what_the_operator_set_stays(environment: None) -> None:
    os.environ.update(SAMRIT_DATA="/somewhere", SAMRIT_URL="https://samrit.example.go.th")
    starting.prepare(["run", "--demo"])
    assert (os.environ["SAMRIT_DATA"], os.environ["SAMRIT_URL"]) == (
        "/somewhere", "https://samrit.example.go.th",
    )  # fmt: skip


def test_a_database_that_was_named_is_used_for_the_demo_too(environment: None) -> None:
    os.environ["DATABASE_URL"] = "postgres://127.0.0.1/samrit"
    starting.prepare(["demo"])
    assert os.environ["SAMRIT_DEMO"] == "1"
    assert "SAMRIT_DATA" not in os.environ


def test_an_ordinary_run_is_no_demo(environment: None) -> None:
    starting.prepare(["run"])
    assert "SAMRIT_DEMO" not in os.environ
    assert "SAMRIT_DATA" not in os.environ


@pytest.mark.parametrize(
    "words", [["migrate"], ["score", "--demo"], ["run", "--demo", "--help"], ["demo", "-h"]]
)
def test_other_commands_settle_nothing(environment: None, words: list[str]) -> None:
    starting.prepare(words)
    assert [name for name in VARIABLES if name in os.environ] == []


def test_a_free_port_is_taken_as_asked(taken: int) -> None:
    assert starting.free_port("127.0.0.1", taken + 1) == taken + 1


def test_of_a_busy_port_the_next_free_one(taken: int) -> None:
    assert starting.free_port("127.0.0.1", taken) == taken + 1


def test_the_address_names_the_port_found(environment: None, taken: int) -> None:
    starting.prepare(["run", "--port", str(taken)])
    assert os.environ["SAMRIT_URL"] == f"http://127.0.0.1:{taken + 1}"
    assert os.environ[starting.PORT] == str(taken + 1)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),  # noqa: S104 - a name
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("samrit.local", "http://samrit.local:80"),
    ],
)
def test_how_a_browser_here_calls_it(host: str, address: str) -> None:
    assert starting.local_address(host, 80) == address


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "๘๐๐๐", ""])
def test_what_is_no_port_is_refused(environment: None, port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        starting.prepare(["run", f"--port={port}"])
    assert ended.value.code == 2
