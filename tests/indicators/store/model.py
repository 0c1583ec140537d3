"""What a check should answer, cell by cell in plain Python, slow and plain: the rules, and nothing of the store's code."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from samrit.indicators.store.faults import MOST_NAMED
from samrit.indicators.store.port import Key
from samrit.indicators.store.terms import ItemTerms
from samrit.rules.areas import AreaRefusal, Found, find_area, read_code
from samrit.rules.observed import Mark, Status, read_value
from samrit.rules.periods import PeriodRead, read_period
from samrit.rules.wording import Refusal
from tests.indicators.store.terms import ITEMS, MEN, PEOPLE, WOMEN

Said = tuple[Status, Decimal | None, frozenset[Mark]]
Fault = tuple[int, str]  # column, code
PARTS = {"": 0, "รวม": 0, "m": MEN, "ชาย": MEN, "f": WOMEN, "หญิง": WOMEN}
STATUSES: dict[str, tuple[Status | None, frozenset[Mark]]] = {
    "": (None, frozenset()),
    "A": (None, frozenset()),
    "p": (None, frozenset({Mark.PROVISIONAL})),
    "provisional;revised": (None, frozenset({Mark.PROVISIONAL, Mark.REVISED})),
    "รอผล": (Status.NOT_YET, frozenset()),
    "suppressed": (Status.SUPPRESSED, frozenset()),
}


@dataclass
class Expected:
    stored: dict[Key, Said] = field(default_factory=dict)
    rejects: set[tuple[int, int, str]] = field(default_factory=set)
    rows_rejected: set[int] = field(default_factory=set)
    repeated: int = 0
    conflicting: int = 0


def expected(rows: Sequence[Sequence[str]]) -> Expected:
    """Of rows of item, area, period, part, value, status; the first is row 2."""
    found = Expected()
    said: dict[Key, list[tuple[int, Said]]] = defaultdict(list)
    for row, texts in enumerate(rows, 2):
        if not any(texts):
            continue
        answer = _row(*texts)
        if isinstance(answer, list):
            found.rejects |= {(row, column, code) for column, code in answer}
            found.rows_rejected.add(row)
        else:
            said[answer[0]].append((row, answer[1]))
    for key, cells in said.items():
        if len({what for _, what in cells}) == 1:
            found.stored[key] = cells[0][1]
            found.repeated += len(cells) - 1
        else:
            code = "cell_conflict" if len(cells) <= MOST_NAMED else "cell_conflict_many"
            found.rejects |= {(row, 4, code) for row, _ in cells}
            found.rows_rejected |= {row for row, _ in cells}
            found.conflicting += len(cells)
    return found


def _row(*texts: str) -> tuple[Key, Said] | list[Fault]:
    item, area, period, part, value, status = texts
    terms = next((each for each in ITEMS.values() if item.casefold() in {each.code, *each.names}), None)
    place, faults = _area(area, terms)
    if terms is None:
        return [(0, "item_unknown" if item else "item_blank"), *faults]
    when = read_period(period, expects=terms.period)
    if isinstance(when, Refusal):
        faults.append((2, when.code))
    if part not in PARTS:
        faults.append((3, "part_unknown"))
    elif PARTS[part] and terms.id != PEOPLE:
        faults.append((3, "part_not_kept"))
    what = _said(value, status, terms)
    if isinstance(what, tuple) and not faults and isinstance(when, PeriodRead):
        return Key(terms.id, when.period.number, place, PARTS[part]), what
    return [*faults, *(what if isinstance(what, list) else [])]


def _area(area: str, terms: ItemTerms | None) -> tuple[int, list[Fault]]:
    if not area:
        return 0, [(1, "area_blank")]
    place: Found | AreaRefusal = find_area(area) if area.isalpha() else read_code(area)
    if isinstance(place, Refusal):
        return 0, [(1, place.code)]
    if not place.area.code.startswith("20"):
        return 0, [(1, "area_outside")]
    if terms and terms.levels and place.area.level not in terms.levels:
        return 0, [(1, "area_not_of_item")]
    return int(place.area.code), []


def _said(value: str, status: str, item: ItemTerms) -> Said | list[Fault]:
    read = read_value(value, unit=item.unit)
    code = read.code if isinstance(read, Refusal) else _out_of_bounds(read.value, item)
    if isinstance(read, Refusal) or code:
        return [(4, code)]
    if status not in STATUSES:
        return [(5, "status_unknown")]
    beside, marks = STATUSES[status]
    if read.status is not Status.BLANK and beside not in {None, read.status}:
        return [(4, "status_contradicts")]
    if read.status is Status.VALUE:
        return Status.VALUE, read.value, marks | frozenset(read.marks)
    return (beside if read.status is Status.BLANK and beside else read.status), None, frozenset()


def _out_of_bounds(value: Decimal | None, item: ItemTerms) -> str:
    if value is None:
        return ""
    if item.least is not None and value < item.least:
        return "cell_below"
    if item.most is not None and value > item.most:
        return "cell_above"
    if value != round(value, item.decimals):
        return "cell_decimals" if item.decimals else "cell_not_whole"
    return ""
