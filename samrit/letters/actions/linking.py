"""References between letters: what answers, encloses, continues or refers to what."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.letters.models import Arrival, Letter, LetterLink
from samrit.letters.permissions.writing import refuse_move
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.letters.signing import Verb
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def link_letter(*, letter: Letter, to: Letter | Arrival, kind: str, by: User, now: datetime) -> LetterLink:
    """While it is a draft; the same link twice is one."""
    letter = _editable(letter, by, now)
    if to == letter:
        raise RefusedError(refuse("letter_links_itself", "หนังสืออ้างถึงตัวเองไม่ได้ – เลือกฉบับอื่น"))
    target = {"to_letter": to} if isinstance(to, Letter) else {"to_arrival": to}
    link, new = LetterLink.objects.get_or_create(
        letter=letter, kind=kind, **target, defaults={"made_by": by, "made_at": now}
    )
    if new:
        _record("link_letter", link, by, now)
    return link


@transaction.atomic
def unlink_letter(*, link: LetterLink, by: User, now: datetime) -> None:
    _editable(link.letter, by, now)
    _record("unlink_letter", link, by, now)
    link.delete()


def _editable(letter: Letter, by: User, now: datetime) -> Letter:
    letter = Letter.objects.select_for_update(of=("self",)).select_related("issuer__agency").get(pk=letter.pk)
    if refusal := refuse_move(Verb.EDIT, letter, duties_of(by, localdate(now))):
        raise RefusedError(refusal)
    return letter


def _record(verb: str, link: LetterLink, by: User, now: datetime) -> None:
    record(
        verb=verb,
        subject=link.letter,
        by=by,
        now=now,
        after={"linked": str(link.to_letter or link.to_arrival or link.to_intake)},
        area_code=link.letter.area_id or "",
        actor_role=duties_of(by, localdate(now)).described(),
    )
