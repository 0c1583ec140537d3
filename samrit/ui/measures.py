"""What is counted of this process, for Prometheus. No label comes from a visitor: names of addresses, known methods, hundreds of statuses."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

REGISTRY = CollectorRegistry()
for _collector in (ProcessCollector, PlatformCollector, GCCollector):
    _collector(registry=REGISTRY)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("samrit_requests", "Requests answered", ("method", "route", "status"), registry=REGISTRY)
SECONDS = Histogram(
    "samrit_request_seconds", "Seconds to the answer, by room", ("room",), buckets=BUCKETS, registry=REGISTRY
)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method if method in METHODS else "other", route, f"{status // 100}xx").inc()
    SECONDS.labels(route.partition(":")[0] if ":" in route else "site").observe(seconds)
