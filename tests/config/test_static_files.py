"""After an upgrade new CSS and JS are collected before the first page is made."""

import json
from pathlib import Path

import pytest
from django.conf import LazySettings

from samrit.config import static_files

MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def own(tmp_path: Path, settings: LazySettings) -> Path:
    """A file of a folder of its own, the only source; collected into another."""
    file = tmp_path / "source" / "entry.css"
    file.parent.mkdir()
    file.write_text("a{}")
    settings.STATICFILES_DIRS = [file.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    settings.STATIC_ROOT = tmp_path / "static"
    return file


def collected(own: Path) -> str:
    """What the page would be given as ``entry.css``."""
    folder = own.parent.parent / "static"
    names = json.loads((folder / "staticfiles.json").read_text())["paths"]
    return (folder / names[own.name]).read_text()


def test_nothing_was_collected_yet(own: Path) -> None:
    assert static_files.are_outdated()
    static_files.collect()
    assert (static_files.are_outdated(), collected(own)) == (False, "a{}")


def test_a_changed_file_is_noticed(own: Path) -> None:
    static_files.collect()
    own.write_text("b{color:red}")
    assert static_files.are_outdated()
    static_files.collect()
    assert (static_files.are_outdated(), collected(own)) == (False, "b{color:red}")


def test_a_new_file_and_one_that_is_gone_are_noticed(own: Path) -> None:
    static_files.collect()
    new = own.with_name("desk.js")
    new.write_text("1")
    assert static_files.are_outdated()
    static_files.collect()
    new.unlink()
    assert static_files.are_outdated()


def test_what_was_collected_by_an_earlier_version_has_no_stamp(own: Path) -> None:
    static_files.collect()
    (own.parent.parent / "static" / static_files.STAMP).unlink()
    assert static_files.are_outdated()
