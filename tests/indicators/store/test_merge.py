"""What is current after a submission is accepted: the newest cell of each key, and old files untouched."""

from decimal import Decimal
from pathlib import Path

import pytest

from samrit.indicators.store.cells import KEY
from samrit.indicators.store.port import EVERYTHING, Key, ObservationStore, Written
from samrit.rules.observed import Status
from tests.indicators.store.terms import INCOME, PEOPLE, SHARE, Check


def paths(files: tuple[Path | Written, ...]) -> list[Path]:
    return [file if isinstance(file, Path) else file.path for file in files]


def test_the_newest_cell_of_each_key_is_current(store: ObservationStore, check: Check, into: Path):
    first = check(["people,2001,2567,,1,", "people,2002,2567,,2,", "income,20,2567,,3,"], submission=1)
    now = store.merge([], [file.path for file in first.good], into)
    assert now == tuple(file.path for file in first.good)  # nothing to be put together
    second = check(["people,2002,2567,,,", "people,2003,2567,,4,"], submission=2)
    later = store.merge(paths(now), [file.path for file in second.good], into)
    assert [
        (cell.key, cell.status, cell.value, cell.submission) for cell in store.table(paths(later), EVERYTHING)
    ] == [
        (Key(PEOPLE, 2024, 2001), Status.VALUE, Decimal(1), 1),
        (Key(PEOPLE, 2024, 2002), Status.BLANK, None, 2),  # a blank that was sent takes the figure's place
        (Key(PEOPLE, 2024, 2003), Status.VALUE, Decimal(4), 2),
        (Key(INCOME, 2024, 20), Status.VALUE, Decimal(3), 1),
    ]
    assert [cell.value for cell in store.series(paths(now), PEOPLE, 2002)] == [Decimal(2)]  # as it was
    assert store.merge(paths(later), [], into) == tuple(paths(later))


def test_files_are_named_by_their_digest_and_sorted(store: ObservationStore, check: Check, into: Path):
    found = check(["share,2001,2/2567,,2,", "share,2001,1/2567,,1,", "people,20,2567,,1,"])
    (file,) = found.good
    again = check(["people,20,2567,,1,", "share,2001,1/2567,,1,", "share,2001,2/2567,,2,"])
    assert file.name == f"{file.sha256}.parquet"
    assert file.size == file.path.stat().st_size
    keys = [cell.key for cell in store.table([again.good[0].path], EVERYTHING)]
    assert keys == sorted(keys)
    assert list(KEY) == list(Key._fields)
    assert not list(into.glob("*.part"))


def test_untouched_files_stay(embedded: ObservationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Large files without an item of the submission are not written again."""
    from samrit.indicators.store.embedded import merging  # noqa: PLC0415 - the other engine has none of it
    from tests.indicators.store.test_questions import NOW, written  # noqa: PLC0415

    monkeypatch.setattr(merging, "_SMALL", 0)
    people = written([row for row in NOW if row[0] == PEOPLE], tmp_path / "people.parquet")
    income = written([row for row in NOW if row[0] == INCOME], tmp_path / "income.parquet")
    share = written([row for row in NOW if row[0] == SHARE], tmp_path / "share.parquet")
    newer = written([(INCOME, 2024, 2001, 0, Status.VALUE, 0, Decimal(9))], tmp_path / "newer.parquet")
    found = embedded.merge([people, income], [newer, share], tmp_path / "into")
    assert (found[0], found[2]) == (people, share)
    assert isinstance(found[1], Written)
    assert [cell.value for cell in embedded.series([found[1].path], INCOME, 2001)] == [
        Decimal("0.000000000001"),
        Decimal(9),
    ]
