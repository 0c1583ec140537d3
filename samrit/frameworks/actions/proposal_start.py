"""Starting a province's proposal: as last year's framework, or empty."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.frameworks.actions.proposal_shared import (
    Pasts,
    keep_past,
    record_about,
    set_item_owners,
)
from samrit.frameworks.models import (
    Component,
    Edition,
    FiscalYear,
    Kpi,
    KpiGroup,
    Proposal,
    ProposalComponent,
    ProposalGroup,
    ProposalItem,
)
from samrit.frameworks.permissions import refuse_proposing
from samrit.frameworks.queries import PastResults, edition_in_force, with_contents
from samrit.frameworks.queries.history import last_edition_before, pasts_of_edition
from samrit.frameworks.reading import shape_of
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules import rulesets
from samrit.rules.framework import ComponentTerms
from samrit.rules.wording import Refusal, RefusedError, refuse

# What a proposed KPI takes over from last year's.
FROM_LAST_YEAR = (
    "name", "weight", "unit", "direction", "interpolate", "basic", "standard", "advanced", "definition", "evidence_asked",
)  # fmt: skip


def begin_proposal(
    *, area: Area, year: int, cloned: bool, results: PastResults, by: User, now: datetime
) -> Proposal:
    """Begin with last year's framework (``cloned``) or with empty components, and with what is known of earlier years."""
    base = last_edition_before(area.pk, year) if cloned else None
    if cloned and base is None:
        raise RefusedError(
            refuse("nothing_to_clone", "จังหวัดยังไม่มีกรอบของปีก่อนที่ประกาศใช้ – เลือกเริ่มจากข้อเสนอเปล่า")
        )
    known = pasts_of_edition(base, area=area.pk, year=year, results=results) if base else {}
    shape = shape_of(rulesets.load(rulesets.for_year(year)).model)
    return start_proposal(area=area, year=year, shape=shape, base=base, pasts=known, by=by, now=now)


@transaction.atomic
def start_proposal(
    *,
    area: Area,
    year: int,
    shape: Sequence[ComponentTerms],
    base: Edition | None,
    pasts: Pasts,
    by: User,
    now: datetime,
) -> Proposal:
    """Begin the province's proposal: as last year's framework ``base``, or empty with the components of ``shape``.

    ``pasts``: what is known of the earlier years, by key of last year's KPI.
    """
    duties = duties_of(by, localdate(now))
    Area.objects.select_for_update().get(
        pk=area.pk
    )  # two coordinators begin at once: the second hears of the first
    if refusal := refuse_proposing(duties, area) or _refuse_starting(area, year):
        raise RefusedError(refusal)
    fiscal_year, _ = FiscalYear.objects.get_or_create(
        year=year, defaults={"rule_set": rulesets.for_year(year)}
    )
    proposal = Proposal.objects.create(area=area, fiscal_year=fiscal_year, base=base, made_by=by, made_at=now)
    if base is None:
        _create_shape(proposal, shape)
    else:
        _clone(proposal, base, pasts)
    after = {"year": year, "cloned_from": base.framework.fiscal_year_id if base else ""}
    record_about("start_proposal", proposal, duties, by, now, after=after)
    return proposal


def _refuse_starting(area: Area, year: int) -> Refusal | None:
    if Proposal.objects.filter(area=area, fiscal_year=year).exists():
        return refuse("proposal_exists", "จังหวัดนี้มีข้อเสนอของปี {year} อยู่แล้ว – เปิดข้อเสนอเดิมแล้วทำต่อ", year=year)
    if edition_in_force(area.pk, year):
        return refuse(
            "framework_in_force",
            "ปี {year} มีกรอบที่ประกาศใช้แล้ว เสนอใหม่ไม่ได้ – ขอเปลี่ยนด้วยฉบับปรับปรุงของกรอบแทน",
            year=year,
        )
    return None


def _create_shape(proposal: Proposal, shape: Sequence[ComponentTerms]) -> None:
    for terms in shape:
        component = ProposalComponent.objects.create(
            proposal=proposal,
            number=terms.number,
            name=terms.name,
            weight=terms.weight,
            assessed=terms.assessed,
        )
        for place, group in enumerate(terms.groups, start=1):
            ProposalGroup.objects.create(
                component=component, position=place, number=group.number, name=group.name
            )


def _clone(proposal: Proposal, base: Edition, pasts: Pasts) -> None:
    edition = with_contents(Edition.objects.filter(pk=base.pk)).get()
    for component in edition.components.all():
        made = _clone_component(proposal, component)
        for group in component.groups.all():
            _clone_group(made, group, pasts)


def _clone_component(proposal: Proposal, component: Component) -> ProposalComponent:
    return ProposalComponent.objects.create(
        proposal=proposal,
        number=component.number,
        name=component.name,
        weight=component.weight,
        assessed=component.assessed,
    )


def _clone_group(component: ProposalComponent, group: KpiGroup, pasts: Pasts) -> None:
    made = ProposalGroup.objects.create(
        component=component, position=group.position, number=group.number, name=group.name
    )
    entries = dict(Kpi.objects.filter(group=group).values_list("pk", "indicator__library_kpi"))
    for kpi in group.kpis.all():
        item = _clone_kpi(made, kpi, entries, pasts, None)
        for part in kpi.parts.all():
            _clone_kpi(made, part, entries, pasts, item)


def _clone_kpi(
    group: ProposalGroup,
    kpi: Kpi,
    entries: Mapping[int, int | None],
    pasts: Pasts,
    parent: ProposalItem | None,
) -> ProposalItem:
    item = ProposalItem.objects.create(
        proposal=group.component.proposal,
        group=group,
        parent=parent,
        position=kpi.position,
        continues=kpi,
        library_kpi_id=entries.get(kpi.pk),
        **{name: getattr(kpi, name) for name in FROM_LAST_YEAR},
    )
    if parent is None:
        set_item_owners(item, [ownership.agency_id for ownership in kpi.ownerships.all()])
    keep_past(item, pasts.get(kpi.pk, {}))
    return item
