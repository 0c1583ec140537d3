"""Keeping the paper of a signed letter: once, known by its digest."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from samrit.letters.models import Letter, SealedPaper
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def seal_letter(*, letter: Letter, data: bytes, signature: Mapping[str, str], now: datetime) -> SealedPaper:
    """Keep the PDF. The first one that is kept is the paper; whoever drew it again at the same moment gets that one.

    No event of its own: it is the end of signing, which is one.
    """
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.signed_at is None:
        raise RefusedError(refuse("letter_not_signed_yet", "หนังสือยังไม่ลงนาม จึงยังไม่มีฉบับลงนาม"))
    if kept := SealedPaper.objects.filter(letter=letter).first():
        return kept
    digest = hashlib.sha256(data).hexdigest()
    paper = SealedPaper(
        letter=letter, sha256=digest, size=len(data), signature=dict(signature), sealed_at=now
    )
    paper.file.save(f"{digest}.pdf", ContentFile(data), save=False)
    paper.save()
    return paper
