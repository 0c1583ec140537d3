"""กลุ่มจังหวัด – which provinces plan together (data: ``clusters.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Cluster:
    """``code`` stands in addresses; ``provinces`` are TIS 1099 codes, in code order."""

    code: str
    th: str
    en: str
    provinces: tuple[str, ...]


@cache
def clusters() -> tuple[Cluster, ...]:
    """All 18, in the order of the announcement."""
    text = resources.files(__package__).joinpath("clusters.toml").read_text(encoding="utf-8")
    return tuple(
        Cluster(**{**row, "provinces": tuple(row["provinces"])}) for row in tomllib.loads(text)["clusters"]
    )


def cluster_by_code(code: str) -> Cluster | None:
    return next((cluster for cluster in clusters() if cluster.code == code), None)


def cluster_of(province: str) -> Cluster | None:
    """The cluster of a province (TIS code); Bangkok has none."""
    return next((cluster for cluster in clusters() if province in cluster.provinces), None)
