"""Packages as another installation makes them: its own key, its own numbers of items, parts and submissions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from samrit.indicators.actions.partners import register_partner, trust_partner
from samrit.indicators.models import Partner, Trust
from samrit.indicators.queries.dictionaries import SCHEMAS
from samrit.indicators.store.archive import member, pack
from samrit.indicators.store.cells import SCHEMA
from samrit.indicators.store.dictionaries import write_dictionary
from samrit.rules.exchange import DATAPACKAGE, DICTIONARIES, MANIFEST, SIGNATURE, ListedFile, Manifest
from samrit.rules.items import book
from tests.indicators.submitting import DISTRICTS
from tests.world import NOW, World

ITEM_THERE, SENT_THERE = 7001, 9  # the sender's own numbers
YEAR = 2023  # ค.ศ.


@dataclass
class Sender:
    """Another installation. ``figures``: number of an area → its figure, None for a dash."""

    figures: dict[int, str | None]
    generation: int = 1
    area: str = "13"
    code: str = "waste_generated"  # of the item
    key: Ed25519PrivateKey = field(default_factory=lambda: Ed25519PrivateKey.from_private_bytes(b"k" * 32))
    item: dict[str, Any] = field(default_factory=dict)  # what it says of the item otherwise than we do
    more: dict[str, bytes] = field(default_factory=dict)  # files of the package instead of those made
    cells: bytes | None = None  # the table of cells instead of that of the figures
    rows: dict[str, int] = field(default_factory=dict)  # what its manifest says of a table

    @property
    def public(self) -> str:
        return self.key.public_key().public_bytes_raw().hex()

    def write(self, folder: Path, name: str = "package.zip", **otherwise: Any) -> Path:
        """The package in the folder; ``otherwise``: what its manifest says instead."""
        inside = folder / f"{name}.inside"
        inside.mkdir(parents=True)
        files = self._files(inside)
        for number, (given, contents) in enumerate(self.more.items()):
            files[given] = inside / f"{number}.given"
            files[given].write_bytes(contents)
        members = [member(one, files[one]) for one in sorted(files)]
        listed = tuple(
            ListedFile(one.name, one.sha256, one.size, self.rows.get(one.name, _rows(one.path)))
            for one in members
        )
        manifest = replace(self._manifest(listed), **otherwise)
        text = manifest.to_text().encode()
        papers = {MANIFEST: text, SIGNATURE: self.key.sign(text)}
        for paper, contents in papers.items():
            (inside / paper).write_bytes(contents)
        pack([*(member(paper, inside / paper) for paper in papers), *members], folder / name)
        return folder / name

    def _manifest(self, listed: tuple[ListedFile, ...]) -> Manifest:
        made = NOW + timedelta(days=self.generation)
        return Manifest(
            area=self.area, generation=self.generation, as_of=made, made_at=made, book="2567.1",
            cells=len(self.figures), signer=self.public, site="https://province.example.go.th", files=listed,
        )  # fmt: skip

    def _files(self, inside: Path) -> dict[str, Path]:
        cells = inside / "cells.parquet"
        if self.cells is None:
            _cells(self.figures).write_parquet(cells)
        else:
            cells.write_bytes(self.cells)
        digest = member("cells", cells).sha256
        rows: Mapping[str, list[tuple[Any, ...]]] = {
            "areas": [(number, "", "", "district") for number in self.figures],
            "items": [tuple({**said_here(self.code), **self.item}.values())],
            "parts": [],
            "submissions": [(SENT_THERE, "13-2567-00009", "สำนักงานจังหวัด", "ทะเบียน", "0" * 64, "")],
        }
        for name, found in rows.items():
            write_dictionary(found, SCHEMAS[name], inside / f"{name}.parquet")
        (inside / DATAPACKAGE).write_bytes(b"{}")
        tables = {name: inside / name.removeprefix("dictionaries/") for name in DICTIONARIES}
        return {DATAPACKAGE: inside / DATAPACKAGE, f"cells/{digest}.parquet": cells, **tables}


def _rows(path: Path) -> int:
    try:
        return pl.read_parquet(path).height
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return 0


def _cells(figures: Mapping[int, str | None]) -> pl.DataFrame:
    columns = ("item", "area", "period", "part", "status", "marks", "value", "submission", "row", "column")
    rows = [
        (
            ITEM_THERE,
            area,
            YEAR,
            0,
            0 if text else 2,
            0,
            Decimal(text) if text else None,
            SENT_THERE,
            place + 2,
            2,
        )
        for place, (area, text) in enumerate(sorted(figures.items()))
    ]
    return pl.DataFrame(rows, schema={name: SCHEMA[name] for name in columns}, orient="row")


def said_here(code: str) -> dict[str, Any]:
    """How our own book counts an item, as an installation of the same release says it."""
    found = book()
    item = found.items[code]
    return {
        "number": ITEM_THERE,
        "code": code,
        "name": item.name,
        "name_en": item.name_en,
        "unit": found.unit_text(item),
        "period": item.period.value,
        "level": item.level.value,
        "lists": ",".join(item.by),
        "least": "",
        "most": "",
        "decimals": item.decimals,
        "own": False,
    }


def of_districts(text: str | None) -> dict[int, str | None]:
    return {int(code): text for code in DISTRICTS}


def trusted(world: World, sender: Sender, *, name: str = "จังหวัดปทุมธานี") -> Trust:
    """Registered by the central office, trusted by the province's coordinator."""
    partner: Partner = register_partner(name=name, key=sender.public, by=world.evaluator, now=NOW)
    return trust_partner(partner=partner, agency=world.development, by=world.coordinator, now=NOW)
