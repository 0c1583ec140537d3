"""Scoring of all provinces, explained and exact, beside the same arithmetic in bare floats (the floor for Python)."""

import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from samrit.rules.scoring import from_json, score_framework

PROVINCES, KPIS, RUNS = 76, 40, 5
FLOAT_ERROR = 1e-9  # what bare floats may be off by


def document(seed: int) -> dict[str, Any]:
    """A framework of 40 KPIs in two components, 70 + 30, with results near their targets."""
    chance = random.Random(seed)  # noqa: S311 - figures to compute with, nothing secret
    return {
        "rules": "2567",
        "reweight": "rebase_total",
        "components": [component(chance, "1", 70, 28), component(chance, "2", 30, 12)],
    }


def component(chance: random.Random, number: str, weight: int, kpis: int) -> dict[str, Any]:
    rows = [kpi(chance, str(place), Decimal(weight) / kpis) for place in range(1, kpis + 1)]
    return {"number": number, "weight": str(weight), "assessed": True, "kpis": rows}


def kpi(chance: random.Random, number: str, weight: Decimal) -> dict[str, Any]:
    result = Decimal(chance.randint(9_000, 11_000)) / 100
    return {
        "number": number,
        "weight": str(weight),
        "direction": "up",
        "levels": ["95", "100", "105"],
        "result": str(result),
    }


def ours(documents: list[dict[str, Any]]) -> list[float]:
    totals = []
    for one in documents:
        request = from_json(one)
        total = score_framework(request.rules, request.components, reweight=request.reweight).total
        totals.append(float(total or 0))
    return totals


def bare(documents: list[dict[str, Any]]) -> list[float]:
    return [
        sum(points(one) for part in document["components"] for one in part["kpis"]) for document in documents
    ]


def points(row: dict[str, Any]) -> float:
    basic, standard, advanced = map(float, row["levels"])
    result = float(row["result"])
    if result < basic:
        score = 0.0
    elif result < standard:
        score = 50 + 25 * (result - basic) / (standard - basic)
    elif result < advanced:
        score = 75 + 25 * (result - standard) / (advanced - standard)
    else:
        score = 100.0
    return float(row["weight"]) * score / 100


def seconds(compute: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        compute()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    documents = [document(seed) for seed in range(PROVINCES)]
    widest = max(abs(one - other) for one, other in zip(ours(documents), bare(documents), strict=True))
    if widest > FLOAT_ERROR:
        raise SystemExit(f"the two disagree by {widest}")
    mine, floor = seconds(lambda: ours(documents)), seconds(lambda: bare(documents))
    results = PROVINCES * KPIS
    print(
        f"{results} results, exact and explained   {mine:.3f} s   {results / mine:,.0f} results/s (median of {RUNS})"
    )
    print(f"the same in bare floats, no explanation  {floor:.4f} s   {results / floor:,.0f} results/s")
    print(f"ratio                                    {mine / floor:.0f}")


if __name__ == "__main__":
    main()
