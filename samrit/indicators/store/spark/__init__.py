"""The observations asked of an Apache Spark cluster that reads the same files: the only place that knows pyspark."""

from samrit.indicators.store.spark.engine import SparkStore

__all__ = ["SparkStore"]
