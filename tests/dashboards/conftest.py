"""Files of open data are kept beside the data; keys of rows begin anew in each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def no_kept_files() -> Iterator[None]:
    yield
    shutil.rmtree(Path(settings.DATA_DIR) / "open-data", ignore_errors=True)
