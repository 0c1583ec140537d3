"""What a submission of a province is checked against."""

from collections.abc import Mapping
from datetime import datetime
from itertools import product

from samrit.indicators.queries.items import AreaBook, area_book, part_key, parts_of
from samrit.indicators.queries.places import village_areas
from samrit.indicators.store.terms import ItemTerms, Terms
from samrit.people.models import Area
from samrit.rules.areas import LEVELS, area_by_code
from samrit.rules.items import Book, CodeList
from samrit.rules.units import read_unit


def terms(area: Area, at: datetime | None = None) -> Terms:
    """Items, areas, code lists and parts of a province. ``actions.items.make_parts`` comes before."""
    found = area_book(area, at)
    used = {code: entry for code, entry in found.entries.items() if entry.active}
    more = village_areas(area.pk)
    by_code = {one.code: one for one in more}
    return Terms(
        items={entry.key: item_terms(found, code) for code, entry in used.items()},
        known_area=lambda code: by_code.get(code) or area_by_code(code),
        more_areas=more,
        within=area.pk,
        lists={name: _texts(codes) for name, codes in found.book.lists.items()},
        parts=part_numbers(found),
    )


def item_terms(found: AreaBook, code: str) -> ItemTerms:
    """Of one entry that is used."""
    entry, book = found.entries[code], found.book
    item = entry.item
    return ItemTerms(
        id=entry.key,
        code=code,
        unit=read_unit(book.unit_text(item)),
        period=item.period,
        levels=tuple(level for level in LEVELS if level.depth <= item.level.depth),
        least=item.least,
        most=item.most,
        decimals=item.decimals,
        lists=item.by,
        names=tuple(dict.fromkeys((item.name, item.name_en))),
    )


def _texts(codes: CodeList) -> Mapping[str, str]:
    """What may stand in a cell → code; a name that two codes share means neither."""
    names: dict[str, str] = {}
    shared: set[str] = set()
    for code in codes.codes:
        for name in {code.name, code.name_en} - {code.code}:
            if names.setdefault(name, code.code) != code.code:
                shared.add(name)
    plain = {name: code for name, code in names.items() if name not in shared}
    return plain | {code.code: code.code for code in codes.codes}


def combinations_of(book: Book, lists: tuple[str, ...]) -> list[dict[str, str]]:
    """Every combination of codes of the lists, some of them left out too; without the total."""
    options = [[("", ""), *((name, code.code) for code in book.lists[name].codes)] for name in lists]
    found = [{name: code for name, code in chosen if name} for chosen in product(*options)]
    return [codes for codes in found if codes]


def part_numbers(found: AreaBook) -> dict[tuple[int, tuple[str, ...]], int]:
    """(Item.pk, a code for each of its lists, "" for the total of that list) → Part.pk; one query."""
    broken_down = [entry for entry in found.entries.values() if entry.active and entry.item.by]
    numbers = parts_of(entry.key for entry in broken_down)
    return {
        (entry.key, tuple(codes.get(name, "") for name in entry.item.by)): number
        for entry in broken_down
        for codes in combinations_of(found.book, entry.item.by)
        if (number := numbers.get((entry.key, part_key(codes)))) is not None
    }
