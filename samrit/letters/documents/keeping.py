"""The paper of a letter that has its number: drawn, signed, kept."""

from datetime import datetime

from samrit.letters.actions.sealing import seal_letter
from samrit.letters.documents.paper import letter_pdf
from samrit.letters.documents.sealing import digitally_signed
from samrit.letters.models import Letter, SealedPaper
from samrit.letters.papers import sealed_paper_of


def keep_paper(letter: Letter, *, now: datetime) -> SealedPaper | None:
    """The kept one, or a new one; None while the letter has no number. PaperUnavailableError where no PDF can be drawn."""
    if letter.signed_at is None:
        return None
    if kept := SealedPaper.objects.filter(letter=letter).first():
        return kept
    pdf = letter_pdf(sealed_paper_of(letter), identifier=letter.code.encode())
    data, signature = digitally_signed(pdf, reason=letter.subject[:200], place=letter.issuer.name)
    return seal_letter(letter=letter, data=data, signature=signature, now=now)
