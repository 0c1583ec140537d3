"""A remembered mapping beside a new file: what was renamed, is missing or is new, told instead of guessed."""

from difflib import SequenceMatcher

from samrit.indicators.reading.mapping import Column, Mapping, Means
from samrit.indicators.reading.table import Raw, evened_title
from samrit.rules.wording import Message, say

_ALIKE = 0.6


def differences(remembered: Mapping, raw: Raw) -> tuple[Message, ...]:
    """One sentence for each column that is not where, or not called as, it was; () when the mapping fits as it is."""
    before = {evened_title(column.title): column for column in remembered.columns}
    now = {evened_title(title): place for place, title in enumerate(raw.columns)}
    missing = [column for key, column in before.items() if key not in now and column.means != Means.IGNORED]
    new = {key: place for key, place in now.items() if key not in before and key}
    found: list[Message] = []
    for column in missing:
        renamed = _renamed(column, new)
        if renamed:
            found.append(_told_renamed(column, raw.columns[new.pop(renamed)]))
        else:
            found.append(
                say("mapping_column_missing", "ไม่มีคอลัมน์ “{title}” ที่เคยใช้", title=column.title or "–")
            )
    found += [
        say("mapping_column_new", "มีคอลัมน์ใหม่ “{title}” ที่ยังไม่ได้กำหนดความหมาย", title=raw.columns[place])
        for place in new.values()
    ]
    return (*found, *_moved(before, now), *_twice(raw))


def _renamed(column: Column, new: dict[str, int]) -> str:
    """The new title that is most like the old one, or that stands where it stood."""
    key = evened_title(column.title)
    likely = max(new, key=lambda other: SequenceMatcher(None, key, other).ratio(), default="")
    if likely and SequenceMatcher(None, key, likely).ratio() >= _ALIKE:
        return likely
    return next((other for other, place in new.items() if place == column.place), "")


def _told_renamed(column: Column, title: str) -> Message:
    return say(
        "mapping_column_renamed",
        "ไม่มีคอลัมน์ “{before}” แต่มี “{after}” ซึ่งอาจเป็นคอลัมน์เดียวกันที่เปลี่ยนชื่อ – โปรดยืนยัน",
        before=column.title or "–",
        after=title,
    )


def _moved(before: dict[str, Column], now: dict[str, int]) -> list[Message]:
    """Only when the order changed: columns that came in between move the others along."""
    common = [key for key in before if key in now and key]
    in_order = sorted(common, key=now.__getitem__)
    moved = [
        key
        for key, other in zip(sorted(common, key=lambda key: before[key].place), in_order, strict=True)
        if key != other
    ]
    if not moved:
        return []
    titles = ", ".join(f"“{before[key].title}”" for key in moved[:5])
    return [say("mapping_columns_moved", "คอลัมน์สลับลำดับ: {titles} – จับคู่ตามชื่อ ไม่ใช่ตามลำดับ", titles=titles)]


def _twice(raw: Raw) -> list[Message]:
    keys = [evened_title(title) for title in raw.columns]
    twice = dict.fromkeys(
        title for title, key in zip(raw.columns, keys, strict=True) if key and keys.count(key) > 1
    )
    return [
        say("mapping_title_twice", "มีชื่อคอลัมน์ “{title}” มากกว่าหนึ่งคอลัมน์ – โปรดตรวจ", title=title)
        for title in twice
    ]
