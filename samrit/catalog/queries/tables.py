"""The rows of a resource that is a table: read once into a Parquet file of text, then looked into.

A file of the register never changes, nor does a generation of observations, so neither does what is kept of them; the
folder may be emptied at any time.
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from samrit.catalog.models import Resource
from samrit.indicators.documents.exported import names_for
from samrit.indicators.queries.exploring import NO_AREA, Scope, scope_of
from samrit.indicators.queries.observations import store
from samrit.indicators.reading import ROW, open_table
from samrit.indicators.store.port import Choice, Form, Names
from samrit.rules.areas import AreaLevel, areas
from samrit.rules.catalog.ckan import TableAsked
from samrit.rules.wording import RefusedError, refuse

MOST_BYTES = 64 * 1024 * 1024  # of a file that is looked into; a larger one is for downloading
NUMBER = "_id"
MOST_COMMON = 5
_WHOLE = r"^-?(?:0|[1-9]\d{0,17})$"  # 007 is a code
_NUMERIC = r"^-?(?:0|[1-9]\d{0,17})(?:\.\d{1,12})?$"
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_DECIMAL = pl.Decimal(38, 12)


@dataclass(frozen=True)
class Column:
    """``kind``: int, numeric, date or text, of all that is not blank; ``least``, ``most`` of figures and days, else "".

    ``common``: the most frequent values and how often each stands there.
    """

    name: str
    kind: str
    blank: int
    different: int
    least: str
    most: str
    common: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Table:
    """``columns`` by place: c0, c1 … of the Parquet file at ``path``."""

    path: Path
    columns: tuple[Column, ...]
    rows: int

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Found:
    """Rows of a table as texts, in the order of ``names``; ``total`` of all that were found."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int


def table_of(resource: Resource) -> Table | None:
    """The table; None where there is none to read."""
    key = _key(resource)
    if key is None:
        return None
    folder = settings.DATA_DIR / "catalog-tables"
    kept, facts = folder / f"{key}.parquet", folder / f"{key}.json"
    if not facts.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(resource, kept, facts)
    told = json.loads(facts.read_text(encoding="utf-8"))
    if told["columns"] is None:
        return None
    return Table(kept, tuple(_column(row) for row in told["columns"]), told["rows"])


def _column(row: dict[str, Any]) -> Column:
    return Column(**{**row, "common": tuple((text, count) for text, count in row["common"])})


def _key(resource: Resource) -> str | None:
    if resource.kind == Resource.Kind.OBSERVATIONS:
        return _key_of_observations(resource)
    small = resource.file is not None and resource.file.size <= MOST_BYTES
    return resource.sha256 if small else None


def _key_of_observations(resource: Resource) -> str | None:
    """Another one with each generation, and when the least count that is told changes."""
    scope = scope_of(resource.dataset.area)
    entry = scope.book.entries.get(str((resource.query or {}).get("item", "")))
    if scope.generation is None or entry is None:
        return None
    return f"observations-{resource.pk}-{scope.generation.pk}-{entry.item.least_shown}"


