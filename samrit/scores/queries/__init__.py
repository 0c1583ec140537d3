"""Reading verifications, scores and publications."""

from samrit.scores.queries.appeals import appealed_rounds
from samrit.scores.queries.inputs import (
    is_current,
    reported_document,
    scoring_document,
    unreported_document,
)
from samrit.scores.queries.publications import (
    publications_in_force,
    publications_of,
    publications_to_tell,
    published_scores,
    scores_visible_to,
    standing_publication,
    versions_visible_to,
)
from samrit.scores.queries.searching import counted, to_index, words_found, years_found
from samrit.scores.queries.verifications import (
    VerifiedItem,
    in_force,
    not_filed_again,
    past_results,
    rounds_to_evaluate,
    unverified,
    verification_of,
    verifications_of,
    with_verification,
)
from samrit.scores.queries.versions import (
    current_scores,
    score_of,
    scored_years,
    stored_scores,
    versions_of,
    with_current_score,
    with_kpi_scores,
)

__all__ = [
    "VerifiedItem",
    "appealed_rounds",
    "counted",
    "current_scores",
    "in_force",
    "is_current",
    "not_filed_again",
    "past_results",
    "publications_in_force",
    "publications_of",
    "publications_to_tell",
    "published_scores",
    "reported_document",
    "rounds_to_evaluate",
    "score_of",
    "scored_years",
    "scores_visible_to",
    "scoring_document",
    "standing_publication",
    "stored_scores",
    "to_index",
    "unreported_document",
    "unverified",
    "verification_of",
    "verifications_of",
    "versions_of",
    "versions_visible_to",
    "with_current_score",
    "with_kpi_scores",
    "with_verification",
    "words_found",
    "years_found",
]
