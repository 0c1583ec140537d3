"""Large files against the real server: a foreign client, a cut line, a killed server; every byte in its place."""

import hashlib
import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from tusclient.client import TusClient

from tests.evidence.running import Running, start

MEGABYTE = 1024 * 1024
PDF = b"%PDF-1.4\n%%EOF\n"


def free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("site"), free_port(), migrated)
    yield running
    running.stop()


def file_of(folder: Path, megabytes: int, name: str = "รายงาน.pdf") -> Path:
    """A PDF by its head, the rest as random as a scan."""
    path = folder / name
    with path.open("wb") as made:
        made.write(PDF)
        for _ in range(megabytes):
            made.write(os.urandom(MEGABYTE))
    return path


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(MEGABYTE):
            digest.update(piece)
    return digest.hexdigest()


def begun(site: Running, path: Path) -> str:
    """The address of a new upload."""
    client = TusClient(f"{site.url}/evidence/uploads/", headers=site.headers())
    with path.open("rb") as file:
        return str(client.uploader(file_stream=file, metadata={"filename": path.name}).create_url())


def sent_on(
    site: Running,
    url: str,
    path: Path,
    *,
    pieces: int | None = None,
    megabytes: int = 1,
    checked: bool = True,
) -> None:
    """Go on where the server stands, by somebody else's client; so many ``pieces``, or all."""
    client = TusClient(f"{site.url}/evidence/uploads/", headers=site.headers())
    with path.open("rb") as file:
        uploader = client.uploader(
            file_stream=file, chunk_size=megabytes * MEGABYTE, url=url, upload_checksum=checked
        )
        if pieces is None:
            uploader.upload()
        for _ in range(pieces or 0):
            uploader.upload_chunk()


def cut(
    site: Running, url: str, path: Path, *, start: int, announced: int, sent: int,
    then: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Announce a piece, send a part of it, and hang up."""
    fields = site.headers(
        **{
            "Host": f"127.0.0.1:{site.port}",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(start),
            "Content-Length": str(announced),
        }
    )
    head = f"PATCH {url.removeprefix(site.url)} HTTP/1.1\r\n"
    head += "".join(f"{name}: {text}\r\n" for name, text in fields.items()) + "\r\n"
    with path.open("rb") as file, socket.create_connection(("127.0.0.1", site.port)) as plug:
        file.seek(start)
        plug.sendall(head.encode() + file.read(sent))
        time.sleep(0.5)
        then()


def offset(site: Running, url: str) -> int:
    return int(site.ask("HEAD", url).headers["Upload-Offset"])


def attached(site: Running, url: str) -> str:
    """The evidence part of the page after the upload has been attached."""
    key = url.rstrip("/").rsplit("/", 1)[-1]
    answer = site.ask("POST", site.entry, data={"action": f"upload:{key}"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def stored(site: Running) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in (site.data / "files").rglob("*") if path.is_file()}


def test_a_whole_file_becomes_evidence(site: Running, tmp_path: Path):
    path = file_of(tmp_path, 3)
    url = begun(site, path)
    sent_on(site, url, path)
    assert "รายงาน.pdf" in attached(site, url)
    assert stored(site)[f"{sha256(path)}.pdf"] == path.stat().st_size
    assert site.ask("HEAD", url).status_code == 404
    assert list((site.data / "uploads").iterdir()) == []


def test_a_line_cut_in_the_middle_of_a_piece_goes_on_at_the_very_byte(site: Running, tmp_path: Path):
    path = file_of(tmp_path, 4)
    size, url = path.stat().st_size, begun(site, path)
    cut(site, url, path, start=0, announced=size, sent=2 * MEGABYTE + 12345)
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and (offset(site, url) == 0):
        time.sleep(0.1)
    arrived = offset(site, url)
    part = site.data / "uploads" / url.rstrip("/").rsplit("/", 1)[-1]
    assert 0 < arrived <= 2 * MEGABYTE + 12345
    assert part.read_bytes() == path.read_bytes()[:arrived]
    sent_on(site, url, path)
    attached(site, url)
    assert stored(site)[f"{sha256(path)}.pdf"] == size


def test_a_server_killed_in_the_middle_loses_nothing_that_had_arrived(site: Running, tmp_path: Path):
    path = file_of(tmp_path, 6)
    url = begun(site, path)
    sent_on(site, url, path, pieces=3)
    rest = path.stat().st_size - 3 * MEGABYTE
    cut(site, url, path, start=3 * MEGABYTE, announced=rest, sent=MEGABYTE, then=site.kill)
    site.start_again()
    arrived = offset(site, url)
    assert 3 * MEGABYTE <= arrived <= 4 * MEGABYTE
    sent_on(site, url, path)
    attached(site, url)
    assert stored(site)[f"{sha256(path)}.pdf"] == path.stat().st_size


def test_two_hundred_megabytes_cost_no_memory(site: Running, tmp_path: Path):
    path = file_of(tmp_path, 199)
    url = begun(site, path)
    sent_on(site, url, path, pieces=2)
    before = _resident(site)
    sent_on(site, url, path, megabytes=16, checked=False)
    assert "รายงาน.pdf" in attached(site, url)
    grown = _resident(site) - before
    assert grown < 80 * MEGABYTE, f"grew by {grown / MEGABYTE:.0f} MB"
    assert stored(site)[f"{sha256(path)}.pdf"] == path.stat().st_size


def test_somebody_elses_client_sends_with_nothing_but_a_token(site: Running, tmp_path: Path):
    path = file_of(tmp_path, 3)
    client = TusClient(f"{site.url}/api/v1/uploads", headers={"Authorization": f"Bearer {site.token}"})
    with path.open("rb") as file:
        uploader = client.uploader(
            file_stream=file, chunk_size=MEGABYTE, metadata={"filename": path.name}, upload_checksum=True
        )
        uploader.upload_chunk()
        again = client.uploader(file_stream=file, chunk_size=MEGABYTE, url=uploader.url)
        assert again.get_offset() == MEGABYTE
        again.upload()
    key = str(uploader.url).rsplit("/", 1)[-1]
    _reports, round_, indicator = site.entry.strip("/").split("/")
    answer = requests.post(
        f"{site.url}/api/v1/rounds/{round_}/items/{indicator}/evidence/uploaded",
        json={"key": key}, headers={"Authorization": f"Bearer {site.token}"}, timeout=60,
    )  # fmt: skip
    assert (answer.status_code, answer.json()["file"]["sha256"]) == (201, sha256(path))
    assert stored(site)[f"{sha256(path)}.pdf"] == path.stat().st_size


def test_more_than_the_limit_is_refused_before_a_byte_is_sent(site: Running):
    headers = {"Upload-Length": str(200 * MEGABYTE + 1), "Upload-Metadata": "filename eC5wZGY="}
    answer = site.ask("POST", "/evidence/uploads/", headers=headers)
    assert (answer.status_code, "ใหญ่เกิน 200 MB" in answer.text) == (413, True)


def _resident(site: Running) -> int:
    """Highest memory of the server and its children so far, in bytes."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        text = status.read_text(errors="replace") if status.exists() else ""
        if f"NSsid:\t{site.process.pid}\n" in text and (found := re.search(r"VmHWM:\s+(\d+) kB", text)):
            total += int(found[1]) * 1024
    assert total > 0
    return total
