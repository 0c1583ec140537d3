"""An appeal's decision as its letter, for both sides: the signed one, and until there is one the letter that tells of it, unsigned."""

from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localdate

from samrit.letters.models import Issuer, Letter, SealedPaper
from samrit.letters.papers import made_of, paper_of
from samrit.letters.queries.beginning import letters_about
from samrit.letters.queries.topics import content_on, matter_of
from samrit.people.models import Agency
from samrit.rules.letters.merging import templates
from samrit.rules.letters.paper import LetterPaper
from samrit.rules.letters.signing import Status
from samrit.rules.letters.topics import Topic
from samrit.rules.secrecy import Level
from samrit.rules.wording import Refusal
from samrit.scores.models import Appeal

NOT_SIGNED = "ยังไม่ลงนาม"
CENTRAL_NAME = "สำนักงาน ก.พ.ร."


def name_of_decision(appeal: Appeal) -> str:
    """The file's name, without its ending."""
    return f"คำวินิจฉัยอุทธรณ์-{appeal.round.area.name}-{appeal.round.fiscal_year_id}-{appeal.number}"


def sealed_decision(appeal: Appeal) -> SealedPaper | None:
    """The signed letter as it was sealed."""
    letter = _signed(appeal)
    return SealedPaper.objects.filter(letter=letter).first() if letter else None


def decision_paper(appeal: Appeal, *, now: datetime) -> LetterPaper:
    """Of a decided appeal. Unsigned it says so; it has a number and a day where the panel wrote down a number."""
    letter = _signed(appeal)
    if letter is not None:
        return paper_of(letter)
    matter = matter_of(Topic.APPEAL_DECISION, appeal, now=now)
    if isinstance(matter, Refusal):
        raise ValueError("only a decided appeal has its letter")  # noqa: TRY004 - not of the type: of the state
    number = appeal.decision.letter_number
    paper = made_of(
        content_on(templates()[Topic.APPEAL_DECISION], matter),
        _central(),
        (),
        number=number,
        day=localdate(appeal.decision.decided_at) if number else None,
        mark=NOT_SIGNED,
    )
    return paper if number else replace(paper, number_code="")


def _signed(appeal: Appeal) -> Letter | None:
    """The newest; a classified one is read only by whom it was sent to."""
    signed = letters_about(Topic.APPEAL_DECISION, appeal).filter(status=Status.SIGNED, secrecy=Level.ORDINARY)
    return signed.select_related("issuer__agency").first()


def _central() -> Issuer:
    """As it stands on its letters; by its name alone where no letter code was entered yet."""
    known = Issuer.objects.filter(agency__kind=Agency.Kind.CENTRAL, retired_at=None).order_by("pk").first()
    agency = Agency.objects.filter(kind=Agency.Kind.CENTRAL).order_by("pk").first()
    return known or Issuer(name=agency.name if agency else CENTRAL_NAME)
