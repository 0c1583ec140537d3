"""What of a province is looked at in a round: items with the cells owed by now, the files they stand in, who sent what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils.timezone import localdate

from samrit.evidence.models import Scan
from samrit.indicators.models import Generation, Submission
from samrit.indicators.queries.items import AreaBook, Entry, area_book
from samrit.indicators.queries.linking import Links, links_of
from samrit.indicators.queries.observations import generation_of, path_of, paths, snapshot_of, store
from samrit.indicators.queries.owing import expected, owing
from samrit.indicators.store.port import Dimension, Expected
from samrit.people.models import Agency, Area
from samrit.rules.items import Item
from samrit.rules.periods import Period
from samrit.rules.quality.rounds import periods_due, round_days
from samrit.rules.submitting import State


@dataclass(frozen=True)
class Looked:
    """One item: ``periods`` whose last day for sending is over, the cells ``expected`` of them, who owes them."""

    entry: Entry
    agency: Agency | None
    periods: tuple[Period, ...]
    expected: Expected

    @property
    def item(self) -> Item:
        return self.entry.item


@dataclass(frozen=True)
class Sender:
    """What is known of a submission whose cells count. ``first_on``: the day on which its figures first came.

    A correction of what was accepted came when the first of them did.
    """

    first_on: date
    certified: bool
    proofs: frozenset[str]


@dataclass(frozen=True)
class Review:
    """``first`` … ``last``: the days whose dues are counted; ``last`` is before ``first`` when none of the round is over yet.

    ``present``: items (Item.pk) of which there is anything at all. ``links`` None: nothing is owed to the ministry.
    """

    area: Area
    fiscal_year: int
    months: int
    first: date
    last: date
    book: AreaBook
    items: tuple[Looked, ...]
    generation: Generation | None
    present: frozenset[int]
    links: Links | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        return paths(self.generation.files) if self.generation else ()


def review(area: Area, *, fiscal_year: int, months: int, today: date) -> Review:
    """Of a round (``fiscal_year`` in พ.ศ.; 6, 9, 12 months), as it stands before a day begins."""
    first, end = round_days(fiscal_year, months)
    last = min(end, today - timedelta(days=1))
    found, generation = area_book(area), _generation(area, f"{fiscal_year}-{months}")
    return Review(
        area,
        fiscal_year,
        months,
        first,
        last,
        found,
        tuple(_looked(area, found, first, last)),
        generation,
        _present(generation),
        links_of(area.pk),
    )


def _generation(area: Area, round_ref: str) -> Generation | None:
    """What the round froze; until it did, the newest one."""
    frozen = snapshot_of(area.pk, round_ref)
    return frozen.generation if frozen else generation_of(area.pk)


def _present(generation: Generation | None) -> frozenset[int]:
    """One look instead of one for each of the many items of which nothing was ever sent."""
    if generation is None:
        return frozenset()
    return frozenset(item for (item,) in store().counts(paths(generation.files), [Dimension.ITEM]))


def _looked(area: Area, found: AreaBook, first: date, last: date) -> Iterator[Looked]:
    listed = owing(area)
    for entry in found.entries.values():
        periods = periods_due(entry.item, first, last) if entry.active else ()
        cells = expected(found, entry, periods, listed, last)
        if cells is not None and cells.owed:
            yield Looked(entry, listed.agency_of(entry.item.expects.by), periods, cells)


# ── who sent it ─────────────────────────────────────────────────────────────
_FACTS = (
    "pk", "supersedes", "state", "submitted_at", "uploaded_at", "certified_at", "source", "method", "contact", "file", "size", "scan",
)  # fmt: skip


def senders(area: Area) -> Mapping[int, Sender]:
    """Submission.pk → what is known of it, of all of a province; one query, and a look at each file that counts."""
    rows = {row["pk"]: row for row in Submission.objects.filter(area=area).values(*_FACTS)}
    return {
        key: Sender(_first_on(key, rows), row["certified_at"] is not None, frozenset(_proofs(row)))
        for key, row in rows.items()
        if row["state"] == State.ACCEPTED
    }


def _first_on(key: int, rows: Mapping[int, Mapping[str, object]]) -> date:
    row = rows[key]
    while (before := rows.get(row["supersedes"])) and before["state"] == State.ACCEPTED:  # type: ignore[call-overload]
        row = before
    return localdate(row["submitted_at"] or row["uploaded_at"])  # type: ignore[arg-type]


def _proofs(row: Mapping[str, object]) -> Iterator[str]:
    """``evidence`` is the file as it was submitted, still there and as long as it was."""
    yield from (name for name in ("source", "method", "contact") if row[name])
    path = path_of(str(row["file"]))
    if row["scan"] != Scan.INFECTED and path.exists() and path.stat().st_size == row["size"]:
        yield "evidence"
