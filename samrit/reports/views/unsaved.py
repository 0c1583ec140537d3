"""Words that this person typed and did not save: back in the form, or shown where they can no longer be saved."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import now

from samrit.people.middleware import PersonRequest
from samrit.reports.arrival import counted_now
from samrit.reports.forms import ResultForm
from samrit.reports.models import EntryDraft
from samrit.reports.permissions import may
from samrit.reports.queries import Item, draft_of
from samrit.reports.views.keeping import typed_texts
from samrit.reports.views.written import is_unsaved, rejoined
from samrit.reports.words import typed_words
from samrit.rules.wording import Refusal
from samrit.rules.workflow import Verb


@dataclass(frozen=True)
class Unsaved:
    """``draft``: what was typed; ``form``: it in the form, on top of what is saved now; ``theirs`` as in Rejoined.

    Where the item cannot be edited any more ``words`` are to be shown, and ``refusal`` says why saving even these
    words is refused (None: they were held in time and may still be saved).
    """

    draft: EntryDraft | None = None
    form: ResultForm | None = None
    theirs: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None

    @property
    def discard(self) -> str:
        """The button's value that takes away just what is shown."""
        return f"discard:{self.draft.revision}" if self.draft else ""

    @property
    def texts(self) -> list[tuple[Any, str]]:
        """(label, text) of what was typed."""
        return typed_texts(self.words)

    @property
    def sent(self) -> dict[str, str]:
        """The form that saves these words as they are."""
        if self.draft is None:
            return {}
        hidden = {"version": str(self.draft.version), "opened": json.dumps(self.draft.opened)}
        return {**self.words, **hidden, "draft": str(self.draft.revision)}


def unsaved_words(request: PersonRequest, item: Item, *, editable: bool) -> Unsaved:
    draft = draft_of(item, request.user)
    if draft is None or not is_unsaved(item, draft):
        return Unsaved()
    if editable:
        joined = rejoined(item, draft.typed, draft.opened, draft.revision)
        return Unsaved(draft, joined.form, joined.theirs)
    words = typed_words(draft.typed)
    counted = counted_now(item, duties=request.duties, now=now(), words=words)
    decision = may(Verb.SAVE, item, duties=request.duties, now=counted)
    refusal = decision if isinstance(decision, Refusal) else None
    return Unsaved(draft, words=words, refusal=refusal)
