"""Letters that an office writes: whose a person may see, where each stands, what it refers to."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from samrit.letters.models import Issuer, Letter, LetterLink, LetterStep, RegisterEntry
from samrit.people.models import Agency, Role, User
from samrit.people.queries import Duties, agencies_managed_by, who_may_act
from samrit.rules.letters.signing import Part, Status, Who
from samrit.rules.secrecy import Level


def issuers_of(duties: Duties) -> QuerySet[Issuer]:
    """The offices in whose name this person may write: those of the agencies where the person holds a role."""
    return Issuer.objects.filter(agency__in=duties.agencies()).select_related("agency__area")


def offices_to_set_up(duties: Duties) -> QuerySet[Agency]:
    """The own offices whose letter code this person may enter (``refuse_keeping_issuer``)."""
    managed = Q(pk__in=agencies_managed_by(duties).values("pk"))
    own = Agency.objects.filter(pk__in=duties.agencies())
    return own.filter(managed | Q(pk__in=duties.agencies(Role.APPROVER))).select_related("area")


def letters_visible_to(duties: Duties) -> QuerySet[Letter]:
    """The office's own, and those that came to this person to look through or to sign.

    What is secret only those see who drafted it or stand in its chain.
    """
    in_chain = Exists(LetterStep.objects.filter(letter=OuterRef("pk"), person=duties.user))
    mine = Q(drafted_by=duties.user) | in_chain
    office = Q(issuer__agency__in=duties.agencies())
    served = Q(issuer__agency__area__in=duties.areas()) | office
    seen = office & (Q(secrecy=Level.ORDINARY) | mine) | in_chain & served
    return Letter.objects.filter(seen).select_related("issuer__agency", "area", "drafted_by")


def with_number(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Each with its register entry as ``numbered``: a list of one, or of none."""
    entries = RegisterEntry.objects.select_related("register")
    return letters.prefetch_related(Prefetch("entries", entries, to_attr="numbered"))


def entry_of(letter: Letter) -> RegisterEntry | None:
    return RegisterEntry.objects.filter(letter=letter).select_related("register__issuer").first()


def steps_of(letter: Letter) -> list[LetterStep]:
    """Every step ever, newest proposal first, each in its order."""
    steps = LetterStep.objects.filter(letter=letter).select_related("person", "decided_by", "agency")
    return list(steps.order_by("-run", "position"))


def chain_of(letter: Letter) -> list[LetterStep]:
    """The steps of the newest proposal."""
    steps = steps_of(letter)
    return [step for step in steps if step.run == steps[0].run] if steps else []


def current_step(letter: Letter) -> LetterStep | None:
    """Whose turn it is, while the letter is in the chain."""
    if letter.status != Status.IN_CHAIN:
        return None
    return next((step for step in chain_of(letter) if step.position == letter.position), None)


def signatures_of(letter: Letter) -> list[LetterStep]:
    """Who signs, or signed, in the order of the paper."""
    return [step for step in chain_of(letter) if step.part == Part.SIGN]


def relation_to(duties: Duties, letter: Letter) -> set[Who]:
    """All that this person is to the letter today; who serves nowhere in the province any more is nothing to it."""
    agency = letter.issuer.agency
    if agency.pk not in duties.agencies() and agency.area_id not in duties.areas():
        return set()
    found: set[Who] = set()
    if agency.pk in duties.agencies():
        found.add(Who.OFFICE)
        if letter.drafted_by_id == duties.user.pk:
            found.add(Who.DRAFTER)
    step = current_step(letter)
    if step is not None and step.person_id == duties.user.pk:
        found.add(Who.TURN)
    if any(one.person_id == duties.user.pk and one.verdict == "signed" for one in signatures_of(letter)):
        found.add(Who.SIGNATORY)
    return found


def who_may_sign(issuer: Issuer, day: date) -> QuerySet[User]:
    """People with a role in the issuer's province (in the central office for the central office)."""
    return who_may_act(issuer.agency, day)


def awaiting(duties: Duties) -> QuerySet[Letter]:
    """Letters that wait for this person to look through or to sign."""
    mine = LetterStep.objects.filter(
        letter=OuterRef("pk"), person=duties.user, position=OuterRef("position"), verdict=""
    )
    return letters_visible_to(duties).filter(status=Status.IN_CHAIN).filter(Exists(mine))


def returned_to(duties: Duties) -> QuerySet[Letter]:
    """The person's own drafts that came back."""
    return letters_visible_to(duties).filter(status=Status.RETURNED, drafted_by=duties.user)


# ── the chain of letters ────────────────────────────────────────────────────
def walked(letter: Letter) -> Collection[int]:
    """Keys of all letters that one comes to from here by references, in either direction; one query a step."""
    seen, at_edge = {letter.pk}, {letter.pk}
    while at_edge:
        links = LetterLink.objects.filter(
            Q(letter__in=at_edge) | Q(to_letter__in=at_edge), to_letter__isnull=False
        )
        found = {key for pair in links.values_list("letter", "to_letter") for key in pair}
        at_edge = found - seen
        seen |= found
    return seen - {letter.pk}


def by_code(code: str) -> Letter | None:
    """For everybody: the signed letter with this code, void or not."""
    if not code:
        return None
    return Letter.objects.filter(code=code).select_related("issuer").first()
