"""Files in an S3-compatible store: right to the bit, nobody's address, copies that may go.

On moto's server over HTTP, which looks at no signature; S3_PEER names another store (``python -m tests.evidence.swift``).
"""

import hashlib
import os
import secrets
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from moto.server import ThreadedMotoServer

from samrit.config.moving.files import copy_files
from samrit.config.storage_address import storage_of
from samrit.evidence import objects
from samrit.evidence.copies import drop_copies, settle
from samrit.evidence.objects import DamagedError
from samrit.rules.wording import RefusedError
from samrit.ui.outage import AwayError

PEER = os.environ.get("S3_PEER", "")
KEYS = {
    "SAMRIT_S3_KEY": os.environ.get("S3_PEER_KEY", "key"),
    "SAMRIT_S3_SECRET": os.environ.get("S3_PEER_SECRET", "secret"),
}
BUCKET = f"samrit-{secrets.token_hex(4)}"
CONTENT = "หลักฐาน".encode() * 9000
NAME = f"evidence/ab/{hashlib.sha256(CONTENT).hexdigest()}.pdf"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if PEER:
        bucket(PEER).create()
        yield PEER
        return
    made = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.start()
    host, port = made.get_host_and_port()
    bucket(f"http://{host}:{port}").create()
    yield f"http://{host}:{port}"
    made.stop()


def bucket(server: str) -> Any:
    return boto3.resource(
        "s3",
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id=KEYS["SAMRIT_S3_KEY"],
        aws_secret_access_key=KEYS["SAMRIT_S3_SECRET"],
    ).Bucket(BUCKET)


def store_at(server: str, folder: Path, **keys: str) -> Any:
    address = f"s3://{BUCKET}/site?endpoint={server}&region=us-east-1"
    told = storage_of(address, data=folder, environment=KEYS | keys)
    made: Storage = storages.create_storage(told)
    return made


def test_a_file_comes_back_as_it_was_or_not_at_all(server: str, tmp_path: Path) -> None:
    here, there = store_at(server, tmp_path / "web1"), store_at(server, tmp_path / "web2")
    assert here.save(NAME, ContentFile(CONTENT)) == NAME
    assert here.save(NAME, ContentFile(CONTENT)) != NAME  # nothing is ever written over
    with there.open(NAME) as file:
        assert file.read() == CONTENT
    assert Path(there.path(NAME)) == (tmp_path / "web2" / "files" / NAME)
    assert Path(there.path(NAME)).stat().st_mode & 0o77 == 0
    with pytest.raises(NotImplementedError):
        there.url(NAME)
    with pytest.raises(FileNotFoundError):
        there.open("evidence/no.pdf")
    with pytest.raises(FileNotFoundError):
        there.path("../../etc/passwd.d")
    # What somebody changed in the store is not given out, and no half of it is left here.
    bucket(server).put_object(Key=f"site/{NAME}", Body=b"other", Metadata={"sha256": "0" * 64})
    third = store_at(server, tmp_path / "web3")
    with pytest.raises(DamagedError):
        third.open(NAME)
    assert [one for one in (tmp_path / "web3").rglob("*") if one.is_file()] == []
    # A name without a digest of its own: the object says it.
    here.save("papers/1.pdf", ContentFile(b"paper"))
    with third.open("papers/1.pdf") as paper:
        assert paper.read() == b"paper"
    assert {"papers/1.pdf", NAME} < set(here.names())


@pytest.mark.skipif(not PEER, reason="moto looks at no signature: python -m tests.evidence.swift")
def test_who_signs_with_another_secret_gets_changes_and_lists_nothing(server: str, tmp_path: Path) -> None:
    store_at(server, tmp_path / "right").save("papers/secret.pdf", ContentFile(b"paper"))
    for keys in ({"SAMRIT_S3_SECRET": "another"}, {"SAMRIT_S3_KEY": "samrit:nobody"}):
        other = store_at(server, tmp_path / "wrong", **keys)
        for ask in (
            partial(other.path, "papers/secret.pdf"), partial(other.exists, "papers/secret.pdf"),
            partial(other.save, "papers/2.pdf", ContentFile(b"2")), partial(other.delete, "papers/secret.pdf"),
            partial(list, other.names()),
        ):  # fmt: skip
            with pytest.raises(AwayError, match=r"SignatureDoesNotMatch|403"):
                ask()
    kept = store_at(server, tmp_path / "again").path("papers/secret.pdf")
    assert Path(kept).read_bytes() == b"paper"


