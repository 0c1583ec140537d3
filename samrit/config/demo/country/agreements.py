"""A year's frameworks of all provinces, made at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from samrit.config.demo.country.places import Province
from samrit.config.demo.country.plan import LABELLED_YEAR, Drawing, Line, framework_of, lines_of
from samrit.config.demo.story import local
from samrit.frameworks.models import (
    Cancellation,
    Component,
    Edition,
    FiscalYear,
    Framework,
    Indicator,
    Kpi,
    KpiGroup,
    KpiOwner,
    LibraryKpi,
    YearRound,
)
from samrit.people.models import User
from samrit.rules import rulesets

RULES = "2567"  # of all years but the one whose components carry labels
SOURCE = "ข้อมูลสาธิตทั้งประเทศ (สมมติ)"
CANCELLED = {2561: ("1-3", "rebase_total"), 2566: ("2-2", "spread_component")}
RESOLUTION = "มติคณะกรรมการกำกับการประเมินผลการปฏิบัติราชการของจังหวัด (สมมติ)"
BATCH = 2000


@dataclass
class Agreement:
    """A province's framework of a year with its KPIs by full number; ``cancelled`` ones leave from 12 months on."""

    province: Province
    year: int
    edition: Edition
    components: list[Component] = field(default_factory=list)
    kpis: dict[str, Kpi] = field(default_factory=dict)
    cancelled: dict[str, Cancellation] = field(default_factory=dict)


@dataclass(frozen=True)
class Year:
    """What a fiscal year asks of every province."""

    year: int
    lines: tuple[Line, ...]
    drawing: Drawing
    by: User

    @property
    def began(self) -> datetime:
        return local(f"{self.year - 544}-11-15 09:00")

    def parts_of(self, line: Line) -> list[Line]:
        return [one for one in self.lines if one.whole == line.number and one.component == line.component]


def open_year(year: int, kpis: int, drawing: Drawing, by: User) -> Year:
    """The fiscal year with its two rounds; its rule set by name, as every year's."""
    rules = str(LABELLED_YEAR) if year == LABELLED_YEAR else RULES
    known, _new = FiscalYear.objects.get_or_create(
        year=year, defaults={"rule_set": rules if rules in rulesets.available() else RULES}
    )
    for months in (6, 12):
        YearRound.objects.get_or_create(fiscal_year=known, months=months)
    return Year(year, lines_of(year, kpis), drawing, by)


def agree(year: Year, provinces: Iterable[Province]) -> list[Agreement]:
    """Frameworks in force of these provinces."""
    provinces = list(provinces)
    frameworks = Framework.objects.bulk_create(
        Framework(area=one.area, fiscal_year_id=year.year) for one in provinces
    )
    editions = Edition.objects.bulk_create(_edition(year, one) for one in frameworks)
    agreements = [
        Agreement(province, year.year, edition) for province, edition in zip(provinces, editions, strict=True)
    ]
    groups = _groups(year, agreements)
    wholes = [line for line in year.lines if not line.whole]
    parts = [line for line in year.lines if line.whole]
    for lines in (wholes, parts):
        _kpis(year, agreements, lines, groups)
    _owners(agreements, year.lines)
    _cancel(year, agreements)
    return agreements


def _edition(year: Year, framework: Framework) -> Edition:
    return Edition(
        framework=framework, number=1, status=Edition.Status.PUBLISHED, source=SOURCE,
        created_by=year.by, created_at=year.began, published_by=year.by, published_at=year.began,
        effective_on=year.began.date(),
    )  # fmt: skip


def _groups(year: Year, agreements: Sequence[Agreement]) -> dict[tuple[int, int, int], KpiGroup]:
    """(Edition, component's number, group's place) → the group, its component at hand."""
    facts = framework_of(year.year)["components"]
    components = Component.objects.bulk_create(
        [
            Component(
                edition=one.edition, number=row["number"], name=row["name"], assessed=row.get("assessed", True),
                weight=Decimal(row["weight"]) if "weight" in row else None,
            )
            for one in agreements
            for row in facts
        ],
        batch_size=BATCH,
    )  # fmt: skip
    by_edition = {one.edition.pk: one for one in agreements}
    for component in components:
        by_edition[component.edition_id].components.append(component)
    rows = {row["number"]: row.get("groups", ()) for row in facts}
    groups = KpiGroup.objects.bulk_create(
        [
            KpiGroup(component=component, position=place, number=row.get("number"), name=row.get("name"))
            for component in components
            for place, row in enumerate(rows[component.number], start=1)
        ],
        batch_size=BATCH,
    )
    return {(group.component.edition_id, group.component.number, group.position): group for group in groups}


