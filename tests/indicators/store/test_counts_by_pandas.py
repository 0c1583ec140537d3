"""A dirty file counted by another program: pandas, with nothing of ours but the file."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.observations.data import ITEMS, LEAST, MOST, YEARS, item_codes, make, village_codes
from benchmarks.observations.ours import MAPPING, terms
from samrit.indicators.reading import open_table
from samrit.indicators.store.port import Dimension, Expected, ObservationStore

AREAS = 60


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("sent") / "sent.csv", areas=AREAS).path


def test_counts_agree_with_pandas(store: ObservationStore, file: Path, tmp_path: Path):
    raw = open_table(file, name=file.name, landing=tmp_path)
    found = store.check(raw, MAPPING, terms(AREAS), tmp_path, submission=1)
    sent = pd.read_csv(file, dtype=str, keep_default_na=False)
    number = pd.to_numeric(sent["value"], errors="coerce")
    said = sent["value"].isin(["", "-", "ไม่มีข้อมูล", "n.d."])
    faults = {
        "area_unknown_code": ~sent["area"].isin(village_codes(AREAS).astype(str)),
        "item_unknown": ~sent["item"].isin(item_codes()),
        "observed_unreadable": number.isna() & ~said,
        "cell_below": number < float(LEAST),
        "cell_above": number > float(MOST),
    }
    faults["observed_unreadable"] &= ~faults["item_unknown"]
    faults["cell_below"] &= ~faults["item_unknown"]
    bad = np.logical_or.reduce(list(faults.values()))
    keys = sent[~bad].groupby(["item", "area", "period"])["value"]
    differ = keys.transform("nunique") > 1
    assert found.by_reason == {
        **{code: int(flags.sum()) for code, flags in faults.items() if flags.any()},
        "cell_conflict": int(differ.sum()),
    }
    assert found.rows_in == found.rows_accepted + found.rows_rejected == len(sent)
    assert found.rows_rejected == int(bad.sum() + differ.sum())
    assert found.repeated == int(sent[~bad][~differ].duplicated(["item", "area", "period"]).sum())
    assert found.by_status == _statuses(sent[~bad][~differ]["value"])


def _statuses(values: pd.Series) -> dict[str, int]:
    words = {"": "blank", "-": "dash", "ไม่มีข้อมูล": "no_data", "n.d.": "no_data"}
    return values.map(lambda text: words.get(text, "value")).value_counts().to_dict()


def test_completeness_agrees_with_pandas(store: ObservationStore, file: Path, tmp_path: Path):
    raw = open_table(file, name=file.name, landing=tmp_path)
    found = store.check(raw, MAPPING, terms(AREAS), tmp_path, submission=1)
    files = [each.path for each in found.good]
    areas, periods = tuple(village_codes(AREAS).tolist()), tuple(year - 543 for year in YEARS)
    given = store.completeness(files, [Expected(item, areas, periods) for item in range(1, ITEMS + 1)])
    cells = pd.concat([pd.read_parquet(path, columns=["item", "status"]) for path in files])
    assert [dict(each.by_status) for each in given] == [
        _by_status(group) for _, group in cells.groupby("item")
    ]
    assert store.counts(files, [Dimension.ITEM]) == {
        (item,): count for item, count in cells["item"].value_counts().items()
    }


def _by_status(cells: pd.DataFrame) -> dict[str, int]:
    names = {0: "value", 1: "blank", 2: "dash", 3: "no_data"}
    return {names[number]: int(count) for number, count in cells["status"].value_counts().items()}
