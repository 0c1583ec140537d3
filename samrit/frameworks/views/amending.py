"""What the page of an edition shows when it amends another, or is about to be amended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from samrit.frameworks.comparing import laid_out
from samrit.frameworks.forms import ConfirmationForm, RevisionFactsForm
from samrit.frameworks.models import Confirmation, Edition
from samrit.frameworks.permissions import (
    refuse_change,
    refuse_confirmation,
    refuse_preparing,
    refuse_revising,
    refuse_withdrawing,
)
from samrit.frameworks.queries import (
    changes_between,
    confirmations_of,
    editions_beside,
    missing_of,
    refusals_to_revise,
)
from samrit.people.middleware import PersonRequest
from samrit.people.models import Role
from samrit.rules.amendment import counted
from samrit.rules.wording import Refusal

SHOWN_CHANGES = 12


@dataclass(frozen=True)
class ConfirmationOnPage:
    """An agency's confirmation; ``form`` for who may give it now, else ``refusal`` for people of that agency."""

    confirmation: Confirmation
    form: ConfirmationForm | None
    refusal: Refusal | None


def amending(
    request: PersonRequest, edition: Edition, typed: RevisionFactsForm | None, moment: Any
) -> dict[str, Any]:
    """Context of the pieces ``frameworks/revision_*.html``."""
    beside = list(editions_beside(edition))
    context: dict[str, Any] = {
        "coming": next((one for one in beside if one.status == Edition.Status.DECIDED), None),
        "beside": beside,
    }
    if edition.status == Edition.Status.PUBLISHED and not refuse_preparing(
        request.duties, edition.framework.area
    ):
        context["may_revise"] = True
        context["revise_refusal"] = refuse_revising(request.duties, edition, beside=beside)
    if edition.amends is None:
        return context
    return context | _of_revision(request, edition, typed, localdate(moment))


def _of_revision(
    request: PersonRequest, edition: Edition, typed: RevisionFactsForm | None, today: date
) -> dict[str, Any]:
    if edition.status == Edition.Status.DRAFT:
        return _of_draft(request, edition, typed, today)
    return {
        "confirmations": [_on_page(request, one) for one in confirmations_of(edition)],
        "withdraw_refusal": refuse_withdrawing(request.duties, edition),
    }


def _of_draft(
    request: PersonRequest, edition: Edition, typed: RevisionFactsForm | None, today: date
) -> dict[str, Any]:
    if edition.amends is None:
        raise ValueError("the draft of a revision amends an edition")
    found = changes_between(edition.amends, edition)
    laid = laid_out(found)
    return {
        "facts_form": typed or RevisionFactsForm(edition),
        "facts_missing": missing_of(edition),
        "facts_refusal": refuse_change(request.duties, edition),
        "revise_refusals": refusals_to_revise(edition, today),
        "counted": counted(found),
        "changed": laid[:SHOWN_CHANGES],
        "changed_more": max(len(laid) - SHOWN_CHANGES, 0),
    }


def _on_page(request: PersonRequest, confirmation: Confirmation) -> ConfirmationOnPage:
    if confirmation.confirmed_at or confirmation.agency_id not in request.duties.agencies():
        return ConfirmationOnPage(confirmation, None, None)
    refusal = refuse_confirmation(request.duties, confirmation)
    approves = confirmation.agency_id in request.duties.agencies(Role.APPROVER)
    return ConfirmationOnPage(confirmation, ConfirmationForm() if approves and not refusal else None, refusal)
