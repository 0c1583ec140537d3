"""When a save or a submission counts as having come (docs/entry.md).

The server's clock at arrival decides. Two things the server itself knows may count for the person: that it held
words of theirs before closing (then the last press has a short grace), and that it held these very words before
closing (then saving them counts as of then).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from samrit.people.queries import Duties
from samrit.reports.permissions import window_for
from samrit.reports.queries import Item, draft_of
from samrit.reports.words import changed_parts, typed_words
from samrit.rules import rulesets
from samrit.rules.windows import WindowState, counted_moment


def counted_now(
    item: Item, *, duties: Duties, now: datetime, words: Mapping[str, str] | None = None
) -> datetime:
    """The moment that what this person sends now counts as; ``words`` are what they save (None: no saving)."""
    window = window_for(item, duties=duties, now=now)
    if window is None or window.state(now) is not WindowState.CLOSED:
        return now
    draft = draft_of(item, duties.user)
    if draft is None:
        return now
    held = words is not None and not changed_parts(words, typed_words(draft.typed))
    if held and draft.kept_at < window.closes_at:
        return draft.kept_at
    rules = rulesets.load(item.round.fiscal_year.rule_set)
    grace = timedelta(seconds=rules.grace_seconds)
    return counted_moment(window, now, began_at=draft.began_at, grace=grace)
