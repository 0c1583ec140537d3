"""The whole catalogue as one file, written dataset by dataset, so that memory stays flat however many there are."""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from samrit.catalog.documents.linked.describing import catalogue_node, dataset_address, dataset_node
from samrit.catalog.documents.linked.statements import Node
from samrit.catalog.documents.linked.writing import FORMS, written
from samrit.catalog.documents.shown import shown
from samrit.catalog.models import CatalogSnapshot
from samrit.catalog.queries.public import public
from samrit.catalog.queries.walks import still_public

AT_ONCE = 500  # datasets read together


def kept_whole(listed: CatalogSnapshot, form: str) -> Path:
    """A file of every dataset of the list, made once for each state of the catalogue and whole before it is given."""
    folder: Path = settings.DATA_DIR / "catalog-exports"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{_stamp(listed)}.{form}"
    if not kept.exists():
        _make(listed, form, kept)
        for old in set(folder.glob(f"*.{form}")) - {kept}:
            old.unlink(missing_ok=True)
    return kept


def _stamp(listed: CatalogSnapshot) -> str:
    """Another one whenever anything that the file shows is another: a dataset, what is said of it, an agency's name."""
    found = hashlib.sha256(f"{settings.SITE_URL} {listed.digest}".encode())
    rows = public().order_by("public_id").values_list("public_id", "revision", "agency__name")
    for row in rows.iterator(chunk_size=AT_ONCE):
        found.update(repr(row).encode())
    return found.hexdigest()[:32]


def _make(listed: CatalogSnapshot, form: str, kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix="making-") as folder:
        made = Path(folder, "whole")
        with made.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(written(FORMS[form], _nodes(listed)))
        made.replace(kept)


def _nodes(listed: CatalogSnapshot) -> Iterator[Node]:
    """The catalogue names its datasets beside each of them: so no list of all is held. It is the same thing every time."""
    yield catalogue_node([])
    for start in range(0, listed.total, AT_ONCE):
        rows = still_public(listed, start, start + AT_ONCE)
        yield catalogue_node([dataset_address(row.public_id) for row in rows])
        yield from (dataset_node(shown(row)) for row in rows)
