"""Keys for every combination of codes that an item can be broken down by."""

from samrit.indicators.models import Part
from samrit.indicators.queries.items import area_book, part_key, parts_of
from samrit.indicators.queries.terms import combinations_of
from samrit.people.models import Area


def make_parts(*, area: Area | None) -> int:
    """Give a key to what has none yet in this book; how many. Nothing happens where all have one."""
    found = area_book(area)
    broken_down = [entry for entry in found.entries.values() if entry.active and entry.item.by]
    have = parts_of(entry.key for entry in broken_down)
    wanted = [
        Part(item_id=entry.key, codes=codes, key=key)
        for entry in broken_down
        for codes in combinations_of(found.book, entry.item.by)
        if (entry.key, key := part_key(codes)) not in have
    ]
    Part.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=1000)
    return len(wanted)
