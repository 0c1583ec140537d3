"""What ``samrit run`` and ``samrit demo`` settle before Django reads its settings: the data, the port, the address."""

import argparse
import errno
import os
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_PORT = 8000
HIGHEST_PORT = 65_535
PORTS_TRIED = 50
WITHOUT_DATA = {"read_letter", "score", "messages", "documents", "openapi", "restore"}
PORT = "SAMRIT_RUN_PORT"  # the port found free, for the command itself


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``samrit run``."""
    parser.add_argument("--demo", action="store_true", help="a province in full swing with fictitious people")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to answer at (127.0.0.1: this machine only)"
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        help=f"port ({DEFAULT_PORT}; the next free one when it is taken)",
    )
    parser.add_argument(
        "--no-worker", action="store_true", help="only the site: samrit worker runs elsewhere"
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"1–{HIGHEST_PORT}")
    return int(text)


def prepare(words: Sequence[str]) -> None:
    """Set the environment that these words of the command line ask for; what the operator set stays."""
    command, *rest = words
    if command in WITHOUT_DATA:  # what signs nothing leaves no key behind
        os.environ.setdefault("SAMRIT_SECRET_KEY", secrets.token_urlsafe(50))
    if {"-h", "--help"} & set(rest):
        return
    if command == "demo":
        _be_a_demo()
    if command == "run":
        _settle(rest)


def _settle(rest: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="samrit run", add_help=False)
    add_arguments(parser)
    chosen, _others = parser.parse_known_args(rest)
    if chosen.demo:
        _be_a_demo()
    port = free_port(chosen.host, chosen.port)
    os.environ[PORT] = str(port)
    os.environ.setdefault("SAMRIT_URL", local_address(chosen.host, port))


def _be_a_demo() -> None:
    os.environ["SAMRIT_DEMO"] = "1"
    if "DATABASE_URL" not in os.environ:
        os.environ.setdefault("SAMRIT_DATA", str(ROOT / "var" / "demo"))


def local_address(host: str, port: int) -> str:
    """How a browser on this machine calls a server that answers at ``host``; no slash at the end."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - names, nothing is bound
    name = everywhere.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on; the wanted one where none is found."""
    for port in range(wanted, min(wanted + PORTS_TRIED, HIGHEST_PORT + 1)):
        if _is_free(host, port):
            return port
    return wanted


def _is_free(host: str, port: int) -> bool:
    """Only "in use" and "not allowed" (ports below 1024) lead on to the next port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as plug:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            plug.bind((host, port))
        except OSError as failed:
            if failed.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise SystemExit(f"samrit: {host} – {failed.strerror}") from failed
    return True