def _make(resource: Resource, kept: Path, facts: Path) -> None:
    """Both files appear whole; whoever comes at the same time makes the same.

    That there is no table to read is kept too, so that it is not tried at every look.
    """
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix="making-") as made:
        folder = Path(made)
        try:
            told = _read(resource, folder)
            (folder / "table.parquet").replace(kept)
        except RefusedError:
            told = {"rows": 0, "columns": None}
        (folder / "table.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        (folder / "table.json").replace(facts)


def _read(resource: Resource, folder: Path) -> dict[str, Any]:
    """The table as ``table.parquet`` in the folder, and what its columns hold. RefusedError: there is none."""
    path, name = _source(resource, folder)
    landing = folder / "landing"
    landing.mkdir()
    raw = open_table(path, name=name, landing=landing)
    frame = raw.scan().collect()
    columns = [_profile(frame[f"c{place}"], one) for place, one in enumerate(_names(raw.columns))]
    frame.write_parquet(folder / "table.parquet", compression="zstd")
    return {"rows": frame.height, "columns": [asdict(column) for column in columns]}


def _source(resource: Resource, folder: Path) -> tuple[Path, str]:
    if resource.file is not None:
        return Path(resource.file.file.path), resource.file.name
    path = (
        folder / "observations.csv"
    )  # where figures stand as they are written, and not with twelve decimals
    write_observations(resource, path, Form.CSV)
    return path, path.name


def _names(titles: tuple[str, ...]) -> list[str]:
    """Each column's own name: no two alike, none without."""
    found: list[str] = []
    for place, title in enumerate(titles, 1):
        name = title.strip() or f"column_{place}"
        while name in found or name == NUMBER:
            name = f"{name}_{place}"
        found.append(name)
    return found


def _profile(values: pl.Series, name: str) -> Column:
    said = values.filter(values.str.strip_chars() != "")
    kind = _kind(said)
    least, most = _ends(said, kind)
    counted = said.value_counts(sort=True, name="times").head(MOST_COMMON).rows()
    common = tuple((str(text), int(times)) for text, times in counted)
    return Column(name, kind, values.len() - said.len(), said.n_unique(), least, most, common)


def _ends(said: pl.Series, kind: str) -> tuple[str, str]:
    """The least and the most, as they are written."""
    if kind == "text" or not said.len():
        return "", ""
    order = (said if kind == "date" else said.cast(_DECIMAL)).arg_sort()
    return str(said[int(order[0])]), str(said[int(order[-1])])


def _kind(said: pl.Series) -> str:
    if not said.len():
        return "text"
    for kind, pattern in (("int", _WHOLE), ("numeric", _NUMERIC), ("date", _DAY)):
        if said.str.contains(pattern).all():
            return kind
    return "text"


# ── looking into it ─────────────────────────────────────────────────────────
def first_rows(table: Table, most: int) -> Found:
    frame = pl.scan_parquet(table.path).head(most).collect()
    places = [f"c{place}" for place in range(len(table.columns))]
    return Found(tuple(table.names), tuple(frame.select(places).rows()), table.rows)


def looked_up(table: Table, asked: TableAsked) -> Found:
    """What datastore_search asks for; every word of ``q`` stands somewhere in a row."""
    own = dict(zip(table.names, [f"c{place}" for place in range(len(table.columns))], strict=True))
    places = {NUMBER: ROW, **own}
    frame = pl.scan_parquet(table.path).with_columns(pl.col(ROW).cast(pl.String))
    for column, values in asked.filters.items():
        frame = frame.filter(pl.col(places[column]).is_in(list(values)))
    for word in asked.q.casefold().split():
        texts = [pl.col(place).str.to_lowercase().str.contains(word, literal=True) for place in own.values()]
        frame = frame.filter(pl.any_horizontal(texts))
    names = asked.columns or tuple(places)
    if asked.sort:
        by = [_sortable(table, one.field, places[one.field]) for one in asked.sort]
        frame = frame.sort(
            by, descending=[one.descending for one in asked.sort], nulls_last=True, maintain_order=True
        )
    picked = frame.select([pl.col(places[name]) for name in names])
    if asked.distinct:
        picked = picked.unique(maintain_order=True)
    total = int(picked.select(pl.len()).collect().item())
    rows = picked.slice(asked.offset, asked.limit).collect().rows()
    return Found(names, tuple(rows), total)


def _sortable(table: Table, name: str, place: str) -> pl.Expr:
    """Figures by their size, the rest as text."""
    kind = next((column.kind for column in table.columns if column.name == name), "int")
    return pl.col(place).cast(_DECIMAL, strict=False) if kind in {"int", "numeric"} else pl.col(place)


def kinds_of(table: Table) -> Mapping[str, str]:
    """Name → type as CKAN has it."""
    words = {"int": "int", "numeric": "numeric", "date": "date", "text": "text"}
    return {NUMBER: "int", **{column.name: words[column.kind] for column in table.columns}}


# ── observations ────────────────────────────────────────────────────────────
def write_observations(resource: Resource, to: Path, form: Form) -> int:
    """The observations that a resource offers, as they are now, to a file; how many.

    Small counts leave as suppressed for everybody. RefusedError: the item is not kept any more.
    """
    scope = scope_of(resource.dataset.area)
    query = resource.query or {}
    code, level = str(query.get("item", "")), str(query.get("level", ""))
    entry = scope.book.entries.get(code)
    if entry is None:
        raise RefusedError(refuse("catalog_item_gone", "ฐานข้อมูลจังหวัดไม่มีรายการ “{item}” แล้ว", item=code))
    every = names_for(scope)
    names = Names({entry.key: every.items[entry.key]}, every.parts, every.least_shown)
    choice = Choice(items=(entry.key,), areas=_areas(scope, level))
    return store().export(scope.files, choice, to, form, names)


def _areas(scope: Scope, level: str) -> tuple[int, ...]:
    """Every area of the level in the province; () for all areas, where none is named."""
    if not level or scope.area is None:
        return ()
    wanted = AreaLevel(level)
    known = scope.villages.values() if wanted is AreaLevel.VILLAGE else areas(wanted)
    codes = sorted(int(one.code) for one in known if one.code.startswith(scope.area.pk))
    return tuple(codes) or (NO_AREA,)
