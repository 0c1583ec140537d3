"""Which files hold a province's observations: now, as of a moment, as a round froze them; and the engine that reads them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from samrit.evidence.copies import settle
from samrit.indicators.models import Generation, Snapshot
from samrit.indicators.store import make_store
from samrit.indicators.store.port import ObservationStore

FOLDER = "observations"
CELLS = "cells"  # cell files, and what was rejected
FILES = "files"  # as they were submitted


def store() -> ObservationStore:
    """The engine that the settings name."""
    return make_store(
        settings.OBSERVATIONS_ENGINE, settings.OBSERVATIONS_MEMORY, scratch(), settings.SPARK_MASTER
    )


def scratch() -> Path:
    """A folder for what does not fit into memory; nothing in it has to last."""
    folder: Path = settings.DATA_DIR / "observations-scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def folder_of(area_code: str, kind: str) -> Path:
    """Where the files of a province lie in the storage."""
    folder = Path(default_storage.path(f"{FOLDER}/{area_code}/{kind}"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def path_of(name: str) -> Path:
    """A name of the storage → the file."""
    return Path(default_storage.path(name))


def name_of(area_code: str, kind: str, path: Path) -> str:
    """The other way round, for a row to name it: from then on the storage has it, wherever that is."""
    name = f"{FOLDER}/{area_code}/{kind}/{path.name}"
    settle(name)
    return name


def paths(files: Iterable[Mapping[str, Any]]) -> tuple[Path, ...]:
    """Of a generation's ``files`` or an examination's ``good``."""
    return tuple(path_of(file["name"]) for file in files)


def generation_of(area_code: str, at: datetime | None = None) -> Generation | None:
    """The province's newest generation, or the one in force at a moment; None before the first."""
    made = Generation.objects.filter(area=area_code)
    if at is not None:
        made = made.filter(made_at__lte=at)
    return made.order_by("-number").first()


def files_of(area_code: str, at: datetime | None = None) -> tuple[Path, ...]:
    """The cell files of the province; () before anything was accepted.

    One row is read, and its files never change: whoever reads them sees one generation, whatever is accepted meanwhile.
    """
    generation = generation_of(area_code, at)
    return paths(generation.files) if generation else ()


def snapshot_of(area_code: str, round_ref: str) -> Snapshot | None:
    """What a round froze, the last time it did."""
    frozen = Snapshot.objects.filter(area=area_code, round_ref=round_ref).select_related("generation")
    return frozen.order_by("-number").first()


def files_of_snapshot(snapshot: Snapshot) -> tuple[Path, ...]:
    """The cell files that the round's figures are made from."""
    return paths(snapshot.generation.files) if snapshot.generation else ()
