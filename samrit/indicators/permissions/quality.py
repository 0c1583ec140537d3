"""Who may look at the quality of data again, and answer what was found."""

from samrit.indicators.models import Finding
from samrit.people.models import Area, Role
from samrit.people.queries import Duties
from samrit.rules.quality import Severity
from samrit.rules.quality.answering import State, Verb, decide
from samrit.rules.wording import Refusal, refuse


def refuse_examining(duties: Duties, area: Area) -> Refusal | None:
    """Whoever works in the province; an evaluator reads, and writes nothing."""
    if area.pk in duties.areas():
        return None
    return refuse("quality_not_yours", "ตรวจคุณภาพใหม่ได้เฉพาะผู้ที่ทำงานในจังหวัดนี้")


def roles_over_finding(duties: Duties, finding: Finding) -> frozenset[str]:
    """What this person is today to the agency that owes the figure, and to its province."""
    found = {
        role.value for role in (Role.RECORDER, Role.APPROVER) if finding.agency_id in duties.agencies(role)
    }
    if finding.area_id in duties.coordinated_areas():
        found.add(Role.COORDINATOR.value)
    return frozenset(found)


def decision(verb: Verb, duties: Duties, finding: Finding) -> State | Refusal:
    """The next state, or why not; page and action ask the same."""
    roles = roles_over_finding(duties, finding)
    return decide(verb, State(finding.state), Severity(finding.severity), roles)


def refuse_verb(verb: Verb, duties: Duties, finding: Finding) -> Refusal | None:
    found = decision(verb, duties, finding)
    return found if isinstance(found, Refusal) else None
