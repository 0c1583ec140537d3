"""The evidence of a province's whole round in one file."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.evidence.actions import note_opening
from samrit.evidence.models import EvidenceFile
from samrit.frameworks.models import Kpi, RequiredEvidence, Round
from samrit.frameworks.queries import edition_of, leaf_kpis
from samrit.people.middleware import PersonRequest
from samrit.people.queries import Duties
from samrit.reports.models import ResultEvidence
from samrit.reports.packing import Piece, pack, with_paths
from samrit.reports.proof import SeenFile, seen_file
from samrit.reports.queries.register import packed_links
from samrit.reports.views.shown import found_round
from samrit.rules.secrecy import LEVEL_LABELS, Level
from samrit.ui.wording import in_words


@require_safe
def evidence_zip(request: PersonRequest, round_pk: int) -> HttpResponse | StreamingHttpResponse:
    """For the province's coordinator and the central office; what they may not open is named and stays out."""
    round_ = found_round(request, round_pk)
    duties: Duties = request.duties
    if not duties.evaluates and round_.area_id not in duties.coordinated_areas():
        raise Http404
    pieces = list(with_paths(_pieces(duties, round_)))
    moment = localtime(now())
    if request.method == "GET":
        for piece in pieces:
            if piece.file is not None:
                note_opening(file=piece.file, by=request.user, now=moment)
    name = _("หลักฐาน %(area)s %(year)s รอบ %(months)s เดือน.zip") % {
        "area": round_.area, "year": round_.fiscal_year_id, "months": round_.months,
    }  # fmt: skip
    response = StreamingHttpResponse(pack(round_, pieces, at=moment), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Encoding"] = "identity"  # packed already
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _pieces(duties: Duties, round_: Round) -> Iterator[Piece]:
    """In the order of the framework; what belongs to no KPI in force any more stands last."""
    edition = edition_of(round_)
    kpis: dict[int, tuple[int, Kpi]] = {}
    if edition:
        kpis = {kpi.indicator_id: (place, kpi) for place, kpi in enumerate(leaf_kpis(edition))}
    links = sorted(
        packed_links(round_),
        key=lambda link: kpis[link.result.indicator_id][0] if link.result.indicator_id in kpis else len(kpis),
    )
    asked = _asked([kpi for _place, kpi in kpis.values()])
    for link in links:
        yield _piece(duties, link, kpis.get(link.result.indicator_id, (0, None))[1], asked)


def _asked(kpis: list[Kpi]) -> dict[str, str]:
    """Code → title of every line of the checklists; one query."""
    lines = RequiredEvidence.objects.filter(kpi__in=kpis)
    return dict(lines.values_list("code", "title"))


def _piece(duties: Duties, link: ResultEvidence, kpi: Kpi | None, asked: dict[str, str]) -> Piece:
    seen = seen_file(duties, link.file)
    file, why = _what_goes_in(seen)
    return Piece(
        number=kpi.full_number if kpi else "0",
        kpi=_full_name(kpi) if kpi else _("ตัวชี้วัดที่ยกเลิกแล้ว"),
        name=seen.name,
        level=in_words(LEVEL_LABELS[Level(seen.level)]),
        file=file,
        left_out=why,
        answers=", ".join(asked[tick.code] for tick in link.ticks.all() if tick.code in asked),
        who=link.attached_by.name,
        when=link.attached_at,
    )


def _full_name(kpi: Kpi) -> str:
    return f"{kpi.parent.name} – {kpi.name}" if kpi.parent else kpi.name


def _what_goes_in(seen: SeenFile) -> tuple[EvidenceFile | None, str]:
    """The original, its redacted copy, or nothing and why."""
    if seen.closed is None:
        return _stored(seen.file, "")
    if seen.copy is not None and seen.is_secret:
        return _stored(seen.copy, _("ฉบับปิดทับข้อความ"))
    return None, in_words(seen.closed.message)


def _stored(file: EvidenceFile, why: str) -> tuple[EvidenceFile | None, str]:
    """A file that is missing from the storage is told, and does not spoil all others."""
    if not default_storage.exists(str(file.file.name)):
        return None, _("ไม่พบไฟล์ในที่เก็บ โปรดแจ้งผู้ดูแลระบบ")
    return file, why
