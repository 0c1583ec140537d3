"""Joint KPIs with all that is known of them in a round; the number of queries does not grow with them."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Prefetch, Q, QuerySet

from samrit.frameworks.models import Edition, Indicator, Kpi, KpiOwner, Round
from samrit.people.models import Agency, Role
from samrit.people.queries import Duties
from samrit.reports.models import (
    JointContribution,
    JointKpi,
    JointMember,
    JointResult,
    JointSignature,
    Result,
)
from samrit.rules.joint import Given, Method, Shared, shared_result
from samrit.rules.wording import Refusal


def joint_kpis_visible_to(duties: Duties) -> QuerySet[JointKpi]:
    """Those of which an own agency or a coordinated province is a part; all for the central office."""
    joint = JointKpi.objects.select_related("lead__area", "fiscal_year")
    if duties.evaluates:
        return joint
    owned = Q(members__indicator__kpis__ownerships__agency__in=duties.agencies())
    coordinated = Q(members__indicator__framework__area__in=duties.coordinated_areas())
    return joint.filter(owned | coordinated | Q(lead__in=duties.agencies())).distinct()


def with_parts(joint: QuerySet[JointKpi]) -> QuerySet[JointKpi]:
    """Members with their KPIs in force and owners, shares, results with contributions and signatures."""
    owners = Prefetch("ownerships", KpiOwner.objects.select_related("agency__area"))
    in_force = Kpi.objects.filter(component__edition__status=Edition.Status.PUBLISHED).select_related(
        "component__edition__framework__area", "component__edition__framework__fiscal_year"
    )
    kpis = Prefetch("kpis", in_force.prefetch_related(owners), to_attr="in_force")
    indicators = Indicator.objects.select_related("framework__area").prefetch_related(kpis)
    members = JointMember.objects.prefetch_related(Prefetch("indicator", indicators))
    contributions = JointContribution.objects.select_related("agency", "saved_by").prefetch_related(
        "recorders"
    )
    signatures = JointSignature.objects.select_related("agency", "signed_by", "ended_by")
    results = JointResult.objects.select_related("locked_by").prefetch_related(
        Prefetch("contributions", contributions), Prefetch("signatures", signatures)
    )
    return joint.prefetch_related(Prefetch("members", members), "shares", Prefetch("results", results))


@dataclass(frozen=True)
class Party:
    """An owner agency with what it gave and how it stands to the result; ``members``: what it owns of it."""

    agency: Agency
    leads: bool
    members: tuple[JointMember, ...]
    given: Given
    contribution: JointContribution | None
    signature: JointSignature | None

    @property
    def state(self) -> str:
        """``signed``, ``overruled``, ``objects`` (stops the lock) or ``awaited``."""
        one = self.signature
        if one is None or one.ending in {"answered", "withdrawn"}:
            return "awaited"
        if one.decision == JointSignature.Decision.SIGN:
            return "signed"
        return "overruled" if one.ending == "overruled" else "objects"


@dataclass(frozen=True)
class JointStanding:
    """One joint KPI (fetched ``with_parts``) in one round."""

    joint: JointKpi
    months: int

    @cached_property
    def result(self) -> JointResult | None:
        return next((one for one in self.joint.results.all() if one.months == self.months), None)

    @property
    def version(self) -> int:
        return self.result.version if self.result else 0

    @property
    def locked(self) -> bool:
        return self.result is not None and self.result.locked_at is not None

    @cached_property
    def members(self) -> list[JointMember]:
        return list(self.joint.members.all())

    @cached_property
    def parties(self) -> list[Party]:
        """Every owner agency of a member, the lead first; signatures for an earlier version do not count."""
        owned: dict[Agency, list[JointMember]] = {}
        for member in self.members:
            kpi = kpi_of_member(member)
            for ownership in kpi.ownerships.all() if kpi else ():
                owned.setdefault(ownership.agency, []).append(member)
        agencies = sorted(owned, key=lambda agency: (agency.pk != self.joint.lead_id, agency.pk))
        return [self._party(agency, tuple(owned[agency])) for agency in agencies]

    def _party(self, agency: Agency, members: tuple[JointMember, ...]) -> Party:
        leads = agency.pk == self.joint.lead_id
        result = self.result
        gave = [one for one in result.contributions.all() if one.agency_id == agency.pk] if result else []
        signed = (
            [
                one
                for one in result.signatures.all()
                if one.agency_id == agency.pk and one.version == result.version
            ]
            if result
            else []
        )
        contribution = gave[0] if gave else None
        share = next((one.share for one in self.joint.shares.all() if one.agency_id == agency.pk), None)
        given = Given(
            agency.name,
            leads,
            **({"share": share} if share is not None else {}),
            value=contribution.value if contribution else None,
            missing=contribution.missing if contribution else None,
        )
        return Party(agency, leads, members, given, contribution, signed[-1] if signed else None)

    @cached_property
    def proposed(self) -> Shared | Refusal:
        """The shared result as the contributions make it, or why there is none yet."""
        return shared_result(Method(self.joint.method), [party.given for party in self.parties])

    @property
    def signed_count(self) -> int:
        return sum(party.state in {"signed", "overruled"} for party in self.parties)

    def party(self, agency: int) -> Party | None:
        return next((one for one in self.parties if one.agency.pk == agency), None)


def kpi_of_member(member: JointMember) -> Kpi | None:
    """The member's KPI in force; None while its framework has none."""
    found: list[Kpi] = member.indicator.in_force  # type: ignore[attr-defined]  # Prefetch's to_attr
    return found[0] if found else None


