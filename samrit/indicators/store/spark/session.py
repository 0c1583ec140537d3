"""The session with the cluster: one in this process, made when something is first asked of it."""

import logging
import threading
import warnings
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.sql import SparkSession

from samrit.indicators.store.port import UnreadableFilesError

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


class ClusterAwayError(UnreadableFilesError):
    """The cluster does not answer, so no file can be read. The next question tries again."""


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
        if is_lost():
            _forget()
        builder = SparkSession.builder.master(master).appName("samrit")
        for name, value in {**SAME_ANSWERS, **QUIET, **own}.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
    return session


def is_lost() -> bool:
    """Whether there was a session, and the cluster has ended it or its program has died."""
    context = SparkContext._active_spark_context  # noqa: SLF001 - pyspark has no other name for it
    return context is not None and (_has_died() or context._jsc is None or context._jsc.sc().isStopped())  # noqa: SLF001


def _has_died() -> bool:
    gateway = SparkContext._gateway  # noqa: SLF001
    return gateway is not None and gateway.proc.poll() is not None


def _forget() -> None:
    """Let pyspark make everything anew; of itself it would keep what is lost for ever."""
    died, gateway = _has_died(), SparkContext._gateway  # noqa: SLF001
    with warnings.catch_warnings(), suppress(Py4JError, OSError):
        warnings.simplefilter("ignore")  # "unable to cleanly shut down": it is gone
        SparkContext._active_spark_context.stop()  # noqa: SLF001
    SparkContext._active_spark_context = SparkSession._instantiatedSession = None  # noqa: SLF001
    if died:
        with suppress(Py4JError, OSError):
            gateway.shutdown()
        gateway.proc.stdin.close()
        SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
