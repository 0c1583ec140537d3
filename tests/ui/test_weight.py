"""What a first view weighs on the wire, without fonts."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings

LIMIT = 100 * 1024
WITHOUT_FONTS = re.compile(r'(?:src|href)="/static/([^"#]+?\.(?:css|js|svg))["#]')


def wire(data: bytes) -> int:
    return len(gzip.compress(data, 9))


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.addresses")
@pytest.mark.parametrize("address", ["/accounts/login/", "/ui/"])
def test_a_first_view_weighs_less_than_100_kb(address: str) -> None:
    html = Client(headers={"host": "localhost"}).get(address).content
    weights = {"page": wire(html)}
    for name in sorted(set(WITHOUT_FONTS.findall(html.decode()))):
        found = finders.find(name)
        assert found is not None, name
        weights[name] = wire(Path(found).read_bytes())
    print(  # noqa: T201 - the figures are wanted, `pytest -s` shows them
        f"\n{address}: {sum(weights.values()):,} bytes",
        *(f"  {size:>7,}  {name}" for name, size in weights.items()),
        sep="\n",
    )
    assert sum(weights.values()) < LIMIT


def test_collecting_static_files_finds_every_reference(tmp_path: Path) -> None:
    """The manifest refuses a style sheet that points at a file that is not there."""
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={"staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
    assert (tmp_path / "samrit" / "standalone.css").exists()
