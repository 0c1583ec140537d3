"""Packages that somebody made to deceive: each is refused in words that say what to do, and nothing is kept but the refusal."""

import io
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from samrit.audit.models import Event
from samrit.indicators.actions.taking import look_into, take_package
from samrit.indicators.models import Package, Submission
from samrit.indicators.queries.observations import FILES, folder_of, scratch
from samrit.indicators.store.archive import member, pack, unpack
from samrit.indicators.store.cells import SCHEMA
from samrit.rules.exchange import MANIFEST, SIGNATURE
from samrit.rules.wording import RefusedError
from tests.indicators.packages import Sender, of_districts, trusted
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
GOOD = Sender(of_districts("1"))
ITEMS = "dictionaries/items.parquet"


@pytest.fixture
def world() -> World:
    made = make_people()
    trusted(made, GOOD)
    return made


def refused(world: World, path: Path) -> RefusedError:
    with pytest.raises(RefusedError) as looked:
        look_into(path=path, by=world.recorder, now=NOW)
    with pytest.raises(RefusedError) as raised:
        take_package(path=path, name=path.name, by=world.recorder, now=NOW)
    assert raised.value.refusal == looked.value.refusal
    return raised.value


# ── the archive ─────────────────────────────────────────────────────────────
def of_members(path: Path, **otherwise: Any) -> Callable[[zipfile.ZipFile], None]:
    """The same files packed by another program; ``otherwise``: of each member's entry."""
    with zipfile.ZipFile(path) as whole:
        contents = {one: whole.read(one) for one in whole.namelist()}

    def write(out: zipfile.ZipFile) -> None:
        for name, given in contents.items():
            entry = zipfile.ZipInfo(name)
            for attribute, value in otherwise.items():
                setattr(entry, attribute, value)
            out.writestr(entry, given)

    return write


def bomb(out: zipfile.ZipFile) -> None:
    out.writestr(MANIFEST, bytes(64 * 1024 * 1024), zipfile.ZIP_DEFLATED)


