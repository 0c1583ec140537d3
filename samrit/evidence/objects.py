"""Files in an S3-compatible store; each is fetched once onto this machine, compared with its digest, and read from there.

Nothing has an address of its own there: a file leaves only through a page that asked whether this person may have it.
Files never change under their names, so a copy that was right once stays right.
"""

import hashlib
import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from samrit.ui.outage import AwayError

log = logging.getLogger(__name__)
CHUNK = 1024 * 1024
NOT_THERE = {"404", "NoSuchKey", "NotFound"}
DIGEST = re.compile(r"[0-9a-f]{64}(?![0-9a-f])")  # most names begin with what they hold
UNFINISHED = ".fetched"
# So that a store that says nothing keeps a person waiting half a minute, and the next ones not at all.
CONNECT_SECONDS, SILENCE_SECONDS, LEFT_ALONE_SECONDS = 3, 12, 10
MARK = "sha256"  # what the object itself says about its content


class DamagedError(FileNotFoundError):
    """What the store holds is not what was put there; for whoever asks it is as good as gone."""


class ObjectStorage(S3Storage):  # type: ignore[misc]  # the library has no types
    """``cache``: the folder of this machine's copies, laid out like the folder of an embedded site."""

    def __init__(self, *, cache: Path, **options: Any) -> None:
        self.cache = cache
        self.silent_since = float("-inf")  # when this process last waited in vain
        super().__init__(
            **options,
            file_overwrite=False,
            default_acl=None,
            signature_version="s3v4",
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if options.get("endpoint_url") else "auto"},
                connect_timeout=CONNECT_SECONDS,
                read_timeout=SILENCE_SECONDS,
                retries={"max_attempts": 1, "mode": "standard"},  # one more
                # Stores that are not Amazon's own do not all know the newer checksums; we compare SHA-256 ourselves.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def path(self, name: str) -> str:
        """The file on this machine, brought here if need be; of a folder, where its files come to lie.

        FileNotFoundError: not in the store, or (``DamagedError``) not what was put there. OSError: the store does not answer.
        """
        here = self._here(name)
        if not here.exists() and "." in here.name:
            self._fetch(name, here)
        return str(here)

    def url(self, name: str, *_words: Any, **_more: Any) -> str:
        raise NotImplementedError(f"{name} is given out by a page that asks who may have it")

    def exists(self, name: str) -> bool:
        with self._asked(name):
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with self._asked(name):
            super().delete(name)
        self._here(name).unlink(missing_ok=True)

    def settle(self, name: str) -> None:
        """Put a file that was written under ``path(name)`` into the store too, unless it is there."""
        self.settle_from(name, self._here(name))

    def settle_from(self, name: str, path: Path) -> None:
        """The same for a file that lies anywhere."""
        if not self.exists(name):
            with path.open("rb") as file:
                self._put(name, file)

    def digest(self, name: str) -> str:
        """SHA-256 of what the store holds, read anew."""
        sha256 = hashlib.sha256()
        with self._asked(name):
            for chunk in self.bucket.Object(self._key(name)).get()["Body"].iter_chunks(CHUNK):
                sha256.update(chunk)
        return sha256.hexdigest()

    def names(self) -> Iterator[str]:
        """Of everything in the store."""
        prefix = f"{self.location}/" if self.location else ""
        with self._asked(prefix):
            for one in self.bucket.objects.filter(Prefix=prefix):
                yield one.key.removeprefix(prefix)

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        if mode != "rb":
            raise ValueError("files are kept, never changed")
        return File(Path(self.path(name)).open("rb"), name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        content.seek(0)
        self._put(name, content)
        return name

    def _put(self, name: str, file: Any) -> None:
        sha256 = hashlib.sha256()
        while chunk := file.read(CHUNK):
            sha256.update(chunk)
        file.seek(0)
        with self._asked(name):
            self.bucket.Object(self._key(name)).upload_fileobj(
                _Unclosed(file),
                ExtraArgs={"Metadata": {MARK: sha256.hexdigest()}, "ContentType": "application/octet-stream"},
                Config=self.transfer_config,
            )

    def _fetch(self, name: str, here: Path) -> None:
        """Whole and right, or not at all; two at once do no harm."""
        here.parent.mkdir(parents=True, exist_ok=True)
        half = here.with_name(f"{here.name}.{secrets.token_hex(8)}{UNFINISHED}")
        sha256 = hashlib.sha256()
        try:
            with self._asked(name), half.open("xb") as file:
                half.chmod(0o600)
                got = self.bucket.Object(self._key(name)).get()
                for chunk in got["Body"].iter_chunks(CHUNK):
                    sha256.update(chunk)
                    file.write(chunk)
            wanted = named[0] if (named := DIGEST.match(here.name)) else got["Metadata"].get(MARK)
            if sha256.hexdigest() != wanted:
                log.error("%s: the store holds something else than was put there", name)
                raise DamagedError(name)
            half.replace(here)
        finally:
            half.unlink(missing_ok=True)

    @contextmanager
    def _asked(self, name: str) -> Iterator[None]:
        """Fails as a folder would: everybody knows what to do when a file is not there or a disk does not answer.

        A store that just said nothing is left alone for a while: else those who wait for it are all that a process answers.
        """
        if monotonic() - self.silent_since < LEFT_ALONE_SECONDS:
            raise AwayError(f"{name}: the store does not answer")
        try:
            yield
        except ClientError as failed:
            code = str(failed.response.get("Error", {}).get("Code", ""))
            if code in NOT_THERE:
                raise FileNotFoundError(name) from failed
            raise AwayError(f"{name}: {code}") from failed
        except BotoCoreError as failed:
            self.silent_since = monotonic()
            raise AwayError(f"{name}: {type(failed).__name__}") from failed

    def _here(self, name: str) -> Path:
        here = (self.cache / name).resolve()
        if not here.is_relative_to(self.cache.resolve()):
            raise FileNotFoundError(name)
        return here

    def _key(self, name: str) -> str:
        return str(self._normalize_name(name))


class _Unclosed:
    """boto3 closes what it has read; whoever gave the file goes on with it."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def close(self) -> None:
        self._file.seek(0, os.SEEK_SET)
