"""The catalogue of a province's agencies as a cell of a formula (``catalog_percent``): of which results, and what they say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from samrit.catalog.models import CatalogResult, Dataset
from samrit.people.models import Area
from samrit.rules.amounts import aligned
from samrit.rules.catalog import Counted, Terms, percent_of, read_terms
from samrit.rules.formula import CATALOG, FIGURES, Figure, Need
from samrit.rules.kpi_formulas import Brought, Frame, frame_of_year, mean_of
from samrit.rules.observed import Status
from samrit.rules.thai import collation_key, thai_date
from samrit.rules.wording import Message, say

KIND = "catalog"  # of a frame whose ``keys`` are of CatalogResult


def figures(_area: Area) -> Mapping[str, Figure]:
    """The one that every province has."""
    return {CATALOG: FIGURES[CATALOG]}


def brought(
    needs: Iterable[Need],
    _figures: Mapping[str, Figure],
    *,
    area: Area,
    fiscal_year: int,
    at: datetime | None = None,
) -> list[Brought]:
    """For each need the mean of the agencies' newest results of the fiscal year, or of the newest at a moment."""
    return [_brought(need, area, fiscal_year - need.years_back, at) for need in needs]


def _brought(need: Need, area: Area, year: int, at: datetime | None) -> Brought:
    rows = newest_of_area(area, year, at)
    keys = (row.pk for row in rows)
    frame = frame_of_year(need, FIGURES[CATALOG], kind=KIND, area=area.pk, fiscal_year=year, keys=keys)
    if not rows:
        return Brought(frame, Status.NOT_YET, (_nothing(year),))
    having = Dataset.objects.filter(agency__area=area).exclude(state=Dataset.State.WITHDRAWN)
    others = having.exclude(agency__in=[row.agency_id for row in rows]).order_by()
    left = others.values("agency").distinct().count()
    more = (_left(left),) if left else ()
    return Brought(frame, mean_of_results(rows), (*_told(rows), *more))


def brought_again(frames: Iterable[Frame]) -> list[Brought]:
    """From the same results again, whatever was kept since."""
    kept = list(frames)
    known = {row.pk: row for row in results_of(key for frame in kept for key in frame.keys)}
    return [_again(frame, [known[key] for key in frame.keys if key in known]) for frame in kept]


def _again(frame: Frame, rows: Sequence[CatalogResult]) -> Brought:
    return Brought(frame, mean_of_results(rows), tuple(_told(rows)))


def newest_of_area(area: Area, year: int, at: datetime | None = None) -> list[CatalogResult]:
    """The newest result of each agency, as it stood at a moment; by the agency's name."""
    rows = CatalogResult.objects.filter(agency__area=area, fiscal_year=year)
    if at is not None:
        rows = rows.filter(at__lte=at)
    newest = {row.agency_id: row for row in rows.select_related("agency").order_by("number")}
    return sorted(newest.values(), key=lambda row: (collation_key(row.agency.name), row.agency_id))


def results_of(keys: Iterable[int]) -> list[CatalogResult]:
    """Kept results by their keys, in this order."""
    wanted = list(keys)
    known = CatalogResult.objects.select_related("agency").in_bulk(wanted)
    return [known[key] for key in wanted if key in known]


def percent_again(row: CatalogResult) -> Decimal | None:
    """Of its kept counts by its kept terms, as it is published; None where no dataset was counted."""
    terms = terms_kept(row)
    exact = percent_of({Counted(one["counted"]): (one["met"], one["base"]) for one in row.counts}, terms)
    return None if exact is None else terms.published(exact)


def terms_kept(row: CatalogResult) -> Terms:
    """The year's table as it was then."""
    return read_terms(row.terms)


def mean_of_results(rows: Iterable[CatalogResult]) -> Decimal | Status:
    """Of the published percentages, so that it can be made again by hand [assumed: a mean, each agency once]."""
    found = [percent for row in rows if (percent := percent_again(row)) is not None]
    if not found:
        return Status.NOT_YET
    return mean_of(found)


# ── in words ────────────────────────────────────────────────────────────────
def _nothing(year: int) -> Message:
    return say(
        "catalog_nothing_kept",
        "ยังไม่มีหน่วยงานใดบันทึกผลบัญชีข้อมูลของปีงบประมาณ {year} – เปิดหน้าตัวชี้วัดบัญชีข้อมูลของหน่วยงานแล้วกด “บันทึกผลที่เสนอวันนี้”",
        year=year,
    )


def _left(count: int) -> Message:
    return say("catalog_agencies_left", "อีก {count} หน่วยงานมีชุดข้อมูลแต่ยังไม่ได้บันทึกผล จึงยังไม่นับ", count=count)


def _told(rows: Sequence[CatalogResult]) -> Iterator[Message]:
    for row in rows:
        yield say(
            "catalog_of_agency",
            "{agency}: ผลบัญชีข้อมูลครั้งที่ {number} ณ {day}",
            agency=row.agency.name,
            number=row.number,
            day=thai_date(row.day, short=True),
        )
        yield from map(Message.from_data, row.steps)
    percents = [percent for row in rows if (percent := percent_again(row)) is not None]
    if len(percents) > 1:
        yield say(
            "catalog_mean_of_agencies",
            "ค่าเฉลี่ยของ {count} หน่วยงาน = ({values}) ÷ {count}",
            count=len(percents),
            values=" + ".join(aligned(one, 0) for one in percents),
        )
