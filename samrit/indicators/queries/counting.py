"""How many cells of each item are there, in time, certified, proven and without open findings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samrit.indicators.queries.observations import store
from samrit.indicators.queries.review import Looked, Review, Sender, senders
from samrit.indicators.store.port import Choice, Dimension
from samrit.rules.items import due_on
from samrit.rules.observed import Status
from samrit.rules.periods import Period
from samrit.rules.quality import Counts, Severity
from samrit.rules.quality.counting import PROOFS


@dataclass(frozen=True)
class Flag:
    """An open finding of a cell: whose severity, and which submission brought the cell."""

    item: int
    cell: tuple[int, int, int]  # area, period, part
    severity: Severity
    submission: int | None


@dataclass(frozen=True)
class Group:
    """So many cells of one period that came with one submission."""

    period: int
    submission: int
    cells: int


def counts_of(review: Review, flags: Iterable[Flag]) -> list[Counts]:
    """One for each item that is looked at, in the order of the book."""
    known = senders(review.area)
    by_item: dict[int, list[Flag]] = defaultdict(list)
    for flag in flags:
        by_item[flag.item].append(flag)
    return [_counts(looked, review, known, by_item[looked.entry.key]) for looked in review.items]


def _counts(looked: Looked, review: Review, known: Mapping[int, Sender], flags: list[Flag]) -> Counts:
    counting = _of_samples if looked.item.expects.times_a_year else _of_all
    owed, groups, currency = counting(looked, review, known)
    return Counts(
        looked.entry.code,
        str(looked.agency.pk) if looked.agency else "",
        owed=owed,
        given=sum(group.cells for group in groups),
        **currency,
        **_judged(looked, groups, known, flags),
        **_proven(groups, known),
        **_linked(looked, review, owed, groups),
    )


def _rows(looked: Looked, review: Review, *by: Dimension) -> Mapping[tuple[int, ...], int]:
    wanted = looked.expected
    choice = Choice((wanted.item,), wanted.areas, wanted.periods, wanted.parts, (Status.VALUE,))
    return store().counts(review.files, by, choice) if wanted.item in review.present else {}


def _in_time(looked: Looked, known: Mapping[int, Sender], period: int, submission: int) -> bool:
    return known[submission].first_on <= due_on(looked.item, Period(looked.item.period, period).last)


Counted = tuple[int, list[Group], dict[str, Any]]


def _of_all(looked: Looked, review: Review, known: Mapping[int, Sender]) -> Counted:
    """An item of which every period is owed; up to date is what the newest one says."""
    rows = _rows(looked, review, Dimension.PERIOD, Dimension.SUBMISSION)
    groups = [Group(period, submission, cells) for (period, submission), cells in rows.items()]
    newest = max(looked.expected.periods)
    came: Counter[bool] = Counter()
    for group in groups:
        if group.period == newest:
            came[_in_time(looked, known, group.period, group.submission)] += group.cells
    due = len(looked.expected.areas) * len(looked.expected.parts)
    return looked.expected.owed, groups, {"due": due, "in_time": came[True], "late": came[False]}


def _of_samples(looked: Looked, review: Review, known: Mapping[int, Sender]) -> Counted:
    """An item owed so many times a year, in whichever periods: each place counts up to that, those in time first."""
    times = looked.item.expects.times_a_year or 0
    share = -(-times * len(looked.periods) // looked.item.period.in_a_year)
    rows = _rows(looked, review, Dimension.AREA, Dimension.PART, Dimension.PERIOD, Dimension.SUBMISSION)
    places: dict[tuple[int, int], list[tuple[bool, Group]]] = defaultdict(list)
    for (area, part, period, submission), cells in rows.items():
        late = not _in_time(looked, known, period, submission)
        places[area, part].append((late, Group(period, submission, cells)))
    taken = [sorted(sent, key=lambda one: (one[0], one[1].period))[:share] for sent in places.values()]
    full = [sent for sent in taken if len(sent) == share]
    late_ones = sum(any(late for late, _ in sent) for sent in full)
    due = len(looked.expected.areas) * len(looked.expected.parts)
    groups = [group for sent in taken for _, group in sent]
    return due * share, groups, {"due": due, "in_time": len(full) - late_ones, "late": late_ones}


def _judged(
    looked: Looked, groups: list[Group], known: Mapping[int, Sender], flags: list[Flag]
) -> dict[str, Any]:
    """The given cells by their worst open finding and whether they are certified. One that is not owed is not counted."""
    given = Counter({True: 0, False: 0})
    for group in groups:
        given[known[group.submission].certified] += group.cells
    worst = dict(_worst(looked, flags))
    found: Counter[tuple[bool, str]] = Counter()
    for severity, submission in worst.values():
        sender = known.get(submission) if submission else None
        certified = sender is not None and sender.certified
        name = "refused" if severity is Severity.REFUSES else "asked"
        if sum(count for (of, _), count in found.items() if of is certified) < given[certified]:
            found[certified, name] += 1
    return {
        f"{name}{'' if certified else '_uncertified'}": found[certified, name]
        if name != "sound"
        else given[certified] - found[certified, "asked"] - found[certified, "refused"]
        for certified in (True, False)
        for name in ("sound", "asked", "refused")
    }


def _worst(
    looked: Looked, flags: list[Flag]
) -> Iterator[tuple[tuple[int, int, int], tuple[Severity, int | None]]]:
    """Cell → its worst finding, of the cells that are owed; one that refuses comes last and stays."""
    wanted = looked.expected
    areas, periods, parts = set(wanted.areas), set(wanted.periods), set(wanted.parts)
    for flag in sorted(flags, key=lambda flag: flag.severity is Severity.REFUSES):
        area, period, part = flag.cell
        if area in areas and period in periods and part in parts:
            yield flag.cell, (flag.severity, flag.submission)


def _proven(groups: list[Group], known: Mapping[int, Sender]) -> dict[str, Any]:
    return {
        proof: sum(group.cells for group in groups if proof in known[group.submission].proofs)
        for proof in PROOFS
    }


def _linked(looked: Looked, review: Review, owed: int, groups: list[Group]) -> dict[str, Any]:
    """What the ministry has of an item of the national book; the province's own items are not owed to it."""
    if review.links is None or looked.entry.local:
        return {}
    there: Counter[int] = Counter()
    for group in groups:
        if group.submission in review.links.submissions:
            there[group.period] += group.cells
    kept = {str(Period(looked.item.period, period)): cells for period, cells in there.items()}
    return {"to_link": owed, "linked": review.links.taken(looked.entry.code, kept)}
