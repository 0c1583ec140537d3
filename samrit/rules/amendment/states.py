"""An edition as it is compared with another."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Owner:
    """A responsible agency; owners are in order, the leading one first."""

    key: int
    name: str


@dataclass(frozen=True)
class KpiState:
    """A KPI or (with ``parent``) a part, as one edition states it. ``key`` is its indicator, ``parent`` its KPI's.

    ``number`` as printed, ``group`` the number and name of its group, ``template`` the version of its details.
    """

    key: int
    component: int
    number: str
    name: str
    group: str = ""
    parent: int | None = None
    weight: Decimal | None = None
    unit: str = ""
    direction: str = "up"
    interpolate: str = "linear"
    levels: tuple[Decimal, ...] | None = None
    last_year: Decimal | None = None
    definition: str = ""
    evidence_asked: str = ""
    checklist: tuple[str, ...] = ()
    template: int | None = None
    owners: tuple[Owner, ...] = ()

    @property
    def place(self) -> str:
        """``2-1.1``."""
        return f"{self.component}-{self.number}"


@dataclass(frozen=True)
class ComponentState:
    number: int
    name: str
    weight: Decimal | None = None
    assessed: bool = True


@dataclass(frozen=True)
class EditionState:
    """``kpis`` hold KPIs and parts in the order of the page."""

    components: tuple[ComponentState, ...] = ()
    kpis: tuple[KpiState, ...] = ()
    reweight: str = "rebase_total"

    def leaves(self) -> dict[int, KpiState]:
        """Indicator → what results are reported for: KPIs without parts, and parts, of assessed components."""
        assessed = {one.number for one in self.components if one.assessed}
        parents = {kpi.parent for kpi in self.kpis}
        return {kpi.key: kpi for kpi in self.kpis if kpi.component in assessed and kpi.key not in parents}