def rounds_of_members(standing: JointStanding) -> dict[str, Round]:
    """Province → its round of these months."""
    areas = {member.indicator.framework.area_id for member in standing.members}
    rounds = Round.objects.filter(
        area__in=areas, fiscal_year=standing.joint.fiscal_year_id, months=standing.months
    ).select_related("area", "fiscal_year")
    return {one.area_id: one for one in rounds}


def results_of_members(standing: JointStanding) -> dict[int, Result]:
    """Indicator → the result as it stands in the member's own round."""
    found = Result.objects.filter(
        indicator__in=[member.indicator_id for member in standing.members],
        round__fiscal_year=standing.joint.fiscal_year_id,
        round__months=standing.months,
    )
    return {one.indicator_id: one for one in found}


def locked_value(indicator: int, months: int) -> JointResult | None:
    """The shared result of an indicator's joint KPI, once it is locked."""
    return JointResult.objects.filter(
        joint__members__indicator=indicator, months=months, locked_at__isnull=False
    ).first()


def indicators_to_share(duties: Duties, year: int) -> list[Kpi]:
    """KPIs in force of the year that no joint KPI holds yet, of the provinces this person looks after."""
    kpis = Kpi.objects.filter(
        component__edition__status=Edition.Status.PUBLISHED,
        component__edition__framework__fiscal_year=year,
        component__assessed=True,
        parts__isnull=True,
        indicator__joint_member__isnull=True,
    ).select_related("component__edition__framework__area", "indicator")
    if not duties.evaluates:
        kpis = kpis.filter(component__edition__framework__area__in=duties.coordinated_areas())
    owners = Prefetch("ownerships", KpiOwner.objects.select_related("agency"))
    return list(
        kpis.prefetch_related(owners).order_by(
            "component__edition__framework__area", "component__number", "position"
        )
    )


@dataclass(frozen=True)
class ToCoSign:
    """An entry that waits for the signature of a co-owner; ``latest``: what that agency said of this very answer."""

    kpi: Kpi
    result: Result
    agency: Agency
    objects: bool


def to_co_sign(duties: Duties) -> list[ToCoSign]:
    """Entries with several owners, with an answer and not sent yet, for which this person may sign."""
    mine = duties.agencies(Role.APPROVER)
    kpis = (
        Kpi.objects.filter(
            component__edition__status=Edition.Status.PUBLISHED, indicator__joint_member__isnull=True
        )
        .annotate(owners_count=Count("owners", distinct=True))
        .filter(owners_count__gt=1, ownerships__agency__in=mine)
        .select_related("component")
        .prefetch_related(Prefetch("ownerships", KpiOwner.objects.select_related("agency")))
        .distinct()
    )
    of_indicator = {kpi.indicator_id: kpi for kpi in kpis}
    answered = Q(value__isnull=False) | Q(missing__isnull=False)
    results = (
        Result.objects.filter(answered, indicator__in=of_indicator, status__in=["draft", "returned"])
        .exclude(recorders=duties.user)
        .select_related("round__area")
        .prefetch_related("co_signatures", "recorders__memberships")
        .order_by("round", "id")
    )
    return [one for result in results for one in _waiting(of_indicator[result.indicator_id], result, mine)]


def _waiting(kpi: Kpi, result: Result, mine: set[int]) -> list[ToCoSign]:
    """For each own agency that owns it, typed none of it and has not signed this answer."""
    typed = {held.agency_id for recorder in result.recorders.all() for held in recorder.memberships.all()}
    found = []
    for ownership in kpi.ownerships.all():
        if ownership.agency_id not in mine or ownership.agency_id in typed:
            continue
        said = [one for one in result.co_signatures.all() if one.agency_id == ownership.agency_id]
        same = bool(said) and (said[-1].value, said[-1].missing) == (result.value, result.missing)
        if not same or said[-1].decision == JointSignature.Decision.OBJECT:
            found.append(ToCoSign(kpi, result, ownership.agency, same))
    return found
