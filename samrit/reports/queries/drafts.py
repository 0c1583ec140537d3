"""Words that people have typed and not saved."""

from samrit.people.models import User
from samrit.reports.models import EntryDraft
from samrit.reports.queries.items import Item


def draft_of(item: Item, person: User) -> EntryDraft | None:
    """What this person has typed about the item and not saved."""
    found = EntryDraft.objects.filter(person=person, round=item.round, indicator=item.kpi.indicator_id)
    return found.first()


def others_typing(item: Item, person: User) -> list[EntryDraft]:
    """Who else has words about this item that are not saved, the latest first (at most three)."""
    drafts = EntryDraft.objects.filter(round=item.round, indicator=item.kpi.indicator_id)
    return list(drafts.exclude(person=person).select_related("person").order_by("-kept_at")[:3])
