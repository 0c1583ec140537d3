"""The session with the cluster: one in this process, made when something is first asked of it."""

import logging
import threading
from collections.abc import Mapping
from pathlib import Path

from pyspark.sql import SparkSession

# What the answers depend on. How many cores and how much memory an executor takes is the cluster's affair
# (spark-defaults.conf in SPARK_CONF_DIR).
SAME_ANSWERS: Mapping[str, str] = {
    "spark.sql.ansi.enabled": "true",  # a number that does not fit is a fault, never null
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.files.ignoreCorruptFiles": "false",
}
QUIET = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
LEAST_MEMORY = 512  # MB; below it Spark does not start

_one_at_a_time = threading.Lock()


def open_session(master: str, memory: int, scratch: Path) -> SparkSession:
    """The session of this process with the cluster at ``master`` (``spark://host:7077``, ``local[*]``).

    ``memory`` in MB is what the program beside this one may use, ``scratch`` its folder for what does not fit.
    """
    logging.getLogger("py4j").setLevel(logging.WARNING)  # it tells every call to Java
    own = {
        "spark.driver.memory": f"{max(memory, LEAST_MEMORY)}m",
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
    }
    with _one_at_a_time:
        builder = SparkSession.builder.master(master).appName("samrit")
        for name, value in {**SAME_ANSWERS, **QUIET, **own}.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
    return session
