"""The evaluator's desk: rounds to evaluate, one round, one result; compute and publish."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samrit.frameworks.models import Round
from samrit.frameworks.queries import fiscal_years
from samrit.people.middleware import PersonRequest
from samrit.reports.queries import items_visible_to
from samrit.rules.workflow import Status
from samrit.scores.desk import round_refusals
from samrit.scores.forms import PublicationForm
from samrit.scores.models import ProvinceScore, Publication
from samrit.scores.official_deciding import decidable_in
from samrit.scores.queries import (
    VerifiedItem,
    current_scores,
    disputes_in,
    disputes_shown,
    filed_and_given,
    in_hand_of,
    is_current,
    mine_by_round,
    open_questions,
    publications_of,
    rounds_to_evaluate,
    verifications_of,
    versions_of,
)
from samrit.scores.queries.appeals import undecided_of
from samrit.scores.shown import components_of, explanation_of
from samrit.ui.formats import place_name
from samrit.ui.pieces import Crumb

PER_PAGE = 50


@require_GET
def rounds(request: PersonRequest) -> HttpResponse:
    """Which provinces wait for verification, for scoring, for publication?"""
    _evaluators_only(request)
    mine, in_hand = "mine" in request.GET, mine_by_round(request.user)
    found = rounds_to_evaluate(request.duties)
    page = Paginator(found.filter(pk__in=in_hand) if mine else found, PER_PAGE).get_page(
        request.GET.get("page")
    )
    given = filed_and_given()
    for round_ in page:  # for the page only: what is this person's, and what is everybody's
        round_.in_hand = in_hand.get(round_.pk, 0)  # type: ignore[attr-defined]
        round_.free = max(0, round_.to_verify - given.get(round_.pk, 0))  # type: ignore[attr-defined]
    context = {
        "page": page,
        "mine": mine,
        "mine_count": sum(in_hand.values()),
        "disputes": disputes_shown(request.duties).count(),
        "year": next((year.year for year in fiscal_years()), None),
    }
    return render(request, "scores/list.html", context)


@require_GET
def round_page(request: PersonRequest, round_pk: int) -> HttpResponse:
    """One province's filed report: what is verified, the score and why, what is left to do."""
    round_ = _round(request, round_pk)
    found = verifications_of(round_)
    items = [
        VerifiedItem(item, found.get(item.result.pk) if item.result else None)
        for item in items_visible_to(request.duties, round_)
    ]
    score, publications = _score(round_), list(publications_of(round_))
    waiting = sum(verified.item.status == Status.FILED for verified in items)
    current = score is not None and is_current(score, round_)
    context = {
        "round": round_,
        "items": items,
        "waiting_questions": open_questions(round_).count(),
        "decidable": len(decidable_in(round_)) if waiting else 0,
        "disputed": set(disputes_in(round_).values_list("result__indicator", flat=True)),
        "mine": set(in_hand_of(request.user).filter(round=round_).values_list("indicator", flat=True)),
        "score": score,
        "waiting": waiting,
        "verified": sum(verified.verification is not None for verified in items),
        "outdated": score is not None and not current,
        "explanation": explanation_of(score) if score else None,
        "components": components_of(score) if score else [],
        "versions": versions_of(round_),
        "publications": publications,
        "older_public": _older_public(publications, score),
        "undecided": undecided_of(round_),
        "refusals": round_refusals(
            request.duties, round_, score, waiting=waiting, current=current, now=now()
        ),
        "publication_form": PublicationForm(is_first=not publications),
        "crumbs": [Crumb(_("ตรวจประเมิน"), reverse("scores:list")), Crumb(place_name(round_.area))],
    }
    return render(request, "scores/round.html", context)


def _older_public(publications: list[Publication], score: ProvinceScore | None) -> Publication | None:
    """The edition that stands and says other digits than the current version."""
    newest = next(iter(publications), None)
    if score is None or newest is None or newest.withdrawn_at is not None:
        return None
    return newest if newest.score.digest != score.digest else None


def _score(round_: Round) -> ProvinceScore | None:
    """The current version with its documents; the list's are without."""
    return current_scores().filter(round=round_).select_related("edition", "computed_by").first()


def _evaluators_only(request: PersonRequest) -> None:
    if not request.duties.evaluates:
        raise Http404


def _round(request: PersonRequest, round_pk: int) -> Round:
    return get_object_or_404(rounds_to_evaluate(request.duties), pk=round_pk)
