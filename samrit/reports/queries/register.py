"""The register of evidence: every file a person may know of, what it proves, and what may be packed together."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from samrit.evidence.models import EvidenceFile
from samrit.evidence.queries import visible_to, with_people
from samrit.frameworks.models import Edition, Kpi, Round
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.reports.models import ResultEvidence
from samrit.rules.secrecy import Level


def _of_person(duties: Duties) -> QuerySet[ResultEvidence]:
    """The links whose KPIs this person may see."""
    links = ResultEvidence.objects.all()
    if duties.evaluates:
        return links
    return links.filter(
        Q(result__round__area__in=duties.coordinated_areas())
        | Q(
            result__indicator__in=Kpi.objects.filter(
                ownerships__agency__in=duties.agencies(), component__edition__status=Edition.Status.PUBLISHED
            ).values("indicator")
        )
    )


def register_of(duties: Duties) -> QuerySet[EvidenceFile]:
    """The originals, newest first; redacted copies stand with theirs."""
    return visible_to(duties).filter(redacted_of=None).order_by("-id")


def with_uses(files: QuerySet[EvidenceFile], duties: Duties) -> QuerySet[EvidenceFile]:
    """With people, copies and what each proves, in ``shown_links``; eight queries, however many."""
    kpis = Kpi.objects.filter(component__edition__status=Edition.Status.PUBLISHED).select_related(
        "component", "parent"
    )
    links = (
        _of_person(duties)
        .select_related("result__round__area", "result__indicator", "attached_by")
        .prefetch_related(Prefetch("result__indicator__kpis", kpis, to_attr="in_force"), "ticks")
        .order_by("-result__round__fiscal_year", "result__round__months", "id")
    )
    return with_people(files).prefetch_related(Prefetch("proves", links, to_attr="shown_links"))


def narrowed(
    files: QuerySet[EvidenceFile], wanted: Mapping[str, Any], kinds: Mapping[str, Iterable[str]]
) -> QuerySet[EvidenceFile]:
    """By the values of ``forms.evidence.RegisterFilter``."""
    uses = ResultEvidence.objects.filter(file=OuterRef("pk"))
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
        files = files.filter(Exists(uses.filter(result__indicator=wanted["indicator"])))
    if wanted.get("unused"):
        files = files.filter(~Exists(uses))
    return files


def agencies_in(files: QuerySet[EvidenceFile]) -> dict[int, str]:
    """Key → name of the agencies that have files here."""
    links = EvidenceFile.agencies.through.objects.filter(evidencefile__in=files.order_by().values("pk"))
    return dict(
        Agency.objects.filter(pk__in=links.values("agency")).order_by("name").values_list("pk", "name")
    )


def indicators_in(duties: Duties) -> list[tuple[int, str]]:
    """(indicator, number and name) of the KPIs in force that have evidence this person may know of."""
    used = _of_person(duties).values("result__indicator")
    kpis = Kpi.objects.filter(indicator__in=used, component__edition__status=Edition.Status.PUBLISHED)
    return [
        (
            kpi.indicator_id,
            f"{kpi.component.edition.framework.fiscal_year_id} · {kpi.full_number} {kpi.name}"[:90],
        )
        for kpi in kpis.select_related("component__edition__framework", "parent").order_by(
            "-component__edition__framework__fiscal_year", "component__number", "position"
        )
    ]


def packed_links(round_: Round) -> list[ResultEvidence]:
    """All evidence of a round, for packing: with results, files and those who may open them; seven queries."""
    links = list(
        ResultEvidence.objects.filter(result__round=round_)
        .select_related("result", "attached_by")
        .prefetch_related("ticks")
        .order_by("result__indicator", "id")
    )
    # By the round and not by 3,000 keys, which SQLite would not take.
    of_round = ResultEvidence.objects.filter(result__round=round_).values("file")
    files = {file.pk: file for file in with_people(EvidenceFile.objects.filter(pk__in=of_round))}
    for link in links:
        link.file = files[link.file_id]
    return links
