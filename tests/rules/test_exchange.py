"""Papers of a package: read only when they are exactly what was signed; what is refused says which file."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from samrit.rules.exchange import (
    CHOICES,
    DATAPACKAGE,
    DICTIONARIES,
    FAULTS,
    MANIFEST,
    MOST_LEFT_OUT,
    SETTLING_LABELS,
    CellFault,
    ListedFile,
    Manifest,
    Receipt,
    Settling,
    fingerprint,
    left_out_by,
    read_manifest,
    read_receipt,
    read_receipt_file,
    receipt_as_file,
    refuse_files,
    refuse_key,
    refuse_settling,
)
from samrit.rules.wording import RefusedError

DAY = datetime(2024, 10, 10, 3, 0, tzinfo=UTC)
DIGEST = "ab" * 32
CELLS = f"cells/{DIGEST}.parquet"
FILES = tuple(ListedFile(name, DIGEST, 10) for name in (DATAPACKAGE, *DICTIONARIES))
GOOD = Manifest(
    area="13", generation=4, as_of=DAY, made_at=DAY, book="2567.1", cells=7, signer="0f" * 32,
    site="https://samrit.example.go.th", files=(*FILES, ListedFile(CELLS, DIGEST, 99, 7)),
)  # fmt: skip


def refused(text: str) -> str:
    with pytest.raises(RefusedError) as raised:
        read_manifest(text)
    return raised.value.refusal.code


def changed(**said: object) -> str:
    data = json.loads(GOOD.to_text()) | said
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert read_manifest(GOOD.to_text()) == GOOD


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (changed(format="other"), "package_format"),
        (changed(version=2), "package_format"),
        (changed(schema="samrit-cells-2"), "package_schema"),
        (changed(area="1301"), "package_manifest"),
        (changed(area="../"), "package_manifest"),
        (changed(generation=0), "package_manifest"),
        (changed(generation="4"), "package_manifest"),
        (changed(cells=8), "package_manifest"),
        (changed(cells=True), "package_manifest"),
        (changed(signer="0F" * 32), "package_manifest"),
        (changed(as_of="2024-10-10T03:00:00"), "package_manifest"),
        (changed(more=1), "package_manifest"),
        (changed(files=[]), "package_manifest"),
        (changed(files=[1]), "package_manifest"),
        (GOOD.to_text() + " ", "package_manifest"),
        (json.dumps(json.loads(GOOD.to_text())), "package_manifest"),
        ("[]", "package_manifest"),
        ("", "package_manifest"),
        ("[" * 100_000, "package_manifest"),
    ],
)
def test_anything_else_is_refused(text: str, code: str) -> None:
    assert refused(text) == code


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "cells/x.parquet", "cells/../manifest.json", MANIFEST]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert (
        refused(replace(GOOD, files=(*GOOD.files, ListedFile(name, DIGEST, 1))).to_text())
        == "package_manifest"
    )


def test_each_file_is_held_against_the_manifest() -> None:
    there = {file.name: (file.sha256, file.size) for file in GOOD.files}
    assert refuse_files(GOOD.files, there) is None
    for name in there:
        other = refuse_files(GOOD.files, there | {name: ("cd" * 32, there[name][1])})
        assert other is not None
        assert (other.code, other.message.values["file"]) == ("package_damaged", name)
        missing = refuse_files(GOOD.files, {key: value for key, value in there.items() if key != name})
        assert missing is not None
        assert missing.message.values["file"] == name
    more = refuse_files(GOOD.files, there | {"cells/more.parquet": (DIGEST, 1)})
    assert more is not None
    assert more.code == "package_other_files"


def test_a_receipt_is_read_as_it_was_written() -> None:
    receipt = Receipt(DIGEST, "13", 4, "13-2567-00001", {"cells": 7, "new": 7}, DAY, "0f" * 32)
    assert read_receipt(receipt.to_text()) == receipt
    texts = [receipt.to_text() + " ", "{}", "", receipt.to_text().replace('"new":7', '"new":"7"')]
    spoilt: list[dict[str, Any]] = [
        {"generation": "4"}, {"number": ["x"]}, {"number": "x" * 501}, {"area": 13}, {"counts": {"new": -1}},
        {"left_out": {"births": {"2023": -1}}}, {"at": DAY.replace(year=9999)}, {"at": DAY.replace(tzinfo=None)},
        {"signer": "0F" * 32},
    ]  # fmt: skip
    for given in (*texts, *(replace(receipt, **otherwise).to_text() for otherwise in spoilt)):
        with pytest.raises(RefusedError):
            read_receipt(given)


def test_a_receipt_travels_as_a_file() -> None:
    assert read_receipt_file(receipt_as_file("{}", "ab").encode()) == ("{}", "ab")
    for contents in (b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"text":1,"signature":"ab"}'):
        with pytest.raises(RefusedError):
            read_receipt_file(contents)


def test_what_was_left_out_is_told_by_item_and_period_as_long_as_that_is_few() -> None:
    few = {("births", "2023"): 2, ("births", "2022"): 1}
    assert left_out_by(few) == {"births": {"2022": 1, "2023": 2}}
    many = {("births", str(period)): 1 for period in range(MOST_LEFT_OUT + 1)}
    assert left_out_by(many) == {"births": {"": MOST_LEFT_OUT + 1}}


def test_keys_are_compared_by_people() -> None:
    assert fingerprint("00" * 32) == "6668-7AAD-F862-BD77-6C8F-C18B-8E9F-8E20"
    assert refuse_key("0f" * 32) is None
    for key in ("", "0f" * 31, "zz" * 32):
        found = refuse_key(key)
        assert found is not None
        assert found.code == "partner_key"


@pytest.mark.parametrize("state", list(Settling))
@pytest.mark.parametrize("choice", list(Settling))
def test_one_decision_for_each_difference_with_a_reason(state: Settling, choice: Settling) -> None:
    said = refuse_settling(state, choice, "ตรวจกับต้นฉบับแล้ว")
    assert (said is None) == (state == Settling.OPEN and choice in CHOICES)
    assert refuse_settling(state, choice, " ") is not None


def test_everything_has_its_words() -> None:
    assert set(SETTLING_LABELS) == set(Settling)
    assert {fault: message.code for fault, message in FAULTS.items()} == {one: one.value for one in CellFault}
