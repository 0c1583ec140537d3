"""An instrument from the release that keeps its documents."""

import json
from decimal import Decimal
from functools import lru_cache

from django.db.models import Q, QuerySet

from samrit.assessments.models import InstrumentRelease
from samrit.people.queries import Duties
from samrit.rules.instruments import Instrument, read

KEPT = 64  # instruments of a process: reading one takes a tenth of a second


def instrument_of(release: InstrumentRelease) -> Instrument:
    """What its documents state. ValueError with every fault where they do not hold together (only a draft's can)."""
    return _read(json.dumps(release.documents, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=KEPT)
def _read(text: str) -> Instrument:
    documents = json.loads(text, parse_float=Decimal)
    found = read(documents)
    if isinstance(found, Instrument):
        return found
    raise ValueError("\n".join(map(str, found)))


def usable_releases(duties: Duties) -> QuerySet[InstrumentRelease]:
    """Published questionnaires for agencies: the central office's, and those of the provinces one works in; newest first."""
    published = InstrumentRelease.objects.filter(state=InstrumentRelease.State.PUBLISHED)
    if not duties.evaluates:
        published = published.filter(Q(agency__isnull=True) | Q(agency__area__in=duties.areas()))
    return published.order_by("code", "-year", "-id")


def assessed_releases(duties: Duties) -> list[InstrumentRelease]:
    """Those that an agency is assessed with: a questionnaire whose every part is for citizens is a survey."""
    return [one for one in usable_releases(duties) if _asks_agencies(instrument_of(one))]


def _asks_agencies(instrument: Instrument) -> bool:
    return instrument.survey is None
