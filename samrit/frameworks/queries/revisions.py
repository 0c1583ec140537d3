"""Revised editions: what they change, which edition rules a round, who has yet to confirm."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from samrit.frameworks.models import (
    Component,
    Confirmation,
    Edition,
    Kpi,
    KpiOwner,
    RequiredEvidence,
    Round,
)
from samrit.frameworks.queries.contents import edition_in_force
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.rules.amendment import (
    Change,
    ComponentState,
    EditionState,
    KpiState,
    Owner,
    RevisionFacts,
    diff,
    missing_facts,
    refusals_of_facts,
)
from samrit.rules.wording import Message, Refusal, refuse
from samrit.ui.prepared import Prepared

DECIDED = (Edition.Status.DECIDED, Edition.Status.PUBLISHED, Edition.Status.SUPERSEDED)


# ── which edition ───────────────────────────────────────────────────────────
def edition_of(round_: Round) -> Edition | None:
    """The edition that rules a round: the one it was kept with (``Round.ruled_by``), else the one in force."""
    if round_.ruled_by_id is None:
        return edition_in_force(round_.area_id, round_.fiscal_year_id)
    return Edition.objects.select_related("framework__area", "framework__fiscal_year").get(
        pk=round_.ruled_by_id
    )


def ruling_editions(rounds: Iterable[Round]) -> dict[int, int]:
    """Round key → key of the edition that rules it, for many rounds at once; one query."""
    rounds = list(rounds)
    in_force = {
        (area, year): edition
        for area, year, edition in Edition.objects.filter(
            status=Edition.Status.PUBLISHED,
            framework__area__in={round_.area_id for round_ in rounds},
            framework__fiscal_year__in={round_.fiscal_year_id for round_ in rounds},
        ).values_list("framework__area", "framework__fiscal_year", "pk")
    }
    found = {
        round_.pk: round_.ruled_by_id or in_force.get((round_.area_id, round_.fiscal_year_id))
        for round_ in rounds
    }
    return {key: edition for key, edition in found.items() if edition is not None}


def edition_on(area_code: str, year: int, day: date) -> Edition | None:
    """The edition that was (or will be) in force on a day: the newest decided one whose first day has come."""
    first_day = Coalesce(F("effective_on"), TruncDate("published_at"))
    editions = Edition.objects.filter(
        framework__area=area_code, framework__fiscal_year=year, status__in=DECIDED
    )
    return editions.annotate(first_day=first_day).filter(first_day__lte=day).order_by("-number").first()


def due_on(day: date) -> list[Edition]:
    """Decided editions whose day has come; one light query, asked before every page."""
    return [one for one in _WAITING() if one.effective_on and one.effective_on <= day]


_WAITING = Prepared(
    lambda: Edition.objects.filter(status=Edition.Status.DECIDED).order_by("effective_on", "pk")
)


def editions_beside(edition: Edition) -> QuerySet[Edition]:
    """The other editions of the same framework, the newest first."""
    return Edition.objects.filter(framework=edition.framework_id).exclude(pk=edition.pk).order_by("-number")


def compared_with(edition: Edition, others: Sequence[Edition], asked: int | None) -> Edition | None:
    """The one of ``others`` (newest first) that was asked for; else the one it amends; else the one before it."""
    chosen = next((one for one in others if one.pk == asked), None)
    amended = next((one for one in others if one.pk == edition.amends_id), None)
    return chosen or amended or next((one for one in others if one.number < edition.number), None)


# ── what changes ────────────────────────────────────────────────────────────
def state_of(edition: Edition) -> EditionState:
    """The edition as the rules compare it: four queries, however many KPIs."""
    components = Component.objects.filter(edition=edition).order_by("number")
    owners: dict[int, list[Owner]] = {}
    ownerships = KpiOwner.objects.filter(kpi__component__edition=edition).order_by("kpi_id", "position")
    for kpi, agency, name in ownerships.values_list("kpi_id", "agency_id", "agency__name"):
        owners.setdefault(kpi, []).append(Owner(agency, name))
    asked: dict[int, list[str]] = {}
    required = RequiredEvidence.objects.filter(kpi__component__edition=edition)
    for kpi, title in required.order_by("kpi_id", "position").values_list("kpi_id", "title"):
        asked.setdefault(kpi, []).append(title)
    kpis = (
        Kpi.objects.filter(component__edition=edition)
        .select_related("component", "group", "parent")
        .order_by(
            "component__number",
            "group__position",
            Coalesce("parent__position", "position"),
            F("parent").asc(nulls_first=True),
            "position",
        )
    )
    return EditionState(
        tuple(ComponentState(one.number, one.name, one.weight, one.assessed) for one in components),
        tuple(_kpi_state(kpi, owners.get(kpi.pk, ()), asked.get(kpi.pk, ())) for kpi in kpis),
        edition.reweight,
    )


def _kpi_state(kpi: Kpi, owners: Iterable[Owner], checklist: Iterable[str]) -> KpiState:
    return KpiState(
        key=kpi.indicator_id,
        component=kpi.component.number,
        number=kpi.number,
        name=kpi.name,
        group=str(kpi.group),
        parent=kpi.parent.indicator_id if kpi.parent else None,
        weight=kpi.weight,
        unit=kpi.unit,
        direction=kpi.direction,
        interpolate=kpi.interpolate,
        levels=tuple(kpi.levels) if kpi.levels is not None else None,
        last_year=kpi.last_year,
        definition=kpi.definition,
        evidence_asked=kpi.evidence_asked,
        template=kpi.template_id,
        checklist=tuple(checklist),
        owners=tuple(owners),
    )


def changes_between(before: Edition, after: Edition) -> tuple[Change, ...]:
    return diff(state_of(before), state_of(after))


# ── may it be published ─────────────────────────────────────────────────────
def facts_of_revision(edition: Edition) -> RevisionFacts:
    return RevisionFacts(
        edition.effective_on,
        edition.meeting,
        edition.resolved_on,
        edition.resolution,
        edition.revision_reason,
    )


def missing_of(edition: Edition) -> list[Message]:
    """Which facts of the revision are not stated yet."""
    return missing_facts(facts_of_revision(edition))


def refusals_to_revise(edition: Edition, today: date) -> list[Refusal]:
    """Why this revision may not be published yet, beside what holds for every edition; none for a first edition."""
    if edition.amends is None:
        return []
    last = Round.objects.filter(
        area=edition.framework.area_id, fiscal_year=edition.framework.fiscal_year_id, months=12
    ).aggregate(last=Max(TruncDate("closes_at")))["last"]
    refusals = refusals_of_facts(
        facts_of_revision(edition),
        year=edition.framework.fiscal_year_id,
        today=today,
        amended_from=edition.amends.effective_on,
        last_closing=last,
    )
    if edition.amends.status != Edition.Status.PUBLISHED:
        refusals.append(
            refuse("amended_not_in_force", "ฉบับที่ร่างนี้ปรับปรุงไม่ใช่ฉบับที่ใช้อยู่แล้ว – ลบร่าง แล้วเริ่มจากฉบับที่ใช้อยู่")
        )
    elif not changes_between(edition.amends, edition):
        refusals.append(refuse("nothing_revised", "ร่างนี้ยังเหมือนฉบับที่ใช้อยู่ทุกอย่าง – แก้สิ่งที่จะปรับปรุงก่อน"))
    return refusals


# ── who must confirm ────────────────────────────────────────────────────────
def confirmations_of(edition: Edition) -> QuerySet[Confirmation]:
    """One for each agency concerned, those who have not confirmed first."""
    return (
        Confirmation.objects.filter(edition=edition)
        .select_related("agency", "confirmed_by", "edition")
        .order_by(F("confirmed_at").asc(nulls_first=True), "agency_id")
    )


def open_confirmations_in(areas: Iterable[str]) -> QuerySet[Confirmation]:
    """What agencies of these provinces have not confirmed, of editions that are decided or in force."""
    return Confirmation.objects.filter(
        edition__framework__area__in=areas,
        confirmed_at=None,
        edition__status__in=(Edition.Status.DECIDED, Edition.Status.PUBLISHED),
    ).select_related("agency", "edition__framework__area")


def confirmations_awaited_of(duties: Duties) -> QuerySet[Confirmation]:
    """Open ones that this person may give."""
    return open_confirmations_in(duties.areas()).filter(agency__in=duties.agencies(Role.APPROVER))
