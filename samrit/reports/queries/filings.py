"""Which filing of a round is in force, the earlier ones, and whether the chain holds."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from samrit.audit.models import Event
from samrit.frameworks.models import Round
from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.reports.models import Filing
from samrit.rules.sealing import NOTHING_BEFORE, sealed
from samrit.rules.wording import Message, say


def filings_in_force() -> QuerySet[Filing]:
    """Of each round the newest: what was filed later supersedes what was filed before."""
    later = Filing.objects.filter(round=OuterRef("round"), number__gt=OuterRef("number"))
    return Filing.objects.filter(~Exists(later)).select_related("filed_by")


def has_filing() -> Exists:
    """For annotating or filtering rounds: whether the province has filed."""
    return Exists(Filing.objects.filter(round=OuterRef("pk")))


def with_filing() -> "Prefetch[str, QuerySet[Filing], str]":
    """For rounds: ``filing_of`` then needs no query of its own."""
    return Prefetch("filings", filings_in_force(), to_attr="in_force")


def filing_of(round_: Round) -> Filing | None:
    """The filing in force; one query for each Round object, however often asked."""
    prefetch_related_objects([round_], with_filing())
    return next(iter(round_.in_force), None)  # type: ignore[attr-defined]  # Prefetch's to_attr


def filings_visible_to(duties: Duties) -> QuerySet[Filing]:
    """The own province's, in whatever role one works there; the central office sees all."""
    filings = Filing.objects.select_related("round__area", "round__fiscal_year", "filed_by")
    return filings if duties.evaluates else filings.filter(area__in=duties.areas())


def with_later(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """Each with ``is_superseded``: whether a later one of its round stands instead."""
    later = Filing.objects.filter(round=OuterRef("round"), number__gt=OuterRef("number"))
    return filings.annotate(is_superseded=Exists(later))


def by_code(code: str) -> Filing | None:
    """The filing under this code (as ``rules.sealing.code_read`` gives it); for everybody."""
    return Filing.objects.select_related("round__area", "round__fiscal_year").filter(code=code).first()


def superseding(filing: Filing) -> Filing | None:
    """The next filing of the same round, if any."""
    return Filing.objects.filter(round=filing.round_id, number=filing.number + 1).first()


def superseded(filing: Filing) -> Filing | None:
    """The filing of the same round before this one, if any."""
    return Filing.objects.filter(round=filing.round_id, number=filing.number - 1).first()


@dataclass(frozen=True)
class BrokenFiling:
    """The first place where a province's chain does not hold, and what is wrong there; ``filing`` None: it is gone."""

    area: str
    place: int
    filing: Filing | None
    what: Message


def broken_filings() -> list[BrokenFiling]:
    """Of each province whose chain does not hold, the first broken place; empty when everything filed still stands."""
    recorded = _recorded()
    areas = Area.objects.filter(pk__in={*Filing.objects.values_list("area", flat=True), *recorded})
    found = (first_broken_filing(area.pk, recorded.get(area.pk, {})) for area in areas)
    return [broken for broken in found if broken]


def first_broken_filing(area: str, recorded: dict[int, str]) -> BrokenFiling | None:
    """``recorded``: place in the chain → digest, as the trail of events kept them when they were filed."""
    previous, place = NOTHING_BEFORE, 0
    for place, filing in enumerate(Filing.objects.filter(area=area).order_by("place").iterator(), start=1):
        if what := _broken(filing, place, previous, recorded.get(place)):
            return BrokenFiling(area, place, filing, what)
        previous = filing.sha256
    if missing := sorted(number for number in recorded if number > place):
        return BrokenFiling(area, missing[0], None, say("filing_gone", "ฉบับสุดท้ายของสายถูกลบออกจากฐานข้อมูล"))
    return None


def _broken(filing: Filing, place: int, previous: str, recorded: str | None) -> Message | None:
    if filing.place != place:
        return say("filing_gone", "ฉบับก่อนหน้านี้ถูกลบออกจากฐานข้อมูล")
    if sealed(filing.snapshot) != filing.sha256:
        return say("filing_changed", "เนื้อหาที่เก็บไว้ไม่ตรงกับรหัส SHA-256 ของฉบับนี้")
    contents = filing.contents
    if filing.previous_sha256 != previous or contents["previous"] != previous:
        return say("filing_unchained", "ไม่ต่อจากฉบับก่อนหน้า")
    if any(contents[name] != value for name, value in _told_twice(filing).items()):
        return say("filing_row_changed", "ข้อมูลกำกับของแถวไม่ตรงกับเนื้อหาที่เก็บไว้")
    if recorded is not None and recorded != filing.sha256:
        return say("filing_replaced", "ไม่ตรงกับรหัสที่บันทึกประวัติไว้เมื่อส่ง")
    return None


def _told_twice(filing: Filing) -> dict[str, object]:
    """What stands in the row and in the snapshot both."""
    return {
        "place": filing.place,
        "number": filing.number,
        "code": filing.code,
        "results": filing.results,
        "reason": filing.reason,
        "round": filing.round_id,
    }


def _recorded() -> dict[str, dict[int, str]]:
    """Province → place → digest, as the trail knows them."""
    found: dict[str, dict[int, str]] = {}
    events = Event.objects.filter(verb="file_report").values_list("area_code", "after")
    for area, after in events:
        if "sha256" in after:
            found.setdefault(area, {})[after["place"]] = after["sha256"]
    return found
