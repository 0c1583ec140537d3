"""Appeals: what is open, who may see which, who had a part in the score, what can be appealed until when."""

from collections.abc import Iterable

from django.db.models import QuerySet

from samrit.frameworks.models import Round
from samrit.rules.appeals import UNDECIDED
from samrit.scores.models import Appeal


def appealed_rounds(rounds: Iterable[Round] | None = None) -> QuerySet[Appeal, int]:
    """Keys of the rounds (of these) whose score is contested and not decided yet: อยู่ระหว่างอุทธรณ์.

    As a subquery (``round__in=appealed_rounds()``) or read once (``set(appealed_rounds())``).
    """
    found = Appeal.objects.filter(state__in=[state.value for state in UNDECIDED])
    if rounds is not None:
        found = found.filter(round__in=rounds)
    return found.order_by().values_list("round", flat=True).distinct()
