"""A sheet of items or villages as rows of text: whichever file it comes in, its columns found by their titles."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from samrit.indicators.item_words import ACTIVE, LABELS
from samrit.indicators.reading import Raw, open_table
from samrit.indicators.reading.table import evened_title, names
from samrit.rules.wording import RefusedError, refuse

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 50_000
CHUNK = 64 * 1024
VILLAGE_TITLES: Mapping[str, tuple[str, ...]] = {
    "code": ("รหัสหมู่บ้าน", "รหัสหมู่บ้าน 8 หลัก", "รหัสพื้นที่", "รหัส", "code", "village code"),
    "name": ("ชื่อหมู่บ้าน", "หมู่บ้าน", "ชื่อ", "name", "village"),
    "name_en": ("ชื่อภาษาอังกฤษ", "ชื่ออังกฤษ", "name_en", "name en", "english name"),
    "valid_from": ("ตั้งแต่", "วันเริ่ม", "วันที่เริ่ม", "ตั้งแต่วันที่", "valid_from", "valid from"),
    "valid_to": ("ถึง", "วันสุดท้าย", "วันสิ้นสุด", "ถึงวันที่", "valid_to", "valid to"),
    "split_from": ("แยกจาก", "แยกจากหมู่บ้าน", "แยกจากรหัส", "split_from", "split from"),
}
VILLAGE_ORDER = tuple(VILLAGE_TITLES)  # of a list without titles
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class SheetRead:
    """``rows``: key → text, with ``row`` as a person counts; ``ignored``: titles that mean nothing here."""

    rows: Rows
    sha256: str
    ignored: tuple[str, ...] = ()


def item_titles() -> Mapping[str, tuple[str, ...]]:
    """Key → its label and itself."""
    return {key: (label, key) for key, label in {**LABELS, **ACTIVE}.items()}


def read_villages(file: BinaryIO, name: str) -> SheetRead:
    """RefusedError when there is no table, or none of villages."""
    return _read(file, name, VILLAGE_TITLES, VILLAGE_ORDER)


def read_items(file: BinaryIO, name: str) -> SheetRead:
    return _read(file, name, item_titles(), ())


def _read(file: BinaryIO, name: str, titles: Mapping[str, Sequence[str]], order: Sequence[str]) -> SheetRead:
    with tempfile.TemporaryDirectory(prefix="samrit-") as folder:
        path, landing = Path(folder) / "sheet", Path(folder) / "landing"
        landing.mkdir()
        digest = _put(file, path, name)
        raw = open_table(path, name=name, landing=landing)
        if raw.rows > MOST_ROWS:
            raise RefusedError(
                refuse("sheet_rows_many", "ตารางยาวเกิน {most} แถว – แบ่งเป็นหลายไฟล์", most=f"{MOST_ROWS:,}")
            )
        keys = _keys(raw, titles, order)
        return SheetRead(_rows(raw, keys), digest, _ignored(raw, keys))


def _put(file: BinaryIO, path: Path, name: str) -> str:
    """SHA-256 of what was sent."""
    found, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise RefusedError(
                    refuse(
                        "sheet_too_large",
                        "ไฟล์ “{name}” ใหญ่เกิน {most} MB – แบ่งเป็นหลายไฟล์ ยังไม่มีอะไรเปลี่ยน",
                        name=name,
                        most=LARGEST // (1024 * 1024),
                    )
                )
            found.update(chunk)
            out.write(chunk)
    return found.hexdigest()


def _keys(raw: Raw, titles: Mapping[str, Sequence[str]], order: Sequence[str]) -> dict[int, str]:
    """Place of a column → its key; the code must be among them, and no key twice."""
    meaning = {evened_title(title): key for key, names_ in titles.items() for title in names_}
    found = {place: meaning.get(evened_title(title), "") for place, title in enumerate(raw.columns)}
    keys = {place: key for place, key in found.items() if key}
    if not any(title.strip() for title in raw.columns) and order:
        keys = dict(enumerate(order[: len(raw.columns)]))
    twice = {key for key in keys.values() if list(keys.values()).count(key) > 1}
    if twice:
        labels = ", ".join(str(titles[key][0]) for key in sorted(twice))
        raise RefusedError(
            refuse("sheet_titles_twice", "มีหัวคอลัมน์ซ้ำ: {titles} – เหลืออย่างละคอลัมน์เดียว", titles=labels)
        )
    if "code" not in keys.values():
        raise RefusedError(
            refuse(
                "sheet_without_code",
                "ไม่พบคอลัมน์ “{title}” – ใส่หัวคอลัมน์ตามแบบฟอร์มที่ดาวน์โหลดได้จากหน้านี้ ยังไม่มีอะไรเปลี่ยน",
                title=titles["code"][0],
            )
        )
    return keys


def _rows(raw: Raw, keys: Mapping[int, str]) -> Rows:
    frame = raw.scan().collect()
    columns = [frame[name].to_list() for name in names(len(raw.columns))]
    numbers = frame["row"].to_list()
    problems = {(one.row, one.column): one.value for one in raw.problems}
    found = []
    for place, number in enumerate(numbers):
        row = {key: str(columns[column][place] or "").strip() for column, key in keys.items()}
        doubtful = [key for column, key in keys.items() if (number, column) in problems]
        if any(row.values()):
            found.append({"row": str(number), **row} | ({"doubtful": ",".join(doubtful)} if doubtful else {}))
    return found


def _ignored(raw: Raw, keys: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(title for place, title in enumerate(raw.columns) if title.strip() and place not in keys)