def as_link(out: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo(MANIFEST)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    out.writestr(entry, "/etc/passwd")


def upwards(out: zipfile.ZipFile) -> None:
    out.writestr("../../manifest.json", "{}")


def archives(path: Path) -> dict[str, bytes]:
    """What is wrong with it → the bytes."""
    whole = path.read_bytes()
    writers = {
        "packed again": of_members(path), "compressed": of_members(path, compress_type=zipfile.ZIP_DEFLATED),
        "with a comment": of_members(path, comment=b"x"), "bomb": bomb, "link": as_link, "upwards": upwards,
    }  # fmt: skip
    made = {}
    for name, write in writers.items():
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            write(archive)
        made[name] = out.getvalue()
    cut = {f"cut at {place}": whole[:place] for place in (1, 29, 500, len(whole) // 2, len(whole) - 23)}
    return {**made, **cut, "twice": whole + whole, "no zip": b"%PDF-1.7"}


def kept() -> set[Path]:
    """Files in the storage, of other tests too."""
    return {*folder_of("13", FILES).iterdir(), *scratch().iterdir()}


def test_an_archive_of_another_making_is_refused_and_nothing_kept(world: World, tmp_path: Path) -> None:
    path, before = GOOD.write(tmp_path), kept()
    for what, contents in archives(path).items():
        path.write_bytes(contents)
        refusal = refused(world, path).refusal
        assert (what, refusal.code) == (what, "package_damaged")
        assert "ไม่มีอะไรถูกนำเข้า" in refusal.message.thai()
    assert not Package.objects.exists()
    assert not Submission.objects.exists()
    assert kept() == before


def test_who_brought_what_was_refused_is_in_the_trail(world: World, tmp_path: Path) -> None:
    path = GOOD.write(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    found = refused(world, path)
    event = Event.objects.get(verb="refuse_package")  # looking leaves none
    assert (event.actor_id, event.area_code) == (world.recorder.pk, "13")
    assert event.reason == found.refusal.message.thai()
    assert event.after["sha256"] == member("", path).sha256


def test_names_that_lead_elsewhere_or_stand_twice_lead_nowhere(world: World, tmp_path: Path) -> None:
    """By somebody who packs exactly as we do."""
    inside = tmp_path / "inside"
    inside.mkdir()
    members = unpack(GOOD.write(tmp_path), inside)
    evil = inside / "evil"
    evil.write_bytes(b"evil")
    for name in ("../evil", "/etc/evil", "cells/../../evil", "C:\\evil", "manifest.json/"):
        path = tmp_path / "more.zip"
        path.unlink(missing_ok=True)
        pack([*members, member(name, evil)], path)
        assert refused(world, path).refusal.code == "package_other_files"
    for again in members:
        path.unlink()
        pack([*members, again], path)
        assert refused(world, path).refusal.code == "package_damaged"
    assert not list(tmp_path.parent.rglob("evil.member"))


# ── the papers ──────────────────────────────────────────────────────────────
def signed(folder: Path, manifest: bytes) -> Path:
    """A package whose manifest is anything, signed by the trusted key."""
    inside = folder / f"{len(list(folder.iterdir()))}"
    inside.mkdir()
    members = []
    for name, contents in ((MANIFEST, manifest), (SIGNATURE, GOOD.key.sign(manifest))):
        (inside / name).write_bytes(contents)
        members.append(member(name, inside / name))
    pack(members, inside / "package.zip")
    return inside / "package.zip"


def test_a_manifest_that_is_none_is_refused_however_it_is_signed(world: World, tmp_path: Path) -> None:
    text = b'{"a":"\xff"}'
    for manifest in (b"", b"\xff\xfe", text, b'{"a":"\\ud800"}', b"[" * 100_000, b"1" * 10_000, b"null"):
        found = refused(world, signed(tmp_path, manifest)).refusal
        assert found.code == "package_manifest"


@pytest.mark.parametrize(
    "otherwise",
    [
        {"generation": 2**31},
        {"as_of": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)},
        {"made_at": datetime(1, 1, 1, tzinfo=UTC)},
        {"site": "\x00"},
        {"site": "ก" * 501},
        {"book": "\u202e"},
        {"cells": 8},
        {"area": "00"},
    ],
)
def test_what_no_database_keeps_and_no_page_shows_is_refused(
    world: World, tmp_path: Path, otherwise: dict[str, Any]
) -> None:
    assert refused(world, GOOD.write(tmp_path, **otherwise)).refusal.code == "package_manifest"


@pytest.mark.parametrize("table", [ITEMS, "dictionaries/parts.parquet"])
@pytest.mark.parametrize(("rows", "code"), [(2, "package_rows"), (30_000_000, "package_too_many_cells")])
def test_rows_that_lie_are_refused(world: World, tmp_path: Path, table: str, rows: int, code: str) -> None:
    assert refused(world, replace(GOOD, rows={table: rows}).write(tmp_path)).refusal.code == code


def test_cells_that_lie_about_their_number_are_refused(world: World, tmp_path: Path) -> None:
    name = next(
        one.name for one in unpack_of(GOOD.write(tmp_path), tmp_path) if one.name.startswith("cells/")
    )
    lying = replace(GOOD, rows={name: 8}).write(tmp_path, "lying.zip", cells=8)
    found = refused(world, lying).refusal
    assert (found.code, found.message.values["found"]) == ("package_rows", "7")


def unpack_of(path: Path, folder: Path) -> Any:
    (folder / "there").mkdir()
    return unpack(path, folder / "there")


# ── the tables ──────────────────────────────────────────────────────────────
def table(**columns: Any) -> bytes:
    """The cells of one district, with some columns otherwise."""
    one = {
        "item": 7001, "area": 1301, "period": 2023, "part": 0, "status": 0, "marks": 0,
        "value": Decimal(1), "submission": 9, "row": 2, "column": 2,
    }  # fmt: skip
    frame = pl.DataFrame([one], schema=dict(SCHEMA)).with_columns(**columns)
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "columns",
    [
        {"value": pl.lit(0.1)},
        {"value": pl.lit("1")},
        {"area": pl.lit(1301.0)},
        {"item": pl.lit(None, pl.Int32)},
        {"item": pl.lit(2**40)},
        {"extra": pl.lit(1)},
        {"value": pl.lit(Decimal(1)).cast(pl.Decimal(38, 20))},
    ],
)
def test_columns_that_would_have_to_be_guessed_are_refused(
    world: World, tmp_path: Path, columns: dict[str, Any]
) -> None:
    assert refused(world, with_cells(table(**columns), tmp_path)).refusal.code == "package_columns"


def with_cells(contents: bytes, folder: Path) -> Path:
    return replace(GOOD, cells=contents).write(folder, cells=pl.read_parquet(contents).height)


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"area": pl.lit(-13, pl.Int32)}, "package_area_unknown"),
        ({"area": pl.lit(2001, pl.Int32)}, "package_area_unknown"),
        ({"period": pl.lit(1, pl.Int32)}, "package_period"),
        ({"part": pl.lit(5, pl.Int32)}, "package_part_unknown"),
        ({"item": pl.lit(1, pl.Int32)}, "package_item_own"),
        ({"status": pl.lit(99, pl.Int8)}, "package_status"),
        ({"marks": pl.lit(-1, pl.Int8)}, "package_status"),
        ({"status": pl.lit(2, pl.Int8)}, "package_status"),
        ({"value": pl.lit(Decimal("0.000000000001")).cast(pl.Decimal(38, 12))}, "package_decimals"),
    ],
)
def test_a_cell_that_cannot_be_is_left_out_and_listed(
    world: World, tmp_path: Path, columns: dict[str, Any], fault: str
) -> None:
    found = look_into(path=with_cells(table(**columns), tmp_path), by=world.recorder, now=NOW).taken
    assert (found.cells, found.rejected, dict(found.by_reason)) == (1, 1, {fault: 1})


def test_a_cell_stated_twice_in_two_ways_is_refused(world: World, tmp_path: Path) -> None:
    frame = pl.concat(
        [pl.read_parquet(table()), pl.read_parquet(table(value=pl.lit(Decimal(2)).cast(pl.Decimal(38, 12))))]
    )
    out = io.BytesIO()
    frame.write_parquet(out)
    assert refused(world, with_cells(out.getvalue(), tmp_path)).refusal.code == "package_repeated"
