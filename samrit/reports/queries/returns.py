"""What was sent back, what had to be mended, and what was changed since."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Prefetch

from samrit.reports.models import Result, Return, ReturnPoint
from samrit.reports.queries.freezing import standing
from samrit.rules.comparing import Difference, State, differences


def last_returns(results: Iterable[Result]) -> dict[int, Return]:
    """Result key → its newest return with its points; two queries, however many results."""
    later = Return.objects.filter(result=OuterRef("result"), number__gt=OuterRef("number"))
    points = Prefetch("points", ReturnPoint.objects.select_related("file"))
    newest = Return.objects.filter(~Exists(later), result__in=[result.pk for result in results])
    found = newest.select_related("returned_by").prefetch_related(points)
    return {returned.result_id: returned for returned in found}


def last_return(result: Result | None) -> Return | None:
    return last_returns([result]).get(result.pk) if result and result.pk else None


def returns_of(result: Result) -> list[Return]:
    """Every return of this result, the newest first, each with its points."""
    points = Prefetch("points", ReturnPoint.objects.select_related("file"))
    return list(result.returns.select_related("returned_by").prefetch_related(points).order_by("-number"))


def states_since(returned: Return, result: Result) -> tuple[State, State]:
    """What stood there when it was sent back, and what stands now. Names secret files: ``secrets_kept`` tells them."""
    return returned.standing, standing(result)


def changes_since_return(result: Result) -> tuple[Difference, ...] | None:
    """What was changed since this result was last sent back; None when it never was."""
    returned = last_return(result)
    return differences(*states_since(returned, result)) if returned else None


def states_since_returns(results: Iterable[Result]) -> Mapping[int, tuple[State, State]]:
    """For many: result key → both states; results never sent back are not in it."""
    by_key = {result.pk: result for result in results}
    return {
        key: states_since(returned, by_key[key]) for key, returned in last_returns(by_key.values()).items()
    }
