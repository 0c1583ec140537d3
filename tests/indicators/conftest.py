"""What the tests of the provincial database share."""

import os
from collections.abc import Iterator

import pytest

from tests.indicators import cluster


@pytest.fixture(scope="session")
def spark_master() -> Iterator[str]:
    """The address of a real cluster: one master, two workers.

    A run that promises it (REQUIRE_SPARK, in .ci/run) fails without Java or pyspark; any other one skips and says why.
    """
    if reason := cluster.missing():
        (pytest.fail if os.environ.get("REQUIRE_SPARK") else pytest.skip)(reason)
    with cluster.joined() as address:
        yield address
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

        if session := SparkSession.getActiveSession():
            session.stop()
