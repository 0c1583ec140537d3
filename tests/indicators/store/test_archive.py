"""The package as one file: the same contents are the same bytes, and every byte counts."""

import zipfile
from pathlib import Path

import pytest

from samrit.indicators.store.archive import MOST_MEMBERS, DamagedPackageError, member, pack, unpack
from samrit.rules.exchange import ARCHIVE

CONTENTS = {"manifest.json": b"{}", "cells/a.parquet": bytes(range(256)), "empty": b""}


def packed(folder: Path, contents: dict[str, bytes] = CONTENTS, name: str = "package.zip") -> Path:
    members = []
    for number, (inside, given) in enumerate(contents.items()):
        path = folder / f"{name}.{number}"
        path.write_bytes(given)
        members.append(member(inside, path))
    pack(members, folder / name)
    return folder / name


def opened(contents: bytes, folder: Path) -> dict[str, bytes] | str:
    """What is inside, or the name of what is damaged."""
    into = folder / f"{len(list(folder.iterdir()))}"
    into.mkdir()
    path = into / "came.zip"
    path.write_bytes(contents)
    try:
        return {one.name: one.path.read_bytes() for one in unpack(path, into)}
    except DamagedPackageError as damaged:
        return damaged.name


def test_it_is_a_zip_that_everybody_opens_and_always_the_same_bytes(tmp_path: Path) -> None:
    path = packed(tmp_path)
    with zipfile.ZipFile(path) as other:
        assert {name: other.read(name) for name in other.namelist()} == CONTENTS
        assert other.testzip() is None
        assert {one.date_time for one in other.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert packed(tmp_path, name="again.zip").read_bytes() == path.read_bytes()
    assert opened(path.read_bytes(), tmp_path) == CONTENTS


def test_one_flipped_bit_anywhere_is_found_and_said_of_which_file(tmp_path: Path) -> None:
    contents = packed(tmp_path).read_bytes()
    inside = contents.index(CONTENTS["cells/a.parquet"])
    for place in range(len(contents)):
        flipped = contents[:place] + bytes([contents[place] ^ 1]) + contents[place + 1 :]
        found = opened(flipped, tmp_path)
        assert isinstance(found, str), place
        if inside <= place < inside + 256:
            assert found == "cells/a.parquet"


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole + b"x",
        lambda whole: b"x" + whole,
        lambda whole: whole[:-1],
        lambda whole: whole[:40],
        lambda whole: whole + whole,
        lambda _whole: b"",
    ],
)
def test_more_or_less_than_was_packed_is_no_package(tmp_path: Path, change: object) -> None:
    whole = packed(tmp_path).read_bytes()
    assert opened(change(whole), tmp_path) in {ARCHIVE, "manifest.json"}  # type: ignore[operator]


def test_a_zip_of_another_program_is_no_package(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as other:
        other.writestr("manifest.json", "{}" * 100)
    assert opened(path.read_bytes(), tmp_path) == ARCHIVE


def test_a_name_twice_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    one = member("x", tmp_path / "x")
    pack([one, one], tmp_path / "twice.zip")
    assert opened((tmp_path / "twice.zip").read_bytes(), tmp_path) == ARCHIVE


def test_more_files_than_any_package_has_are_not_even_unpacked(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    one = member("x", tmp_path / "x")
    with pytest.raises(ValueError, match="ZIP"):
        pack([one] * (MOST_MEMBERS + 1), tmp_path / "many.zip")
    pack([one], tmp_path / "one.zip")
    head = (tmp_path / "one.zip").read_bytes()[:31]  # of a file without a byte whose name has one letter
    assert opened(head * (MOST_MEMBERS + 1), tmp_path) == ARCHIVE
    assert len(list(tmp_path.rglob("*.member"))) == MOST_MEMBERS
