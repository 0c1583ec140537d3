"""The names of an edition as they were when it was published; what was not kept reads as it is called today."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from samrit.frameworks.models import Component, Kpi, KpiGroup
from samrit.people.models import Agency
from samrit.scores.models import ProvinceScore, Publication

Named = TypeVar("Named", Component, KpiGroup, Kpi, Agency)
Kind = Literal["components", "groups", "kpis", "agencies"]


@dataclass(frozen=True)
class Names:
    """``kept``: kind → key as text → name (``scores.queries.names_of``)."""

    kept: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, kind: Kind, thing: Named) -> Named:
        """The same with its name of then; never saved."""
        name = self.kept.get(kind, {}).get(str(thing.pk))
        if name is None or name == thing.name:
            return thing
        named = copy(thing)
        named.name = name
        return named


TODAY = Names()


def names_of_editions(scores: Sequence[ProvinceScore]) -> dict[int, Names]:
    """Score → the names of the edition that shows it; nothing of what no edition shows. One query at most."""
    editions = {score.pk: score.page_edition for score in scores if score.page_edition}
    if not editions:
        return {}
    found = Publication.objects.filter(score__in=editions).values_list("score", "number", "names")
    return {score: Names(names) for score, number, names in found if editions[score] == number}
