"""Reading frameworks: what a person may see, and an edition's terms as the rules want them."""

from samrit.frameworks.queries.contents import (
    edition_in_force,
    leaf_kpis,
    refusals_to_publish_edition,
    terms_of,
    with_contents,
)
from samrit.frameworks.queries.rounds import window_of
from samrit.frameworks.queries.seen import editions_visible_to, frameworks_visible_to, rounds_visible_to
from samrit.frameworks.queries.trails import last_change, trail_of

__all__ = [
    "edition_in_force",
    "editions_visible_to",
    "frameworks_visible_to",
    "last_change",
    "leaf_kpis",
    "refusals_to_publish_edition",
    "rounds_visible_to",
    "terms_of",
    "trail_of",
    "window_of",
    "with_contents",
]
