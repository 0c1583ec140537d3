"""Where one figure comes from: the submission that brought it, its row and column, and what stood there before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from samrit.indicators.models import Generation, Submission
from samrit.indicators.queries.exploring import Scope
from samrit.indicators.queries.observations import paths, store
from samrit.indicators.queries.submissions import with_all
from samrit.indicators.store.port import Cell, Choice, Key
from samrit.people.models import Area

MOST_GENERATIONS = 300  # that are looked through for earlier figures


@dataclass(frozen=True)
class Version:
    """A figure as one submission brought it, and the generation that took it in."""

    cell: Cell
    submission: Submission
    generation: Generation

    @property
    def column_title(self) -> str:
        """Of the file's column, as the examination read it; "" where there is none."""
        examination = self.submission.examination
        columns = examination.mapping.get("columns", []) if examination else []
        titles = (one.get("title", "") for one in columns if one.get("place") == self.cell.column)
        return str(next(titles, ""))


@dataclass(frozen=True)
class Trace:
    """``versions``: the one in force first, then the earlier ones. ``whole`` False: older ones were not looked for."""

    versions: tuple[Version, ...]
    whole: bool


def trace(scope: Scope, key: Key, at: datetime | None = None) -> Trace:
    """What stood in a cell in every generation so far (or up to a moment). Three queries and one look into the files.

    A generation's files never change, and a cell says which submission brought it: so each submission that ever brought
    the cell is found in the files of all generations together, which hold it once a file.
    """
    if scope.area is None:
        return Trace((), whole=True)
    made = _generations(scope.area, at)
    looked = made[:MOST_GENERATIONS]
    cells = _ever(_files(looked), key)
    brought = _submissions(scope.area, cells)
    taken = {one.submission_id: one for one in made}
    found = [Version(cells[pk], submission, taken[pk]) for pk, submission in brought.items() if pk in taken]
    return Trace(tuple(sorted(found, key=lambda one: -one.generation.number)), len(looked) == len(made))


def _generations(area: Area, at: datetime | None) -> list[Generation]:
    """The newest first; one more than are looked through says that there are more."""
    made = Generation.objects.filter(area=area).order_by("-number")
    return list((made.filter(made_at__lte=at) if at else made)[: MOST_GENERATIONS + 1])


def _files(generations: Iterable[Generation]) -> list[Path]:
    return list(dict.fromkeys(path for one in generations for path in paths(one.files)))


def _ever(files: Sequence[Path], key: Key) -> dict[int, Cell]:
    """Submission → the cell as it brought it."""
    if not files:
        return {}
    chosen = Choice((key.item,), (key.area,), (key.period,), (key.part,))
    return {cell.submission: cell for cell in store().table(files, chosen)}


def _submissions(area: Area, cells: Iterable[int]) -> dict[int, Submission]:
    return {one.pk: one for one in with_all(Submission.objects.filter(area=area, pk__in=list(cells)))}
