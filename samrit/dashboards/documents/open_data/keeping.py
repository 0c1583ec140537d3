"""Files are made once for each state of what is public, kept beside the data and sent from there."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.utils.timezone import localtime

from samrit.dashboards.documents.open_data import dictionary, rows, writing
from samrit.dashboards.documents.open_data.dictionary import DataFile, licence
from samrit.dashboards.queries.open_data import Stamp

FOLDER = "open-data"
MOST_ATTEMPTS = 3
_SAFE = re.compile(r"[a-z0-9.-]+")


@cache
def _made_by() -> str:
    """Changes with everything that decides what stands in a file."""
    own = [Path(module.__file__ or "") for module in (rows, writing)]
    made = (
        b"".join(path.read_bytes() for path in own)
        + dictionary.source().encode()
        + settings.SITE_URL.encode()
    )
    return sha256(made).hexdigest()[:8]


def version_of(stamp: Stamp) -> str:
    """The same for the same file: its ETag, and its name in the folder."""
    return f"{stamp.digest}-{_made_by()}"


def kept_file(file: DataFile, form: str, *, year: int | None, stamp: Stamp, now: datetime) -> BinaryIO:
    """The file as of ``stamp``, open for reading; made now if nobody has asked for it yet."""
    path = Path(settings.DATA_DIR) / FOLDER / f"{_name(file, year)}.{version_of(stamp)}.{form}"
    if not _SAFE.fullmatch(path.name):
        raise ValueError(path.name)
    for _attempt in range(MOST_ATTEMPTS):
        with suppress(
            FileNotFoundError
        ):  # not made yet, or taken away by another process that knows a newer one
            return path.open("rb")
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, _content(file, form, year=year, stamp=stamp, now=now))
        _take_old_away(path, _name(file, year), form)
    return path.open("rb")


def _name(file: DataFile, year: int | None) -> str:
    return f"{file.name}-{year or 'all'}"


def _take_old_away(path: Path, name: str, form: str) -> None:
    for old in path.parent.glob(f"{name}.*.{form}"):
        if old != path:
            old.unlink(missing_ok=True)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Whole or not at all: who reads meanwhile has the old file or the new one."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as kept:
        try:
            for piece in pieces:
                kept.write(piece)
        except BaseException:
            Path(kept.name).unlink(missing_ok=True)
            raise
    Path(kept.name).replace(path)


def _content(file: DataFile, form: str, *, year: int | None, stamp: Stamp, now: datetime) -> Iterable[bytes]:
    found = rows.rows_of(file.name, now=now, year=year, as_of=stamp.as_of)
    about = {
        "title": file.title_th,
        "data_as_of": localtime(stamp.as_of).isoformat() if stamp.as_of else "",
        "license": licence().url,
        "publisher": dictionary.dataset().publisher_th,
    }
    if form == "csv":
        return writing.as_csv(file.columns, found)
    if form == "json":
        return writing.as_json(file.columns, found, about)
    return [writing.as_parquet(file.columns, found, about)]
