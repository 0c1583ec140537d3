"""Why an evaluator's button does nothing, for pages and programs alike; the actions ask the same."""

from datetime import datetime

from samrit.frameworks.models import Round
from samrit.people.queries import Duties
from samrit.reports.permissions import may
from samrit.reports.queries import Item
from samrit.rules.wording import Refusal
from samrit.rules.workflow import Verb
from samrit.scores.models import Comparison, ProvinceScore
from samrit.scores.permissions import (
    refuse_asking,
    refuse_changing,
    refuse_confirming,
    refuse_deciding,
    refuse_opinion,
    refuse_publishing,
    refuse_reopening,
    refuse_scoring,
    refuse_verifying,
    refuse_withdrawing,
)
from samrit.scores.permissions.appealing import refuse_reopening_contested
from samrit.scores.queries import (
    Judges,
    count_open,
    judges_of,
    score_of,
    scorer_of,
    standing_publication,
)
from samrit.scores.queries.appeals import undecided_of


def round_refusals(
    duties: Duties,
    round_: Round,
    score: ProvinceScore | None,
    *,
    waiting: int,
    current: bool,
    now: datetime,
) -> dict[str, Refusal | None]:
    """Of a filed round; the reasons that a form asks for are taken as given. ``waiting``: results not verified yet."""
    standing = standing_publication(round_)
    return {
        "compute": refuse_changing(score) or refuse_scoring(duties, round_, filed=True, unverified=waiting),
        "confirm": refuse_confirming(duties, score, round_, current=current),
        "reopen": refuse_reopening(duties, score, round_, public=standing, reason="-")
        or refuse_reopening_contested(undecided_of(round_)),
        "publish": refuse_publishing(
            duties, score, round_, standing=standing, newest=standing, reason="-", publish_at=now, now=now
        ),
        "withdraw": refuse_withdrawing(duties, standing, round_, reason="-"),
    }


def why_not_judged(duties: Duties, item: Item, judges: Judges, now: datetime) -> Refusal | None:
    """Of verifying a result, or of giving an opinion where two look at it."""
    scorer = scorer_of(duties.user, item.round.fiscal_year_id)
    decision = may(Verb.VERIFY, item, duties=duties, now=now)
    refuse = refuse_opinion if judges.two else refuse_verifying
    return (
        refuse_changing(score_of(item.round))
        or (decision if isinstance(decision, Refusal) else None)
        or refuse(duties, item, judges, scorer)
    )


def why_not_decided(duties: Duties, item: Item, comparison: Comparison) -> Refusal | None:
    """Of deciding where two differ."""
    scorer = scorer_of(duties.user, item.round.fiscal_year_id)
    judges = judges_of(item, duties.user)
    return refuse_changing(score_of(item.round)) or refuse_deciding(duties, item, comparison, judges, scorer)


def why_not_asked(duties: Duties, item: Item) -> Refusal | None:
    """Of asking the province about a result."""
    waiting = count_open(item.result) if item.result else 0
    return refuse_asking(duties, item.round, item.result, score_of(item.round), waiting=waiting)
