"""From what was read and settled to the terms of a draft: names corrected, numbers made unique, owners mapped."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from samrit.letters.models import Finding
from samrit.rules.framework import ComponentTerms, GroupTerms, KpiTerms
from samrit.rules.thai import thai_date

Read = Mapping[str, Any]  # a part of the reading, in the shape of `samrit read_letter --json`
Corrections = Sequence[tuple[str, str]]
NAMES = {"near_known_name", "field_unsure"}  # findings whose readings are names or words of names


def corrections(findings: Iterable[Finding]) -> Corrections:
    """(as read, as settled) for every misread name, the longest first: a word may stand inside a name."""
    pairs = {
        (str(one.readings[0]), one.chosen)
        for one in findings
        if one.code in NAMES and one.chosen and one.readings and one.chosen != one.readings[0]
    }
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))


def source_of(reading: Read, findings: Iterable[Finding]) -> str:
    """``ที่ ปท 0017.2/ว 123 ลงวันที่ 3 เมษายน 2567`` – the first letter with a number, as settled; "" without one."""
    letter = next((letter for letter in reading["letters"] if letter["number"]), None)
    if letter is None:
        return ""
    settled = [
        one for one in findings if one.chosen and one.code in {"letter_two_numbers", "letter_two_dates"}
    ]
    dated = thai_date(date.fromisoformat(letter["date"])) if letter["date"] else ""
    number, dated = _as_settled(letter["number"], settled), _as_settled(dated, settled)
    return f"ที่ {number}{f' ลงวันที่ {dated}' if dated else ''}"[:300]


def _as_settled(read: str, findings: Iterable[Finding]) -> str:
    return next((one.chosen for one in findings if read in one.readings), read)


def owner_wordings(framework: Read) -> list[str]:
    """Every owner as the letter writes it, each once, in the letter's order."""
    return list(dict.fromkeys(owner for kpi in _kpis(framework) for owner in kpi["owners"]))


def _kpis(framework: Read) -> Iterator[Read]:
    for component in framework["components"]:
        for group in component["groups"]:
            yield from group["kpis"]


def terms_of(framework: Read, *, owners: Mapping[str, int], corrected: Corrections) -> list[ComponentTerms]:
    """``owners``: the letter's wording → the agency's key."""
    components: list[ComponentTerms] = []
    for component in framework["components"]:
        taken = {one.number for one in components}
        components.append(
            ComponentTerms(
                _component_number(component["number"], taken),
                _name(component["name"], corrected) or "ตัวชี้วัด",
                _weight(component["weight"]),
                component["assessed"],
                _groups(component["groups"], owners, corrected),
            )
        )
    return components


def _component_number(read: str | None, taken: set[int]) -> int:
    """As printed; the next free one when the letter has none, no whole one, or one twice."""
    number = int(read) if read and read.isdecimal() else 0
    return number if number and number not in taken else max(taken, default=0) + 1


def _groups(
    groups: Sequence[Read], owners: Mapping[str, int], corrected: Corrections
) -> tuple[GroupTerms, ...]:
    taken: set[str] = set()
    made = []
    for group in groups:
        kpis = tuple(_kpi(kpi, taken, owners, corrected) for kpi in group["kpis"])
        made.append(GroupTerms((group["number"] or "")[:20] or None, _name(group["name"], corrected), kpis))
    return tuple(made)


def _kpi(kpi: Read, taken: set[str], owners: Mapping[str, int], corrected: Corrections) -> KpiTerms:
    keys = tuple(dict.fromkeys(owners[wording] for wording in kpi["owners"] if wording in owners))
    return KpiTerms(
        _kpi_number(kpi["number"], taken),
        _name(kpi["name"], corrected) or "",
        _weight(kpi["weight"]),
        keys,
        tuple(
            KpiTerms("", _name(part["name"], corrected) or "", _weight(part["weight"]))
            for part in kpi["parts"]
        ),
    )


def _kpi_number(read: str | None, taken: set[str]) -> str:
    """As printed; a number that the component has already gets a mark, so that both are kept apart."""
    printed = (read or "").strip(". ")[:14] or str(len(taken) + 1)
    number, again = printed, 2
    while number in taken:
        number, again = f"{printed} ({again})", again + 1
    taken.add(number)
    return number


def _name(read: str | None, corrected: Corrections) -> str | None:
    """The name with every settled reading in place; a name that is right already stays."""
    if read is None:
        return None
    for wrong, right in corrected:
        if right not in read:
            read = read.replace(wrong, right)
    return read


def _weight(read: str | None) -> Decimal | None:
    return None if read is None else Decimal(read)