def test_many_names_large_files_and_thai_names(server: str, tmp_path: Path) -> None:
    large = bytes(range(256)) * 4096 * 9  # more than is sent in one part
    here = store_at(server, tmp_path / "here")
    name = here.save(f"observations/{hashlib.sha256(large).hexdigest()}.parquet", ContentFile(large))
    assert here.digest(name) == hashlib.sha256(large).hexdigest()
    thai = here.save("letters/หนังสือ ๑ (แก้+เพิ่ม).pdf", ContentFile(b"thai"))
    there = store_at(server, tmp_path / "there")
    assert Path(there.path(name)).read_bytes() == large
    assert Path(there.path(thai)).read_bytes() == b"thai"
    assert {name, thai} < set(there.names())
    there.delete(thai)
    assert not here.exists(thai)


def test_a_store_that_does_not_answer_is_left_alone_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{plug.getsockname()[1]}"  # bound, and nobody listens
        store = store_at(nobody, tmp_path)
        with pytest.raises(AwayError, match="EndpointConnectionError"):
            store.exists(NAME)
        for ask in (store.exists, store.delete, store.path, store.digest):
            with pytest.raises(AwayError, match="does not answer"):
                ask(NAME)
        monkeypatch.setattr(objects, "LEFT_ALONE_SECONDS", 0)
        with pytest.raises(AwayError, match="EndpointConnectionError"):
            store.save(NAME, ContentFile(CONTENT))
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_what_was_written_beside_is_settled_and_copies_go_only_when_the_store_has_them(
    server: str, tmp_path: Path
) -> None:
    here = store_at(server, tmp_path / "worker")
    folder = Path(here.path("observations/13/cells"))
    folder.mkdir(parents=True)
    name, waiting = "observations/13/cells/one.parquet", folder / "two.parquet"
    (folder / "one.parquet").write_bytes(b"cells")
    waiting.write_bytes(b"on its way")
    settle(name, here)
    settle(name, here)
    assert drop_copies(most_bytes=0, storage=here) == 1
    assert [one.name for one in folder.iterdir()] == ["two.parquet"]
    assert Path(here.path(name)).read_bytes() == b"cells"  # brought back
    here.delete(name)
    with pytest.raises(FileNotFoundError):
        here.path(name)
    assert (
        drop_copies(
            most_bytes=0, storage=storages.create_storage(storage_of("", data=tmp_path, environment={}))
        )
        == 0
    )


def test_a_folder_moves_into_the_store_again_and_again_but_never_over_something_else(
    server: str, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf", "c.part"):
        (folder / name).write_bytes(name.encode())
    there = storages.create_storage(
        storage_of(
            f"s3://{BUCKET}/moved?endpoint={server}&region=us-east-1",
            data=tmp_path / "copies",
            environment=KEYS,
        )
    )
    for _time in range(2):
        assert copy_files(folder=folder, storage=there, tell=lambda *_: None) == 2
    assert sorted(there.names()) == ["a.pdf", "b.pdf"]
    (folder / "b.pdf").write_bytes(b"another")
    with pytest.raises(RefusedError) as refused:
        copy_files(folder=folder, storage=there, tell=lambda *_: None)
    assert refused.value.refusal.code == "file_differs"


def test_a_store_that_does_not_answer_is_a_disk_that_does_not() -> None:
    closed = store_at("http://127.0.0.1:9", Path("/nonexistent"))
    with pytest.raises(OSError, match="EndpointConnectionError"):
        closed.exists(NAME)
    for wrong in ("http://x/y", "s3:///y", "s3://k:v@x/y", "s3://x?acl=public"):
        with pytest.raises(ValueError, match="SAMRIT_S3_KEY"):
            storage_of(wrong, data=Path("/x"), environment={})
