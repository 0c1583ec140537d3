"""The register of evidence: every file a person may know of, what it proves, and what may be packed together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from samrit.evidence.models import EvidenceFile, Tie
from samrit.evidence.queries import owned_by, ties, unused, visible_to, with_people
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.secrecy import Level


def _of_person(duties: Duties, tie: Any) -> QuerySet[Any]:
    """The ties whose KPIs this person may see, the own agencies' untold ones among them."""
    links: QuerySet[Any] = tie.objects.all()
    if duties.evaluates:
        return links.filter(tie.TOLD)
    own = Kpi.objects.filter(
        ownerships__agency__in=duties.agencies(), component__edition__status=Edition.Status.PUBLISHED
    )
    seen = Q(**{f"{tie.ROUND}__area__in": duties.coordinated_areas()}) | Q(
        **{f"{tie.INDICATOR}__in": own.values("indicator")}
    )
    links = links.filter(seen)
    return links.filter(tie.TOLD | Q(file__in=owned_by(duties.agencies()))) if tie.TOLD else links


def register_of(duties: Duties) -> QuerySet[EvidenceFile]:
    """The originals, newest first; redacted copies stand with theirs."""
    return visible_to(duties).filter(redacted_of=None).order_by("-id")


@dataclass(frozen=True)
class Use:
    """One KPI in one round that a file proves; ``kpi`` None: no edition in force has it. ``what`` beside the result."""

    round: Round
    indicator: int
    kpi: Kpi | None
    what: str


def uses_of(duties: Duties, files: Iterable[int]) -> dict[int, list[Use]]:
    """File → what it proves, the newest year first, as far as this person may see it; a query for each kind, and two."""
    keys, found = list(files), []
    for tie in ties():
        links = _of_person(duties, tie).filter(file__in=keys).order_by("pk")
        found += [(*row, tie) for row in links.values_list("file", tie.ROUND, tie.INDICATOR)]
    rounds = Round.objects.select_related("area").in_bulk({row[1] for row in found})
    kpis = _in_force({row[2] for row in found})
    told: dict[int, list[Use]] = {key: [] for key in keys}
    for file, round_, indicator, tie in found:
        told[file].append(Use(rounds[round_], indicator, kpis.get(indicator), str(tie.PROVES)))
    for uses in told.values():
        uses.sort(key=lambda use: (-use.round.fiscal_year_id, use.round.months))
    return told


def _in_force(indicators: Iterable[int]) -> dict[int, Kpi]:
    kpis = Kpi.objects.filter(component__edition__status=Edition.Status.PUBLISHED, indicator__in=indicators)
    return {kpi.indicator_id: kpi for kpi in kpis.select_related("component", "parent").order_by("-pk")}


def narrowed(
    files: QuerySet[EvidenceFile], wanted: Mapping[str, Any], kinds: Mapping[str, Iterable[str]]
) -> QuerySet[EvidenceFile]:
    """By the values of ``forms.evidence.RegisterFilter``."""
    if words := (wanted.get("q") or "").strip():
        # A secret's name is not told to those who may not open it, so nobody finds it by its name either.
        digest = Q(sha256__startswith=words.lower()) if len(words) >= 8 else Q()  # noqa: PLR2004
        files = files.filter(Q(name__icontains=words, secrecy=Level.ORDINARY) | digest)
    if wanted.get("kind"):
        files = files.filter(media_type__in=list(kinds[wanted["kind"]]))
    if wanted.get("secrecy"):
        files = files.filter(secrecy=wanted["secrecy"])
    if wanted.get("agency"):
        links = EvidenceFile.agencies.through.objects.filter(agency=wanted["agency"])
        files = files.filter(pk__in=links.values("evidencefile"))
    if wanted.get("indicator"):
        files = files.filter(_proves(wanted["indicator"]))
    return unused(files) if wanted.get("unused") else files


def _proves(indicator: int) -> Q:
    """Something about this indicator, in whatever room."""
    found = Q()
    for tie in ties():
        links = tie.objects.filter(tie.TOLD, **{tie.INDICATOR: indicator})
        found |= Q(pk__in=links.values("file"))
    return found


def agencies_in(files: QuerySet[EvidenceFile]) -> dict[int, str]:
    """Key → name of the agencies that have files here."""
    links = EvidenceFile.agencies.through.objects.filter(evidencefile__in=files.order_by().values("pk"))
    return dict(
        Agency.objects.filter(pk__in=links.values("agency")).order_by("name").values_list("pk", "name")
    )


def indicators_in(duties: Duties) -> list[tuple[int, str]]:
    """(indicator, number and name) of the KPIs in force that have evidence this person may know of."""
    used = Q()
    for tie in ties():
        used |= Q(indicator__in=_of_person(duties, tie).values(tie.INDICATOR))
    kpis = Kpi.objects.filter(used, component__edition__status=Edition.Status.PUBLISHED)
    return [
        (
            kpi.indicator_id,
            f"{kpi.component.edition.framework.fiscal_year_id} · {kpi.full_number} {kpi.name}"[:90],
        )
        for kpi in kpis.select_related("component__edition__framework", "parent").order_by(
            "-component__edition__framework__fiscal_year", "component__number", "position"
        )
    ]


def packed_ties(round_: Round) -> list[tuple[int, Tie]]:
    """(indicator, tie) of all evidence of a round that others may know of, with files and those who may open them.

    What proves the results first, then answers and appeals; a few queries for each kind, however many.
    """
    found, of_round = [], Q()
    for tie in ties():
        links = tie.objects.filter(tie.TOLD, **{tie.ROUND: round_})
        # By the round and not by 3,000 keys, which SQLite would not take.
        of_round |= Q(pk__in=links.values("file"))
        rows = links.select_related("attached_by").prefetch_related(*tie.WITH).order_by("pk")
        found += list(rows.annotate(indicator_key=F(tie.INDICATOR)))
    files = {file.pk: file for file in with_people(EvidenceFile.objects.filter(of_round))}
    for link in found:
        link.file = files[link.file_id]
    return [(link.indicator_key, link) for link in found]
