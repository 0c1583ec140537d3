"""Who owes which cells of an item by when. Periods are handed in by their last day: how they are read is elsewhere."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from samrit.rules.areas import AreaLevel
from samrit.rules.items.kinds import Book, Item, Owes
from samrit.rules.thai import BUDDHIST_ERA

Codes = Mapping[str, str]  # list → code; empty: the total


def due_on(item: Item, period_end: date) -> date:
    """The last day on which a figure of the period that ends then is in time."""
    return period_end + timedelta(days=item.expects.due_days)


def owes(item: Item, level: AreaLevel, code: str, period_end: date) -> bool:
    """Whether an area (its code) owes the item for the period; where only listed areas do, the office's list says more."""
    return (
        level is item.expects.level
        and period_end.year + BUDDHIST_ERA >= item.expects.since
        and not any(code.startswith(left_out) for left_out in item.expects.without)
    )


def owed_by(book: Book, owner: str) -> tuple[Item, ...]:
    """The items that a kind of agency owes."""
    return tuple(item for item in book.items.values() if item.expects.by == owner)


def combinations(book: Book, item: Item) -> Iterator[Codes]:
    """The cells owed of one area and period: ``{}`` is the total. Of places, those the book knows itself."""
    if item.expects.cells is not Owes.EACH:
        yield {}
    if item.expects.cells is not Owes.TOTAL:
        lists = [[code.code for code in book.lists[each].codes] for each in item.by]
        yield from (dict(zip(item.by, codes, strict=True)) for codes in product(*lists))
