"""What would be made of a letter's framework: whose is what, which windows, and what stands in the way."""

from dataclasses import dataclass

from samrit.frameworks.models import Edition, Round
from samrit.letters.drafting import owner_wordings
from samrit.letters.models import Intake
from samrit.letters.owners import Proposal, propose
from samrit.letters.windows import WindowRead, windows_for
from samrit.people.models import Agency


@dataclass(frozen=True)
class WindowBeside:
    """A window of the letter beside the one that is set already, if any."""

    read: WindowRead
    existing: Round | None

    @property
    def same(self) -> bool:
        return self.existing is not None and (self.existing.opens_at, self.existing.closes_at) == (
            self.read.opens_at,
            self.read.closes_at,
        )


def agencies_of(intake: Intake) -> list[Agency]:
    """Who may own a KPI of the letter's province."""
    return list(Agency.objects.filter(area=intake.area).order_by("name"))


def owners_of(intake: Intake, index: int) -> list[Proposal]:
    """Each owner of the letter's framework ``index`` as the letter writes it, with the agency that is meant."""
    wordings = owner_wordings(intake.reading["frameworks"][index])
    return propose(wordings, agencies_of(intake), intake.area)


def draft_in_the_way(intake: Intake, year: int | None) -> Edition | None:
    """A province has one draft of a year at a time."""
    return Edition.objects.filter(
        framework__area=intake.area, framework__fiscal_year=year, status=Edition.Status.DRAFT
    ).first()


def windows_beside(intake: Intake, year: int) -> list[WindowBeside]:
    """The letter's windows of a year beside those that are set."""
    rounds = {one.months: one for one in Round.objects.filter(area=intake.area, fiscal_year=year)}
    return [
        WindowBeside(window, rounds.get(window.months))
        for window in windows_for(year, intake.reading["windows"])
    ]
