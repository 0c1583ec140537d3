"""The whole nation scored again: from documents to totals, exact and explained, beside one vectorised pass in floats.

The pass (Polars, one thread) knows the same targets, directions, steps, reasons and re-weighting and gives totals only:
no digits beyond a float's, no sentence. It is the limit for this arithmetic on one core, not a rival. Seconds are those of one core, whatever else the machine does.
"""

import os

os.environ["POLARS_MAX_THREADS"] = "1"  # both on one core

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from samrit.rules.scoring import from_json, score_framework, to_json
from samrit.rules.wording import Message

KPIS = 40
SIZES = {  # name → frameworks (places × rounds × years)
    "76 provinces × 2 rounds × 10 years": 76 * 2 * 10,
    "7,850 local governments × 2 rounds": 7850 * 2,
}
FLOAT_ERROR = 1e-9  # what a float may be off by
CHANGES = 20
DOWN, STEP = 0.25, 0.1  # shares of the KPIs
Row = tuple[int, float, float, float, float, bool, bool, float | None, bool]
COLUMNS = ("framework", "weight", "basic", "standard", "advanced", "down", "step", "result", "leaves")


@dataclass
class Measured:
    frameworks: int = 0
    seconds: float = 0.0
    totals: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    explained: int = 0  # sentences


def document(seed: int) -> dict[str, Any]:
    """Two components, 70 + 30; both directions, a tenth step by step, some without a number."""
    chance = random.Random(seed)  # noqa: S311 - figures to compute with, nothing secret
    parts = (("1", 70, 28), ("2", 30, 12))
    return {
        "rules": "2567",
        "reweight": "rebase_total",
        "components": [
            {
                "number": number, "weight": str(weight), "assessed": True,
                "kpis": [kpi(chance, str(place), Decimal(weight) / count) for place in range(1, count + 1)],
            }
            for number, weight, count in parts
        ],
    }  # fmt: skip


def kpi(chance: random.Random, number: str, weight: Decimal) -> dict[str, Any]:
    down, step = chance.random() < DOWN, chance.random() < STEP
    missing = chance.choices((None, "no_data", "not_applicable"), (94, 3, 3))[0]
    return {
        "number": number,
        "weight": str(weight),
        "direction": "down" if down else "up",
        "interpolate": "step" if step else "linear",
        "levels": ["105", "100", "95"] if down else ["95", "100", "105"],
        "result": None if missing else str(Decimal(chance.randint(9_000, 11_000)) / 100),
        "missing": missing,
    }


def rows_of(framework: int, made: dict[str, Any]) -> Iterator[Row]:
    for part in made["components"]:
        for row in part["kpis"]:
            basic, standard, advanced = map(float, row["levels"])
            yield (
                framework, float(row["weight"]), basic, standard, advanced, row["direction"] == "down",
                row["interpolate"] == "step", None if row["result"] is None else float(row["result"]),
                row["missing"] == "not_applicable",
            )  # fmt: skip


def ours(made: dict[str, Any]) -> dict[str, Any]:
    """From the document to the answer that is stored: totals, points, and every sentence."""
    request = from_json(made)
    return to_json(
        score_framework(request.rules, request.components, reweight=request.reweight), Message.to_data
    )


def measured(frameworks: int) -> Measured:
    """Making the documents is not timed."""
    found = Measured(frameworks)
    for seed in range(frameworks):
        made = document(seed)
        found.rows.extend(rows_of(seed, made))
        begun = time.process_time()
        answer = ours(made)
        found.seconds += time.process_time() - begun
        found.totals.append(float(answer["total"]))
        found.explained += len(answer["steps"]) + sum(len(one["steps"]) for one in answer["kpis"])
    return found


def vectorised(table: pl.DataFrame) -> list[float]:
    """One pass over the columns."""
    sign = pl.when(pl.col("down")).then(-1.0).otherwise(1.0)
    result, basic, standard, advanced = (
        pl.col(name) * sign for name in ("result", "basic", "standard", "advanced")
    )
    lower = 50 + pl.when("step").then(0.0).otherwise(25 * (result - basic) / (standard - basic))
    upper = 75 + pl.when("step").then(0.0).otherwise(25 * (result - standard) / (advanced - standard))
    score = (
        pl.when(result.is_null() | (result < basic)).then(0.0)
        .when(result < standard).then(lower)
        .when(result < advanced).then(upper)
        .otherwise(100.0)
    )  # fmt: skip
    weight = pl.when("leaves").then(0.0).otherwise(pl.col("weight"))
    return (
        table.lazy()
        .select("framework", points=weight * score, counted=weight)
        .group_by("framework", maintain_order=True)
        .agg(pl.col("points").sum(), pl.col("counted").sum())
        .select(pl.col("points") / pl.col("counted"))
        .collect()
        .to_series()
        .to_list()
    )


def seconds(compute: Any, runs: int) -> float:
    times = []
    for _ in range(runs):
        begun = time.process_time()
        compute()
        times.append(time.process_time() - begun)
    return sorted(times)[runs // 2]


def report(name: str, found: Measured) -> None:
    table = pl.DataFrame(found.rows, schema=list(COLUMNS), orient="row")
    widest = max(abs(one - other) for one, other in zip(found.totals, vectorised(table), strict=True))
    if widest > FLOAT_ERROR:
        raise SystemExit(f"the two disagree by {widest}")
    limit, results = seconds(lambda: vectorised(table), 5), found.frameworks * KPIS
    print(f"{name}: {results:,} results in {found.frameworks:,} frameworks")
    print(
        f"  exact and explained     {found.seconds:.1f} s   {results / found.seconds:,.0f} results/s of one core"
    )
    print(f"                          {found.explained:,} sentences of explanation")
    print(
        f"  one vectorised pass     {limit:.4f} s   {results / limit:,.0f} results/s, floats, nothing explained"
    )
    print(f"  ratio                   {found.seconds / limit:,.0f}")
    print(f"  widest difference       {widest:.1e} points")


def one_change(frameworks: int) -> None:
    """A corrected result: its own framework is scored again, no other."""
    times = []
    for seed in range(CHANGES):
        made = document(seed)
        made["components"][0]["kpis"][0] |= {"result": "100", "missing": None}
        begun = time.process_time()
        ours(made)
        times.append(time.process_time() - begun)
    middle = sorted(times)[CHANGES // 2]
    print(
        f"one result changed: 1 of {frameworks:,} frameworks scored again, {middle * 1000:.1f} ms (median of {CHANGES})"
    )


def main() -> None:
    for name, frameworks in SIZES.items():
        report(name, measured(frameworks))
    one_change(max(SIZES.values()))


if __name__ == "__main__":
    main()
