"""How exactly a single answer may say where and when it was given: never so that it is one of a few."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from samrit.assessments.models import SurveyAnswer, SurveyRun
from samrit.assessments.queries.surveys import asked_by
from samrit.rules.instruments import hidden_cells, hidden_groups
from samrit.rules.instruments.surveys import survey_terms

Place = tuple[str, str]  # service, district
Time = tuple[str, str]  # month, way
NOWHERE: Place = ("", "")
ANY_TIME: Time = ("", "")


@dataclass(frozen=True)
class Spoken:
    """What may be said of answers of a place and a time; the rest of them is left blank together."""

    places: frozenset[Place]
    times: Mapping[Place, frozenset[Time]]

    def of(self, place: Place, time: Time) -> tuple[str, str, str, str]:
        """(month, service, district, way), blank where it would point to a few."""
        said = place if place in self.places else NOWHERE
        month, way = time if time in self.times.get(said, frozenset()) else ANY_TIME
        return (month, *said, way)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def enough_answers(run: SurveyRun) -> bool:
    """Whether as many answered as a group must have to be shown."""
    return (
        SurveyAnswer.objects.filter(point__run=run).count() >= survey_terms(asked_by(run.release)).least_group
    )


def spoken_of(run: SurveyRun) -> Spoken:
    """By the rule of the table of services and districts; months and ways within what is left."""
    least = survey_terms(asked_by(run.release)).least_group
    rows = (
        SurveyAnswer.objects.filter(point__run=run)
        .values_list("point__service", "point__district", "day", "way")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counted: Counter[tuple[Place, Time]] = Counter()
    for service, district, day, way, n in rows:
        counted[(service, district), (month_of(day), way)] += n
    shown = _shown_places(counted, least)
    times: dict[Place, Counter[Time]] = {}
    for (place, time), n in counted.items():
        times.setdefault(place if place in shown else NOWHERE, Counter())[time] += n
    return Spoken(shown, {place: _shown_times(found, least) for place, found in times.items()})


def _shown_times(counts: Mapping[Time, int], least: int) -> frozenset[Time]:
    hidden = hidden_groups(counts, least)
    return frozenset(counts) - hidden


def _shown_places(counted: Mapping[tuple[Place, Time], int], least: int) -> frozenset[Place]:
    counts: Counter[Place] = Counter()
    for (place, _), n in counted.items():
        counts[place] += n
    cells: dict[tuple[Hashable, Hashable], int] = dict(counts.items())
    hidden = {place for place in counts if place in hidden_cells(cells, least)}
    others = sorted(counts.keys() - hidden, key=lambda place: (counts[place], place))
    while hidden and others and sum(counts[place] for place in hidden) < least:
        hidden.add(others.pop(0))
    return frozenset(counts.keys() - hidden)