def _kpis(
    year: Year,
    agreements: Sequence[Agreement],
    lines: Sequence[Line],
    groups: Mapping[tuple[int, int, int], KpiGroup],
) -> None:
    library = _library(lines)
    places = [(one, line) for one in agreements for line in lines]
    indicators = Indicator.objects.bulk_create(
        [
            Indicator(framework=one.edition.framework, library_kpi=library.get(line.library))
            for one, line in places
        ],
        batch_size=BATCH,
    )
    positions = {line.key: place for place, line in enumerate(lines, start=1)}
    made = Kpi.objects.bulk_create(
        [
            _kpi(
                year,
                one,
                line,
                indicator=indicator,
                group=groups[one.edition.pk, line.component, line.group],
                position=positions[line.key],
            )
            for (one, line), indicator in zip(places, indicators, strict=True)
        ],
        batch_size=BATCH,
    )
    for (one, line), kpi in zip(places, made, strict=True):
        one.kpis[line.key] = kpi


def _library(lines: Sequence[Line]) -> dict[str, LibraryKpi]:
    """Library code → its entry; the invented ones are added."""
    for line in lines:
        if line.library.startswith("X-"):
            LibraryKpi.objects.get_or_create(
                code=line.library,
                defaults={
                    "name": line.name,
                    "category": "functional" if line.component == 1 else "digital",
                    "unit": line.terms["unit"],
                    "direction": line.terms["direction"],
                },
            )
    return {
        entry.code: entry for entry in LibraryKpi.objects.filter(code__in={line.library for line in lines})
    }


def _kpi(
    year: Year, agreement: Agreement, line: Line, *, indicator: Indicator, group: KpiGroup, position: int
) -> Kpi:
    area, terms = agreement.province.area.code, line.terms
    levels = year.drawing.levels(area, year.year, line) if line.levels else (None, None, None)
    whole = agreement.kpis[f"{line.component}-{line.whole}"] if line.whole else None
    return Kpi(
        component=group.component,
        group=group,
        parent=whole,
        indicator=indicator,
        position=int(line.number.rpartition(".")[2]) if line.whole else position,
        number=line.number,
        name=line.name,
        weight=line.weight,
        unit=terms.get("unit", ""),
        direction=terms.get("direction", "up"),
        interpolate=terms.get("interpolate", "linear"),
        basic=levels[0],
        standard=levels[1],
        advanced=levels[2],
        last_year=_last_year(year, area, line),
        definition=terms.get("definition", ""),
        evidence_asked=terms.get("evidence_asked", ""),
    )


def _last_year(year: Year, area: str, line: Line) -> Decimal | None:
    if not line.levels or year.year in {LABELLED_YEAR, LABELLED_YEAR + 1}:
        return None
    return year.drawing.said(area, year.year - 1, 12, line).value


def _owners(agreements: Sequence[Agreement], lines: Sequence[Line]) -> None:
    ownerships = []
    for one in agreements:
        for line in lines:
            kpi = one.kpis[line.key]
            owners = [
                KpiOwner(kpi=kpi, agency=one.province.agencies[owner], position=place)
                for place, owner in enumerate(line.owners, start=1)
            ]
            kpi._prefetched_objects_cache = {"ownerships": owners}  # type: ignore[attr-defined]  # noqa: SLF001
            ownerships += owners
    KpiOwner.objects.bulk_create(ownerships, batch_size=BATCH)


def _cancel(year: Year, agreements: Sequence[Agreement]) -> None:
    """In some years a few provinces drop a KPI after half a year."""
    if year.year not in CANCELLED:
        return
    number, reweight = CANCELLED[year.year]
    for one in agreements:
        key = year.drawing.key_of(one.province.area.code, year.year)
        if year.drawing.dice("cancelled", year.year, key).randrange(9) == 0:
            one.cancelled[number] = Cancellation(
                indicator=one.kpis[number].indicator, from_months=12, reweight=reweight, resolution=RESOLUTION,
                reason="พื้นที่เปลี่ยนไป จึงไม่มีข้อมูลที่วัดได้ (สมมติ)", cancelled_by=year.by,
                cancelled_at=local(f"{year.year - 543}-06-20 10:00"),
            )  # fmt: skip
    Cancellation.objects.bulk_create(found for one in agreements for found in one.cancelled.values())
