"""What a letter about a revised edition tells: each KPI that it changes, what changes about it, whom it concerns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from samrit.frameworks.models import Edition
from samrit.frameworks.queries.revisions import state_of
from samrit.people.models import Agency
from samrit.rules.amendment import LABELS, TEXTS, Change, Kind, KpiState, diff, owners_to_confirm
from samrit.rules.letters.topics import named, owners_words

_LONG = {*TEXTS, Kind.DETAILS} - {
    Kind.RENAMED,
    Kind.OWNERS,
}  # told by their name: the sheet that is enclosed has them


@dataclass(frozen=True)
class Revised:
    """``rows``: KPI, what changes, who is responsible; ``agencies``: responsible before or after."""

    rows: Sequence[tuple[str, str, str]]
    agencies: Sequence[Agency]


def revised_by(edition: Edition) -> Revised:
    """Of an edition that amends another; the same agencies that are asked to confirm it."""
    if edition.amends is None:
        raise ValueError("a first edition revises nothing")
    before, after = state_of(edition.amends), state_of(edition)
    states = {kpi.key: kpi for kpi in (*before.kpis, *after.kpis)}  # as it is now; dropped: as it was
    changes = [one for one in diff(before, after) if one.subject is not None]
    found = Agency.objects.in_bulk(owners_to_confirm(before, after))
    in_order = dict.fromkeys(owner.key for kpi in states.values() for owner in kpi.owners)
    keys = [*(key for key in in_order if key in found), *(key for key in found if key not in in_order)]
    return Revised(_rows(changes, states), [found[key] for key in keys])


def _rows(changes: Iterable[Change], states: dict[int, KpiState]) -> list[tuple[str, str, str]]:
    rows = []
    for subject, group in groupby(changes, lambda one: one.subject):
        found = list(group)
        owners = states[subject or 0].owners
        what = "; ".join(_words(one) for one in found)
        rows.append((named(found[0].place, found[0].name), what, owners_words([one.name for one in owners])))
    return rows


def _words(change: Change) -> str:
    return (LABELS[change.kind] if change.kind in _LONG else change.sentence()).thai()
