"""Fiscal years, reporting rounds, and each province's framework of indicators in its editions."""

from samrit.frameworks.models.cancellations import Cancellation
from samrit.frameworks.models.confirmations import Confirmation
from samrit.frameworks.models.decisions import Decision
from samrit.frameworks.models.editions import Component, Edition, Framework, KpiGroup
from samrit.frameworks.models.formulas import KpiFormula
from samrit.frameworks.models.kpis import Indicator, Kpi, KpiOwner
from samrit.frameworks.models.library import LibraryKpi
from samrit.frameworks.models.links import KpiLink, StrategicKpi
from samrit.frameworks.models.meetings import Meeting
from samrit.frameworks.models.proposals import (
    PastValue,
    Proposal,
    ProposalComponent,
    ProposalGroup,
    ProposalItem,
    ProposalOwner,
)
from samrit.frameworks.models.reopenings import Reopening, ReopeningRequest
from samrit.frameworks.models.requirements import RequiredEvidence
from samrit.frameworks.models.templates import KpiTemplate
from samrit.frameworks.models.years import FiscalYear, Round, RoundState, YearRound

__all__ = [
    "Cancellation",
    "Component",
    "Confirmation",
    "Decision",
    "Edition",
    "FiscalYear",
    "Framework",
    "Indicator",
    "Kpi",
    "KpiFormula",
    "KpiGroup",
    "KpiLink",
    "KpiOwner",
    "KpiTemplate",
    "LibraryKpi",
    "Meeting",
    "PastValue",
    "Proposal",
    "ProposalComponent",
    "ProposalGroup",
    "ProposalItem",
    "ProposalOwner",
    "Reopening",
    "ReopeningRequest",
    "RequiredEvidence",
    "Round",
    "RoundState",
    "StrategicKpi",
    "YearRound",
]
