"""Keeping what somebody types before it is saved.

No event in the trail: nothing that counts has changed, and every few seconds of typing would bury what did
(docs/decisions/0011). Saving and submitting leave their events as ever.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from samrit.people.models import Role, User
from samrit.people.queries import duties_of
from samrit.reports.models import EntryDraft
from samrit.reports.permissions import roles_over
from samrit.reports.queries import Item
from samrit.reports.words import changed_parts, typed_words, words_of
from samrit.rules.wording import Refusal, RefusedError, refuse
from samrit.ui.formats import time_of_day


@transaction.atomic
def keep_entry_draft(
    *,
    item: Item,
    typed: Mapping[str, str],
    version: int,
    opened: Mapping[str, str],
    revision: int,
    sitting: str,
    by: User,
    now: datetime,
) -> EntryDraft | None:
    """Keep the words as typed, readable or not, also after closing; None when they are what is saved already.

    ``version`` and ``opened`` are what the page began from, ``revision`` the draft's that it knows (0: none) and
    ``sitting`` its own name: another window's words are not written over.
    """
    if Role.RECORDER.value not in roles_over(duties_of(by, localdate(now)), item):
        raise RefusedError(refuse("not_your_entry", "พิมพ์ผลได้เฉพาะผู้บันทึกข้อมูลของหน่วยงานที่รับผิดชอบ"))
    words = typed_words(typed)
    draft = _locked(item, by)
    if draft is not None and not _continues(draft, words, revision, sitting):
        raise RefusedError(_elsewhere(draft))
    if not changed_parts(words, words_of(item.result)):
        if draft is not None:
            draft.delete()
        return None
    if draft is None:
        draft = EntryDraft(
            person=by, round=item.round, indicator_id=item.kpi.indicator_id, revision=0, began_at=now
        )
    draft.typed, draft.version, draft.opened = words, version, dict(opened)
    draft.revision, draft.sitting, draft.kept_at = draft.revision + 1, sitting, now
    draft.save()
    return draft


@transaction.atomic
def discard_entry_draft(*, item: Item, revision: int, by: User) -> bool:
    """ทิ้งข้อความที่พิมพ์ค้างไว้: only the words that the page showed. Whether they were still there."""
    gone, _ = _of(item, by).filter(revision=revision).delete()
    return bool(gone)


def forget_draft(item: Item, by: User, revision: int | None) -> None:
    """The words are saved now; another window's later words stay."""
    if revision:
        _of(item, by).filter(revision=revision).delete()


def _continues(draft: EntryDraft, words: Mapping[str, str], revision: int, sitting: str) -> bool:
    """Whether nothing would be written over: the page knows the draft, wrote it itself, or says just the same."""
    own = bool(sitting) and draft.sitting == sitting
    return own or draft.revision == revision or not changed_parts(words, typed_words(draft.typed))


def _of(item: Item, by: User) -> QuerySet[EntryDraft]:
    return EntryDraft.objects.filter(person=by, round=item.round, indicator=item.kpi.indicator_id)


def _locked(item: Item, by: User) -> EntryDraft | None:
    """The person's draft, locked; the person's row first, so that two windows do not both begin one."""
    list(User.objects.select_for_update().filter(pk=by.pk).values_list("pk"))
    return _of(item, by).select_for_update().first()


def _elsewhere(draft: EntryDraft) -> Refusal:
    return refuse(
        "draft_elsewhere",
        "คุณพิมพ์รายการนี้อยู่ในหน้าต่างหรือเครื่องอื่นด้วย (เก็บไว้ล่าสุด {at}) – ข้อความในหน้านี้ยังอยู่ครบ กดบันทึกร่างเพื่อเก็บฉบับของหน้านี้",
        at=time_of_day(draft.kept_at),
    )
