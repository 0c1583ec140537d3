"""The cells that were not accepted: a page of them, and all of them as a file."""

import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.indicators.documents.rejects import column_letter, rejects_of, titles_of, write_rejects
from samrit.indicators.documents.rejects_book import MOST_ROWS, rejects_workbook
from samrit.indicators.models import Examination
from samrit.indicators.queries.observations import path_of, scratch
from samrit.indicators.store.port import Reject
from samrit.indicators.views.submissions.shown import Found, crumbs, found, name_of
from samrit.people.middleware import PersonRequest
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

PER_PAGE = 100
LONGEST = 120  # letters of a value on the page; the file has all
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


@dataclass(frozen=True)
class ShownReject:
    """A cell, why it cannot be taken, and how to mend it."""

    row: int
    letter: str
    title: str
    value: str
    reason: str
    mend: str


@dataclass(frozen=True)
class Reason:
    """A kind of reason, with one of its sentences and how many cells it concerns."""

    code: str
    words: str
    count: int


def shown_rejects(rejects: Iterable[Reject], titles: Mapping[int, str]) -> list[ShownReject]:
    return [
        ShownReject(
            row=reject.row,
            letter=column_letter(reject.column) if reject.column >= 0 else "",
            title=titles.get(reject.column, ""),
            value=reject.value[:LONGEST] + ("…" if len(reject.value) > LONGEST else ""),
            reason=in_words(reject.reason),
            mend=in_words(reject.mend) if reject.mend else "",
        )
        for reject in rejects
    ]


class Rows(Sequence[Reject]):
    """The rejects of an examination, of one reason or all, read a page at a time."""

    def __init__(self, examination: Examination, code: str, count: int) -> None:
        self._examination, self._code, self._count = examination, code, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: Any) -> Any:
        most = max(0, min(part.stop, self._count) - part.start)
        return rejects_of(self._examination, first=part.start, most=most, code=self._code)


@require_safe
def rejected(request: PersonRequest, area: str, pk: int) -> HttpResponse:
    """Which cells are not accepted, why, and how is each mended?"""
    one = found(request, area, pk)
    examination = _examined(one)
    reasons = _reasons(examination)
    code = request.GET.get("reason", "")
    chosen = next((reason for reason in reasons if reason.code == code), None)
    rows = Rows(examination, code if chosen else "", chosen.count if chosen else _all(examination))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "submission": one.submission,
        "name": name_of(one.submission),
        "counts": examination.counts,
        "page": page,
        "rows": shown_rejects(page.object_list, titles_of(examination)),
        "reasons": reasons,
        "chosen": chosen,
        "back": one.url(),
        "crumbs": crumbs(one, Crumb(_("ช่องที่ไม่ผ่าน"))),
    }
    return render(request, "indicators/submissions/rejects.html", context)


@require_safe
def rejects_file(request: PersonRequest, area: str, pk: int, kind: str) -> FileResponse:
    """All of them, to be mended beside the file."""
    one = found(request, area, pk)
    examination = _examined(one)
    if kind not in KINDS or not examination.rejects:
        raise Http404
    file, titles = path_of(examination.rejects["name"]), titles_of(examination)
    kept = tempfile.TemporaryFile(dir=scratch())  # noqa: SIM115 - closed by the response
    if kind == "xlsx":
        kept.write(rejects_workbook(file, titles))
    else:
        _as_csv(file, titles, kept)
    kept.seek(0)
    name = _("ช่องที่ไม่ผ่าน") + f" {Path(one.submission.name).stem}.{kind}"
    response = FileResponse(kept, as_attachment=True, filename=name, content_type=KINDS[kind])
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _as_csv(file: Path, titles: dict[int, str], kept: Any) -> None:
    text = io.TextIOWrapper(kept, encoding="utf-8-sig", newline="")
    write_rejects(file, titles, text)
    text.flush()
    text.detach()


def _examined(one: Found) -> Examination:
    """404 before there is anything to show."""
    examination = one.submission.examination
    if examination is None or not examination.is_done:
        raise Http404
    return examination


def _all(examination: Examination) -> int:
    return int(examination.rejects.get("rows", 0)) if examination.rejects else 0


def _reasons(examination: Examination) -> list[Reason]:
    """The most frequent first, each with the sentence of its first cell."""
    found = []
    for code, count in examination.counts.get("by_reason", {}).items():
        first = rejects_of(examination, most=1, code=code)
        if first:
            found.append(Reason(code, in_words(first[0].reason), count))
    return sorted(found, key=lambda reason: (-reason.count, reason.code))


__all__ = ["MOST_ROWS", "rejected", "rejects_file", "shown_rejects"]
