"""What becomes of a dirty file, counted a second time by an independent script (pandas), to the cell."""

import random
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import samrit.rules.areas
from samrit.indicators.queries.observations import paths, store
from samrit.indicators.reading import Column, Mapping, Means
from samrit.indicators.store.port import EVERYTHING
from tests.indicators.submitting import examined, received
from tests.world import make_people

pytestmark = pytest.mark.django_db
RICE = Mapping(
    columns=(Column(0, "ตำบล", Means.AREA), Column(1, "ปี", Means.PERIOD), Column(2, "ไร่", Means.VALUE)),
    item="rice_planted_area",
).to_json()
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
DIRT = ("", "-", "ไม่มีข้อมูล", "0", "abc", "-5", "6000001", "#REF!", "1.2.3", "12 ตัน")


def subdistricts() -> list[str]:
    """The codes of the province's subdistricts, read from the data file itself."""
    file = next(Path(samrit.rules.areas.__file__).parent.glob("*.tsv"))
    codes = pd.read_csv(file, sep="\t", dtype=str, header=None, comment="#")[0]
    return sorted(code for code in codes if code.startswith("13") and len(code) == 6)


def a_dirty_file() -> str:
    dice = random.Random(20567)  # noqa: S311 - the same file each time
    lines = ["ตำบล,ปี,ไร่"]
    for area in subdistricts()[:40]:
        for year in range(2550, 2570):
            number = f"{dice.randrange(1, 5_000_000) / 100:,.2f}"
            value = dice.choice(DIRT) if dice.random() < 0.1 else number
            if dice.random() < 0.1:
                value = value.translate(THAI)
            code = "139999" if dice.random() < 0.02 else area
            when = str(dice.choice((year, year, year - 543))) if dice.random() < 0.97 else "ปีนี้"
            lines.append(f'{code},{when},"{value}"')
            if dice.random() < 0.05:
                lines.append(f'{code},{when},"{value}"')  # once more
            if dice.random() < 0.03:
                lines.append(f'{code},{when},"{dice.randrange(1000)}.25"')  # once more, and something else
    return "\n".join(lines) + "\n"


def counted_by_pandas(
    text: str, folder: Path
) -> tuple[dict[str, int], dict[str, int], dict[tuple[int, int], Decimal]]:
    """Counts, statuses of what is accepted, and the figures by subdistrict and year (ค.ศ.)."""
    path = folder / "dirty.csv"
    path.write_text(text, encoding="utf-8")
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    plain = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
    table["ไร่"] = table["ไร่"].map(lambda cell: cell.translate(plain).replace(",", ""))
    number = table["ไร่"].str.fullmatch(r"\d+(\.\d+)?")
    figures = table["ไร่"].where(number).map(lambda cell: Decimal(cell) if isinstance(cell, str) else None)
    words = {"": "blank", "-": "dash", "ไม่มีข้อมูล": "no_data"}
    table["status"] = table["ไร่"].map(words).fillna("").where(~number, "value")
    in_range = figures.map(lambda value: value is None or value <= 6_000_000)
    known = table["ตำบล"].isin(subdistricts()) & table["ปี"].str.fullmatch(r"\d{4}")
    good = known & (table["status"] != "") & in_range
    year = table["ปี"].where(good, "0").astype(int)
    table["year"] = year.where(year < 2400, year - 543)
    table["said"] = table["ไร่"].where(~number, figures.map(str))
    keys = table[good].groupby(["ตำบล", "year"])
    conflict = keys["said"].transform("nunique") > 1
    accepted = table[good][~conflict]
    stored = accepted.drop_duplicates(["ตำบล", "year"])
    counts = {
        "rows_in": len(table),
        "rows_accepted": len(accepted),
        "rows_rejected": len(table) - len(accepted),
        "repeated": len(accepted) - len(stored),
        "conflicting": int(conflict.sum()),
    }
    values = stored[stored["status"] == "value"]
    return (
        counts,
        accepted["status"].value_counts().to_dict(),
        {
            (int(area), int(when)): Decimal(said)
            for area, when, said in values[["ตำบล", "year", "said"]].itertuples(index=False)
        },
    )


def test_the_counts_are_those_of_an_independent_script(tmp_path: Path) -> None:
    world, text = make_people(), a_dirty_file()
    found = examined(received(world, text.encode("cp874"), name="ข้าว.csv"), mapping=RICE)
    counts, statuses, figures = counted_by_pandas(text, tmp_path)
    assert {name: found.counts[name] for name in counts} == counts
    assert counts["rows_in"] == counts["rows_accepted"] + counts["rows_rejected"]
    assert min(counts.values()) > 0
    assert {name: count for name, count in found.counts["by_status"].items() if count} == statuses
    cells = store().table(paths(found.good), EVERYTHING)
    assert len(cells) == counts["rows_accepted"] - counts["repeated"]
    assert {(one.key.area, one.key.period): one.value for one in cells if one.value is not None} == figures
    assert found.rejects["rows"] >= counts["rows_rejected"]
