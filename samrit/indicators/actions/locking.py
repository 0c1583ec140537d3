"""The order in which rows are locked: the province, then its submission. Whoever keeps to it waits, and never for ever."""

from samrit.indicators.models import Submission
from samrit.indicators.queries.submissions import submission_of
from samrit.people.models import Area


def lock_area(area_code: str) -> None:
    """One at a time counts receipts of a province, makes its generations, sweeps its files."""
    Area.objects.select_for_update(no_key=True).get(pk=area_code)


def locked(submission: Submission) -> Submission:
    """The submission as it stands now, not to be changed by anybody else before the transaction ends."""
    lock_area(submission.area_id)
    Submission.objects.select_for_update().get(pk=submission.pk)
    return submission_of(submission.pk)
